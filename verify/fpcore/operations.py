"""The operations of FPCore in one MPFR context: the exact result, rounded once as the context says.

Special values are those of IEEE 754-2019 and of C, annex F. gmpy2's functions, its conversions and the
operators of its numbers round in gmpy2's global context, which belongs to whoever set it last: here every
operation is a method of a context given.
"""

import operator
from collections.abc import Callable
from functools import cache
from typing import Any

import gmpy2
from gmpy2 import mpfr


@cache
def exactly(bits: int, rounding: int = gmpy2.RoundToNearest) -> Any:
    """A context with the given precision and the widest range of exponents."""
    return gmpy2.context(
        precision=max(bits, 2), round=rounding, emax=gmpy2.get_emax_max(), emin=gmpy2.get_emin_min()
    )


ZERO = mpfr(0, 0, context=exactly(2))


def holds(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison, which is false where an operand is NaN (gmpy2's may raise there)."""
    return lambda x, y: not (gmpy2.is_nan(x) or gmpy2.is_nan(y)) and compare(x, y)


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": holds(operator.lt),
    ">": holds(operator.gt),
    "<=": holds(operator.le),
    ">=": holds(operator.ge),
    "==": holds(operator.eq),
}


def _difference(c: Any, x: mpfr, y: mpfr | None = None) -> mpfr:
    return c.minus(x) if y is None else c.sub(x, y)


def _positive_difference(c: Any, x: mpfr, y: mpfr) -> mpfr:
    return ZERO if COMPARE["<="](x, y) else c.sub(x, y)


def _with_the_sign(c: Any, x: mpfr, y: mpfr) -> mpfr:
    # Negation is exact before the context rounds: a direction away from or towards zero is not turned about.
    turned = gmpy2.is_signed(x) != gmpy2.is_signed(y)
    return c.plus(exactly(x.precision).minus(x) if turned else x)


def _nearby(c: Any, x: mpfr) -> mpfr:
    # An integer next to x needs no more bits than x has, so the first step is exact and the second rounds it.
    return c.plus(exactly(x.precision, c.round).rint(x))


OPERATIONS: dict[str, Callable[..., mpfr]] = {
    "+": lambda c, x, y: c.add(x, y),
    "-": _difference,
    "*": lambda c, x, y: c.mul(x, y),
    "/": lambda c, x, y: c.div(x, y),
    "cast": lambda c, x: c.plus(x),
    "fabs": lambda c, x: c.abs(x),
    "tgamma": lambda c, x: c.gamma(x),
    "lgamma": lambda c, x: c.lgamma(x)[0],
    "fmax": lambda c, x, y: c.maxnum(x, y),
    "fmin": lambda c, x, y: c.minnum(x, y),
    "fdim": _positive_difference,
    "copysign": _with_the_sign,
    "floor": lambda c, x: c.rint_floor(x),
    "ceil": lambda c, x: c.rint_ceil(x),
    "trunc": lambda c, x: c.rint_trunc(x),
    "round": lambda c, x: c.rint_round(x),
    "nearbyint": _nearby,
    **{
        name: (lambda c, *x, method=name: getattr(c, method)(*x))
        for name in (
            *("fma", "exp", "exp2", "expm1", "log", "log10", "log2", "log1p", "pow", "sqrt", "cbrt"),
            *("hypot", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh"),
            *("asinh", "acosh", "atanh", "erf", "erfc", "fmod", "remainder"),
        )
    },
}
