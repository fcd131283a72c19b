"""The tables of a report: what is selected from the records, as text."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from verify.report import text
from verify.report.claims import verdict_counts
from verify.report.lines import blamed_row, cancelled_row
from verify.report.prose import digits, percent
from verify.report.rows import CAUSES, Algorithm, Point, Problem

WORST = 10
MOST_RANGE = 3  # results that are not finite numbers are all alike: a few stand for them
Table = dict[str, Any]


def index_row(problem: Problem) -> Table:
    """A problem in one line."""
    shown = [(a, p) for a in problem.measured for p in a.shown_points]
    finite = [(a, p) for a, p in shown if p.total is not None]
    worst = max(finite, key=lambda ap: ap[1].severity, default=None)
    causes = Counter(p.cause for p in problem.points)
    return {
        "name": problem.name,
        "title": problem.declared["title"],
        "algorithms": len(problem.algorithms),
        "points": len(problem.points),
        "worst": measurement(problem, *worst) if worst else None,
        "causes": cause_mix(causes),
        "not_finite": causes["range"],
        "undecided": causes["undecided"],
        "verdicts": verdict_counts(problem.claims),
        "apart": sum(not c["principal"] for c in problem.claims),
    }


def ladder_rows(problem: Problem) -> list[Table]:
    """Each ladder in one line: where it stands, how the error falls, which format reaches how many digits."""
    return [
        {
            "algorithm": row["algorithm"],
            "at": ", ".join(f"{k} = {v}" for k, v in {**row["place"], **row["parameters"]}.items()),
            "slope": "–" if row["slope"] is None else f"{row['slope']:.2f}",
            "takes_over": "–" if row["takes_over"] is None else row["takes_over"],
            "floor": text.upward(text.ball_bound(row["floor"])),
            "reaching": [f"{wanted}: {name or 'none'}" for wanted, name in row["reaching"].items()],
        }
        for row in problem.ladders
    ]


def cause_mix(causes: Mapping[str, int]) -> list[Table]:
    total = sum(causes.values())
    mix, start = [], 0.0
    for c in CAUSES:
        if causes.get(c):
            width = 1000 * causes[c] / total  # of a bar
            told = {"cause": c, "count": causes[c], "percent": percent(causes[c], total)}
            mix.append({**told, "start": round(start, 2), "width": round(width, 2)})
            start += width
    return mix


def measurement(problem: Problem, algorithm: Algorithm, point: Point) -> Table:
    row = point.row
    inputs = [text.input_texts(name, value) for name, value in row["inputs"].items()]
    parameters = [f"{name} = {value}" for name, value in point.called.items()]
    return {
        "algorithm": algorithm.name,
        "decimal": [d for d, _ in inputs] + parameters,
        "hex": [h for _, h in inputs],
        "computed": text.shortest(row["computed"]),
        "computed_hex": text.hexadecimal(row["computed"]),
        "truth": text.truth(row["truth"]),
        "forward_error": forward_error(row),
        "condition": text.upward(text.ball_bound(row.get("condition_number"))),
        "envelope": text.upward(text.ball_bound(row.get("envelope"))),
        "ulps": text.upward(row["ulps"]),
        "digits": text.downward(row["digits"]),
        "cause": point.cause,
        "inherent": {True: "yes", False: "no"}.get(row["inherent"], "–"),
        "reason": row.get("reason", ""),
        "command": text.command(problem.name, algorithm, point),
    }


def forward_error(row: Mapping[str, Any]) -> str:
    """By norm, as the digits; for arrays by component as well, as the ulps."""
    names = ("forward_error", "forward_error_componentwise")
    normwise, components = (text.upward(text.ball_bound(row.get(name))) for name in names)
    return f"{normwise}; {components} componentwise" if row.get(names[1]) is not None else normwise


def worst(algorithm: Algorithm) -> list[Point]:
    """The ten worst at the parameters shown, with the worst of each cause among them."""
    ordered = sorted(algorithm.shown_points, key=lambda p: (p.severity, -p.axis), reverse=True)
    out = [p for p in ordered if p.cause == "range"]
    # The first to leave the range say more than those far beyond.
    first = sorted(out, key=lambda p: p.axis)[:MOST_RANGE]
    rest = [p for p in ordered if p.cause != "range"]
    heads = [next((p for p in rest if p.cause == c), None) for c in CAUSES if c not in ("none", "range")]
    kept = first + [p for p in heads if p is not None]
    kept += [p for p in rest if all(p is not k for k in kept)][: WORST - len(kept)]
    return sorted(kept, key=lambda p: p.severity, reverse=True)


def causes_along(algorithm: Algorithm) -> list[Table]:
    """Where on the axis each cause occurs, at the parameters shown."""
    rows = []
    for cause in CAUSES:
        points = [p for p in algorithm.shown_points if p.cause == cause]
        if points:
            worst = max(points, key=lambda p: -math.inf if p.total is None else p.total)
            places = sorted(p.axis for p in points if p.axis == p.axis)
            rows.append(
                {
                    "cause": cause,
                    "count": len(points),
                    "of": len(algorithm.shown_points),
                    "first": text.axis_value(places[0]) if places else "–",
                    "last": text.axis_value(places[-1]) if places else "–",
                    "worst": text.upward(text.ball_bound(worst.row.get("forward_error"))),
                    "digits": text.downward(min(map(digits, points))),
                }
            )
    return rows


def algorithm_table(problem: Problem, algorithm: Algorithm, summary: Mapping[str, Any]) -> Table:
    """An algorithm: what it is, its certified figures over every parameter value, its worst inputs."""
    ulps = summary.get("ulps") or {}
    return {
        **algorithm.declared,
        "shown": ", ".join(f"{k} = {v}" for k, v in algorithm.shown.items()),
        "swept": [f"{k}: {', '.join(map(str, v))}" for k, v in algorithm.parameters.items() if len(v) > 1],
        "points": len(algorithm.points),
        "max": text.upward(ulps.get("max")),
        "p99": text.upward(ulps.get("p99")),
        "median": text.upward(ulps.get("median")),
        "not_finite": sum(p.cause == "range" for p in algorithm.points),
        "undecided": sum(p.cause == "undecided" for p in algorithm.points),
        "mix": cause_mix(Counter(p.cause for p in algorithm.points)),
        "along": causes_along(algorithm),
        "cancels": cancelled_row(algorithm, summary, problem.declared),
        "blamed": blamed_row(summary, problem.declared),
        "worst": [measurement(problem, algorithm, p) for p in worst(algorithm)],
    }


def parameter_domains(problem: Problem) -> list[str]:
    declared = [*problem.declared["inputs"], *problem.declared["parameters"]]
    return [f"{d['name']} in {d['domain']}" for d in declared if "domain" in d]
