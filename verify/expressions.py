"""The truth language of the command line: parsed, never evaluated as Python.

Numbers are exact decimals (or hex floats), with variables, + - * / ^, comparisons joined by `and`, `or`,
`not` for preconditions, and the functions of `verify.functions`. A parsed expression is plain data: it is
evaluated in balls, differentiated, and printed.
"""

import difflib
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import lark
from flint import arb, fmpq

from verify.arithmetic import exact, nearest
from verify.enclose import Unsettled, every, less, some
from verify.functions import CONSTANTS, FUNCTIONS, inverted, last, nonzero, power, power_domain
from verify.model import BadInput
from verify.points import rational

GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction
    | conjunction ("or" conjunction)+ -> any_of
?conjunction: negation
    | negation ("and" negation)+ -> all_of
?negation: "not" negation -> inverse
    | comparison
?comparison: sum
    | sum (COMPARE sum)+ -> compare
?sum: product
    | sum "+" product -> add
    | sum "-" product -> subtract
?product: signed
    | product "*" signed -> multiply
    | product "/" signed -> divide
?signed: "-" signed -> negate
    | "+" signed -> keep
    | power
?power: atom
    | atom ("^" | "**") signed -> raise
?atom: HEX -> number
    | NUMBER -> number
    | NAME "(" disjunction ("," disjunction)* ")" -> call
    | NAME -> name
    | "(" disjunction ")" -> keep
