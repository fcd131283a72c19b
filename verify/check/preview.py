"""A first look at an input: how far off it seems to be. Nothing is certified."""

import math
from collections.abc import Sequence

from flint import arb

from verify.arithmetic import BINARY64
from verify.arithmetic.precision import Hopeless, Unsettled, no
from verify.check import target
from verify.check.sample import required_of
from verify.check.subject import Subject, Where
from verify.language.expressions import Undefined
from verify.measure.budget import as_ball, condition_number, ulp
from verify.measure.limits import Limits, guarded


def glimpse(what: Subject, where: Where, limits: Limits) -> tuple[float, float]:
    """Ulps and multiples of the envelope, near enough to search by: nothing is certified.

    Infinite where it takes a closer look, -1 where the input does not count.
    """
    try:
        with guarded(limits.seconds):
            return _glimpse(what, where)
    except (Unsettled, Hopeless):
        return math.inf, math.inf


def _glimpse(what: Subject, where: Where) -> tuple[float, float]:
    computed, _ = target.call(what.function, what.arguments(where))
    x = [arb(v) for v in where]
    try:
        if any(no(required_of(c, what, x)) for c in what.conditions):
            return -1.0, -1.0
        truth = what.truth(*x)
    except Undefined:
        return -1.0, -1.0
    if not (math.isfinite(computed) and truth.rel_accuracy_bits() > what.format.bits):
        return math.inf, math.inf
    unit = math.ulp(truth) if what.format == BINARY64 else float(ulp(truth, what.format).mid())
    ulps = float(abs(truth - as_ball(computed)).mid()) / unit
    return ulps, -1.0 if what.gradient is None else ulps / _allowed(what, x, truth)


def _allowed(what: Subject, x: Sequence[arb], truth: arb) -> float:
    assert what.gradient is not None
    try:
        kappa = float(condition_number(x, what.gradient(*x), truth).mid())
    except (Undefined, Unsettled):
        return 0.5
    return max(kappa, 1.0) / 2 if kappa < math.inf else 0.5
