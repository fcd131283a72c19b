"""The tables behind the figures, as CSV: measurements thinned, causes and digits in bins of the axis.

Rows are selected and counted, never computed. Sizes are log10; -999 stands for an exact zero, 999999 for
infinity.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from verify.report.axis import Axis
from verify.report.rows import CAUSES, ZERO, Algorithm, Point, Problem

SHOWN_MOST, REST_MOST, REST_LEAST = 300, 900, 40
ZERO_MARK, INFINITE_MARK = -999, 999999
COLUMNS = {
    "t": "forward_error",
    "r": "rounding_error",
    "u": "truncation_error",
    "d": "data_error",
    "b": "backward_error",
    "k": "condition_number",
    "w": "forward_error_componentwise",
    "m": "algorithm_error",
    "e": "inherent_error",
}
K = TypeVar("K")
Place = tuple[tuple[str, str | int], ...]
Cell = str | float | int | None


def own_parameters(problem: Problem) -> list[str]:
    """The algorithms' own parameters by name: columns p0, p1, ... of every table."""
    return list(dict.fromkeys(name for a in problem.measured for name in a.parameters))


def detail_names(problem: Problem) -> list[str]:
    """What the measurements carry beside the budget: columns x0, x1, ..."""
    return sorted({name for p in problem.points for name, size in p.details.items() if size is not None})


def tables(problem: Problem) -> dict[str, str]:
    """Every table the problem's figures draw, by name."""
    axis = Axis(problem)
    return {
        "rows": _measurements(problem, axis),
        "causes": _causes(problem, axis),
        "map": _map(problem, axis),
        "rungs": _rungs(problem),
    }


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many points along the axis: of each run of neighbours the first and the worst."""
    ordered = sorted(points, key=lambda p: p.axis)
    if len(ordered) <= most:
        return ordered
    runs, kept = max(most // 2, 1), []
    for k in range(runs):
        run = ordered[len(ordered) * k // runs : len(ordered) * (k + 1) // runs]
        worst = max(run, key=lambda p: p.severity)
        kept += [run[0]] if worst is run[0] else [run[0], worst]
    return kept


def _measurements(problem: Problem, axis: Axis) -> str:
    own, details, numbers = own_parameters(problem), detail_names(problem), point_numbers(problem)
    header = ["a", *_numbered("p", own), "i", "x", "c", "g", "l", *COLUMNS, *_numbered("x", details)]
    rows: list[list[Cell]] = []
    for number, algorithm in enumerate(problem.measured):
        for point in _drawn(algorithm, axis):
            rows.append(
                [
                    *_where(number, point, own, algorithm),
                    numbers[place(algorithm, point)],
                    _short(point.axis),
                    point.cause,
                    _short(point.row["digits"]),
                    _short(point.row.get("cancelled_in_all")),
                    *(_size(point.sizes[name]) for name in COLUMNS.values()),
                    *(_size(point.details.get(name)) for name in details),
                ]
            )
    return _csv(header, rows)


def _drawn(algorithm: Algorithm, axis: Axis) -> Iterable[Point]:
    settings = _grouped((p for p in algorithm.points if axis.has(p)), algorithm.setting)
    rest = min(max(REST_MOST // max(len(settings), 1), REST_LEAST), SHOWN_MOST)
    for points in settings.values():
        yield from thinned(points, SHOWN_MOST if algorithm.is_shown(points[0]) else rest)


def point_numbers(problem: Problem) -> dict[Place, int]:
    """Each place measured has a number, by which a figure names its points."""
    places = (place(a, p) for a in problem.measured for p in a.points)
    return {key: n for n, key in enumerate(dict.fromkeys(places))}


def place(algorithm: Algorithm, point: Point) -> Place:
    """Inputs and the problem's own parameters."""
    given = point.row["parameters"].items()
    return (*point.row["inputs"].items(), *((k, v) for k, v in given if k not in algorithm.parameters))


