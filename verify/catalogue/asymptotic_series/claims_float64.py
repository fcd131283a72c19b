"""What goes wrong in float64, and what does not."""

from collections.abc import Sequence

from flint import arb

from verify.arithmetic.precision import less
from verify.catalogue.asymptotic_series.claims import U
from verify.catalogue.asymptotic_series.methods import ALGORITHMS
from verify.catalogue.asymptotic_series.problem import erfc_problem
from verify.catalogue.asymptotic_series.problem_bessel import j_problem
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check
from verify.core.claim import Reach
from verify.core.model import Inputs, Problem
from verify.measure.harness import measure

S8 = Claims(erfc_problem, US.at("asymptotic series"), "S-8", further=True)


def rounding_is(name: str, problem: Problem, points: Sequence[Inputs], worse: bool, units: int) -> Check:
    """Is the rounding error of one algorithm at some (or at all) of the points above (below) so many u?"""
    algorithm = next(a for a in ALGORITHMS if a.name == name and a.problem is problem)

    def answers(given: Inputs) -> bool | None:
        found = measure(algorithm, terms=40 if problem is erfc_problem else 8, **given)
        assert found.rounding_error is not None, "the result is finite"
        size = abs(found.rounding_error)
        if problem is j_problem:  # in units of the amplitude sqrt(2/(pi x)), for J has zeros
            size = size * abs(found.truth) * (arb.pi() * int(given["x"]) / 2).sqrt()
        return less(units * U, size) if worse else less(size, units * U)

    cases = [(f"at x = {given['x']}", lambda g=given: answers(g)) for given in points]
    if worse:
        return forms.exists(cases, f"{name} stays below {units} u")
    return forms.each(cases, f"{name} stays below {units} u at all {len(cases)} points")


NEAR_26 = [{"x": f"{26 * 137 + k}/137"} for k in range(1, 65)]
CLAIMS_S8 = (
    S8.finding(
        "a",
        says="in float64 the factor exp(-x^2) is what goes wrong: x^2 is rounded",
        reading="with 40 terms at x = 26 + k/137, k = 1 to 64: at one at least the rounding error "
        "exceeds 300 u",
        check=rounding_is("plain", erfc_problem, NEAR_26, True, 300),
        reach=Reach.MEASUREMENT,
    ),
    S8.finding(
        "b",
        says="with x^2 in two parts it does not",
        reading="at each of these points the rounding error stays below 8 u",
        check=rounding_is("split", erfc_problem, NEAR_26, False, 8),
        reach=Reach.MEASUREMENT,
    ),
)


S9 = Claims(j_problem, US.at("asymptotic series"), "S-9", further=True)
FAR = [{"x": str(100_000 + 37 * k), "twice_order": q} for k in range(20) for q in (0, 1, 2)]
CLAIMS_S9 = (
    S9.finding(
        "a",
        says="in float64 the phase x - nu pi/2 - pi/4 is what goes wrong",
        reading="of x = 100000, 100037, ... (20 points) and nu = 0, 1/2, 1, at one at least the "
        "rounding error exceeds 10000 u of the amplitude",
        check=rounding_is("plain", j_problem, FAR, True, 10_000),
        reach=Reach.MEASUREMENT,
    ),
    S9.finding(
        "b",
        says="with cos x and sin x and the addition theorems it does not",
        reading="at each of these points the rounding error stays below 8 u of the amplitude",
        check=rounding_is("unshifted", j_problem, FAR, False, 8),
        reach=Reach.MEASUREMENT,
    ),
)
