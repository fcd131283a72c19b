"""FPCore over the reals: exact rationals as long as they are short, balls from there on.

Nothing is rounded; a rounding context matters to `nearbyint` alone. A comparison that balls do not decide
raises Unsettled, an operation without a real value Undefined. Exact rationals decide what balls cannot: a
loop that counts by 1/10 up to 1 ends after ten steps.
"""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import Unsettled
from verify.fpcore import extended
from verify.fpcore.algebraic import kept
from verify.fpcore.contexts import Context
from verify.fpcore.decide import Value, integer, test
from verify.fpcore.evaluate import Arithmetic
from verify.fpcore.reader import Place
from verify.fpcore.values import Illegal
from verify.language.domains import nonzero, power_domain
from verify.language.elementary import power
from verify.language.expressions import Undefined
from verify.language.functions import FUNCTIONS

SHORT = 512  # bits of a rational, numerator and denominator together; a longer one goes on as a ball
NAMES = {"fabs": "abs", "tgamma": "gamma"}
BALLS: dict[str, tuple[Callable[..., arb], Callable[..., bool | None] | None]] = {
    **{
        name: (FUNCTIONS[NAMES.get(name, name)].ball, FUNCTIONS[NAMES.get(name, name)].domain)
        for name in (
            *("sqrt", "cbrt", "hypot", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "fabs"),
            *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh"),
            *("acosh", "atanh", "erf", "erfc", "tgamma", "lgamma"),
        )
    },
    "pow": (power, power_domain),
    "+": (lambda x, y: x + y, None),
    "*": (lambda x, y: x * y, None),
    "/": (lambda x, y: x / y, lambda x, y: nonzero(y)),
    "fma": (lambda x, y, z: x * y + z, None),
    "fmax": (lambda x, y: x.max(y), None),
    "fmin": (lambda x, y: x.min(y), None),
}
RATIONAL: dict[str, Callable[..., fmpq]] = {
    "+": operator.add,
    "*": operator.mul,
    "/": operator.truediv,
    "fma": lambda x, y, z: x * y + z,
    "fabs": abs,
    "fmax": max,
    "fmin": min,
}
CONSTANTS: dict[str, Callable[[], Value]] = {
    "E": arb.const_e,
    "LOG2E": lambda: 1 / arb.const_log2(),
    "LOG10E": lambda: 1 / arb.const_log10(),
    "LN2": arb.const_log2,
    "LN10": arb.const_log10,
    "PI": arb.pi,
    "PI_2": lambda: arb.pi() / 2,
    "PI_4": lambda: arb.pi() / 4,
    "M_1_PI": lambda: 1 / arb.pi(),
    "M_2_PI": lambda: 2 / arb.pi(),
    "M_2_SQRTPI": lambda: 2 / arb.pi().sqrt(),
    "SQRT2": arb(2).sqrt,
    "SQRT1_2": arb(0.5).sqrt,
    "INFINITY": lambda: float("inf"),
    "NAN": lambda: float("nan"),
}


class Real(Arithmetic):
    """The truth: extended real numbers, enclosed at the precision in force."""

    def literal(self, value: fmpq, context: Context) -> Any:
        return value

    def constant(self, name: str, context: Context) -> Any:
        return CONSTANTS[name]()

    def operation(self, name: str, context: Context, place: Place) -> Callable[..., Any]:
        def general(*x: Value) -> Value:
            return operation(name, x, context, place)

        return QUICK[name](general) if name in QUICK else general

    def test(self, name: str, context: Context, place: Place) -> Callable[..., bool]:
        return lambda *x: test(name, x, place)

    def whole(self, value: Any, place: Place) -> int:
        if isinstance(value, arb) and value.contains_integer():
            raise Unsettled(f"{place}: cannot decide whether a size or an index is an integer")
        if not isinstance(value, fmpq) or value.q != 1:
            raise Undefined(f"{place}: a size or an index is not an integer")
        return int(value.p)


