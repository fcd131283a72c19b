"""F(fl x) of followed functions against mpmath."""

import functools
import math

import mpmath
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def one_minus_cos(x):
    return (1 - math.cos(x)) / (x * x)


def softplus(x):
    return math.log1p(math.exp(x)) - max(x, 0)


def angles(x, y):
    return math.atan2(y, x) + math.hypot(x, y, 1) - math.copysign(math.pow(x, y), -y)


def literal(x):
    return x + 0.1 * 3


def constants(x):
    return math.sin(math.pi * x) / math.e


def roots(b):
    return (-b + math.sqrt(b * b - 4)) / 2


def mapped(x):
    return sum(map(math.sqrt, [x, x + 1, x + 2])) + functools.reduce(math.hypot, [x, 1.5, 2.5])


def turned(x):
    return math.degrees(math.radians(x) / 3) + math.log(x, 3) + math.log10(x)


def inverse(x):
    return (
        math.asin(math.tanh(x)) * math.cbrt(x)
        if hasattr(math, "cbrt")
        else math.asin(math.tanh(x)) * x ** (1 / 3)
    )


def split(x):
    mantissa, exponent = math.frexp(x / 3)
    fraction, whole = math.modf(x)
    return math.ldexp(mantissa, exponent + 1) + fraction + whole + math.fmod(x, 0.75) + math.remainder(x, 1.5)


def mp(x):
    return mpmath.mpf(x)


BY_MPMATH = [
    (one_minus_cos, [1e-8], lambda x: (1 - mpmath.cos(x)) / x**2),
    (softplus, [30.5], lambda x: mpmath.log1p(mpmath.exp(x)) - x),
    (angles, [0.3, 1.7], lambda x, y: mpmath.atan2(y, x) + mpmath.sqrt(x * x + y * y + 1) + x**y),
    (literal, [0.5], lambda x: x + mp(3) / 10),
    (constants, [0.25], lambda x: mpmath.sin(mpmath.pi * x) / mpmath.e),
    (roots, [1e8], lambda b: (-b + mpmath.sqrt(b * b - 4)) / 2),
    (
        mapped,
        [0.3],
        lambda x: (
            mpmath.sqrt(x)
            + mpmath.sqrt(x + 1)
            + mpmath.sqrt(x + 2)
            + mpmath.sqrt(x * x + mp("1.5") ** 2 + mp("2.5") ** 2)
        ),
    ),
    (turned, [77.7], lambda x: x / 3 + mpmath.log(x) / mpmath.log(3) + mpmath.log10(x)),
    (inverse, [0.7], lambda x: mpmath.asin(mpmath.tanh(x)) * mpmath.cbrt(x)),
    (split, [7.3], lambda x: 2 * x / 3 + x + (x - 9 * mp("0.75")) + (x - 5 * mp("1.5"))),
]


@pytest.mark.parametrize(("function", "inputs", "judge"), BY_MPMATH, ids=lambda v: getattr(v, "__name__", ""))
def test_the_exact_value_is_what_mpmath_finds(function, inputs, judge):
    found = account(follow(function, inputs))
    assert found.certified, found
    with mpmath.workdps(120), precision(600):
        truth = judge(*map(mp, inputs))
        assert found.exact.overlaps(arb(mpmath.nstr(truth, 110)) + arb(0, 1e-100))
        assert found.exact.rel_accuracy_bits() > 60
