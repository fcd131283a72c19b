"""Every input of a format: the truth is enclosed once a piece of the line, and all results in it are judged
by numpy at once; what that leaves open goes to balls one by one.

For a finite result y^ and a truth f within b of p^, the float64 value of a piece's polynomial, float64 gives
e = fl|y^ - p^|, so that (Sterbenz or one rounding, u = 2^-53)

    e - b - u e <= |y^ - f| <= e + b + u e.

ulp(f) is ulp(p^) where no power of two lies within b of p^. Where one does, and where b + u e does not tell
on which side of half an ulp or of one ulp the error lies, balls decide.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import precision
from verify.checking.lines import Line
from verify.checking.sample import judged
from verify.checking.samples import Failed, Judged, Outside, Sample
from verify.checking.subject import Range, Subject
from verify.mathematics.polynomials import pieces as kinds
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Piece, Polynomial, Reduced
from verify.measure.limits import Limits, calling

SLACK = 2.0**-22  # ulps: so near are the polynomials, and what is nearer to a boundary goes to balls
CHUNK, TASK = 2**15, 2**22  # floats judged at once, and by one task
# Candidates for the maximum that are settled by balls, the first by bound and place. The bounds of all that
# are left lie within 2^-20 ulp of what is certain: of any others the bound itself is told.
MOST = 256
U = 2.0**-53
BITS = 400  # to tell on which side of a number a truth lies
BINS = 16  # of the histogram in each ulp, up to one; the last holds what lies beyond
Evaluate = Callable[[Any], Any]


@dataclass(frozen=True)
class Counts:
    """What is known of some of the inputs. The sum of two does not depend on their order.

    low         a certified lower bound of the largest error in ulps, at the place `at`
    high        an upper bound of the errors that balls have judged, and of candidates that are not kept
    candidates  (upper bound of the error, place) of those that may be larger
    bins        inputs by error, in sixteenths of an ulp, as float64 sees it (good to 2^-21 ulp)
    """

    inputs: int = 0
    outside: int = 0
    undecided: int = 0
    failed: int = 0
    correct: int = 0
    faithful: int = 0
    low: float = -1.0
    high: float = -1.0
    at: int = 0
    failure: int | None = None
    candidates: tuple[tuple[float, int], ...] = ()
    bins: tuple[int, ...] = (0,) * (BINS + 1)

    def __add__(self, other: "Counts") -> "Counts":
        # The larger error; of equal ones the smaller place, so that the order does not matter.
        best = max(self, other, key=lambda c: (c.low, -c.at))
        failures = [f for f in (self.failure, other.failure) if f is not None]
        open_ones = sorted(
            (c for c in (*self.candidates, *other.candidates) if c[0] >= best.low),
            key=lambda c: (-c[0], c[1]),
        )
        dropped = max((high for high, _ in open_ones[MOST:]), default=-1.0)
        sums = {name: getattr(self, name) + getattr(other, name) for name in SUMMED}
        return Counts(
            **sums,
            low=best.low,
            high=max(self.high, other.high, dropped),
            at=best.at,
            failure=min(failures, default=None),
            candidates=tuple(open_ones[:MOST]),
            bins=tuple(a + b for a, b in zip(self.bins, other.bins, strict=True)),
        )


SUMMED = ("inputs", "outside", "undecided", "failed", "correct", "faithful")


@dataclass(frozen=True)
class Task:
    """Some neighbouring pieces, or parts of one: what a process judges at a time."""

    parts: tuple[tuple[Piece, int, int], ...]


def tasks(what: Subject, line: Line, domain: Range) -> Iterator[Task]:
    """The line cut into pieces, and these into tasks of about the same size."""
    assert what.expression is not None
    parts: list[tuple[Piece, int, int]] = []
    size = 0
    for low, high in domain.pieces:
        for piece in pieces(what.expression, domain.name, low, high, line.format, SLACK):
            first, last = line.format.ordinal(piece.low), line.format.ordinal(piece.high)
            while first <= last:
                end = min(last, first + TASK - size - 1)
                parts.append((piece, first, end))
                size += end - first + 1
                first = end + 1
                if size == TASK:
                    yield Task(tuple(parts))
                    parts, size = [], 0
    if parts:
        yield Task(tuple(parts))


class Judge:
    """A subject on a line: judges tasks, each by itself."""

    def __init__(self, what: Subject, line: Line, many: Evaluate, limits: Limits) -> None:
        self.what, self.line, self.many, self.limits = what, line, many, limits

    def __call__(self, task: Task) -> Counts:
        total = Counts()
        for piece, first, last in task.parts:
            for a in range(first, last + 1, CHUNK):
                total += self._chunk(piece, a, min(a + CHUNK - 1, last))
        return total

    def _chunk(self, piece: Piece, first: int, last: int) -> Counts:
        count = last - first + 1
        if isinstance(piece, kinds.Outside):
            return Counts(inputs=count, outside=count)
        x = self.line.between(first, last)
        with calling():
            found = self.many(x)
        y = found.astype(np.float64)
        places = np.arange(first, last + 1)
        if isinstance(piece, kinds.Over):
            right = y == piece.infinity
            rest = self._one_by_one(places[~right], x[~right], y[~right])
            return Counts(inputs=int(right.sum()), outside=int(right.sum())) + rest
        if isinstance(piece, Polynomial | Reduced):
            return self._by(piece, places, x, y)
        return self._one_by_one(places, x, y)

    def _by(self, piece: Polynomial | Reduced, places: Any, x: Any, y: Any) -> Counts:
        wide = x.astype(np.float64)
        p, b = approximated(piece, wide)
        if isinstance(piece, Polynomial):
            quick = self._in_one_binade(piece.bound, int(places[0]), y, p)
            if quick is not None:
                return quick
        format = self.line.format
        size = np.abs(p)
        exponent = np.where(size > 0, np.maximum(np.frexp(size)[1] - 1, 1 - format.emax), 1 - format.emax)
        unit = np.ldexp(1.0, exponent - (format.bits - 1))
        # 2^e <= |f| < 2^(e+1) for sure, or f is below the least normal number, where ulps are all the same.
        # The factors cover the rounding of size -+ b.
        edge = np.ldexp(1.0, exponent)
        least, most = size * (1 - 4 * U) - b, size * (1 + 4 * U) + b
        alone = (least >= edge) | (most < np.ldexp(1.0, 1 - format.emax))
        alone &= most < 2 * edge
        error = np.abs(y - p)
        off = b + U * error
        clear = alone & np.isfinite(y)
        for boundary in (unit / 2, unit):
            clear &= np.abs(error - boundary) > off + U * boundary
        neighbour = (np.abs(y) >= edge) | (exponent == 1 - format.emax)
        open_ones = ~clear
        rest = self._one_by_one(places[open_ones], x[open_ones], y[open_ones])
        places, error, off, unit = places[clear], error[clear], off[clear], unit[clear]
        if not len(places):
            return rest
        low, high = (error - off) / unit * (1 - 4 * U), (error + off) / unit * (1 + 4 * U)
        best = int(np.argmax(low))
        larger = np.flatnonzero(high >= low[best])
        bins = np.bincount(np.minimum(error / unit * BINS, BINS).astype(np.int64), minlength=BINS + 1)
        return rest + Counts(
            inputs=len(places),
            correct=int((error < unit / 2).sum()),
            # 2^e is a number: a result below it is no neighbour of a truth above it.
            faithful=int(((error < unit) & neighbour[clear]).sum()),
            low=float(max(low[best], 0.0)),
            at=int(places[best]),
            candidates=tuple(sorted((float(high[k]), int(places[k])) for k in larger)),
            bins=tuple(map(int, bins)),
        )

    def _in_one_binade(self, b: float, first: int, y: Any, p: Any) -> Counts | None:
        """The same in fewer passes, where one ulp serves all and no result is near a boundary, as of most.

        None where it is otherwise, or some result is no number.
        """
        format = self.line.format
        first_p, last_p = float(p.min()), float(p.max())
        sizes = sorted((abs(first_p), abs(last_p)))
        # The factors cover the rounding of p -+ b.
        least = sizes[0] * (1 - 4 * U) - b if first_p * last_p > 0 else 0.0
        most = sizes[1] * (1 + 4 * U) + b
        lowest = 1 - format.emax
        exponent = max(math.frexp(most)[1] - 1, lowest)
        if exponent > lowest and least < math.ldexp(1.0, exponent):
            return None
        if exponent > lowest and np.abs(y).min() < math.ldexp(1.0, exponent):
            return None  # a result in the binade below
        unit = math.ldexp(1.0, exponent - (format.bits - 1))
        error = np.subtract(y, p)
        np.abs(error, out=error)
        best = int(np.argmax(error))  # of a NaN, if there is one
        top = float(error[best])
        # b + u e for the largest e, with room for the roundings of the comparisons.
        margin = (b + U * top) * (1 + 8 * U) + 4 * U * unit
        if not top < math.inf:
            return None
        correct, faithful = (_below(error, limit, margin) for limit in (unit / 2, unit))
        if correct is None or faithful is None:
            return None
        larger = np.flatnonzero(error >= top - 2 * margin)[: MOST + 1]  # one more tells that there are others
        error *= BINS / unit
        np.minimum(error, BINS, out=error)
        bins = np.bincount(error.astype(np.int64), minlength=BINS + 1)
        high = (top + margin) / unit * (1 + 4 * U)
        return Counts(
            inputs=len(p),
            correct=correct,
            faithful=faithful,
            low=max((top - margin) / unit * (1 - 4 * U), 0.0),
            at=first + best,
            candidates=tuple((high, first + int(k)) for k in larger),
            bins=tuple(map(int, bins)),
        )

    def minus_zero(self) -> Counts:
        """Not on the line of places, where both zeros are one."""
        x = np.array([-0.0], self.line.dtype)
        return self._one_by_one(np.array([0]), x, self.many(x).astype(np.float64))

    def _one_by_one(self, places: Any, x: Any, y: Any) -> Counts:
        """By balls."""
        if not len(places):
            return Counts()
        items = [((float(v),), (float(r), None)) for v, r in zip(x, y, strict=True)]
        found = judged(self.what, items, self.limits)
        return sum(map(self._counted, places.tolist(), found), Counts())

    def _counted(self, place: int, sample: Sample) -> Counts:
        match sample:
            case Outside():
                return Counts(inputs=1, outside=1)
            case Failed():
                return Counts(inputs=1, failed=1, failure=place)
            case Judged():
                bins = [0] * (BINS + 1)
                bins[min(int(sample.ulps * BINS), BINS)] = 1
                # A tie is rounded to even; half an ulp below a power of two is no tie, and odd.
                tie = sample.ulps == sample.at_least == 0.5
                even = self.line.format.ordinal(sample.computed) % 2 == 0
                correct = even if tie else sample.ulps <= 0.5
                return Counts(
                    inputs=1,
                    correct=int(correct),
                    faithful=int(correct or (sample.ulps < 1 and self._is_neighbour(sample))),
                    low=sample.at_least,
                    high=sample.ulps,
                    at=place,
                    bins=tuple(bins),
                )
        return Counts(inputs=1, undecided=1)

    def _is_neighbour(self, sample: Judged) -> bool:
        """Does the truth certainly lie between the numbers on either side of the result?"""
        format, (x,) = self.line.format, sample.where
        place = format.ordinal(sample.computed)
        with precision(BITS):
            truth = self.what.truth(arb(x))
            below, above = format.from_ordinal(place - 1), format.from_ordinal(place + 1)
            return bool(truth > below and truth < above)

    def settled(self, total: Counts) -> Counts:
        """The candidates for the maximum by balls, the largest bound first, while one may still be larger."""
        low, high, at = total.low, total.high, total.at
        for bound, place in sorted(total.candidates, key=lambda c: (-c[0], c[1])):
            if bound < low:
                break
            x = self.line.between(place, place)
            with calling():
                y = float(self.many(x)[0])
            (sample,) = judged(self.what, [((float(x[0]),), (y, None))], self.limits)
            assert isinstance(sample, Judged), "what a polynomial has judged has a size"
            high = max(high, sample.ulps)
            if (sample.at_least, -place) > (low, -at):
                low, at = sample.at_least, place
        return replace(total, low=low, high=high, at=at, candidates=())


def _below(error: Any, limit: float, margin: float) -> int | None:
    """How many errors lie below a limit; None where one is within the margin of it."""
    below = int(np.count_nonzero(error < limit - margin))
    return below if below == np.count_nonzero(error <= limit + margin) else None
