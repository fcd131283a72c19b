"""Certified scalar measurements per second for e^-x, beside what others reach on the same inputs.

Every contender gets the same points and the same aim: the truth to 2^-80 of itself (the truth alone), or
the sum of 100 terms enclosed so far that its distance from e^-x is known to 2^-80 (the recursion). All
are timed in turn, in several rounds, and the medians are printed with their ratios.
"""

import statistics
import time
from collections.abc import Callable

import flint
import mpmath
from flint import arb

from verify.arithmetic.precision import accurate, refine
from verify.catalogue.exp_negative.methods import ALGORITHMS
from verify.catalogue.exp_negative.problem import problem
from verify.measure.harness import sweep
from verify.measure.limits import Limits
from verify.measure.point import Point, for_truth, sweep_points
from verify.measure.run import run_ball

POINTS, ROUNDS, TERMS, BITS = 2000, 7, 100, 80
RECURSION = next(a for a in ALGORITHMS if a.name == "recursion")


def ours_truth(where: list[Point]) -> None:
    found = refine(where, lambda p: problem.truth(*for_truth(p.data)), accurate(BITS))
    assert all(f.done for f in found)


def bare_truth(where: list[Point]) -> None:
    for p in where:
        bits = 128
        while True:
            with flint.ctx.workprec(bits):
                if (-arb(p.inputs["x"])).exp().rel_accuracy_bits() >= BITS:
                    break
            bits *= 2


def intervals_truth(where: list[Point]) -> None:
    for p in where:
        bits = 128
        while True:
            mpmath.iv.prec = bits
            x = mpmath.iv.mpf(int(p.inputs["x"].p)) / int(p.inputs["x"].q)
            y = mpmath.iv.exp(-x)
            if y.delta <= y.a * mpmath.mpf(2) ** -BITS:
                break
            bits *= 2


def ours_sum(where: list[Point]) -> None:
    """What the bare loop does, through the package: the truth and the sum, to the same accuracy."""

    def evaluate(p: Point) -> tuple[arb, arb]:
        truth = problem.truth(*for_truth(p.rounded))
        return run_ball(RECURSION, p.rounded, {"terms": TERMS}) - truth, truth

    def settled(pair: tuple[arb, arb]) -> bool:
        off, truth = pair
        return off.rel_accuracy_bits() >= 20 or off.rad() <= truth.abs_lower() * arb(2) ** -BITS

    assert all(f.done for f in refine(where, evaluate, settled))


def ours_measurement(where: list[Point]) -> None:
    """The whole certified measurement: budget, condition number, backward error, cause."""
    for m in sweep(RECURSION, where, Limits(), {"terms": TERMS}):
        assert not m.reason


def bare_sum(where: list[Point]) -> None:
    """The truth and the sum in balls by hand: no budget, no condition number, no backward error."""
    for p in where:
        x, bits = arb(p.floats[0]), 128
        while True:
            with flint.ctx.workprec(bits):
                truth = (-x).exp()
                total = term = arb(1)
                for k in range(1, TERMS):
                    term = term * -x / k
                    total = total + term
                off = total - truth
                if off.rel_accuracy_bits() >= 20 or off.rad() <= truth.abs_lower() * arb(2) ** -BITS:
                    break
            bits *= 2


def intervals_sum(where: list[Point]) -> None:
    iv = mpmath.iv
    for p in where:
        bits = 128
        while True:
            iv.prec = bits
            x = iv.mpf(p.floats[0])
            truth = iv.exp(-x)
            total = term = iv.mpf(1)
            for k in range(1, TERMS):
                term = term * -x / k
                total = total + term
            off = total - truth
            if off.delta <= max(abs(off).a * mpmath.mpf(2) ** -20, truth.a * mpmath.mpf(2) ** -BITS):
                break
            bits *= 2


def timed(work: Callable[[list[Point]], None], share: int) -> float:
    """Points a second. Fresh points each time: what a point caches is part of the work."""
    where = sweep_points(problem, POINTS, seed=0)[::share]
    start = time.perf_counter()
    work(where)
    return len(where) / (time.perf_counter() - start)


def table(title: str, contenders: dict[str, tuple[Callable[[list[Point]], None], int]]) -> None:
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (work, share) in contenders.items():
            rates[name].append(timed(work, share))
    first = statistics.median(next(iter(rates.values())))
    print(f"\n{title}")
    for name, seen in rates.items():
        rate = statistics.median(seen)
        print(f"  {name:44} {rate:12,.0f} points/s   verify is {first / rate:8.2f} times as fast")


def main() -> None:
    print(f"{POINTS} points of x in [0, 750], {ROUNDS} interleaved rounds, medians, one core")
    table(
        f"e^-x to 2^-{BITS} (the truth alone)",
        {
            "verify": (ours_truth, 1),
            "bare python-flint loop": (bare_truth, 1),
            "mpmath intervals": (intervals_truth, 4),
        },
    )
    table(
        f"the truth and the recursion with {TERMS} terms",
        {
            "verify": (ours_sum, 1),
            "verify, the whole certified measurement": (ours_measurement, 2),
            "bare python-flint loop": (bare_sum, 1),
            "mpmath intervals": (intervals_sum, 20),
        },
    )


if __name__ == "__main__":
    main()
