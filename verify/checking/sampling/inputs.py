"""The inputs that a check is given, in the format they come in, and the type that the results have there."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from verify.arithmetic.float64 import exact
from verify.checking.judging.judge import Judge
from verify.checking.sampling.drawing import draw
from verify.checking.subjects import rectangles
from verify.checking.subjects.subject import Subject, Where
from verify.core import complexes, formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.core.literals import rational
from verify.measure.limits import Limits, time_limit

ASKED = 16  # inputs, for the type of their results


def drawn(what: Subject, limits: Limits, count: int, seed: int) -> list[Where]:
    return draw(what, count, seed)


def given(what: Subject, at: Mapping[str, str]) -> Where:
    """The input that --at gives. BadInput where it is none of the subject's."""
    names = list(dict.fromkeys(r.variable for r in what.domain))
    if set(at) != set(names):
        raise BadInput(f"--at gives {', '.join(at)}; it has to give {', '.join(names)}")
    # The function is given the number of the format nearest to what is typed.
    pairs = zip(what.domain, _typed(what, at), strict=True)
    where = tuple(rectangles.number(text, r.format) for r, text in pairs)
    for r, x in zip(what.domain, where, strict=True):
        name = r.variable
        if r.whole and not x.is_integer():
            raise BadInput(f"--at {name}={at[name]} is not an integer, as --domain {name} asks for")
        if x not in r:
            raise BadInput(f"--at {name}={at[name]} is outside --domain {name}")
    return where


def _typed(what: Subject, at: Mapping[str, str]) -> list[str]:
    """The text of each coordinate: of a complex number of both its parts."""
    return [
        complexes.parts(at[r.variable])[complexes.SIDES.index(r.part)] if r.part else at[r.name]
        for r in what.domain
    ]


def by_type_of_results(
    what: Subject, limits: Limits, seed: int, at: Mapping[str, str] | None = None
) -> tuple[Subject, list[str]]:
    """The subject judged in the type that its results have, and what is to be said of the formats.

    Where every result asked for is of one other type than its arguments, its ulps are counted.
    """
    if what.scalar is None:
        return what, []
    said = [*_rounded_inputs(what, at or {})]
    with Judge(what, limits) as judge:
        where = [given(what, at)] if at else judge.ask(drawn, ASKED, seed)
        found = judge.ask(_types, where[:: len(where) // ASKED + 1]) if isinstance(where, list) else None
    of_another_kind = isinstance(found, Scalar) and (found.complex is not None) != what.is_complex
    if not isinstance(found, Scalar) or found.format == what.scalar.format or of_another_kind:
        return what, said
    said.append(f"the results are {found.name}, not {what.scalar.name}: ulps are those of {found.name}")
    return replace(what, format=found.format), said


def _rounded_inputs(what: Subject, at: Mapping[str, str]) -> Iterator[str]:
    if not at:
        return
    for r, x, text in zip(what.domain, given(what, at), _typed(what, at), strict=True):
        if rational(text) != exact(x):
            of = formats.name_of(r.format)
            told = "float64 (as inputs in longdouble are)" if of == formats.EXTENDED else of
            yield f"{r.name}={text} is rounded to the {told} {x.hex()}"


def _types(what: Subject, limits: Limits, where: Sequence[Where]) -> Scalar | None:
    """The one type of the results at these inputs; None where there is none, or more than one."""
    found = set()
    with time_limit(limits.seconds), np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        for w in where:
            try:
                found.add(formats.of_value(what.function(*what.arguments(w))))
            except Exception:  # what it raises is reported where it is judged
                continue
    return found.pop() if len(found) == 1 else None
