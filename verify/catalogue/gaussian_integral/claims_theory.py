"""The law of where to stop the series, proved from the sizes of its terms, whose quotients grow with n:
|T_(n+1)/T_n| = (4n+1)(4n+3)/(4(n+1)) t.
"""

from functools import cache

from flint import fmpq

from verify.catalogue.gaussian_integral.problem import problem, size
from verify.catalogue.sources import DLMF
from verify.claims.declare import Claims
from verify.claims.theory import of_stopping


@cache
def coefficient(n: int) -> fmpq:
    return size(n, fmpq(1))


CLAIMS_THEORY = of_stopping(
    problem.theory,
    Claims(problem, DLMF.at("section 2.11(i), from Stirling's formula"), "T-8", further=True),
    lambda n, t: t**n * coefficient(n),
)
