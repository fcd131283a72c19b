"""Thousands of results at once beside the values of a piece, in float64.

For a finite result y^ and a truth f within b of p^ + l^, what a piece makes of it (l^ = 0 but in
double-double), float64 gives e = fl|fl(y^ - p^) - l^|. With u = 2^-53

    e - b - r <= |y^ - f| <= e + b + r,      r = u |y^ - p^| + u e <= 3 u e + u |l^|,

since |y^ - p^| <= (e + |l^|) (1 + 2u). Without l^ one rounding less is done.

ulp(f) is ulp(p^) where no power of two lies within b + |l^| of p^. Where one does, ulp(f) is one of two, the
smaller half the larger U; a result within U/32 of f is then the nearest number whichever it is, since half of
either is at least U/4, and its error is below 1/16 ulp (exp does so at all tiny inputs). Any other, and one
where b + r does not tell on which side of half an ulp or of one ulp the error lies, is left to balls.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking.every.counts import BINS, MOST, Counts
from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.pieces import Polynomial, Reduced

U = 2.0**-53


class Compared(NamedTuple):
    """error: |y^ - f|, but for `bound` and 3 u of itself; apart: a bound of |value - f|."""

    value: Any
    error: Any
    bound: Any
    apart: Any


def compared(piece: Polynomial | Reduced, x: Any, y: Any) -> Compared:
    bound: Any
    apart: Any
    if isinstance(piece, Polynomial) and piece.low_parts:
        value, low = evaluate_doubled(piece, x)
        error = np.subtract(y, value)
        error -= low
        most = float(np.abs(low).max())
        # Two roundings each, of numbers that are not negative.
        bound, apart = ((piece.bound + part) * (1 + 4 * U) for part in (U * most, most))
    else:
        value, bound = approximated(piece, x)
        error, apart = np.subtract(y, value), bound
    return Compared(value, np.abs(error, out=error), bound, apart)


def counted(of: Compared, y: Any, first: int, format: Format) -> tuple[Counts, Any]:
    """What is certain of results at the places from `first` on, and which of them balls have to judge."""
    if isinstance(of.bound, float):
        quick = _in_one_binade(of, y, first, format)
        if quick is not None:
            return quick, None
    size = np.abs(of.value)
    exponent = np.where(size > 0, np.maximum(np.frexp(size)[1] - 1, 1 - format.emax), 1 - format.emax)
    unit = np.ldexp(1.0, exponent - (format.bits - 1))
    # 2^e <= |f| < 2^(e+1) for sure, or f is below the least normal number, where ulps are all the same.
    # The factors cover the rounding of size -+ apart.
    edge = np.ldexp(1.0, exponent)
    least, most = size * (1 - 4 * U) - of.apart, size * (1 + 4 * U) + of.apart
    alone = (least >= edge) | (most < np.ldexp(1.0, 1 - format.emax))
    alone &= most < 2 * edge
    off = of.bound + 4 * U * of.error  # one more for these roundings
    clear = alone & np.isfinite(y)
    for boundary in (unit / 2, unit):
        clear &= np.abs(of.error - boundary) > off + U * boundary
    # Beside a power of two: `larger` is the larger of the two ulps.
    larger = np.where(least < edge, unit, 2 * unit)
    beside = ~alone & np.isfinite(y) & (least >= edge / 2) & (most < 4 * edge)
    beside &= (least >= edge) | (most < 2 * edge)
    beside &= of.error + off < larger / 32 * (1 - 4 * U)
    # A truth that rounds to the infinity that came out does not count.
    over = np.isinf(y) & (y * of.value > 0) & (least >= _beyond(format))
    outside = Counts(inputs=int(over.sum()), outside=int(over.sum()))
    known = clear | beside
    if not known.any():
        return outside, ~over
    neighbour = (np.abs(y) >= edge) | (exponent == 1 - format.emax)
    # In the larger ulp from below, in the smaller one from above.
    unit, smaller = np.where(beside, larger, unit), np.where(beside, larger / 2, unit)
    low = ((of.error - off) / unit * (1 - 4 * U))[known]
    high = ((of.error + off) / smaller * (1 + 4 * U))[known]
    places = np.flatnonzero(known) + first
    best = int(np.argmax(low))
    kept = np.flatnonzero(high >= low[best])
    if len(kept) > MOST:  # the largest of them; of the others the sum of counts keeps a bound
        kept = kept[np.argpartition(high[kept], -MOST - 1)[-MOST - 1 :]]
    return outside + Counts(
        inputs=int(known.sum()),
        correct=int((beside | (clear & (of.error < unit / 2))).sum()),
        # 2^e is a number: a result below it is no neighbour of a truth above it.
        faithful=int((beside | (clear & (of.error < unit) & neighbour)).sum()),
        low=float(max(low[best], 0.0)),
        at=int(places[best]),
        candidates=tuple((float(high[k]), int(places[k])) for k in kept),
        bins=_binned((of.error / unit * BINS)[known]),
    ), ~(known | over)


def _beyond(format: Format) -> float:
    """From here on a truth rounds to infinity; where that is no float64, infinity."""
    return format.largest + math.ldexp(1.0, format.emax - format.bits)


def _in_one_binade(of: Compared, y: Any, first: int, format: Format) -> Counts | None:
    """The same in fewer passes, where one ulp serves all and no result is near a boundary, as of most.

    None where it is otherwise, or some result is no number.
    """
    p, error = of.value, of.error
    first_p, last_p = float(p.min()), float(p.max())
    sizes = sorted((abs(first_p), abs(last_p)))
    # The factors cover the rounding of p -+ apart.
    least = sizes[0] * (1 - 4 * U) - of.apart if first_p * last_p > 0 else 0.0
    most = sizes[1] * (1 + 4 * U) + of.apart
    lowest = 1 - format.emax
    if not most < math.inf:
        return None
    exponent = max(math.frexp(most)[1] - 1, lowest)
    if exponent > lowest and least < math.ldexp(1.0, exponent):
        return _beside(of, first, format, exponent) if least >= math.ldexp(1.0, exponent - 1) else None
    if exponent > lowest and np.abs(y).min() < math.ldexp(1.0, exponent):
        return None  # a result in the binade below
    unit = math.ldexp(1.0, exponent - (format.bits - 1))
    best = int(np.argmax(error))  # of a NaN, if there is one
    top = float(error[best])
    if not top < math.inf:
        return None
    # b + 3 u e for the largest e, with room for the roundings of the comparisons.
    margin = (of.bound + 3 * U * top) * (1 + 8 * U) + 4 * U * unit
    correct, faithful = (_below(error, limit, margin) for limit in (unit / 2, unit))
    if correct is None or faithful is None:
        return None
    larger = np.flatnonzero(error >= top - 2 * margin)[: MOST + 1]  # one more tells that there are others
    high = (top + margin) / unit * (1 + 4 * U)
    error *= BINS / unit
    return Counts(
        inputs=len(p),
        correct=correct,
        faithful=faithful,
        low=max((top - margin) / unit * (1 - 4 * U), 0.0),
        at=first + best,
        candidates=tuple((high, first + int(k)) for k in larger),
        bins=_binned(error),
    )


def _beside(of: Compared, first: int, format: Format, exponent: int) -> Counts | None:
    """Where all truths lie about one power of two, 2^(e-1) <= |f| < 2^(e+1), and all results within U/32 of
    them: correctly rounded, as above. None where some are farther off."""
    unit = math.ldexp(1.0, exponent - (format.bits - 1))
    best = int(np.argmax(of.error))
    top = float(of.error[best])
    if not top < unit:
        return None
    margin = (of.bound + 3 * U * top) * (1 + 8 * U) + 4 * U * unit
    if not top + margin < unit / 32 * (1 - 4 * U):
        return None
    # An error in the smaller ulp may exceed the largest one, which is known in the larger only.
    larger = np.flatnonzero(of.error >= (top - margin) / 2 - 2 * margin)[: MOST + 1]
    high = (top + margin) / (unit / 2) * (1 + 4 * U)
    count = len(of.error)
    return Counts(
        inputs=count,
        correct=count,
        faithful=count,
        low=max((top - margin) / unit * (1 - 4 * U), 0.0),
        at=first + best,
        candidates=tuple((high, first + int(k)) for k in larger),
        bins=_binned(of.error * (BINS / unit)),
    )


def _binned(sixteenths: Any) -> tuple[int, ...]:
    np.minimum(sixteenths, BINS, out=sixteenths)
    return tuple(np.bincount(sixteenths.astype(np.int64), minlength=BINS + 1).tolist())


def _below(error: Any, limit: float, margin: float) -> int | None:
    """How many errors lie below a limit; None where one is within the margin of it."""
    below = int(np.count_nonzero(error < limit - margin))
    return below if below == np.count_nonzero(error <= limit + margin) else None
