"""Formulas of the truth language in balls: values, conditions, derivatives."""

import operator
from collections.abc import Callable, Mapping
from functools import cache

from flint import arb

from verify.arithmetic.precision import Unsettled
from verify.language import bound, integrals
from verify.language.domains import last, nonzero, power_domain
from verify.language.elementary import power
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.grammar import parse
from verify.language.nodes import ONE, ZERO, Call, Node, Number, Variable, substituted, text


class Undefined(ArithmeticError):
    """The expression has no real value at this input."""


# --- values in balls ----------------------------------------------------------------------------------


OPERATORS: dict[str, tuple[Callable[..., arb], Callable[..., bool | None] | None]] = {
    "+": (operator.add, None),
    "-": (operator.sub, None),
    "*": (operator.mul, None),
    "neg": (operator.neg, None),
    "/": (operator.truediv, last(nonzero)),
    "^": (power, power_domain),
}


Evaluation = Callable[[Mapping[str, arb]], arb]


def evaluate(node: Node, values: Mapping[str, arb]) -> arb:
    """A ball around the value at the precision in force.

    Undefined where it certainly has no real value, Unsettled where more bits must tell.
    """
    return compiled(node)(values)


def compiled(node: Node) -> Evaluation:
    """The evaluation of an expression at any values, as a function: what is asked often is read once."""
    if isinstance(node, Number):
        number = node.value
        return lambda values: arb(number)
    if isinstance(node, Variable):
        return operator.itemgetter(node.name)
    if node.name in CONSTANTS:
        constant = CONSTANTS[node.name]
        return lambda values: constant()
    if node.name in bound.BINDERS:
        return integrals.compiled(node, compiled, derivative)
    inner = [compiled(a) for a in node.arguments]
    ball, domain = OPERATORS.get(node.name) or (FUNCTIONS[node.name].ball, FUNCTIONS[node.name].domain)
    if domain is None:
        return lambda values: ball(*[part(values) for part in inner])

    def checked(values: Mapping[str, arb]) -> arb:
        x = [part(values) for part in inner]
        require(domain(*x), node)
        return ball(*x)

    return checked


def require(defined: bool | None, node: Call) -> None:
    if defined is None:
        raise Unsettled(f"cannot decide whether {text(node)} is defined")
    if not defined:
        raise Undefined(f"{text(node)} is not defined")


# --- derivatives --------------------------------------------------------------------------------------


def derivative(node: Node, by: str) -> Node | None:
    """The partial derivative; None where a function on the way has none in the table."""
    if isinstance(node, Number):
        return ZERO
    if isinstance(node, Variable):
        return ONE if node.name == by else ZERO
    if node.name in bound.BINDERS:
        return integrals.derivative(node, by, derivative) if by in bound.free(node) else ZERO
    inner = [derivative(a, by) for a in node.arguments]
    if any(d is None for d in inner):
        return None
    total: Node = ZERO
    for d, outer in zip(inner, by_arguments(node), strict=True):
        if d == ZERO:
            continue
        if outer is None:
            return None
        assert d is not None
        total = _sum(total, _product(outer, d))
    return total


def by_arguments(node: Call) -> tuple[Node | None, ...]:
    """The derivatives of an operator or function by each of its arguments, at those arguments."""
    a = node.arguments
    match node.name:
        case "+":
            return (ONE, ONE)
        case "-":
            return (ONE, Call("neg", (ONE,)))
        case "neg":
            return (Call("neg", (ONE,)),)
        case "*":
            return (a[1], a[0])
        case "/":
            return (Call("/", (ONE, a[1])), Call("neg", (Call("/", (a[0], Call("*", (a[1], a[1])))),)))
        case "^":
            base = Call("*", (a[1], Call("^", (a[0], Call("-", (a[1], ONE))))))
            return (base, Call("*", (node, Call("log", (a[0],)))))
    if node.name in CONSTANTS:
        return ()
    function = FUNCTIONS[node.name]
    given = dict(zip(function.arguments, a, strict=True))
    return tuple(
        None if rule is None else substituted(_rule(rule, function.arguments), given)
        for rule in function.derivatives
    )


@cache
def _rule(rule: str, arguments: tuple[str, ...]) -> Node:
    return parse(rule, arguments)


def _sum(x: Node, y: Node) -> Node:
    return y if x == ZERO else Call("+", (x, y))


def _product(x: Node, y: Node) -> Node:
    return x if y == ONE else y if x == ONE else Call("*", (x, y))
