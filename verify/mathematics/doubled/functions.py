"""Functions of the truth language on balls around sums of two floats, in terms of a few that are proved.

Each is an identity between real functions wherever its parts enclose something: where they do not (a pole,
an edge of the domain, an argument too large) the error is NaN, and the input goes to other balls.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.error_free import two_sum
from verify.arithmetic.precision import lower, precision, upper
from verify.mathematics.doubled import circular
from verify.mathematics.doubled.balls import (
    NOTHING,
    TINY,
    Balls,
    U,
    absolute,
    add,
    div,
    exact,
    mul,
    neg,
    sqrt,
    sub,
)
from verify.mathematics.doubled.exponential import exp, expm1, log, log1p

Rule = Callable[..., Balls]
BITS = 300
ONE, TWO, HALF = exact(1.0), exact(2.0), exact(0.5)


def of_ball(x: arb) -> Balls:
    """One number for all; an error of nothing where it is exactly two floats."""
    high = float(x.mid())
    low = float((x - high).mid()) if np.isfinite(high) else NOTHING
    rest = abs(x - high - low)
    return Balls(high, low, 0.0 if rest.is_zero() else max(upper(rest), -lower(-rest)) + TINY)


@cache
def constant(name: str) -> Balls:
    with precision(BITS):
        return of_ball(
            {"ln2": arb(2).log(), "ln10": arb(10).log(), "pi": arb.pi(), "quarter": arb.pi() / 2}[name]
        )


def choose(test: Any, yes: Balls, no: Balls) -> Balls:
    return Balls(*(np.where(test, a, b) for a, b in zip(yes, no, strict=True)))


def where(test: Any, a: Balls) -> Balls:
    """Where the test is certain; nothing is known elsewhere."""
    return a._replace(error=np.where(test, a.error, NOTHING))


def above(a: Balls, x: float) -> Any:
    """Is all of the ball certainly above a number? |low| <= u |high|, and the bound's own roundings."""
    return a.high - x > (a.error + (2 * U) * np.abs(a.high)) * (1 + 2.0**-20) + U * abs(x)


def tan(a: Balls) -> Balls:
    return div(*circular.both(a))


def sinpi(a: Balls) -> Balls:
    return circular.sin(_turned(a))


def cospi(a: Balls) -> Balls:
    return circular.cos(_turned(a))


def _turned(a: Balls) -> Balls:
    """pi (x - 2k), k the nearest integer to x/2: both have a difference that is exact, by `two_sum`."""
    high, low = two_sum(a.high, -2 * np.rint(0.5 * a.high))
    return mul(constant("pi"), add(Balls(high, low, a.error), Balls(a.low, 0.0, 0.0)))


def sinh(a: Balls) -> Balls:
    """(m + m/(1 + m))/2, m = e^x - 1."""
    m = expm1(a)
    return mul(HALF, add(m, div(m, add(ONE, m))))


def cosh(a: Balls) -> Balls:
    grown = exp(absolute(a))
    return mul(HALF, add(grown, div(ONE, grown)))


def tanh(a: Balls) -> Balls:
    """-m/(2 + m) for m = e^(-2|x|) - 1, with the sign of x."""
    negative = np.signbit(a.high)
    m = expm1(mul(exact(-2.0), absolute(a)))
    found = div(neg(m), add(TWO, m))
    # |x| is the absolute value: a ball about zero is left out
    return where(above(absolute(a), 0.0), choose(negative, neg(found), found))


def asinh(a: Balls) -> Balls:
    """log1p(x + x^2/(1 + sqrt(1 + x^2))) of |x|, with the sign of x."""
    x = absolute(a)
    square = mul(x, x)
    found = log1p(add(x, div(square, add(ONE, sqrt(add(ONE, square))))))
    return where(above(x, 0.0), choose(np.signbit(a.high), neg(found), found))


def acosh(a: Balls) -> Balls:
    """log1p(d + sqrt(d (x + 1))), d = x - 1."""
    d = sub(a, ONE)
    return log1p(add(d, sqrt(mul(d, add(a, ONE)))))


def atanh(a: Balls) -> Balls:
    return mul(HALF, log1p(div(mul(TWO, a), sub(ONE, a))))


