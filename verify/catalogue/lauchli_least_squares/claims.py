"""What is said of the three ways, held against float64 at the systems of the sweep."""

import numpy as np
from flint import arb

from verify.catalogue.lauchli_least_squares.methods import HOUSEHOLDER, MODIFIED, NORMAL, SINGULAR
from verify.catalogue.lauchli_least_squares.problem import EXPONENTS, lauchli, problem
from verify.catalogue.sources import GOLUB, HIGHAM, LAUCHLI, TREFETHEN
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure


def is_singular_in_float64(k: int) -> bool:
    A = np.array([[float(v.p) / float(v.q) for v in row] for row in lauchli(k)])
    return bool(np.all(A.T @ A == 1))


def error(algorithm: Algorithm, k: int, t: int) -> arb | None:
    return measure(algorithm, k=k, t=t).forward_error


def below(algorithm: Algorithm, t: int, log2_of_bound: int, slope: int) -> Check:
    """The forward error is at most 2^(log2_of_bound + slope k) for each k of the sweep."""

    def holds(k: int) -> bool | None:
        found = error(algorithm, k, t)
        return None if found is None else bool(found <= arb(2) ** (log2_of_bound + slope * k))

    return at_each(
        EXPONENTS, holds, lambda k: f"at k = {k}", f"it holds for {algorithm.name} at each k of the sweep"
    )


def has_nothing(k: int) -> bool | None:
    digits = measure(NORMAL, k=k, t=0).digits
    return None if digits is None else digits < 1


L1 = Claims(problem, LAUCHLI, "LSQ-1", further=True)
L2 = Claims(problem, TREFETHEN.at("lecture 19"), "LSQ-2", further=True)
CLAIMS = (
    L1.finding(
        says="For e below the root of u the computed L^T L is singular, though L has full rank.",
        reading="For each k of the sweep with k >= 28 all entries of L^T L in float64 are 1.",
        check=at_each(
            [k for k in EXPONENTS if k >= 28],
            is_singular_in_float64,
            lambda k: f"at k = {k}",
            "every entry is 1 in each case",
        ),
        reach=Reach.MEASUREMENT,
    ),
    L2.finding(
        "a",
        says="Householder's QR is backward stable: without a residual the error is of the size kappa u.",
        reading="For t = 0 and each k of the sweep: at most 32 2^k u (u = 2^-53).",
        check=below(HOUSEHOLDER, 0, 5 - 53, 1),
        reach=Reach.MEASUREMENT,
    ),
    L2.finding(
        "b",
        says="So are singular values.",
        reading="For t = 0 and each k of the sweep: at most 32 2^k u.",
        check=below(SINGULAR, 0, 5 - 53, 1),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, HIGHAM.at("section 20.3"), "LSQ-3", further=True).finding(
        says="So is Gram and Schmidt's modified method, if b is treated as a column of A.",
        reading="For t = 0 and each k of the sweep: at most 32 2^k u.",
        check=below(MODIFIED, 0, 5 - 53, 1),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, GOLUB.at("section 5.3"), "LSQ-4", further=True).finding(
        says="With a large residual the square of kappa is in the error, whatever the method.",
        reading="For t = 1 and each k of the sweep Householder's QR errs by at most 32 4^k u.",
        check=below(HOUSEHOLDER, 1, 5 - 53, 2),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, HIGHAM.at("section 20.4"), "LSQ-5", further=True).finding(
        says="Where kappa is above 1/sqrt(u) the normal equations give nothing, even without a residual.",
        reading="For t = 0 and each k >= 28 of the sweep: less than one correct digit, or no finite result.",
        check=at_each(
            [k for k in EXPONENTS if k >= 28], has_nothing, lambda k: f"at k = {k}", "in each case"
        ),
        reach=Reach.MEASUREMENT,
    ),
)
