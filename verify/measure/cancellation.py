"""How many bits the subtractions of a body cancel, and on which line: its float64 run, watched.

A sum or difference s of a and b cancels max(e(a), e(b)) - e(s) bits, with e the binary exponent: so many
leading bits of the larger operand are gone, and errors that the operands bring along weigh 2^bits times as
much in s. A long sum may cancel much in small steps, so each value also carries its *peak*: the largest
magnitude that has entered it through sums and differences, scaled as it was scaled since. The bits of
peak/|result| are what the run has cancelled in all; for an alternating series that is its largest term over
its sum.

Both are properties of the float64 run. Whether anything is lost by it depends on what the operands carry: the
difference of two exact numbers is exact (Sterbenz).
"""

import linecache
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from verify.arithmetic.float64 import Float64
from verify.core.model import Algorithm
from verify.measure.point import Point

ALL_BITS = 53  # a difference of zero from operands that are not: every bit is gone
LEAST = 2.0**-1074
MOST_OPERATIONS = 3_000  # of one run, and of the points of one sweep that are run one by one
VECTOR = 40  # entries that are worked on together in the time of one operation, or so


@dataclass(frozen=True)
class Cancelled:
    """The most that one sum or difference cancelled in a run, what all did, and the line of the worst."""

    bits: int
    in_all: float
    code: str = ""


class TooLong(RuntimeError):
    """The run has more operations than are watched."""


@dataclass
class Log:
    """Of many points (or one) that go through the body together: the worst so far, and where it was."""

    points: int
    left: int = MOST_OPERATIONS
    bits: Any = 0
    worst: Any = 0.0
    site: Any = 0
    places: list[tuple[str, int]] = field(default_factory=lambda: [("", 0)])

    def note(self, a: "Watched", b: "Watched", total: "Watched", place: tuple[str, int]) -> None:
        once = isinstance(total.value, float) and isinstance(a.value, float) and isinstance(b.value, float)
        cancelled = _cancelled_once if once else _cancelled
        self.bits = np.maximum(self.bits, cancelled(a.value, b.value, total.value))
        lost = lost_bits(total)
        if np.any(lost > self.worst):
            if place not in self.places:
                self.places.append(place)
            self.site = np.where(lost > self.worst, self.places.index(place), self.site)
            self.worst = np.maximum(self.worst, lost)

    def pay(self, value: Any) -> None:
        self.left -= 1 + np.size(value) // VECTOR
        if self.left < 0:
            raise TooLong

    def found(self, result: Any) -> list[Cancelled]:
        entries = result.flat if isinstance(result, np.ndarray) else [result]
        in_all = [lost_bits(y) for y in entries if isinstance(y, Watched)]
        columns = (self.bits, np.max(in_all, axis=0) if in_all else 0.0, self.site)
        rows = zip(*(np.broadcast_to(c, (self.points,)).tolist() for c in columns), strict=True)
        code = [linecache.getline(file, line).strip() for file, line in self.places]
        return [Cancelled(bits, round(lost, 2), code[site]) for bits, lost, site in rows]


def _cancelled(a: Any, b: Any, total: Any) -> Any:
    """Bits cancelled, point by point; 0 where an operand is 0 or a value is not finite."""
    exponents = np.maximum(np.frexp(a)[1], np.frexp(b)[1]) - np.frexp(total)[1]
    bits = np.where(np.equal(total, 0), ALL_BITS, np.clip(exponents, 0, ALL_BITS))
    counts = np.not_equal(a, 0) & np.not_equal(b, 0) & np.isfinite(a) & np.isfinite(b)
    return np.where(counts & np.isfinite(total), bits, 0)


def _cancelled_once(a: float, b: float, total: float) -> int:
    """The same of three numbers: the matrices of a sweep go through their bodies entry by entry."""
    if not (a and b and math.isfinite(a) and math.isfinite(b) and math.isfinite(total)):
        return 0
    if total == 0:
        return ALL_BITS
    exponent = max(math.frexp(a)[1], math.frexp(b)[1]) - math.frexp(total)[1]
    return min(max(exponent, 0), ALL_BITS)


def lost_bits(y: "Watched") -> Any:
    """log2 of peak/|y|, at least 0; 0 where either is not finite."""
    if isinstance(y.value, float) and isinstance(y.peak, float):
        least = max(abs(y.value), LEAST)
        lost = math.isfinite(y.peak) and math.isfinite(y.value) and y.peak > least
        return math.log2(y.peak) - math.log2(least) if lost else 0.0
    size = np.maximum(np.abs(y.value), LEAST)
    known = np.isfinite(y.peak) & np.isfinite(y.value) & (y.peak > size)
    return np.log2(np.where(known, y.peak, 1.0)) - np.log2(np.where(known, size, 1.0))


