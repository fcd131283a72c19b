"""How far results are from truths that balls around sums of two floats enclose, in certified ulps.

For y^ and t within e of h + l: d = fl(y^ - h) and v = fl(d - l) are off by at most u |d| and u |v|, so that

    |v| - m <= |y^ - t| <= |v| + m,    m = e + u |d| + u |v|.

ulp(t): with 2^k <= |h| < 2^(k+1), |h| - 2^k and 2^(k+1) - |h| are exact (Sterbenz), and so |t| >= 2^k for
sure where (|h| - 2^k) +- l, rounded once, exceeds e. Where it is open on which side of a power of two t
lies the two ulps give the two bounds. Powers of two divide exactly.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.mathematics.doubled.balls import UNDERFLOW, Balls, U

ROOM = 1 + 2.0**-40  # for the few roundings of a bound
SLACK, RELATIVE = 2.0**-12, 2.0**-22  # so near are bounds of ulps, or of the distance itself
EDGE = 2.0**-10  # ulps: so near to a power of two it may be open which ulp is the truth's
EXPONENT = 0x7FF0000000000000


class Distances(NamedTuple):
    """low, high: bounds of the distance in ulps of the truth; large: the larger ulp that this may be.
    relative: an upper bound of the distance over the truth. settled: where all of this is certain and
    near."""

    low: Any
    high: Any
    large: Any
    relative: Any
    settled: Any


def power_below(size: Any) -> Any:
    """The power of two at or below each; 0 for a subnormal number."""
    return (size.view(np.int64) & EXPONENT).view(np.float64)


def distances(truth: Balls, y: Any, format: Format, shift: int = 0) -> Distances:
    """Of results y, with the truths; both are times 2^shift."""
    h, l, e = truth.high, truth.low, truth.error  # noqa: E741 (as above)
    d = y - h
    v = d - l
    off = np.abs(v)
    margin = (e + U * (np.abs(d) + off)) * ROOM
    size, e = np.abs(h), e * ROOM
    rest = np.where(h < 0, -l, l)
    small, large, clear = _units(size, rest, e, math.ldexp(1.0, 1 - format.emax + shift))
    small, large = small * 2.0 ** (1 - format.bits), large * 2.0 ** (1 - format.bits)
    # A quotient that underflows is off by at most 2^-1074, and its product with 1 +- 4 u by as much again.
    most = off + margin
    low = np.maximum(np.maximum(off - margin, 0.0) / large * (1 - 4 * U) - UNDERFLOW, 0.0)
    high = most / small * (1 + 4 * U) + np.where(most > 0, UNDERFLOW, 0.0)
    settled = clear & (margin <= np.maximum(SLACK * small, RELATIVE * off))
    settled &= (small == large) | (high <= EDGE)
    settled &= (high < 0.5) | (low > 0.5)
    settled &= np.isfinite(high)
    relative = most / (size * (1 - 4 * U) - e) * (1 + 8 * U) + np.where(most > 0, UNDERFLOW, 0.0)
    relative = np.where(relative >= 0, relative, np.inf)
    # |0 - t| is |t| itself; and where nothing is lost, nothing is lost of it, though t be zero.
    relative = np.where(y == 0, np.minimum(relative, 1.0), relative)
    return Distances(low, high, large, np.where(most == 0, 0.0, relative), settled)


def multiples(high: Any, allowed: Any) -> Any:
    """Upper bounds of errors over what is allowed, also where the quotient underflows."""
    return high / allowed * (1 + 2.0**-50) + np.where(high > 0, UNDERFLOW, 0.0)


def _units(size: Any, rest: Any, e: Any, least: float) -> tuple[Any, Any, Any]:
    """The powers of two below the truth, the smaller and the larger that it may be, none below `least`."""
    power = power_below(size)
    over = size - power
    above, below = over + rest, (power - over) - rest
    small = power * np.where(above > e, np.where(below < -e, 2.0, 1.0), 0.5)
    large = power * np.where(below > e, np.where(above < -e, 0.5, 1.0), 2.0)
    # Then |t| lies between 2^(k-1) and 2^(k+2); what is not finite is neither.
    clear = e < power / 8
    tiny = (size + np.abs(rest)) * ROOM + e < least
    return (
        np.where(tiny, least, np.maximum(small, least)),
        np.where(tiny, least, np.maximum(large, least)),
        clear | tiny,
    )
