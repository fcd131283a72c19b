"""Elliptic integrals on their whole domain: zeros, parameters above 1, principal values."""

from random import Random

import mpmath
import pytest
from flint import arb
from judged import agrees, principal_value, value
from mpmath import mp

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.language.expressions import Undefined
from verify.language.functions import FUNCTIONS

m = mpmath.mpf

CLOSED = {
    "ellipf(1, 1)": lambda: mp.log(1 / mp.cos(1) + mp.tan(1)),
    "ellipf(0.5, 2)": lambda: mp.quad(lambda t: 1 / mp.sqrt(1 - 2 * mp.sin(t) ** 2), [0, m("0.5")]),
    "ellipeinc(0.5, 3)": lambda: mp.quad(lambda t: mp.sqrt(1 - 3 * mp.sin(t) ** 2), [0, m("0.5")]),
    "ellipeinc(3, 1)": lambda: 2 - mp.sin(3),
    "ellipeinc(10, 1)": lambda: 6 + mp.sin(10 - 3 * mp.pi),
    "ellippi(2, 0)": lambda: 0,  # pi/(2 sqrt(1 - n)) is imaginary: its principal value is 0
    "elliprc(1, -2)": lambda: mp.log((1 + mp.sqrt(3)) / mp.sqrt(2)) / mp.sqrt(3),
    "elliprc(0, -2)": lambda: 0,
    "elliprc(0, 2)": lambda: mp.pi / (2 * mp.sqrt(2)),
    "elliprf(0, 1, 2)": lambda: mp.quad(lambda t: 1 / mp.sqrt((t * t + 1) * (t * t + 2)), [0, 1, mp.inf]),
    "elliprf(0, 1, 1)": lambda: mp.pi / 2,
    "elliprd(0, 1, 1)": lambda: 3 * mp.pi / 4,
    "elliprg(0, 0, 4)": lambda: 1,
    "elliprg(0, 0, 0)": lambda: 0,
    "elliprg(0, 4, 4)": lambda: mp.pi / 2,
    "elliprj(0, 1, 1, 1)": lambda: 3 * mp.pi / 4,
    "elliprj(0, 1, 2, 3)": lambda: mp.elliprj(0, 1, 2, 3),
}


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


@pytest.mark.parametrize(("n", "k"), [("2", "0.5"), ("4", "-3"), ("1.25", "0.9")])
def test_the_third_integral_beyond_its_pole_is_the_principal_value(n, k):
    def opinion():
        pole = mp.asin(1 / mp.sqrt(m(n)))
        return principal_value(
            lambda t: 1 / ((1 - m(n) * mp.sin(t) ** 2) * mp.sqrt(1 - m(k) * mp.sin(t) ** 2)),
            m(0), pole, mp.pi / 2,
        )  # fmt: skip

    assert agrees(f"ellippi({n}, {k})", opinion, digits=20)


def test_the_symmetric_third_integral_beyond_its_pole_is_the_principal_value():
    """3/2 int_0^oo dt/((t + p) sqrt((t + x)(t + y)(t + z))), p < 0, and its symmetry in x, y, z."""
    random = Random(3)
    for _ in range(4):
        x, y, z, q = (random.uniform(0.5, 8) for _ in range(4))

        def f(t, x=x, y=y, z=z, q=q):
            return m(3) / 2 / (mp.sqrt((t + m(x)) * (t + m(y)) * (t + m(z))) * (t - m(q)))

        with mp.workdps(40), precision(200):
            right = principal_value(f, m(0), m(q), 2 * m(q)) + mp.quad(f, [2 * m(q), 100, mp.inf])
            ball = FUNCTIONS["elliprj"].ball
            for order in ((x, y, z), (z, x, y), (y, z, x), (z, y, x)):
                found = ball(*(arb(exact(v)) for v in order), arb(exact(-q)))
                assert abs(found / arb(mpmath.nstr(right, 30)) - 1) < arb(10) ** -20, (x, y, z, q)


def test_incomplete_integrals_above_one_are_their_integrals():
    random = Random(11)
    for _ in range(10):
        phi = random.uniform(-1.5, 1.5)
        k = random.uniform(0.5, 0.98) / float(mp.sin(phi) ** 2)
        with mp.workdps(40), precision(200):
            s = [m(0), m(phi)]
            first = mp.quad(lambda t, k=k: 1 / mp.sqrt(1 - m(k) * mp.sin(t) ** 2), s)
            second = mp.quad(lambda t, k=k: mp.sqrt(1 - m(k) * mp.sin(t) ** 2), s)
            where = arb(exact(phi)), arb(exact(k))
            for name, right in (("ellipf", first), ("ellipeinc", second)):
                assert FUNCTIONS[name].domain(*where) is True
                assert abs(FUNCTIONS[name].ball(*where) / arb(mpmath.nstr(right, 35)) - 1) < arb(10) ** -25


@pytest.mark.parametrize(
    "formula",
    [
        "ellipk(1)",
        "ellipe(1.5)",
        "ellipf(2, 1)",
        "ellipf(1, 2)",
        "ellipeinc(1, 2)",
        "ellippi(1, 0.5)",
        "ellippi(2, 1)",
        "elliprc(1, 0)",
        "elliprc(-1, 1)",
        "elliprf(0, 0, 1)",
        "elliprd(0, 0, 1)",
        "elliprd(1, 1, 0)",
        "elliprj(0, 0, 1, 1)",
        "elliprj(1, 2, 3, 0)",
        "elliprg(1, 1, -1)",
        "agm(-1, 2)",
    ],
)
def test_where_an_integral_diverges_or_is_complex_is_outside(formula):
    with pytest.raises(Undefined):
        value(formula)
