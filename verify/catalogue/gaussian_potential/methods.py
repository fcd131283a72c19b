"""The ways to compute it."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.gaussian_potential.gaussian import first_order, first_order_term, newton
from verify.catalogue.gaussian_potential.problem import problem, quotient
from verify.catalogue.gaussian_potential.truncation import first_omitted, gaussian_left, scaled_left
from verify.catalogue.sources import SU
from verify.core.model import Algorithm, Bound, Parameter

TERMS = Parameter("terms", 1, 200, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100), shown=2)
STEPS = Parameter("steps", 1, 60, (2, 4, 8, 16), shown=16)


def ratio(R: Arithmetic[Number], a: Number, eps: Number, m: int) -> Number:
    """eps/a^m."""
    power = a
    for _ in range(m - 1):
        power = power * a
    return eps / power


def direct_expansion(R: Arithmetic[Number], a: Number, eps: Number, m: int, terms: int) -> Number:
    # The integral of x^(2mn) e^(-a x^2) is sqrt(pi/a) (1/2)_(mn) / a^(mn), hence
    # term(n+1)/term(n) = -(mn + 1/2)(mn + 3/2)...(mn + m - 1/2)/(n + 1) eps/a^m.
    t = ratio(R, a, eps, m)
    total = term = R(1)
    for n in range(terms - 1):
        term = term / (n + 1) * -t
        for i in range(m):
            term = term * (2 * (m * n + i) + 1) / 2
        total = total + term
    return R.sqrt(R.pi() / a) * total


def closed_form(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Number:
    return R.sqrt(R.pi() / newton(R, a, R(first_order(m)) * eps, m, steps))


def one_parameter(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Number:
    """a^(-1/2) g(eps/a^m), with the closed form for g."""
    t = ratio(R, a, eps, m)
    return R.sqrt(R.pi() / (a * newton(R, R(1), R(first_order(m)) * t, m, steps)))


def optimal_terms(R: Ball, a: arb, eps: arb, m: int, terms: int) -> arb:
    """The index of the least term, so the number of terms before it; over both where two tie."""
    t, low, high = eps / a**m, 0, 1
    while not quotient(high, t, m) >= 1:
        high *= 2
    while low < high:  # the first n with term(n+1) >= term(n) lies in [low, high]
        middle = (low + high) // 2
        grows = quotient(middle, t, m) - 1
        if grows >= 0:
            high = middle
        elif grows < 0:
            low = middle + 1
        else:
            return arb(middle).union(arb(middle + 1))
    return arb(low)


def least_term(R: Ball, a: arb, eps: arb, m: int, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = optimal_terms(R, a, eps, m, terms), arb(fmpq(1, 2))
    logarithm = (m * n + half).lgamma() - half.lgamma() - (n + 1).lgamma() + n * (eps / a**m).log()
    return logarithm.exp()


def newton_residual(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Any:
    """The first-order term that is left at the A reached, over the closed form."""
    return abs(first_order_term(newton(R, a, arb(first_order(m)) * eps, m, steps), a, eps, m))


ALGORITHMS = (
    Algorithm(
        name="direct_expansion",
        problem=problem,
        says="e^(-eps x^(2m)) expanded in eps under the integral; defined for a > 0",
        source=SU.at("equation (2), V(x) = x^(2m)"),
        body=direct_expansion,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        applies=lambda a, eps, m, terms: a > 0,
        diagnostics={"optimal_terms": optimal_terms, "least_term": least_term},
        grid=True,
    ),
    Algorithm(
        name="closed_form",
        problem=problem,
        says="a Gaussian exp(-A x^2) whose A makes the first-order term vanish, A by Newton's iteration",
        source=SU.at("equation (4), for x^(2m) in place of x^4"),
        body=closed_form,
        parameters=(STEPS,),
        truncation=Bound(gaussian_left, "Taylor's theorem of first and second order about the Gaussian"),
        diagnostics={"newton_residual": newton_residual},
    ),
    Algorithm(
        name="one_parameter",
        problem=problem,
        says="the closed form after scaling, a^(-1/2) g(eps/a^m); defined for a > 0",
        source=SU.at("a reader's comment of 2018, for x^(2m) in place of x^4"),
        body=one_parameter,
        parameters=(STEPS,),
        truncation=Bound(scaled_left, "Taylor's theorem of first and second order about the Gaussian"),
        applies=lambda a, eps, m, steps: a > 0,
    ),
)
