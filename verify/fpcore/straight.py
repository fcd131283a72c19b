"""Straight-line cores as formulas and as bodies, for the proof of an upper bound.

A formula is an expression of the truth language; a body runs on whatever has + - * / and sqrt. Both only
for what they can say: no loop, no branch, every operation in binary64 rounded to nearest even.
"""

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from verify.arithmetic.float64 import nearest
from verify.arithmetic.mpfr import BINARY64
from verify.fpcore.contexts import NEAREST_EVEN, Context
from verify.fpcore.syntax import Apply, Core, Expression, Let, Literal, Variable
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Call, Node, Number
from verify.language.nodes import Variable as Named

MOST_NODES = 2000  # a `let` is written out wherever its variable stands
MOST_DEPTH = 100
NAMES = {"fabs": "abs", "tgamma": "gamma", "fmax": "max", "fmin": "min", "pow": "^"}
BASIC = ("+", "-", "*", "/", "^")


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


class _NotStraight(Exception):
    pass


def as_formula(core: Core) -> Node | None:
    """The truth as an expression of the truth language; None where it is none."""
    if any(a.dimensions for a in core.arguments):
        return None
    try:
        node = _formula(core.spec or core.body, {a.name: Named(a.name) for a in core.arguments}, [MOST_NODES])
    except _NotStraight:
        return None
    return node if _depth(node) <= MOST_DEPTH else None


def _depth(node: Node) -> int:
    level: list[Node] = [node]
    depth = 0
    while level:
        level = [a for n in level if isinstance(n, Call) for a in n.arguments]
        depth += 1
    return depth


def _formula(node: Expression, bound: Mapping[str, Node], left: list[int]) -> Node:
    left[0] -= 1
    if left[0] < 0:
        raise _NotStraight
    match node:
        case Literal(value):
            return Number(value)
        case Variable(name):
            return _again(bound[name], left)
        case Let(bindings, body, sequential):
            inner = dict(bound)
            for name, bound_to in bindings:
                inner[name] = _formula(bound_to, inner if sequential else bound, left)
            return _formula(body, inner, left)
        case Apply(name, arguments):
            x = tuple(_formula(a, bound, left) for a in arguments)
            if name == "-" and len(x) == 1:
                return Call("neg", x)
            name = NAMES.get(name, name)
            if name in BASIC or (name in FUNCTIONS and len(FUNCTIONS[name].arguments) == len(x)):
                return Call(name, x)
    raise _NotStraight


def _again(node: Node, left: list[int]) -> Node:
    if isinstance(node, Call):
        left[0] -= 1
        for a in node.arguments:
            _again(a, left)
        if left[0] < 0:
            raise _NotStraight
    return node


def as_body(core: Core, context: Context) -> Callable[..., Any] | None:
    """The float side as a function of anything with + - * / and sqrt; None where it is more than that."""
    if context != Context(BINARY64, NEAREST_EVEN) or any(
        a.dimensions or a.properties for a in core.arguments
    ):
        return None
    names = [a.name for a in core.arguments]

    def body(*x: Any) -> Any:
        return _run(core.body, dict(zip(names, x, strict=True)))

    return body if _basic(core.body) else None


def sqrt(x: Any) -> Any:
    return x.sqrt() if hasattr(x, "sqrt") else math.sqrt(x)


def _basic(node: Expression) -> bool:
    match node:
        case Literal() | Variable():
            return True
        case Let(bindings, body):
            return all(_basic(bound_to) for _, bound_to in bindings) and _basic(body)
        case Apply("+" | "-" | "*" | "/" | "sqrt", arguments):
            return all(map(_basic, arguments))
    return False


def _run(node: Expression, env: Mapping[str, Any]) -> Any:
    match node:
        case Literal(value):
            return nearest(value)
        case Variable(name):
            return env[name]
        case Let(bindings, body, sequential):
            inner = dict(env)
            for name, bound_to in bindings:
                inner[name] = _run(bound_to, inner if sequential else env)
            return _run(body, inner)
        case Apply(name, arguments):
            x = [_run(a, env) for a in arguments]
            if name == "-" and len(x) == 1:
                return -x[0]
            return (sqrt if name == "sqrt" else ARITHMETIC[name])(*x)
    raise _NotStraight
