"""A number beside its truth, at two of the three depths of measuring: a first look, and the certified
distance with the envelope.

The third, the whole budget (`measurement.budget_of`), takes the same `Case` and asks the same `Distance` and
the same envelope, so that they agree where they overlap; what a first look tells is the middle of what is
certified. Each is an evaluation at the precision in force, which `refine` raises until it settles.
"""

import cmath
import math
from collections.abc import Sequence
from typing import NamedTuple

from flint import acb, arb

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import Hopeless, Unsettled
from verify.measure.budget import as_ball
from verify.measure.distance import Distance, power_of_two
from verify.measure.envelope import envelope, half_ulps, known
from verify.measure.measurand import Case
from verify.measure.point import for_truth

Formats = Sequence[Format | None]


class Near(NamedTuple):
    """A finite result: its distance from the truth, and the envelope in ulps (None: not known)."""

    distance: Distance
    truth: arb | acb
    envelope: arb | None


class Lost(NamedTuple):
    """No finite number came out, though the truth is one."""

    truth: arb | acb


class Beyond(NamedTuple):
    """The truth is beyond the format, and so is the result."""

    truth: arb | acb


def beyond(format: Format) -> arb:
    """From here on the nearest number of the format is an infinity. A wider format than float64 ends
    where float64 does: results are recorded as float64."""
    emax = min(format.emax, 1023)
    return arb(2) ** (emax + 1) - arb(2) ** (emax - min(format.bits, 53))


def certified(case: Case) -> Near | Lost | Beyond:
    """How far the result of a case is from the truth. Unsettled where more bits must tell."""
    of, x = case.measurand, for_truth(case.data)
    truth = case.truth()
    if not truth.is_finite():
        raise Unsettled("the truth is not finite at this precision")
    if not cmath.isfinite(case.computed):
        return _not_finite(case, truth)
    distance = Distance.of(as_ball(case.computed) - truth, truth, of.format)
    if question := distance.open_question():
        raise Unsettled(question)
    return Near(distance, truth, allowed(case, truth, x, of.formats))


def allowed(case: Case, truth: arb | acb, x: Sequence[arb], formats: Formats) -> arb | None:
    """The envelope in ulps; None where there is no derivative, or none that says anything (a kink)."""
    if case.measurand.gradient is None:
        return None
    try:
        return known(envelope(case.gradient(), half_ulps(x, formats), truth, case.measurand.format))
    except (ArithmeticError, Hopeless):  # Unsettled, or not defined: an edge of the domain
        return None


def _not_finite(case: Case, truth: arb | acb) -> Lost | Beyond:
    """An infinity is right where the truth rounds to it; else it is a failure of its own kind. Of a complex
    number it is asked of each part that is not finite."""
    largest = beyond(case.measurand.format)
    if isinstance(truth, arb):
        return _part_lost(case.computed, case.raised, truth, largest)
    if not isinstance(case.computed, complex):  # it raised: which part overflowed is not known
        size = truth.real if abs(truth.real) >= abs(truth.imag) else truth.imag
        found: Lost | Beyond = _part_lost(case.computed, case.raised, size, largest)
    else:
        pairs = ((case.computed.real, truth.real), (case.computed.imag, truth.imag))
        parts = [_part_lost(y, case.raised, t, largest) for y, t in pairs if not math.isfinite(y)]
        found = next((p for p in parts if isinstance(p, Lost)), parts[0])
    return Lost(truth) if isinstance(found, Lost) else Beyond(truth)


def _part_lost(computed: float, raised: str | None, truth: arb, largest: arb) -> Lost | Beyond:
    told = raised is not None and "OverflowError" in raised  # which has no sign
    if abs(truth) >= largest and (told or computed == (math.inf if truth > 0 else -math.inf)):
        return Beyond(truth)
    if math.isinf(computed) and not abs(truth) < largest and not abs(truth) >= largest:
        raise Unsettled("cannot decide whether the truth is beyond the format")
    return Lost(truth)


def look(case: Case) -> tuple[float, float]:
    """Ulps and multiples of the envelope, near enough to search by: nothing is certified.

    Infinite where it takes a closer look; -1 for the envelope where it is not known.
    """
    of, x = case.measurand, for_truth(case.data)
    truth = case.truth()
    if not (cmath.isfinite(case.computed) and truth.rel_accuracy_bits() > of.format.bits):
        return math.inf, math.inf
    distance = Distance.of(as_ball(case.computed) - truth, truth, of.format)
    ulps = float(distance.off.mid() * power_of_two(-distance.large))
    cost = allowed(case, truth, x, of.formats)
    if cost is None:
        return ulps, -1.0
    return ulps, ulps / float(cost.mid()) if cost.is_finite() else 0.0
