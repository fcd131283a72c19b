"""A first look at an input: how far off it seems to be. Nothing is certified."""

import math

from verify.arithmetic.precision import Hopeless, Unsettled, no
from verify.checking.one_input.sample import required_of
from verify.checking.subjects import calls
from verify.checking.subjects.case import case, measurand
from verify.checking.subjects.subject import Subject, Where
from verify.language.expressions import Undefined
from verify.measure.limits import Limits, guarded
from verify.measure.number import look
from verify.measure.point import for_truth


def preview(what: Subject, where: Where, limits: Limits) -> tuple[float, float]:
    """Ulps and multiples of the envelope, near enough to search by: nothing is certified.

    Infinite where it takes a closer look, -1 where the input does not count.
    """
    try:
        with guarded(limits.seconds):
            return _preview(what, where)
    except (Unsettled, Hopeless):
        return math.inf, math.inf


def _preview(what: Subject, where: Where) -> tuple[float, float]:
    computed, raised = calls.call(what.function, what.arguments(where), what.typed, what.is_complex)
    at = case(measurand(what), what.names, where, computed, raised)
    x = for_truth(at.data)
    try:
        if any(no(required_of(c, what, x)) for c in what.conditions):
            return -1.0, -1.0
        return look(at)
    except Undefined:
        return -1.0, -1.0
