"""Results with an ulp of their own each.

ulp(f) is ulp(p^) where no power of two lies within what |p^ - f| may be of p^. Where one does, ulp(f) is one
of two, the smaller half the larger U; a result within U/32 of f is then the nearest number whichever it is,
since half of either is at least U/4, and its error is below 1/16 ulp. Any other, and one where it is not
certain on which side of half an ulp or of one ulp the error lies, is left to balls.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking.every.binade import binned
from verify.checking.every.compared import NONE, Compared, U
from verify.checking.every.counts import BINS, MOST, Counts, order

EXPONENT = 0x7FF0000000000000  # of a float64: without the other bits it is 2^e


class Scaled(NamedTuple):
    """In the ulps of what the truths seem to be: errors, known to `off` and 3 u of themselves.

    size: |p^|/2^e, below 2; within `apart` of it lies |f|/2^e. lowest: in the least binade of normal numbers,
    or below it, where the ulp is the same. Of all others 1 <= size. edge: 2^e.
    """

    size: Any
    error: Any
    off: Any
    apart: Any
    lowest: Any
    edge: Any


def counted(of: Compared, y: Any, first: int, format: Format) -> tuple[Counts, Any]:
    """What is certain of results at the places from `first` on, and where those are that balls have to judge
    (indices). The errors are lost."""
    s = _scaled(of, format)
    apart = np.flatnonzero(_special(s))
    beside, larger = _beside(s, apart)
    over = _over(of, y, s, apart, format)
    ties = _ties(of, s, apart)
    rest = np.setdiff1d(apart, np.concatenate([beside, over, ties]))
    off = np.broadcast_to(s.off, y.shape)
    known = _tied(y[ties] / (s.edge[ties] * 2.0 ** (1 - format.bits)), ties + first)
    # The others: these count as if they had no error, and are taken off again.
    error = s.error
    error[apart] = 0.0
    below = int(np.count_nonzero((np.abs(y) < s.edge) & ~s.lowest & (error > 0) & (error < 1)))
    best = float(error.max())
    bins = list(binned(error * BINS, best * BINS))
    bins[0] -= len(apart)
    known += Counts(
        inputs=len(y) - len(apart),
        correct=int(np.count_nonzero(error < 0.5)) - len(apart),
        # 2^e is a number: a result below it is no neighbour of a truth above it.
        faithful=int(np.count_nonzero(error < 1)) - len(apart) - below,
        bins=tuple(bins),
    )
    if len(y) > len(apart):
        # Nothing is left out: t + o >= (t* - o*) implies t >= t* - o* - o, with room for the roundings.
        large = np.flatnonzero(error >= best * (1 - 64 * U) - 2.1 * float(off.max()))
        large = np.setdiff1d(large, apart)
        known += _worst(error[large], error[large], off[large], large + first)
    nearest = Counts(
        inputs=len(beside), correct=len(beside), faithful=len(beside), bins=binned(larger * BINS, math.inf)
    )
    known += nearest + Counts(inputs=len(over), outside=len(over))
    # In the larger ulp from below, in the smaller one from above.
    return known + _worst(larger, 2 * larger, 2 * off[beside], beside + first), rest


def _special(s: Scaled) -> Any:
    """Truths that may have another ulp, results that are not numbers, errors near a half or one."""
    found = s.size >= 2 - s.apart
    found |= (s.size < 1 + s.apart) & ~s.lowest
    found |= ~(s.error < math.inf)
    # Of an error near one ulp 3 u of it, and the roundings: less than 16 u.
    margin = s.off * (1 + 8 * U) + 16 * U
    for boundary in (0.5, 1.0):
        found |= np.abs(s.error - boundary) <= margin
    return found


def _scaled(of: Compared, format: Format) -> Scaled:
    values = of.values
    size = np.abs(values.high)
    lowest = math.ldexp(1.0, 1 - format.emax)
    edge = np.maximum((size.view(np.int64) & EXPONENT).view(np.float64), lowest)
    unit = edge * 2.0 ** (1 - format.bits)  # exact, as the quotients by powers of two are (or infinite)
    if values.relative:
        # |p^| < 2 edge = 2^bits unit
        off, apart = values.relative * 2.0**format.bits, values.relative * 2
    else:
        off, apart = values.bound / unit, values.apart / edge
    # 8 u: the roundings of 1 + apart and of others of its size
    return Scaled(size / edge, of.error / unit, off, apart + 8 * U, edge == lowest, edge)


def _beside(s: Scaled, apart: Any) -> tuple[Any, Any]:
    """Of truths beside a power of two those whose result is the nearest number, and their errors in the
    larger ulp."""
    size, beyond, off = (np.broadcast_to(v, s.size.shape)[apart] for v in (s.size, s.apart, s.off))
    # 1/2 <= |f|/2^e < 4: one of two ulps, 2^e's own and the half or the double of it. Below the lowest binade
    # there is no smaller ulp.
    low, high = size - beyond, size + beyond
    within = (low >= 0.5) & (high < 4) & ((low >= 1) | (high < 2)) & ((low < 1) | (high >= 2))
    larger = np.where(low < 1, 1.0, 0.5)
    error = s.error[apart] * larger
    within &= error + off < (1 - 16 * U) / 32
    return apart[within], error[within]


def _ties(of: Compared, s: Scaled, apart: Any) -> Any:
    """Truths that are half-way between two numbers, of which the result is one.

    e = 1/2 makes p^ a multiple of half the least number; it is the truth then where these are discrete, and
    y^ - p^ is exact (Sterbenz, or p^ is half of y^, or y^ zero). Of 2^e itself, a number, nothing is half an
    ulp off but what has the smaller ulp.
    """
    if of.values.discrete is None:
        return NONE
    half = of.values.discrete[apart] & (s.error[apart] == 0.5)
    return apart[half & ((s.size[apart] > 1) | s.lowest[apart])]


def _tied(units: Any, places: Any) -> Counts:
    """Results in such ties, in units of the last place: the even one is right, and both are neighbours."""
    half = np.full(len(units), 0.5)
    correct = int(np.count_nonzero(np.fmod(units, 2) == 0))
    counts = Counts(
        inputs=len(units), correct=correct, faithful=len(units), bins=binned(half * BINS, BINS / 2)
    )
    return counts + _worst(half, half, 0 * half, places)


def _over(of: Compared, y: Any, s: Scaled, apart: Any, format: Format) -> Any:
    """Truths that round to the infinity that came out do not count."""
    # Infinite where it is not a float64.
    from_here = format.largest + math.ldexp(1.0, format.emax - format.bits)
    size, beyond, edge = (np.broadcast_to(v, s.size.shape)[apart] for v in (s.size, s.apart, s.edge))
    same = np.isinf(y[apart]) & (y[apart] * of.values.high[apart] > 0)
    return apart[same & ((size - beyond) * edge >= from_here)]


def _worst(low: Any, high: Any, off: Any, places: Any) -> Counts:
    """The largest error, and the places that may exceed it. low - off and high + off bound it, with 3 u of
    the error, and 5 u more for the roundings here."""
    if not len(low):
        return Counts()
    high = (high + off) * (1 + 8 * U)
    low = low * (1 - 8 * U) - off * (1 + 8 * U)
    best = int(np.argmax(low))
    kept = np.flatnonzero(high >= low[best])
    if len(kept) > MOST:  # the largest of them; of the others the sum of counts keeps a bound
        kept = kept[np.argpartition(high[kept], -MOST - 1)[-MOST - 1 :]]
    return Counts(
        low=float(max(low[best], 0.0)),
        at=int(places[best]),
        candidates=tuple(sorted(((float(high[k]), int(places[k])) for k in kept), key=order)),
    )
