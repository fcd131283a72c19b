"""Hypergeometric functions on their whole domain: polynomials by exact sums, cuts, ends."""

from fractions import Fraction
from random import Random

import mpmath
import pytest
from exactly import as_fmpq, contains
from flint import arb
from judged import agrees, value
from mpmath import mp

from verify.arithmetic.precision import Hopeless, every, precision
from verify.language.expressions import Undefined
from verify.language.functions import FUNCTIONS

m = mpmath.mpf

CLOSED = {
    "hyp2f1(4, -1, 0.5, 3)": lambda: 1 - 24,
    "hyp2f1(4, -1, 0.5, -7.25)": lambda: 1 + 58,
    "hyp2f1(4, -1, 0.5, 1)": lambda: -7,
    "hyp2f1(0, 5, 0.5, 100)": lambda: 1,
    # (1 - x)^(c-a-b) F(c - a, c - b; c; x)
    "hyp2f1(1, 2, 2, 3)": lambda: m(-1) / 2,
    "hyp2f1(3, 2, 2, 3)": lambda: m(-1) / 8,
    "hyp2f1(2, 5, 4, 3)": lambda: m(-1) / 8 * (1 - m(2) / 4 * 3),
    "hyp2f1(1, 1, 3, 1)": lambda: 2,  # Gauss: Gamma(3) Gamma(1)/(Gamma(2) Gamma(2))
    # c = -m with -n, n <= m: the sum ends before the pole
    "hyp2f1(-3, 0.25, -5, 3)": lambda: mp.hyp2f1(-3, m("0.25"), -5, 3),
    "hyp1f1(-3, -5, 3)": lambda: m(23) / 5,  # 1 + 9/5 + 27/20 + 9/20
    "hyp1f1(-1, -1, 3)": lambda: 4,
    # U(-n, b, x) is a polynomial, U(a, a + n + 1, x) is x^-(a+n) times one
    "hyperu(-1, 0.5, -2)": lambda: m(-2) - m("0.5"),
    "hyperu(-3, -2, -2)": lambda: mp.hyperu(-3, -2, -2),
    "hyperu(-3, -2, 0)": lambda: 0,  # -(b)_3
    "hyperu(-2, 3, 0)": lambda: 12,  # (b)_2
    "hyperu(2, 3, -2)": lambda: m(1) / 4,  # x^-2
    "hyperu(1, 3, -2)": lambda: m(-1) / 4 * 1,  # x^-2 (x + 1)
    "hyperu(1.5, 0.25, 0)": lambda: mp.gamma(m("0.75")) / mp.gamma(m("2.25")),
}


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


def series(upper, lower, x, n):
    """The sum up to x^n in exact fractions."""
    term = total = Fraction(1)
    for k in range(n):
        for a in upper:
            term *= a + k
        for c in lower:
            term /= c + k
        term = term * x / (k + 1)
        total += term
    return total


def test_polynomials_are_their_exact_sums_at_every_x():
    random = Random(5)

    def eighths(size):
        return Fraction(random.randint(-8 * size, 8 * size), 8)

    for _ in range(150):
        n, x, b = random.randint(0, 12), eighths(40), eighths(6)
        c = random.choice([eighths(6), Fraction(-n - random.randint(0, 4))])
        if c.denominator == 1 and c > -n - 1 and c <= 0 and c != -n:
            continue  # a pole before the sum ends
        sum2, sum1 = series([-n, b], [c], x, n), series([-n], [c], x, n)
        with precision(300):
            args = [arb(as_fmpq(v)) for v in (Fraction(-n), b, c, x)]
            for name, where, right in (
                ("hyp2f1", args, sum2),
                ("hyp2f1", [args[1], args[0], *args[2:]], sum2),
                ("hyp1f1", [args[0], args[2], args[3]], sum1),
            ):
                function = FUNCTIONS[name]
                assert function.domain(*where) is True, (name, where)
                found = function.ball(*where)
                assert contains(found, right), (name, n, b, c, x, found, right)
                assert found.rad() < 1e-40


@pytest.mark.parametrize(
    "formula",
    [
        "hyp2f1(1, 1, 2, 1)",
        "hyp2f1(1, 1, 2, 1.5)",
        "hyp2f1(0.5, 2, 2, 3)",
        "hyp2f1(1, 2, 2, 1)",
        "hyp2f1(1, 1, -2, 0.5)",
        "hyp2f1(-3, 1, -2, 0.5)",
        "hyp1f1(-3, -2, 1)",
        "hyp1f1(1, 0, 1)",
        "hyp0f1(-2, 1)",
        "hyperu(1, 1, 0)",
        "hyperu(0.5, 0.5, -1)",
        "hyperu(1, 2.5, -1)",
    ],
)
def test_cuts_and_poles_are_outside(formula):
    with pytest.raises(Undefined):
        value(formula)


def test_huge_parameters_are_told_and_not_computed():
    for formula in (
        "hyp2f1(1e7, 1, 2, 0.5)",
        "hyp1f1(1, 1e300, 2)",
        "hyperu(1, 1e300, 1)",
        "hyp0f1(1e30, 1)",
    ):
        with pytest.raises(Hopeless, match="defined there, but not evaluated: hyp"):
            value(formula)


def test_a_ball_about_a_whole_parameter_leaves_it_open():
    near = arb(-1, 2.0**-40)
    with precision(200):
        assert FUNCTIONS["hyp2f1"].domain(arb(4), near, arb(0.5), arb(3)) is None
        assert every([FUNCTIONS["hyp2f1"].domain(arb(4), near, arb(0.5), arb(0.25))])
