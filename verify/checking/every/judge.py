"""A subject on a line of floats: stretches of it judged by polynomials, and by balls where these are open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from verify.checking.every.bulk import counted
from verify.checking.every.compared import Known, Values, compared, valued
from verify.checking.every.counts import BINS, Counts
from verify.checking.every.evaluated import Formula
from verify.checking.every.rounding import is_nearest, is_neighbour
from verify.checking.every.tensors import Evaluate
from verify.checking.one_input.sample import judged
from verify.checking.one_input.samples import Failed, Judged, Outside, Sample
from verify.checking.subjects.subject import Subject, Where
from verify.core import line
from verify.core.formats import Scalar
from verify.mathematics.polynomials import pieces as kinds
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Piece
from verify.measure.limits import Limits, alive, calling

SLACK = 2.0**-22  # ulps: so near are the polynomials, and what is nearer to a boundary goes to balls
CHUNK = 2**16  # floats at once: what is made of them stays in a cache, and the calls count for little
KEPT = 2**21  # floats
RARE = 256  # numbers for each of which the formula may say nothing, and balls are asked one by one
# The place of minus zero: the line of places has one for both zeros. No number of any format has it.
MINUS_ZERO = 2**63 - 1


@dataclass(frozen=True)
class Judge:
    """many: the function of arrays. parity: of the truth, 1 even, -1 odd, 0 neither. formula: of truths that
    are tried number by number first."""

    what: Subject
    scalar: Scalar
    many: Evaluate
    limits: Limits
    slack: float = SLACK
    parity: int = 0
    formula: Formula | None = None

    def stretch(self, first: int, last: int, mirrored: bool = False) -> Counts:
        """The numbers from one place to another; mirrored: and their opposites, of a truth with a parity."""
        _keep_memory()
        if mirrored and first == 0:
            return self.stretch(0, 0) + self.stretch(1, last, mirrored)
        known = self._at_once(first, last, mirrored)
        if known is not None:
            return known
        found = (self._piece(*piece, mirrored) for piece in self._pieces(first, last))
        return sum(found, Counts())

    def _at_once(self, first: int, last: int, mirrored: bool) -> Counts | None:
        """By the formula; None where it leaves too many inputs open."""
        if self.formula is None or last - first >= CHUNK:
            return None
        x = line.numbers(self.scalar, first, last)
        values = self.formula.valued(x.astype(np.float64))
        if np.count_nonzero(np.isnan(values.high)) > len(x) / RARE:
            return None
        with np.errstate(all="ignore"):
            return (Counts(pieces=1) + self._compared(None, values, first, x, mirrored)).peaked()

    def _piece(self, piece: Piece, first: int, last: int, mirrored: bool) -> Counts:
        total = Counts(pieces=1)
        if isinstance(piece, kinds.Outside):
            count = (last - first + 1) * (1 + mirrored)
            return total + Counts(inputs=count, outside=count)
        for start in range(first, last + 1, CHUNK):
            alive()  # the limit of time holds for a chunk
            with np.errstate(all="ignore"):
                total += self._chunk(piece, start, min(start + CHUNK - 1, last), mirrored)
        return total.peaked()

    def _pieces(self, first: int, last: int) -> Iterator[tuple[Piece, int, int]]:
        assert self.what.expression is not None
        format, (name,) = self.scalar.format, self.what.names
        low, high = format.from_ordinal(first), format.from_ordinal(last)
        for piece in pieces(self.what.expression, name, low, high, format, self.slack):
            yield piece, format.ordinal(piece.low), format.ordinal(piece.high)

    def _chunk(self, piece: Piece, first: int, last: int, mirrored: bool) -> Counts:
        x = line.numbers(self.scalar, first, last)
        values = None
        if isinstance(piece, Known):
            values = valued(piece, x.astype(np.float64, copy=False))
        return self._compared(piece, values, first, x, mirrored)

    def _compared(
        self, piece: Piece | None, values: Values | None, first: int, x: Any, mirrored: bool
    ) -> Counts:
        """The results at neighbouring numbers, and at their opposites, beside what is known of the truths."""
        y = self._called(x)
        total = self._against(piece, values, first, x, y)
        if not mirrored:
            return total
        # f(-x) = s f(x) with s = 1 or -1, so that y at -x is as far off as s y is at x, in as many ulps,
        # and so with a tie: rounding to the nearest is symmetric.
        z = self._called(-x)
        z = z if self.parity > 0 else -z
        if not np.array_equal(y.view(np.uint8), z.view(np.uint8)):
            return total + self._against(piece, values, first, x, z).mirrored()
        return total + total.mirrored()

    def _called(self, x: Any) -> Any:
        with calling():
            return self.many(x)

    def _against(self, piece: Piece | None, values: Values | None, first: int, x: Any, found: Any) -> Counts:
        """Results at neighbouring numbers from a place on against what is known of the truth there."""
        y = found.astype(np.float64, copy=False)
        if values is not None:
            total, rest = counted(compared(values, y), y, first, self.scalar.format)
        elif isinstance(piece, kinds.Over):
            rest = np.flatnonzero(y != piece.infinity)
            right = len(y) - len(rest)
            total = Counts(inputs=right, outside=right)
        else:
            total, rest = Counts(), np.arange(len(y))
        if not len(rest):
            return total
        return total + self._one_by_one(rest + first, x[rest], y[rest])

    def minus_zero(self) -> Counts:
        x = np.array([-0.0], self.scalar.type)
        return self._one_by_one(np.array([MINUS_ZERO]), x, self.many(x).astype(np.float64))

    def _one_by_one(self, places: Any, x: Any, y: Any) -> Counts:
        """By balls."""
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
                bins[int(min(sample.ulps * BINS, BINS))] = 1
                correct = is_nearest(self.what, sample)
                return Counts(
                    inputs=1,
                    correct=int(correct),
                    faithful=int(correct or is_neighbour(self.what, sample)),
                    low=sample.at_least,
                    high=sample.ulps,
                    at=place,
                    bins=tuple(bins),
                )
        return Counts(inputs=1, undecided=1)

    def where(self, place: int) -> Where:
        return (-0.0 if place == MINUS_ZERO else self.scalar.format.from_ordinal(place),)

    def sample(self, place: int) -> Sample:
        """By balls, at one place."""
        x = line.numbers(self.scalar, place, place)
        with calling():
            y = float(self.many(x)[0])
        (found,) = judged(self.what, [((float(x[0]),), (y, None))], self.limits)
        return found

    def settled(self, total: Counts) -> Counts:
        return settled(total, self.sample)


@cache
def _keep_memory() -> None:
    """glibc gives freed memory back to the system, and takes as long to get it again for each array, unless
    it has seen a larger block freed than all these arrays together (mallopt(3), M_TRIM_THRESHOLD)."""
    np.empty(KEPT)


def settled(total: Counts, sample: Callable[[int], Sample]) -> Counts:
    """The candidates for the maximum by balls, the largest bound first, while one may still be larger."""
    low, high, at = total.low, total.high, total.at
    for bound, place in sorted(total.candidates, key=lambda c: (-c[0], c[1])):
        if bound < low:
            break
        found = sample(place)
        assert isinstance(found, Judged), "what a polynomial has judged has a size"
        high = max(high, found.ulps)
        if (found.at_least, -place) > (low, -at):
            low, at = found.at_least, place
    if total.correct == total.inputs - total.outside:
        # The floats on both sides of a truth are at most its ulp apart: the nearest is within half of it.
        high = max(min(high, 0.5), low)
    return replace(total, low=low, high=high, at=at, candidates=())
