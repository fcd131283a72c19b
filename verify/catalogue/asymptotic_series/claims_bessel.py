"""What is claimed of the expansions of K and J, each statement with its proof."""

from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.catalogue.asymptotic_series.claims import U, at_most, never, within
from verify.catalogue.asymptotic_series.methods_bessel import hankel_coefficient, k_series
from verify.catalogue.asymptotic_series.problem_bessel import bessel_k, j_problem, k_problem
from verify.catalogue.asymptotic_series.truncation import hankel_rest, k_left
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.core.claim import Reach

S4 = Claims(k_problem, US.at("asymptotic series"), "S-4", further=True)
CLAIMS_S4 = (
    S4.law(
        "a",
        says="the series of K_0 gives float64's accuracy from x = 17.5 on",
        reading="for every x >= 17.5 the sum of 36 terms is within 2^-53 of K_0(x): the first term "
        "left out falls as x grows, and K_0 is at least 1 - 1/(8x) times the leading factor",
        check=forms.both(
            at_most(
                lambda: k_left(arb(17.5), 0, 36) / k_series(Ball(), arb(17.5), 0, 2),
                U,
                "at x = 17.5 the term left out is below 2^-53 of the first two",
            ),
            within(k_series, bessel_k, fmpq(35, 2), 36, 0),
        ),
        reach=Reach.INEQUALITY,
    ),
    S4.finding(
        "b",
        says="a little nearer no number of terms of the series of K_0 does",
        reading="at x = 17, for every number of terms",
        check=never(
            k_series, bessel_k, lambda n: abs(hankel_coefficient(0, n)) / fmpq(17) ** n, fmpq(17), 76, 0
        ),
        reach=Reach.FIGURE,
    ),
)


S5 = Claims(k_problem, US.at("asymptotic series"), "S-5", further=True)


def half_order(q: int) -> fmpq_poly:
    """K_(q/2) over sqrt(pi/(2x)) e^-x, as a polynomial in 1/x, for odd q."""
    return fmpq_poly([hankel_coefficient(q, k) for k in range((q + 1) // 2)])


def half_orders() -> list[tuple[Any, Any]]:
    z = fmpq_poly([0, 1])
    ends = [(hankel_coefficient(q, (q + 1) // 2), fmpq(0)) for q in range(1, 43, 2)]
    # K_(-1/2) = K_(1/2), and K_(nu+1) = K_(nu-1) + 2 nu/x K_nu with nu = q/2.
    polys = {-1: half_order(1)} | {q: half_order(q) for q in range(1, 45, 2)}
    return ends + [(polys[q + 2], polys[q - 2] + q * z * polys[q]) for q in range(1, 43, 2)]


CLAIMS_S5 = (
    S5.law(
        says="for half an odd order the series of K ends and is K itself",
        reading="nu = 1/2, 3/2, ..., 43/2: a_k = 0 from k = nu + 1/2 on, and the polynomials obey "
        "the recurrence in the order from K_(1/2) = sqrt(pi/(2x)) e^-x on",
        check=forms.identity(
            half_orders, "a_(nu+1/2) = 0 and K_(nu+1) = K_(nu-1) + 2 nu/x K_nu, as polynomials in 1/x"
        ),
        reach=Reach.IDENTITY,
    ),
)


S6 = Claims(j_problem, US.at("asymptotic series"), "S-6", further=True)
CLAIMS_S6 = (
    S6.law(
        says="the series of J_0 gives float64's accuracy from x = 18 on",
        reading="for every x >= 18 the sums of 36 terms together are off by less than 2^-53 "
        "sqrt(2/(pi x)), the amplitude of J_0: what is left is at most the two terms left "
        "out, which fall as x grows",
        check=at_most(
            lambda: hankel_rest(arb(18), 0, 36, 2, 2) + hankel_rest(arb(18), 0, 37, 2, 3),
            U,
            "at x = 18 the two terms left out, a_36 and a_37, are below 2^-53 together",
        ),
        reach=Reach.INEQUALITY,
    ),
)
