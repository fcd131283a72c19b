"""The laws of where to stop each series, proved from the sizes of its terms.

The quotients of neighbouring terms grow with their number: n/x, (n - 1/2)/x^2, (2n-1)^2/(8 n x), and for
Stirling's series the product 2n(2n-1)/(2 pi x)^2 zeta(2n+2)/zeta(2n), see stirling_terms.
"""

import math
from functools import cache

from flint import arb, fmpq

from verify.catalogue.asymptotic_series import laws
from verify.catalogue.asymptotic_series.claims import rising_half
from verify.catalogue.asymptotic_series.methods_bessel import hankel_coefficient
from verify.catalogue.asymptotic_series.methods_stirling import stirling_term
from verify.catalogue.asymptotic_series.problem import e1_problem, ei_problem, erfc_problem, log_gamma_problem
from verify.catalogue.asymptotic_series.problem_bessel import j_problem, k_problem
from verify.catalogue.sources import DLMF
from verify.claims.declare import Claims
from verify.claims.theory import of_stopping

WHERE = DLMF.at("section 2.11(i), from Stirling's formula")


def factorial_term(n: int, x: arb) -> arb:
    return arb(math.factorial(n)) / x**n


def hankel_term(n: int, x: arb) -> arb:
    return size_of_hankel(n) / x**n


def erfc_term(n: int, x: arb) -> arb:
    return half_rising(n) / x ** (2 * n)


@cache
def size_of_hankel(n: int) -> fmpq:
    return abs(hankel_coefficient(0, n))


half_rising = cache(rising_half)


CLAIMS_E1 = of_stopping(laws.E1, Claims(e1_problem, WHERE, "T-4", further=True), factorial_term)
CLAIMS_EI = of_stopping(laws.EI, Claims(ei_problem, WHERE, "T-5", further=True), factorial_term)
CLAIMS_ERFC = of_stopping(
    laws.ERFC,
    Claims(erfc_problem, WHERE, "T-3", further=True),
    erfc_term,
)
# The sum begins with the leading part, so that n terms leave the one with B_(2n+2).
CLAIMS_STIRLING = of_stopping(
    laws.STIRLING,
    Claims(log_gamma_problem, WHERE, "T-2", further=True),
    lambda n, x: stirling_term(n + 1, x) / abs(x.lgamma()),
)
CLAIMS_K = of_stopping(laws.K, Claims(k_problem, WHERE, "T-6", further=True), hankel_term)
CLAIMS_J = of_stopping(laws.J, Claims(j_problem, WHERE, "T-7", further=True), hankel_term)
