"""Integers, numpy's among them, on their way among floats: what is made of them is rounded."""

import decimal
import math
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow

X = 0.7
THREES = np.array([3, 3])
LARGE = np.array([2**53 + 1])


def logarithm(x):
    return math.log(THREES[0], 10) * x


def mapped(x):
    return next(map(math.sqrt, THREES)) * x


MADE = {
    "mpf(3) ** 0.5": lambda x: math.sqrt(THREES[0]) * x,
    "mpf(18) ** 0.5": lambda x: math.hypot(*THREES) * x,
    "mpf(10) ** 0.5": lambda x: math.dist((THREES[0], 1), (0, 0)) * x,
    "log(3) / log(10)": logarithm,
    "sqrt(3)": mapped,
    "exp(1)": lambda x: math.exp(np.bool_(True)) * x,
    "mpf(1) / 3": lambda x: math.pow(THREES[0], -1) * x,
    "1 / mpf(3)": lambda x: (1).__truediv__(3) * x,
    "3 ** mpf(-1)": lambda x: THREES[0].__rtruediv__(1) * x,
    "2 ** 53 + mpf(1)": lambda x: float(LARGE[0]) * x,
    "mpf(2) ** 53 + 1": lambda x: math.fsum(LARGE) * x,
    "mpf(3)": lambda x: math.fabs(THREES[0]) * x,
    "mpf(3) + 0": lambda x: sum(math.modf(3)) * x,
    "mpf(3) / 10": lambda x: float(Decimal("0.1") + Decimal("0.2")) * x,
    "mpf(2) / 3": lambda x: float(Fraction(2, 3)) * x,
}


@pytest.mark.parametrize("says", MADE)
def test_what_is_made_of_integers_is_what_it_is(says):
    found = account(follow(MADE[says], [X]))
    with mpmath.workdps(60):
        truth = eval(says, vars(mpmath)) * X
        middle, size = str(truth), mpmath.nstr(abs(truth) * mpmath.mpf(10) ** -55, 5)
    with precision(300):
        assert found.exact.overlaps(arb(middle, size))
        assert found.exact.rad() < 1e-20


def rounded(x):
    return float(Decimal(1) / Decimal(3)) * x


def rounded_to_cents(x):
    return float(Decimal("2.675").quantize(Decimal("0.01"))) * x


def rounded_elsewhere(x):
    with decimal.localcontext() as context:
        context.prec = 50
        third = Decimal(1) / Decimal(3)
    return float(third) * x


def by_a_context(x):
    return float(decimal.Context(50).divide(Decimal(1), Decimal(3))) * x


def by_another_library(x):
    return float(mpmath.sqrt(2)) * x


@pytest.mark.parametrize(
    "program", [rounded, rounded_to_cents, rounded_elsewhere, by_a_context, by_another_library]
)
def test_what_was_rounded_unseen_is_not_taken_as_exact(program):
    assert account(follow(program, [X])).exact is None


def compared(x):
    return x if np.int64(7).__le__(x) else 2 * x


def test_an_integer_s_own_methods_compare_as_operators_do():
    found = account(follow(compared, [X]))
    with precision(300):
        assert found.exact == arb(fmpq(*X.as_integer_ratio())) * 2


# 0.1 + 0.2 is 0.3, and comes first; in float64 it is larger.
TIES = {
    "argsort": (lambda x: np.argsort([0.1 + 0.2, 0.3])[0] + x, None),
    "stable": (lambda x: np.argsort([0.1 + 0.2, 0.3], kind="stable")[0] + x, None),
    "sort": (lambda x: np.sort([0.1 + 0.2, 0.3])[0] + x, fmpq(3, 10)),
    "argmax": (lambda x: np.argmax([[0.3, 0.1 + 0.2], [0, 1]], axis=1).sum() + x, fmpq(1)),
    "argmin": (lambda x: np.array([[0.1 + 0.2, 1], [0.3, 0]]).argmin(axis=0).sum() + x, fmpq(1)),
}


@pytest.mark.parametrize("name", TIES)
def test_places_in_the_order_of_equal_numbers(name):
    program, more = TIES[name]
    found = account(follow(program, [X]))
    if more is None:  # another order than that of floats is not followed
        assert found.exact is None
    else:
        with precision(300):
            assert found.exact.contains(fmpq(*X.as_integer_ratio()) + more)
