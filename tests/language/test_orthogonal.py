"""Orthogonal polynomials of any degree: negative and broken ones, parameters at their edges."""

from fractions import Fraction
from math import factorial
from random import Random

import mpmath
import pytest
from exactly import as_fmpq, contains
from flint import arb
from judged import agrees, value
from mpmath import mp

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.language.expressions import Undefined
from verify.language.functions import FUNCTIONS

m = mpmath.mpf
TINY = "1e-50"  # beside a parameter at which a quotient of gamma functions is a limit

CLOSED = {
    "chebyt(-3, 0.3)": lambda: 4 * m("0.3") ** 3 - 3 * m("0.3"),
    "chebyt(-2, -7)": lambda: 97,
    "chebyt(0.3, -1)": lambda: mp.cos(mp.pi * m("0.3")),
    "chebyt(-2.5, 0.5)": lambda: mp.cos(m("2.5") * mp.pi / 3),
    "chebyt(0.5, 7)": lambda: 2,  # cosh(acosh(7)/2) = sqrt((7 + 1)/2)
    "chebyu(-1, 5)": lambda: 0,
    "chebyu(-2, 5)": lambda: -1,
    "chebyu(-3, 0.3)": lambda: m("-0.6"),
    "chebyu(-1.5, 0.5)": lambda: mp.sin(-mp.pi / 6) / mp.sin(mp.pi / 3),
    "legendre(-1, -5)": lambda: 1,
    "legendre(-3, 0.3)": lambda: (3 * m("0.09") - 1) / 2,
    "legendre(-3, -4)": lambda: m(47) / 2,
    "legendre(-1.75, 0.3)": lambda: mp.legendre(m("0.75"), m("0.3")),
    "hermite(-1, 0.5)": lambda: mp.sqrt(mp.pi) / 2 * mp.exp(m("0.25")) * mp.erfc(m("0.5")),
    "hermite(-3.5, -30)": lambda: mp.hermite(m("-3.5"), -30),
    "laguerre(-1, 2)": lambda: mp.exp(2),  # M(1, 1, x)
    "laguerre(-3, 0.3)": lambda: mp.hyp1f1(3, 1, m("0.3")),
    "laguerre(-2.5, -7)": lambda: mp.hyp1f1(m("2.5"), 1, -7),
    "genlaguerre(-0.5, 0.25, 3)": lambda: mp.laguerre(m("-0.5"), m("0.25"), 3),
    "genlaguerre(2.5, -2, 3)": lambda: mp.laguerre(m("2.5"), m(-2) + m(TINY), 3),
    "genlaguerre(3, -2, 5)": lambda: m(-25) / 3,  # -x^3/6 + x^2/2
    "genlaguerre(-2, 0.5, 3)": lambda: 0,
    "gegenbauer(3, 0, 0.3)": lambda: 0,
    "gegenbauer(0, 0, 0.3)": lambda: 1,
    "gegenbauer(2, -1, 0.3)": lambda: 1,  # 2 m (m + 1) x^2 - m
    "gegenbauer(2.5, -0.5, 0.3)": lambda: mp.gegenbauer(m("2.5"), m("-0.5") + m(TINY), m("0.3")),
    # C_n(-1) = C_n(1) cos(pi (n + m))/cos(pi m)
    "gegenbauer(2.5, 0.25, -1)": lambda: mp.gamma(3) / (mp.gamma(m("0.5")) * mp.gamma(m("3.5")))
    * mp.cos(mp.pi * m("2.75")) / mp.cos(mp.pi / 4),
    "gegenbauer(-1.25, 0.75, 0.3)": lambda: mp.gegenbauer(m("-1.25"), m("0.75"), m("0.3")),
    "gegenbauer(-2, 0.75, 0.3)": lambda: 0,
    "jacobi(1, -2, -1, 0.5)": lambda: m(-1) + m(-1) * m("-0.25"),  # a + 1 + (a + b + 2)(x - 1)/2
    "jacobi(2.5, 0.5, -0.25, -1)": lambda: mp.jacobi(m("2.5"), m("0.5"), m("-0.25"), -1),
    "jacobi(2.5, -1, 0.5, 0.3)": lambda: mp.jacobi(m("2.5"), m(-1) + m(TINY), m("0.5"), m("0.3")),
    # n + a + b + 1 = -2: a polynomial in (1 - x)/2, also below -1
    "jacobi(0.5, 0.25, -3.75, -2)": lambda: mp.gamma(m("1.75")) / (mp.gamma(m("1.5")) * mp.gamma(m("1.25")))
    * (1 + m("-0.5") * -2 / m("1.25") * m("1.5") + m("-0.5") * m("0.5") * 2 / (m("1.25") * m("2.25")) / 2
       * m("2.25")),
}  # fmt: skip


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


