"""What is measured beside the error: growth factors, backward errors, orders of convergence."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verify.report import text
from verify.report.axis import Axis
from verify.report.budget import NARROW, WIDE, scale_of
from verify.report.lesson import Table
from verify.report.plot import SERIES, Frame, Scale, even, number, power_of_ten, svg
from verify.report.points import thinned
from verify.report.rows import Algorithm, Point, Problem, is_linear

ELSEWHERE = ("optimal_terms", "least_term")  # drawn as laws and in the maps
MOST_POINTS = 60  # of an algorithm
UNIT = -53 * math.log10(2)
MEANS = {"backward error": "relative change of the data", "cancellation": "condition number of the sum"}
Place = tuple[float, float]
Value = Callable[[Point], float | None]


@dataclass(frozen=True)
class Diagnostic:
    """One quantity: its drawings, the shapes of its algorithms, and the numbers behind."""

    title: str
    wide: str
    narrow: str
    key: tuple[tuple[str, str], ...]
    table: Table


def diagnostics(problem: Problem, axis: Axis) -> list[Diagnostic]:
    """Of each quantity that was measured; the backward error first."""
    names = dict.fromkeys(name for p in problem.points for name in p.details if name not in ELSEWHERE)
    found = [("backward error", False, lambda p: p.sizes["backward_error"])] if problem.measured else []
    values: list[tuple[str, bool, Value]] = [*found]
    values += [(_title(name), is_linear(name), _detail(name)) for name in names]
    made = [_one(problem, axis, *given) for given in values]
    return [d for d in made if d is not None]


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return f"{words[:-2]}, {words[-1]}-norm" if words[-2:] in (" 1", " 2") else words


def _detail(name: str) -> Value:
    return lambda p: p.details.get(name)


def _one(problem: Problem, axis: Axis, title: str, linear: bool, value: Value) -> Diagnostic | None:
    places = {a: _places(a, axis, value) for a in problem.measured}
    told = {a: found for a, found in places.items() if found}
    if not told:
        return None
    low, high = _ends([y for found in told.values() for _, y in found], linear)
    ticks = {
        y: number(y) if linear else power_of_ten(y) for y in even(low, high, 6) if linear or y == round(y)
    }
    key = tuple((SERIES[k % len(SERIES)], a.name) for k, a in enumerate(told))

    def drawn(size: tuple[int, int], classes: str) -> str:
        view = Frame(*size, scale_of(axis), Scale(low, high))
        body = view.axes(axis.title, MEANS.get(title, ""), ticks)
        if title.startswith("backward error") and low < UNIT < high:
            body += view.line([(view.x.low, UNIT), (view.x.high, UNIT)], "stop")
            body += view.text(view.x.high, UNIT, "u", "faint halo", "end")
        for (shape, _), found in zip(key, told.values(), strict=True):
            body += view.marks(shape, found, "hollow")
        says = f"{title[:1].upper()}{title[1:]} for {problem.declared['title']} against {axis.title}"
        return svg(view, body, f"{says}; the table below has its range.", classes)

    rows = tuple(
        (
            a.name,
            str(len(found)),
            *(_said(y, linear) for y in (min(y for _, y in found), max(y for _, y in found))),
        )
        for a, found in told.items()
    )
    table = Table(("algorithm", "points drawn", "least", "largest"), rows)
    return Diagnostic(title, drawn(WIDE, "wide"), drawn(NARROW, "narrow"), key, table)


def _places(algorithm: Algorithm, axis: Axis, value: Value) -> list[Place]:
    kept = [p for p in algorithm.shown_points if axis.has(p) and _is_drawn(value(p))]
    return [(p.axis, y) for p in thinned(kept, MOST_POINTS) if (y := value(p)) is not None]


def _is_drawn(y: float | None) -> bool:
    return y is not None and math.isfinite(y)


def _ends(values: Sequence[float], linear: bool) -> tuple[float, float]:
    """With some room, in whole powers of ten where the scale is logarithmic."""
    low, high = min(values), max(values)
    if linear:
        room = 0.1 * (high - low) or 1.0
        return low - room, high + room
    return math.floor(low - 0.3), math.ceil(high + 0.3)


def _said(y: float, linear: bool) -> str:
    return f"{y:.3g}" if linear else text.upward(10.0**y) if -300 < y < 300 else f"10^{y:.1f}"
