"""An upper bound of the error on a whole domain where a function is seen through, or why there is none."""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from flint import arb

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.arithmetic.precision import every
from verify.checking.proving.operations import Constants, body_of, constants_meant, with_constants
from verify.checking.proving.required import ends_of_parts
from verify.checking.proving.straight import is_arithmetic
from verify.checking.proving.subdivision import NO_DIGIT, Absolute, Ranges, Task, prove, prove_absolute
from verify.checking.sampling.boxes import answer, asked
from verify.checking.subjects import identity, traced
from verify.checking.subjects.assumptions import told, traceable, ulps_of
from verify.checking.subjects.subject import Range, Subject, Where
from verify.language import nodes
from verify.language.nodes import Call, Node, Variable, folded

MOST_PARTS = 64  # boxes to begin with
MOST_ABSOLUTE = 2000  # boxes, where there is no bound in ulps
PROVED = (BINARY64, FORMATS["binary32"])
BRACKETED = "found <= true maximum <= proved, for every input of the domain"


@dataclass(frozen=True)
class Proof:
    """bound: in ulps of the truth; absolute: where there is none; note: what it holds for, or why not."""

    bound: float | None
    absolute: Absolute | None
    note: str


def proved(
    what: Subject, seen: Sequence[tuple[Where, float]], stop: Callable[[], bool] = lambda: False
) -> Proof:
    """An upper bound over the domain, or why there is only the lower side.

    seen: inputs with what the function returned there.
    """
    if what.in_plane:
        return _none("bounds are proved of real functions, not of complex ones")
    if any(format not in PROVED for format in (what.format, *(r.format for r in what.domain))):
        return _none("bounds are proved of float64 and float32 alone")
    # Operations are those of the results' format, in which an input of another would be rounded first; a
    # result of numpy's float64 tells that some were not done in float32.
    if not all(_is_held(r, what.format) for r in what.domain):
        return _none("the inputs are of another format than the results")
    if what.expression is None:
        return _none("the truth is a function, not a formula to compare a body with")
    done = what.operations or _followed(what, seen)
    if done is None:
        return _none("the function's operations cannot be followed (a library's, for example)")
    meant = _shown(done, what)
    if meant is None:
        return _none(f"that {nodes.text(done)} is the formula is not shown")
    # Of parts as they stand: where a number stands for a constant they are others in exact arithmetic.
    ends = {} if meant else ends_of_parts(done, what)
    body = body_of(done, what.names, what.format, ulps_of(what.assumed), meant, ends)
    found = _bounded(Task(body, what.truth, _boxes(what), _admits(what), what.format, stop=stop))
    return replace(found, note=found.note + told(what.assumed))


def _shown(done: Node, what: Subject) -> Constants | None:
    """Which numbers of the operations have to stand for a constant, that they are the truth in exact
    arithmetic; None where that is not shown."""
    if what.expression is None:
        return None
    aim = _on_the_right(what.expression, what)
    for meant in ({}, constants_meant(done)):
        if identity.same(with_constants(done, meant) if meant else done, aim, what.names):
            return meant
    return None


def _on_the_right(formula: Node, what: Subject) -> Node:
    """With atan(y/x) for atan2(y, x) where x is a variable that is positive: there they are one."""
    positive = {r.name for r in what.domain if all(low > 0 for low, _ in r.pieces)}

    def join(part: Node, given: list[Node]) -> Node:
        match part, given:
            case Call(name="atan2"), [y, Variable(name=x)] if x in positive:
                return Call("atan", (Call("/", (y, Variable(x))),))
        return Call(part.name, tuple(given)) if isinstance(part, Call) else part

    return folded(formula, join)


def _is_held(r: Range, format: Format) -> bool:
    """Are all inputs of a variable numbers of the format?"""
    if r.whole:
        return all(abs(end) <= 2**format.bits for piece in r.pieces for end in piece)
    return r.format == format


def _followed(what: Subject, seen: Sequence[tuple[Where, float]]) -> Node | None:
    # A function of Python's math takes numpy's scalars for float64's, and returns those. Its root is C's,
    # which IEEE 754 has correctly rounded.
    roots = [math.sqrt] if what.scalar is None else []
    assumed = [
        a
        for a in what.assumed
        if a.function is not None and (what.scalar is None or isinstance(a.function, np.ufunc))
    ]
    if not is_arithmetic(what.function, [*roots, *(a.function for a in assumed)]):
        return None
    done = traced.traced(traceable(what.function, assumed, roots), what.names)
    calls = {a.name: a.function for a in assumed if a.function is not None}
    number = what.scalar or float
    return done if done is not None and traced.follows(done, what.names, seen, number, calls) else None


def _none(why: str) -> Proof:
    return Proof(None, None, f"only the lower side: {why}")


def _bounded(task: Task) -> Proof:
    bound = prove(task)
    if bound is not None and bound <= NO_DIGIT:
        return Proof(bound, None, BRACKETED)
    absolute = prove_absolute(replace(task, most_boxes=MOST_ABSOLUTE))
    if isinstance(absolute, str) and bound is not None:
        return Proof(bound, None, BRACKETED)
    if isinstance(absolute, str):
        return Proof(None, None, f"no upper bound: the subdivision did not end: {absolute}")
    note = (
        "the truth may be zero in the domain: no useful bound in its own ulps, but one of the absolute error"
    )
    return Proof(bound, absolute, note)


def _boxes(what: Subject) -> list[Ranges]:
    """Boxes that hold the domain: every choice of pieces, or where that is too many the box about all."""
    columns = [r.pieces for r in what.domain]
    if _is_wider(what):
        columns = [((min(p[0] for p in c), max(p[1] for p in c)),) for c in columns]
    return list(itertools.product(*columns))


def _admits(what: Subject) -> Callable[[Sequence[arb]], bool | None]:
    """Is all of a box in the domain, and do the preconditions hold there? Certainly not: none of its inputs
    counts. Of one box about all pieces it is never known that all of it does."""
    asks = [asked(c, what.names) for c in what.conditions]
    open_ones: list[bool | None] = [None] * _is_wider(what)
    return lambda x: every([answer(ask, x) for ask in asks] + open_ones)


def _is_wider(what: Subject) -> bool:
    return math.prod(len(r.pieces) for r in what.domain) > MOST_PARTS
