"""What a function of arrays returned, as it is judged: numbers of one format, real or complex."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.float64 import nearest
from verify.checking.array_files import exactly, is_masked
from verify.checking.arrays.data import Datum
from verify.core import formats, text
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.measure.limits import Limits, calling, time_limit

COMPLEX = {"complex64": "float32", "complex128": "float64"}


@dataclass(frozen=True)
class Numbers:
    """A result as float64 or complex128 (each number exactly; of longdouble as rationals where float64 does
    not hold all of them), and the format it is of."""

    value: Any
    scalar: Scalar

    @property
    def near(self) -> Any:
        """The same as floats."""
        return near(self.value)


@dataclass(frozen=True)
class NoNumbers:
    """Why there is no result that can be judged, as a predicate: "raised ..." or "returned ..."."""

    why: str


Returned = Numbers | NoNumbers


def called(
    function: Callable[..., Any], data: Sequence[Datum], fixed: Mapping[str, Any], limits: Limits
) -> tuple[Any, str | None]:
    """What the function returns for copies of the arrays, and what it raised in its place."""
    copies = [np.array(d.given) if np.ndim(d.given) else d.given for d in data]
    try:
        with np.errstate(all="ignore"), time_limit(limits.seconds), calling():
            return function(*copies, **fixed), None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return None, f"raised {text.placed(error)}"


def result(value: Any, place: str) -> Returned:
    """One result of what was returned; place: [k] of several, or nothing."""
    if place:
        if not isinstance(value, tuple | list):
            kind = text.kind(value)
            return NoNumbers(f"returned one {kind}; name the result that it is in the truth, as in f(x)[0]")
        try:
            value = value[int(place[1:-1])]
        except (TypeError, IndexError, KeyError) as error:
            return NoNumbers(f"returned {text.kind(value)}, which has no {place}: {text.told(error)}")
    if isinstance(value, tuple | list) and value and not np.isscalar(value[0]):
        return NoNumbers(f"returned a {text.kind(value)} of {len(value)}; name one result, as in f[0]")
    return _numbers(value)


def _numbers(value: Any) -> Returned:
    if is_masked(value):
        return NoNumbers("returned masked entries, which are no numbers")
    try:
        found = np.asarray(value)
    except Exception as error:  # whatever an object does when it is looked at
        return NoNumbers(f"returned {text.kind(value)}, no array: {text.told(error)}")
    name = found.dtype.name
    if name in formats.NARROW:
        return Numbers(_plain(found.astype(np.float64)), formats.named(name))
    if found.dtype == np.longdouble and formats.is_x87():
        return Numbers(_extended(found), formats.named(formats.EXTENDED))
    if name in COMPLEX:
        return Numbers(_plain(found.astype(np.complex128)), formats.named(COMPLEX[name]))
    if found.dtype.kind in "iub" and found.size:
        near = found.astype(np.float64)
        if all(int(a) == int(b) for a, b in zip(found.flat, near.flat, strict=True)):
            return Numbers(_plain(near), formats.named("float64"))
    return NoNumbers(f"returned {name} of the shape {found.shape}, no floating-point numbers")


def near(value: Any) -> Any:
    """Exact numbers as floats."""
    if isinstance(value, fmpq):
        return nearest(value)
    if isinstance(value, np.ndarray) and value.dtype == object:
        return mapped(nearest, value).astype(np.float64)
    return value


def _extended(found: np.ndarray) -> Any:
    """Longdoubles exactly; what is beyond float64 does not count."""
    with np.errstate(over="ignore"):
        rounded = found.astype(np.float64)
    return _plain(exactly(found) if np.isfinite(rounded).all() else rounded)


def _plain(found: np.ndarray) -> Any:
    return found if found.shape else found.item()


def ordered(name: str, function: Callable[..., Any], data: Sequence[Datum]) -> tuple[Datum, ...]:
    """The arrays in the order of the function's own arguments, where it has their names."""
    from verify.checking.subjects import target

    names = [d.name for d in data]
    if len(set(names)) < len(names):
        raise BadInput(f"--array gives {max(names, key=names.count)} twice; give it once")
    return tuple(data[k] for k in target.ordered(name, function, names))
