"""Which lines of a function lost the digits at one input, as a row under the contract's names."""

import functools
import inspect
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.precision import MAX_BITS, enclose
from verify.checking.arrays.truth import truths
from verify.checking.judging.follow import consistent
from verify.checking.subjects import plane
from verify.checking.subjects import target as targets
from verify.checking.subjects.subject import Subject, Where
from verify.checking.subjects.truths import in_balls, over_balls
from verify.core import formats
from verify.core.complexes import SIDES, Side
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.inside.account import account
from verify.inside.blame import blame
from verify.inside.follow import Trace, follow
from verify.inside.hinting.advice import advice
from verify.inside.lines import guilty_lines
from verify.inside.run.kinds import kind_of
from verify.language import expressions, grammar
from verify.language.plane import SignedZero
from verify.mathematics.arrays.operation import shape_text
from verify.records.blame import blame_row
from verify.records.plain import Row

TRUTH_BITS = 120
NUMBERS = (int, float, complex, np.floating)
FOLLOWED = "float64, float32, float16 or complex128"


def blamed(
    name: str,
    function: Callable[..., Any],
    inputs: Mapping[str, Any],
    part: str = "",
    truth: str | Callable[..., Any] | None = None,
    max_bits: int = MAX_BITS,
    hints: bool = True,
) -> Row:
    """Follow a function at inputs, positional in their order; which of them is shown by `name`.

    part   of the result, as [0]; "": the one number, or of several the one that is furthest off
    truth  a formula in the inputs, or a function of balls: tells truncation from rounding
    hints  look for a better form of the lines that magnify
    """
    trace = follow(function, inputs, name=name)
    if part.endswith(".real") and part.removesuffix(".real") in trace.results:  # of a real number
        part = part.removesuffix(".real")
    chosen = part or _only(trace)
    found = blame(account(trace, chosen, max_bits))
    told = None if truth is None else truth_at(truth, inputs, chosen, max_bits)
    row = blame_row(name if name.endswith(chosen) else name + chosen, inputs, found, told)
    for line, shown in zip(guilty_lines(found), row["guilty"], strict=True):
        proofs = advice(function, list(inputs.values()), line) if hints and line.magnifies else []
        shown["hints"] = [p.says for p in proofs]
    return row


def blamed_subject(what: Subject, where: Where, max_bits: int = MAX_BITS) -> Row:
    """The same of what has a run on a tape of its own, against its own truth. BadInput where it has none."""
    if what.unsupported or what.record is None:
        raise BadInput(f"{what.name} is not judged: {what.unsupported or 'it is not recorded'}")
    found = blame(consistent(what, where, account(what.record(where), "", max_bits)))
    inputs = dict(zip((r.name for r in what.domain), where, strict=True))
    told = enclosed(f"the truth of {what.name}", what.truth, where, max_bits)
    row = blame_row(what.name, inputs, found, told)
    return row | {"guilty": [{**line, "hints": []} for line in row["guilty"]]}


def followed_format(name: str) -> Scalar:
    """A format by its name. BadInput where functions are not followed in it."""
    found = formats.named(name)
    if found.complex is None and kind_of(np.dtype(found.type)):
        return found
    if found.complex is np.complex128:
        return found
    raise BadInput(f"functions are not followed in {name}; give {FOLLOWED}")


def _only(trace: Trace) -> str:
    """The result that is meant where none is named."""
    return "" if "" in trace.results else trace.one_of_several()


