"""The lesson on breakdown: where divergent series are best stopped, what they reach, what theory says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from verify.report import text
from verify.report.axis import Axis
from verify.report.lesson import ALL_DIGITS, Lesson, Place, Table
from verify.report.maps import maps
from verify.report.plot import Frame, Scale, label, power_of_ten, svg
from verify.report.rows import Point, Problem, Row
from verify.report.theory import laws

WIDE, NARROW = (780, 3), (350, 2)  # width, and panels in a row
HEIGHT, LOW, HIGH, MOST = 170, -18, 1, 40
Line = tuple[Place, ...]


@dataclass(frozen=True)
class Series:
    """The best number of terms and log10 of the error there, place by place; and the two by theory."""

    name: str
    title: str
    problem: str
    best: tuple[Place, ...]
    law: tuple[Place, ...]
    attained: str  # theory's least term, as it is declared


def breakdown(problems: Sequence[Problem]) -> Lesson | None:
    found = [series for p in problems if p.declared["lesson"] == "breakdown" and (series := _series(p))]
    if not found:
        return None
    drawings = tuple(_panels(found, *size, classes) for size, classes in ((WIDE, "wide"), (NARROW, "narrow")))
    rows = tuple(
        (
            s.name,
            str(len(s.best)),
            f"{min(n for n, _ in s.best):g} to {max(n for n, _ in s.best):g}",
            f"10^{min(y for _, y in s.best):.1f} to 10^{max(y for _, y in s.best):.1f}",
            s.attained or "–",
        )
        for s in found
    )
    return Lesson(
        "breakdown",
        "A series to be stopped in time",
        _says(found),
        next(((f"{s.name}: least term", s.attained) for s in found if s.attained), ("", "")),
        "Each ring is a place on the axis: the best of the measured numbers of terms, and the certified "
        "error there. The line has, place by place, where theory puts the least term and how large that is. "
        "Dotted: the unit roundoff.",
        tuple(s.problem for s in found),
        (drawings[0], drawings[1]),
        Table(
            ("series", "places", "best numbers of terms", "relative error there", "least term, by theory"),
            rows,
        ),
    )


def _series(problem: Problem) -> Series | None:
    number = next(iter(laws(problem, "optimal_terms")), None)
    least = next(iter(laws(problem, "least_term")), None)
    best = optimum(problem, least["at"] if least else {})
    if not best:
        return None
    law: Line = ()
    if number and least:  # both at the same places of the axis
        law = tuple((n, y) for (_, n), (_, y) in zip(number["line"], least["line"], strict=True))
    title = problem.name.replace("_", " ")
    at = ", ".join(f"{k} = {v}" for k, v in least["at"].items()) if least else ""
    name = f"{title}, {at}" if at else title
    return Series(name, title, problem.name, tuple(best), law, least["expression"] if least else "")


def optimum(problem: Problem, at: Row) -> list[Place]:
    """Best number of terms and log10 of the error there, wherever it is not the last one measured."""
    for found in maps(problem, Axis(problem), at):
        if found.algorithm.declared["grid"]:
            ends = {0, len(found.values) - 1}
            # Where the envelope is reached it is not the series that ends the accuracy.
            best = [
                c
                for c in found.best
                if c.row not in ends and c.cause == "truncation" and c.worst.row["inherent"] is False
            ]
            kept = [(float(found.values[c.row]), size) for c in best if (size := _size(c.worst)) is not None]
            if kept:
                return kept
    return []


def _size(point: Point) -> float | None:
    return None if point.total in (None, -math.inf) else point.total


def _says(found: Sequence[Series]) -> tuple[str, ...]:
    places = [place for s in found for place in s.best]
    first = (
        f"{text.count(len(found), 'expansion')} that diverge were summed with many numbers of terms. At "
        f"{len(places)} places the best of them, N, is not the largest: no larger number that was measured "
        "does better."
    )
    near = [abs(y - near) for s in found for n, y in s.best if (near := _near(s.law, n)) is not None]
    if not near:
        return (first,)
    half = text.upward(median_low(near), 2)
    return (
        first,
        f"Theory says how far each can be trusted: at half of the {len(near)} places the certified error "
        f"at N lies within {half} decades of the least term that its law gives for such an N.",
    )


def _near(law: Sequence[Place], n: float) -> float | None:
    """The tabulated value of the law nearest to the given number of terms."""
    inside = [(abs(m - n), y) for m, y in law]
    low, high = min((m for m, _ in law), default=1.0), max((m for m, _ in law), default=0.0)
    return min(inside)[1] if low <= n <= high else None


def _panels(found: Sequence[Series], width: int, columns: int, classes: str) -> str:
    """One panel a series, all on the same scales."""
    across = width // columns
    rows = math.ceil(len(found) / columns)
    whole = Frame(width, rows * HEIGHT + 20, Scale(0, 1), Scale(0, 1))
    body = "".join(
        f'<g transform="translate({k % columns * across} {k // columns * HEIGHT})">{_panel(s, across)}</g>'
        for k, s in enumerate(found)
    )
    body += label(2, rows * HEIGHT + 14, "upwards: relative error", "lab")
    body += label(width - 10, rows * HEIGHT + 14, "best number of terms N", "lab", "end")
    says = (
        f"Relative error at the best number of terms against that number, for {len(found)} divergent series"
    )
    return svg(whole, body, f"{says}; a line is what theory says.", classes)


def _panel(series: Series, width: int) -> str:
    view = Frame(width, HEIGHT, Scale(1, MOST, "log"), Scale(LOW, HIGH), left=44, bottom=24)
    ticks = {float(k): power_of_ten(k) for k in range(-16, 1, 8)}
    body = view.axes("", "", ticks, 5) + label(2, 18, series.title, "strong")
    body += view.line([(1, -ALL_DIGITS), (MOST, -ALL_DIGITS)], "stop")
    body += view.line([(n, y) for n, y in series.law if 1 <= n <= MOST and LOW <= y <= HIGH], "theory")
    return body + view.marks(
        "ring", [(n, y) for n, y in series.best if n <= MOST and LOW <= y <= HIGH], "m-ring"
    )
