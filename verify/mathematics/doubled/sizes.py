"""How large values are, very roughly: bounds of the binary logarithm and the sign, where a value may lie
far beyond the floats at either end. It tells what overflows, and what vanishes; nothing else.

2^low <= |t| <= 2^high, for floats low, high; each rule widens what it rounds: a sum or product of
logarithms below 2^900 in size is off by less than WIDE (1 + its size). sign: +1, -1; NaN where it, or the
size, is not known.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from verify.language.nodes import Call, Node, Variable, folded, variables_of
from verify.mathematics.doubled.balls import Balls
from verify.mathematics.doubled.program import constant_of

WIDE = 2.0**-40
MARGIN = 4.0  # binary orders, then the smaller of two summands changes the larger by less than one
TURN = 1.4426950408889634  # 1/ln 2, to 2^-52


class Size(NamedTuple):
    low: Any
    high: Any
    sign: Any


Rule = Callable[..., Size]


def _widened(low: Any, high: Any, sign: Any) -> Size:
    known = (np.abs(low) < 2.0**900) & (np.abs(high) < 2.0**900)
    sign = np.where(known, sign, np.nan)
    return Size(low - WIDE * (1 + np.abs(low)), high + WIDE * (1 + np.abs(high)), sign)


def of_floats(x: Any) -> Size:
    """2^(e-1) <= |x| < 2^e (frexp)."""
    _, e = np.frexp(x)
    return Size(e - 1.0, e + 0.0, np.where(np.isfinite(x) & (x != 0), np.sign(x), np.nan))


def _neg(a: Size) -> Size:
    return a._replace(sign=-a.sign)


def _mul(a: Size, b: Size) -> Size:
    return _widened(a.low + b.low, a.high + b.high, a.sign * b.sign)


def _div(a: Size, b: Size) -> Size:
    return _widened(a.low - b.high, a.high - b.low, a.sign * b.sign)


def _add(a: Size, b: Size) -> Size:
    """Of the same sign: max(|a|, |b|) <= |a + b| <= 2 max(|a|, |b|). Else the larger, if it is by far."""
    same = a.sign == b.sign
    of_a = a.low > b.high + MARGIN
    of_b = b.low > a.high + MARGIN
    low = np.where(same, np.maximum(a.low, b.low), np.where(of_a, a.low, b.low) - 1)
    high = np.where(same, np.maximum(a.high, b.high), np.where(of_a, a.high, b.high)) + 1
    sign = np.where(same | of_a, a.sign, np.where(of_b, b.sign, np.nan))
    return _widened(low, high, np.where(np.isnan(a.sign + b.sign), np.nan, sign))


def _sub(a: Size, b: Size) -> Size:
    return _add(a, _neg(b))


def _exp(a: Size) -> Size:
    """log2 e^t = t/ln 2, of the sign of t; 2^k for |k| < 1000 is a float within 2^-50 of itself."""
    least, most = np.exp2(a.low) * TURN, np.exp2(a.high) * TURN
    low, high = np.where(a.sign > 0, least, -most), np.where(a.sign > 0, most, -least)
    known = (a.high < 1000) & (a.low > -1000)
    return _widened(low, high, np.where(known & ~np.isnan(a.sign), 1.0, np.nan))


def _sqrt(a: Size) -> Size:
    return _widened(a.low / 2, a.high / 2, np.where(a.sign > 0, 1.0, np.nan))


def _half_sum(sign: float) -> Rule:
    """sinh and cosh: (e^t -+ e^-t)/2, where |t| >= 2."""

    def rule(a: Size) -> Size:
        grown = _exp(a._replace(sign=np.abs(a.sign)))
        known = a.low >= 1  # then e^-2|t| <= e^-4, and the half sum lies between e^|t|/4 and e^|t|
        return Size(grown.low - 2, grown.high, np.where(known, a.sign if sign < 0 else grown.sign, np.nan))

    return rule


RULES: dict[str, Rule] = {
    "+": _add,
    "-": _sub,
    "*": _mul,
    "/": _div,
    "neg": _neg,
    "abs": lambda a: a._replace(sign=np.abs(a.sign)),
    "sqrt": _sqrt,
    "exp": _exp,
    "sinh": _half_sum(-1.0),
    "cosh": _half_sum(1.0),
}


def sizes(node: Node, columns: dict[str, Any]) -> Size | None:
    """Of an expression at arrays of floats; None where a function in it has no rule."""

    def join(part: Node, given: list[Size | None]) -> Size | None:
        if isinstance(part, Variable):
            return of_floats(columns[part.name]) if part.name in columns else None
        if not variables_of(part):
            value = constant_of(part)
            return None if value is None else of_floats(value.high) if value.is_exact else _about(value)
        if not isinstance(part, Call) or any(g is None for g in given) or part.name not in RULES:
            return None
        return RULES[part.name](*given)

    with np.errstate(all="ignore"):
        return folded(node, join)


def _about(value: Balls) -> Size | None:
    """Of a number that is known to within 2^-50 of itself; None of one that is not, which may be zero."""
    if not abs(value.low) + value.error <= 2.0**-50 * abs(value.high):
        return None
    found = of_floats(value.high)
    return Size(found.low - 1, found.high + 1, found.sign)
