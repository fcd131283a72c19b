"""The sums and differences of a watched run: what each cancels, and where most was."""

import linecache
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

ALL_BITS = 53  # a difference of zero from operands that are not: every bit is gone
LEAST = 2.0**-1074
MOST_OPERATIONS = 3_000  # of one run, and of the points of one sweep that are run one by one
BATCH = 256  # steps whose bits are counted together
VECTOR = 40  # entries that are worked on together in the time of one operation, or so


@dataclass(frozen=True)
class Cancelled:
    """The most that one sum or difference cancelled in a run, what all did, and the line of the worst."""

    bits: int
    in_all: float
    code: str = ""


class TooLong(RuntimeError):
    """The run has more operations than are watched."""


class Step(NamedTuple):
    """A sum or difference: its operands, the total and its peak, and where it stands."""

    a: Any
    b: Any
    total: Any
    peak: Any
    place: tuple[str, int]


class Log:
    """Of many points (or one) that go through the body together: the worst so far, and where it was.

    What a step cancels is found for a batch of them at once: one by one it would cost more than the run.
    """

    def __init__(self, points: int, left: int = MOST_OPERATIONS) -> None:
        self.points, self.left = points, left
        self.bits = np.zeros(points, dtype=int)
        self.worst, self.site = np.zeros(points), np.zeros(points, dtype=int)
        self.places = {("", 0): 0}
        self.steps: list[Step] = []

    def note(self, step: Step) -> None:
        self.steps.append(step)
        if len(self.steps) == BATCH:
            self._count()

    def pay(self, value: Any) -> None:
        self.left -= 1 + (value.size // VECTOR if isinstance(value, np.ndarray) else 0)
        if self.left < 0:
            raise TooLong

    def _count(self) -> None:
        steps, self.steps = self.steps, []
        if not steps:
            return
        a, b, total, peak = (self._table([s[k] for s in steps]) for k in range(4))
        sites = np.array([self.places.setdefault(s.place, len(self.places)) for s in steps])
        self.bits = np.maximum(self.bits, _cancelled(a, b, total).max(axis=0))
        gone = lost(peak, total)
        first = gone.argmax(axis=0)  # of equals the first, as if they had been looked at one by one
        most = np.take_along_axis(gone, first[None], axis=0)[0]
        self.site = np.where(most > self.worst, sites[first], self.site)
        self.worst = np.maximum(self.worst, most)

    def _table(self, values: Sequence[Any]) -> np.ndarray:
        """A row a step, a column a point."""
        rows = np.empty((len(values), self.points))
        for row, value in zip(rows, values, strict=True):
            row[:] = value
        return rows

    def found(self, in_all: Sequence[Any]) -> list[Cancelled]:
        """At each point; `in_all`: what each entry of the result has lost."""
        self._count()
        columns = (self.bits, np.max(in_all, axis=0) if in_all else 0.0, self.site)
        rows = zip(*(np.broadcast_to(c, (self.points,)).tolist() for c in columns), strict=True)
        code = [linecache.getline(file, line).strip() for file, line in self.places]
        return [Cancelled(bits, round(lost, 2), code[site]) for bits, lost, site in rows]


def _cancelled(a: np.ndarray, b: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Bits cancelled, step by step and point by point; 0 where an operand is 0 or a value is not finite."""
    exponents = np.maximum(np.frexp(a)[1], np.frexp(b)[1]) - np.frexp(total)[1]
    bits = np.where(np.equal(total, 0), ALL_BITS, np.clip(exponents, 0, ALL_BITS))
    counts = np.not_equal(a, 0) & np.not_equal(b, 0) & np.isfinite(a) & np.isfinite(b)
    found: np.ndarray = np.where(counts & np.isfinite(total), bits, 0)
    return found


def lost(peak: Any, value: Any) -> Any:
    """log2 of peak/|value|, at least 0; 0 where either is not finite."""
    size = np.maximum(np.abs(value), LEAST)
    known = np.isfinite(peak) & np.isfinite(value) & (peak > size)
    return np.log2(np.where(known, peak, 1.0)) - np.log2(np.where(known, size, 1.0))
