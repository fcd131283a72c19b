"""The law of where to stop the series for m = 3, proved from the sizes of its terms: see quotient."""

from functools import cache

from flint import fmpq

from verify.catalogue.gaussian_potential.problem import problem, size
from verify.catalogue.sources import DLMF
from verify.claims.declare import Claims
from verify.claims.theory import of_stopping


@cache
def coefficient(n: int) -> fmpq:
    return size(n, fmpq(1), 3)


CLAIMS_THEORY = of_stopping(
    problem.theory,
    Claims(problem, DLMF.at("section 2.11(i), from Stirling's formula"), "T-9", further=True),
    lambda n, t: t**n * coefficient(n),
)
