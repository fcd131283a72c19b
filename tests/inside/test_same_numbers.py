"""Numbers that no ball tells apart are equal where they are the same function of the same numbers."""

import math

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def absolute_deviation(x):
    """1 and 2.5 are as far from their mean, in whatever unit."""
    values = np.array([x, 1.0, 2.5, 4.0])
    return np.median(np.abs(values - np.median(values)) / math.sqrt(2))


def equal_roots(x):
    return x / 3 if math.sqrt(2 * x) <= math.sqrt(x + x) else x


def equal_constants(x):
    return x / 3 if math.pi / 7 == math.pi / 7 else x


def of_other_numbers(x):
    """Equal, by an identity that is not one of structure: not known."""
    return x / 3 if math.sin(x) ** 2 + math.cos(x) ** 2 <= 1 else x


def of_no_number(x):
    """0/0 is the same as 0/0, and no number."""
    return x / 3 if (x - x) / (0.1 + 0.2 - 0.3) <= (x - x) / (0.1 + 0.2 - 0.3) else x


@pytest.mark.parametrize("function", [equal_roots, equal_constants])
def test_equal_by_structure(function):
    found = account(follow(function, [0.7]))
    with precision(400):
        assert found.exact.contains(fmpq(*(0.7).as_integer_ratio()) / 3)


def test_ties_among_scaled_deviations():
    # the deviations from 7/4 are 21/20 or less (of x = 0.7), 3/4, 3/4 and 9/4
    found = account(follow(absolute_deviation, [0.7]))
    with precision(400):
        far = fmpq(7, 4) - fmpq(*(0.7).as_integer_ratio())
        assert found.exact.overlaps((fmpq(3, 4) + far) / 2 / arb(2).sqrt())
        assert found.exact.rad() < 1e-20


@pytest.mark.parametrize("function", [of_other_numbers, of_no_number])
def test_what_structure_does_not_tell_is_not_known(function):
    assert not account(follow(function, [0.7])).certified
