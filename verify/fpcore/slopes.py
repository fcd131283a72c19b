"""Derivatives of a core over the reals, carried forward along the branches taken."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.precision import Hopeless, Unsettled
from verify.fpcore import decide, real
from verify.fpcore.algebraic import Surd
from verify.fpcore.contexts import Context
from verify.fpcore.evaluate import Arithmetic
from verify.fpcore.reader import Place
from verify.fpcore.values import Illegal
from verify.language import expressions, grammar, nodes
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Node

STEPS = ("floor", "ceil", "trunc", "round", "nearbyint")
RULES = {"pow": ("y*x^(y - 1)", "x^y*log(x)")}
ONE = arb(1)
ARGUMENTS = ("x", "y", "z")


@dataclass(frozen=True)
class Sloped:
    """A value and its partial derivative by each input."""

    value: Any
    slopes: tuple[arb, ...]


class Slopes(Arithmetic):
    """The reals with derivatives by `count` inputs."""

    def __init__(self, count: int) -> None:
        self.flat = (arb(0),) * count

    def literal(self, value: fmpq, context: Context) -> Any:
        return Sloped(value, self.flat)

    def constant(self, name: str, context: Context) -> Any:
        return Sloped(real.CONSTANTS[name](), self.flat)

    def test(self, name: str, context: Context, place: Place) -> Callable[..., bool]:
        return lambda *x: decide.test(name, [v.value for v in x], place)

    def operation(self, name: str, context: Context, place: Place) -> Callable[..., Any]:
        def general(*x: Any) -> Any:
            return self.apply(name, x, context, place)

        if name not in ("+", "-", "*"):
            return general
        value = real.Real().operation(name, context, place)
        slopes_of = _product if name == "*" else _sum if name == "+" else _difference

        def quick(*x: Any) -> Any:
            if len(x) != 2 or type(x[0].value) not in FINITE or type(x[1].value) not in FINITE:
                return general(*x)
            found = value(x[0].value, x[1].value)
            if x[0].slopes is x[1].slopes is self.flat:
                return Sloped(found, self.flat)
            return Sloped(found, slopes_of(*x))

        return quick

    def whole(self, value: Any, place: Place) -> int:
        return real.Real().whole(value.value, place)

    def apply(self, name: str, x: Sequence[Any], context: Context, place: Place) -> Any:
        if name == "cast":
            return x[0]
        values = [v.value for v in x]
        found = real.operation(name, values, context, place)
        moving = [k for k, v in enumerate(x) if v.slopes is not self.flat]
        if not moving:
            return Sloped(found, self.flat)
        if any(not isinstance(v, fmpq | arb) for v in (found, *values)):
            raise Illegal(f"{place}: no derivative at an infinity")
        factors = {k: partial(name, k, [arb(v) for v in values], found, place) for k in moving}
        slopes = tuple(
            sum((factors[k] * x[k].slopes[i] for k in moving), arb(0)) for i in range(len(self.flat))
        )
        return Sloped(found, slopes)


def partial(name: str, k: int, x: Sequence[arb], value: Any, place: Place) -> arb:
    """The derivative of an operation by its k-th argument. Unsettled at a step or a kink."""
    if name in SMOOTH:
        return SMOOTH[name](k, x, value)
    if name in STEPS:
        if (x[0] + (0.5 if name in ("round", "nearbyint") else 0)).contains_integer():
            raise Unsettled(f"{place}: cannot decide the slope of {name} at a step")
        return arb(0)
    if name in KINKED:
        switch, slopes = KINKED[name]
        at = switch(*x)
        if at.contains(0):
            raise Unsettled(f"{place}: cannot decide the slope of {name} at a kink")
        return slopes(k, x, at.sgn())
    node = rule(name, k)
    if node is None:
        raise Illegal(f"{place}: no derivative of {name} is known")
    return expressions.evaluate(node, dict(zip(ARGUMENTS, x, strict=False)))


# (k, arguments, value) -> the derivative by the k-th argument.
SMOOTH: dict[str, Callable[[int, Sequence[arb], Any], arb]] = {
    "+": lambda k, x, value: ONE,
    "-": lambda k, x, value: ONE if k == 0 and len(x) == 2 else -ONE,
    "*": lambda k, x, value: x[1 - k],
    "/": lambda k, x, value: 1 / x[1] if k == 0 else -arb(value) / x[1],
    "fma": lambda k, x, value: ONE if k == 2 else x[1 - k],
    # value = x - n y with n constant beside the steps
    "fmod": lambda k, x, value: ONE if k == 0 else (arb(value) - x[0]) / x[1],
    "remainder": lambda k, x, value: ONE if k == 0 else (arb(value) - x[0]) / x[1],
}
# Where the slope changes, and (k, arguments, the sign there) -> the derivative by the k-th argument.
KINKED: dict[str, tuple[Callable[..., arb], Callable[[int, Sequence[arb], arb], arb]]] = {
    "fabs": (lambda x: x, lambda k, x, sign: sign),
    "copysign": (lambda x, y: x * y, lambda k, x, sign: sign if k == 0 else arb(0)),
    "fmax": (lambda x, y: x - y, lambda k, x, sign: (1 + sign) / 2 if k == 0 else (1 - sign) / 2),
    "fmin": (lambda x, y: x - y, lambda k, x, sign: (1 - sign) / 2 if k == 0 else (1 + sign) / 2),
    "fdim": (lambda x, y: x - y, lambda k, x, sign: (1 + sign) / 2 if k == 0 else -(1 + sign) / 2),
}


FINITE = (arb, fmpq, Surd)


def _sum(x: Sloped, y: Sloped) -> tuple[arb, ...]:
    return tuple(map(operator.add, x.slopes, y.slopes))


def _difference(x: Sloped, y: Sloped) -> tuple[arb, ...]:
    return tuple(map(operator.sub, x.slopes, y.slopes))


def _product(x: Sloped, y: Sloped) -> tuple[arb, ...]:
    a, b = x.value, y.value
    return tuple([s * b + t * a for s, t in zip(x.slopes, y.slopes, strict=True)])


@cache
def rule(name: str, k: int) -> Node | None:
    if name in RULES:
        return grammar.parse(RULES[name][k], ARGUMENTS[: len(RULES[name])])
    function = FUNCTIONS[real.NAMES.get(name, name)]
    text = function.derivatives[k]
    if text is None:
        return None
    given: dict[str, Node] = {
        argument: nodes.Variable(ARGUMENTS[i]) for i, argument in enumerate(function.arguments)
    }
    return nodes.substituted(grammar.parse(text, function.arguments), given)


def gradient(run: Callable[..., Any], count: int) -> Callable[..., list[arb]]:
    """The partial derivatives of a program in Slopes; NaN where they are open or there are none."""

    def slopes(*x: arb) -> list[arb]:
        try:
            found = run(*x)
        except (ArithmeticError, Hopeless):
            return [arb.nan()] * count
        return list(found.slopes) if isinstance(found, Sloped) else [arb(0)] * count

    return slopes
