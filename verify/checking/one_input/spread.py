"""Sizes of any number of errors in bounded memory: one by one as far as there are few, then how many lie in
each of 1024 parts of every binade, counted at the upper end, so that quantiles stay upper bounds."""

from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from verify.records.plain import Row
from verify.records.summary import distribution

SHIFT = 42  # of the 52 bits of a mantissa 10 are kept: a bound is at most 2^-10 of itself too large
KEYS = 1 << (63 - SHIFT)  # leading bits of floats that are not negative


@dataclass(frozen=True)
class Counted:
    """Errors of one portion by their leading bits, from `first` on; `most`: the largest."""

    first: int = 0
    counts: Any = ()
    most: float = -1.0


def counted(bounds: Any) -> Counted:
    """Of an array of floats that are not negative."""
    if not len(bounds):
        return Counted()
    keys = bounds.view(np.int64) >> SHIFT
    first = int(keys.min())
    return Counted(first, np.bincount(keys - first).astype(np.int32), float(bounds.max()))


@dataclass
class Spread:
    """Upper bounds: `single` those that came one by one, `bins` how many others have these leading bits,
    `most` the largest of the others."""

    single: "array[float]" = field(default_factory=lambda: array("d"))
    bins: "np.ndarray | None" = None
    most: float = -1.0

    def append(self, x: float) -> None:
        self.single.append(x)

    def extend(self, part: Counted) -> None:
        if not len(part.counts):
            return
        if self.bins is None:
            self.bins = np.zeros(KEYS, np.int64)
        self.bins[part.first : part.first + len(part.counts)] += part.counts
        self.most = max(self.most, part.most)

    def __len__(self) -> int:
        return len(self.single) + (0 if self.bins is None else int(self.bins.sum()))

    def largest(self, default: float) -> float:
        return max(max(self.single, default=self.most), self.most) if len(self) else default

    def distribution(self) -> Row:
        """Largest, 99th percentile and median."""
        if self.bins is None:
            return distribution(sorted(self.single))
        keys = np.flatnonzero(self.bins)
        values = np.concatenate([np.array(self.single, np.float64), _ends(keys)])
        counts = np.concatenate([np.ones(len(self.single), np.int64), self.bins[keys]])
        order = np.argsort(values)
        reached = np.cumsum(counts[order])
        total, largest = int(reached[-1]), self.largest(0.0)

        def ranked(rank: int) -> float:
            return min(float(values[order[np.searchsorted(reached, rank)]]), largest)

        # as `distribution` ranks them
        return {"max": largest, "p99": ranked(-(-99 * total // 100)), "median": ranked(total // 2 + 1)}


def _ends(keys: Any) -> Any:
    """The largest number with these leading bits; infinity is of its own."""
    ends = ((keys.astype(np.int64) << SHIFT) | ((1 << SHIFT) - 1)).view(np.float64)
    return np.where(np.isnan(ends), np.inf, ends)
