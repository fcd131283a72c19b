"""Saved results of complex numbers, as a function of the inputs that are there."""

import cmath
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from verify.checking.subjects.subject import Range, Subject, Where, in_plane, nothing
from verify.checking.subjects.target import Saved, key_of
from verify.core import formats
from verify.core.complexes import SIDES
from verify.core.errors import BadInput
from verify.core.formats import Scalar


def subject_of(
    called: str, y: Any, arrays: Mapping[str, tuple[str, Any]], truth: str, scalar: Scalar
) -> tuple[Subject, Sequence[Where], int]:
    """The subject, its inputs, and how many are not finite.

    arrays   by variable: what it is called, and what it holds
    """
    results = _values(called, y, scalar)
    columns = {}
    for name, (here, x) in arrays.items():
        columns[name] = _values(here, x, scalar)
        if columns[name].shape != results.shape:
            shape = columns[name].shape
            raise BadInput(
                f"{here} has the shape {shape} and {called} {results.shape}; give one input a result"
            )
    known: dict[tuple[Any, ...], Any] = {}
    where: list[Where] = []
    left_out = 0
    for *x, result in zip(*(c.ravel().tolist() for c in (*columns.values(), results)), strict=True):
        key = tuple(map(key_of, x))
        if not all(map(cmath.isfinite, x)):
            left_out += 1
        elif key not in known:
            known[key] = result
            where.append(tuple(chain.from_iterable(map(_coordinates, x))))
        elif repr(known[key]) != repr(result):
            raise BadInput(f"the input {x} has two results, {known[key]!r} and {result!r}")
    if not where:
        raise BadInput(f"{called} has no result at finite inputs; give at least one")
    names = [(n, p) for n, c in columns.items() for p in (SIDES if c.dtype.kind == "c" else (None,))]
    domain = tuple(
        Range(f"{n}.{part}" if part else n, ((min(c), max(c)),), scalar.format, part=part)
        for (n, part), c in zip(names, zip(*where, strict=True), strict=True)
    )
    what = Subject(called, Saved(known), nothing, truth, domain)
    return in_plane(what, truth, (), scalar), where, left_out


def _values(path: str, found: Any, scalar: Scalar) -> Any:
    """Of the format, or real and of that of its parts."""
    if found.dtype not in (np.dtype(scalar.complex), np.dtype(scalar.type)):
        raise refused(path, found.dtype.name, scalar)
    return found


def refused(path: str, holds: str, scalar: Scalar) -> BadInput:
    """The message for an array whose type is not that of the format."""
    known = (*formats.NARROW, *formats.COMPLEX)
    if holds in known:
        return BadInput(f"{path} holds {holds}, not {scalar.name}; write --format {holds} to judge it")
    return BadInput(f"{path} holds {holds}; the formats are {', '.join(known)}")


def _coordinates(x: float | complex) -> tuple[float, ...]:
    return (x.real, x.imag) if isinstance(x, complex) else (x,)
