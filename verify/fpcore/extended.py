"""Infinities and NaN among the reals: what the standard's constants of these names bring in, as floats."""

import math
from collections.abc import Sequence
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import Unsettled
from verify.fpcore.reader import Place
from verify.language.expressions import Undefined

GROWING = ("exp", "exp2", "sqrt", "log", "log2", "log10", "log1p")


def operation(name: str, x: Sequence[Any], place: Place) -> Any:
    """An operation with an infinity or NaN among its arguments: limits where they are plain."""
    if name == "fabs":
        return abs(x[0])
    if name in ("fmin", "fmax"):
        return _chosen(name, x[0], x[1])
    if any(isinstance(v, float) and math.isnan(v) for v in x):
        return math.nan
    infinite = [isinstance(v, float) for v in x]
    match name:
        case "+":
            return sum(v for v in x if isinstance(v, float))
        case "*":
            return math.prod(v if isinstance(v, float) else _sign(v, place) for v in x)
        case "/" if not infinite[0]:
            return fmpq(0)
        case "/":
            return math.nan if infinite[1] else x[0] * (_sign(x[1], place) or math.nan)
    if name in GROWING and x[0] > 0:
        return math.inf
    if name in ("exp", "exp2"):
        return fmpq(0)
    raise Undefined(f"{place}: {name} of an infinity")


def _sign(x: Any, place: Place) -> int:
    ball = arb(x)
    if ball.is_zero():
        return 0
    if ball.contains(0):
        raise Unsettled(f"{place}: cannot decide the sign of a factor")
    return 1 if ball > 0 else -1


def _chosen(name: str, x: Any, y: Any) -> Any:
    """C's fmin and fmax: the number where the other is NaN."""
    for a, b in ((x, y), (y, x)):
        if isinstance(a, float) and math.isnan(a):
            return b
    return x if compared("<", x, y) == (name == "fmin") else y


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


def compared(name: str, a: Any, b: Any) -> bool:
    """Comparison with an infinity or NaN: any real number lies between the infinities."""
    x, y = (v if isinstance(v, float) else 0.0 for v in (a, b))
    return {"<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y, "==": x == y, "!=": x != y}[name]