def _quick_sum(general: Callable[..., Value]) -> Callable[..., Value]:
    def run(x: Value, y: Value) -> Value:
        if type(x) is arb and type(y) is arb:
            found = x + y
            if found.is_finite():
                return found
        return general(x, y)

    return run


def _quick_product(general: Callable[..., Value]) -> Callable[..., Value]:
    def run(x: Value, y: Value) -> Value:
        if type(x) is arb and type(y) is arb:
            found = x * y
            if found.is_finite():
                return found
        return general(x, y)

    return run


QUICK = {"+": _quick_sum, "*": _quick_product}  # what loops spend their time on


def operation(name: str, x: Sequence[Any], context: Context, place: Place) -> Value:
    """A numeric operation of the standard on numbers."""
    if name == "cast":
        first: Value = x[0]
        return first
    if name == "-":
        negated: Value = kept("neg", x[-1:], -x[-1])
        return negated if len(x) == 1 else operation("+", (x[0], negated), context, place)
    if any(isinstance(v, float) for v in x):
        beyond: Value = extended.operation(name, x, place)
        return beyond
    match name:
        case "fdim":
            return operation("fmax", (operation("-", x, context, place), fmpq(0)), context, place)
        case "copysign":
            size: Value = operation("fabs", x[:1], context, place)
            return -size if test("<", (x[1], fmpq(0)), place) else size
        case "floor" | "ceil" | "trunc" | "round" | "nearbyint":
            return fmpq(integer(name, x[0], context.rounding, place))
        case "fmod" | "remainder":
            nearest = "trunc" if name == "fmod" else "nearbyint"
            quotient = operation("/", x, context, place)
            n = fmpq(integer(nearest, quotient, "nearestEven", place))
            return operation("-", (x[0], operation("*", (n, x[1]), context, place)), context, place)
    if all(isinstance(v, fmpq) for v in x) and (found := _rational(name, x, place)) is not None:
        return found
    enclosed: Value = kept(name, x, _in_balls(name, [arb(v) for v in x], place))
    return enclosed


def _rational(name: str, x: Sequence[Any], place: Place) -> Value | None:
    """The operations that stay within the rationals; None where this one does not."""
    if name == "/" and x[1] == 0:
        raise Undefined(f"{place}: a division by zero")
    if name == "pow":
        return shortened(x[0] ** int(x[1].p)) if x[1].q == 1 and 0 <= x[1] <= 64 else None
    return shortened(RATIONAL[name](*x)) if name in RATIONAL else None


def _in_balls(name: str, x: Sequence[arb], place: Place) -> Value:
    ball, domain = BALLS[name]
    defined = True if domain is None else domain(*x)
    if defined is None:
        raise Unsettled(f"{place}: cannot decide whether {name} is defined")
    if not defined:
        raise Undefined(f"{place}: {name} is not defined")
    value = ball(*x)
    if not value.is_finite():  # FLINT gives up exp(10^300) at 400 bits, not at 800
        raise Unsettled(f"{place}: {name} has no finite enclosure at this precision")
    return known(value)


def known(ball: arb) -> Value:
    """A ball without a radius is a rational: sqrt(4) is 2."""
    if not ball.is_exact():
        return ball
    mantissa, exponent = ball.man_exp()
    if abs(exponent) > SHORT:
        return ball
    return shortened(fmpq(mantissa) * fmpq(2) ** int(exponent))


def shortened(x: fmpq) -> Value:
    return x if x.p.bit_length() + x.q.bit_length() <= SHORT else arb(x)


def enclosed(value: Any, place: Place) -> arb:
    """A result as a ball: a truth value is 1 or 0. Undefined where it is not a real number."""
    if isinstance(value, bool):
        return arb(int(value))
    if isinstance(value, tuple):
        raise Illegal(f"{place}: the value is a tensor where a number is needed")
    if isinstance(value, float):
        raise Undefined("the truth is not a number" if value != value else "the truth is infinite")
    return arb(value)
