"""The certified distance of a subject's results from the truth, input by input."""

import math
from collections.abc import Sequence
from typing import Any

from flint import arb

from verify.arithmetic.precision import Hopeless, Settled, Unsettled, every, lower, no, refine, upper
from verify.checking.one_input.samples import BEYOND, Failed, Judged, Outside, Sample, Undecided
from verify.checking.subjects import calls
from verify.checking.subjects.case import case, measurand
from verify.checking.subjects.subject import EXCLUDED, Condition, Subject, Where
from verify.language.conditions import question
from verify.language.expressions import Undefined
from verify.measure.envelope import multiple
from verify.measure.limits import Limits, calling, guarded, listening, time_limit
from verify.measure.measurand import Measurand
from verify.measure.number import Beyond, Lost, certified
from verify.measure.point import for_truth

Called = tuple[Any, str | Hopeless | None]  # a result, and what was raised in its place


def assess(what: Subject, where: Sequence[Where], limits: Limits) -> list[Sample]:
    """Certified ulps of each input, and how they compare with the condition envelope."""
    with listening():
        return judged(what, [(x, _called(what, x, limits)) for x in where], limits)


def judged(what: Subject, items: Sequence[tuple[Where, Called]], limits: Limits) -> list[Sample]:
    """The samples of inputs with their results, which are known."""

    of = measurand(what)

    def evaluate(item: tuple[Where, Called]) -> Sample:
        with guarded(limits.seconds):
            return _assess(what, of, item[0], *item[1])

    found = refine(items, evaluate, lambda s: True, limits.max_bits, start=96)
    return [_settled(item, f) for item, f in zip(items, found, strict=True)]


def _called(what: Subject, where: Where, limits: Limits) -> Called:
    try:
        with time_limit(limits.seconds), calling():
            return calls.call(what.function, what.arguments(where), what.typed, what.is_complex)
    except Hopeless as why:
        return math.nan, why


def _assess(
    what: Subject, of: Measurand, where: Where, computed: Any, raised: str | Hopeless | None
) -> Sample:
    try:
        at = case(of, what.names, where, computed, raised if not isinstance(raised, Hopeless) else None)
        x = for_truth(at.data)
        required = every([required_of(c, what, x) for c in what.conditions])
        if no(required):
            return Outside(where, computed, EXCLUDED)
        if required is None:
            raise Unsettled("cannot decide whether a precondition holds")
        if isinstance(raised, Hopeless):
            what.truth(*x)  # where it has no value the input does not count, whatever became of the function
            raise raised
        found = certified(at)
    except Undefined as why:
        return Outside(where, computed, str(why))
    match found:
        case Beyond():
            return Outside(where, computed, BEYOND)
        case Lost():
            return Failed(where, computed, raised)
    ulps, off = found.distance.ulps, found.distance.off
    return Judged(
        where,
        computed,
        ulps=upper(ulps),
        at_least=max(lower(ulps), 0.0),
        envelope=multiple(ulps, found.envelope),
        relative=upper(off / abs(found.truth)) if not off.is_zero() else 0.0,
    )


def required_of(condition: Condition, what: Subject, x: Sequence[arb]) -> bool | None:
    if callable(condition):
        return condition(*x)
    return question(condition)(dict(zip((r.name for r in what.domain), x, strict=True)))


def _settled(item: tuple[Where, Called], found: Settled) -> Sample:
    if found.done:
        sample: Sample = found.value
        return sample
    return Undecided(item[0], item[1][0], found.reason)
