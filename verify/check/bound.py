"""A proved upper bound of the rounding error of a body over a box, by subdivision.

A body of + - * / and sqrt is run on pairs: a ball V around every value that exact arithmetic can take over
the box, and a number e with |computed - exact| <= e. The standard model of IEEE arithmetic (Higham,
Accuracy and Stability of Numerical Algorithms, 2nd ed., section 2.2, with the underflow term of section
2.5) gives |fl(t) - t| <= u |t| + 2^-1075 for t the exact result on the computed operands, as long as
nothing overflows.
"""

import heapq
from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Hopeless, Unsettled, precision, upper
from verify.measure.budget import UNIT_ROUNDOFF
from verify.measure.distance import ulp

UNDERFLOW = arb(2) ** -1075
OVERFLOW = arb(2) ** 1023
BITS = 128
Box = tuple[tuple[fmpq, fmpq], ...]


class Bounded:
    """A value with a proved bound of what float64 lost on the way to it."""

    def __init__(self, ball: arb, error: arb) -> None:
        self.ball = ball
        self.error = error

    @staticmethod
    def of(x: Any) -> "Bounded":
        if isinstance(x, int) and abs(x) > 2**53:
            raise TypeError("an integer that float64 may round; write it as a float")
        return x if isinstance(x, Bounded) else Bounded(arb(x), arb(0))

    def __neg__(self) -> "Bounded":
        return Bounded(-self.ball, self.error)

    def __abs__(self) -> "Bounded":
        return Bounded(abs(self.ball), self.error)

    def __add__(self, other: Any) -> "Bounded":
        y = Bounded.of(other)
        return _rounded(self.ball + y.ball, self.error + y.error)

    def __sub__(self, other: Any) -> "Bounded":
        return self + -Bounded.of(other)

    def __mul__(self, other: Any) -> "Bounded":
        y = Bounded.of(other)
        # x^y^ - xy = x (y^ - y) + y (x^ - x) + (x^ - x)(y^ - y)
        carried = abs(self.ball) * y.error + abs(y.ball) * self.error + self.error * y.error
        return _rounded(self.ball * y.ball, carried)

    def __truediv__(self, other: Any) -> "Bounded":
        y = Bounded.of(other)
        smallest = abs(y.ball) - y.error  # |y^| is at least that, and it has to be positive
        if not smallest > 0:
            raise Unsettled("the divisor may be zero")
        quotient = self.ball / y.ball
        # x^/y^ - x/y = ((x^ - x) - (x/y)(y^ - y)) / y^
        return _rounded(quotient, (self.error + abs(quotient) * y.error) / smallest)

    def sqrt(self) -> "Bounded":
        if not self.ball - self.error > 0:
            raise Unsettled("the radicand may not be positive")
        root = self.ball.sqrt()
        # sqrt(x^) - sqrt(x) = (x^ - x) / (sqrt(x^) + sqrt(x)), and the divisor is at least sqrt(x)
        return _rounded(root, self.error / root)

    def __pow__(self, n: Any) -> "Bounded":
        raise TypeError("how float64 raises to a power is not known; write a product")

    def __radd__(self, other: Any) -> "Bounded":
        return Bounded.of(other) + self

    def __rsub__(self, other: Any) -> "Bounded":
        return Bounded.of(other) - self

    def __rmul__(self, other: Any) -> "Bounded":
        return Bounded.of(other) * self

    def __rtruediv__(self, other: Any) -> "Bounded":
        return Bounded.of(other) / self

    def __lt__(self, other: Any) -> bool:
        """A branch taken by float64 and by exact arithmetic alike, or Unsettled."""
        y = Bounded.of(other)
        gap = y.ball - self.ball
        if gap > self.error + y.error:
            return True
        if -gap > self.error + y.error:
            return False
        raise Unsettled("cannot decide a comparison over the box")

    def __gt__(self, other: Any) -> bool:
        return Bounded.of(other) < self

    __le__ = __lt__
    __ge__ = __gt__

    def __eq__(self, other: object) -> bool:
        raise Unsettled("cannot decide an equality over the box")

    def __bool__(self) -> bool:
        return self != 0

    def __float__(self) -> float:
        raise TypeError("a library function needs the number itself")


def _rounded(ball: arb, carried: arb) -> Bounded:
    """One rounding on top of what is carried: |t| <= |ball| + carried."""
    largest = abs(ball).upper() + carried.upper()
    if not largest < OVERFLOW:
        raise Unsettled("the result may overflow")
    return Bounded(ball, (carried + UNIT_ROUNDOFF * largest + UNDERFLOW).upper())


def on_box(body: Callable[..., Any], truth: Callable[..., arb], box: Box) -> arb | None:
    """A bound in ulps over a box; None where it has to be split. The body, in exact arithmetic, is the
    truth (that is the caller's to show)."""
    x = [arb((low + high) / 2, (high - low) / 2) for low, high in box]
    try:
        result = Bounded.of(body(*(Bounded(v, arb(0)) for v in x)))
        value = truth(*x)
    except (Hopeless, ArithmeticError):
        return None
    size = value.intersection(result.ball) if value.overlaps(result.ball) else value
    if not (size.is_finite() and result.error.is_finite()):
        return None
    # The smallest ulp over the box is that of the smallest truth.
    return (result.error / ulp(size.abs_lower())).upper()


def prove(
    body: Callable[..., Any],
    truth: Callable[..., arb],
    ranges: Sequence[tuple[float, float]],
    most_boxes: int = 4000,
    stop: Callable[[], bool] = lambda: False,
) -> float | None:
    """An upper bound in ulps over a box of floats; None where none was found with so many boxes.

    The box with the largest bound is split along its widest side until the boxes are used up, or `stop`
    says that the time is.
    """
    whole: Box = tuple((exact(low), exact(high)) for low, high in ranges)
    with precision(BITS):
        heap: list[tuple[float, int, Box]] = [(*_key(body, truth, whole), 0, whole)]
        for count in range(1, most_boxes):
            if stop():
                break
            worst, _, box = heapq.heappop(heap)
            halves = _halves(box)
            if halves is None:
                heapq.heappush(heap, (worst, 0, box))
                break
            for side, half in enumerate(halves):
                heapq.heappush(heap, (*_key(body, truth, half), 2 * count + side, half))
        top = -heap[0][0]
    return top if top < float("inf") else None


def _key(body: Callable[..., Any], truth: Callable[..., arb], box: Box) -> tuple[float]:
    bound = on_box(body, truth, box)
    return (float("-inf") if bound is None else -upper(bound),)


def _halves(box: Box) -> tuple[Box, Box] | None:
    """The box cut across its widest side, widths measured against size; None for a point."""
    widths = [0.0 if low == high else float(arb((high - low) / (abs(low) + abs(high)))) for low, high in box]
    k = max(range(len(box)), key=lambda i: widths[i])
    low, high = box[k]
    if widths[k] == 0.0:
        return None
    middle = (low + high) / 2
    return (*box[:k], (low, middle), *box[k + 1 :]), (*box[:k], (middle, high), *box[k + 1 :])
