"""What the source says about it, each statement with its proof."""

import math

from flint import arb, fmpq

from verify.arithmetic.precision import every, less
from verify.catalogue.exp_negative.measured import (
    BY_NAME,
    SET,
    TEXT_TERMS,
    above,
    at_x,
    float_text,
    forward,
    no_worse,
    on_tenths,
    tenths,
)
from verify.catalogue.exp_negative.problem import problem
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each, printed
from verify.core.claim import REFUTED, Outcome, Reach
from verify.measure.harness import measure

E1 = Claims(problem, HOMEWORK.at("section 1, direct evaluation"), "E-1")


def direct_is_last(x: fmpq) -> bool | None:
    return every([no_worse(x, name, ("direct",)) for name in ("recursion", "reciprocal")])


def overflow_check() -> Outcome:
    found = {name: measure(a, x=50, terms=200).computed for name, a in BY_NAME.items()}
    holds = math.isnan(found["direct"]) and all(
        math.isfinite(found[name]) for name in ("recursion", "reciprocal")
    )
    shown = ", ".join(f"{name} {value:.6g}" for name, value in found.items())
    return Outcome(holds, f"at x = 50 with 200 terms: {shown} (50^182 and 171! are beyond float64)")


def mostly_further_off() -> Outcome:
    direct, others = on_tenths("direct"), [on_tenths(name) for name in ("recursion", "reciprocal")]
    told, answers = [], []
    for name, other in zip(("recursion", "reciprocal"), others, strict=True):
        worse = sum(bool(less(forward(other[x]), forward(direct[x]))) for x in direct)
        better = sum(bool(less(forward(direct[x]), forward(other[x]))) for x in direct)
        unsettled = (
            len(direct) - worse - better - sum(direct[x].computed == other[x].computed for x in direct)
        )
        told.append(f"further off than the {name} at {worse} points, nearer at {better}")
        answers.append(None if unsettled >= abs(worse - better) else worse > better)
    return Outcome(every(answers), f"of {len(direct)}: {'; '.join(told)}")


CLAIMS_E1 = E1.whole(
    "finding",
    says="Direct evaluation is the least stable of the three, and overflows as x and n grow.",
    reading="Least stable: further off than each of the others at more points than nearer (E-1c). "
    "Overflow: at x = 50 with 200 terms (E-1a).",
    parts=(
        E1.finding(
            "a",
            says="Powers and factorials overflow as x and n grow.",
            reading="At x = 50 with 200 terms the direct way returns no number, the other two return one.",
            check=overflow_check,
            reach=Reach.MEASUREMENT,
        ),
        E1.finding(
            "b",
            says="Direct evaluation is the least stable of the three.",
            reading=f"At every point of {SET}, neither of the other two is further off than the direct way. "
            "(Neighbour: E-1c, at most points.)",
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
        E1.finding(
            "c",
            says="Direct evaluation is the least stable of the three.",
            reading=f"Of {SET}, it is further off than either of the others at more points than nearer.",
            check=mostly_further_off,
            reach=Reach.MEASUREMENT,
        ),
    ),
)


E3 = Claims(problem, HOMEWORK.at("section 1, remainder"), "E-3")


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


def bound_below_one() -> Outcome:
    """(e x/100)^100, which the text puts for the bound, at 36.78 and 36.79."""
    at = [(arb(1).exp() * fmpq(k, 100) / 100) ** 100 for k in (3678, 3679)]
    shown = " and ".join(x.str(6, radius=False) for x in at)
    return Outcome(every([less(at[0], 1), less(1, at[1])]), f"at x = 36.78 and 36.79 it is {shown}", at[0])


CLAIMS_E3 = E3.whole(
    "finding",
    says="With 100 terms the bound allows x up to 36.78, yet the recursion is far off from about x = 17; "
    "the cause is cancellation, not too few terms.",
    reading="The bound is below 1 up to there, to two decimals (E-3e); far off is by 1 per cent (E-3b); "
    "rounding is certified to dominate (E-3c).",
    parts=(
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
        E3.finding(
            "e",
            says="With 100 terms the bound allows x up to 36.78.",
            reading="(e x/100)^100 is below 1 at x = 36.78 and above 1 at x = 36.79.",
            check=bound_below_one,
            reach=Reach.FIGURE,
        ),
    ),
)
