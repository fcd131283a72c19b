"""Is a body, in exact arithmetic, the formula? Shown for rational functions by polynomial arithmetic."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import flint
from flint import fmpq

from verify.language.nodes import Call, Node, Number, Variable, folded, parts_of

Fraction = tuple[Any, Any]  # numerator and denominator, polynomials over the rationals
MOST_TERMS = 200_000  # of a product of polynomials before like terms are collected
DEEP = 200  # parts: an expression of more may be too deep to be compared as a text


class NotRational(TypeError):
    """The expression is not a rational function of its variables."""


def same(left: Node, right: Node, variables: Sequence[str]) -> bool:
    """Certainly the same real function wherever both are defined: one text, or one rational function of the
    variables and of the same calls."""
    if left is right or _alike(left, right):
        return True
    calls: list[Call] = []
    left, right = (_with_names(_plainly(node), calls, variables) for node in (left, right))
    names = (*variables, *(_name(k) for k in range(len(calls))))
    return _equal(left, right, names)


def polynomial(node: Node, names: Sequence[str]) -> Any:
    """An expression as flint's polynomial in these variables; None where it is none."""
    try:
        above, below = _fraction(node, flint.fmpq_mpoly_ctx.get(tuple(names), flint.Ordering.lex))
    except NotRational:
        return None
    return above / below.leading_coefficient() if below.is_constant() and below != 0 else None


def _equal(left: Node, right: Node, names: Sequence[str]) -> bool:
    if _alike(left, right):
        return True
    ring = flint.fmpq_mpoly_ctx.get(tuple(names) or ("x",), flint.Ordering.lex)
    try:
        (a, b), (c, d) = _fraction(left, ring), _fraction(right, ring)
        return bool(b != 0 and d != 0 and _times(a, d) == _times(c, b))
    except NotRational:
        return False


def _plainly(node: Node) -> Node:
    """hypot and fma as what they are: sqrt(x x + y y) and x y + z."""

    def join(part: Node, given: list[Node]) -> Node:
        match part, given:
            case Call(name="hypot"), [x, y]:
                return Call("sqrt", (Call("+", (Call("*", (x, x)), Call("*", (y, y)))),))
            case Call(name="fma"), [x, y, z]:
                return Call("+", (Call("*", (x, y)), z))
        return Call(part.name, tuple(given)) if isinstance(part, Call) else part

    return folded(node, join)


def _with_names(node: Node, calls: list[Call], variables: Sequence[str]) -> Node:
    """With a name in place of each call that is not an operation of rational functions: the same
    name where the function and its arguments are the same, which is shown in the same way. `calls` grows by
    the new ones.
    """

    def join(part: Node, given: list[Node]) -> Node:
        if not isinstance(part, Call):
            return part
        call = Call(part.name, tuple(given))
        if _is_rational(call):
            return call
        known = (*variables, *map(_name, range(len(calls))))
        for k, other in enumerate(calls):
            if call.name == other.name and _pairwise(call, other, known):
                return Variable(_name(k))
            if call.name == other.name == "exp" and _opposite(call, other, known):  # exp(-x) = 1/exp(x)
                return Call("/", (Number(fmpq(1)), Variable(_name(k))))
        calls.append(call)
        return Variable(_name(len(calls) - 1))

    return folded(node, join)


def _pairwise(call: Call, other: Call, names: Sequence[str]) -> bool:
    """Are the arguments equal? A function takes as many wherever it is called."""
    return all(_equal(a, b, names) for a, b in zip(call.arguments, other.arguments, strict=True))


def _opposite(call: Call, other: Call, names: Sequence[str]) -> bool:
    return _equal(Call("neg", call.arguments), other.arguments[0], names)


def _name(k: int) -> str:
    return f"call {k}"  # no variable's: it has a space


def _is_rational(call: Call) -> bool:
    if call.name == "^":
        exponent = call.arguments[1]
        return isinstance(exponent, Number) and exponent.value.q == 1 and 0 <= exponent.value <= 64
    return call.name in ("+", "-", "*", "/", "neg")


def _alike(left: Node, right: Node) -> bool:
    """left == right, without recursion."""
    left_parts, right_parts = parts_of(left), parts_of(right)
    if len(left_parts) > DEEP or len(right_parts) > DEEP:
        return False  # then as rational functions
    return left == right


def _times(p: Any, q: Any) -> Any:
    if len(p) * len(q) > MOST_TERMS:
        raise NotRational("the polynomials have too many terms to be compared")
    return p * q


def _fraction(node: Node, ring: Any) -> Fraction:
    return folded(node, lambda part, given: _joined(part, given, ring))


def _joined(node: Node, parts: list[Fraction], ring: Any) -> Fraction:
    one = ring.constant(1)
    if isinstance(node, Number):
        return ring.constant(node.value), one
    if isinstance(node, Variable):
        names = [str(g) for g in ring.gens()]
        return ring.gen(names.index(node.name)), one
    match (node.name, parts):
        case ("+", [(a, b), (c, d)]):
            return _times(a, d) + _times(c, b), _times(b, d)
        case ("-", [(a, b), (c, d)]):
            return _times(a, d) - _times(c, b), _times(b, d)
        case ("*", [(a, b), (c, d)]):
            return _times(a, c), _times(b, d)
        case ("/", [(a, b), (c, d)]):
            return _times(a, d), _times(b, c)
        case ("neg", [(a, b)]):
            return -a, b
        case ("^", [(a, b), _]) if isinstance(node.arguments[1], Number):
            n = node.arguments[1].value
            if n.q == 1 and 0 <= n <= 64:
                return reduce(_times, [a] * int(n.p), one), reduce(_times, [b] * int(n.p), one)
    raise NotRational(f"{node.name} is not an operation of rational functions")
