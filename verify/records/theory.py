"""Laws of theory as plain data: the expression, and its line where it holds."""

from collections.abc import Iterator

from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.core.literals import rational
from verify.core.model import Axis
from verify.core.theory import Theory
from verify.language.theory import law_of
from verify.records.plain import Row

PLACES = 40  # of a line
BITS = 128  # many more than a place of a drawing shows
LINEAR = ("optimal_terms", "digits")  # of all else the logarithm is drawn


def theory_row(theory: Theory, axis: Axis | None = None) -> Row:
    """What a plot needs: which quantity, where, and the line as (place, value or log10 of it).

    axis: its problem's, over which a law is drawn that names no other
    """
    linear = theory.of in LINEAR
    own = None if theory.title else axis
    return {
        "claim": theory.claim,
        "name": theory.name,
        "of": theory.of,
        "algorithms": list(theory.algorithms),
        "variable": theory.variable,
        "expression": theory.expression,
        "title": own.title if own else theory.title,
        "at": dict(theory.at),
        "says": theory.says,
        "log": not linear,
        "line": [list(place) for place in _line(theory, linear, own is not None and own.log)],
    }


def _line(theory: Theory, linear: bool, spread: bool) -> Iterator[tuple[float, float]]:
    law = law_of(theory)
    with precision(BITS):
        for x in _places(rational(theory.low), rational(theory.high), spread):
            y = law(x)
            value = y if linear else y.log() / arb(10).log()
            yield float(f"{float(x):.6g}"), round(float(value), 4)


def _places(low: fmpq, high: fmpq, spread: bool) -> Iterator[arb]:
    """Evenly from one end to the other, by quotients where the axis is logarithmic."""
    for k in range(PLACES + 1):
        share = fmpq(k, PLACES)
        if k in (0, PLACES):
            yield arb(high if k else low)
        elif spread:
            yield arb(low) * (arb(high) / arb(low)) ** arb(share)
        else:
            yield arb(low + (high - low) * share)
