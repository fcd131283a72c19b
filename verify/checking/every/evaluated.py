"""A formula at all numbers of a short format, each with a bound of its own, by arrays of balls: for lines of
so few numbers that a polynomial for each piece costs more than it saves."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking.every.compared import U, Values
from verify.language.nodes import Call, Node, Number, folded
from verify.mathematics.doubled.program import NoRule, Program, program

RELATIVE = 2.0**-40  # nearer than this the truths have to be known


class Formula(NamedTuple):
    """apart: no truth that is not a multiple of half the least number lies nearer to one than this."""

    program: Program
    apart: float

    def valued(self, x: Any) -> Values:
        """Of a truth t within e of h + l: |t - h| <= |l| + e. NaN where t is not near h."""
        (found,) = self.program(x)
        with np.errstate(all="ignore"):
            off = (np.abs(found.low) + found.error) * (1 + 4 * U)
            size = np.abs(found.high)
            discrete = np.broadcast_to(off < self.apart, x.shape)
            near = np.broadcast_to((off <= RELATIVE * size) | ((size == 0) & discrete), x.shape)
            relative = float(np.max(off / size, where=near & (size > 0), initial=0.0)) * (1 + 2.0**-30)
        high = np.where(near, found.high, np.nan)
        # Of nothing but zeros, which are exact, any bound holds.
        return Values(high, None, 0.0, 0.0, relative or U, discrete=discrete & near)


def formula(node: Node, variable: str, format: Format) -> Formula | None:
    """None where a function in it has no rule."""
    try:
        return Formula(program([node], (variable,)), _apart(node, format))
    except NoRule:
        return None


class _Quotient(NamedTuple):
    """P/Q: P is a multiple of 2^p and at most 2^most_p in size; Q of 2^q and 2^most_q."""

    p: int
    most_p: int
    q: int
    most_q: int


def _apart(node: Node, format: Format) -> float:
    """Of a rational formula t = P/Q and a multiple m of 2^k, k = lowest - 1: t - m = (P - m Q)/Q is zero or
    at least 2^min(p, k + q) / 2^most_q. 0 of other formulas."""

    def join(part: Node, given: list[_Quotient | None]) -> _Quotient | None:
        if isinstance(part, Number):
            return _Quotient(0, int(abs(part.value.p)).bit_length(), 0, int(part.value.q).bit_length())
        if not isinstance(part, Call):
            return _Quotient(format.lowest, format.emax + 1, 0, 0)
        return None if None in given else _joined(part.name, [g for g in given if g is not None])

    found = folded(node, join)
    if found is None:
        return 0.0
    exponent = min(found.p, format.lowest - 1 + found.q) - found.most_q
    return 2.0**exponent if exponent > -900 else 0.0


def _joined(name: str, given: Sequence[_Quotient]) -> _Quotient | None:
    match name, given:
        case "neg", [a]:
            return a
        case "*", [a, b]:
            return _Quotient(a.p + b.p, a.most_p + b.most_p, a.q + b.q, a.most_q + b.most_q)
        case "/", [a, b]:
            return _joined("*", [a, _Quotient(b.q, b.most_q, b.p, b.most_p)])
        case (("+" | "-"), [a, b]):
            most = max(a.most_p + b.most_q, b.most_p + a.most_q) + 1
            return _Quotient(min(a.p + b.q, b.p + a.q), most, a.q + b.q, a.most_q + b.most_q)
    return None
