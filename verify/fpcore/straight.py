"""Straight-line cores as formulas and as operations, for the proof of an upper bound.

Both are expressions of the truth language, and only of what it can say: no loop, no branch; operations are
those of binary64 or binary32, each rounded to nearest even.
"""

from collections.abc import Mapping

from verify.arithmetic.mpfr import BINARY64, FORMATS
from verify.fpcore.contexts import NEAREST_EVEN, Context
from verify.fpcore.syntax import (
    COMPARISONS,
    NUMERIC,
    Apply,
    Constant,
    Core,
    Expression,
    Let,
    Literal,
    Variable,
)
from verify.language.functions import FUNCTIONS
from verify.language.nodes import Call, Node, Number
from verify.language.nodes import Variable as Named

MOST_NODES = 2000  # a `let` is written out wherever its variable stands
MOST_DEPTH = 100
NAMES = {"fabs": "abs", "tgamma": "gamma", "fmax": "max", "fmin": "min", "pow": "^"}
CONSTANTS = {"PI": "pi", "E": "e"}
PLAIN = (Context(BINARY64, NEAREST_EVEN), Context(FORMATS["binary32"], NEAREST_EVEN))
BASIC = ("+", "-", "*", "/", "^")


class _NotStraight(Exception):
    pass


def as_formula(core: Core) -> Node | None:
    """The truth as an expression of the truth language; None where it is none."""
    return formula(core, core.spec or core.body)


def as_operations(core: Core, context: Context) -> Node | None:
    """The float side, each of whose operations, literals and constants is rounded once; None where it is
    more than that or of another format."""
    plain = context in PLAIN and not any(a.properties for a in core.arguments)
    return formula(core, core.body) if plain else None


def comparison(core: Core, condition: Expression) -> Call | None:
    """A comparison of two formulas; None where the condition is none."""
    match condition:
        case Apply(name, (left, right)) if name in COMPARISONS:
            sides = formula(core, left), formula(core, right)
            return None if None in sides else Call(name, tuple(s for s in sides if s is not None))
    return None


def formula(core: Core, expression: Expression) -> Node | None:
    """An expression over the core's arguments; None where the truth language cannot say it."""
    if any(a.dimensions for a in core.arguments):
        return None
    try:
        node = _formula(expression, {a.name: Named(a.name) for a in core.arguments}, [MOST_NODES])
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
        case Constant(name) if name in CONSTANTS:
            return Call(CONSTANTS[name], ())
        case Variable(name):
            return _again(bound[name], left)
        case Let(bindings, body, sequential):
            inner = dict(bound)
            for name, bound_to in bindings:
                inner[name] = _formula(bound_to, inner if sequential else bound, left)
            return _formula(body, inner, left)
        # Not a core that is called: the truth language may have a function of its name.
        case Apply(name, arguments) if name in NUMERIC:
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
