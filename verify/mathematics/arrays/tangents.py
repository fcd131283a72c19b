"""How the data move a formula of several operations: its Jacobian, a column for each number that goes in.

A column is carried through the formula by the chain rule, with its signs: what the parts of a formula move by
themselves, |J| of each, only bounds what the whole moves, for it may cancel.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined, by_arguments
from verify.language.functions import CONSTANTS
from verify.language.nodes import Call, Node, Number, Variable, text
from verify.mathematics.arrays import expressions
from verify.mathematics.arrays.chosen import within
from verify.mathematics.arrays.columns import moves_of
from verify.mathematics.arrays.operation import Moves, Operation, balls, given

MOST_NUMBERS = 400_000  # of a Jacobian


@dataclass(frozen=True)
class Moved:
    """A value and its columns: in one more axis, the first, one for each number; None: nothing moves it."""

    value: Any
    columns: Any = None


def moved(node: Node, arrays: Mapping[str, Any], like: Any = None) -> Moves:
    """|J| of a formula over arrays, of several right answers at the one nearest to `like`. Unsettled where a
    derivative on the way is not known."""
    try:
        found = _carried(node, _identity(arrays), like)
    except Undefined as why:
        raise Unsettled(f"a derivative of the formula is not finite there: {why}") from why
    if found.columns is None:
        return lambda steps: 0 * balls(found.value)
    return moves_of(found.columns)


def _identity(arrays: Mapping[str, Any]) -> dict[str, Moved]:
    count, place, found = sum(np.size(x) for x in arrays.values()), 0, {}
    for name, x in arrays.items():
        _within(count * np.size(x))
        columns = np.full((count, np.size(x)), arb(0), dtype=object)
        for k in range(np.size(x)):
            columns[place + k, k] = arb(1)
        place += np.size(x)
        found[name] = Moved(x, columns.reshape(count, *np.shape(x)))
    return found


def _within(numbers: int) -> None:
    if numbers > MOST_NUMBERS:
        raise Unsettled(f"a Jacobian of {numbers} numbers is not enclosed; {MOST_NUMBERS} are at most")


def _carried(node: Node, env: Mapping[str, Moved], like: Any = None) -> Moved:
    if isinstance(node, Variable):
        return env[node.name]
    if isinstance(node, Number) or node.name in CONSTANTS:
        return Moved(expressions.evaluate(node, {}))
    operation = expressions.operation_of(node)
    if operation is not None:
        return _applied(operation[0], [_carried(part, env) for part in operation[1]], like)
    if node.name == "entry":
        whole = _carried(node.arguments[0], env)
        value = expressions.entry(node, whole.value)
        (_, which) = node.arguments
        assert isinstance(which, Number)
        return Moved(value, None if whole.columns is None else whole.columns[:, int(which.value.p)])
    return _everywhere(node, [_carried(part, env) for part in node.arguments])


def _applied(operation: Operation, parts: Sequence[Moved], like: Any) -> Moved:
    values = given(operation, [p.value for p in parts])
    to_result = operation.nearest and like is not None
    value = operation.truth(*values, like=like) if to_result else within(operation)(*values)
    count = next((len(p.columns) for p in parts if p.columns is not None), None)
    if count is None:
        return Moved(value)
    if operation.tangent is None:
        raise Unsettled(f"what moves {operation.name} within a formula is not known")
    _within(count * np.size(value))
    # Of what is not unique the tangent is that of the value: by its signs and its order.
    at = {"like": like if to_result else _guide(value)} if operation.nearest else {}
    tangent = operation.tangent(*values, **at)
    still = [np.zeros(np.shape(v)) for v in values]
    columns = [
        tangent([z if p.columns is None else p.columns[k] for p, z in zip(parts, still, strict=True)])
        for k in range(count)
    ]
    return Moved(value, np.stack([np.asarray(c, dtype=object) for c in columns]))


def _guide(value: Any) -> Any:
    """Eigenvalues and roots themselves, of which two may be one float; floats that lie by vectors."""
    if np.ndim(value) == 1:
        return value
    whole = [acb(v).mid() for v in np.ravel(value)]
    found = np.array([complex(float(v.real), float(v.imag)) for v in whole]).reshape(np.shape(value))
    return found if found.imag.any() else found.real


def _everywhere(node: Call, parts: Sequence[Moved]) -> Moved:
    """An operator or a function, entry by entry: sum df/da_k da_k."""
    names = [f"a{k}" for k in range(len(parts))]
    alone = Call(node.name, tuple(Variable(name) for name in names))
    values = dict(zip(names, [p.value for p in parts], strict=True))
    value = expressions.evaluate(alone, values)
    terms = []
    for slope, part in zip(by_arguments(alone), parts, strict=True):
        if part.columns is None:
            continue
        if slope is None:
            raise Unsettled(f"no derivative of {text(node)} is known by each of its arguments")
        terms.append(_scaled(balls(expressions.evaluate(slope, values)), part.columns, np.shape(value)))
    return Moved(value, sum(terms[1:], terms[0]) if terms else None)


def _scaled(slope: Any, columns: Any, shape: tuple[int, ...]) -> Any:
    """slope times each column, with numpy's broadcasting of the entries."""
    count = len(columns)
    _within(count * int(np.prod(shape, dtype=int)))
    wide = columns.reshape(count, *(1,) * (len(shape) - columns.ndim + 1), *columns.shape[1:])
    found: Callable[..., Any] = np.broadcast_to(wide, (count, *shape)) * slope
    return found
