"""What the source says about it, each statement with its proof."""

import math
from typing import Any

from flint import fmpq, fmpq_poly

from verify.catalogue.resummation.approximants import coefficients, moments
from verify.catalogue.resummation.problem import problem
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.core.claim import Reach

P1 = Claims(problem, US.at("resummation"), "P-1", further=True)
n_ = fmpq_poly([0, 1])


def stieltjes() -> list[tuple[Any, Any]]:
    quarter, three = n_ + fmpq(1, 4), n_ + fmpq(3, 4)
    return [
        ((2 * n_ + fmpq(1, 2)) * (2 * n_ + fmpq(3, 2)), 4 * quarter * three),
        *(
            (
                moments(fmpq, 40)[n] / math.factorial(n),
                4**n * rising(fmpq(1, 4), n) * rising(fmpq(3, 4), n) / math.factorial(n) ** 2,
            )
            for n in range(40)
        ),
    ]


def rising(x: fmpq, n: int) -> fmpq:
    product = fmpq(1)
    for k in range(n):
        product = product * (x + k)
    return product


CLAIMS_P1 = (
    P1.law(
        says="the quartic integral and its Borel transform are Stieltjes functions",
        reading="both are integrals of d phi(s)/(1 + ts) with phi >= 0: the coefficients over n! are "
        "those of B(z) = 2F1(1/4, 3/4; 1; -4z), by Euler's integral a positive mixture of (1 "
        "+ 4zv)^(-1/4), 0 < v < 1; (1 + z)^(-1/4) is sin(pi/4)/pi times the integral of (x - "
        "1)^(-1/4)/(x + z) over x > 1; and g/sqrt(pi) is the integral of e^-s B(ts)",
        check=forms.identity(stieltjes, "(1/2)_(2n) = 4^n (1/4)_n (3/4)_n, by the quotients for every n"),
        reach=Reach.THEOREM,
    ),
)


P2 = Claims(problem, US.at("resummation"), "P-2", further=True)


def same_series() -> list[tuple[Any, Any]]:
    """The fraction of g_1 to g_30 as a quotient of polynomials, multiplied out beside the series."""
    pairs: list[tuple[Any, Any]] = []
    z = fmpq_poly([0, 1])
    for borel in (False, True):
        g = coefficients(borel)
        pairs += [(c > 0, True) for c in g]
        above, below = fmpq_poly([1]), fmpq_poly([1])
        for c in reversed(g[:30]):  # 1 + c z/(above/below)
            above, below = above + c * z * below, above
        mu = moments(fmpq, 31)
        series = fmpq_poly([(-1) ** n * x / (math.factorial(n) if borel else 1) for n, x in enumerate(mu)])
        product = series * above
        pairs += [(product[n], below[n]) for n in range(31)]
    return pairs


CLAIMS_P2 = (
    P2.law(
        says="[N-1/N] < g < [N/N]",
        reading="for every t > 0 and N: by P-1 the fraction's coefficients are positive (Stieltjes). "
        "For the first 81 of g and B this is checked exactly, and that 30 of them give 31 "
        "terms of the series again",
        check=forms.told(
            forms.identity(same_series, "g_k > 0 for 81 of them, and the fraction's expansion is the series"),
            "all further ones by P-1 and Stieltjes' theorem (quoted)",
        ),
        reach=Reach.THEOREM,
    ),
)


P3 = Claims(problem, US.at("resummation"), "P-3", further=True)
CLAIMS_P3 = (
    P3.law(
        says="the approximants converge to g for every t > 0, where the series converges for none",
        reading="Carleman's condition, the sum of mu_n^(-1/(2n)) diverges: mu_n = 4^n (1/4)_n "
        "(3/4)_n/n! <= 4^n n! <= (4n)^n, because (n + 1/4)(n + 3/4) < (n + 1)^2, so that "
        "each term is at least 1/(2 sqrt n)",
        check=forms.identity(
            lambda: [((n_ + 1) ** 2 - (n_ + fmpq(1, 4)) * (n_ + fmpq(3, 4)), n_ + fmpq(13, 16))],
            "(n + 1)^2 - (n + 1/4)(n + 3/4) = n + 13/16 > 0",
        ),
        reach=Reach.THEOREM,
    ),
)
