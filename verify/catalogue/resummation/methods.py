"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from functools import cache, partial
from typing import Any

from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.resummation.approximants import (
    TERMS,
    coefficients,
    fraction,
    moments,
    pade,
    pade_by_elimination,
    pade_by_epsilon,
    pade_by_qd,
    partial_sum,
)
from verify.catalogue.resummation.problem import problem
from verify.catalogue.sources import BAKER, GRAFFI, RUTISHAUSER, SU, WYNN
from verify.core.model import Algorithm, Bound, Parameter

FEWER = Parameter("terms", 2, 41, (2, 3, 5, 11, 21, 41), shown=21)
ODD = Parameter("terms", 1, 81, (3, 5, 7, 11, 15, 21, 31, 41), shown=21)


STEP, LEFT, RIGHT = fmpq(3, 16), 213, 21  # Borel's integral by the trapezoidal rule, nodes -213h to 21h


def borel_pade(R: Arithmetic[Number], t: Number, terms: int) -> Number:
    # The integral of e^-s B(ts) over s > 0, B a Pade approximant of the Borel transform, by the trapezoidal
    # rule in v = ln s.
    g = [R(c) for c in coefficients(True)[: terms - 1]]
    total = R(0)
    for k in range(-LEFT, RIGHT + 1):
        s = R.exp(R(3 * k) / 16)
        total = total + s * R.exp(-s) * fraction(g, t * s)
    return R.sqrt(R.pi()) * total * 3 / 16


# --- what is left out ----------------------------------------------------------------------------------
def first_omitted(t: arb, terms: int) -> arb:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with u = t y^4
    # under e^(-y^2) that is sqrt(pi) (1/2)_(2N)/N! t^N.
    return arb.pi().sqrt() * arb(fmpq(1, 2)).rising(2 * terms) / arb(terms).fac() * t**terms


def next_approximant(t: Number, terms: int) -> Any:
    # g/sqrt(pi) = f is a Stieltjes function, the integral of d phi(s)/(1 + ts) with phi >= 0 (claim P-1).
    # Then f = 1/(1 + g_1 t r_1), f = 1/(1 + g_1 t/(1 + g_2 t r_2)), ... with Stieltjes functions r_k,
    # r_k(0) = 1, and g_k > 0 (Stieltjes 1894). f is monotone in r_k; the approximant of g_1 to g_k takes
    # r_k = 1, the next one r_k = 1/(1 + g_(k+1) t), and r_k = 1/(1 + g_(k+1) t r_(k+1)) lies between, as
    # r_(k+1) <= 1. So f lies between the two. Hypothesis: t > 0.
    g = [arb(c) for c in coefficients(False)[:terms]]
    return arb.pi().sqrt() * abs(fraction(g, t) - fraction(g[:-1], t))


def next_borel(t: arb, terms: int) -> arb:
    # g/sqrt(pi) is the integral of e^-s B(ts), B = 2F1(1/4, 3/4; 1; -4z) a Stieltjes function (claim P-1), so
    # between those of two consecutive approximants of B. Each is computed to within quadrature_left().
    apart = abs(borel_pade(Ball(), t, terms) - borel_pade(Ball(), t, terms + 1))
    return apart + 3 * arb.pi().sqrt() * quadrature_left()


def quadrature_left() -> arb:
    """A bound of the trapezoidal rule's error for the integral of e^-s P(ts) over s > 0."""
    # With s = e^v the integrand is p(v) = e^v e^(-e^v) P(t e^v), 0 <= P <= 1, P = sum of r_j/(1 + x_j z) with
    # r_j, x_j >= 0, sum of r_j 1 (Pade approximants of a Stieltjes function). On Im v = +-d, d < pi/2,
    # |1 + x z| >= (1 + x|z|) cos(d/2), so |P| <= 1/cos(d/2), and the rest integrates to 1/cos d. Hence
    # |h sum p(kh) - integral| <= 2M/(e^(2 pi d/h) - 1), M = 1/(cos d cos(d/2)), for any d; p -> 0 there.
    h, d = arb(STEP), arb(1.5)
    step = 2 / (d.cos() * (d / 2).cos()) / (2 * arb.pi() * d / h).expm1()
    # Left of -L: p <= e^v, a geometric series. Right of W > 0: e^(v - e^v) falls, and integrates to e^(-e^W).
    left = h * (-(LEFT + 1) * h).exp() / -(-h).expm1()
    return step + left + (-((RIGHT * h).exp())).exp()


