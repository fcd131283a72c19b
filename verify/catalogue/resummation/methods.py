"""The ways to compute it."""

from functools import cache, partial
from typing import Any

from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.resummation.approximants import (
    TERMS,
    borel_pade,
    moments,
    pade,
    pade_by_elimination,
    pade_by_epsilon,
    pade_by_qd,
    partial_sum,
)
from verify.catalogue.resummation.problem import problem
from verify.catalogue.resummation.truncation import first_omitted, next_approximant, next_borel
from verify.catalogue.sources import BAKER, GRAFFI, RUTISHAUSER, SU, WYNN
from verify.core.model import Algorithm, Bound, Parameter

FEWER = Parameter("terms", 2, 41, (2, 3, 5, 11, 21, 41), shown=21)
ODD = Parameter("terms", 1, 81, (3, 5, 7, 11, 15, 21, 31, 41), shown=21)


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
