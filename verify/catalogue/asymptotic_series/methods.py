"""The ways to compute it."""

from collections.abc import Callable
from typing import Any

from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.asymptotic_series.methods_bessel import (
    hankel_least,
    hankel_stop,
    j_plain,
    j_unshifted,
    k_series,
)
from verify.catalogue.asymptotic_series.methods_integrals import (
    e1_series,
    ei_series,
    factorial_least,
    factorial_stop,
)
from verify.catalogue.asymptotic_series.methods_stirling import (
    stirling,
    stirling_least,
    stirling_terms,
)
from verify.catalogue.asymptotic_series.problem import e1_problem, ei_problem, erfc_problem, log_gamma_problem
from verify.catalogue.asymptotic_series.problem_bessel import j_problem, k_problem
from verify.catalogue.asymptotic_series.truncation import (
    e1_omitted,
    ei_left,
    erfc_omitted,
    j_left,
    k_left,
    stirling_omitted,
)
from verify.catalogue.sources import DLMF
from verify.core.model import Algorithm, Bound, Parameter, Problem, Source

TERMS = Parameter("terms", 1, 120, (*range(1, 13), 15, 20, 25, 30, 40, 60, 100), shown=5)


def erfc_terms(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    """The sum of (-1)^k (1/2)_k x^(-2k)."""
    squared = 2 * x * x
    total = term = R(1)
    for k in range(terms - 1):
        term = term * -(2 * k + 1) / squared
        total = total + term
    return total


def erfc_plain(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    return R.exp(-x * x) / (x * R.sqrt(R.pi())) * erfc_terms(R, x, terms)


def erfc_split(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    # Veltkamp's splitting: high has 26 bits in float64, so that its square is exact, and x = high + low.
    big = x * 134217729
    high = big - (big - x)
    low = x - high
    factor = R.exp(-high * high) * R.exp(-low * (high + x))
    return factor / (x * R.sqrt(R.pi())) * erfc_terms(R, x, terms)


def erfc_stop(R: Ball, x: arb, terms: int) -> arb:
    """The number of terms before the least one: the first n with (n + 1/2)/x^2 >= 1."""
    return (x * x - arb(0.5)).ceil().max(arb(0))


def erfc_least(R: Ball, x: arb, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = erfc_stop(R, x, terms), arb(0.5)
    return ((n + half).lgamma() - half.lgamma() - 2 * n * x.log()).exp()


def _algorithm(
    problem: Problem,
    name: str,
    says: str,
    source: Source,
    body: Callable[..., Any],
    bound: Callable[..., Any],
    theorem: str,
    stop: Callable[..., arb] | None,
    least: Callable[..., arb] | None,
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        parameters=(TERMS,),
        truncation=Bound(bound, theorem),
        diagnostics={"optimal_terms": stop, "least_term": least} if stop and least else {},
        basic=False,
        grid=True,
    )


OLVER_K = "the remainder theorem for real arguments, DLMF 10.40(ii)"
OLVER_J = "the remainder theorem for real arguments, DLMF 10.17(iii)"
ALGORITHMS = (
    _algorithm(
        log_gamma_problem,
        "stirling",
        "Stirling's series, the terms with B_2 to B_(2 terms) after the leading part",
        DLMF.at("5.11.1"),
        stirling,
        stirling_omitted,
        "the remainder theorem for real arguments, DLMF 5.11(ii)",
        stirling_terms,
        stirling_least,
    ),
    _algorithm(
        erfc_problem,
        "plain",
        "exp(-x^2)/(x sqrt(pi)) times the sum of (-1)^k (1/2)_k x^(-2k)",
        DLMF.at("7.12.1"),
        erfc_plain,
        erfc_omitted,
        "Taylor's theorem, Lagrange's remainder, under the integral",
        erfc_stop,
        erfc_least,
    ),
    _algorithm(
        erfc_problem,
        "split",
        "the same with x^2 in two parts, so that its rounding does not reach the exponential",
        Source("T. J. Dekker", 1971, "A floating-point technique for extending the available precision"),
        erfc_split,
        erfc_omitted,
        "Taylor's theorem, Lagrange's remainder, under the integral",
        None,
        None,
    ),
    _algorithm(
        e1_problem,
        "e1_series",
        "exp(-x)/x times the sum of (-1)^k k!/x^k",
        DLMF.at("6.12.1"),
        e1_series,
        e1_omitted,
        "the finite geometric series under the integral",
        factorial_stop,
        factorial_least,
    ),
    _algorithm(
        ei_problem,
        "ei_series",
        "exp(x)/x times the sum of k!/x^k, whose terms are all positive",
        DLMF.at("6.12.2"),
        ei_series,
        ei_left,
        "the finite geometric series under the integral, the mean value theorem at its pole",
        factorial_stop,
        factorial_least,
    ),
    _algorithm(
        k_problem,
        "k_series",
        "sqrt(pi/(2x)) exp(-x) times the sum of a_k(nu)/x^k",
        DLMF.at("10.40.2"),
        k_series,
        k_left,
        OLVER_K,
        hankel_stop,
        hankel_least,
    ),
    _algorithm(
        j_problem,
        "plain",
        "sqrt(2/(pi x)) (P cos - Q sin) of x - nu pi/2 - pi/4, a_0 to a_(terms-1) shared out to P and Q",
        DLMF.at("10.17.3"),
        j_plain,
        j_left,
        OLVER_J,
        hankel_stop,
        hankel_least,
    ),
    _algorithm(
        j_problem,
        "unshifted",
        "the same by cos x and sin x, the phase taken off by the addition theorems",
        DLMF.at("10.17.3"),
        j_unshifted,
        j_left,
        OLVER_J,
        None,
        None,
    ),
)