def three_terms(name, n, x, a=None, b=None):
    """p_n by its recurrence (DLMF 18.9), in mpmath."""
    last, now = mp.mpf(0), mp.mpf(1)
    for k in range(n):
        match name:
            case "legendre":
                new = ((2 * k + 1) * x * now - k * last) / (k + 1)
            case "hermite":
                new = 2 * x * now - 2 * k * last
            case "genlaguerre":
                new = ((2 * k + 1 + a - x) * now - (k + a) * last) / (k + 1)
            case "gegenbauer":
                new = (2 * (k + a) * x * now - (k + 2 * a - 1) * last) / (k + 1)
        last, now = now, new
    return now


@pytest.mark.parametrize("name", ["legendre", "hermite", "genlaguerre", "gegenbauer"])
def test_polynomials_obey_their_recurrences_at_every_x(name):
    random = Random(name)
    function = FUNCTIONS[name]
    for _ in range(25):
        n, x, a = (
            random.randint(0, 40),
            random.choice([-1.0, 1.0, 0.0, random.uniform(-9, 9)]),
            random.uniform(-4, 6),
        )
        given = [float(n), x] if len(function.arguments) == 2 else [float(n), a, x]
        with precision(400), mp.workdps(90):
            where = [arb(exact(v)) for v in given]
            assert function.domain is None or function.domain(*where) is True
            right = arb(mpmath.nstr(three_terms(name, n, m(x), m(a)), 80))
            assert abs(function.ball(*where) - right) <= (abs(right) + 1) * arb(10) ** -60, (n, a, x)


@pytest.mark.parametrize("name", ["chebyt", "chebyu"])
def test_chebyshevs_are_circular_functions_of_any_degree(name):
    random = Random(name)
    function = FUNCTIONS[name]
    for _ in range(40):
        n = random.choice([float(random.randint(-30, 30)), random.uniform(-9, 9)])
        x = random.uniform(-1, 1)
        with precision(400), mp.workdps(90):
            angle = mp.acos(m(x))
            right = mp.cos(m(n) * angle) if name == "chebyt" else mp.sin((m(n) + 1) * angle) / mp.sin(angle)
            found = function.ball(arb(exact(n)), arb(exact(x)))
            assert abs(found - arb(mpmath.nstr(right, 80))) < arb(10) ** -60, (n, x)


@pytest.mark.parametrize(
    "formula",
    [
        "legendre(0.5, -1)",
        "chebyt(0.5, -1.5)",
        "chebyu(0.5, -1)",
        "gegenbauer(0.5, 0.75, -1)",
        "gegenbauer(-1.5, 0.75, 0)",
        "jacobi(0.5, 1, 1, -1)",
        "jacobi(0.5, 1, 1, -2)",
        "jacobi(-1.5, 0.5, 1, 0)",
        "genlaguerre(-1.5, 0.5, 1)",
    ],
)
def test_cuts_and_poles_are_outside(formula):
    with pytest.raises(Undefined):
        value(formula)


def choose(a, k):
    """a (a - 1) ... (a - k + 1)/k!"""
    product = Fraction(1)
    for i in range(k):
        product = product * (a - i) / (i + 1)
    return product


def test_parameters_at_negative_integers_are_no_exception():
    """The explicit sums (DLMF 18.5.8, 18.5.12) hold for every parameter: in exact fractions."""
    random = Random(1)
    for _ in range(150):
        n, x = random.randint(0, 7), Fraction(random.randint(-40, 40), 8)
        a, b = (Fraction(random.randint(-9, 4), random.choice([1, 8])) for _ in range(2))
        left, right = (x - 1) / 2, (x + 1) / 2
        sums = {
            ("jacobi", n, a, b, x): sum(
                choose(n + a, n - s) * choose(n + b, s) * left**s * right ** (n - s) for s in range(n + 1)
            ),
            ("genlaguerre", n, a, x): sum(
                (-x) ** k * choose(n + a, n - k) / factorial(k) for k in range(n + 1)
            ),
        }
        for (name, *where), right_value in sums.items():
            with precision(300):
                args = [arb(as_fmpq(v)) for v in where]
                assert FUNCTIONS[name].domain(*args) is True
                assert contains(FUNCTIONS[name].ball(*args), right_value), (name, where)
