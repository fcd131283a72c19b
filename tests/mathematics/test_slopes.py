"""Slopes of a number by the entries of an array: condition number and what half an ulp moves."""

import math

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.mathematics.slopes import by_slopes, half_ulps


def vector(*numbers):
    made = np.empty(len(numbers), dtype=object)
    made[:] = [exact(x) if isinstance(x, float) else fmpq(x) for x in numbers]
    return made


def test_half_ulps_are_pythons():
    x = [0.1, 1.0, 3.75, 1e300, 5e-324]
    for found, number in zip(half_ulps(vector(*x)), x, strict=True):
        assert found * 2 == arb(math.ulp(number))


def test_a_weighted_sum_by_hand():
    weights = vector(2, -3)
    found = by_slopes(lambda x: (x * weights).sum(), lambda x: weights)
    x = vector(1.0, 0.5)
    assert found.condition(x)["inf"] == 7  # (2 + 3/2) / (2 - 3/2)
    assert found.moved(x) == arb(2) * arb(2) ** -53 + arb(3) * arb(2) ** -54
