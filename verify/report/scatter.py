"""Errors along one variable: a dot an input, and what good data cost there whatever the function does."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from verify.report import text
from verify.report.lesson import Table
from verify.report.plot import Frame, Scale, number, svg

WIDE, NARROW = (780, 380), (358, 300)
LEAST, MOST = 1e-2, 1e18  # ulps: below and above nothing is distinguished
FEW, MANY = 8, 16  # intervals of the table; powers of ten that a linear line would hide, and a longer one
SAYS = (
    "A dot is an input, with its certified error; a dash is the envelope there, what good data cost any "
    "function. Crosses at the top: no number came out where the truth is one; diamonds: undecided. Of "
    "very many inputs the worst of each neighbourhood is drawn, and one more."
)
Row = Mapping[str, Any]
Place = tuple[float, float]


def drawings(found: Row) -> tuple[str, str]:
    return _drawn(found, WIDE, "wide"), _drawn(found, NARROW, "narrow")


def _drawn(found: Row, size: tuple[int, int], kind: str) -> str:
    judged = _judged(found)
    top = 10.0 ** math.ceil(math.log10(min(max([1.0, *(u for _, u, _ in judged)]) * 1.5, MOST)))
    view = Frame(*size, _line(found), Scale(LEAST, top, "log"), left=58)
    body = view.axes(str(found["variable"]), "ulps", {y: number(y) for y in view.y.ticks(7)})
    dots = [(_within(x, view.x), _within(u, view.y)) for x, u, _ in judged]
    # The envelope, from how many of it the error is.
    envelopes = [(x, u / m) for x, u, m in judged if m and math.isfinite(m) and math.isfinite(u)]
    body += view.marks("envelope", [(_within(x, view.x), _within(y, view.y)) for x, y in envelopes], "env")
    body += view.marks("rounding", dots, "mark")
    for told, shape in (("failed", "range"), ("undecided", "undecided")):
        there = [(_within(p[0], view.x), top) for p in found["places"] if p[1] == told]
        body += view.marks(shape, there, f"m-{shape}")
    worst = max((u for _, u, _ in judged), default=0.0)
    says = f"Errors of {text.count(len(found['places']), 'input')} along {found['variable']}, at most "
    return svg(view, body, f"{says}{text.upward(worst)} ulps; the table has them by intervals.", kind)


def _judged(found: Row) -> list[tuple[float, float, float | None]]:
    return [(x, u, m) for x, u, m in found["places"] if not isinstance(u, str)]


def _line(found: Row) -> Scale:
    """By powers of ten where the inputs are of one sign and of many sizes."""
    xs = [p[0] for p in found["places"]]
    low, high = min(xs), max(xs)
    sizes = [x for x in xs if x > 0]
    if low >= 0 and sizes and high > 100 * min(sizes):
        return Scale(max(min(sizes), high * 10.0**-MANY), high, "log")
    return Scale(low, high) if low < high else Scale(low - 1, high + 1)


def _within(x: float, scale: Scale) -> float:
    return min(max(x, scale.low), scale.high)


def table(found: Row) -> Table:
    """The worst of each interval."""
    line = _line(found)
    ends = _ends(line)
    rows = []
    for k, (low, high) in enumerate(pairwise(ends)):
        last = k == len(ends) - 2
        inside = [p for p in found["places"] if _between(_within(p[0], line), low, high, last)]
        ulps = [p[1] for p in inside if not isinstance(p[1], str)]
        worst = text.upward(max(ulps)) if ulps else "–"
        failed = sum(p[1] == "failed" for p in inside)
        rows.append((f"{number(low)} to {number(high)}", str(len(inside)), worst, str(failed)))
    return Table((str(found["variable"]), "inputs", "worst, ulps", "without a number"), tuple(rows))


def _between(x: float, low: float, high: float, last: bool) -> bool:
    return low <= x < high or (last and x == high)


def _ends(line: Scale) -> Sequence[float]:
    """Both ends and round numbers between them."""
    between = [x for x in line.ticks(FEW) if line.low < x < line.high]
    return [line.low, *between, line.high]
