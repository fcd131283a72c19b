"""Functions of real numbers that compiled code computes and the truth language knows: `math` and more."""

import math
import operator
from collections.abc import Callable, Sequence
from functools import cache, reduce
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import Hopeless
from verify.inside.run.tape import Function
from verify.language import expressions, grammar
from verify.language.functions import FUNCTIONS

# math's name -> the truth language's, where they differ.
MATH = {
    name: name
    for name in [
        "sqrt",
        "cbrt",
        "exp",
        "exp2",
        "expm1",
        "log",
        "log1p",
        "log2",
        "log10",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "erf",
        "erfc",
        "gamma",
        "lgamma",
        "atan2",
        "fma",
    ]
}


@cache
def known(name: str) -> Function:
    """A function of the truth language, its domain asked first; derivatives as far as the table has them."""
    row = FUNCTIONS[name]

    def ball(*x: arb) -> arb:
        if row.domain is not None and not row.domain(*x):
            return arb.nan()
        try:
            return row.ball(*x)
        except (Hopeless, ValueError, ArithmeticError):
            return arb.nan()

    return Function(name, ball, tuple(_derivative(rule, row.arguments) for rule in row.derivatives))


def _derivative(rule: str | None, arguments: tuple[str, ...]) -> Callable[..., arb] | None:
    if rule is None:
        return None

    @cache
    def evaluation() -> Callable[..., arb]:
        """Read where it is first asked for: a run asks for few of the rules."""
        return expressions.compiled(grammar.parse(rule, arguments))

    return lambda *x: evaluation()(dict(zip(arguments, x, strict=True)))


def by_identity() -> dict[int, Function]:
    """id of a compiled function -> what it computes."""
    return {id(getattr(math, name)): known(ours) for name, ours in MATH.items() if hasattr(math, name)}


def hypotenuse(*x: arb) -> arb:
    return sum((v * v for v in x), arb(0)).sqrt()


def _hypotenuse_slope(k: int) -> Callable[..., arb]:
    return lambda *x: x[k] / hypotenuse(*x)


def hypot(count: int) -> Function:
    return Function(
        "hypot", hypotenuse, tuple(map(_hypotenuse_slope, range(count))), secants=_hypotenuse_secants
    )


def _hypotenuse_secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
    """h(a) - h(A) = sum (a_i^2 - A_i^2) / (h(a) + h(A))."""
    size = hypotenuse(*floats) + hypotenuse(*balls)
    return [(a + b) / size for a, b in zip(floats, balls, strict=True)]


def product(*x: arb) -> arb:
    return reduce(operator.mul, x, arb(1))


def linear(name: str, *coefficients: Any) -> Function:
    """sum c_i x_i with exact coefficients."""

    def ball(*x: arb) -> arb:
        return sum((c * v for c, v in zip(coefficients, x, strict=True)), arb(0))

    def constant(c: Any) -> Callable[..., arb]:
        return lambda *x: arb(c)

    def rational(*x: fmpq) -> fmpq:
        return sum((c * v for c, v in zip(coefficients, x, strict=True)), fmpq(0))

    return Function(name, ball, tuple(map(constant, coefficients)), rational)


def shifted(name: str, by: fmpq) -> Function:
    """x + c with an exact c."""
    return Function(name, lambda x: x + by, (lambda x: arb(1),), lambda x: x + by)


def extreme(name: str) -> Function:
    """max or min of two. Each slope is in [0, 1], and 0 or 1 where it is certain which of them it is."""
    sign = 1 if name == "max" else -1

    def slope(x: arb, y: arb) -> arb:
        difference = sign * (x - y)
        return arb(1) if difference > 0 else arb(0) if difference < 0 else arb(0.5, 0.5)

    slopes = (slope, lambda x, y: slope(y, x))
    if name == "max":
        return Function(name, lambda x, y: x.max(y), slopes, max)
    return Function(name, lambda x, y: x.min(y), slopes, min)


EXTREMES = {name: extreme(name) for name in ("max", "min")}


def extreme_of_many(name: str) -> Function:
    """max or min of many: that of two again and again, or the one that it is where that is certain."""
    two = EXTREMES[name]
    before = operator.ge if name == "max" else operator.le

    def secants(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        # A number that stands there several times is one operand: max(x, x, y) = max(x, y).
        places = {id(ball): k for k, ball in reversed([*enumerate(balls)])}
        alone = sorted(places.values())
        slopes = dict(
            zip(alone, of_different([floats[k] for k in alone], [balls[k] for k in alone]), strict=True)
        )
        return [slopes.get(k, arb(0)) for k in range(len(balls))]

    def of_different(floats: Sequence[arb], balls: Sequence[arb]) -> list[arb]:
        best = (
            0  # of what is equal in floats, the one that is it in exact arithmetic, where it is one of them
        )
        for k in range(1, len(floats)):
            equal = floats[k] == floats[best]
            (a, b) = (balls[best], balls[k]) if equal else (floats[best], floats[k])
            best = best if before(a, b) else k
        if all(before(x[best], v) for x in (floats, balls) for k, v in enumerate(x) if k != best):
            return [arb(k == best) for k in range(len(floats))]
        pairs, first, last = [], floats[0], balls[0]
        for a, exact in zip(floats[1:], balls[1:], strict=True):
            # df/dx over the hull, by the mean value theorem, as in slopes.py.
            hull = first.union(last), a.union(exact)
            pairs.append([slope(*hull) for slope in two.derivatives if slope is not None])
            first, last = two.ball(first, a), two.ball(last, exact)
        slopes, passed = [], arb(1)
        for before_it, own in reversed(pairs):
            slopes.append(passed * own)
            passed = passed * before_it
        return [passed, *reversed(slopes)]

    return Function(name, lambda *x: reduce(two.ball, x), secants=secants)


MANY = {name: extreme_of_many(name) for name in EXTREMES}
