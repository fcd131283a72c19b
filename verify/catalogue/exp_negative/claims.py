"""What the source says about it, each statement with its proof."""

import math
from functools import cache

import numpy as np
from flint import arb, fmpq

from verify.arithmetic import Float64
from verify.arithmetic.precision import every, less
from verify.catalogue.exp_negative.methods import BY_NAME, reciprocal
from verify.catalogue.exp_negative.problem import problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each, printed
from verify.core.claim import REFUTED, Outcome, Reach
from verify.core.model import Measurement
from verify.measure.harness import measure, sweep
from verify.measure.limits import Limits
from verify.measure.point import point

E1 = Claims(problem, HOMEWORK.at("section 1, direct evaluation"), "E-1")
TEXT_TERMS = 101  # the text sums n = 0..100


@cache
def on_tenths(name: str) -> dict[fmpq, Measurement]:
    """The algorithm at x = 1/10, 2/10, ..., 50 with the text's number of terms."""
    tenths = [point(problem, {"x": fmpq(k, 10)}, {}) for k in range(1, 501)]
    swept = sweep(BY_NAME[name], tenths, Limits(), {"terms": TEXT_TERMS})
    return {m.inputs["x"]: m for m in swept}


def forward(m: Measurement) -> arb:
    return arb.pos_inf() if m.forward_error is None else abs(m.forward_error)


def no_worse(x: fmpq, name: str, others: tuple[str, ...]) -> bool | None:
    """At x: is |y^ - y| of `name` at most that of each of the others?"""
    mine = on_tenths(name)[x]
    answers = []
    for other in (on_tenths(o)[x] for o in others):
        same = mine.computed == other.computed
        answers.append(True if same else less(forward(mine), forward(other)))
    return every(answers)


def direct_is_last(x: fmpq) -> bool | None:
    return every([no_worse(x, name, ("direct",)) for name in ("recursion", "reciprocal")])


def at_x(x: fmpq) -> str:
    return f"at x = {float_text(x)}"


def overflow_check() -> Outcome:
    found = {name: measure(a, x=50, terms=200).computed for name, a in BY_NAME.items()}
    holds = math.isnan(found["direct"]) and all(
        math.isfinite(found[name]) for name in ("recursion", "reciprocal")
    )
    shown = ", ".join(f"{name} {value:.6g}" for name, value in found.items())
    return Outcome(holds, f"at x = 50 with 200 terms: {shown} (50^182 and 171! are beyond float64)")


def float_text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def tenths(low: str, high: str) -> list[fmpq]:
    return [fmpq(k, 10) for k in range(int(float(low) * 10), int(float(high) * 10) + 1)]


SET = "x = 0.1, 0.2, ..., 50 with n = 0..100"
CLAIMS_E1 = (
    E1.finding(
        "a",
        says="Powers and factorials overflow as x and n grow.",
        reading="At x = 50 with 200 terms the direct way returns no number while the other two return one.",
        check=overflow_check,
        reach=Reach.MEASUREMENT,
    ),
    E1.finding(
        "b",
        says="Direct evaluation is the least stable of the three.",
        reading=f"At every point of {SET}, neither of the other two is further off than the direct way. "
        "(Neighbour: E-1a, overflow, holds.)",
        check=at_each(
            tenths("0.1", "50"),
            direct_is_last,
            at_x,
            "the direct way is never nearer",
        ),
        reach=Reach.MEASUREMENT,
        declared=REFUTED,
        neighbour=True,
    ),
)


E3 = Claims(problem, HOMEWORK.at("section 1, remainder"), "E-3")


def above(m: Measurement, level: fmpq) -> bool | None:
    return less(level, forward(m))


def rounding_dominates(x: fmpq) -> bool:
    return on_tenths("recursion")[x].cause == "rounding"


def first_above(level: fmpq, low: fmpq, high: fmpq) -> Check:
    """The first tenth at which the recursion's relative forward error certainly exceeds `level`."""

    def check() -> Outcome:
        for x, m in on_tenths("recursion").items():
            answer = above(m, level)
            if answer is None:
                return Outcome(None, f"open at x = {float_text(x)}")
            if answer:
                evidence = f"above {float_text(level)} first at x = {float_text(x)}"
                return Outcome(low <= x <= high, evidence, forward(m))
        return Outcome(False, f"never above {float_text(level)}")

    return check


def truncation_is_small() -> Outcome:
    m = measure(BY_NAME["recursion"], x="367/10", terms=TEXT_TERMS)
    assert m.truncation_error is not None, "the sum is finite"
    size = abs(m.truncation_error)
    return Outcome(
        less(size, fmpq(1, 100)),
        f"at x = 36.7 the truncation error alone is {size.str(4, radius=False)} times e^-x, which is 1e-16 "
        f"there; in itself it is {(size * m.truth).str(4, radius=False)}, and the bound is an absolute one",
        size,
    )


CLAIMS_E3 = (
    E3.printed(
        "a",
        says="With 100 terms the bound allows x up to 100/e = 36.78.",
        reading="36.78 against 100/e. (What was done: the digits were cut off; rounded it is 36.79.)",
        check=printed("36.78", lambda: 100 / arb(1).exp()),
        reach=Reach.FIGURE,
        declared=REFUTED,
        neighbour=True,
    ),
    E3.finding(
        "b",
        says="The recursion is far off the true value from about x = 17.",
        reading=f"Of {SET}, the first x whose relative error exceeds 1 per cent lies in [16.5, 17.5]. "
        "(Neighbours: 0.1 per cent is first passed at 15.7, 10 per cent at 18.4, 100 per cent at 19.9.)",
        check=first_above(fmpq(1, 100), fmpq(33, 2), fmpq(35, 2)),
        reach=Reach.MEASUREMENT,
        place="section 1, results",
    ),
    E3.finding(
        "c",
        says="The cause is cancellation of large terms, not too few of them.",
        reading="At every tenth from 17 to 36.7 rounding is certified to dominate truncation and data.",
        check=at_each(
            tenths("17", "36.7"),
            rounding_dominates,
            at_x,
            "rounding dominates at all of the points",
        ),
        reach=Reach.MEASUREMENT,
        place="section 1, results",
    ),
    E3.finding(
        "d",
        says="With 100 terms the bound allows x up to 36.78.",
        reading="The truncation error is below 1 per cent of e^-x there. (Neighbour: it is below 1 "
        "per cent of 1, which is all that the bound says.)",
        check=truncation_is_small,
        reach=Reach.FIGURE,
        declared=REFUTED,
        neighbour=True,
    ),
)


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
