"""The truth of a function of arrays: one operation with all that is known of it, or a formula of several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from flint import acb, arb, arb_series, fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.precision import Hopeless, Unsettled
from verify.arithmetic.series import variable
from verify.checking.subjects import target
from verify.core.errors import BadInput
from verify.language import expressions as scalars
from verify.language import grammar
from verify.language.known import Known
from verify.language.nodes import Call, Node, Number, Variable, is_condition
from verify.mathematics.arrays import expressions, tangents
from verify.mathematics.arrays.multiples import multiple_of
from verify.mathematics.arrays.operation import Moves, Operation, Steps, balls, given
from verify.mathematics.arrays.table import CALLS, RESULTS


@dataclass(frozen=True)
class Truth:
    """What is known of a truth over arrays, each by the arrays in their order.

    value       (*arrays) -> balls
    moved       (*arrays, like=the result) -> (steps -> |J| steps); None: not known
    The rest as an operation has it, for a formula that is one operation.
    """

    says: str
    value: Callable[..., Any]
    moved: Callable[..., Moves] | None = None
    backward: Callable[..., tuple[arb, arb]] | None = None
    conditions: Callable[..., Mapping[str, arb]] | None = None
    figures: Callable[..., Mapping[str, arb]] | None = None
    remarks: Callable[..., Sequence[str]] | None = None
    entrywise: bool = False
    nearest: bool = False


def truths(text: str, names: Sequence[str], place: int | None = None) -> list[tuple[str, Truth]]:
    """The truths that a text says, each with the place of its result ([0], [1], ... of several, else "").

    place: which one of several is meant, where the text does not say it.
    """
    if ":" in text:
        return [("", over_balls(text, tuple(names)))]
    node = grammar.parse_known(text, Known(tuple(names), CALLS))
    if is_condition(node):
        raise BadInput(f"{text!r} is a condition, not an array or a number")
    if isinstance(node, Call) and node.name in RESULTS:
        count = RESULTS[node.name]
        if place is not None and place >= count:
            raise BadInput(f"{node.name} has {count} results, numbered from 0; there is no [{place}]")
        entries = range(count) if place is None else [place]
        said = "" if place is None else None
        return [
            (f"[{k}]" if said == "" else "", truth_of(f"{text}[{k}]", _entry(node, k), names))
            for k in entries
        ]
    return [("", truth_of(text, node, names))]


def _entry(node: Node, k: int) -> Node:
    return Call("entry", (node, Number(fmpq(k))))


def truth_of(text: str, node: Node, names: Sequence[str]) -> Truth:
    """A formula; where it is one operation on arrays as they are given, with all that is known of that."""

    def value(*arrays: Any) -> Any:
        return expressions.evaluate(node, dict(zip(names, arrays, strict=True)))

    found = expressions.operation_of(node)
    if found is None:
        return Truth(text, value, partial(_of_formula, node, names))
    operation, parts = found

    def arguments(arrays: Sequence[Any]) -> list[Any]:
        values = dict(zip(names, arrays, strict=True))
        return given(operation, [expressions.evaluate(part, values) for part in parts])

    def of(function: Callable[..., Any] | None) -> Callable[..., Any] | None:
        return None if function is None else lambda *arrays: function(*arguments(arrays))

    def of_result(function: Callable[..., Any] | None) -> Callable[..., Any] | None:
        return None if function is None else lambda *given: function(*arguments(given[:-1]), given[-1])

    of_the_nearest = partial(_nearest, operation, arguments) if operation.nearest else value
    if not all(isinstance(part, Variable | Number) for part in parts):
        by_parts = partial(_of_formula, node, names)
        return Truth(text, of_the_nearest, by_parts, nearest=operation.nearest)
    return Truth(
        text,
        of_the_nearest,
        _moves(operation, parts, names, arguments) or partial(_of_formula, node, names),
        of_result(operation.backward),
        of(operation.conditions),
        of_result(operation.figures),
        of(operation.remarks),
        operation.entrywise,
        operation.nearest,
    )


def _of_formula(node: Node, names: Sequence[str], *arrays: Any, like: Any = None) -> Moves:
    """The moves of a formula by its derivatives: of one of numbers symbolic ones, for integrals and roots."""
    if any(np.ndim(x) for x in arrays):
        multiple = _of_multiple(node, names, arrays)
        return multiple or tangents.moved(node, dict(zip(names, arrays, strict=True)), like)
    slopes = [scalars.derivative(node, name) for name in names]
    if None in slopes:
        raise Unsettled("a derivative of the formula is not known")
    values = {name: balls(x).item() for name, x in zip(names, arrays, strict=True)}
    sizes = [abs(scalars.evaluate(slope, values)) for slope in slopes if slope is not None]
    return lambda steps: sum((a * balls(s).item() for a, s in zip(sizes, steps, strict=True)), arb(0))


def _of_multiple(node: Node, names: Sequence[str], arrays: Sequence[Any]) -> Moves | None:
    """A constant multiple of one operation moves so many times as far as that, which may be known where it
    has no derivative, as of the deviation of equal numbers. None for other formulas."""
    size, inner = multiple_of(node)
    found = expressions.operation_of(inner)
    if inner is node or found is None or found[0].nearest:
        return None
    moved = truth_of("", inner, names).moved
    if moved is None:
        return None
    moves = moved(*arrays)
    return lambda steps: size * moves(steps)


def _nearest(
    operation: Operation, arguments: Callable[..., list[Any]], *arrays: Any, like: Any = None
) -> Any:
    return operation.truth(*arguments(arrays), like=like)


def _moves(
    operation: Operation,
    parts: Sequence[Node],
    names: Sequence[str],
    arguments: Callable[[Sequence[Any]], list[Any]],
) -> Callable[..., Moves] | None:
    """The moves of an operation by the arrays that stand in it."""
    move, places = operation.moved, [names.index(p.name) if isinstance(p, Variable) else None for p in parts]
    twice = len({k for k in places if k is not None}) < sum(k is not None for k in places)
    if move is None or twice:  # the parts of one array that stands in two places may cancel
        return None

    def moved(*arrays: Any, like: Any = None) -> Moves:
        values = arguments(arrays)
        moves = move(*values, like=like) if operation.nearest else move(*values)

        def steps_of(steps: Steps) -> Any:
            zero = [np.zeros(np.shape(v)) for v in values]
            return moves([zero[i] if k is None else steps[k] for i, k in enumerate(places)])

        return steps_of

    return moved


def over_balls(text: str, names: tuple[str, ...], function: Callable[..., Any] | None = None) -> Truth:
    """A function of arrays of balls that someone wrote: what it returns has to be balls, or exact.

    text: a target; or what the function is called, where it is given
    """
    function = target.load(text) if function is None else function

    def value(*arrays: Any) -> Any:
        found = function(*(balls(x) if np.ndim(x) else balls(x).item() for x in arrays))
        if isinstance(found, list | tuple):
            made = np.empty(len(found), dtype=object)
            made[:] = found
            found = made
        wrong = [
            type(v).__name__ for v in np.asarray(found, dtype=object).flat if not isinstance(v, arb | acb)
        ]
        if wrong:
            raise Hopeless(f"the truth returned a {wrong[0]}, not a ball (flint.arb)")
        return found

    return Truth(text, value, partial(_by_series, function))


def _by_series(function: Callable[..., Any], *arrays: Any, like: Any = None) -> Moves:
    """|J| by power series, a column for each number that went in: no difference of values proves anything."""
    whole = [balls(x) for x in arrays]
    columns: list[Any] = []
    try:
        for k, x in enumerate(whole):
            for i in range(x.size):
                moved = x.copy()
                moved.flat[i] = variable(x.flat[i])
                given = [moved if j == k else w for j, w in enumerate(whole)]
                found = function(*(w if w.ndim else w.item() for w in given))
                columns.append(mapped(_slope, np.asarray(found, dtype=object)))
    except (TypeError, AttributeError, NotImplementedError) as why:
        raise Unsettled(f"the truth is not differentiated: {why}") from why

    def moves(steps: Steps) -> Any:
        sizes = [s for step in steps for s in balls(step).flat]
        total = sum((c * s for c, s in zip(columns, sizes, strict=True)), 0 * columns[0])
        return total if total.shape else total.item()

    return moves


def _slope(found: Any) -> arb:
    return abs(found[1]) if isinstance(found, arb_series) else arb(0)