def cbrt(a: Balls) -> Balls:
    found = exp(div(log(absolute(a)), exact(3.0)))
    return choose(np.signbit(a.high), neg(found), found)


def atan(a: Balls) -> Balls:
    """y + atan(z), y about atan x, z = tan(atan x - y) = (x cos y - sin y)/(cos y + x sin y).

    atan z = z + d, |d| <= |z|^3/3, for |z| <= 2^-10: then the difference of angles is below a quarter turn,
    as it is where cos y + x sin y > 0 (the cosine of that difference times sqrt(1 + x^2), and |y| <= 1.6).
    """
    y = np.clip(np.arctan(a.high), -1.6, 1.6)
    sine, cosine = circular.both(exact(y))
    below = add(cosine, mul(a, sine))
    z = div(sub(mul(a, cosine), sine), below)
    m = np.abs(z.high) * (1 + 4 * U) + z.error
    found = add(exact(y), z._replace(error=z.error + m * m * m))
    return where((m <= 2.0**-10) & above(below, 0.0), found)


def asin(a: Balls) -> Balls:
    """y + asin(z), z = sin(asin x - y) = x cos y - sqrt((1 - x)(1 + x)) sin y; asin z = z + d, |d| <= |z|^3
    for |z| <= 2^-10. For |x| < 1 - 2^-20 |asin x| is below pi/2 - 2^-9.6, and |y| <= 1.5708: the difference
    of the two is below pi - 2^-9.6, so that it is asin z, and not half a turn less."""
    y = np.clip(np.arcsin(a.high), -1.5708, 1.5708)
    sine, cosine = circular.both(exact(y))
    z = sub(mul(a, cosine), mul(sqrt(mul(sub(ONE, a), add(ONE, a))), sine))
    m = np.abs(z.high) * (1 + 4 * U) + z.error
    found = add(exact(y), z._replace(error=z.error + m * m * m))
    return where((m <= 2.0**-10) & above(sub(exact(1 - 2.0**-20), absolute(a)), 0.0), found)


def raised(a: Balls, b: Balls) -> Balls:
    """x^y for x > 0."""
    return exp(mul(b, log(a)))


def _largest(a: Balls, b: Balls, sign: float) -> Balls:
    """The one that is certainly larger, or smaller."""
    difference = sub(a, b)
    chosen = choose(sign * difference.high > 0, a, b)
    return where(above(absolute(difference), 0.0), chosen)


RULES: dict[str, Rule] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": div,
    "neg": neg,
    "abs": absolute,
    "sqrt": sqrt,
    "rsqrt": lambda a: div(ONE, sqrt(a)),
    "cbrt": cbrt,
    "hypot": lambda a, b: sqrt(add(mul(a, a), mul(b, b))),
    "fma": lambda a, b, c: add(mul(a, b), c),
    "exp": exp,
    "expm1": expm1,
    "exp2": lambda a: exp(mul(a, constant("ln2"))),
    "exp10": lambda a: exp(mul(a, constant("ln10"))),
    "log": log,
    "log1p": log1p,
    "log2": lambda a: div(log(a), constant("ln2")),
    "log10": lambda a: div(log(a), constant("ln10")),
    "logit": lambda a: log(div(a, sub(ONE, a))),
    "expit": lambda a: div(ONE, add(ONE, exp(neg(a)))),
    "sin": circular.sin,
    "cos": circular.cos,
    "tan": tan,
    "cot": lambda a: div(ONE, tan(a)),
    "sec": lambda a: div(ONE, circular.cos(a)),
    "csc": lambda a: div(ONE, circular.sin(a)),
    "sinc": lambda a: div(circular.sin(a), a),
    "sinpi": sinpi,
    "cospi": cospi,
    "tanpi": lambda a: div(sinpi(a), cospi(a)),
    "asin": asin,
    "acos": lambda a: sub(constant("quarter"), asin(a)),
    "atan": atan,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "coth": lambda a: div(ONE, tanh(a)),
    "sech": lambda a: div(ONE, cosh(a)),
    "csch": lambda a: div(ONE, sinh(a)),
    "asinh": asinh,
    "acosh": acosh,
    "atanh": atanh,
    "min": lambda a, b: _largest(a, b, -1.0),
    "max": lambda a, b: _largest(a, b, 1.0),
}
