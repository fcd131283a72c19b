"""Exact numbers rounded to a context: by MPFR, and halves away from zero, which MPFR has not."""

from functools import cache
from typing import Any

import gmpy2
from flint import arb
from gmpy2 import mpfr, mpq

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.fpcore import real
from verify.fpcore.contexts import NEAREST_EVEN, Context
from verify.fpcore.operations import ZERO

DIRECTIONS = {
    NEAREST_EVEN: gmpy2.RoundToNearest,
    "toPositive": gmpy2.RoundUp,
    "toNegative": gmpy2.RoundDown,
    "toZero": gmpy2.RoundToZero,
}


@cache
def mpfr_context(format: Format, rounding: str) -> Any:
    return format.context(DIRECTIONS[rounding])


def nearest_in(exact: mpq, context: Context) -> mpfr:
    """A rational, rounded to a format."""
    assert isinstance(context.precision, Format)
    if context.rounding == "nearestAway":
        return half_away(exact, context.precision)
    return mpfr(exact, 0, context=mpfr_context(context.precision, context.rounding))


def half_away(exact: mpq, format: Format) -> mpfr:
    """The nearest number of a format, of two equally near ones the larger in size; an underflow keeps the
    sign."""
    size = abs(exact)
    if size == 0:
        return ZERO
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    if size < mpq(2) ** exponent:
        exponent -= 1
    unit = mpq(2) ** max(exponent - format.bits + 1, format.lowest)
    whole = (size / unit + mpq(1, 2)).__floor__() * unit
    # Exact in the format, or beyond its range and then an infinity.
    context = mpfr_context(format, NEAREST_EVEN)
    rounded = mpfr(whole, 0, context=context)
    return rounded if exact > 0 else context.minus(rounded)


@cache
def constant(name: str, context: Context) -> mpfr:
    """The constant rounded to the context: both ends of a ball round alike."""
    bits = context.format.bits + 32
    while True:
        with precision(bits):
            ball = real.CONSTANTS[name]()
            assert isinstance(ball, arb)
            ends = [_dyadic(end) for end in (ball.lower(), ball.upper())]
        low, high = (nearest_in(end, context) for end in ends)
        if low == high:
            return low
        bits *= 2


def _dyadic(point: arb) -> mpq:
    mantissa, exponent = point.man_exp()
    return mpq(int(mantissa)) * mpq(2) ** int(exponent)
