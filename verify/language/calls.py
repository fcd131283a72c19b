"""Calls and entries as the grammar makes them: how many arguments, which by their names, of what kind."""

import difflib
from dataclasses import dataclass

from flint import fmpq

from verify.core.errors import BadInput
from verify.language import bound
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.known import Known
from verify.language.nodes import AXIS, KEEPDIMS, Call, Node, Number, is_condition, text


@dataclass(frozen=True, kw_only=True)
class Keyword(Call):
    """An argument with its name, until the call around it takes it apart."""

    keyword: str


def all_numbers(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    for node in nodes:
        if is_condition(node):
            raise BadInput(f"{text(node)} is a condition where a number is needed")
    return nodes


def all_conditions(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    for node in nodes:
        if not is_condition(node):
            raise BadInput(f"{text(node)} is not a condition; write a comparison such as x < 1")
    return nodes


def near(name: str, known: Known) -> str:
    close = difflib.get_close_matches(name, [*FUNCTIONS, *CONSTANTS, *known.operations], n=3, cutoff=0.6)
    return f"; near it: {', '.join(close)}" if close else ""


def called(name: str, given: tuple[Node, ...], known: Known) -> Node:
    """A call whose last arguments may stand by their names; along an axis it is a call of its own."""
    named = {p.keyword: p.arguments[0] for p in given if isinstance(p, Keyword)}
    ordered = tuple(p for p in given if not isinstance(p, Keyword))
    wanted = known.operations.get(name, (0, ()))[1]
    axis = named.pop(AXIS, None) if AXIS in wanted else None
    kept = named.pop(KEEPDIMS, None) if axis is not None and KEEPDIMS in wanted else None
    for k, keyword in enumerate(named):
        if keyword not in wanted or wanted.index(keyword) != len(ordered) + k:
            raise BadInput(f"{name} takes no {keyword}= there: {name}({', '.join(wanted) or '...'})")
    call = _call(name, (*ordered, *named.values()), known)
    if axis is None:
        return call
    return Call(AXIS, (call, _integer(axis), *([] if kept is None else [_flag(kept)])))


def _flag(node: Node) -> Number:
    if not isinstance(node, Number) or node.value not in (0, 1):
        raise BadInput(f"{KEEPDIMS}={text(node)} is neither True nor False")
    return node


def _integer(node: Node) -> Number:
    """An axis. BadInput where it is none."""
    sign = 1
    if isinstance(node, Call) and node.name == "neg":
        sign, (node,) = -1, node.arguments
    if not isinstance(node, Number) or node.value.q != 1:
        raise BadInput(f"axis={text(node)} is not an integer; write for example axis=1")
    return Number(sign * node.value)


def _call(name: str, arguments: tuple[Node, ...], known: Known) -> Node:
    own = known.operations if known.has_complex else {**bound.BINDERS, **known.operations}
    if name not in FUNCTIONS and name not in own:
        listed = "; verify functions lists those there are"
        raise BadInput(f"unknown function {name!r}{near(name, known) or listed}")
    if name in own:
        fewest, wanted = own[name]
    else:
        wanted = FUNCTIONS[name].arguments
        fewest = len(wanted)
    most = [w for w in wanted if w not in (AXIS, KEEPDIMS)]
    if not fewest <= len(arguments) <= len(most):
        count = f"{fewest} to {len(most)}" if fewest < len(most) else f"{fewest}"
        raise BadInput(f"{name} takes {count} arguments: {name}({', '.join(wanted)})")
    return Call(name, all_numbers(arguments))


def entry(node: Node, place: str, known: Known) -> Node:
    """One entry of an array, or one of several results of an operation."""
    if not known.has_arrays:
        raise BadInput(f"[{place}] names an entry of an array; give arrays with --array")
    return Call("entry", (*all_numbers((node,)), Number(fmpq(int(place)))))
