"""The truth language's grammar: a text is parsed, never evaluated as Python.

Numbers are exact decimals (or hex floats), with variables, + - * / ^, comparisons joined by `and`, `or`,
`not` for preconditions, and the functions of `verify.functions`. Where the variables are arrays there are
also operations on them, the product @ and the entry [k].
"""

from functools import cache
from typing import Any

import lark
from flint import fmpq

from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.language import bound
from verify.language.calls import Keyword, all_conditions, all_numbers, called, entry, near
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.known import PLANE, Known
from verify.language.nodes import ZERO, Call, Node, Number, Variable, is_condition

FLAGS = ("False", "True")  # as in keepdims=True
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
    | product (ADD product)+ -> sums
?product: signed
    | signed (MULTIPLY signed)+ -> products
?signed: ADD signed -> signs
    | power
?power: item
    | item ("^" | "**") signed -> raise
?item: atom
    | item "[" INDEX "]" -> entry
?atom: HEX -> number
    | IMAGINARY -> imaginary
    | NUMBER -> number
    | NAME "(" _argument ("," _argument)* ")" -> call
    | NAME -> name
    | "(" disjunction ")" -> keep
_argument: disjunction | keyword
keyword: NAME "=" disjunction
ADD: "+" | "-"
MULTIPLY: "*" | "/" | "@"
COMPARE: "<=" | ">=" | "==" | "!=" | "<" | ">"
HEX.2: /0[xX][0-9a-fA-F]+(\.[0-9a-fA-F]*)?([pP][+-]?\d+)?/
INDEX.1: /\d+(?=\s*\])/
IMAGINARY.2: /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[jJ]\b/
NUMBER: /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/
NAME: /(?!(and|or|not)\b)[A-Za-z_]\w*/
%ignore /\s+/
"""


DEEPEST = 200  # levels: what walks an expression calls itself once or twice a level
LONGEST = 500_000  # characters
CHAIN = 16  # terms or factors in a row; more are grouped, so that a long sum is not a deep one


@cache
def parser() -> lark.Lark:
    """Its tables are made once; that takes longer than to read a formula."""
    return lark.Lark(GRAMMAR, parser="lalr")


def parse(text: str, variables: tuple[str, ...] | None = None, plane: bool = False) -> Node:
    """The expression a text says. BadInput, with the place, where it is malformed or a name is unknown.

    plane: of complex numbers, with 1j and the parts of a number.
    """
    return parse_known(text, Known(variables, PLANE) if plane else Known(variables))


def parse_known(text: str, known: Known) -> Node:
    """The same with the operations that may stand in it."""
    if len(text) > LONGEST:
        raise BadInput(f"the formula has {len(text)} characters; at most {LONGEST} are read")
    tree = _tree(text)
    names = bound.names_in(tree)
    return bound.checked(_built(tree, known.binding(names)), names, known.variables)


def number(text: str, variables: tuple[str, ...] | None = None, plane: bool = False) -> Node:
    """An expression that is a number. BadInput for anything else."""
    node = parse(text, variables, plane)
    if is_condition(node):
        raise BadInput(f"{text!r} is a condition, not a number")
    return node


def condition(text: str, variables: tuple[str, ...] | None = None, plane: bool = False) -> Node:
    """An expression that is a condition. BadInput for anything else."""
    node = parse(text, variables, plane)
    if not is_condition(node):
        raise BadInput(f"{text!r} is not a condition; write a comparison such as x < 1")
    return node


def _tree(text: str) -> Any:
    try:
        return parser().parse(text)
    except lark.exceptions.UnexpectedInput as error:
        token = getattr(error, "token", None)
        if not text.strip() or (token is not None and token.type == "$END"):
            raise BadInput(f"{text!r} ends too early; it needs an operand or a closing bracket") from error
        found = str(token or text[error.column - 1 : error.column])
        raise BadInput(f"{text!r}, column {error.column}: {found!r} is not expected there") from error


Built = tuple[Node, int]  # an expression and its depth


def _built(tree: Any, known: Known) -> Node:
    """The tree's expression, from the leaves up and without recursion."""
    done: dict[int, Built] = {}
    for part in tree.iter_subtrees():
        children = [c if isinstance(c, lark.Token) else done[id(c)] for c in part.children]
        node, depth = _build(part.data, children, known)
        if depth > DEEPEST:
            raise BadInput(
                f"the formula is nested too deeply, beyond {DEEPEST} levels; write it as a function of balls "
                "instead"
            )
        done[id(part)] = node, depth
    return done[id(tree)][0]


