"""The floats outside the ends of balls, in arrays."""

from typing import Any

import numpy as np

from verify.arithmetic.error_free import two_sum
from verify.mathematics.doubled.balls import Balls

LARGEST = float(np.finfo(np.float64).max)


def ends(of: Balls) -> tuple[Any, Any]:
    """low <= t <= high for every t of a ball; NaN where it is not finite."""
    with np.errstate(all="ignore"):
        low, high = 0.0 - _above(-of.high, -of.low, of.error), _above(of.high, of.low, of.error)
        known = np.isfinite(of.high) & np.isfinite(of.low) & np.isfinite(of.error)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def _above(h: Any, l: Any, e: Any) -> Any:  # noqa: E741 (as in `balls`)
    """At least h + l + e: two sums, each with what rounding lost, which is exact barring overflow. l + e does
    not overflow where the ball is a bound of anything; of h and the rest an infinity is a bound from above,
    but below all floats the least of them is."""
    rest, lost = two_sum(l, e)
    s, lost = two_sum(h, np.where(lost > 0, np.nextafter(rest, np.inf), rest))
    return np.maximum(np.where(lost > 0, np.nextafter(s, np.inf), s), -LARGEST)
