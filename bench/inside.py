"""What following costs beside the plain function, in one run.

The plain function is timed, and what a user waits for when it is blamed: following it (a plain run first,
then the instrumented one, which writes the tape), accounting for it (exact counterparts, decisions, the sweep
with certified shares) and blaming its lines. The first blame reads, instruments and compiles the module as
well and fills caches; later ones, as `verify check` makes many of, find it instrumented. Both are printed,
the first once, of the later ones medians of interleaved rounds, in each of which both sides are repeated for
the same time; the ratio of all that a later one does stands beside its aim. So does the ratio of following
and the exact result alone, without any blame, which is all that some tools do.
"""

import resource
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import inside_cases as cases
import numpy as np

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.blame import Blame, blame
from verify.inside.follow import follow
from verify.inside.source import instrument

ROUNDS = 7
LEAST = 0.02  # seconds a round
RANDOM = np.random.default_rng(1)


class Case(NamedTuple):
    name: str
    function: Callable[..., float]
    inputs: list[Any]
    aim: int


CASES = (
    Case("Taylor series, 100 terms", cases.taylor, [7.3], 100),
    Case("elimination, 30 by 30", cases.elimination, [RANDOM.standard_normal((30, 30)).tolist()], 50),
    Case("sum of 10^5 in a loop", cases.loop, [RANDOM.standard_normal(10**5).tolist()], 250),
    Case("np.sum of 10^5", cases.whole_sum, [RANDOM.standard_normal(10**5)], 150),
)


def fresh(x: Any) -> Any:
    """A copy: elimination works in place."""
    return [list(row) if isinstance(row, list) else row for row in x] if isinstance(x, list) else x


def seconds(work: Callable[..., Any], *x: Any, least: float = 0.0) -> tuple[float, Any]:
    """Of one call, without the copying of its inputs; repeated until `least` seconds are gone."""
    taken, count, result = 0.0, 0, None
    while taken <= least:
        copies = [fresh(v) for v in x]
        start = time.process_time()
        result = work(*copies)
        taken += time.process_time() - start
        count += 1
    return taken / count, result


def blamed(case: Case) -> tuple[list[float], Blame]:
    """Seconds of following, of accounting and of blaming."""
    followed, trace = seconds(lambda *x: follow(case.function, list(x)), *case.inputs)
    accounted, found = seconds(account, trace)
    told, result = seconds(blame, found)
    return [followed, accounted, told], result


def later_ones(case: Case) -> tuple[list[float], Blame]:
    """The same, means of as many as fill the time, and seconds of the exact counterparts alone."""
    taken: list[list[float]] = []
    while sum(map(sum, taken)) < LEAST:
        took, result = blamed(case)
        with precision(result.account.bits):
            taken.append([*took, seconds(result.account.trace.replay)[0]])
    return [statistics.mean(column) for column in zip(*taken, strict=True)], result


def measure(case: Case) -> None:
    instrument.of_version.cache_clear()
    first = sum(blamed(case)[0])
    plain, later = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(case.function, *case.inputs, least=LEAST)[0])
        took, result = later_ones(case)
        later.append(took)
    base = statistics.median(plain)
    run, back, told, exact = (statistics.median(column) / base for column in zip(*later, strict=True))
    every = statistics.median(sum(took[:3]) for took in later) / base
    found = result.account
    print(
        f"  {case.name:26} plain {base * 1e6:8.1f} us   first {first / base:6.0f}   later {every:6.0f} times "
        f"(aim {case.aim}): followed {run:.0f}, accounted {back:.0f}, blamed {told:.0f}; "
        f"followed to the exact result alone {run + exact:.0f}   "
        f"{len(found.trace.tape)} numbers, {found.bits} bits{', ' + found.reason if found.reason else ''}"
    )


def main() -> None:
    print("times the plain function, medians of CPU time, one core")
    for case in CASES:
        measure(case)
    long = Case("", cases.steps, [250_000], 0)
    took, result = blamed(long)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = result.account
    print(
        f"  {len(found.trace.tape)} numbers blamed in {sum(took):.1f} s at {found.bits} bits"
        f"{', ' + found.reason if found.reason else ''}, peak of the process {peak:.2f} GiB (aim 1)"
    )


if __name__ == "__main__":
    main()
