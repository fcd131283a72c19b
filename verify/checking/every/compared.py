"""Thousands of results at once beside the values of a piece, in float64.

For a finite result y^ and a truth f within b of p^ + l^, what a piece makes of it (l^ = 0 but in
double-double), float64 gives e = fl|fl(y^ - p^) - l^|. With u = 2^-53

    e - b - r <= |y^ - f| <= e + b + r,      r = u |y^ - p^| + u e <= 3 u e + u |l^|,

since |y^ - p^| <= (e + |l^|) (1 + 2u). Without l^ one rounding less is done.
"""

from typing import Any, NamedTuple

import numpy as np

from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.pieces import Modulo, Polynomial, Reduced
from verify.mathematics.polynomials.remainders import exact_fmod

Known = Polynomial | Reduced | Modulo
U = 2.0**-53
NONE = np.zeros(0, np.int64)  # indices


class Values(NamedTuple):
    """high + low (None: zero) is within `bound` of the truth; or within `relative` of its size, where that
    is not zero. apart: a bound of |high - f|, where `relative` is zero. monotone: what `high` is `bound` off
    from at most is so. discrete: the places where a truth is `high` itself, if that is a multiple of half the
    format's least number.
    """

    high: Any
    low: Any
    bound: float
    apart: float
    relative: float = 0.0
    monotone: bool = False
    discrete: Any = None


class Compared(NamedTuple):
    """error: |y^ - f|, but for what `values` is off and 3 u of itself."""

    values: Values
    error: Any

    def part(self, of: slice) -> "Compared":
        return Compared(self.values._replace(high=self.values.high[of], low=None), self.error[of])


def valued(piece: Known, x: Any) -> Values:
    if isinstance(piece, Modulo):
        return Values(exact_fmod(x, piece.divisor), None, 0.0, 0.0)
    if isinstance(piece, Reduced):
        # |p - f| <= r |f| gives |f| <= |p| (1 + 2 r), r < 2^-40; 2^-30 of it also covers the roundings of
        # whatever is made of the bound.
        return Values(approximated(piece, x)[0], None, 0.0, 0.0, piece.relative * (1 + 2.0**-30))
    if not piece.low_parts:
        found = approximated(piece, x)[0]
        return Values(found, None, piece.bound, piece.bound, monotone=_is_monotone(piece))
    high, low = evaluate_doubled(piece, x)
    most = float(np.abs(low).max())
    # Two roundings each, of numbers that are not negative.
    bound, apart = ((piece.bound + part) * (1 + 4 * U) for part in (U * most, most))
    return Values(high, low, bound, apart)


def _is_monotone(piece: Polynomial) -> bool:
    """|p'(y)| >= |c_1| - sum_(k > 1) k |c_k| > 0 for |y| <= 1; 2^-40 covers the roundings of the sum. p is
    within the bound of its computed values, since that is a part of the bound."""
    _, slope, *rest = (*map(abs, piece.coefficients), 0.0)
    return slope > sum(k * c for k, c in enumerate(rest, 2)) * (1 + 2.0**-40)


def compared(values: Values, y: Any) -> Compared:
    error = np.subtract(y, values.high)
    if values.low is not None:
        error -= values.low
    return Compared(values, np.abs(error, out=error))
