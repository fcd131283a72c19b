"""Maps over the axis and an algorithm's own parameter: correct digits and cause, the best value ringed."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from types import MappingProxyType

from verify.report import theory
from verify.report.axis import Axis
from verify.report.budget import scale_of
from verify.report.plot import Frame, Scale, label, number, short, svg
from verify.report.rows import CAUSES, Algorithm, Point, Problem

WIDE, NARROW = 560, 350
LETTER = 7  # pixels, of a strong name
DIGITS = "The fewest correct digits at each place, the darker the fewer. Rings: the best value there."
LAW = " Dashed: where theory puts the least term."
CAUSE = "The most frequent cause at each place. Rings: the best value of the parameter there."


@dataclass(frozen=True)
class Cell:
    """What was measured in one bin of the axis at one value of the parameter."""

    bin: int
    row: int
    digits: int
    cause: str
    worst: Point


@dataclass(frozen=True)
class Map:
    """The cells of one algorithm over its first parameter, and the best of each column."""

    algorithm: Algorithm
    parameter: str
    values: tuple[int, ...]
    cells: tuple[Cell, ...]
    best: tuple[Cell, ...]


def maps(problem: Problem, axis: Axis, at: Mapping[str, int] = MappingProxyType({})) -> list[Map]:
    """Of each algorithm whose own parameter was measured at several values; with the problem's at `at`."""
    found = []
    for algorithm in problem.measured:
        several = [name for name, values in algorithm.parameters.items() if len(values) > 1]
        if several:
            found.append(_map(algorithm, several[0], axis, at))
    return [m for m in found if m.cells]


def _map(algorithm: Algorithm, parameter: str, axis: Axis, at: Mapping[str, int]) -> Map:
    values = algorithm.parameters[parameter]
    rows = {value: k for k, value in enumerate(values)}
    fixed = {k: v for k, v in algorithm.shown.items() if k != parameter} | dict(at)
    groups: dict[tuple[int, int], list[Point]] = {}
    for p in algorithm.points:
        given: Mapping[str, int] = p.row["parameters"]
        if axis.has(p) and all(given[k] == v for k, v in fixed.items()):
            groups.setdefault((axis.bin(p), rows[given[parameter]]), []).append(p)
    cells = [_cell(*key, points) for key, points in sorted(groups.items())]
    columns = groupby(cells, key=lambda c: c.bin)
    best = [min(column, key=lambda c: (c.worst.severity, c.row)) for _, column in columns]
    return Map(algorithm, parameter, values, tuple(cells), tuple(best))


def _cell(bin: int, row: int, points: list[Point]) -> Cell:
    worst = max(points, key=lambda p: p.severity)
    causes = Counter(p.cause for p in points)
    leading = max(CAUSES, key=lambda c: causes[c])
    digits = worst.row["digits"]
    return Cell(bin, row, -1 if digits is None else min(int(digits), 16), leading, worst)


def draw(problem: Problem, axis: Axis, found: Map, what: str, width: int, classes: str) -> str:
    """The map of `digits` or of `cause`."""
    count = len(found.values)
    height = min(max(12 * count, 120), 420) + 74
    view = Frame(width, height, scale_of(axis), Scale(0, count))
    says = (
        f"{'Correct digits' if what == 'digits' else 'Leading cause of the error'} of {found.algorithm.name} "
    )
    says += (
        f"for {problem.declared['title']}, against {axis.title} and {found.parameter}; the table below has "
    )
    says += "the best value at each place."
    body = view.axes(axis.title, found.parameter, {}) + _rows(view, found)
    classed = {
        c: f"g{c.digits}" if what == "digits" and c.digits >= 0 else f"f-{c.cause}" for c in found.cells
    }
    body += _fields(view, axis, classed)
    rings = ((axis.middle(c.bin), c.row + 0.5) for c in found.best)
    body += view.marks("none", rings, "best")
    for law in theory.along(problem, found.algorithm, "optimal_terms"):
        line = [(x, y) for x, n in law["line"] if (y := _height(found.values, n)) is not None]
        inside = [(x, y) for x, y in line if view.x.low <= x <= view.x.high]
        body += view.line(inside, "over") + view.line(inside, "law-line")
    if what == "cause":
        body += _names(view, axis, found)
    return svg(view, body, says, classes)


def _height(values: Sequence[int], n: float) -> float | None:
    """Where a number of terms lies among the rows, which stand evenly whatever their values."""
    for k, (a, b) in enumerate(pairwise(values)):
        if a <= n <= b:
            return k + 0.5 + (n - a) / (b - a)
    return None


def _rows(view: Frame, found: Map) -> str:
    """The parameter's values at the left, as many as have room."""
    step = math.ceil(len(found.values) * 16 / (view.height - view.top - view.bottom))
    shown = range(0, len(found.values), step)
    return "".join(
        label(view.left - 6, view.py(k + 0.5) + 4, number(found.values[k]), "tick", "end") for k in shown
    )


def _fields(view: Frame, axis: Axis, classed: Mapping[Cell, str]) -> str:
    """Cells of one class as one path, neighbours of a row joined."""
    paths: dict[str, list[str]] = {}
    rows: dict[int, list[Cell]] = {}
    for cell in classed:
        rows.setdefault(cell.row, []).append(cell)
    for row, cells in rows.items():
        top, bottom = view.py(row + 1), view.py(row)
        for first, last in _runs(cells, classed):
            left, right = view.px(axis.edge(first.bin)), view.px(axis.edge(last.bin + 1))
            d = f"M{short(left)} {short(top)}H{short(right)}V{short(bottom)}H{short(left)}Z"
            paths.setdefault(classed[first], []).append(d)
    drawn = "".join(f'<path class="{name}" d="{"".join(d)}"/>' for name, d in sorted(paths.items()))
    return f'<g class="cells">{drawn}</g>'


def _runs(cells: Iterable[Cell], classed: Mapping[Cell, str]) -> Iterable[tuple[Cell, Cell]]:
    """First and last of neighbours that are alike."""
    run: list[Cell] = []
    for cell in cells:
        if run and (cell.bin != run[-1].bin + 1 or classed[cell] != classed[run[-1]]):
            yield run[0], run[-1]
            run = []
        run.append(cell)
    if run:
        yield run[0], run[-1]


def _names(view: Frame, axis: Axis, found: Map) -> str:
    """The name of each cause, once, where it has most room, off the rings if it can: colour alone says
    nothing."""
    longest: dict[str, tuple[tuple[bool, float], Cell, Cell]] = {}
    causes = {c: c.cause for c in found.cells}
    rows: dict[int, list[Cell]] = {}
    for cell in causes:
        rows.setdefault(cell.row, []).append(cell)
    for row in rows.values():
        for first, last in _runs(row, causes):
            width = view.px(axis.edge(last.bin + 1)) - view.px(axis.edge(first.bin))
            ringed = any(c.row == first.row and first.bin <= c.bin <= last.bin for c in found.best)
            room = (not ringed and width > LETTER * len(first.cause), width)
            if first.cause not in longest or room > longest[first.cause][0]:
                longest[first.cause] = (room, first, last)
    parts = []
    for cause, ((_, width), first, last) in longest.items():
        if width > LETTER * len(cause):
            x = (view.px(axis.edge(first.bin)) + view.px(axis.edge(last.bin + 1))) / 2
            parts.append(label(x, view.py(first.row + 0.5) + 4, cause, "halo strong", "middle"))
    return "".join(parts)
