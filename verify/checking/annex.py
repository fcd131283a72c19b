"""Complex functions at infinities, NaN and zeros, against annex G of ISO C."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from flint import arb

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.checking.every.special import Required, Special
from verify.checking.subjects import calls
from verify.checking.subjects.plane import Formula
from verify.checking.subjects.subject import Subject
from verify.core import complexes, numbers
from verify.language.annex_g import Asked, Part, asked
from verify.language.nodes import Call, Variable
from verify.measure.limits import Limits

BITS = 128
# Every kind of number that a clause tells apart; finite ones whose cosine and sine have every pair of signs.
PARTS = [s * x for x in (0.0, 1.0, 2.0, 4.0, 5.5, math.inf) for s in (1.0, -1.0)] + [math.nan]
INPUTS = [complex(x, y) for x, y in itertools.product(PARTS, PARTS)]
PI = {"pi": 1.0, "pi/2": 0.5, "pi/4": 0.25, "3pi/4": 0.75}


def name_of(what: Subject) -> str | None:
    """The function that the truth is, if it is one function of one complex number without conditions."""
    truth = what.truth
    if not isinstance(truth, Formula) or truth.part or what.conditions or len(what.rectangles) != 1:
        return None
    node = truth.node
    if not isinstance(node, Call) or len(node.arguments) != 1 or len(what.domain) != 2:
        return None
    return node.name if isinstance(node.arguments[0], Variable) else None


def specials(what: Subject, limits: Limits) -> list[Special]:
    """What the function returns wherever annex G says what is right."""
    name = name_of(what)
    return [] if name is None else [*_judged(what, name)]


def _judged(what: Subject, name: str) -> Iterator[Special]:
    for z in INPUTS:
        right = asked(name, z)
        if right is None:
            continue
        arguments = what.arguments((z.real, z.imag))
        y, raised = calls.call(what.function, arguments, what.typed, what.is_complex)
        text = raised or (_text(y) if what.is_complex else str(y))
        yield Special(
            _text(z), text, _is_right(y, raised, right, what.format), Required(str(right), right.place)
        )


def _text(z: complex) -> str:
    return complexes.joined(str(z.real), str(z.imag))


def _is_right(y: Any, raised: str | None, right: Asked, format: Format) -> bool:
    if raised is not None:
        # Python raises where C raises a flag.
        return bool(right.flag) and calls.is_refused_by_arithmetic(raised)
    parts = (y.real, y.imag) if isinstance(y, complex) else (float(y),)
    return any(
        all(_is_part(x, p, format) for x, p in zip(parts, result, strict=True)) for result in right.results
    )


def _is_part(x: float, part: Part, format: Format) -> bool:
    if part.size == "nan":
        return math.isnan(x)
    if part.sign and math.copysign(1, x) != part.sign:
        return False
    return (
        _is_multiple_of_pi(abs(x), PI[part.size], format) if part.size in PI else abs(x) == float(part.size)
    )


def _is_multiple_of_pi(x: float, factor: float, format: Format) -> bool:
    """One of its two neighbours in the format: the annex does not say how it is rounded."""
    if not math.isfinite(x):
        return False
    below, above = numbers.neighbours(x, (-1, 1), format)
    with precision(BITS):
        truth = arb.pi() * factor
        return bool(below < truth) and bool(truth < above)
