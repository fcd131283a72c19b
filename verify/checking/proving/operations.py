"""An expression's operations over values with proved bounds, each rounded once: a formula as a body."""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import Unsettled
from verify.checking.proving.bound import HALF, Bounded, rounded
from verify.checking.proving.required import Ends
from verify.core import formats
from verify.language import expressions
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.nodes import Call, Node, Number, Variable, folded, parts_of

NEAR = arb(2) ** -10  # of a constant; what is further away is another number
EXACT: Mapping[str, Callable[..., Any]] = {"neg": operator.neg, "abs": abs}
BASIC: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "sqrt": Bounded.sqrt,
}


Constants = Mapping[Number, str]


def body_of(
    done: Node,
    names: Sequence[str],
    format: Format = BINARY64,
    assumed: Mapping[str, fmpq] | None = None,
    meant: Constants | None = None,
    ends: Mapping[int, Ends] | None = None,
) -> Callable[..., Bounded]:
    """What a format does where every operation of an expression is rounded to nearest, and so is every number
    in it and every constant; but for functions whose results are assumed to be within so many ulps.

    meant: numbers that stand for a constant: in exact arithmetic it is in their place.
    ends: of parts, by their identity, what bounds them in exact arithmetic at every input that counts.
    """
    known = {name: arb(ulps) for name, ulps in (assumed or {}).items()}

    def body(*x: Bounded) -> Bounded:
        values = dict(zip(names, x, strict=True))

        def join(part: Node, given: list[Bounded]) -> Bounded:
            found = _joined(part, given, values, format, known, meant or {})
            return found.within(*ends[id(part)]) if ends and id(part) in ends else found

        return folded(done, join)

    return body


def constants_meant(done: Node) -> Constants:
    """The numbers of an expression that look like a constant written in decimals, as 3.1415927 is pi."""
    numbers = {part for part in parts_of(done) if isinstance(part, Number)}
    return {n: name for n in numbers for name in CONSTANTS if abs(n.value - CONSTANTS[name]()) < NEAR}


def with_constants(done: Node, meant: Constants) -> Node:
    """The same with constants in place of numbers that stand for them."""

    def join(part: Node, given: list[Node]) -> Node:
        if isinstance(part, Number):
            return Call(meant[part]) if part in meant else part
        return Call(part.name, tuple(given)) if isinstance(part, Call) else part

    return folded(done, join)


def _joined(
    part: Node,
    given: list[Bounded],
    values: Mapping[str, Bounded],
    format: Format,
    assumed: Mapping[str, arb],
    meant: Constants,
) -> Bounded:
    if isinstance(part, Number):
        exactly = CONSTANTS[meant[part]]() if part in meant else arb(part.value)
        return _literal(part, exactly, format)
    if isinstance(part, Variable):
        return values[part.name]
    if part.name in CONSTANTS:
        return rounded(CONSTANTS[part.name](), arb(0), format)
    if part.name in ("min", "max"):
        return _chosen(part.name, *given)
    if part.name in assumed:
        return called(part.name, given, assumed[part.name])
    known = BASIC.get(part.name) or EXACT.get(part.name)
    return Bounded.of(known(*given)) if known else called(part.name, given)


def _literal(number: Number, exactly: arb, format: Format) -> Bounded:
    """What a format makes of a number, and how far that is from what stands for it in exact arithmetic."""
    held = format.rounded(number.value)
    if held in (float("inf"), float("-inf")):
        raise Unsettled(f"a number is beyond {formats.name_of(format)}")
    return Bounded(exactly, abs(exact(held) - exactly).upper(), format)


def _chosen(name: str, x: Bounded, y: Bounded) -> Bounded:
    # |max(x^, y^) - max(x, y)| <= max(|x^ - x|, |y^ - y|), and min likewise; nothing is rounded.
    ball = x.ball.max(y.ball) if name == "max" else x.ball.min(y.ball)
    return Bounded(ball, x.error.max(y.error), x.format)


def called(name: str, given: Sequence[Bounded], ulps: arb = HALF) -> Bounded:
    """A function of the truth language whose result lies within so many ulps of its value at the operands.

    The segment from x to x^ lies in the widened balls. Where all partial derivatives are finite there (they
    are undefined at kinks and jumps), |f(x^) - f(x)| <= sum sup |f_i| |x_i^ - x_i| by the mean value theorem.
    """
    value, slopes = _programs(name, len(given))
    wide = {f"x{k}": v.ball + arb(0, v.error) for k, v in enumerate(given)}
    value(wide)  # defined at all that float64 may pass; Undefined or Unsettled where it is not
    ball = value({f"x{k}": v.ball for k, v in enumerate(given)})
    carried = arb(0)
    for k, v in enumerate(given):
        if v.error > 0:
            slope = slopes[k]
            if slope is None:
                raise Unsettled(f"how {name} passes on an error is not known")
            carried += abs(slope(wide)) * v.error
    if not (ball.is_finite() and carried.is_finite()):
        raise Unsettled(f"{name} is not bounded over the box, or not smooth")
    return rounded(ball, carried.upper(), given[0].format, ulps)


@cache
def _programs(name: str, count: int) -> tuple[expressions.Evaluation, list[expressions.Evaluation | None]]:
    """A function over x0, x1, ... and those of its partial derivatives that have formulas."""
    if name != "^" and name not in FUNCTIONS:
        raise Unsettled(f"{name} is not known")
    call = Call(name, tuple(Variable(f"x{k}") for k in range(count)))
    slopes = [expressions.derivative(call, f"x{k}") for k in range(count)]
    return expressions.compiled(call), [None if s is None else expressions.compiled(s) for s in slopes]
