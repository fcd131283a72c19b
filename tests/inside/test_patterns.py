"""match: the numbers in a pattern are the decimals that were typed."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def of_a_number(x):
    match x:
        case 0.7:  # float64 is at it, exact arithmetic is not
            return 1.0
        case -0.25:
            return x / 3
    return x


def within(x):
    match {"a": [x, 0.5], "b": 0.25}:
        case {"a": [y, 0.5 | 0.75], "b": 0.25} if y > -1.5:
            return y / 3
    return x


def of_a_key(x):
    match {x: 1.0}:
        case {0.7: y}:
            return y
    return x


class Point:
    __match_args__ = ("a",)

    def __init__(self, a):
        self.a = a


def of_an_object(x):
    match Point(x), 2, -3:
        case Point(0.3), _, _:
            return x
        case Point(a=y), 2, -3:
            return y / 3
    return x


X, THIRD = fmpq(*(0.7).as_integer_ratio()), fmpq(*(0.7).as_integer_ratio()) / 3


@pytest.mark.parametrize(
    ("function", "x", "truth", "other"),
    [
        (of_a_number, 0.7, X, True),
        (of_a_number, -0.25, fmpq(-1, 12), False),
        (within, 0.7, THIRD, False),
        (of_a_key, 0.7, X, True),
        (of_an_object, 0.7, THIRD, False),
    ],
)
def test_a_pattern_is_a_decision(function, x, truth, other):
    found = account(follow(function, [x]))
    with precision(300):
        assert found.exact.contains(truth)
    assert (found.turned is not None) == other


def of_another_key(x):
    match {0.1 + 0.2: x / 3}:
        case {0.3: y}:
            return y
    return x


def test_keys_that_exact_arithmetic_finds_equal_are_open():
    assert account(follow(of_another_key, [0.7])).exact is None


def nothing_is_left(x):
    return (x / 49 * 49 - x) * 1e16


def test_what_is_zero_is_told_by_rationals():
    found = account(follow(nothing_is_left, [0.7]))
    assert found.exact == arb(0)
    assert found.bits <= 256


def masked(x):
    return np.ma.array([x, x / 3], mask=[0, 1]).sum()


def test_masked_arrays_are_told():
    found = account(follow(masked, [0.7]))
    assert found.exact is None
    assert "not followed" in found.reason
    assert "array" in {name for _, name in found.trace.tape.outside}