def bound(
    name: str, function: Callable[..., Any], inputs: Mapping[str, Any]
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function and its inputs in their order. BadInput where they do not fit."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # it does not say
        return function, dict(inputs)
    if not set(inputs) <= set(signature.parameters):
        targets.takes(name, function, (0.0,) * len(inputs))
        return function, dict(inputs)
    named = {
        k: x for k, x in inputs.items() if signature.parameters[k].kind is inspect.Parameter.KEYWORD_ONLY
    }
    order = {k: inputs[k] for k in signature.parameters if k in inputs and k not in named}
    try:
        signature.bind(*order.values(), **named)
    except TypeError as error:
        raise BadInput(f"{name}{signature}: {error}; give a value for each") from error
    if list(order) != list(signature.parameters)[: len(order)]:
        raise BadInput(f"{name}{signature}: give the arguments before {list(order)[-1]} too")
    return functools.partial(function, **named) if named else function, order


def truth_at(
    truth: str | Callable[..., Any], inputs: Mapping[str, Any], part: str = "", max_bits: int = MAX_BITS
) -> arb:
    """f(fl x), or its part .real or .imag. BadInput where it is not defined there, or not settled."""
    numbers = {key: x for key, x in inputs.items() if isinstance(x, NUMBERS)}
    if any(isinstance(x, np.ndarray) for x in inputs.values()) and not callable(truth):
        return enclosed("the truth", lambda: _over_arrays(truth, inputs, part), (), max_bits)
    component = next((side for side in SIDES if part.endswith(f".{side}")), None)
    value: Callable[..., arb]
    if component or any(isinstance(x, complex) for x in numbers.values()):
        value = _in_plane(truth, numbers, component)
    elif callable(truth):
        value = over_balls(truth)
    elif ":" in truth:
        value = over_balls(targets.load(truth))
    else:
        value, _ = in_balls(grammar.number(truth, tuple(numbers)), tuple(numbers))
    coordinates = [c for x in numbers.values() for c in _coordinates(x)]
    return enclosed("the truth", value, coordinates, max_bits)


def _over_arrays(truth: str, inputs: Mapping[str, Any], part: str) -> arb:
    """A formula over arrays, or the entry of its value that is meant. BadInput where it is not a number."""
    known = {k: x for k, x in inputs.items() if isinstance(x, (np.ndarray, *NUMBERS))}
    (_, of), *others = truths(truth, tuple(known))
    if others or of.nearest:
        raise BadInput(f"{truth} is not one number; name one that is unique, as in solve(A, b)[0]")
    # float64 and complex128 hold what narrower ones do.
    wide = [np.complex128 if np.iscomplexobj(x) else np.float64 for x in known.values()]
    found = of.value(*(np.asarray(x, dtype=kind) for x, kind in zip(known.values(), wide, strict=True)))
    place = tuple(map(int, re.findall(r"\[(\d+)\]", part)))
    if np.ndim(found) == len(place) and all(map(operator.lt, place, np.shape(found))):
        found = found[place] if place else found
    if not isinstance(found, arb):
        raise BadInput(f"{truth} is {shape_text(found)} and the result is one number; name it, as in x[0]")
    return found


def _coordinates(x: Any) -> tuple[Any, ...]:
    """Of a number: the float or the integer that it is, or both parts."""
    if isinstance(x, complex | np.complexfloating):
        return float(x.real), float(x.imag)
    return (float(x) if isinstance(x, np.floating) else x,)


def _in_plane(
    truth: str | Callable[..., Any], numbers: Mapping[str, Any], component: Side | None
) -> Callable[..., arb]:
    """A truth of complex numbers over the coordinates of its arguments; one part of it on request."""
    shape = tuple((name, isinstance(x, complex)) for name, x in numbers.items())
    whole = [name for name, x in numbers.items() if isinstance(x, int)]
    if callable(truth) or ":" in truth:
        found: Any = plane.Own(truth if callable(truth) else targets.load(truth), shape, component)
    else:
        found = plane.formula(truth, shape, component, whole)

    coordinates = [c for x in numbers.values() for c in _coordinates(x)]
    is_formula = isinstance(found, plane.Formula)

    def value(*x: arb) -> arb:
        signed = [
            SignedZero.of(c) if is_formula and c == 0 and isinstance(c, float) else ball
            for c, ball in zip(coordinates, x, strict=True)
        ]
        result = found(*signed)
        if isinstance(result, acb):
            raise BadInput("the truth is complex and the result is real; give a truth that is real")
        return result  # type: ignore[no-any-return]

    return value


def enclosed(what: str, value: Callable[..., arb], x: Any, max_bits: int) -> arb:
    """A function of balls at floats, settled. BadInput where it is not defined there, or stays open."""
    try:
        found = enclose(
            lambda: value(*map(arb, x)), bits=TRUTH_BITS, max_bits=max_bits, floor=arb(2) ** -1200
        )
    except expressions.Undefined as error:
        raise BadInput(f"{what}: {error} at these inputs") from error
    if not found.done:
        raise BadInput(f"{what} is not settled: {found.reason}; raise --max-bits")
    ball: arb = found.value
    return ball
