"""What is known of some of the inputs: sums, and a maximum with the places that may still exceed it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from operator import add

from verify.records.plain import Row

# Candidates for the maximum that are settled by balls, the first by bound and place. The bounds of all that
# are left lie within 2^-20 ulp of what is certain: for any others the bound itself is reported.
MOST = 32
PEAKS = 8  # pieces whose largest errors are listed
BINS = 16  # of the histogram in each ulp, up to one; the last holds what lies beyond


Candidate = tuple[float, int]  # an upper bound of the error, and the place


@dataclass(frozen=True)
class Counts:
    """The sum of two does not depend on their order.

    pieces      that the inputs were cut into
    low         a certified lower bound of the largest error in ulps, at the place `at`
    high        an upper bound of the errors that balls have judged, and of candidates that are not kept
    candidates  those that may be larger, the largest bound first, then by place
    peaks       the largest certified errors of pieces, and their places: one of each piece, the largest first
    bins        inputs by error, in sixteenths of an ulp, as float64 sees it (good to 2^-21 ulp)
    """

    inputs: int = 0
    outside: int = 0
    undecided: int = 0
    failed: int = 0
    correct: int = 0
    faithful: int = 0
    pieces: int = 0
    low: float = -1.0
    high: float = -1.0
    at: int = 0
    failure: int | None = None
    candidates: tuple[Candidate, ...] = ()
    peaks: tuple[Candidate, ...] = ()
    bins: tuple[int, ...] = (0,) * (BINS + 1)

    def __add__(self, other: "Counts") -> "Counts":
        # The larger error; of equal ones the smaller place, so that the order does not matter.
        best = self if (self.low, -self.at) >= (other.low, -other.at) else other
        failures = [f for f in (self.failure, other.failure) if f is not None]
        open_ones = self._joined(other, best.low)
        dropped = open_ones[MOST][0] if len(open_ones) > MOST else -1.0
        return Counts(
            self.inputs + other.inputs,
            self.outside + other.outside,
            self.undecided + other.undecided,
            self.failed + other.failed,
            self.correct + other.correct,
            self.faithful + other.faithful,
            self.pieces + other.pieces,
            low=best.low,
            high=max(self.high, other.high, dropped),
            at=best.at,
            failure=min(failures, default=None),
            candidates=tuple(open_ones[:MOST]),
            peaks=tuple(sorted((*self.peaks, *other.peaks), key=order)[:PEAKS]),
            bins=tuple(map(add, self.bins, other.bins)),
        )

    def _joined(self, other: "Counts", low: float) -> Sequence[Candidate]:
        """The candidates of both that may exceed what is certain, in order."""
        mine, others = ([c for c in of.candidates if c[0] >= low] for of in (self, other))
        if not (mine and others):
            return mine or others
        return sorted((*mine, *others), key=order)

    def peaked(self) -> "Counts":
        """Of a whole piece: what is largest in it is a peak."""
        return replace(self, peaks=((self.low, self.at),)) if self.low >= 0 else self

    def mirrored(self) -> "Counts":
        """The same of the opposite numbers."""
        failure = None if self.failure is None else -self.failure
        candidates = sorted(((high, -place) for high, place in self.candidates), key=order)
        return replace(self, pieces=0, at=-self.at, failure=failure, candidates=tuple(candidates))

    def row(self) -> Row:
        """As plain data: floats that carry a result are hexadecimal."""
        places = {
            name: [[size.hex(), place] for size, place in getattr(self, name)]
            for name in ("candidates", "peaks")
        }
        sizes = {"low": self.low.hex(), "high": self.high.hex()}
        return asdict(self) | sizes | places | {"bins": list(self.bins)}

    @classmethod
    def of_row(cls, row: Row) -> "Counts":
        sizes = {name: float.fromhex(row[name]) for name in ("low", "high")}
        places = {
            name: tuple((float.fromhex(size), place) for size, place in row[name])
            for name in ("candidates", "peaks")
        }
        return cls(**row | sizes | places | {"bins": tuple(row["bins"])})


def order(candidate: Candidate) -> tuple[float, int]:
    high, place = candidate
    return -high, place
