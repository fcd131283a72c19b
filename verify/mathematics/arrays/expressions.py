"""Formulas over arrays in balls: operations, and the truth language's functions entry by entry."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.precision import Unsettled
from verify.core.errors import BadInput
from verify.language import bound
from verify.language.expressions import OPERATORS, Undefined, compiled
from verify.language.functions import CONSTANTS, FUNCTIONS
from verify.language.nodes import AXIS, ONE, Call, Node, Number, Variable, text
from verify.mathematics.arrays.axes import along
from verify.mathematics.arrays.chosen import within
from verify.mathematics.arrays.operation import Operation, balls, given, is_complex, is_exact, rationals
from verify.mathematics.arrays.table import OPERATIONS, RESULTS

Arrays = Mapping[str, Any]
RATIONAL: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "neg": operator.neg,
}


def operation_of(node: Node) -> tuple[Operation, tuple[Node, ...]] | None:
    """The one operation that a formula is, with its arguments; None where it is none, or several."""
    place = ""
    if isinstance(node, Call) and node.name == "entry":
        inner, which = node.arguments
        if not isinstance(inner, Call) or inner.name not in RESULTS:
            return None
        assert isinstance(which, Number)
        node, place = inner, f"[{which.value}]"
    if not isinstance(node, Call):
        return None
    if node.name == AXIS:
        inner, axis, *kept = node.arguments
        assert isinstance(inner, Call)
        assert isinstance(axis, Number)
        return along(OPERATIONS[inner.name], int(axis.value.p), kept == [ONE]), inner.arguments
    if node.name == "@":
        return OPERATIONS["matmul"], node.arguments
    name = node.name + place
    if name not in OPERATIONS:
        if place:
            raise BadInput(
                f"{node.name} has {RESULTS[node.name]} results, numbered from 0; there is no {place}"
            )
        return None
    return OPERATIONS[name], node.arguments


def evaluate(node: Node, arrays: Arrays) -> Any:
    """The value in balls at the precision in force; exact where only + - * of exact arrays occur.

    BadInput where shapes do not fit, Undefined where there certainly is no value, Unsettled where more bits
    must tell.
    """
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Variable):
        return arrays[node.name]
    found = operation_of(node)
    if found is not None:
        return applied(*found, arrays)
    if node.name in RESULTS:
        raise BadInput(f"{node.name} gives {RESULTS[node.name]} results; name one, as in {node.name}(...)[0]")
    if node.name == "entry":
        return entry(node, evaluate(node.arguments[0], arrays))
    if node.name in CONSTANTS:
        return CONSTANTS[node.name]()
    if node.name in bound.BINDERS:
        return compiled(node)({name: _number(name, arrays[name]) for name in bound.free(node)})
    return _everywhere(node, [evaluate(part, arrays) for part in node.arguments])


def _number(name: str, value: Any) -> arb:
    if np.ndim(value):
        raise BadInput(f"{name} is an array; an integral or a root takes numbers")
    return balls(value).item()  # type: ignore[no-any-return]


def applied(operation: Operation, nodes: tuple[Node, ...], arrays: Arrays) -> Any:
    return within(operation)(*given(operation, [evaluate(part, arrays) for part in nodes]))


def entry(node: Call, whole: Any) -> Any:
    """One entry of an array."""
    which = node.arguments[1]
    assert isinstance(which, Number)
    k = int(which.value.p)
    if np.ndim(whole) == 0 or k >= len(whole):
        raise BadInput(f"{text(node)}: there is no entry {k} of an array of {len(np.atleast_1d(whole))}")
    found = whole[k]
    return fmpq(*found.as_integer_ratio()) if isinstance(found, np.floating) else found


def _everywhere(node: Call, values: list[Any]) -> Any:
    """An operator or a function, entry by entry, with numpy's broadcasting."""
    shape = _shape(node, values)
    if node.name in RATIONAL and all(is_exact(v) for v in values):
        return _plain(RATIONAL[node.name](*(rationals(v) for v in values)))
    if node.name not in RATIONAL and any(map(is_complex, values)):
        raise BadInput(f"{text(node)}: complex arrays take only + - * and the operations on arrays")
    ball, domain = OPERATORS.get(node.name) or (FUNCTIONS[node.name].ball, FUNCTIONS[node.name].domain)

    def one(x: tuple[arb, ...]) -> arb:
        defined = domain is None or domain(*x)
        if defined is None:
            raise Unsettled(f"cannot decide whether {text(node)} is defined")
        if not defined:
            raise Undefined(f"{text(node)} is not defined")
        return ball(*x)

    spread = [np.broadcast_to(balls(v), shape).ravel() for v in values]
    rows = np.empty(spread[0].size, dtype=object)
    for k, row in enumerate(zip(*spread, strict=True)):
        rows[k] = row
    return _plain(mapped(one, rows).reshape(shape))


def _shape(node: Call, values: list[Any]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(np.shape(v) for v in values))
    except ValueError:
        shapes = " and ".join(str(np.shape(v)) for v in values)
        raise BadInput(f"{text(node)}: arrays of the shapes {shapes} cannot be combined") from None


def _plain(found: Any) -> Any:
    return found.item() if isinstance(found, np.ndarray) and not found.shape else found
