"""The certified distance of a subject's results from the truth, input by input."""

import math
from collections.abc import Sequence

from flint import arb

from verify.arithmetic import Format
from verify.arithmetic.precision import (
    Hopeless,
    Settled,
    Unsettled,
    current_bits,
    every,
    lower,
    no,
    refine,
    upper,
)
from verify.check import target
from verify.check.subject import Condition, Sample, Subject, Where
from verify.language import expressions
from verify.language.expressions import Undefined
from verify.measure import budget
from verify.measure.budget import as_ball, condition_number
from verify.measure.limits import Limits, guarded, time_limit

# With so many bits it is asked whether a result is correctly rounded, and how large the ulp is beside a power
# of two; then that is left open, and the bounds are the wider.
HALF_BITS = 384
EDGE_BITS = 3072


def beyond(format: Format) -> arb:
    """From here on the nearest number of the format is an infinity. A wider format than float64 ends
    where float64 does: results are recorded as float64."""
    emax = min(format.emax, 1023)
    return arb(2) ** (emax + 1) - arb(2) ** (emax - min(format.bits, 53))


def assess(what: Subject, where: Sequence[Where], limits: Limits) -> list[Sample]:
    """Certified ulps of each input, and how they compare with the condition envelope."""
    computed = [_called(what, x, limits) for x in where]
    items = list(zip(where, computed, strict=True))

    def evaluate(item: tuple[Where, Called]) -> Sample:
        with guarded(limits.seconds):
            return _assess(what, item[0], *item[1])

    found = refine(items, evaluate, lambda s: True, limits.max_bits, start=96)
    return [_settled(item, f) for item, f in zip(items, found, strict=True)]


Called = tuple[float, str | Hopeless]


def _called(what: Subject, where: Where, limits: Limits) -> Called:
    try:
        with time_limit(limits.seconds):
            return target.call(what.function, what.arguments(where))
    except Hopeless as why:
        return math.nan, why


def _assess(what: Subject, where: Where, computed: float, raised: str | Hopeless) -> Sample:
    x = [arb(v) for v in where]
    try:
        required = every([required_of(c, what, x) for c in what.conditions])
        if no(required):
            return Sample(where, computed, outside="a precondition does not hold")
        if required is None:
            raise Unsettled("a precondition is open")
        truth = what.truth(*x)
    except Undefined as why:
        return Sample(where, computed, outside=str(why))
    if isinstance(raised, Hopeless):
        raise raised
    if not truth.is_finite():
        raise Unsettled("the truth is not finite at this precision")
    if not math.isfinite(computed):
        return _not_finite(where, computed, raised, truth, beyond(what.format))
    off = abs(truth - as_ball(computed))
    ulp = budget.ulp(truth, what.format)
    # 2^-10 ulp of slack, or 2^-20 of the distance itself, is all that more bits could still gain.
    if not (off.rad() <= ulp.abs_lower() * arb(2) ** -10 or off.rel_accuracy_bits() >= 20):
        raise Unsettled("the distance from the truth is not known to 2^-10 ulp")
    ulps = off / ulp
    if ulps.overlaps(arb(0.5)) and not ulps.is_exact() and current_bits() < HALF_BITS:
        raise Unsettled("on which side of half an ulp is open")
    # cos(1e-300) is below 1, and that halves its ulp; 3072 bits tell it from 1 for any float64 input.
    if not ulp.is_exact() and ulps.upper() > arb(2) ** -10 and current_bits() < EDGE_BITS:
        raise Unsettled("on which side of a power of two the truth lies is open")
    return Sample(
        where,
        computed,
        ulps=upper(ulps),
        at_least=max(lower(ulps), 0.0),
        envelope=_envelope(what, x, truth, off),
        raised=raised,
        relative=upper(off / abs(truth)) if not off.is_zero() else 0.0,
    )


def required_of(condition: Condition, what: Subject, x: Sequence[arb]) -> bool | None:
    if callable(condition):
        return condition(*x)
    return expressions.holds(condition, dict(zip((r.name for r in what.domain), x, strict=True)))


def _not_finite(where: Where, computed: float, raised: str, truth: arb, largest: arb) -> Sample:
    """An infinity is right where the truth rounds to it; else it is a failure of its own kind."""
    told = "OverflowError" in raised  # which has no sign
    if abs(truth) >= largest and (told or computed == (math.inf if truth > 0 else -math.inf)):
        return Sample(where, computed, outside="the truth is beyond the format, and so is the result")
    if math.isinf(computed) and not abs(truth) < largest and not abs(truth) >= largest:
        raise Unsettled("whether the truth is beyond the format is open")
    return Sample(where, computed, raised=raised)


def _envelope(what: Subject, x: Sequence[arb], truth: arb, off: arb) -> float | None:
    if what.gradient is None:
        return None
    unit = budget.ulp(truth, what.format)
    try:
        change = condition_number(x, what.gradient(*x), arb(1)).abs_lower()
    except (Undefined, Unsettled):  # a kink, an edge of the domain: kappa >= 0 is all that is known
        change = arb(0)
    # kappa/2 ulps are change/(2|y|) ulp(y), and ulp(y) > 2^-bits |y|, which holds on where y is zero.
    # What is known only within bounds enters by its lower end.
    inherent = change * arb(2) ** -what.format.bits
    if not truth.contains(0):
        inherent = change / truth.abs_upper() * unit.abs_lower()
    allowed = (inherent if inherent.is_finite() else arb(0)).max(unit.abs_lower()) / 2
    return upper(off / allowed)


def _settled(item: tuple[Where, Called], found: Settled) -> Sample:
    if found.done:
        sample: Sample = found.value
        return sample
    return Sample(item[0], item[1][0], undecided=found.reason)
