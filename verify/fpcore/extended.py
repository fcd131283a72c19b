"""Extended reals that balls do not hold: the infinities, NaN, and finite numbers too large for a ball.

What the standard's constants INFINITY and NAN bring in are floats here. A `Vast` is a finite number of
which only the sign is known and that it is larger than 2^(10^15). It begins above 2^(10^16), and only steps
that cannot bring it down to 2^(10^15) keep it one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from verify.enclose import Hopeless, Unsettled
from verify.expressions import Undefined
from verify.fpcore.reader import Place

BOUND = arb(2) ** 10**15  # a ball may well be larger: its exponent is a big integer
LARGE = arb(2) ** 64


@dataclass(frozen=True)
class Vast:
    """A finite number above 2^(10^15) in size."""

    sign: int

    def __neg__(self) -> "Vast":
        return Vast(-self.sign)


def overflowed(name: str, x: Sequence[arb]) -> Vast | None:
    """What an operation on finite balls gave where its ball is not finite; None where more bits may tell.

    exp, exp2, expm1, sinh, cosh, tgamma grow beyond 2^(10^15) before x reaches 10^16, and b^y does where
    y log|b| exceeds 10^16.
    """
    bound = 10**16
    match name:
        case "exp" | "exp2" | "expm1" | "tgamma" if x[0] > bound:
            return Vast(1)
        case "cosh" if abs(x[0]) > bound:
            return Vast(1)
        case "sinh" if abs(x[0]) > bound:
            return Vast(1 if x[0] > 0 else -1)
        case "pow" if x[0] > 0 and x[1] * x[0].log() > bound:
            return Vast(1)
    return None


def operation(name: str, x: Sequence[Any], place: Place) -> Any:
    """An operation with such a number among its arguments."""
    if name == "fabs":
        return abs(x[0]) if isinstance(x[0], float) else Vast(1)
    if name in ("fmin", "fmax"):
        return _chosen(name, x[0], x[1])
    if any(isinstance(v, float) and math.isnan(v) for v in x):
        return math.nan
    match name:
        case "+" if (found := _sum(x[0], x[1])) is not None:
            return found
        case "*" | "/" if (found := _scaled(name, x[0], x[1])) is not None:
            return found
        case "exp" | "exp2" | "sqrt" | "log" if x[0] == math.inf:
            return math.inf
    if any(isinstance(v, Vast) for v in x):
        raise Hopeless(f"{place}: {name} of a number above 2^(10^15) is more than balls hold")
    raise Undefined(f"{place}: {name} of an infinity")


def _sum(x: Any, y: Any) -> Any:
    for a, b in ((x, y), (y, x)):
        if isinstance(a, float):
            return math.nan if isinstance(b, float) and a != b else a
    for a, b in ((x, y), (y, x)):
        if a == b or (isinstance(a, Vast) and not isinstance(b, Vast) and abs(arb(b)) < LARGE):
            return a  # 2^(10^16) less 2^64, however many times a program can do that
    return None


def _scaled(name: str, x: Any, y: Any) -> Any:
    """A product or quotient with a vast or infinite x, or a product with such a y."""
    if isinstance(y, float | Vast) and (name == "/" or isinstance(x, float | Vast)):
        if name == "/" and not isinstance(x, float | Vast):
            return fmpq(0) if isinstance(y, float) else arb(0, (abs(arb(x)) / BOUND).upper())
        return x * y if isinstance(x, float) and isinstance(y, float) and name == "*" else None
    a, b = (x, arb(y)) if isinstance(x, float | Vast) else (y, arb(x))
    if b.contains(0):
        if b.is_zero():
            return None
        raise Unsettled("the sign of a factor is open")
    if isinstance(a, float):
        return a if b > 0 else -a
    shrinks = abs(b) < 1 if name == "*" else abs(b) > 1
    return None if shrinks or not abs(b).is_finite() else (a if b > 0 else -a)


def _chosen(name: str, x: Any, y: Any) -> Any:
    """C's fmin and fmax: the number where the other is NaN."""
    for a, b in ((x, y), (y, x)):
        if isinstance(a, float) and math.isnan(a):
            return b
    below = compared("<", x, y)
    if below is None:
        raise Unsettled("which of two numbers is larger is open")
    return x if below == (name == "fmin") else y


def classified(name: str, x: float) -> bool:
    """Of an infinity or NaN."""
    match name:
        case "isinf":
            return math.isinf(x)
        case "isnan":
            return math.isnan(x)
        case "signbit":
            return x < 0
    return False


def compared(name: str, a: Any, b: Any) -> bool | None:
    """Comparison with such a number. Two vast ones of one sign are open."""
    x, y = _rank(a), _rank(b)
    if x is None or y is None or (x == y and isinstance(a, Vast)):
        return None
    if math.isnan(x) or math.isnan(y):
        return name == "!="
    return {"<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y, "==": x == y, "!=": x != y}[name]


def _rank(x: Any) -> float | None:
    """Infinities beyond the vast, the vast beyond the rest; None for a ball that may be as large."""
    if isinstance(x, float):
        return x
    if isinstance(x, Vast):
        return float(x.sign)
    return 0.0 if abs(arb(x)) < BOUND else None
