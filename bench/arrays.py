"""What it takes to certify a result of linear algebra, beside what numpy takes to compute it.

Processor time of this process, the median of several runs; every run begins without what an earlier one
found. The aims stand beside the figures. For figures that compare, run with OPENBLAS_NUM_THREADS=1.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from verify.arithmetic.precision import precision
from verify.checking.arrays.check import ArraySubject, Judged, judge
from verify.checking.arrays.data import data_of
from verify.checking.arrays.truth import truths
from verify.core import formats
from verify.mathematics.arrays import fast_systems, preconditioners, systems
from verify.mathematics.families.family import made
from verify.mathematics.families.table import FAMILIES
from verify.measure.limits import Limits

ROUNDS = 5


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        preconditioners._inverse.cache_clear()
        fast_systems._solution.cache_clear()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def subject(function: Callable[..., object], truth: str, **specs: str) -> ArraySubject:
    scalar = formats.named("float64")
    data = data_of(specs, scalar)
    ((_, known),) = truths(truth, list(specs))
    return ArraySubject(truth, function, data, known, scalar)


def certified(what: ArraySubject) -> Judged:
    (found,) = judge([what], Limits())
    assert found.measurement is not None
    assert found.measurement.forward_error is not None, found.measurement.reason
    return found


def of_system(n: int, kappa: str) -> tuple[float, float]:
    what = subject(np.linalg.solve, "solve(A, b)", A=f"random({n}, {n}, kappa={kappa})", b=f"vector({n})")
    A, b = (d.given for d in what.data)
    return seconds(lambda: certified(what)), seconds(lambda: np.linalg.solve(A, b))


def hilbert(n: int) -> float:
    H, b = made(f"hilbert({n})", FAMILIES), made(f"ones({n})", FAMILIES)
    with precision(128):
        return seconds(lambda: systems.solve(H, b))


def main() -> None:
    took, alone = of_system(100, "1e10")
    print(f"solve, n = 100, kappa 1e10     {took:7.3f} s (aim 0.2 s), numpy {alone:.4f} s")
    for kappa, aim in (("1e10", 15), ("1e15", 60)):
        took, alone = of_system(1000, kappa)
        share = f"{took / alone:.1f} times numpy's {alone:.3f} s"
        print(f"solve, n = 1000, kappa {kappa}    {took:7.3f} s: {share} (aim {aim})")
    print(f"Hilbert, n = 100, exactly      {hilbert(100):7.3f} s (aim 0.05 s)")
    what = subject(np.sum, "sum(x)", x="vector(1000000, kappa=1e8)")
    print(f"sum of 10^6, kappa 1e8         {seconds(lambda: certified(what)):7.3f} s (aim 0.1 s)")
    what = subject(np.fft.fft, "fft(a)", a="vector(65536)")
    print(f"fft of 2^16                    {seconds(lambda: certified(what), 1):7.3f} s")


if __name__ == "__main__":
    main()
