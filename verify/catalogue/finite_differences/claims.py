"""What is said of the best step, held against the worst error of float64 over a few points."""

from collections.abc import Callable
from functools import cache

from flint import arb

from verify.catalogue.finite_differences.problem import CENTRAL, FORWARD, MOST, problem
from verify.catalogue.sources import NOCEDAL
from verify.claims.declare import Claims
from verify.claims.forms import Check, each
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.budget import largest
from verify.measure.harness import measure

POINTS = ("1.1", "1.7", "2.3", "3.9", "5.2", "6.1", "7.7")
STEPS = range(4, MOST + 1, 2)


@cache
def worst(algorithm_name: str, k: int) -> arb:
    """The largest relative error over the points, at the step 2^-k."""
    algorithm = {a.name: a for a in (FORWARD, CENTRAL)}[algorithm_name]
    found = [measure(algorithm, x=x, k=k).forward_error for x in POINTS]
    return largest([e for e in found if e is not None])


def best_within(algorithm: Algorithm, low: int, high: int) -> Check:
    """Some step with low <= k <= high is certainly better than every one outside."""

    def holds() -> bool | None:
        inside = min((worst(algorithm.name, k) for k in STEPS if low <= k <= high), key=upper)
        others = [worst(algorithm.name, k) for k in STEPS if not low <= k <= high]
        return True if all(inside < e for e in others) else False if any(e < inside for e in others) else None

    return each([("for these points", holds)], f"the best step is 2^-k with {low} <= k <= {high}")


upper: Callable[[arb], float] = lambda e: float(e.upper())  # noqa: E731


def error_at(algorithm: Algorithm, k: int, low: int, high: int) -> Check:
    return each(
        [("there", lambda: bool(arb(2) ** low < worst(algorithm.name, k) < arb(2) ** high))],
        f"the error at k = {k} is between 2^{low} and 2^{high}",
    )


# Of sqrt at x, relative to its slope, Taylor's remainder and two roundings of sqrt give for forward
# differences about h/(4x) + 4 u x/h at most, least at h = 4x sqrt(u); for central ones h^2/(8 x^2) + 2 u x/h,
# least at h = 2x u^(1/3). Over the points, 1.1 <= x <= 7.7, the worst of the first is least at
# h = 11.6 sqrt(u) = 2^-23.0, of the second at h = 4.2 u^(1/3) = 2^-15.6; at k = 26 the first is at most
# 2^-22.0, at k = 18 the second at most 2^-31.
POINTED = "Worst relative error over seven points between 1.1 and 7.7, in float64, steps 2^-k for even k: "
FD = Claims(problem, NOCEDAL.at("section 8.1"), "FD-1", further=True)
CLAIMS = (
    FD.finding(
        "a",
        says="For forward differences the best step is about sqrt(u).",
        reading=POINTED + "the best k is 22 to 28 (u = 2^-53).",
        check=best_within(FORWARD, 22, 28),
        reach=Reach.MEASUREMENT,
    ),
    FD.finding(
        "b",
        says="The error at that step is about sqrt(u).",
        reading=POINTED + "at k = 26 between 2^-30 and 2^-22.",
        check=error_at(FORWARD, 26, -30, -22),
        reach=Reach.MEASUREMENT,
    ),
    FD.finding(
        "c",
        says="For central differences the best step is about u^(1/3).",
        reading=POINTED + "the best k is 14 to 20.",
        check=best_within(CENTRAL, 14, 20),
        reach=Reach.MEASUREMENT,
    ),
    FD.finding(
        "d",
        says="The error there is about u^(2/3).",
        reading=POINTED + "at k = 18 between 2^-40 and 2^-30.",
        check=error_at(CENTRAL, 18, -40, -30),
        reach=Reach.MEASUREMENT,
    ),
)
