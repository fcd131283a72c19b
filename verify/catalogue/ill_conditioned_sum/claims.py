"""The bounds of the literature, held against what float64 returned at every sum of the sweep."""

from collections.abc import Callable

from flint import arb, fmpq

from verify.catalogue.ill_conditioned_sum.methods import COMPENSATED, FSUM, PAIRWISE, RECURSIVE
from verify.catalogue.ill_conditioned_sum.problem import BITS, N, data, problem
from verify.catalogue.sources import HIGHAM, SHEWCHUK, SUM2
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure

U = fmpq(1, 2**53)


def gamma(m: int) -> fmpq:
    return m * U / (1 - m * U)


def off(algorithm: Algorithm, k: int) -> fmpq:
    """|computed - sum|, exactly: the data are float64s."""
    computed = float(measure(algorithm, k=k).computed)
    return abs(fmpq(*computed.as_integer_ratio()) - sum(data(k)[0], fmpq(0)))


def sizes(k: int) -> tuple[fmpq, fmpq]:
    """|sum x| and sum |x|."""
    (x,) = data(k)
    return abs(sum(x, fmpq(0))), sum(abs(x), fmpq(0))


def within(algorithm: Algorithm, bound: Callable[[fmpq, fmpq], fmpq]) -> Check:
    return at_each(
        BITS,
        lambda k: bool(off(algorithm, k) <= bound(*sizes(k))),
        lambda k: f"at k = {k}",
        f"the bound holds at each of the {len(BITS)} sums",
    )


EVERY = "For the 64 numbers of each k of the sweep, in float64, the error being exact: "
CLAIMS = (
    Claims(problem, HIGHAM.at("section 4.2"), "SUM-1", further=True).finding(
        says="Recursive summation errs by at most (n-1) u sum |x_i|, to first order.",
        reading=EVERY + "at most gamma_(n-1) sum |x_i|, gamma_m = m u/(1 - m u).",
        check=within(RECURSIVE, lambda s, size: gamma(N - 1) * size),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, HIGHAM.at("section 4.2"), "SUM-2", further=True).finding(
        says="Pairwise summation errs by at most gamma_(log2 n) sum |x_i|.",
        reading=EVERY + "at most gamma_6 sum |x_i|.",
        check=within(PAIRWISE, lambda s, size: gamma(6) * size),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, SUM2.at("section 4"), "SUM-3", further=True).finding(
        says="Compensated summation is as accurate as if computed in twice the precision, then rounded.",
        reading=EVERY + "at most u |s| + gamma_(n-1)^2 sum |x_i|.",
        check=within(COMPENSATED, lambda s, size: U * s + gamma(N - 1) ** 2 * size),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, SHEWCHUK, "SUM-4", further=True).finding(
        says="A sum by expansions that do not overlap can be rounded correctly.",
        reading="math.fsum is within half an ulp of the sum for each k of the sweep.",
        check=at_each(
            BITS,
            lambda k: None if (m := measure(FSUM, k=k)).ulps is None else arb(m.ulps) <= fmpq(1, 2),
            lambda k: f"at k = {k}",
            "at most half an ulp in each case",
        ),
        reach=Reach.MEASUREMENT,
    ),
)
