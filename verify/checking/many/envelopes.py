"""How many times the envelope errors are, from above and from below, at many inputs at once.

    envelope = max(1/2, sum |df/dx_i| ulp(x_i)/2 / ulp(f)) ulps

Each slope s within e of h + l has (|h|(1 - u) - e) <= |s| <= (|h|(1 + u) + e). Ratios of ulps are powers of
two: exact, or zero or infinite where they leave the floats, which is on the safe side of a lower bound that
is LARGE at most; to an upper one LEAST is added for each.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.checking.many.enclosing import evaluated
from verify.checking.many.formulas import Quick
from verify.mathematics.doubled.balls import NOTHING, UNDERFLOW, Balls, U

BITS = (128, 1536)  # the second where the first says little: cos x at 1e308 needs 1100
ROUGH = 20  # bits: of a slope, whose error enters the envelope alone
ROOM = 1 + 2.0**-18
LEAST, LARGE = 2.0**-1000, 2.0**1000


NEAR = 2.0**-12
FAR = 900  # binary orders: what is farther from one than that is brought to it, from as far as MOST
MOST = 2**20


class Slope(NamedTuple):
    """A partial derivative times 2^shift."""

    ball: Balls
    shift: Any = 0


class Envelopes(NamedTuple):
    """In ulps, never below 1/2; NaN where nothing is known."""

    low: Any
    high: Any


def envelopes(
    slopes: Sequence[Slope], columns: Sequence[Any], formats: Sequence[Format | None], unit: Any
) -> Envelopes:
    """unit: the larger ulp that the truth may have."""
    low, high = np.zeros_like(unit), np.zeros_like(unit)
    for (s, shift), x, format in zip(slopes, columns, formats, strict=True):
        if format is None:  # an integer, which nothing rounds
            continue
        # Exponents of half an ulp of the input over an ulp of the truth.
        ratio = np.ldexp(1.0, _ulp_exponents(x, format) - 1 - _exponents(unit) - shift)
        size = np.abs(s.high)
        low = low + np.maximum(size * (1 - 4 * U) - s.error, 0.0) * np.minimum(ratio, LARGE) / ROOM
        high = high + ((size * (1 + 4 * U) + s.error) * ratio * ROOM + LEAST)
    low = np.minimum(low, LARGE)
    # Slopes that are small differences say little: that is of no matter below half an ulp, or far above all
    # errors.
    near = np.isfinite(high) & (high - low <= NEAR * high)
    known = np.isfinite(low) & ((high <= 0.5) | near | (low >= LARGE * 2.0**-100))
    # A truth beside a power of two may have half the ulp, and so twice the envelope.
    low, high = np.maximum(low, 0.5), np.maximum(2 * high, 0.5)
    return Envelopes(np.where(known, low, np.nan), np.where(known, high, np.nan))


def _ulp_exponents(x: Any, format: Format) -> Any:
    return np.maximum(_exponents(x), 1 - format.emax) - (format.bits - 1)


def _exponents(x: Any) -> Any:
    """k of 2^k <= |x| < 2^(k+1); far below all formats for zero."""
    return np.where(x == 0, -5000, np.frexp(x)[1] - 1)


def rough(of: Quick, columns: Sequence[Any], bits: int) -> Slope:
    """A slope by flint's balls, at one precision; an error of nothing where it says little."""
    with precision(bits):
        found = evaluated(of, [c.tolist() for c in columns])
        # What is far from one is brought nearer by a power of two.
        shift = [_shift(t) for t in found]
        found = [t * arb(2) ** k if k else t for t, k in zip(found, shift, strict=True)]
        middle = np.array(list(map(float, found)))
    sure = np.array([t.rel_accuracy_bits() >= ROUGH for t in found], bool) & np.isfinite(middle)
    # rad <= |mid| 2^-20, and the midpoint is rounded, or may underflow.
    error = np.abs(middle) * 2.0**-19 + np.where(np.abs(middle) < 2.0**-900, UNDERFLOW, 0.0)
    return Slope(Balls(middle, 0.0, np.where(sure, error, NOTHING)), np.array(shift))


def _shift(t: arb) -> int:
    if t.mid().is_zero() or not t.is_finite():
        return 0
    mantissa, exponent = t.mid().man_exp()
    order = int(mantissa.bit_length()) + int(exponent)
    return -max(min(order, MOST), -MOST) if abs(order) > FAR else 0