def optimal_terms(R: Ball, t: arb, terms: int) -> arb:
    """The index of the least term, so the number of terms before it; over both where two tie."""
    # |term(n+1)/term(n)| = (4n + 3/(4(n+1))) t grows with n, so the least term is the first n where it is
    # >= 1, that is 16t n^2 + (16t - 4) n + 3t - 4 >= 0: the larger root, which is > -1/4, rounded up.
    return ((1 - 4 * t + R.sqrt(4 * t * t + 8 * t + 1)) / (8 * t)).ceil()


def least_term(R: Ball, t: arb, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = optimal_terms(R, t, terms), R(1) / 2
    return ((2 * n + half).lgamma() - half.lgamma() - (n + 1).lgamma() + n * t.log()).exp()


def bracket(R: Arithmetic[Number], t: Number, terms: int) -> Any:
    """How far this approximant and the next one are apart: proof of accuracy without the truth."""
    return next_approximant(t, terms) / pade(R, t, terms)


@cache
def system(terms: int) -> fmpq_mat:
    """The matrix for the denominator's coefficients."""
    M = terms // 2
    L = terms - 1 - M
    c = moments(fmpq, terms)
    return fmpq_mat(
        [
            [(-1) ** (L + i - j) * c[L + i - j] if L + i >= j else fmpq(0) for j in range(1, M + 1)]
            for i in range(1, M + 1)
        ]
    )


@cache
def system_condition(terms: int) -> fmpq:
    """Its condition number in the infinity norm, exactly."""
    A = system(terms)
    return largest_row(A) * largest_row(A.inv())


def largest_row(A: fmpq_mat) -> fmpq:
    return max(sum((abs(x) for x in row), fmpq(0)) for row in A.tolist())


resummed = partial(
    Algorithm,
    problem=problem,
    parameters=(TERMS,),
    truncation=Bound(
        next_approximant, "consecutive approximants enclose a Stieltjes function (Stieltjes 1894)"
    ),
    grid=True,
)
PADE = BAKER.at("chapter 5, Stieltjes series")
ALGORITHMS = (
    resummed(
        name="partial_sum",
        says="the series itself, so many terms",
        source=SU.at("equation (3)"),
        body=partial_sum,
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        diagnostics={"optimal_terms": optimal_terms, "least_term": least_term},
    ),
    resummed(
        name="pade",
        says="the Pade approximant of these terms as a continued fraction, its exact coefficients "
        "rounded once",
        source=PADE,
        body=pade,
        diagnostics={"bracket": bracket},
    ),
    resummed(
        name="pade_by_qd",
        says="the same approximant, the fraction's coefficients by quotient differences from rounded moments",
        source=RUTISHAUSER,
        body=pade_by_qd,
    ),
    resummed(
        name="pade_by_elimination",
        says="the same approximant as a quotient of polynomials, the denominator by Gaussian elimination",
        source=BAKER.at("chapter 1"),
        body=pade_by_elimination,
        parameters=(FEWER,),
        diagnostics={"system_condition": lambda R, t, terms: arb(system_condition(terms))},
    ),
    resummed(
        name="pade_by_epsilon",
        says="the same approximant by Wynn's epsilon algorithm from the partial sums; an odd number of terms",
        source=WYNN,
        body=pade_by_epsilon,
        parameters=(ODD,),
        applies=lambda t, terms: terms % 2 == 1,
    ),
    resummed(
        name="borel_pade",
        says="the integral of e^-s times the Borel transform's Pade approximant, by the trapezoidal "
        "rule in ln s",
        source=GRAFFI,
        body=borel_pade,
        parameters=(FEWER,),
        truncation=Bound(
            next_borel,
            "consecutive approximants enclose a Stieltjes function; the trapezoidal rule in a strip",
        ),
        basic=False,
    ),
)


BY_NAME = {a.name: a for a in ALGORITHMS}
