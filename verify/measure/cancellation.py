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

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from verify.arithmetic.float64 import Float64
from verify.core.model import Algorithm
from verify.measure.point import Point
from verify.measure.steps import LEAST, MOST_OPERATIONS, Cancelled, Log, Step, lost

LARGEST = sys.float_info.max


def lost_bits(y: "Watched") -> Any:
    """log2 of peak/|y|, at least 0; 0 where either is not finite."""
    if isinstance(y.value, float) and isinstance(y.peak, float):
        least = max(abs(y.value), LEAST)
        known = math.isfinite(y.peak) and math.isfinite(y.value) and y.peak > least
        return math.log2(y.peak) - math.log2(least) if known else 0.0
    return lost(y.peak, y.value)


class Watched:
    """A number (or the same number at many points) with its peak; sums and differences are noted."""

    __slots__ = ("log", "peak", "value")
    __array_ufunc__ = None  # numpy's numbers and arrays leave the operators to this class
    __array_priority__ = 1000

    def __init__(self, value: Any, log: Log, peak: Any = None) -> None:
        self.value, self.log = value, log
        self.peak = abs(value) if peak is None else peak
        log.pay(value)

    def _with(self, other: Any, operation: Callable[["Watched", "Watched"], Any], turned: bool) -> Any:
        if isinstance(other, np.ndarray) and not (self.log.points > 1 and other.dtype != object):
            whole = np.frompyfunc(lambda x: self._with(x, operation, turned), 1, 1)
            return whole(other)
        right = other if isinstance(other, Watched) else Watched(np.asarray(other, np.float64)[()], self.log)
        return operation(right, self) if turned else operation(self, right)

    def __add__(self, other: Any) -> Any:
        return self._with(other, _sum, False)

    def __radd__(self, other: Any) -> Any:
        return self._with(other, _sum, True)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, _difference, False)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, _difference, True)

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
        return Watched(abs(self.value), self.log, self.peak)

    def through(self, function: Callable[[Any], Any]) -> "Watched":
        """A function of one number keeps what was lost relative to it: its condition is not counted."""
        value, bits = function(self.value), lost_bits(self)
        whole = np.floor(bits)  # may exceed the exponents of floats; a peak beyond them counts as the largest
        peak = np.ldexp(abs(value) * 2.0 ** (bits - whole), np.int64(whole))
        return Watched(value, self.log, np.where(np.isinf(peak) & np.isfinite(value), LARGEST, peak)[()])

    def __lt__(self, other: Any) -> Any:
        return self.value < getattr(other, "value", other)

    def __gt__(self, other: Any) -> Any:
        return self.value > getattr(other, "value", other)

    def __le__(self, other: Any) -> Any:
        return self.value <= getattr(other, "value", other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= getattr(other, "value", other)


def _noted(a: Watched, b: Watched, value: Any) -> Watched:
    """The sum or difference of a and b, with the line that took it."""
    total = Watched(value, a.log, _larger(a.peak, b.peak))
    a.log.note(Step(a.value, b.value, value, total.peak, _place()))
    return total


def _place() -> tuple[str, int]:
    """The line of the body, which lies behind the operator and what that calls here."""
    frame = sys._getframe(4)
    while frame.f_code.co_filename == __file__ and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def _sum(a: Watched, b: Watched) -> Watched:
    return _noted(a, b, a.value + b.value)


def _difference(a: Watched, b: Watched) -> Watched:
    return _noted(a, b, a.value - b.value)


def _product(a: Watched, b: Watched) -> Watched:
    peak = _larger(a.peak * abs(b.value), abs(a.value) * b.peak)
    return Watched(a.value * b.value, a.log, peak)


def _quotient(a: Watched, b: Watched) -> Watched:
    value = a.value / b.value
    return Watched(value, a.log, _larger(a.peak / abs(b.value), abs(value / b.value) * b.peak))


def _larger(p: Any, q: Any) -> Any:
    """np.maximum, which is slow for numbers: a NaN stays one."""
    if isinstance(p, float) and isinstance(q, float):
        return p if p > q or p != p else q
    return np.maximum(p, q)


class Watching:
    """Float64 arithmetic that watches; the names are those of every arithmetic."""

    name = "binary64"
    bits = 53

    def __init__(self, log: Log) -> None:
        self.watch, self.plain = log, Float64()

    def __call__(self, value: Any) -> Any:
        return value if isinstance(value, Watched) else Watched(self.plain(value), self.watch)

    def pi(self) -> Watched:
        return Watched(self.plain.pi(), self.watch)

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
            result = algorithm.body(Watching(log), *map(watched, data), **parameters)
            entries = result.flat if isinstance(result, np.ndarray) else [result]
            return log.found([lost_bits(y) for y in entries if isinstance(y, Watched)])
    except Exception:  # an exception of the body is reported by the measurement itself
        return None
