"""What the source says about the reciprocal."""

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.float64 import Float64
from verify.arithmetic.precision import less
from verify.catalogue.exp_negative.measured import SET, at_x, no_worse, tenths
from verify.catalogue.exp_negative.methods import reciprocal
from verify.catalogue.exp_negative.problem import problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import at_each
from verify.core.claim import REFUTED, Outcome, Reach

E4 = Claims(problem, HOMEWORK.at("section 1, reciprocal"), "E-4")


def reciprocal_is_first(x: fmpq) -> bool | None:
    return no_worse(x, "reciprocal", ("direct", "recursion"))


def beyond_the_range() -> Outcome:
    with np.errstate(over="ignore", divide="ignore"):
        value = float(reciprocal(Float64(), np.float64(720), 2000))
    true = truth(arb(720))
    subnormal = less(arb(2) ** -1074, true)
    return Outcome(
        None if subnormal is None else not (subnormal and value == 0),
        f"at x = 720 the sum for e^x leaves float64's range, and the reciprocal is {value:g}, not "
        f"{true.str(5, radius=False)}, a (subnormal) float64",
        true,
    )


CLAIMS_E4 = (
    E4.finding(
        "a",
        says="The reciprocal gives the most accurate value of the three.",
        reading=f"At every point of {SET} it is at least as near as both others. (Neighbour: E-4.)",
        check=at_each(
            tenths("0.1", "50"),
            reciprocal_is_first,
            at_x,
            "the reciprocal is never further off",
        ),
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
    E4.finding(
        says="The reciprocal gives the most accurate value of the three.",
        reading="At every tenth from 3 to 50, where there is something to cancel, it is at least as "
        "near as both others.",
        check=at_each(
            tenths("3", "50"),
            reciprocal_is_first,
            at_x,
            "the reciprocal is at least as near at all of the points",
        ),
        reach=Reach.MEASUREMENT,
    ),
    E4.finding(
        "c",
        says="In the reciprocal nothing overflows.",
        reading="For every x whose e^-x is a float64, given as many terms as it takes.",
        check=beyond_the_range,
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
)
