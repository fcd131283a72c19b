"""Six ways to add up; each is finite."""

import math
from functools import partial
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.ill_conditioned_sum.problem import problem
from verify.catalogue.sources import HIDA, HIGHAM, NEUMAIER, NUMPY, SHEWCHUK
from verify.core.model import Algorithm, Finite


def two_sum(a: Number, b: Number) -> tuple[Number, Number]:
    """a + b rounded, and what that lost, exactly (Moller and Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def recursive(R: Arithmetic[Number], x: Matrix) -> Any:
    total = x[0]
    for v in x[1:]:
        total = total + v
    return total


def pairwise(R: Arithmetic[Number], x: Matrix) -> Any:
    while len(x) > 1:
        x = x[0::2] + x[1::2]  # 64 numbers: every half is even
    return x[0]


def compensated(R: Arithmetic[Number], x: Matrix) -> Any:
    """Neumaier's sum: what an addition loses he finds by comparing sizes; two_sum gives the same number."""
    total, lost = x[0], R(0)
    for v in x[1:]:
        total, e = two_sum(total, v)
        lost = lost + e
    return total + lost


def double_double(R: Arithmetic[Number], x: Matrix) -> Any:
    high, low = x[0], R(0)
    for v in x[1:]:
        s, e = two_sum(high, v)
        e = e + low
        high = s + e
        low = e - (high - s)
    return high + low


def added(x: Matrix) -> arb:
    """What every way gives in exact arithmetic."""
    total = x[0] * 0
    for v in x:
        total = total + v
    return total  # type: ignore[no-any-return]


finite = partial(Algorithm, problem=problem, truncation=Finite())
routine = partial(finite, ball=added, basic=False)
RECURSIVE = finite(
    name="recursive", says="one after the other", body=recursive, source=HIGHAM.at("section 4.1")
)
PAIRWISE = finite(
    name="pairwise", says="in pairs, then pairs of pairs", body=pairwise, source=HIGHAM.at("section 4.1")
)
COMPENSATED = finite(
    name="neumaier", says="what each addition loses added at the end", body=compensated, source=NEUMAIER
)
DOUBLE_DOUBLE = finite(
    name="double_double", says="the running sum kept in two numbers", body=double_double, source=HIDA
)
FSUM = routine(
    name="fsum", says="math.fsum: partial sums that do not overlap", float64=math.fsum, source=SHEWCHUK
)
ALGORITHMS = (
    RECURSIVE,
    PAIRWISE,
    COMPENSATED,
    DOUBLE_DOUBLE,
    FSUM,
    routine(
        name="numpy_sum", says="numpy.sum: blocks in eight strands, in pairs", float64=np.sum, source=NUMPY
    ),
)
