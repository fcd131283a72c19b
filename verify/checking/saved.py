"""Results that were saved elsewhere, judged without what made them: arrays of inputs and of results."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.checking import saved_complex
from verify.checking.array_files import unmasked
from verify.checking.judging.judge import Judge
from verify.checking.judging.tally import Tally
from verify.checking.pace import Pace
from verify.checking.result import Result, finished, take
from verify.checking.subjects.subject import Range, Subject, Where
from verify.checking.subjects.target import Saved, key_of
from verify.checking.subjects.truths import in_balls, over_target
from verify.core import formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.language import grammar
from verify.measure.limits import Limits


def judge_saved(
    results: Any, arrays: Mapping[str, Any], truth: str, format: str, limits: Limits, pace: Pace
) -> Result:
    """Every result against the truth at its input, entry by entry; not where an input is not finite."""
    what, where, left_out = subject_of(results, arrays, truth, format)
    tally = Tally()
    with Judge(what, limits) as judge:
        complete = take(judge, where, tally, pace)
        found = finished(judge, tally, complete)
    note = [f"{left_out} inputs are not finite and are not judged"] if left_out else []
    return Result(
        what, tally, found.at_worst, found.at_failure, notes=(*note, *found.notes), complete=complete
    )


def subject_of(
    results: Any, arrays: Mapping[str, Any], truth: str, format: str
) -> tuple[Subject, Sequence[Where], int]:
    """The results as a function of the inputs that are there, these inputs, and how many are not finite.

    results, arrays   .npy files, or arrays
    """
    if not arrays:
        raise BadInput("--results needs its inputs; write --array x=x.npy for each variable, in any order")
    called = _called(results, "results")
    if formats.named(format).complex is not None:
        given = {name: (_called(x, name), _array(x, _called(x, name))) for name, x in arrays.items()}
        y = _array(results, called)
        return saved_complex.subject_of(called, y, given, truth, formats.named(format))
    scalar = formats.real(format)
    y, of_results = floats(results, called, scalar)
    if of_results != scalar.format:
        name = formats.name_of(of_results)
        raise BadInput(f"{called} holds {name}, not {format}; write --format {name} to judge it in that")
    columns, ranges = [], []
    for name, given in arrays.items():
        here = _called(given, name)
        x, of_inputs = floats(given, here, scalar)
        if x.shape != y.shape:
            raise BadInput(f"{here} has the shape {x.shape} and {called} {y.shape}; give one input a result")
        columns.append(x.ravel())
        ranges.append((name, of_inputs))
    known, where, left_out = _table(columns, y.ravel())
    if not where:
        raise BadInput(f"{called} has no result at finite inputs; give at least one")
    domain = tuple(
        Range(name, ((min(c), max(c)),), of)
        for (name, of), c in zip(ranges, zip(*where, strict=True), strict=True)
    )
    variables = tuple(arrays)
    node = None if ":" in truth else grammar.number(truth, variables)
    value, gradient = over_target(truth) if node is None else in_balls(node, variables)
    what = Subject(
        called, Saved(known), value, truth, domain, gradient, expression=node, format=scalar.format
    )
    return what, where, left_out


def _table(columns: Sequence[Any], y: Any) -> tuple[dict[tuple[Any, ...], float], list[Where], int]:
    """Results by the keys of their inputs, these inputs, and how many are not finite."""
    known: dict[tuple[Any, ...], float] = {}
    where: list[Where] = []
    left_out = 0
    for *x, result in zip(*(c.tolist() for c in columns), y.tolist(), strict=True):
        key = tuple(map(key_of, x))
        if not all(map(math.isfinite, x)):
            left_out += 1
        elif key not in known:
            known[key] = result
            where.append(tuple(x))
        elif not _same(known[key], result):
            raise BadInput(f"the input {tuple(x)} has two results, {known[key]!r} and {result!r}")
    return known, where, left_out


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _called(given: Any, otherwise: str) -> str:
    return str(given) if isinstance(given, str | Path) else otherwise


def as_saved(given: Any, path: str, scalar: Scalar) -> Any:
    """An array in its own type, real or complex; of the format where its file does not say more."""
    found = formats.viewed(_array(given, path), scalar)
    is_wide = found.dtype == np.longdouble and formats.is_x87()
    if found.dtype.name not in {**formats.NARROW, **formats.COMPLEX} and not is_wide:
        known = ", ".join((*formats.NARROW, formats.EXTENDED, *formats.COMPLEX))
        raise BadInput(f"{path} holds {found.dtype.name}; the formats are {known}")
    return found


def floats(given: Any, path: str, scalar: Scalar) -> tuple[Any, Format]:
    """An array of real numbers as float64, which holds each of them, and the format that they are in."""
    found = formats.viewed(_array(given, path), scalar)
    if found.dtype.name not in formats.NARROW:
        raise saved_complex.refused(path, found.dtype.name, scalar)
    with np.errstate(invalid="ignore"):
        return found.astype(np.float64), formats.NARROW[found.dtype.name]


def _array(given: Any, path: str) -> Any:
    return unmasked(given, path) if path != str(given) else _loaded(path)


def _loaded(path: str) -> Any:
    if not path.endswith(".npy"):
        raise BadInput(f"{path} is not an array file that is read; save the array as .npy")
    try:
        return np.load(Path(path), allow_pickle=False)
    except FileNotFoundError as error:
        raise BadInput(f"there is no file {path}") from error
    except (OSError, ValueError, EOFError) as error:
        raise BadInput(f"{path} cannot be read as an array: {error}") from error
