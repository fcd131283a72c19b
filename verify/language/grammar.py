"""The truth language's grammar: a text is parsed, never evaluated as Python.

Numbers are exact decimals (or hex floats), with variables, + - * / ^, comparisons joined by `and`, `or`,
`not` for preconditions, and the functions of `verify.functions`.
"""

import difflib
from functools import cache
from typing import Any

import lark

from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.nodes import JOINERS, Call, Node, Number, Variable, is_condition, text

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
