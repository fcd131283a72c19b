"""Zeta functions and polylogarithms beyond their series, in closed form."""

import mpmath
import pytest
from flint import arb
from judged import agrees, value
from mpmath import mp

from verify.arithmetic.precision import Hopeless, precision
from verify.language import zeta
from verify.language.expressions import Undefined

m = mpmath.mpf

CLOSED = {
    "hurwitz(2, -0.5)": lambda: 4 + mp.pi**2 / 2,
    "hurwitz(3, -2.5)": lambda: m("-2.5") ** -3 + m("-1.5") ** -3 + m("-0.5") ** -3 + mp.zeta(3, m("0.5")),
    "hurwitz(-2, -3)": lambda: m(14),  # 9 + 4 + 1 + 0 + zeta(-2)
    "hurwitz(0, -2.5)": lambda: 3,  # 1/2 - a
    "hurwitz(-2, 2.5)": lambda: -mp.bernpoly(3, m("2.5")) / 3,
    "hurwitz(-1, 0)": lambda: m(-1) / 12,
    "polylog(0, 3)": lambda: m(-3) / 2,
    "polylog(-1, 3)": lambda: m(3) / 4,  # x/(1 - x)^2
    "polylog(-2, 5)": lambda: m(30) / -64,  # x (1 + x)/(1 - x)^3
    "polylog(-3, -7)": lambda: m(-7) * (1 - 28 + 49) / 8**4,  # x (1 + 4 x + x^2)/(1 - x)^4
    "polylog(1e5, 0.5)": lambda: m("0.5"),
    "polylog(1e30, 0)": lambda: 0,
    "polylog(1e30, -1)": lambda: -1,
    "polylog(1e300, 0.75)": lambda: m("0.75"),
    "polylog(100.5, 0.75)": lambda: mp.nsum(lambda k: m("0.75") ** k / k ** m("100.5"), [1, 60]),
    "polylog(40, -1)": lambda: -(1 - m(2) ** -39) * mp.zeta(40),
    "polylog(40, -3)": lambda: mp.re(mp.polylog(40, -3)),
}  # fmt: skip


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


def test_the_series_and_flint_overlap():
    for bits in (128, 400):
        with precision(bits):
            for s in (16, 20.25, 33):
                for x in (0.5, -0.5, 0.875, -1.0, 0.03125):
                    series = zeta.summed(arb(s), arb(x), 400)
                    assert series.overlaps(zeta.polylog(arb(s), arb(x)))
                    with precision(4 * bits):
                        assert series.overlaps(arb(x).polylog(arb(s)))


@pytest.mark.parametrize(
    "formula",
    ["hurwitz(2.5, -0.5)", "hurwitz(2, -3)", "hurwitz(1, 2)", "zeta(1)", "polylog(1, 1)", "polylog(2, 1.5)",
     "polylog(-1, 1)", "dilog(1.5)"],
)  # fmt: skip
def test_poles_and_cuts_are_outside(formula):
    with pytest.raises(Undefined):
        value(formula)


@pytest.mark.parametrize(
    "formula", ["polylog(1e30, -3)", "polylog(-1e30, 0.5)", "hurwitz(1e30, 0.5)", "hurwitz(2, -1e9 - 0.5)"]
)
def test_orders_that_would_end_the_process_are_told(formula):
    with pytest.raises(Hopeless, match="defined there, but not evaluated: "):
        value(formula)
