"""Is a body, in exact arithmetic, the formula? Shown for rational functions by polynomial arithmetic."""

from collections.abc import Callable, Sequence
from typing import Any

import flint
from flint import fmpq

from verify.arithmetic import exact
from verify.expressions import Call, Node, Number, Variable

Fraction = tuple[Any, Any]  # numerator and denominator, polynomials over the rationals


class NotRational(TypeError):
    """The expression is no rational function of its variables."""


class Traced:
    """A number that remembers how it was made: what a body does becomes an expression."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def _with(self, symbol: str, *others: Any, swapped: bool = False) -> "Traced":
        nodes = (self.node, *(_node(x) for x in others))
        return Traced(Call(symbol, nodes[::-1] if swapped else nodes))

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
        raise NotRational("the body branches on its data")

    def __float__(self) -> float:
        raise NotRational("a library function needs the number itself")


def _node(x: Any) -> Node:
    if isinstance(x, Traced):
        return x.node
    return Number(exact(x) if isinstance(x, float) else fmpq(x))


def traced(body: Callable[..., Any], variables: Sequence[str]) -> Node | None:
    """The expression that a body computes; None where it cannot be followed."""
    try:
        return _node(body(*(Traced(Variable(name)) for name in variables)))
    except Exception:  # whatever a function does with numbers it was not made for
        return None


def same(left: Node, right: Node, variables: Sequence[str]) -> bool:
    """Certainly the same real function wherever both are defined: one text, or one rational function."""
    if left == right:
        return True
    ring = flint.fmpq_mpoly_ctx.get(tuple(variables) or ("x",), flint.Ordering.lex)
    try:
        (a, b), (c, d) = _fraction(left, ring), _fraction(right, ring)
    except NotRational:
        return False
    return bool(a * d == c * b)


def _fraction(node: Node, ring: Any) -> Fraction:
    one = ring.constant(1)
    if isinstance(node, Number):
        return ring.constant(node.value), one
    if isinstance(node, Variable):
        names = [str(g) for g in ring.gens()]
        return ring.gen(names.index(node.name)), one
    parts = [_fraction(a, ring) for a in node.arguments]
    match (node.name, parts):
        case ("+", [(a, b), (c, d)]):
            return a * d + c * b, b * d
        case ("-", [(a, b), (c, d)]):
            return a * d - c * b, b * d
        case ("*", [(a, b), (c, d)]):
            return a * c, b * d
        case ("/", [(a, b), (c, d)]):
            return a * d, b * c
        case ("neg", [(a, b)]):
            return -a, b
        case ("^", [(a, b), _]) if isinstance(node.arguments[1], Number):
            n = node.arguments[1].value
            if n.q == 1 and 0 <= n <= 64:
                return a ** int(n.p), b ** int(n.p)
    raise NotRational(f"{node.name} is not an operation of rational functions")
