"""What the page of a problem and its line on the front page hold, ready for the templates."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from verify.report import budget, ladders, maps, points, prose, tables, text, theory
from verify.report.axis import Axis
from verify.report.claims import card, title_of, verdict_counts
from verify.report.diagnostics import diagnostics
from verify.report.lesson import Table
from verify.report.lines import blamed_row, cancelled_row
from verify.report.maps import Map
from verify.report.rows import Algorithm, Point, Problem, Row

BAR = 160  # pixels that 16 digits take on the front page


def front_row(problem: Problem) -> dict[str, Any]:
    """A problem in one line, with all that the filters and orders of the list ask for."""
    found = prose.accuracies(problem)
    shown = [p for a in problem.measured for p in a.shown_points]
    mix = dict(prose.shares(shown))
    wrong = {c: n for c, n in mix.items() if c != "none"}
    leading = max(wrong, key=lambda c: wrong[c]) if wrong else "none" if mix else ""
    declared = problem.declared
    verdicts = verdict_counts(problem.claims)
    return {
        "name": problem.name,
        "title": declared["title"],
        "words": " ".join(
            map(str, (problem.name, declared["title"], declared["formula"], declared["source"]))
        ),
        "family": declared["family"],
        "source_name": title_of(declared["source"]),
        "points": len(problem.points),
        "mix": tables.cause_mix(mix),
        "leading": leading,
        "leading_says": _leading(leading, wrong, len(shown)),
        "verdicts": verdicts,
        "verdict_names": " ".join(v for v, _ in verdicts),
        "claims": sum(n for _, n in verdicts),
        "median": _median(found),
        "gap": round(found[-1].median - found[0].median, 2) if found else -1,
        "least": found[0].median if found else 99,
    }


def _leading(cause: str, wrong: Mapping[str, int], whole: int) -> str:
    if not wrong:
        return "all right to 2 ulp" if whole else ""
    return f"{cause}, {prose.percent(wrong[cause], whole)}"


def _median(found: Sequence[prose.Accuracy]) -> dict[str, str] | None:
    if not found:
        return None
    low, high = found[0].median, found[-1].median
    ends = {"x0": f"{low / 16 * BAR:.1f}", "x1": f"{high / 16 * BAR:.1f}"}
    return {**ends, "low": text.downward(low), "high": text.downward(high)}


def problem_part(problem: Problem, summaries: Sequence[Row]) -> dict[str, Any]:
    """Everything that the page of a problem shows."""
    axis = Axis(problem)
    summary = {s.get("algorithm"): s for s in summaries if s.get("problem") == problem.name}
    shown = [p for a in problem.measured for p in a.shown_points]
    drawable = bool(problem.measured) and not axis.empty
    return {
        **problem.declared,
        "summary": prose.summary(problem, axis),
        "mix": tables.cause_mix(dict(prose.shares(shown))),
        "axis": axis.title,
        "domains": tables.parameter_domains(problem),
        "command": f"verify run {problem.name}",
        "caption": budget.CAPTION,
        "panels": [_panel(problem, axis, a) for a in problem.measured] if drawable else [],
        "laws": theory.told(problem),
        "along": _along(problem, axis),
        "maps": [_map(problem, axis, m) for m in maps.maps(problem, axis)] if drawable else [],
        "diagnostics": diagnostics(problem, axis) if drawable else [],
        "ladder_caption": ladders.CAPTION,
        "ladders": [_ladder(problem, a) for a in ladders.climbed(problem)],
        "ladder_table": _ladder_table(problem),
        "cancels": _cancels(problem, summary, axis),
        "blamed": _blamed(problem, summary),
        "worst": _worth_knowing(problem),
        "algorithms": _algorithms(problem, summary),
        "notes": [a.declared for a in problem.algorithms],
        "claims": [card(c) for c in problem.claims],
        "claims_says": _counted(problem),
        "live": points.live(problem, axis) if drawable else "",
    }


def _counted(problem: Problem) -> str:
    told = ", ".join(f"{n} {v.lower()}" for v, n in verdict_counts(problem.claims)) or "none"
    apart = sum(not c["principal"] for c in problem.claims)
    kinds = "a part, a neighbouring reading or a further statement"
    more = f" {apart} more {'is' if apart == 1 else 'are each'} {kinds}." if apart else ""
    return f"Principal readings: {told}.{more}"


def settings_text(algorithm: Algorithm) -> str:
    return ", ".join(f"{k} = {v}" for k, v in algorithm.shown.items())


def _panel(problem: Problem, axis: Axis, algorithm: Algorithm) -> dict[str, Any]:
    drawn = points.drawn(algorithm, axis)
    return {
        "number": problem.measured.index(algorithm),
        "name": algorithm.name,
        "says": algorithm.declared["says"],
        "shown": settings_text(algorithm),
        "wide": budget.panel(problem, axis, algorithm, drawn, budget.WIDE, "wide"),
        "narrow": budget.panel(problem, axis, algorithm, drawn, budget.NARROW, "narrow"),
    }


def _along(problem: Problem, axis: Axis) -> Table:
    heads = ("algorithm", "cause", "results", f"{axis.title} from", "to", "worst error", "fewest digits")
    rows = []
    for a in problem.measured:
        for c in tables.causes_along(a):
            of = f"{c['count']} of {c['of']}"
            rows.append((prose.named(a), c["cause"], of, c["first"], c["last"], c["worst"], c["digits"]))
    return Table(heads, tuple(rows))


def _map(problem: Problem, axis: Axis, found: Map) -> dict[str, Any]:
    def both(what: str) -> tuple[str, str]:
        return (
            maps.draw(problem, axis, found, what, maps.WIDE, "wide"),
            maps.draw(problem, axis, found, what, maps.NARROW, "narrow"),
        )

    by_law = maps.LAW if theory.along(problem, found.algorithm, "optimal_terms") else ""
    rows = tuple(
        (
            f"{text.axis_value(axis.edge(c.bin))} to {text.axis_value(axis.edge(c.bin + 1))}",
            str(found.values[c.row]),
            text.downward(c.worst.row["digits"]),
            text.upward(text.ball_bound(c.worst.row.get("forward_error"))),
            c.cause,
        )
        for c in found.best
    )
    return {
        "name": found.algorithm.name,
        "parameter": found.parameter,
        "digits": both("digits"),
        "cause": both("cause"),
        "digits_caption": maps.DIGITS + by_law,
        "cause_caption": maps.CAUSE + by_law,
        "causes": sorted({c.cause for c in found.cells}),
        "table": Table((axis.title, f"best {found.parameter}", "digits", "error", "cause"), rows),
    }


def _ladder(problem: Problem, algorithm: Algorithm) -> dict[str, Any]:
    return {
        "name": algorithm.name,
        "wide": ladders.draw(problem, algorithm, budget.WIDE, "wide"),
        "narrow": ladders.draw(problem, algorithm, budget.NARROW, "narrow"),
    }


def _ladder_table(problem: Problem) -> Table:
    heads = (
        "algorithm",
        "at",
        "error bits gained a bit",
        "truncation from",
        "floor",
        "format for so many digits",
    )
    found = tables.ladder_rows(problem)
    rows = [
        (r["algorithm"], r["at"], r["slope"], str(r["takes_over"]), r["floor"], "; ".join(r["reaching"]))
        for r in found
    ]
    return Table(heads, tuple(rows))


def _cancels(problem: Problem, summary: Mapping[Any, Row], axis: Axis) -> Table:
    heads = (
        "algorithm",
        "bits cancelled in all",
        "by one subtraction",
        "on the line",
        axis.title,
        "digits",
        "cause",
    )
    rows = []
    for a in problem.measured:
        found = cancelled_row(a, summary.get(a.name, {}), problem.declared)
        if found:
            told = [found[k] for k in ("in_all", "bits", "line", "axis", "digits", "cause")]
            rows.append((prose.named(a), *map(str, told)))
    return Table(heads, tuple(rows))


def _algorithms(problem: Problem, summary: Mapping[Any, Row]) -> Table:
    heads = (
        "algorithm",
        "results",
        "ulps: max",
        "99 %",
        "median",
        "no finite number",
        "undecided",
        "settings",
    )
    rows = []
    for a in problem.measured:
        t = tables.algorithm_table(problem, a, summary.get(a.name, {}))
        figures = (t["max"], t["p99"], t["median"], str(t["not_finite"]), str(t["undecided"]))
        rows.append((a.name, str(t["points"]), *figures, "; ".join(t["swept"])))
    return Table(heads, tuple(rows))


def _blamed(problem: Problem, summary: Mapping[Any, Row]) -> Table:
    heads = ("algorithm", "followed at", "rounding, ulps", "line", "code", "what it does")
    rows = []
    for a in problem.measured:
        found = blamed_row(summary.get(a.name, {}), problem.declared)
        if found is None:
            continue
        first = (a.name, found["place"], found["ulps"])
        told = [(line["at"], line["code"], line["does"]) for line in found["lines"]] or [
            ("–", "–", found["why"])
        ]
        rows += [(*(first if k == 0 else (a.name, "", "")), *line) for k, line in enumerate(told)]
    return Table(heads, tuple(rows))


def _worth_knowing(problem: Problem) -> list[dict[str, Any]]:
    """Thresholds along the axis and the largest errors, each input once."""
    found = []
    for a in problem.measured:
        seen: set[int] = set()
        for why, p in _notable(a):
            if id(p) not in seen:
                seen.add(id(p))
                found.append({**tables.measurement(problem, a, p), "why": why})
    return found


def _notable(algorithm: Algorithm) -> list[tuple[str, Point]]:
    ordered = sorted((p for p in algorithm.shown_points if not math.isnan(p.axis)), key=lambda p: p.axis)
    finite = [p for p in ordered if p.cause not in ("range", "undecided")]
    kept = [p for p in finite if prose.digits(p) >= 1]
    lost = [p for p in finite if prose.digits(p) < 1]
    found = []
    if lost and kept and budget.is_line(algorithm):
        found += [("Last result with a digit", kept[-1]), ("First result without a digit", lost[0])]
    out = [p for p in ordered if p.cause == "range"]
    found += [("First result that is not a number", out[0])] if out else []
    worst = max(finite, key=lambda p: p.severity, default=None)
    return [*found, ("Largest error", worst)] if worst is not None else found