def _causes(problem: Problem, axis: Axis) -> str:
    """In each bin the share of each cause, stacked from y to z; `m` marks the most frequent."""
    own = own_parameters(problem)
    rows: list[list[Cell]] = []
    for number, algorithm in enumerate(problem.measured):
        for cell in _cells(algorithm, axis).values():
            counts, below = Counter(p.cause for p in cell), 0
            main = max(CAUSES, key=lambda c, n=counts: n[c])  # type: ignore[misc]
            for cause in (c for c in CAUSES if counts[c]):
                share = [_short(below / len(cell)), _short((below + counts[cause]) / len(cell))]
                where = [*_where(number, cell[0], own, algorithm), *_edges(axis, cell[0])]
                rows.append([*where, cause, *share, int(cause == main), counts[cause]])
                below += counts[cause]
    return _csv(["a", *_numbered("p", own), "x", "x2", "o", "c", "y", "z", "m", "n"], rows)


def _map(problem: Problem, axis: Axis) -> str:
    """In each bin the worst measurement; `m` marks the best parameter of those (the least, in a tie)."""
    own = own_parameters(problem)
    rows: list[list[Cell]] = []
    for number, algorithm in enumerate(problem.measured):
        if not (algorithm.declared["grid"] and algorithm.parameters):
            continue
        worst = {key: max(c, key=lambda p: p.severity) for key, c in _cells(algorithm, axis).items()}
        columns = _grouped(worst.values(), axis.bin)
        best = [min(c, key=lambda p: (*p.severity, algorithm.setting(p))) for c in columns.values()]
        chosen = {id(p) for p in best}
        for p in worst.values():
            where = [*_where(number, p, own, algorithm), *_edges(axis, p)]
            rows.append([*where, p.cause, _short(p.row["digits"]), _size(p.total), int(id(p) in chosen)])
    return _csv(["a", *_numbered("p", own), "x", "x2", "o", "c", "g", "t", "m"], rows)


def _rungs(problem: Problem) -> str:
    """Error by bits: f names an IEEE format or, for a precision alone, is p, e is the roundoff 2^-b."""
    numbers = {a.name: n for n, a in enumerate(problem.measured)}
    rows: list[list[Cell]] = []
    for ladder in problem.ladders:
        where = ", ".join(f"{k} = {v}" for k, v in ladder["place"].items())
        for rung in ladder["rungs"]:
            if ladder["algorithm"] in numbers and rung["size"] != ZERO:
                name = "p" if rung["format"].startswith("p") else rung["format"]
                bits, size = rung["bits"], _size(rung["size"])
                roundoff = round(-bits * math.log10(2), 3)
                rows.append([numbers[ladder["algorithm"]], bits, size, roundoff, name, f'"{where}"'])
    return _csv(["a", "b", "v", "e", "f", "w"], rows)


def _cells(algorithm: Algorithm, axis: Axis) -> dict[tuple[object, ...], list[Point]]:
    inside = (p for p in algorithm.points if axis.has(p))
    return _grouped(inside, lambda p: (*algorithm.setting(p), axis.bin(p)))


def _grouped(points: Iterable[Point], key: Callable[[Point], K]) -> dict[K, list[Point]]:
    groups: dict[K, list[Point]] = defaultdict(list)
    for point in points:
        groups[key(point)].append(point)
    return groups


def _where(number: int, point: Point, own: Sequence[str], algorithm: Algorithm) -> list[Cell]:
    given = point.row["parameters"]
    return [number, *(given[name] if name in algorithm.parameters else None for name in own)]


def _edges(axis: Axis, point: Point) -> list[Cell]:
    k = axis.bin(point)
    return [_short(axis.edge(k)), _short(axis.edge(k + 1)), _short(axis.middle(k))]


def _numbered(letter: str, names: Sequence[str]) -> list[str]:
    return [f"{letter}{k}" for k in range(len(names))]


def _short(x: float | None) -> Cell:
    return None if x is None or not math.isfinite(x) else float(f"{x:.5g}")


def _size(log: float | None) -> Cell:
    if log is None:
        return None
    return ZERO_MARK if log == ZERO else INFINITE_MARK if log == math.inf else round(log, 3)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    lines = (
        ",".join(
            "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row
        )
        for row in rows
    )
    return "\n".join([",".join(header), *lines]) + "\n"
