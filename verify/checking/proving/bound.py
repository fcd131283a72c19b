"""What floats lose at most, carried along with every value of a computation over a box.

A body is run on pairs: a ball V around every value that exact arithmetic can take over
the box, and a number e with |computed - exact| <= e. The standard model of IEEE arithmetic (Higham,
Accuracy and Stability of Numerical Algorithms, 2nd ed., section 2.2, with the underflow term of section
2.5) gives |fl(t) - t| <= u |t| + 2^-1075 for t the exact result on the computed operands, as long as
nothing overflows; in another format half its least subnormal stands for 2^-1075.
"""

from typing import Any

from flint import arb

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import Unsettled
from verify.measure.distance import power_of_two, unit_roundoff

HALF = arb(1) / 2


class Bounded:
    """A value with a proved bound of what was lost on the way to it in a format."""

    def __init__(self, ball: arb, error: arb, format: Format = BINARY64) -> None:
        self.ball = ball
        self.error = error
        self.format = format

    @staticmethod
    def of(x: Any, format: Format = BINARY64) -> "Bounded":
        if isinstance(x, Bounded):
            return x
        if isinstance(x, int) and abs(x) > 2**format.bits:
            raise TypeError("an integer that float64 may round; write it as a float")
        if isinstance(x, float) and format.nearest(x) != x:
            raise TypeError(f"a number that is none of {format.name}")
        return Bounded(arb(x), arb(0), format)

    def within(self, low: arb, high: arb) -> "Bounded":
        """Of values that count all lie between these: none does where the ball does not."""
        bottom, top = self.ball.lower().max(low), self.ball.upper().min(high)
        return Bounded(bottom.union(top), self.error, self.format) if bottom <= top else self

    def _with(self, x: Any) -> "Bounded":
        return Bounded.of(x, self.format)

    def __neg__(self) -> "Bounded":
        return Bounded(-self.ball, self.error, self.format)

    def __abs__(self) -> "Bounded":
        return Bounded(abs(self.ball), self.error, self.format)

    def __add__(self, other: Any) -> "Bounded":
        y = self._with(other)
        return rounded(self.ball + y.ball, self.error + y.error, self.format)

    def __sub__(self, other: Any) -> "Bounded":
        return self + -self._with(other)

    def __mul__(self, other: Any) -> "Bounded":
        y = self._with(other)
        # x^y^ - xy = x (y^ - y) + y (x^ - x) + (x^ - x)(y^ - y)
        carried = abs(self.ball) * y.error + abs(y.ball) * self.error + self.error * y.error
        return rounded(square(self.ball) if y is self else product(self.ball, y.ball), carried, self.format)

    def __truediv__(self, other: Any) -> "Bounded":
        y = self._with(other)
        smallest = abs(y.ball) - y.error  # |y^| is at least that, and it has to be positive
        if not smallest > 0:
            raise Unsettled("the divisor may be zero")
        quotient = self.ball / y.ball
        # x^/y^ - x/y = ((x^ - x) - (x/y)(y^ - y)) / y^
        return rounded(quotient, (self.error + abs(quotient) * y.error) / smallest, self.format)

    def sqrt(self) -> "Bounded":
        if not self.ball - self.error > 0:
            raise Unsettled("the radicand may not be positive")
        root = self.ball.sqrt()
        # sqrt(x^) - sqrt(x) = (x^ - x) / (sqrt(x^) + sqrt(x)), and the divisor is at least sqrt(x)
        return rounded(root, self.error / root, self.format)

    def __pow__(self, n: Any) -> "Bounded":
        raise TypeError("how float64 raises to a power is not known; write a product")

    def __radd__(self, other: Any) -> "Bounded":
        return self._with(other) + self

    def __rsub__(self, other: Any) -> "Bounded":
        return self._with(other) - self

    def __rmul__(self, other: Any) -> "Bounded":
        return self._with(other) * self

    def __rtruediv__(self, other: Any) -> "Bounded":
        return self._with(other) / self

    def __lt__(self, other: Any) -> bool:
        """A branch taken by float64 and by exact arithmetic alike, or Unsettled."""
        y = self._with(other)
        gap = y.ball - self.ball
        if gap > self.error + y.error:
            return True
        if -gap > self.error + y.error:
            return False
        raise Unsettled("cannot decide a comparison over the box")

    def __gt__(self, other: Any) -> bool:
        return self._with(other) < self

    __le__ = __lt__
    __ge__ = __gt__

    def __eq__(self, other: object) -> bool:
        raise Unsettled("cannot decide an equality over the box")

    def __bool__(self) -> bool:
        return self != 0

    def __float__(self) -> float:
        raise TypeError("a library function needs the number itself")


def square(x: arb) -> arb:
    """0 <= t^2 <= r^2 for |t| <= r, where arb's own reaches far below zero, or is NaN about it."""
    return arb(0).union(x.abs_upper() ** 2) if x.contains(0) else x**2


def product(x: arb, y: arb) -> arb:
    """Of two balls that have a sign, one that has: |xy| lies between the products of the least and of the
    largest sizes, where the ball about the product of the middles may reach beyond zero."""
    found = x * y
    if not found.contains(0) or x.contains(0) or y.contains(0):
        return found
    size = (x.abs_lower() * y.abs_lower()).union(x.abs_upper() * y.abs_upper())
    return size if (x > 0) == (y > 0) else -size


def rounded(ball: arb, carried: arb, format: Format = BINARY64, ulps: arb = HALF) -> Bounded:
    """One rounding on top of what is carried: |t| <= |ball| + carried.

    A result within k ulps of t: ulp(t) <= 2 u |t| + l for the least subnormal l, so that k = 1/2 is rounding
    to nearest. Nothing overflows below 2^emax, if it lies within 2^(bits - 2) ulps.
    """
    largest = abs(ball).upper() + carried.upper()
    if not largest < power_of_two(format.emax):
        raise Unsettled("the result may overflow")
    lost = unit_roundoff(format) * largest + power_of_two(format.lowest - 1)
    return Bounded(ball, (carried + 2 * ulps * lost).upper(), format)
