"""The lesson on breakdown: where divergent series are best stopped, and what they reach there."""

import math
from collections.abc import Sequence
from statistics import median_high

from verify.report.axis import Axis
from verify.report.lesson import ALL_DIGITS, NARROW, WIDE, Lesson, Place, Table
from verify.report.maps import maps
from verify.report.plot import SERIES, Frame, Scale, power_of_ten, svg
from verify.report.rows import Problem

FEW, MANY = 5, 15  # terms


def breakdown(problems: Sequence[Problem]) -> Lesson | None:
    series = {p: best for p in problems if p.declared["lesson"] == "breakdown" and (best := optimum(p))}
    if not series:
        return None
    places = sum(map(len, series.values()))
    says = (
        f"{len(series)} expansions were summed with many numbers of terms. At {places} places the best of "
        "them, N, is not the largest: no larger number that was measured does better.",
        *_reached(series),
    )
    names = [_short_name(p) for p in series]
    rows = tuple(
        (name, str(len(best)), f"{min(n for n, _ in best)} to {max(n for n, _ in best)}", _range(best))
        for name, best in zip(names, series.values(), strict=True)
    )
    return Lesson(
        "breakdown",
        "A series to be stopped in time",
        says,
        "error at the least term ~ exp(-N), or exp(-2 N)",
        "Each mark is one place where truncation is what is left: the best of the measured numbers of "
        "terms, and "
        "the certified error there. Lines, for comparison and not judged: e⁻ᴺ, the size of the least term "
        "where the ratio of terms grows like k, and e⁻²ᴺ, where it grows like k².",
        tuple(p.name for p in series),
        (_optimal(series, WIDE, "wide"), _optimal(series, NARROW, "narrow")),
        Table(("series", "places", "best numbers of terms", "attainable relative error"), rows),
        tuple((SERIES[k % len(SERIES)], name) for k, name in enumerate(names)),
    )


def _reached(series: dict[Problem, list[Place]]) -> tuple[str, ...]:
    """The median error of the places with few terms, and of those with many."""
    every = sorted(place for best in series.values() for place in best)
    few, many = [s for n, s in every if n <= FEW], [s for n, s in every if n >= MANY]
    if not (few and many):
        return ()
    told = [f"1e{math.ceil(median_high(sizes))}" for sizes in (few, many)]
    few_terms, many_terms = f"where N is at most {FEW}", f"from N = {MANY} on"
    return (f"Half of the places stay below {told[0]} {few_terms}, and below {told[1]} {many_terms}.",)


def _range(best: Sequence[Place]) -> str:
    sizes = [s for _, s in best]
    return f"10^{min(sizes):.1f} to 10^{max(sizes):.1f}"


def _short_name(problem: Problem) -> str:
    return problem.name.replace("_", " ")


def optimum(problem: Problem) -> list[Place]:
    """Best number of terms and log10 of the error there, wherever it is not the last one measured."""
    for found in maps(problem, Axis(problem)):
        if found.algorithm.declared["grid"]:
            ends = {0, len(found.values) - 1}
            best = [c for c in found.best if c.row not in ends and c.cause == "truncation"]
            cells = [c for c in best if c.worst.total not in (None, -math.inf)]
            kept = [(float(found.values[c.row]), c.worst.total or 0.0) for c in cells]
            if kept:
                return kept
    return []


def _optimal(series: dict[Problem, list[Place]], size: tuple[int, int], classes: str) -> str:
    most = max(n for best in series.values() for n, _ in best)
    view = Frame(*size, Scale(1, max(most, 10), "log"), Scale(-18, 1))
    ticks = {float(k): power_of_ten(k) for k in range(-16, 1, 4)}
    body = view.axes("best number of terms N", "relative error there", ticks)
    body += view.line([(1, -ALL_DIGITS), (view.x.high, -ALL_DIGITS)], "stop")
    for rate, words in ((1, "e⁻ᴺ"), (2, "e⁻²ᴺ")):
        curve = [(n, -rate * n / math.log(10)) for k in range(121) if (n := 10 ** (k / 60)) <= view.x.high]
        kept = [(n, y) for n, y in curve if y >= -18]
        body += view.line(kept, "theory2")
        body += view.text(kept[-1][0] * 1.05, -17.3, words, "halo")
    for k, best in enumerate(series.values()):
        shape = SERIES[k % len(SERIES)]
        inside = [(n, y) for n, y in best if -18 <= y <= 1]
        body += view.marks(shape, inside, "hollow")
    says = (
        "Error at the best number of terms against that number, for every divergent series; two lines show "
    )
    return svg(view, body, says + "e to the minus N and e to the minus 2 N.", classes)
