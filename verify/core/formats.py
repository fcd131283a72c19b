"""The formats of arguments and results: their names, numpy's types, ordinals of arrays."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from flint import fmpq

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.core.errors import BadInput

# IEEE 754's interchange formats, with the names that FPCore gives them.
ALIASES = {"binary16": "float16", "binary32": "float32", "binary64": "float64", "binary80": "longdouble"}
NARROW = {  # numpy or ml_dtypes has a type of that name: subnormal numbers, infinities and NaN as IEEE's
    "float64": BINARY64,
    "float32": FORMATS["binary32"],
    "float16": FORMATS["binary16"],
    "bfloat16": FORMATS["bfloat16"],
    "float8_e5m2": Format("float8_e5m2", 3, 15),
    "float8_e4m3": Format("float8_e4m3", 4, 7),
    "float8_e3m4": Format("float8_e3m4", 5, 3),
}
EXTENDED = "longdouble"  # x87's: inputs are the float64 among its numbers, results all of them
# Complex numbers by the format of their parts.
ComplexType = type[np.complexfloating[Any, Any]]
COMPLEX: dict[str, tuple[str, ComplexType]] = {
    "complex64": ("float32", np.complex64),
    "complex128": ("float64", np.complex128),
}
UNSUPPORTED = {"binary128": "numpy has no type of it; a core (FILE.fpcore) may have that precision"}
WITHOUT_INFINITY = (
    "it has no infinities, so that what overflows in it has no place; float8_e4m3 and float8_e5m2 do"
)


@dataclass(frozen=True)
class Scalar:
    """A format with the type of numpy's that holds it. Each of its numbers is a float64 too.

    complex   numpy's type of complex numbers with parts of the format, where these are meant
    """

    name: str
    format: Format
    type: type[np.generic]
    complex: ComplexType | None = None

    def __call__(self, x: float) -> np.generic:
        """A number of the format, as a scalar of its type."""
        return self.type(x)


def _type(name: str) -> type[np.generic]:
    if name in ("float64", "float32", "float16"):
        return np.dtype(name).type
    try:
        import ml_dtypes
    except ImportError as error:
        raise BadInput(f"{name} needs ml_dtypes: pip install 'verify-arb[formats]'") from error
    found: type[np.generic] = getattr(ml_dtypes, name)
    return found


def bits_of_longdouble() -> int:
    """The significant bits of numpy's longdouble on this machine."""
    return int(np.finfo(np.longdouble).nmant) + 1


def is_x87() -> bool:
    """Is numpy's longdouble on this machine the format that is judged under this name?"""
    return bits_of_longdouble() == FORMATS["binary80"].bits


def _extended() -> Format:
    """x87's format. BadInput where C's long double is another one (float64, two float64, binary128)."""
    format, bits = FORMATS["binary80"], bits_of_longdouble()
    if bits != format.bits:
        raise BadInput(
            f"--format longdouble is x87's {format.bits} bits; numpy's longdouble has {bits} on this machine"
        )
    return format


@cache
def named(name: str) -> Scalar:
    """The format that a typed name stands for. BadInput if it is unknown or its type is not installed."""
    known = ALIASES.get(name, name)
    if known in NARROW:
        return Scalar(known, NARROW[known], _type(known))
    if known in COMPLEX:
        part, whole = COMPLEX[known]
        return Scalar(known, NARROW[part], _type(part), whole)
    if known == EXTENDED:
        return Scalar(known, _extended(), np.longdouble)
    choices = ", ".join((*NARROW, EXTENDED, *COMPLEX))
    if name in UNSUPPORTED:
        raise BadInput(f"--format {name} is not judged: {UNSUPPORTED[name]}; the formats are {choices}")
    if name.startswith("float8_") and name.endswith(("fn", "fnuz", "fnu")):
        raise BadInput(f"--format {name} is not judged: {WITHOUT_INFINITY}; the formats are {choices}")
    raise BadInput(f"{name!r} is not a format; the formats are {choices}")


def name_of(format: Format) -> str:
    """As a format is named on the command line; its own name where it has no type."""
    known = {**NARROW, EXTENDED: FORMATS["binary80"]}
    return next((name for name, of in known.items() if of == format), format.name)


def typed(format: Format) -> Scalar:
    """A format with its type. BadInput where it has none."""
    return named(name_of(format))


def real(name: str) -> Scalar:
    """The format of a name, of real numbers that are float64 too. BadInput for complex and for wider ones."""
    found = named(name)
    if found.complex is not None:
        raise BadInput(f"{name} is a format of complex numbers; give one of real numbers here")
    if found.name not in NARROW:
        raise BadInput(f"{name} holds more than float64, which would round it here; give {', '.join(NARROW)}")
    return found


def of_inputs(name: str, is_complex: bool = False) -> Scalar:
    """The format that numbers come in: of real ones longdouble too, whose inputs are float64 numbers.
    BadInput for one of complex numbers where real ones are meant."""
    found = named(name)
    return found if is_complex or found.name == EXTENDED else real(name)


def drawn(name: str) -> Format:
    """What inputs of a format of real numbers are drawn from."""
    found = of_inputs(name)
    return BINARY64 if found.name == EXTENDED else found.format


def extended(x: fmpq) -> np.longdouble:
    """The longdouble that a rational is."""
    numerator = int(x.p)
    zeros = max((numerator & -numerator).bit_length() - 1, 0)  # numpy reads no integer above 10^4300
    found: np.longdouble = np.ldexp(np.longdouble(numerator >> zeros), zeros + 1 - int(x.q).bit_length())
    return found


def complex_of(part: Scalar) -> Scalar:
    """Complex numbers with parts of a format. BadInput where numpy has none."""
    name = complex_name(part.format)
    if name not in COMPLEX:
        raise BadInput(f"numpy has no complex numbers of {part.name}; write --format complex128 or complex64")
    return named(name)


def complex_name(format: Format) -> str:
    """Of complex numbers with parts of a format."""
    return next(
        (name for name, (part, _) in COMPLEX.items() if NARROW[part] == format), f"complex {format.name}"
    )


def viewed(found: Any, scalar: Scalar) -> Any:
    """An array from a file, in the format where the file says its width alone: numpy's files know the types
    of ml_dtypes by their size."""
    is_bare = found.dtype.kind == "V" and found.dtype.fields is None
    return found.view(scalar.type) if is_bare and found.itemsize == np.dtype(scalar.type).itemsize else found


def of_value(value: object) -> Scalar | None:
    """The format of a value's type; None if it is not a known format."""
    if type(value) is float:
        return named("float64")
    if type(value) is complex:
        return named("complex128")
    if isinstance(value, np.longdouble):
        return named(EXTENDED) if is_x87() else None
    name = getattr(getattr(value, "dtype", None), "name", "")
    return named(name) if name in NARROW or name in COMPLEX else None
