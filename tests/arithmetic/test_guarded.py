"""A ball that becomes a float is told with its place; guarding changes no value."""

import math

import numpy as np
import pytest
from exactly import contains
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.guarded import BallBecameFloat, guarded, plain, watched, watched_body
from verify.arithmetic.precision import Unsettled

CONVERSIONS = {
    "math": lambda x: math.cos(x),
    "float": lambda x: float(x),
    "after an operation": lambda x: math.exp(2 * x + arb(1)),
    "after a method": lambda x: float(x.sqrt()),
    "of one part of several": lambda x: float(x.sin_cos()[1]),
    "from the right": lambda x: float(arb(3) - x),
    "numpy's number": lambda x: np.float64(x),
    "an array of floats": lambda x: np.array([x, x * x]).astype(float),
    "an entry of an array": lambda x: math.sin((np.array([x, x], dtype=object) * 3)[0]),
    "an integer": lambda x: int(x),
    "complex": lambda x: complex(x),
    "as an argument of math": lambda x: math.hypot(1.0, x),
}


@pytest.mark.parametrize("name", CONVERSIONS)
def test_every_conversion_is_told_with_its_place(name):
    function = CONVERSIONS[name]
    with pytest.raises(BallBecameFloat, match=rf"test_guarded.py, line {function.__code__.co_firstlineno}"):
        watched(function)(arb(2).sqrt())
    with pytest.raises(BallBecameFloat):
        watched_body(lambda R, x: function(x))(arb(2).sqrt())


def test_the_fault_stands_for_every_later_run():
    def function(x):
        return float(x) if x < 2 else x

    watch = watched(function)
    for x in (1, 3, 3, 3):
        with pytest.raises(BallBecameFloat):
            watch(arb(x))


def body(R, x, n):
    total = R(0)
    for k in range(1, n):
        total = total + R.sqrt(x) * k / R(3) - abs(-x) ** 2 + fmpq(1, 7) * x.max(R.pi())
    return total


def test_values_are_those_of_plain_balls():
    x = arb(2, 1e-9)
    for _ in range(4):  # guarded runs and later ones
        found = watched_body(body)(x, n=5)
        assert type(found) is arb
        assert str(found) == str(body(Ball(), x, 5))
    whole = {"a": [arb(1), (arb(2), 3)]}
    assert plain(guarded(whole["a"])) == whole["a"]
    array = np.array([[arb(1), arb(2)]], dtype=object)
    assert (plain(guarded(array)) == array).all()


@pytest.mark.parametrize("x", [arb(1, 0.5), arb(1, 1e-30)])
def test_an_open_comparison_of_a_body_wants_more_bits_in_every_run(x):
    def absolute(R, x):
        return x - 1 if x > 1 else 1 - x

    run = watched_body(absolute)
    assert run(arb(3)) == 2
    for _ in range(4):
        with pytest.raises(Unsettled, match=r"test_guarded\.py, line"):
            run(x)
        assert run(arb(0.5)) == 0.5


def test_comparisons_that_are_certain_are_answered():
    def order(R, x):
        return (x < 2, x <= 2, x > 1, x >= 1, x == 1.5, x != 1.5, bool(x), x == 3)

    for _ in range(4):
        assert watched_body(order)(arb(1.5)) == (True, True, True, True, True, False, True, False)


def test_nan_is_an_open_comparison():
    with pytest.raises(Unsettled):
        watched_body(lambda R, x: x if x > 0 else -x)(arb.nan())


def test_a_truth_may_compare_in_three_values_itself():
    def size(x):
        return x if x > 0 else -x if x < 0 else arb(0, x.abs_upper())

    assert contains(watched(size)(arb(0, 0.5)), 0.25)


def test_a_point_of_a_ball_is_chosen_on_purpose():
    """How many terms a sum has may be decided by a float: its bound holds for any number."""
    assert watched(lambda x: x + int(float(x.upper())))(arb(2.5)) == 4.5