def _build(kind: str, children: list[Any], known: Known) -> Built:
    if kind in ("number", "imaginary", "name"):
        return _leaf(kind, str(children[0]), known), 1
    parts: list[Built] = [c for c in children if not isinstance(c, lark.Token)]
    if kind == "keep" or (kind == "signs" and children[0] == "+"):
        all_numbers((parts[0][0],) if kind == "signs" else ())
        return parts[0]
    if kind == "sums":
        return _sums(children)
    if kind == "products":
        return _products(children, known)
    nodes = tuple(node for node, _ in parts)
    depth = 1 + max(depth for _, depth in parts) + (kind == "compare")
    return _joined_by(kind, children, nodes, known), depth


def _joined_by(kind: str, children: list[Any], nodes: tuple[Node, ...], known: Known) -> Node:
    match kind:
        case "signs":
            return Call("neg", all_numbers(nodes))
        case "compare":
            return _chain(children[1::2], all_numbers(nodes))
        case "keyword":
            return Keyword("=", nodes, keyword=str(children[0]))
        case "call":
            return called(str(children[0]), nodes, known)
        case "entry":
            return entry(nodes[0], str(children[1]), known)
        case "raise":
            return Call("^", all_numbers(nodes))
    symbol = {"any_of": "or", "all_of": "and", "inverse": "not"}[kind]
    return Call(symbol, all_conditions(nodes))


def _leaf(kind: str, text: str, known: Known) -> Node:
    match kind:
        case "number":
            return Number(rational(text))
        case "imaginary":
            if not known.has_complex:
                raise BadInput(f"{text} is complex; complex formulas need a domain such as z=-1-1j:1+1j")
            return Call("complex", (ZERO, Number(rational(text[:-1]))))
    return _named(text, known)


def _joined(symbol: str, left: Built, right: Built) -> Built:
    return Call(symbol, (left[0], right[0])), 1 + max(left[1], right[1])


def _sums(children: list[Any]) -> Built:
    """a - b + c from the left; a long one in groups, where a group to be subtracted has its signs turned."""
    all_numbers(tuple(node for node, _ in children[::2]))
    signs, terms = ["+", *map(str, children[1::2])], children[::2]
    while len(terms) > CHAIN:
        groups = [slice(k, k + CHAIN) for k in range(0, len(terms), CHAIN)]
        terms = [_row(signs[g], terms[g], {"+": "-", "-": "+"}) for g in groups]
        signs = signs[::CHAIN]
    return _row(signs, terms, {"+": "-", "-": "+"})


def _products(children: list[Any], known: Known) -> Built:
    """a/b*c from the left; a long one as one product over another, but for one of matrices."""
    all_numbers(tuple(node for node, _ in children[::2]))
    signs, factors = ["*", *map(str, children[1::2])], children[::2]
    if "@" in signs and not known.has_arrays:
        raise BadInput("@ is a product of arrays; give them with --array")
    if len(factors) <= CHAIN or "@" in signs:
        return _row(signs, factors, {})
    above = _product([f for sign, f in zip(signs, factors, strict=True) if sign == "*"])
    divisors = [f for sign, f in zip(signs, factors, strict=True) if sign == "/"]
    return _joined("/", above, _product(divisors)) if divisors else above


def _product(factors: list[Built]) -> Built:
    while len(factors) > 1:
        groups = [factors[k : k + CHAIN] for k in range(0, len(factors), CHAIN)]
        factors = [_row(["*"] * len(group), group, {}) for group in groups]
    return factors[0]


def _row(signs: list[str], terms: list[Built], turned: dict[str, str]) -> Built:
    """The terms joined from the left, for a sign before the first that stands before the whole."""
    other = turned if signs[0] == "-" else {}
    total = terms[0]
    for sign, term in zip(signs[1:], terms[1:], strict=True):
        total = _joined(other.get(sign, sign), total, term)
    return total


def _named(name: str, known: Known) -> Node:
    variables = known.variables
    if variables is not None and name in variables:
        return Variable(name)
    if name in CONSTANTS:
        return Call(name)
    if known.has_arrays and name in FLAGS:
        return Number(fmpq(FLAGS.index(name)))
    if variables is None and name not in FUNCTIONS:
        return Variable(name)
    if name in FUNCTIONS:
        raise BadInput(f"{name} is a function; write {name}({', '.join(FUNCTIONS[name].arguments)})")
    names = [*(variables or ()), *CONSTANTS]
    raise BadInput(f"unknown name {name!r}; the variables are {', '.join(names)}{near(name, known)}")


def _chain(symbols: list[Any], operands: tuple[Node, ...]) -> Node:
    """a < b <= c is a < b and b <= c."""
    links = [
        Call(str(symbol), (left, right))
        for symbol, left, right in zip(symbols, operands, operands[1:], strict=False)
    ]
    return links[0] if len(links) == 1 else Call("and", tuple(links))
