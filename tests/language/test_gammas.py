"""Gamma functions, binomials and exponential integrals beyond their usual arguments, in closed form."""

import mpmath
import pytest
from judged import agrees, value
from mpmath import mp

from verify.arithmetic.precision import Hopeless
from verify.language.expressions import Undefined

m = mpmath.mpf

CLOSED = {
    # n (n - 1) ... (n - k + 1)/k!
    "binomial(-3, 7)": lambda: -36,
    "binomial(-1, 2)": lambda: 1,
    "binomial(-3, 0)": lambda: 1,
    "binomial(-3, 2000)": lambda: 1001 * 2001,  # C(2002, 2)
    "binomial(-3.5, 2)": lambda: m("-3.5") * m("-4.5") / 2,
    "binomial(0.5, 3)": lambda: m("0.5") * m("-0.5") * m("-1.5") / 6,
    "binomial(3, -2)": lambda: 0,
    "binomial(3, 5)": lambda: 0,
    "binomial(7.5, 2.25)": lambda: mp.binomial(m("7.5"), m("2.25")),
    "binomial(1e18, 3)": lambda: m(10**18) * (10**18 - 1) * (10**18 - 2) / 6,
    # B(x, n) = (n - 1)!/(x (x + 1) ... (x + n - 1))
    "beta(-2, 1)": lambda: m(-1) / 2,
    "beta(-5, 3)": lambda: m(2) / -60,
    "beta(3, -5)": lambda: m(2) / -60,
    "beta(-2.5, 1)": lambda: m(-1) / m("2.5"),
    "beta(1e18, 2)": lambda: 1 / (m(10**18) * (10**18 + 1)),
    # (x)_n, and (x)_(-n) = 1/((x - 1)(x - 2) ... (x - n))
    "rising(-3, -2)": lambda: m(1) / 20,
    "rising(-3, -3)": lambda: m(-1) / 120,
    "rising(0, -3)": lambda: m(-1) / 6,
    "rising(5, -2)": lambda: m(1) / 12,
    "rising(0.5, -2)": lambda: 1 / (m("-0.5") * m("-1.5")),
    "rising(-3, 4)": lambda: 0,
    # E_(-n)(x) = n! e^-x/x^(n+1) (1 + x + ... + x^n/n!)
    "expint(-2, -2)": lambda: -mp.exp(2) / 4,
    "expint(0, -2)": lambda: -mp.exp(2) / 2,
    "expint(-1, -0.5)": lambda: 2 * mp.exp(m("0.5")),
    "expint(3, 0)": lambda: m(1) / 2,
    "expint(1.5, 0)": lambda: 2,
    "expint(-2.5, 1.5)": lambda: mp.expint(m("-2.5"), m("1.5")),
    "li(0)": lambda: 0,
    "factorial(170)": lambda: mp.factorial(170),
    # asymptotic series cut off below 10^-60
    "erfcx(1e300)": lambda: 1 / (m(10) ** 300 * mp.sqrt(mp.pi)),
    "dawson(1e300)": lambda: m(10) ** -300 / 2,
    "dawson(-1e300)": lambda: -(m(10) ** -300) / 2,
    "erfcx(3)": lambda: mp.exp(9) * mp.erfc(3),
    "dawson(3)": lambda: mp.sqrt(mp.pi) / 2 * mp.exp(-9) * mp.erfi(3),
}


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


@pytest.mark.parametrize(
    "formula",
    [
        "binomial(-3, 0.5)",
        "beta(-2, 3)",
        "beta(-2, 0.5)",
        "beta(-2, -3)",
        "rising(2, -2)",
        "rising(-3.5, 1.5)",
        "expint(1, -2)",
        "expint(-2, 0)",
        "expint(1, 0)",
        "li(-1)",
    ],
)
def test_poles_and_cuts_are_outside(formula):
    with pytest.raises(Undefined):
        value(formula)


@pytest.mark.parametrize(
    "formula", ["binomial(-3, -5)", "polygamma(1e30, 2)", "expint(1e30, 1)", "expint(-1e7, 1)"]
)
def test_what_is_defined_but_not_evaluated_is_told(formula):
    with pytest.raises(Hopeless, match="defined there, but not evaluated: "):
        value(formula)
