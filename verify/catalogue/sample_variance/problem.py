"""The variance of 2^(k+2)/3 (its whole part) + p_i, p_i whole numbers up to 100: nothing of them is rounded.

The condition number of Chan, Golub and LeVeque is kappa = sqrt(sum x^2 / S), S = sum (x - m)^2.
"""

from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import CHAN
from verify.core.model import Axis, Parameter, Problem, Route, Sweep
from verify.mathematics.linear import array
from verify.mathematics.slopes import by_slopes

N = 60
SHIFTS = tuple(range(0, 46, 2))
PATTERN = tuple(Random(60).choices(range(-100, 101), k=N))


def data(k: int) -> tuple[Matrix]:
    return (array([fmpq(2 ** (k + 2) // 3 + p) for p in PATTERN], (N,)),)


def squares(x: Matrix) -> fmpq:
    """S, exactly."""
    total = sum(x, fmpq(0))
    return sum((v * v for v in x), fmpq(0)) - total * total / len(x)


def in_balls(x: Matrix) -> arb:
    """By differences of all pairs: n S = sum over i < j of (x_i - x_j)^2."""
    values, n = [arb(v) for v in x], len(x)
    pairs = sum(((u - v) ** 2 for i, u in enumerate(values) for v in values[:i]), arb(0))
    return pairs / (n * (n - 1))


def opinion(mp: Mpmath, x: Matrix) -> Mpf:
    values = [mp.mpf(int(v.p)) / int(v.q) for v in x]
    mean = mp.fsum(values) / len(values)
    return mp.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)


def variance(x: Matrix) -> fmpq:
    return squares(x) / (len(x) - 1)


def slopes(x: Matrix) -> Any:
    """2 (x_i - m) / (n - 1)."""
    return 2 * (x - sum(x, fmpq(0)) / len(x)) / (len(x) - 1)


problem = Problem(
    name="sample_variance",
    title="The variance of numbers that share a large part",
    formula="sum (x_i - m)^2 / (n - 1), x_i = [2^(k+2)/3] + p_i, n = 60",
    source=CHAN,
    parameters=(Parameter("k", 0, SHIFTS[-1], SHIFTS, shown=18),),
    data=data,
    truth=Route(
        lambda x: arb(variance(x)),
        "exact rationals; the algorithms work in the arithmetic that they are given",
    ),
    second=Route(in_balls, "balls, by the differences of all pairs"),
    opinion=Route(opinion, "mpmath's sums of centred data"),
    sensitivity=by_slopes(variance, slopes),
    sweep=Sweep(
        axis=Axis("k, the shift being 2^(k+2)/3", lambda k: k),
        points=lambda count, random: ({"k": k} for k in SHIFTS[:: max(1, len(SHIFTS) // count)]),
        count=len(SHIFTS),
    ),
    references=tuple({"k": k} for k in SHIFTS[::4]),
)