COMPARE: "<=" | ">=" | "==" | "!=" | "<" | ">"
HEX.2: /0[xX][0-9a-fA-F]+(\.[0-9a-fA-F]*)?([pP][+-]?\d+)?/
NUMBER: /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/
NAME: /(?!(and|or|not)\b)[A-Za-z_]\w*/
%ignore /\s+/
"""


class Undefined(ArithmeticError):
    """The expression has no real value at this input."""


@dataclass(frozen=True)
class Number:
    value: fmpq

    def __hash__(self) -> int:
        return hash((int(self.value.p), int(self.value.q)))


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass(frozen=True)
class Call:
    """An operator (+ - * / ^ neg, and or not, < <= > >= == !=), a constant or a function, applied."""

    name: str
    arguments: tuple["Node", ...] = ()


COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
JOINERS = ("and", "or", "not")
Node = Number | Variable | Call
LONG = 20  # digits, then a number is written with an exponent
ZERO, ONE = Number(fmpq(0)), Number(fmpq(1))


@cache
def _parser() -> lark.Lark:
    return lark.Lark(GRAMMAR, parser="lalr", propagate_positions=True)


def parse(text: str, variables: tuple[str, ...] | None = None) -> Node:
    """The expression a text says. BadInput, with the place, where it is malformed or a name is unknown.

    variables: the names it may use; None for any name that is not a function or a constant.
    """
    try:
        return _build(_tree(text), variables)
    except RecursionError as error:
        raise BadInput("the formula is nested too deeply; write it as a function of balls instead") from error


def number(text: str, variables: tuple[str, ...] | None = None) -> Node:
    """An expression that is a number. BadInput for anything else."""
    node = parse(text, variables)
    if is_condition(node):
        raise BadInput(f"{text!r} is a condition, not a number")
    return node


def condition(text: str, variables: tuple[str, ...] | None = None) -> Node:
    """An expression that is a condition. BadInput for anything else."""
    node = parse(text, variables)
    if not is_condition(node):
        raise BadInput(f"{text!r} is no condition; write a comparison such as x < 1")
    return node


def is_condition(node: Node) -> bool:
    return isinstance(node, Call) and node.name in (*COMPARISONS, *JOINERS)


def _tree(text: str) -> Any:
    try:
        return _parser().parse(text)
    except lark.exceptions.UnexpectedInput as error:
        token = getattr(error, "token", None)
        if not text.strip() or (token is not None and token.type == "$END"):
            raise BadInput(f"{text!r} ends too early; it needs an operand or a closing bracket") from error
        found = str(token or text[error.column - 1 : error.column])
        raise BadInput(f"{text!r}, column {error.column}: {found!r} is not expected there") from error


def _build(tree: Any, variables: tuple[str, ...] | None) -> Node:
    children = tree.children
    if tree.data == "number":
        return Number(rational(str(children[0])))
    if tree.data == "name":
        return _named(str(children[0]), variables)
    if tree.data == "compare":
        return _chain(children, variables)
    if tree.data == "call":
        return _call(str(children[0]), tuple(_build(c, variables) for c in children[1:]))
    arguments = tuple(_build(c, variables) for c in children)
    if tree.data == "keep":
        return arguments[0]
    symbols = {
        "add": "+",
        "subtract": "-",
        "multiply": "*",
        "divide": "/",
        "raise": "^",
        "negate": "neg",
        "any_of": "or",
        "all_of": "and",
        "inverse": "not",
    }
    symbol = symbols[tree.data]
    return Call(symbol, _all_conditions(arguments) if symbol in JOINERS else _all_numbers(arguments))


def _all_numbers(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    for node in nodes:
        if is_condition(node):
            raise BadInput(f"{text(node)} is a condition and stands where a number is needed")
    return nodes


def _all_conditions(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    for node in nodes:
        if not is_condition(node):
            raise BadInput(f"{text(node)} is no condition; write a comparison such as x < 1")
    return nodes


def _named(name: str, variables: tuple[str, ...] | None) -> Node:
    if variables is not None and name in variables:
        return Variable(name)
    if name in CONSTANTS:
        return Call(name)
    if variables is None and name not in FUNCTIONS:
        return Variable(name)
    if name in FUNCTIONS:
        raise BadInput(f"{name} is a function; write {name}({', '.join(FUNCTIONS[name].arguments)})")
    known = [*(variables or ()), *CONSTANTS]
    raise BadInput(f"unknown name {name!r}; the variables are {', '.join(known)}{_near(name)}")


def _near(name: str) -> str:
    close = difflib.get_close_matches(name, [*FUNCTIONS, *CONSTANTS], n=3, cutoff=0.6)
    return f"; near it: {', '.join(close)}" if close else ""


def _call(name: str, arguments: tuple[Node, ...]) -> Node:
    if name not in FUNCTIONS:
        raise BadInput(
            f"unknown function {name!r}{_near(name) or '; verify functions lists those there are'}"
        )
    wanted = FUNCTIONS[name].arguments
    if len(arguments) != len(wanted):
        raise BadInput(f"{name} takes {len(wanted)} arguments: {name}({', '.join(wanted)})")
    return Call(name, _all_numbers(arguments))


def _chain(children: list[Any], variables: tuple[str, ...] | None) -> Node:
    """a < b <= c is a < b and b <= c."""
    operands = _all_numbers(tuple(_build(c, variables) for c in children[::2]))
    links = [
        Call(str(symbol), (left, right))
        for symbol, left, right in zip(children[1::2], operands, operands[1:], strict=False)
    ]
    return links[0] if len(links) == 1 else Call("and", tuple(links))


def variables_of(node: Node) -> tuple[str, ...]:
    """The variables of an expression in the order of their first appearance."""
    if isinstance(node, Variable):
        return (node.name,)
    if isinstance(node, Number):
        return ()
    return tuple(dict.fromkeys(name for a in node.arguments for name in variables_of(a)))


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
    inner = [compiled(a) for a in node.arguments]
    ball, domain = OPERATORS.get(node.name) or (FUNCTIONS[node.name].ball, FUNCTIONS[node.name].domain)
    if domain is None:
        return lambda values: ball(*[part(values) for part in inner])

    def checked(values: Mapping[str, arb]) -> arb:
        x = [part(values) for part in inner]
        _require(domain(*x), node)
        return ball(*x)

    return checked


def _require(defined: bool | None, node: Call) -> None:
    if defined is None:
        raise Unsettled(f"whether {text(node)} is defined is open")
    if not defined:
        raise Undefined(f"{text(node)} is not defined")


def holds(node: Node, values: Mapping[str, arb]) -> bool | None:
    """A precondition, in three values. BadInput where it is not a comparison."""
    if isinstance(node, Call):
        match node.name:
            case "and":
                return every([holds(a, values) for a in node.arguments])
            case "or":
                return _some_holds(node.arguments, values)
            case "not":
                return inverted(holds(node.arguments[0], values))
            case "<" | "<=" | ">" | ">=" | "==" | "!=":
                return _compare(node.name, *(evaluate(a, values) for a in node.arguments))
    raise BadInput(f"{text(node)} is no condition; write a comparison such as x < 1")


def _some_holds(nodes: tuple[Node, ...], values: Mapping[str, arb]) -> bool | None:
    """One that is certain is enough: what follows it may be undefined (x == 0 or 1/x > 2)."""
    answers: list[bool | None] = []
    for node in nodes:
        answers.append(holds(node, values))
        if answers[-1]:
            break
    return some(answers)


def _compare(symbol: str, x: arb, y: arb) -> bool | None:
    match symbol:
        case "<":
            return less(x, y)
        case ">":
            return less(y, x)
        case "<=":
            return inverted(less(y, x))
        case ">=":
            return inverted(less(x, y))
        case "==":
            return inverted(nonzero(x - y))
    return nonzero(x - y)


# --- derivatives --------------------------------------------------------------------------------------


def derivative(node: Node, by: str) -> Node | None:
    """The partial derivative; None where a function on the way has none in the table."""
    if isinstance(node, Number):
        return ZERO
    if isinstance(node, Variable):
        return ONE if node.name == by else ZERO
    inner = [derivative(a, by) for a in node.arguments]
    if any(d is None for d in inner):
        return None
    total: Node = ZERO
    for d, outer in zip(inner, _outer(node), strict=True):
        if d == ZERO:
            continue
        if outer is None:
            return None
        assert d is not None
        total = _sum(total, _product(outer, d))
    return total


def _outer(node: Call) -> tuple[Node | None, ...]:
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


def substituted(node: Node, given: Mapping[str, Node]) -> Node:
    if isinstance(node, Variable):
        return given.get(node.name, node)
    if isinstance(node, Number):
        return node
    return Call(node.name, tuple(substituted(a, given) for a in node.arguments))


def _sum(x: Node, y: Node) -> Node:
    return y if x == ZERO else Call("+", (x, y))


def _product(x: Node, y: Node) -> Node:
    return x if y == ONE else y if x == ONE else Call("*", (x, y))


# --- text ---------------------------------------------------------------------------------------------


def text(node: Node) -> str:
    """The expression in its own language."""
    if isinstance(node, Number):
        return _number_text(node.value) if node.value >= 0 else f"(-{_number_text(-node.value)})"
    if isinstance(node, Variable):
        return node.name
    parts = [text(a) for a in node.arguments]
    if not parts:
        return node.name
    if node.name == "neg":
        return f"(-{parts[0]})"
    if node.name == "not":
        return f"(not {parts[0]})"
    if node.name[0].isalpha() and node.name not in ("and", "or"):
        return f"{node.name}({', '.join(parts)})"
    return f"({f' {node.name} '.join(parts)})"


def _number_text(x: fmpq) -> str:
    """A decimal, a hex float where that is shorter, or p/q where it is neither."""
    whole, rest, places = int(x.p), int(x.q), 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    while rest > 1:  # 2 and 5 as parts of 10
        factor = 5 if rest % 2 == 0 else 2
        if rest % (10 // factor):
            return f"({x.p}/{x.q})"
        whole, rest, places = whole * factor, rest // (10 // factor), places + 1
    while whole and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    near = nearest(x)
    if len(str(whole)) > LONG and math.isfinite(near) and exact(near) == x:
        return near.hex()
    if not -LONG < places < LONG:
        return f"{whole}e{-places}"
    digits = str(whole * 10 ** max(-places, 0)).rjust(max(places, 0) + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places > 0 else digits
