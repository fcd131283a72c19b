"""Formulas at rational numbers: what Python's fractions make of them, and none where it is not rational."""

import math
from fractions import Fraction

import pytest
from flint import fmpq

from verify.language import rationals
from verify.language.expressions import Undefined
from verify.language.grammar import number

WAYS = {
    "0.1*x - 0.3": lambda x: Fraction(1, 10) * x - Fraction(3, 10),
    "x^3/7 - -x^-2": lambda x: x**3 / 7 + x**-2,
    "fmod(x, 0.1)": lambda x: x - Fraction(1, 10) * math.trunc(x * 10),
    "remainder(x, 0.7)": lambda x: x - Fraction(7, 10) * round(x / Fraction(7, 10)),
    "remainder(x, 1)": lambda x: x - round(x),
    "floor(x) + 2*ceil(x)": lambda x: Fraction(math.floor(x) + 2 * math.ceil(x)),
    "max(abs(x), sign(x)) - min(x, trunc(x))": lambda x: max(abs(x), x / abs(x)) - min(x, math.trunc(x)),
    "fma(x, x, 1/3)": lambda x: x * x + Fraction(1, 3),
}
POINTS = [Fraction(k, 20) * sign for k in (1, 6, 10, 14, 20, 30, 50, 70, 107) for sign in (1, -1)]


@pytest.mark.parametrize("says", WAYS)
def test_they_are_what_fractions_make_of_them(says):
    node = number(says, ("x",))
    assert rationals.is_rational(node)
    for x in POINTS:
        found = rationals.value(node, {"x": fmpq(x.numerator, x.denominator)})
        assert Fraction(int(found.p), int(found.q)) == WAYS[says](x), (says, x)


@pytest.mark.parametrize("says", ["sqrt(x)", "x + exp(0)", "x^0.5", "x^65", "((x^64)^64)^64"])
def test_what_is_not_rational_or_too_long_is_not_known(says):
    assert rationals.value(number(says, ("x",)), {"x": fmpq(1, 3)}) is None


@pytest.mark.parametrize("says", ["1/x", "x^-1", "fmod(1, x)"])
def test_a_division_by_zero_is_not_defined(says):
    with pytest.raises(Undefined, match="is not defined"):
        rationals.value(number(says, ("x",)), {"x": fmpq(0)})
