"""Which integer a number is rounded to: in balls, as in rationals, and in the exact value of programs."""

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow
from verify.inside.run.branches import _rounds_to

BY_PYTHON = {"floor": math.floor, "ceil": math.ceil, "trunc": math.trunc, "nearest": round}


@pytest.mark.parametrize("kind", BY_PYTHON)
def test_balls_round_as_rationals(kind):
    with precision(200):
        for k in range(-31, 32):
            x = Fraction(k, 10)
            n = BY_PYTHON[kind](x)
            answers = {m: _rounds_to(arb(fmpq(k, 10)), kind, m) for m in range(n - 2, n + 3)}
            assert answers[n] is not False
            assert not any(found for m, found in answers.items() if m != n)
            assert answers[n] or x.denominator <= 2  # only at integers and halves balls may leave it open


# -0.7 and 0.7 are a little nearer to 0 than seven tenths: ten times it is 7 in floats, and below 7.
PROGRAMS = [
    (lambda x: int(x * 10) * 1.5, math.trunc),
    (lambda x: math.trunc(x * 10) * 1.5, math.trunc),
    (lambda x: np.trunc(x * 10) * 1.5, math.trunc),
    (lambda x: math.modf(x * 10)[1] * 1.5, math.trunc),
    (lambda x: (np.array([x]) * 10).astype(int)[0] * 1.5, math.trunc),
    (lambda x: math.floor(x * 10) * 1.5, math.floor),
    (lambda x: math.ceil(x * 10) * 1.5, math.ceil),
    (lambda x: (x * 10) // 1 * 1.5, math.floor),
    (lambda x: round(x * 10 - 0.5 * (x > 0) + 0.5 * (x < 0)) * 1.5, None),
]


@pytest.mark.parametrize("x", [0.7, -0.7])
@pytest.mark.parametrize(("function", "rounded"), PROGRAMS)
def test_the_exact_value_takes_the_exact_integer(function, rounded, x):
    found = account(follow(function, [x]))
    assert found.trace.computed() == function(x)
    exact = Fraction(x) * 10
    whole = rounded(exact) if rounded else round(exact - Fraction(1, 2) * (1 if x > 0 else -1))
    assert found.exact is None or found.exact == arb(1.5 * whole)
    assert found.exact is not None or rounded is None or "astype" in function.__code__.co_names


def test_another_exponent_of_frexp_is_not_taken_for_the_right_one():
    def f(x):
        mantissa, exponent = math.frexp(x * 10 / 7 * 4)  # 4 in floats, and below 4
        return mantissa + exponent * x

    found = account(follow(f, [0.7]))
    assert found.turned is not None
    assert not found.certified
