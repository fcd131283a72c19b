"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.asymptotic_series.methods_bessel import (
    hankel_least,
    hankel_stop,
    j_left,
    j_plain,
    j_unshifted,
    k_left,
    k_series,
)
from verify.catalogue.asymptotic_series.methods_integrals import (
    e1_omitted,
    e1_series,
    ei_left,
    ei_series,
    factorial_least,
    factorial_stop,
)
from verify.catalogue.asymptotic_series.problem import e1_problem, ei_problem, erfc_problem, log_gamma_problem
from verify.catalogue.asymptotic_series.problem_bessel import j_problem, k_problem
from verify.catalogue.sources import DLMF
from verify.core.model import Algorithm, Bound, Parameter, Problem, Source

TERMS = Parameter("terms", 1, 120, (*range(1, 13), 15, 20, 25, 30, 40, 60, 100), shown=5)
COUNTED = 10**12  # the least term of Stirling's series is not looked for beyond


def coefficient(k: int) -> fmpq:
    """B_(2k)/(2k(2k-1))."""
    return fmpq.bernoulli(2 * k) / (2 * k * (2 * k - 1))


def stirling(R: Arithmetic[Number], x: Number, terms: int) -> Any:
    power = R(1) / x
    squared = power * power
    total = (x - R(1) / 2) * R.log(x) - x + R.log(2 * R.pi()) / 2
    for k in range(1, terms + 1):
        total = total + R(coefficient(k)) * power
        power = power * squared
    return total


def stirling_term(k: int, x: arb | fmpq) -> Any:
    return abs(coefficient(k)) / x ** (2 * k - 1)


def stirling_omitted(x: arb, terms: int) -> Any:
    # DLMF 5.11(ii): for real x > 0 the remainder is below the first neglected term and has its sign.
    return stirling_term(terms + 1, x)


def stirling_terms(R: Ball, x: arb, terms: int) -> arb:
    """The number of terms before the least one; over both where two tie."""
    # |B_(2k)| = 2 (2k)! zeta(2k)/(2 pi)^(2k): term(k+1)/term(k) = 2k(2k-1)/(2 pi x)^2 zeta(2k+2)/zeta(2k),
    # which grows with k, both factors. The zetas lie above 1 and make it less: the search goes up only.
    if not x < COUNTED:
        return arb.nan()
    square = (2 * arb.pi() * x) ** 2
    k = max(int(float(((1 + (1 + 4 * square).sqrt()) / 4).floor().mid())), 1)
    while (excess := 2 * k * (2 * k - 1) * arb(2 * k + 2).zeta() / arb(2 * k).zeta() - square) < 0:
        k += 1
    return arb(k - 1) if excess > 0 else arb(k).union(arb(k - 1))


def stirling_least(R: Ball, x: arb, terms: int) -> arb:
    """The size of the least term over ln Gamma(x): where the series has to stop."""
    k = stirling_terms(R, x, terms) + 1
    logarithm = (2 * k - 1).lgamma() - 2 * k * (2 * arb.pi()).log() - (2 * k - 1) * x.log()
    return 2 * (2 * k).zeta() * logarithm.exp() / abs(x.lgamma())


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


def erfc_omitted(x: arb, terms: int) -> arb:
    # With t^2 = x^2 (1 + v), erfc(x) = e^(-x^2) x/sqrt(pi) times the integral of e^(-x^2 v) (1 + v)^(-1/2)
    # over v > 0; the Taylor remainder of (1 + v)^(-1/2) is below its first neglected term, with its sign
    # (Lagrange), and that integrates to (1/2)_N x^(-2N) times the factor e^(-x^2)/(x sqrt(pi)). x > 0.
    return (-x * x).exp() / (x * arb.pi().sqrt()) * arb(fmpq(1, 2)).rising(terms) / x ** (2 * terms)


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
