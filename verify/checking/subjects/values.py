"""Values of foreign code as float64: what is a real number of that format, and what is not."""

import decimal
import fractions
import math
from typing import Any

import numpy as np
from flint import fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import BINARY64, FORMATS, Format, Wide
from verify.core import formats, text

EXTENDED_BITS = FORMATS["binary80"].bits


class NoNumber(TypeError):
    """The value is not a real number of the format that is judged; the message says what it is."""


def result(value: Any, typed: Format | None = None) -> float:
    """A result as it is judged: a float64, or an integer of any size as the rational it is.

    typed: a number of this format, whatever type holds it.
    NoNumber for every other format (rounding it would judge something else) and for what is not a number.
    Fraction and Decimal count where they are a float64. OverflowError for an integer beyond float64.
    """
    if typed is not None and (found := _in(value, typed)) is not None:
        return found
    if type(value) in (float, Wide):
        return value  # type: ignore[no-any-return]
    if isinstance(value, np.float64):
        return float(value)
    if isinstance(value, float) and not isinstance(value, np.floating):
        return float.__pos__(value)  # a subclass may answer otherwise than the float it is
    if isinstance(value, complex):
        raise NoNumber("complex, which is not a real number; name a part, as in f.real")
    if isinstance(value, bool | str | bytes | bytearray) or value is None:
        raise NoNumber(f"{text.kind(value)}, which is not a real number")
    if isinstance(value, int):
        near = float(value)
        return near if int(near) == value else Wide.of(fmpq(value), near)
    if isinstance(value, fractions.Fraction | decimal.Decimal):
        return _exactly(value)
    if hasattr(type(value), "__array__"):
        return _of_array(np.asarray(value))
    entry = "; name one entry, as in f[0]" if isinstance(value, tuple | list) else ""
    raise NoNumber(f"{text.kind(value)}, which is not a float64{entry}")


def complex_result(value: Any, typed: Format | None = None) -> complex:
    """A result as a complex number; a real one has no imaginary part. NoNumber as for `result`."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    if isinstance(value, np.complexfloating) or type(value) is complex:
        parts = complex(value)
        of = formats.of_value(value)
        if of is None:
            raise NoNumber(f"{text.kind(value)}; only complex64 and complex128 are judged")
        format = BINARY64 if typed is None else typed
        held = all(format.nearest(p) == p or math.isnan(p) for p in (parts.real, parts.imag))
        if held:
            return parts
        raise NoNumber(f"{of.name} {parts!r}, which is not a {formats.complex_name(format)}")
    found = result(value, typed)
    if isinstance(found, Wide):
        raise NoNumber(f"{text.written(value, 60)}, which is not a complex128")
    return complex(found, 0.0)


def _in(value: Any, typed: Format) -> float | None:
    """A floating-point result as a number of a format; None for other kinds of value. NoNumber where it is
    of a wider type and no number of the format."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    scalar = formats.of_value(value)
    if scalar is None or scalar.complex is not None:
        return None
    near = float(value)
    if isinstance(value, np.longdouble):
        return _extended(value, near, typed)
    if typed.nearest(near) == near or math.isnan(near):
        return near
    raise NoNumber(f"{scalar.name} {near!r}, which is not a {formats.name_of(typed)}")


def _extended(value: np.longdouble, near: float, typed: Format) -> float:
    """A longdouble as the rational it is: float64 would round it. NoNumber where the format has none such."""
    if not np.isfinite(value):
        return near
    held = fmpq(*value.as_integer_ratio())
    if math.isfinite(near) and exact(near) == held and typed.nearest(near) == near:
        return near
    if typed.bits < EXTENDED_BITS:
        raise NoNumber(f"longdouble {value!r}, which is not a {formats.name_of(typed)}")
    return Wide.of(held, near)


def _exactly(value: fractions.Fraction | decimal.Decimal) -> float:
    near = float(value)
    if math.isfinite(near) and fractions.Fraction(near) == value:
        return near
    raise NoNumber(f"a {text.kind(value)} that is not a float64")


def _of_array(values: np.ndarray) -> float:
    if values.size != 1:
        raise NoNumber(f"an array of the shape {values.shape}; name one entry, as in f[0]")
    if values.dtype.kind == "c":
        raise NoNumber(f"{values.dtype.name}, which is not a real number; name a part, as in f.real")
    if values.dtype.kind in "fV" and values.dtype != np.float64:
        raise NoNumber(
            f"{values.dtype.name}; only float64 results are judged (results of another format would need "
            "--format)"
        )
    return result(values.item())


def argument(value: Any) -> float:
    """An input as the float64 that it is. NoNumber where it is none: rounding it would be another input."""
    if isinstance(value, np.floating):
        near = float(value)
        if near != value and not math.isnan(near):
            raise NoNumber(f"{text.kind(value)} {text.written(value, 60)}, which is not a float64")
        return near
    of = formats.of_value(value) if isinstance(value, np.generic) else None  # ml_dtypes' types too
    near = float(value) if of is not None and of.complex is None else result(value)
    if isinstance(near, Wide):
        raise NoNumber(f"{text.written(value, 60)}, which is not a float64")
    return near
