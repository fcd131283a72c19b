"""The lesson on cancellation: bits cancelled against the digits left, for every algorithm."""

import math
from collections.abc import Sequence
from statistics import median_low

from verify.report import text
from verify.report.axis import Axis
from verify.report.lesson import ALL_DIGITS, DIGIT_TICKS, NARROW, WIDE, Lesson, Place, Table
from verify.report.plot import Frame, Scale, svg
from verify.report.points import thinned
from verify.report.prose import accuracies, digits, lost_from
from verify.report.rows import Algorithm, Point, Problem

ALL_BITS, MOST_BITS = 53, 120
MOST_POINTS = 60  # of an algorithm


def watched(algorithm: Algorithm) -> list[Point]:
    """Runs at the settings shown of which it is known how much they cancel, and how many digits are left."""
    shown = algorithm.shown_points
    return [p for p in shown if p.row.get("cancelled_in_all") is not None and p.row["digits"] is not None]


def cancellation(problems: Sequence[Problem]) -> Lesson | None:
    every = [p for problem in problems for a in problem.measured for p in watched(a)]
    runs = [p for p in every if p.cause in ("none", "rounding")]
    if not any(p.row["cancelled_in_all"] > 1 for p in runs):
        return None
    groups = {"fewer than 10": (-1.0, 10.0), "10 to 30": (10.0, 30.0), "30 to 53": (30.0, 53.0)}
    groups["more than 53"] = (53.0, math.inf)
    kept = {
        name: [digits(p) for p in runs if low < p.row["cancelled_in_all"] <= high]
        for name, (low, high) in groups.items()
    }
    told = {name: text.downward(median_low(found)) for name, found in kept.items() if found}
    sizes = [f"{d} digits where {name} bits cancel" for name, d in told.items()]
    first = (
        f"{len(every)} runs were watched subtraction by subtraction. Of the {len(runs)} that rounding "
        "or nothing "
        f"limits, half keep at least {', '.join(sizes)}."
    )
    example, links = _contrast(problems)
    rows = tuple((name, str(len(kept[name])), d) for name, d in told.items())
    return Lesson(
        "cancellation",
        "Small sums of large terms",
        (first, *example),
        "digits left ~ 16 - 0.3 b, b = bits cancelled",
        "Each mark is one float64 run, its digits certified. The line is what is left where operands "
        "carry an "
        "error of u; differences of exact numbers cost nothing and lie above it, and other errors lie below.",
        links,
        (_bits(problems, WIDE, "wide"), _bits(problems, NARROW, "narrow")),
        Table(("bits cancelled", "runs", "digits that half of them keep"), rows),
    )


def _contrast(problems: Sequence[Problem]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The problem where most cancels in one algorithm while another keeps its digits."""
    best: tuple[float, Problem, Algorithm, Algorithm, float] | None = None
    for problem in problems:
        found = [] if problem.has_arrays else accuracies(problem)
        for worse in found[:-1]:
            start = lost_from(worse.algorithm.shown_points)
            bits = [p.row["cancelled_in_all"] for p in watched(worse.algorithm)]
            gap, most = found[-1].median - worse.median, median_low(bits) if bits else 0.0
            if start is not None and gap > 5 and most > 10 and (best is None or most > best[0]):
                best = (most, problem, worse.algorithm, found[-1].algorithm, start)
    if best is None:
        return (), ()
    _, problem, worse_one, good, start = best
    there = [digits(p) for p in good.shown_points if p.axis == start]
    kept = f", where {good.name} keeps {text.downward(there[0])}" if there else ""
    axis = Axis(problem).title
    says = (
        f"It is the algorithm that cancels, not the problem: for {problem.declared['title'][:1].lower()}"
        f"{problem.declared['title'][1:]}, {worse_one.name} keeps no digit from {axis} = "
        f"{text.axis_value(start)} on{kept}."
    )
    return (says,), (problem.name,)


def _bits(problems: Sequence[Problem], size: tuple[int, int], classes: str) -> str:
    view = Frame(*size, Scale(0, MOST_BITS), Scale(0, 17))
    wide = size[0] > 500
    places: dict[str, set[Place]] = {}
    for problem in problems:
        for a in problem.measured:
            for p in thinned(watched(a), MOST_POINTS if wide else MOST_POINTS // 3):
                x = round(min(p.row["cancelled_in_all"], MOST_BITS), 1)
                places.setdefault(p.cause, set()).add((x, round(digits(p), 1)))
    body = view.axes("bits cancelled in all", "correct digits", DIGIT_TICKS)
    body += view.line([(0, ALL_DIGITS), (ALL_BITS, 0)], "theory")
    body += view.line([(ALL_BITS, 0), (ALL_BITS, 17)], "stop")
    body += view.text(ALL_BITS + 1, 16.2, "all 53 bits" if wide else "53 bits", "faint halo")
    for cause, found in sorted(places.items()):
        shape = cause if cause in ("rounding", "truncation", "data", "algorithm", "undecided") else "none"
        body += view.marks(shape, sorted(found), f"m-{cause} faded")
    says = (
        "Correct digits against bits cancelled, for every algorithm. Digits fall by three for each ten bits "
    )
    return svg(view, body, says + "cancelled, and none is left beyond 53.", classes)
