"""How many bits the subtractions of a body cancel, and on which line: its float64 run, watched.

A sum or difference s of a and b cancels max(e(a), e(b)) - e(s) bits, with e the binary exponent: so many
leading bits of the larger operand are gone, and errors that the operands bring along weigh 2^bits times as
much in s. It is a property of the float64 run. Whether anything is lost by it depends on what the operands
carry: the difference of two exact numbers is exact (Sterbenz).
"""

import linecache
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.arithmetic import Float64
from verify.core.model import Algorithm
from verify.measure.point import Point

ALL_BITS = 53  # a difference of zero from operands that are not: every bit is gone
MOST_OPERATIONS = 4000  # of one run, and ten times as many of one sweep: watching costs up to 20 us each


@dataclass(frozen=True)
class Cancelled:
    """The most that one addition or subtraction cancelled in a run, and its source line (0: none did)."""

    bits: int
    line: int = 0
    code: str = ""


class TooLong(RuntimeError):
    """The run has more operations than are watched."""


class Log:
    """The largest cancellation so far at each of many points, with the frame's place."""

    def __init__(self, points: int | None) -> None:
        """`points` that go through the body together, or None for one point whose data are arrays."""
        self.points = points
        self.bits = np.zeros(points or 1, dtype=np.int64)
        self.site = np.zeros(points or 1, dtype=np.int64)
        self.places: list[tuple[str, int]] = [("", 0)]
        self.operations = 0

    def note(self, a: Any, b: Any, total: Any, place: tuple[str, int]) -> None:
        bits = np.broadcast_to(_cancelled(a, b, total), np.shape(total))
        if self.points is None:
            bits = bits.max(initial=0)
        if not np.any(bits > self.bits):
            return
        if place not in self.places:
            self.places.append(place)
        self.site = np.where(bits > self.bits, self.places.index(place), self.site)
        self.bits = np.maximum(self.bits, bits)

    def found(self) -> list[Cancelled]:
        places = [(line, linecache.getline(file, line).strip()) for file, line in self.places]
        pairs = zip(self.bits.tolist(), self.site.tolist(), strict=True)
        return [Cancelled(bits, *(places[site] if bits else (0, ""))) for bits, site in pairs]


def _cancelled(a: Any, b: Any, total: Any) -> Any:
    """Bits cancelled, entry by entry; 0 where an operand is 0 or a value is not finite."""
    exponents = np.maximum(np.frexp(a)[1], np.frexp(b)[1]) - np.frexp(total)[1]
    bits = np.where(np.equal(total, 0), ALL_BITS, np.clip(exponents, 0, ALL_BITS))
    counts = np.not_equal(a, 0) & np.not_equal(b, 0) & np.isfinite(a) & np.isfinite(b)
    return np.where(counts & np.isfinite(total), bits, 0)


class Watched(np.ndarray):
    """An array whose additions and subtractions are noted; the values are numpy's own."""

    log: Log | None

    def __array_finalize__(self, other: Any) -> None:
        self.log = getattr(other, "log", None)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [x.view(np.ndarray) if isinstance(x, Watched) else x for x in inputs]
        if "out" in options:
            options["out"] = tuple(
                x.view(np.ndarray) if isinstance(x, Watched) else x for x in options["out"]
            )
        result = getattr(ufunc, method)(*plain, **options)
        log = next(x.log for x in (*inputs, self) if isinstance(x, Watched) and x.log is not None)
        log.operations += 1
        if log.operations > MOST_OPERATIONS:
            raise TooLong
        if ufunc in (np.add, np.subtract) and method == "__call__":
            frame = sys._getframe(1)
            log.note(plain[0], plain[1], result, (frame.f_code.co_filename, frame.f_lineno))
        return watched(result, log) if np.asarray(result).dtype == np.float64 else result


def _plain(x: Any) -> Any:
    return x.view(np.ndarray) if isinstance(x, Watched) else x


def watched(values: Any, log: Log) -> Watched:
    """A view of the values that notes into a log."""
    view = np.asarray(values, dtype=np.float64).view(Watched)
    view.log = log
    return view


def cancelled_bits(
    algorithm: Algorithm, where: Sequence[Point], parameters: Mapping[str, int]
) -> list[Cancelled | None]:
    """What the body cancels at each point; None where there is no body, it refuses the point, or it takes
    more operations than are watched.

    A body runs as it does in float64: numbers of many points together, structured data point by point.
    """
    if algorithm.body is None or not where:
        return [None] * len(where)
    try:
        if where[0].is_scalar and where[0].problem.data is None:
            columns = [np.array(column) for column in zip(*(p.floats for p in where), strict=True)]
            found = _run(algorithm, columns, parameters, Log(len(where)))
            if found is not None:
                return list(found)
    except TooLong:
        return [None] * len(where)
    return _one_by_one(algorithm, where, parameters)


def _one_by_one(
    algorithm: Algorithm, where: Sequence[Point], parameters: Mapping[str, int]
) -> list[Cancelled | None]:
    """As many of the points as ten long runs' worth of operations allows, the first ones first."""
    found: list[Cancelled | None] = []
    left = 10 * MOST_OPERATIONS
    for p in where:
        log = Log(None)
        try:
            run = _run(algorithm, p.floats, parameters, log) if left > 0 else None
        except TooLong:
            run = None
        found.append(None if run is None else run[0])
        left -= log.operations
    return found


def _run(
    algorithm: Algorithm, data: Sequence[Any], parameters: Mapping[str, int], log: Log
) -> list[Cancelled] | None:
    assert algorithm.body is not None
    given = [x if isinstance(x, int) else watched(np.array(x), log) for x in data]
    try:
        with np.errstate(all="ignore"):
            algorithm.body(Float64(), *given, **parameters)
    except TooLong:
        raise
    except Exception:  # what the body raises is told where its result is asked for
        return None
    return log.found()
