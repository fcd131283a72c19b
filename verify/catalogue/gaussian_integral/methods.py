"""The ways to compute it."""

from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.gaussian_integral.problem import problem
from verify.catalogue.gaussian_integral.truncation import first_omitted, second_order
from verify.catalogue.sources import SU
from verify.core.model import Algorithm, Bound, Parameter

TERMS = Parameter("terms", 1, 200, (*range(1, 21), 25, 30, 40, 60, 80, 100, 150, 200), shown=2)


def direct_expansion(R: Arithmetic[Number], a: Number, eps: Number, terms: int) -> Number:
    # The integral of x^(4n) e^(-a x^2) is sqrt(pi/a) (1/2)(3/2)...((4n-1)/2) / a^(2n), hence
    # term(n+1)/term(n) = -(4n+1)(4n+3)/(4(n+1)) eps/a^2.
    t = eps / (a * a)
    total = term = R(1)
    for n in range(terms - 1):
        term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)) * -t
        total = total + term
    return R.sqrt(R.pi() / a) * total


def closed_form(R: Arithmetic[Number], a: Number, eps: Number) -> Number:
    # As in equation (4), whose sum cancels for a < 0; A = (a + sqrt(a^2 + 6 eps))/2.
    return R.sqrt(2 * R.pi() / (a + R.sqrt(a * a + 6 * eps)))


def optimal_terms(R: Ball, a: arb, eps: arb, terms: int) -> arb:
    """The index of the least term, so the number of terms before it; over both where two tie."""
    # |term(n+1)/term(n)| = (4n + 3/(4(n+1))) t grows with n, so the least term is the first n where it is
    # >= 1, that is 16t n^2 + (16t - 4) n + 3t - 4 >= 0: the larger root, which is > -1/4, rounded up.
    t = eps / (a * a)
    return ((1 - 4 * t + R.sqrt(4 * t * t + 8 * t + 1)) / (8 * t)).ceil()


def least_term(R: Ball, a: arb, eps: arb, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n = optimal_terms(R, a, eps, terms)
    half = R(1) / 2
    logarithm = (2 * n + half).lgamma() - half.lgamma() - (n + 1).lgamma() + n * (eps / (a * a)).log()
    return logarithm.exp()


def cancellation(R: Ball, a: arb, eps: arb) -> arb:
    """The condition number of the sum a + sqrt(a^2 + 6 eps) under the root."""
    root = R.sqrt(a * a + 6 * eps)
    return (abs(a) + root) / abs(6 * eps / (root - a) if a < 0 else a + root)


ALGORITHMS = (
    Algorithm(
        name="direct_expansion",
        problem=problem,
        says="e^(-eps x^4) expanded in eps under the integral; defined for a > 0",
        source=SU.at("equation (3)"),
        body=direct_expansion,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        applies=lambda a, eps, terms: a > 0,
        diagnostics={"optimal_terms": optimal_terms, "least_term": least_term},
        grid=True,
    ),
    Algorithm(
        name="closed_form",
        problem=problem,
        says="a Gaussian exp(-A x^2) whose A makes the first-order correction vanish; for every a",
        source=SU.at("equation (4)"),
        body=closed_form,
        truncation=Bound(second_order, "Taylor's theorem, integral remainder of second order"),
        diagnostics={"cancellation": cancellation},
    ),
)
