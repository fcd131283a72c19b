"""Expressions as plain data: numbers, variables, calls; and how they are written."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flint import fmpq

from verify.arithmetic.float64 import exact, nearest


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


T = TypeVar("T")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
JOINERS = ("and", "or", "not")
Node = Number | Variable | Call
AXIS = "axis"  # by keyword alone: of what is made along one axis of an array
KEEPDIMS = "keepdims"  # beside it: the axis stays, of length 1
SHOWN = 300  # parts of a formula that a page shows; a longer one is read as text
LONG = 20  # digits, then a number is written with an exponent
ZERO, ONE = Number(fmpq(0)), Number(fmpq(1))


def is_condition(node: Node) -> bool:
    return isinstance(node, Call) and node.name in (*COMPARISONS, *JOINERS)


def parts_of(node: Node) -> list[Node]:
    """Every part once, arguments before what they are arguments of, without recursion: an expression that a
    program made may be deep, and share its parts."""
    found: dict[int, Node] = {}
    waiting: list[tuple[Node, bool]] = [(node, False)]
    while waiting:
        part, done = waiting.pop()
        if done:
            found.setdefault(id(part), part)
        elif id(part) not in found:
            waiting.append((part, True))
            if isinstance(part, Call):
                waiting += [(a, False) for a in part.arguments]
    return list(found.values())


def folded(node: Node, join: Callable[[Node, list[T]], T]) -> T:
    """join(part, what its arguments gave) for every part; what the whole gave."""
    given: dict[int, T] = {}
    for part in parts_of(node):
        arguments = part.arguments if isinstance(part, Call) else ()
        given[id(part)] = join(part, [given[id(a)] for a in arguments])
    return given[id(node)]


def size(node: Node) -> int:
    """How many parts an expression has when it is written out: what is shared counts each time it stands."""
    return folded(node, lambda _, sizes: 1 + sum(sizes))


def variables_of(node: Node) -> tuple[str, ...]:
    """The variables of an expression in the order of their first appearance."""
    if isinstance(node, Variable):
        return (node.name,)
    if isinstance(node, Number):
        return ()
    return tuple(dict.fromkeys(name for a in node.arguments for name in variables_of(a)))


def substituted(node: Node, given: Mapping[str, Node]) -> Node:
    if isinstance(node, Variable):
        return given.get(node.name, node)
    if isinstance(node, Number):
        return node
    return Call(node.name, tuple(substituted(a, given) for a in node.arguments))


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
    if node.name == AXIS:
        kept = f", {KEEPDIMS}={parts[2] == '1'}" if len(parts) > 2 else ""
        return f"{parts[0][:-1]}, axis={parts[1].strip('()')}{kept})"
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
