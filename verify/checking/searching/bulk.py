"""A search by millions of inputs: windows of the line screened round by round, the worst inputs kept."""

import heapq
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from random import Random

from verify.checking.judging.judge import Judge
from verify.checking.judging.portions import portions
from verify.checking.judging.screening import Window, time_of_a_call
from verify.checking.searching.dense import FEWEST, Plan, parts
from verify.checking.subjects.subject import Where
from verify.runs.parcel import Lost

MOST = 4096  # inputs a window
SECONDS, SLOW = 2e-3, 2e-2  # of calls, for a window
KEPT = 512  # inputs that are passed on
LOST = 3  # windows that end the process, or take too long: then the rest is looked at input by input


def screened(
    judge: Judge, random: Random, evaluations: float, is_over: Callable[[], bool]
) -> tuple[list[Where], int]:
    """The inputs that seem worst, and how many were looked at."""
    whole = judge.ask(parts)
    if isinstance(whole, Lost) or not whole:
        return [], 0
    count = _count(judge, evaluations)
    if count is None:
        return [], 0
    plan = Plan(whole, judge.what.format, count, random)
    worst: dict[float, float] = {}
    looked = used = lost = 0
    for windows in _together(plan):
        # By what windows may take, not by what they took: how many are asked together depends on the clock.
        asked = _within(windows, evaluations - used)
        used += sum(w.count for w in asked)
        for window, seen in zip(asked, judge.screened(asked), strict=True):
            if isinstance(seen, Lost):
                lost += 1
                continue
            plan.add(window, seen)
            worst |= dict(seen.worst)
            looked += seen.looked
        worst = _largest(worst, 2 * KEPT)
        if len(asked) < len(windows) or lost >= LOST or is_over():
            break
    return [(x,) for x in _largest(worst, KEPT)], looked


def _together(plan: Plan) -> Iterator[Sequence[Window]]:
    while windows := plan.round():
        yield from portions(windows)


def _within(windows: Sequence[Window], evaluations: float) -> list[Window]:
    """Those whose inputs the evaluations suffice for."""
    sums = itertools.accumulate(w.count for w in windows)
    return [w for w, needed in zip(windows, sums, strict=True) if needed <= evaluations]


def _count(judge: Judge, evaluations: float) -> int | None:
    """Inputs a window: fewer where calls are slow. None where they are so slow that it gains nothing."""
    if evaluations < math.inf:
        return min(max(int(evaluations) >> 13, FEWEST), MOST)
    seconds = judge.ask(time_of_a_call)
    if isinstance(seconds, Lost) or seconds * FEWEST > SLOW:
        return None
    return int(min(max(SECONDS / seconds, FEWEST), MOST))


def _largest(worst: dict[float, float], most: int) -> dict[float, float]:
    return dict(heapq.nlargest(most, worst.items(), key=lambda item: item[1]))
