"""The lesson on cancellation: bits cancelled against the digits left, for every algorithm."""

import math
from collections.abc import Iterator, Sequence
from statistics import median_low

from verify.report import text, theory
from verify.report.axis import Axis
from verify.report.lesson import DIGIT_TICKS, NARROW, WIDE, Lesson, Place, Table
from verify.report.plot import Frame, Scale, svg
from verify.report.points import thinned
from verify.report.prose import digits, lost_from
from verify.report.rows import Algorithm, Point, Problem, Row

MOST_BITS = 120
MOST_POINTS = 60  # of an algorithm
MUCH = 8  # digits that an algorithm keeps where another has lost all


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
        next(map(theory.headed, _laws(problems)), ("", "")),
        "Each mark is one float64 run, its digits certified. The line is the law: what is left where "
        "operands carry an error of u = 2^-53. Differences of exact numbers cost nothing and lie above it; "
        "other errors lie below.",
        links,
        (_bits(problems, WIDE, "wide"), _bits(problems, NARROW, "narrow")),
        Table(("bits cancelled", "runs", "digits that half of them keep"), rows),
    )


def _laws(problems: Sequence[Problem]) -> list[Row]:
    """The law of the digits left that the chief example declares."""
    return [
        law for p in problems if p.declared["lesson"] == "cancellation" for law in theory.laws(p, "digits")
    ]


def _contrast(problems: Sequence[Problem]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The problem where one algorithm cancels all its digits away while another keeps most of them, and where
    that is certainly the algorithm's fault: its error is beyond the envelope."""
    found = [c for p in problems if not p.has_arrays for c in _contrasts(p)]
    if not found:
        return (), ()
    # The example that is meant for it, where there is one.
    kept, _, problem, worse, good, start = max(
        found, key=lambda c: (c[2].declared["lesson"] == "cancellation", *c[:2])
    )
    title = problem.declared["title"]
    where = Axis(problem).at(start)
    says = (
        f"It is the algorithm that cancels, not the problem: for {title[:1].lower()}{title[1:]}, "
        f"the algorithm “{worse.name}” keeps no digit from {where} on, where “{good.name}” keeps "
        f"{text.downward(kept)}."
    )
    return (says,), (problem.name,)


def _contrasts(problem: Problem) -> Iterator[tuple[float, float, Problem, Algorithm, Algorithm, float]]:
    """Digits kept there, bits cancelled in the worse run, and who they are."""
    for worse in problem.measured:
        start = lost_from(worse.shown_points)
        bits = [
            p.row["cancelled_in_all"]
            for p in watched(worse)
            if p.axis == start and p.cause == "rounding" and p.row["inherent"] is False
        ]
        for good in problem.measured if start is not None and bits else ():
            kept = [digits(p) for p in good.shown_points if p.axis == start]
            if kept and kept[0] >= MUCH and start is not None:
                yield kept[0], max(bits), problem, worse, good, start


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
    for law in _laws(problems):
        end = law["line"][-1][0]  # where it leaves no digit
        body += view.line(law["line"], "theory") + view.line([(end, 0), (end, 17)], "stop")
        body += view.text(end + 1, 16.2, f"all {end:g} bits" if wide else f"{end:g} bits", "faint halo")
    for cause, found in sorted(places.items()):
        shape = cause if cause in ("rounding", "truncation", "data", "algorithm", "undecided") else "none"
        body += view.marks(shape, sorted(found), f"m-{cause} faded")
    says = (
        "Correct digits against bits cancelled, for every algorithm. Digits fall by three for each ten bits "
    )
    return svg(view, body, says + "cancelled, and none is left beyond 53.", classes)
