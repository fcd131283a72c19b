"""Infinities and NaN by their own rules: the truth language speaks of real numbers.

NaN is to give NaN. An infinity is held against what arb makes of it, where that is a number or an infinity
(e^-inf is 0); what arb leaves open, such as sin(inf), is reported and not judged.
"""

import math
from dataclasses import dataclass

import numpy as np
from flint import arb

from verify.arithmetic.precision import precision
from verify.checking.every.tensors import Evaluate
from verify.checking.subjects.subject import Subject
from verify.core.formats import Scalar
from verify.measure.number import beyond
from verify.records.plain import Row

BITS = 256


@dataclass(frozen=True)
class Required:
    """What a result has to be, by which clause of a standard."""

    asked: str
    clause: str


@dataclass(frozen=True)
class Special:
    """right: None where it is not judged. required: None where no standard speaks of the function there."""

    input: str
    result: str
    right: bool | None
    required: Required | None = None


def special_row(special: Special) -> Row:
    required = special.required or Required("", "")
    return {
        "input": special.input,
        "result": special.result,
        "right": special.right,
        "asked": required.asked,
        "clause": required.clause,
    }


def special_text(special: Row) -> str:
    """What was wrong, and by which clause."""
    return "{input} gives {result}, to be {asked} by {clause}".format(**special)


def specials(what: Subject, scalar: Scalar, many: Evaluate) -> list[Special]:
    """What the function returns for both infinities and NaN."""
    found = []
    for x in (math.inf, -math.inf, math.nan):
        y = float(many(np.array([x], scalar.type))[0])
        right = math.isnan(y) if math.isnan(x) else _at_infinity(what, x, y)
        found.append(Special(str(x), y.hex() if math.isfinite(y) else str(y), right))
    return found


def _at_infinity(what: Subject, x: float, y: float) -> bool | None:
    largest = beyond(what.format)
    try:
        with precision(BITS):
            truth = what.truth(arb(x))
    except Exception:  # it has no value there, or arb knows none: then nothing is claimed
        return None
    if truth >= largest or truth <= -largest:
        return y == (math.inf if truth > 0 else -math.inf)
    if not truth.is_finite():
        return None
    # A ball that rounds to one number, whichever of its points is the truth.
    ends = {what.format.nearest(float(end)) for end in (truth.lower(), truth.upper())}
    return y in ends if len(ends) == 1 else None