class Watched:
    """A number (or the same number at many points) with its peak; sums and differences are noted."""

    __slots__ = ("log", "peak", "value")
    __array_ufunc__ = None  # numpy's numbers and arrays leave the operators to this class
    __array_priority__ = 1000

    def __init__(self, value: Any, log: Log, peak: Any = None) -> None:
        self.value, self.log = value, log
        self.peak = np.abs(value) if peak is None else peak
        log.pay(value)

    def _with(self, other: Any, operation: Callable[["Watched", "Watched"], Any], turned: bool) -> Any:
        if isinstance(other, np.ndarray):
            whole = np.frompyfunc(lambda x: self._with(x, operation, turned), 1, 1)
            return whole(other)
        right = other if isinstance(other, Watched) else Watched(np.float64(other), self.log)
        return operation(right, self) if turned else operation(self, right)

    def __add__(self, other: Any) -> Any:
        return self._with(other, _sum(np.add), False)

    def __radd__(self, other: Any) -> Any:
        return self._with(other, _sum(np.add), True)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, _sum(np.subtract), False)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, _sum(np.subtract), True)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, _product, False)

    def __rmul__(self, other: Any) -> Any:
        return self._with(other, _product, True)

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, _quotient, False)

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, _quotient, True)

    def __pow__(self, other: Any) -> Any:
        exponent = other.value if isinstance(other, Watched) else other
        return self.through(lambda x: x**exponent)

    def __neg__(self) -> "Watched":
        return Watched(-self.value, self.log, self.peak)

    def __abs__(self) -> "Watched":
        return Watched(np.abs(self.value), self.log, self.peak)

    def through(self, function: Callable[[Any], Any]) -> "Watched":
        """A function of one number keeps what was lost relative to it: its condition is not counted."""
        value = function(self.value)
        return Watched(value, self.log, np.abs(value) * 2.0 ** lost_bits(self))

    def __lt__(self, other: Any) -> Any:
        return self.value < getattr(other, "value", other)

    def __gt__(self, other: Any) -> Any:
        return self.value > getattr(other, "value", other)

    def __le__(self, other: Any) -> Any:
        return self.value <= getattr(other, "value", other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= getattr(other, "value", other)


def _sum(operation: Callable[[Any, Any], Any]) -> Callable[[Watched, Watched], Watched]:
    def carried_out(a: Watched, b: Watched) -> Watched:
        total = Watched(operation(a.value, b.value), a.log, np.maximum(a.peak, b.peak))
        frame = sys._getframe(3)  # the body's, behind the operator and `_with`
        a.log.note(a, b, total, (frame.f_code.co_filename, frame.f_lineno))
        return total

    return carried_out


def _product(a: Watched, b: Watched) -> Watched:
    peak = np.maximum(a.peak * np.abs(b.value), np.abs(a.value) * b.peak)
    return Watched(a.value * b.value, a.log, peak)


def _quotient(a: Watched, b: Watched) -> Watched:
    value = a.value / b.value
    return Watched(value, a.log, np.maximum(a.peak / np.abs(b.value), np.abs(value / b.value) * b.peak))


class Watching:
    """Float64 arithmetic that watches; the names are those of every arithmetic."""

    name = "binary64"
    bits = 53

    def __init__(self, log: Log) -> None:
        self.log, self.plain = log, Float64()

    def __call__(self, value: Any) -> Any:
        return value if isinstance(value, Watched) else Watched(self.plain(value), self.log)

    def pi(self) -> Watched:
        return Watched(self.plain.pi(), self.log)

    def pivot(self, column: Any) -> int:
        return int(np.argmax([abs(x.value) for x in column]))

    def __getattr__(self, name: str) -> Callable[[Any], Any]:
        function = getattr(self.plain, name)
        return lambda x: x.through(function) if isinstance(x, Watched) else self(function(x))


def cancelled_bits(
    algorithm: Algorithm, where: Sequence[Point], parameters: Mapping[str, int]
) -> list[Cancelled | None]:
    """What the body cancels at each point; None where there is no body, it refuses the point, or it takes
    more operations than are watched.

    A body runs as it does in float64: numbers of many points together, structured data point by point.
    """
    if algorithm.body is None or not where:
        return [None] * len(where)
    if where[0].is_scalar and where[0].problem.data is None:
        columns = [np.array(column) for column in zip(*(p.floats for p in where), strict=True)]
        found = _run(algorithm, columns, parameters, log := Log(len(where)))
        if found is not None or log.left < 0:
            return [None] * len(where) if found is None else list(found)
    each: list[Cancelled | None] = []
    left = MOST_OPERATIONS
    for p in where:
        log = Log(1, left)
        run = _run(algorithm, p.floats, parameters, log) if left > 0 else None
        each.append(None if run is None else run[0])
        left = log.left
    return each


def _run(
    algorithm: Algorithm, data: Sequence[Any], parameters: Mapping[str, int], log: Log
) -> list[Cancelled] | None:
    assert algorithm.body is not None
    many = log.points > 1 or algorithm.problem.data is None

    def watched(x: Any) -> Any:
        if isinstance(x, int):
            return x
        if isinstance(x, np.ndarray) and not many:
            return np.frompyfunc(lambda v: Watched(np.float64(v), log), 1, 1)(x)
        return Watched(x if isinstance(x, np.ndarray) else np.float64(x), log)

    try:
        with np.errstate(all="ignore"):
            return log.found(algorithm.body(Watching(log), *map(watched, data), **parameters))
    except Exception:  # what the body raises is told where its result is asked for
        return None
