"""What a body does, written out as an expression: it is run on numbers that remember how they were made."""

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from flint import fmpq

from verify.arithmetic.float64 import exact, nearest
from verify.arithmetic.precision import OutOfTime
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Call, Node, Number, Variable, folded, parts_of

MOST_NODES = 2000  # of an expression
MOST_STEPS = 2_000_000  # operations that `follows` repeats


class NotFormula(TypeError):
    """What the body does is not written as a formula."""


class Traced:
    """A number that remembers how it was made: what a body does becomes an expression.

    It is equal to nothing and in no order: a body that asks is not followed.
    """

    def __init__(self, node: Node, size: int = 1) -> None:
        self.node = node
        self.size = size
        if size > MOST_NODES:
            raise NotFormula("the body does too much to be written out")

    def _with(self, symbol: str, *others: Any, swapped: bool = False) -> "Traced":
        nodes = (self.node, *(_node(x) for x in others))
        size = 1 + self.size + sum(x.size if isinstance(x, Traced) else 1 for x in others)
        return Traced(Call(symbol, nodes[::-1] if swapped else nodes), size)

    def __eq__(self, other: object) -> bool:
        raise NotFormula("the body compares its data")

    def __neg__(self) -> "Traced":
        return self._with("neg")

    def __add__(self, other: Any) -> "Traced":
        return self._with("+", other)

    def __radd__(self, other: Any) -> "Traced":
        return self._with("+", other, swapped=True)

    def __sub__(self, other: Any) -> "Traced":
        return self._with("-", other)

    def __rsub__(self, other: Any) -> "Traced":
        return self._with("-", other, swapped=True)

    def __mul__(self, other: Any) -> "Traced":
        return self._with("*", other)

    def __rmul__(self, other: Any) -> "Traced":
        return self._with("*", other, swapped=True)

    def __truediv__(self, other: Any) -> "Traced":
        return self._with("/", other)

    def __rtruediv__(self, other: Any) -> "Traced":
        return self._with("/", other, swapped=True)

    def sqrt(self) -> "Traced":
        return self._with("sqrt")

    def __bool__(self) -> bool:
        raise NotFormula("the body branches on its data")

    def __float__(self) -> float:
        raise NotFormula("a library function needs the number itself")


def _node(x: Any) -> Node:
    if isinstance(x, Traced):
        return x.node
    if isinstance(x, int) and abs(x) > 2**53:
        raise NotFormula("float64 may round the integer")
    return Number(exact(x) if isinstance(x, float) else fmpq(x))


def called(name: str, x: Sequence[Any]) -> Traced:
    """A call of a function of the truth language, one of whose arguments at least is traced.

    NotFormula where the function takes another number of arguments: log(x, 2) is not the logarithm.
    """
    if len(x) != (2 if name == "^" else len(FUNCTIONS[name].arguments)):
        raise NotFormula(f"{name} of {len(x)} arguments is not the formula language's")
    return Traced(
        Call(name, tuple(map(_node, x))), 1 + sum(v.size if isinstance(v, Traced) else 1 for v in x)
    )


def traced(body: Callable[..., Any], variables: Sequence[str]) -> Node | None:
    """The expression that a body computes; None where it cannot be followed."""
    try:
        return _node(body(*(Traced(Variable(name)) for name in variables)))
    except BaseException as error:  # whatever a function does with numbers it was not made for
        if isinstance(error, OutOfTime | KeyboardInterrupt):
            raise
        return None


def follows(
    done: Node,
    variables: Sequence[str],
    results: Iterable[tuple[Sequence[float], float]],
    number: Callable[[float], Any] = float,
    calls: Mapping[str, Callable[..., Any]] | None = None,
) -> bool:
    """Do these operations, with such numbers, give what the function gave? Evidence that it was followed
    rightly: a body may do otherwise with floats than with what traces it (np.sum adds in another order)."""
    known = {**FLOATS, **(calls or {})}
    left, size = MOST_STEPS, len(parts_of(done))
    for where, computed in results:
        left -= size
        if left < 0:
            break
        try:
            again = float(
                _in_floats(done, dict(zip(variables, map(number, where), strict=True)), number, known)
            )
        except (ArithmeticError, ValueError):
            again = math.nan
        if math.isfinite(computed) and again != computed:
            return False
    return True


def _in_floats(
    node: Node,
    values: Mapping[str, Any],
    number: Callable[[float], Any],
    known: Mapping[str, Callable[..., Any]],
) -> Any:
    def join(part: Node, arguments: list[Any]) -> Any:
        if isinstance(part, Number):
            return number(nearest(part.value))
        if isinstance(part, Variable):
            return values[part.name]
        return known[part.name](*arguments)

    with np.errstate(all="ignore"):
        return folded(node, join)


FLOATS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
    "sqrt": np.sqrt,
}
