"""Results of which one ulp serves all, in few passes over them."""

import math
from operator import sub
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking.every.compared import NONE, Compared, U, Values
from verify.checking.every.counts import BINS, MOST, Counts

FEW = 64  # results in the binade below that of their truths
FAR = 4  # ulps: beyond them errors are in the histogram's last bin


def counted(of: Compared, y: Any, first: int, format: Format) -> tuple[Counts, Any] | None:
    """What is certain of results at the places from `first` on, and where those are that balls have to judge
    (indices). None where the truths have several ulps, or some result is no number.

    The errors are lost: their array is used.
    """
    p, error = of.values.high, of.error
    ends, apart = _ends(of.values)
    sizes = sorted(map(abs, ends))
    # The factors cover the rounding of p -+ apart.
    least = sizes[0] * (1 - 4 * U) - apart if ends[0] * ends[1] > 0 else 0.0
    most = sizes[1] * (1 + 4 * U) + apart
    lowest = 1 - format.emax
    if not most < math.inf:
        return None
    exponent = max(math.frexp(most)[1] - 1, lowest)
    edge = math.ldexp(1.0, exponent)
    if exponent > lowest and least < edge:
        beside = _beside(of, first, format, exponent) if least >= edge / 2 else None
        return None if beside is None else (beside, NONE)
    unit = math.ldexp(1.0, exponent - (format.bits - 1))
    best = int(np.argmax(error))  # of a NaN, if there is one
    top = float(error[best])
    if not top < math.inf:
        return None
    # b + 3 u e for the largest e, with room for the roundings of the comparisons.
    margin = (of.values.bound + 3 * U * top) * (1 + 8 * U) + 4 * U * unit
    below = NONE
    # 2^e is a number: a result below it is no neighbour of a truth above it. |y| >= |f| - |y - f|.
    if exponent > lowest and least - 2 * (top + margin) < edge:
        below = np.flatnonzero(np.abs(y) < edge)
        if len(below) > FEW:
            return None
    correct, beside_half = _below(error, unit / 2, margin, top)
    faithful, beside_one = _below(error, unit, margin, top)
    left = np.unique(np.concatenate([below, beside_half, beside_one])) if top >= unit / 2 - margin else below
    larger = np.flatnonzero(error >= top - 2 * margin)[: MOST + 1]  # one more tells that there are others
    high = (top + margin) / unit * (1 + 4 * U)
    off = error[left]
    error *= BINS / unit
    bins = binned(error, top / unit * BINS)
    if len(left):
        bins = tuple(map(sub, bins, binned(error[left], top / unit * BINS)))
    return Counts(
        inputs=len(p) - len(left),
        correct=correct - int((off < unit / 2 - margin).sum()),
        faithful=faithful - int((off < unit - margin).sum()),
        # An error is within the margin also where it is left open on which side of a boundary.
        low=max((top - margin) / unit * (1 - 4 * U), 0.0),
        at=first + best,
        candidates=tuple((high, first + int(k)) for k in larger),
        bins=bins,
    ), left


def _ends(values: Values) -> tuple[tuple[float, float], float]:
    """Two numbers, and how far beyond them a truth may lie."""
    p = values.high
    if not values.monotone:
        return (float(p.min()), float(p.max())), values.apart
    # What is monotone lies between its values at the ends, each within the bound of these, and the truths
    # within the bound of it.
    return (float(p[0]), float(p[-1])), values.bound + 2 * values.apart


def _below(error: Any, limit: float, margin: float, top: float) -> tuple[int, Any]:
    """How many errors lie below a limit for sure, and which ones within the margin of it (indices)."""
    if top < limit - margin:
        return len(error), NONE
    below = int(np.count_nonzero(error < limit - margin))
    if below == np.count_nonzero(error <= limit + margin):
        return below, NONE
    return below, np.flatnonzero((error >= limit - margin) & (error <= limit + margin))


def _beside(of: Compared, first: int, format: Format, exponent: int) -> Counts | None:
    """Where all truths lie about one power of two, 2^(e-1) <= |f| < 2^(e+1), and all results within U/32 of
    them, U the larger of the two ulps: the nearest number whichever it is, since half of either is at least
    U/4, with an error below 1/16 ulp (exp does so at all tiny inputs). None where some are farther off."""
    unit = math.ldexp(1.0, exponent - (format.bits - 1))
    best = int(np.argmax(of.error))
    top = float(of.error[best])
    if not top < unit:
        return None
    margin = (of.values.bound + 3 * U * top) * (1 + 8 * U) + 4 * U * unit
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
        bins=binned(of.error * (BINS / unit), 1.0),
    )


def binned(sixteenths: Any, most: float) -> tuple[int, ...]:
    """How many lie in each sixteenth of an ulp; the last bin takes what is beyond. most: none is larger.

    Two neighbours make one number of 16 bits, so that half as many are counted.
    """
    if most >= FAR * BINS:
        sixteenths, most = np.minimum(sixteenths, FAR * BINS), FAR * BINS
    rows = int(most) + 2  # one more than the largest: `most` is rounded
    small = sixteenths.astype(np.uint8)
    even = len(small) & ~1
    pairs = np.bincount(small[:even].view(np.uint16), minlength=256 * rows).reshape(rows, 256)
    found = np.zeros(FAR * BINS + 2, np.int64)
    found[:rows] += pairs.sum(axis=1) + pairs.sum(axis=0)[:rows]
    found[small[even:]] += 1
    return (*found[:BINS].tolist(), int(found[BINS:].sum()))
