"""What following costs beside the plain function, in one run.

For each case the plain function is timed, then following it (the instrumented run, its tape) and accounting
for it (exact counterparts, decisions, the sweep with certified shares): medians of interleaved rounds. The
ratio of both together to the plain function stands beside its aim; blame is timed apart.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import inside_cases as cases
import numpy as np

from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import follow

ROUNDS = 7
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


def measure(case: Case) -> None:
    plain, followed, accounted, blamed = [], [], [], []
    for _ in range(ROUNDS):
        plain.append(seconds(case.function, *case.inputs, least=0.02)[0])
        took, trace = seconds(lambda *x: follow(case.function, list(x)), *case.inputs)
        followed.append(took)
        took, found = seconds(account, trace)
        accounted.append(took)
        blamed.append(seconds(blame, found)[0])
    base, run, back, last = map(statistics.median, (plain, followed, accounted, blamed))
    print(
        f"  {case.name:26} plain {base * 1e6:8.1f} us   followed {run / base:6.0f}   "
        f"accounted {back / base:6.0f}"
        f"   together {(run + back) / base:6.0f} times (aim {case.aim})   blame {last / base:6.0f}   "
        f"{len(trace.tape)} numbers, {found.bits} bits{', ' + found.reason if found.reason else ''}"
    )


def main() -> None:
    print("times the plain function, medians of CPU time, one core")
    for case in CASES:
        measure(case)
    start = time.process_time()
    found = account(follow(cases.steps, [250_000]))
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"  {len(found.trace.tape)} numbers followed and accounted in {taken:.1f} s at {found.bits} bits, "
        f"peak of the process {peak:.2f} GiB (aim 1)"
    )


if __name__ == "__main__":
    sys.exit(main())
