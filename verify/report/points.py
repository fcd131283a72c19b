"""What the script of a page needs: the measurements that are drawn, setting by setting, as JSON.

Rows are selected, never computed. Sizes are log10, rounded up; null where there is none.
"""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from verify.report import text, theory
from verify.report.axis import Axis
from verify.report.budget import HIGH, LOW, PARTS, is_line
from verify.report.plot import SHAPES
from verify.report.rows import Algorithm, Point, Problem, Row

SHOWN_MOST, REST_MOST, REST_LEAST = 200, 1200, 24
SIZES = ("forward_error", *PARTS.values(), "inherent_error", "backward_error", "condition_number")
FIELDS = ("place", "axis", "cause", "ulps", "digits", "computed", "hex", "truth", *SIZES)


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """A limited number of points along the axis: of each run of neighbours the first and the worst."""
    ordered = sorted(points, key=lambda p: p.axis)
    if len(ordered) <= most:
        return ordered
    runs, kept = max(most // 2, 1), []
    for k in range(runs):
        run = ordered[len(ordered) * k // runs : len(ordered) * (k + 1) // runs]
        worst = max(run, key=lambda p: p.severity)
        kept += [run[0]] if worst is run[0] else [run[0], worst]
    return kept


def drawn(algorithm: Algorithm, axis: Axis) -> list[Point]:
    """What is drawn at the setting shown first."""
    return thinned([p for p in algorithm.shown_points if axis.has(p)], SHOWN_MOST)


def live(problem: Problem, axis: Axis) -> Markup:
    """The data of a page, safe inside a script element."""
    places: dict[tuple[Any, ...], int] = {}
    algorithms = [_algorithm(problem, a, axis, places) for a in problem.measured]
    content = {
        "problem": problem.name,
        "axis": {
            "title": axis.title,
            "scale": axis.scale,
            "constant": axis.constant,
            "domain": axis.domain(),
        },
        "frame": [LOW, HIGH],
        "shapes": SHAPES,
        "fields": FIELDS,
        "algorithms": algorithms,
        "places": [_place(*key) for key in places],
    }
    return as_script(content)


def as_script(content: Any) -> Markup:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(plain.replace("<", "\\u003c"))


def _algorithm(problem: Problem, algorithm: Algorithm, axis: Axis, places: dict[tuple[Any, ...], int]) -> Row:
    groups: dict[tuple[int, ...], list[Point]] = {}
    for p in algorithm.points:
        if axis.has(p):
            groups.setdefault(algorithm.setting(p), []).append(p)
    rest = min(max(REST_MOST // max(len(groups), 1), REST_LEAST), SHOWN_MOST)
    settings = []
    for key, points in sorted(groups.items()):
        kept = thinned(points, SHOWN_MOST if algorithm.is_shown(points[0]) else rest)
        rows = [_row(algorithm, p, places) for p in kept]
        settings.append({"at": dict(zip(algorithm.parameters, key, strict=True)), "rows": rows})
    laws = [
        {"name": theory.label(law), "line": law["line"]}
        for law in theory.along(problem, algorithm, *theory.ERRORS)
    ]
    return {
        "name": algorithm.name,
        "shown": algorithm.shown,
        "line": is_line(algorithm),
        "settings": settings,
        "laws": laws,
    }


def _row(algorithm: Algorithm, p: Point, places: dict[tuple[Any, ...], int]) -> list[Any]:
    given = tuple((k, v) for k, v in p.called.items() if k not in algorithm.parameters)
    number = places.setdefault((tuple(p.row["inputs"].items()), given), len(places))
    return [
        number,
        _short(p.axis),
        p.cause,
        text.upward(p.row["ulps"]),
        text.downward(p.row["digits"]),
        text.shortest(p.row["computed"]),
        text.hexadecimal(p.row["computed"]),
        text.truth(p.row["truth"]),
        *(_size(p.sizes[name]) for name in SIZES),
    ]


def _place(inputs: Iterable[tuple[str, str]], given: Iterable[tuple[str, int]]) -> list[str]:
    """In decimal, in hex, and as options of the command."""
    texts = [text.input_texts(name, value) for name, value in inputs]
    whole = [f"{k} = {v}" for k, v in given]
    decimal, hexes = [*(d for d, _ in texts), *whole], [h for _, h in texts]
    return [", ".join(decimal), ", ".join(hexes), text.places(dict(inputs), dict(given))]


def _short(x: float) -> float | None:
    return float(f"{x:.6g}") if math.isfinite(x) else None


def _size(log: float | None) -> float | str | None:
    if log is None or log == math.inf:
        return None if log is None else "inf"
    return "0" if log == -math.inf else math.ceil(log * 1000) / 1000
