"""Sentences made from a record: what was found, in plain words whose numbers tests count again."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from verify.report import text
from verify.report.axis import Axis
from verify.report.rows import CAUSES, Algorithm, Point, Problem

SAYS = {
    "none": "right to 2 ulp",
    "data": "data: the inputs were rounded",
    "truncation": "truncation: the method stops short",
    "rounding": "rounding: the arithmetic itself",
    "algorithm": "rounding or truncation, not separated",
    "range": "range: overflow, underflow or no number",
    "undecided": "undecided",
}


@dataclass(frozen=True)
class Accuracy:
    """What one algorithm keeps at the settings shown."""

    algorithm: Algorithm
    median: float
    least: float


def digits(point: Point) -> float:
    """Correct digits, at most 16; 0 if the result is not a number."""
    found = point.row["digits"]
    return 0.0 if found is None else min(float(found), 16.0)


def accuracies(problem: Problem) -> list[Accuracy]:
    """From the worst to the best."""
    found = []
    for a in problem.measured:
        kept = [digits(p) for p in a.shown_points if p.cause != "undecided"]
        if kept:
            found.append(Accuracy(a, median_low(kept), min(kept)))
    return sorted(found, key=lambda x: x.median)


def shares(points: Iterable[Point]) -> list[tuple[str, int]]:
    causes = Counter(p.cause for p in points)
    return [(c, causes[c]) for c in CAUSES if causes[c]]


def percent(part: int, whole: int) -> str:
    if not part or part == whole:
        return "0 %" if not part else "100 %"
    return (
        "below 1 %"
        if 100 * part < whole
        else "over 99 %"
        if 100 * part > 99 * whole
        else f"{100 * part // whole} %"
    )


def lost_from(points: Sequence[Point]) -> float | None:
    """The place on the axis from which every result, up to the end, has lost every digit."""
    start = None
    for p in sorted(points, key=lambda p: -p.axis):
        if math.isnan(p.axis) or p.cause == "undecided":
            continue
        if digits(p) >= 1:
            return start
        start = p.axis
    return start


def first_not_inherent(algorithm: Algorithm) -> Point | None:
    """Where its error first exceeds the envelope, certainly."""
    above = [p for p in algorithm.shown_points if p.row["inherent"] is False and not math.isnan(p.axis)]
    return min(above, key=lambda p: p.axis, default=None)


def summary(problem: Problem, axis: Axis) -> list[str]:
    """What was found of a problem, sentence by sentence."""
    found = accuracies(problem)
    if not found:
        return ["Nothing was measured."]
    return [_kept(found), _causes(problem), *_lost(problem, axis), *_inherent(problem, axis)]


def named(algorithm: Algorithm) -> str:
    at = ", ".join(f"{k} = {v}" for k, v in algorithm.shown.items())
    return f"{algorithm.name} ({at})" if at else algorithm.name


def _kept(found: Sequence[Accuracy]) -> str:
    worst, best = found[0], found[-1]
    low, high = text.downward(worst.median), text.downward(best.median)
    if high == "0":
        whose = f"each of the {len(found)} algorithms" if len(found) > 1 else named(best.algorithm)
        return f"Half of the results of {whose} have no digit right."
    if len(found) == 1:
        return f"Half of the results of {named(best.algorithm)} have at least {high} of 16 digits right."
    if low == high:
        return (
            f"Half of the results of each of the {len(found)} algorithms have at least {low} of 16 "
            f"digits right."
        )
    return (
        f"Half of the results have at least {high} of 16 digits right with {named(best.algorithm)}, "
        f"and {'at least ' + low if low != '0' else 'none'} with {named(worst.algorithm)}."
    )


def _causes(problem: Problem) -> str:
    shown = [p for a in problem.measured for p in a.shown_points]
    mix = dict(shares(shown))
    right = mix.pop("none", 0)
    if not mix:
        return f"All {len(shown)} of them are right to 2 ulp."
    cause = max(mix, key=lambda c: mix[c])
    return (
        f"Of {len(shown)} results {percent(right, len(shown))} are right to 2 ulp; of the others "
        f"{percent(mix[cause], len(shown) - right)} have {_noun(cause)} as the cause."
    )


def _noun(cause: str) -> str:
    says = {
        "range": "float64's range",
        "undecided": "no decided cause",
        "algorithm": "rounding or truncation, not separated,",
    }
    return says.get(cause, cause)


def _lost(problem: Problem, axis: Axis) -> list[str]:
    """Where the last digit goes; of algorithms along a line."""
    starts = {a: lost_from(a.shown_points) for a in problem.measured}
    ends = {a: x for a, x in starts.items() if x is not None}
    if not ends or axis.names:  # names have no order
        return []
    if len(ends) == len(starts) > 1:
        where = axis.at(max(ends.values()))
        return [f"From {where} on none of the {len(ends)} algorithms keeps a digit."]
    told = [f"{a.name} from {axis.at(x)}" for a, x in list(ends.items())[:3]]
    return [f"No digit is left with {', '.join(told)} on."]


def _inherent(problem: Problem, axis: Axis) -> list[str]:
    firsts = {a: first_not_inherent(a) for a in problem.measured}
    beyond = {a: p for a, p in firsts.items() if p is not None}
    known = [p for a in problem.measured for p in a.shown_points if p.row["inherent"] is not None]
    if not known:
        return []
    if not beyond:
        return [
            "Every error that could be judged lies within the envelope, so that another algorithm "
            "would not help."
        ]
    some = [f"{a.name} first at {axis.at(p.axis)}" for a, p in list(beyond.items())[:3]]
    rest = [a.name for a in problem.measured if a not in beyond]
    never = f"; {rest[0]} never does" if len(rest) == 1 else f"; {', '.join(rest)} never do" if rest else ""
    more = f" and {len(beyond) - 3} others" if len(beyond) > 3 else ""
    said = f"exceeded by {', by '.join(some)}{more}{never}"
    return [f"The envelope, all that rounding of the data explains, is {said}."]
