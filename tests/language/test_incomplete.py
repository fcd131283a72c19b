"""Incomplete gamma and beta functions: negative arguments, large parameters, by other routes."""

from random import Random

import mpmath
import pytest
from flint import arb
from judged import agrees, value
from mpmath import mp

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Hopeless, precision
from verify.language import incomplete
from verify.language.expressions import Undefined

m = mpmath.mpf

CLOSED = {
    "gammainc(0, 1)": lambda: 1,
    "gammaincc(-3, 1)": lambda: 0,
    "gammainc(1, -1)": lambda: 1 - mp.e,
    "gammainc(3, -2)": lambda: 1 - mp.exp(2),  # 1 - e^-x (1 + x + x^2/2)
    "gammaincc(3, -2)": lambda: mp.exp(2),
    "gammainc(-0.5, 2)": lambda: 1 - mp.gammainc(m("-0.5"), 2) / mp.gamma(m("-0.5")),
    "gammaincc(-2.5, 0.25)": lambda: mp.gammainc(m("-2.5"), m("0.25")) / mp.gamma(m("-2.5")),
    "gammainc(0.5, 0)": lambda: 0,
    # P(a, x) = 1 - e^-x sum_(k<a) x^k/k! with few terms that count; Poisson's sums
    "gammaincc(2000, 30)": lambda: (
        1 - mp.nsum(lambda k: mp.exp(-30) * m(30) ** k / mp.factorial(k), [2000, 2400])
    ),
    "gammaincc(1, 5000)": lambda: mp.exp(-5000),
    "gammaincc(2, 1e5)": lambda: mp.exp(-(10**5)) * (1 + 10**5),
    # I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b, I_x(a, a) = 1/2 at 1/2
    "betainc(1e18, 1, 0x1.fffffffffffffp-1)": lambda: mp.exp(m(10) ** 18 * mp.log1p(-(m(2) ** -53))),
    "betainc(1, 1e18, 0x1p-60)": lambda: -mp.expm1(m(10) ** 18 * mp.log1p(-(m(2) ** -60))),
    "betainc(1e18, 1e18, 0.5)": lambda: m(1) / 2,
    "betainc(1e4, 1e4, 0.5)": lambda: m(1) / 2,
    # I_x(a, 2) = x^a (1 + a (1 - x)), I_x(1/2, 1/2) = 2/pi asin sqrt x
    "betainc(1e6, 2, 0.999999)": lambda: m("0.999999") ** 10**6 * (1 + 10**6 * (1 - m("0.999999"))),
    "betainc(0.5, 0.5, 0.25)": lambda: m(1) / 3,
}


@pytest.mark.parametrize("formula", CLOSED)
def test_values_in_closed_form(formula):
    assert agrees(formula, CLOSED[formula])


def poisson(a: int, x: mpmath.mpf) -> mpmath.mpf:
    """Q(a, x) for a whole a: the sum of its a terms, each from the one before."""
    term = total = mp.exp(-x)
    for k in range(1, a):
        term = term * x / k
        total += term
    return total


@pytest.mark.parametrize("a", [301, 1000, 5000])
def test_large_gammas_are_poissons_sums(a):
    random = Random(a)
    for factor in (0.5, 0.97, 1.0, 1.02, 1.3, random.uniform(0.8, 1.2)):
        x = a * factor
        with precision(300), mp.workdps(120):
            q = poisson(a, m(x))
            for ours, theirs in ((incomplete.gammaincc, q), (incomplete.gammainc, 1 - q)):
                found = ours(arb(a), arb(exact(x)))
                assert abs(found - arb(mpmath.nstr(theirs, 80))) < arb(10) ** -70, (a, x)
                assert found.rad() < arb(10) ** -60 * abs(found)


def test_large_betas_are_binomial_sums():
    """I_x(a, n - a + 1) = sum_(k>=a) C(n, k) x^k (1 - x)^(n-k), added in exact terms."""
    random = Random(2)
    for n, a in ((900, 450), (2000, 1900), (1500, 1490)):
        for x in (a / n, a / n * 0.98, random.uniform(0.9, 1.02) * a / n):
            with precision(300), mp.workdps(150):
                t = m(x)
                total = mp.fsum(mp.binomial(n, k) * t**k * (1 - t) ** (n - k) for k in range(a, n + 1))
                found = incomplete.betainc(arb(a), arb(n - a + 1), arb(exact(x)))
                assert abs(found / arb(mpmath.nstr(total, 100)) - 1) < arb(10) ** -60, (n, a, x)


def test_series_and_quadrature_overlap_where_both_answer(monkeypatch):
    """At random places about the mean, at two precisions: one integral, two ways."""
    random = Random(7)
    for bits in (96, 256):
        for _ in range(2):
            a, b = random.uniform(150, 290), random.uniform(1, 290)
            x = min(a / (a + b) * random.uniform(0.9, 1.05), 0.999)
            with precision(bits):
                mean = arb(exact(a)), arb(exact(a * random.uniform(0.8, 1.2)))
                exacts = [arb(exact(v)) for v in (a, b, x)]
                series = incomplete.betainc(*exacts), incomplete.gammainc(*mean), incomplete.gammaincc(*mean)
                with monkeypatch.context() as patch:
                    patch.setattr(incomplete, "SERIES", 20)
                    again = (
                        incomplete.betainc(*exacts),
                        incomplete.gammainc(*mean),
                        incomplete.gammaincc(*mean),
                    )
                for left, right in zip(series, again, strict=True):
                    assert left.overlaps(right), (bits, a, b, x)
                    assert right.rel_accuracy_bits() > bits // 2


def test_the_median_of_a_huge_gamma():
    """P(a, a) = 1/2 + 1/(3 sqrt(2 pi a)) + O(a^(-3/2)), DLMF 8.11.12."""
    for a in (10.0**15, 1e18, 1e30, 1e60):
        with precision(256):
            x = arb(exact(a))
            near = arb(0.5) + 1 / (3 * (2 * arb.pi() * x).sqrt())
            assert abs(incomplete.gammainc(x, x) - near) < x**-1


def test_wide_arguments_enclose_what_is_in_them():
    with precision(128):
        for a, x in ((1e6, 1.0005e6), (1e12, 1e12), (350.0, 300.0)):
            wide = [arb(exact(v), exact(v * 2.0**-45)) for v in (a, x)]
            outer = incomplete.gammainc(*wide)
            for s in (-1, 0, 1):
                inner = incomplete.gammainc(
                    arb(exact(a + s * a * 2.0**-46)), arb(exact(x - s * x * 2.0**-46))
                )
                assert outer.overlaps(inner)


@pytest.mark.parametrize(
    "formula",
    ["gammainc(0, 0)", "gammainc(-0.5, 0)", "gammainc(0.5, -1)", "betainc(0, 1, 0.5)", "betainc(1, 1, 1.5)"],
)
def test_what_mathematics_leaves_out(formula):
    with pytest.raises(Undefined):
        value(formula)


@pytest.mark.parametrize(
    "formula", ["gammainc(-1e6, 0.5) + gammainc(-1e6 - 0.5, 1)", "gammainc(1e400, 1e400)"]
)
def test_what_is_not_evaluated_is_told(formula):
    with pytest.raises(Hopeless, match="defined there, but not evaluated: an incomplete"):
        value(formula)
