"""Arrays as they are given: a file, a family, a number; exactly, and as the function receives them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.float64 import exact
from verify.checking.array_files import KINDS, array_of, as_numbers, exactly, unmasked
from verify.core import formats
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.core.literals import rational
from verify.mathematics.families.family import made
from verify.mathematics.families.table import FAMILIES


@dataclass(frozen=True)
class Datum:
    """An array: exactly (float64, complex128 or rationals), as the numbers that the format rounds it to
    (float64 and complex128; of longdouble rationals), and as the function gets it."""

    name: str
    spec: str
    exact: Matrix
    rounded: Matrix
    given: Any

    @cached_property
    def half_ulps(self) -> Matrix:
        """ulp/2 of every number in the format that it comes in; of what float64 cannot halve, the ulp. Of a
        complex number the sum of both its parts', each of which moves by itself."""
        if np.iscomplexobj(self.given):
            re_, im = (
                replace(self, rounded=part(self.rounded), given=part(self.given)).half_ulps
                for part in (np.real, np.imag)
            )
            both: Matrix = mapped(arb, np.asarray(re_)) + mapped(arb, np.asarray(im))
            return both
        if self.given.dtype == np.longdouble:
            steps = np.spacing(np.abs(self.given))
            least = np.finfo(np.longdouble).smallest_subnormal
            return exactly(np.asarray(np.where(steps > least, steps / 2, steps)))
        if self.given.dtype == np.float64:
            ulps = np.spacing(np.abs(self.rounded))
        else:
            ulps = np.spacing(np.abs(self.given)).astype(np.float64)
        halves: Matrix = np.where(ulps > 2.0**-1074, ulps / 2, ulps)
        return halves


def data_of(specs: Mapping[str, Any], scalar: Scalar) -> tuple[Datum, ...]:
    """The arrays of --array NAME=SPEC, or given as such. BadInput where one is none."""
    return tuple(datum(name, spec, scalar) for name, spec in specs.items())


def datum(name: str, spec: Any, scalar: Scalar) -> Datum:
    if not name.isidentifier():
        raise BadInput(f"--array {name}={spec}: {name!r} is not a name; write --array A=hilbert(10)")
    if not isinstance(spec, str):
        return fitted(name, "given", as_numbers(unmasked(spec, name), name), scalar, name)
    return fitted(name, spec, _read(name, spec, scalar), scalar, f"--array {name}={spec}")


def fitted(name: str, spec: str, found: Matrix, scalar: Scalar, where: str) -> Datum:
    """An exact array as the format holds it. BadInput where it overflows."""
    if scalar.name == formats.EXTENDED:
        return _extended(name, spec, found, scalar, where)
    if found.dtype == object:
        rounded = np.array([scalar.format.rounded(v) for v in found.flat]).reshape(found.shape)
    else:
        rounded = found
    is_complex = scalar.complex is not None or rounded.dtype.kind == "c"
    with np.errstate(over="ignore"):
        given = rounded.astype(formats.complex_of(scalar).complex if is_complex else scalar.type)
    rounded = given.astype(np.complex128 if is_complex else np.float64)
    if not np.isfinite(rounded).all():
        raise BadInput(f"{where}: an entry is beyond {scalar.name}; give smaller numbers")
    same = _same(found, rounded)
    return Datum(name, spec, rounded if same else found, rounded, given if given.shape else given[()])


def _extended(name: str, spec: str, found: Matrix, scalar: Scalar, where: str) -> Datum:
    """The same of longdouble, whose numbers are rationals here: float64 would round them."""
    if found.dtype.kind == "c":
        raise BadInput(f"{where} holds complex numbers, and longdouble real ones; write --format complex128")
    rounded, given = found, found.astype(np.longdouble) if found.dtype != object else found
    if found.dtype == object:
        rounded = mapped(scalar.format.held, found)
        if any(v is None for v in rounded.flat):
            raise BadInput(f"{where}: an entry is beyond longdouble; give smaller numbers")
        given = mapped(formats.extended, rounded).astype(np.longdouble)
    same = bool((found == rounded).all())
    return Datum(name, spec, rounded if same else found, rounded, given if given.shape else given[()])


def _same(found: Matrix, rounded: Matrix) -> bool:
    if found.dtype != object:
        return bool((found == rounded).all())
    pairs = zip(found.flat, rounded.ravel().tolist(), strict=True)
    return all(exact(b.real) == a and b.imag == 0 for a, b in pairs)


def _read(name: str, spec: str, scalar: Scalar) -> Matrix:
    if Path(spec).suffix in KINDS and "(" not in spec:
        return array_of(f"--array {name}", spec, scalar)
    if "(" in spec:
        try:
            return made(spec, FAMILIES)
        except BadInput as error:
            raise BadInput(f"--array {name}: {error}") from error
    try:
        number = rational(spec)
    except BadInput as error:
        raise BadInput(
            f"--array {name}={spec} is neither a file ({', '.join(KINDS)}), a family (hilbert(10)) "
            "nor a number"
        ) from error
    found = np.empty((), dtype=object)
    found[()] = number
    return found
