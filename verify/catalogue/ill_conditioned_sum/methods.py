"""Six ways to add up; each is finite."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.kinds import Arithmetic
from verify.catalogue.ill_conditioned_sum.problem import problem
from verify.catalogue.sources import HIDA, HIGHAM, NEUMAIER, NUMPY, SHEWCHUK
from verify.core.model import Algorithm, Finite, Source


def two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """a + b rounded, and what that lost, exactly (Moller and Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def recursive(R: Arithmetic, x: Any) -> Any:
    total = x[0]
    for v in x[1:]:
        total = total + v
    return total


def pairwise(R: Arithmetic, x: Any) -> Any:
    while len(x) > 1:
        x = x[0::2] + x[1::2]  # 64 numbers: every half is even
    return x[0]


def compensated(R: Arithmetic, x: Any) -> Any:
    """Neumaier's sum: what an addition loses he finds by comparing sizes; two_sum gives the same number."""
    total, lost = x[0], R(0)
    for v in x[1:]:
        total, e = two_sum(total, v)
        lost = lost + e
    return total + lost


def double_double(R: Arithmetic, x: Any) -> Any:
    high, low = x[0], R(0)
    for v in x[1:]:
        s, e = two_sum(high, v)
        e = e + low
        high = s + e
        low = e - (high - s)
    return high + low


def added(x: Any) -> arb:
    """What every way gives in exact arithmetic."""
    total = x[0] * 0
    for v in x:
        total = total + v
    return total  # type: ignore[no-any-return]


def way(name: str, says: str, body: Callable[..., Any], source: Source) -> Algorithm:
    return Algorithm(name=name, problem=problem, says=says, source=source, body=body, truncation=Finite())


def routine(name: str, says: str, float64: Callable[..., Any], source: Source) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        float64=float64,
        ball=added,
        truncation=Finite(),
        basic=False,
    )


RECURSIVE = way("recursive", "one after the other", recursive, HIGHAM.at("section 4.1"))
PAIRWISE = way("pairwise", "in pairs, then pairs of pairs", pairwise, HIGHAM.at("section 4.1"))
COMPENSATED = way("neumaier", "what each addition loses added at the end", compensated, NEUMAIER)
DOUBLE_DOUBLE = way("double_double", "the running sum kept in two numbers", double_double, HIDA)
FSUM = routine("fsum", "math.fsum: partial sums that do not overlap", math.fsum, SHEWCHUK)
ALGORITHMS = (
    RECURSIVE,
    PAIRWISE,
    COMPENSATED,
    DOUBLE_DOUBLE,
    FSUM,
    routine("numpy_sum", "numpy.sum: blocks in eight strands, in pairs", np.sum, NUMPY),
)
