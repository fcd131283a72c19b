"""FPCore in floating-point formats: every operation rounded once, by MPFR, in the context in force.

The library functions are correctly rounded; that is the standard's own semantics, and not what a C library
returns. In the contexts `real` and `integer` nothing is rounded: values are exact rationals, and an
operation that leaves them has no result there.
"""

import itertools
import math
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import gmpy2
from flint import fmpq
from gmpy2 import mpfr, mpq

from verify.arithmetic.float64 import nearest
from verify.arithmetic.mpfr import BINARY64, Format, Wide
from verify.arithmetic.precision import Unsettled
from verify.fpcore import real
from verify.fpcore.contexts import INTEGER, NEAREST_EVEN, Context
from verify.fpcore.evaluate import Arithmetic
from verify.fpcore.operations import COMPARE, OPERATIONS, exactly
from verify.fpcore.reader import Place
from verify.fpcore.rounding import constant, half_away, mpfr_context, nearest_in
from verify.fpcore.values import Illegal
from verify.language.expressions import Undefined


class Machine(Arithmetic):
    """The float side: MPFR numbers in formats, rationals where the context is real or integer."""

    def literal(self, value: fmpq, context: Context) -> Any:
        exact = mpq(int(value.p), int(value.q))
        return nearest_in(exact, context) if isinstance(context.precision, Format) else exact

    def constant(self, name: str, context: Context) -> Any:
        if name in ("INFINITY", "NAN"):
            return mpfr("inf" if name == "INFINITY" else "nan", 0, context=exactly(2))
        if not isinstance(context.precision, Format):
            raise Illegal(f"{name} is irrational: the float side has no such number in {context}")
        return constant(name, context)

    def operation(self, name: str, context: Context, place: Place) -> Callable[..., Any]:
        format = context.precision
        if not isinstance(format, Format):
            return lambda *x: _exactly(name, x, context, place)
        if context.rounding == "nearestAway":
            once: Callable[..., mpfr] = lambda *x: _away(name, x, format)  # noqa: E731
        else:
            once = partial(OPERATIONS[name], mpfr_context(format, context.rounding))

        def rounded(*x: Any) -> mpfr:
            for v in x:
                if type(v) is not mpfr:
                    break
            else:
                return once(*x)
            if name in RATIONAL and all(isinstance(v, mpq) for v in x) and (name != "/" or x[1] != 0):
                return nearest_in(RATIONAL[name](*x), context)
            return once(*(_as_float(v, place) for v in x))

        return rounded

    def test(self, name: str, context: Context, place: Place) -> Callable[..., bool]:
        least = mpq(2) ** (context.format.lowest + context.format.bits - 1)
        single: dict[str, Callable[[Any], bool]] = {
            "isfinite": gmpy2.is_finite,
            "isinf": gmpy2.is_infinite,
            "isnan": gmpy2.is_nan,
            "isnormal": lambda x: gmpy2.is_finite(x) and (x >= least or x <= -least),
            "signbit": lambda x: bool(gmpy2.is_signed(x)) if isinstance(x, mpfr) else x < 0,
        }
        if name in single:
            return single[name]
        if name == "!=":
            equal = COMPARE["=="]
            return lambda *x: not any(equal(a, b) for k, a in enumerate(x) for b in x[k + 1 :])
        compare = COMPARE[name]
        return lambda *x: all(compare(a, b) for a, b in itertools.pairwise(x))

    def whole(self, value: Any, place: Place) -> int:
        if not gmpy2.is_finite(value) or not gmpy2.is_integer(value):
            raise Illegal(f"{place}: a size or an index is {value}, no integer")
        return int(value)


RATIONAL: dict[str, Callable[..., mpq]] = {
    "+": operator.add,
    "-": lambda x, y=None: -x if y is None else x - y,
    "*": operator.mul,
    "/": operator.truediv,
    "cast": lambda x: x,
}


def _as_float(x: Any, place: Place) -> mpfr:
    """An operand as it is: a rational becomes the float that it is."""
    if isinstance(x, mpfr):
        return x
    denominator = x.denominator
    if denominator & (denominator - 1):
        raise Illegal(f"{place}: the exact operand {x} is not a binary fraction")
    return mpfr(x, 0, context=exactly(x.numerator.bit_length()))


def _exactly(name: str, x: Sequence[Any], context: Context, place: Place) -> Any:
    """An operation without rounding, where its result is rational."""
    if name == "cast" and context.precision != INTEGER:
        return x[0]
    if not all(gmpy2.is_finite(v) for v in x):
        raise Illegal(f"{place}: an infinity or NaN where the float side does not round")
    try:
        found = real.operation(name, [_fmpq(mpq(v)) for v in x], context, place)
    except (Undefined, Unsettled):
        found = None
    if not isinstance(found, fmpq):
        raise Illegal(f"{place}: {name} leaves the rationals, so the float side cannot do without rounding")
    if context.precision == INTEGER and found.q != 1:
        raise Illegal(f"{place}: {name} gives {found} where the precision is integer")
    return mpq(int(found.p), int(found.q))


def _away(name: str, x: Sequence[mpfr], format: Format) -> mpfr:
    """Round to nearest, halves away from zero, which MPFR has not: cut off below two bits more than the
    format has, then round that. The cut leaves the bit of one half, and that alone decides."""
    if name == "nearbyint":
        name = "round"
    cut = OPERATIONS[name](exactly(format.bits + 2, gmpy2.RoundToZero), *x)
    if not gmpy2.is_regular(cut):
        return cut
    # 2^(exponent - 1) <= |cut| < 2^exponent: a number far outside the range is not written out.
    exponent = gmpy2.get_exp(cut)
    if exponent > format.emax + 2 or exponent < format.lowest:
        size = "inf" if exponent > 0 else "0"
        return mpfr(f"-{size}" if gmpy2.is_signed(cut) else size, 0, context=exactly(2))
    return half_away(mpq(cut), format)


def as_operand(x: float) -> mpfr:
    """An input as it is: every float64 has at most 53 bits."""
    return mpfr(x, 0, context=exactly(53))


def as_result(value: Any) -> float:
    """What came out, as a float; with the number itself where a float64 does not hold it."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, tuple):
        raise Illegal("the value is a tensor where a number is needed")
    if not isinstance(value, mpfr):
        return _recorded(value, nearest(_fmpq(value)))
    # float() rounds in the global context: what it is given needs no rounding any more.
    near = float(mpfr_context(BINARY64, NEAREST_EVEN).plus(value))
    return _recorded(mpq(value), near) if gmpy2.is_finite(value) else near


def _recorded(exact: mpq, near: float) -> float:
    return near if math.isfinite(near) and mpq(near) == exact else Wide.of(_fmpq(exact), near)


def _fmpq(x: mpq) -> fmpq:
    return fmpq(int(x.numerator), int(x.denominator))
