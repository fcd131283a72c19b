"""The formats of arguments and results: their names, numpy's types, ordinals of arrays."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.core.errors import BadInput

# IEEE 754's interchange formats, with the names that FPCore gives them.
ALIASES = {"binary16": "float16", "binary32": "float32", "binary64": "float64"}
NARROW = {  # numpy or ml_dtypes has a type of that name: subnormal numbers, infinities and NaN as IEEE's
    "float64": BINARY64,
    "float32": FORMATS["binary32"],
    "float16": FORMATS["binary16"],
    "bfloat16": FORMATS["bfloat16"],
    "float8_e5m2": Format("float8_e5m2", 3, 15),
    "float8_e4m3": Format("float8_e4m3", 4, 7),
    "float8_e3m4": Format("float8_e3m4", 5, 3),
}
WIDER = "results are kept as float64, which would round them"
UNSUPPORTED = {
    "longdouble": WIDER,
    "binary80": WIDER,
    "binary128": f"{WIDER}; a core (FILE.fpcore) may have that precision",
    "complex64": "a part of a complex function can be judged, as in cmath:exp.real",
    "complex128": "a part of a complex function can be judged, as in cmath:exp.real",
}
WITHOUT_INFINITY = (
    "it has no infinities, so that what overflows in it has no place; float8_e4m3 and float8_e5m2 do"
)


@dataclass(frozen=True)
class Scalar:
    """A format with the type of numpy's that holds it. Each of its numbers is a float64 too."""

    name: str
    format: Format
    type: type[np.generic]

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


@cache
def named(name: str) -> Scalar:
    """The format of a name as it is typed. BadInput where there is none, or its type is not installed."""
    known = ALIASES.get(name, name)
    if known in NARROW:
        return Scalar(known, NARROW[known], _type(known))
    choices = ", ".join(NARROW)
    if name in UNSUPPORTED:
        raise BadInput(f"--format {name} is not judged: {UNSUPPORTED[name]}; the formats are {choices}")
    if name.startswith("float8_") and name.endswith(("fn", "fnuz", "fnu")):
        raise BadInput(f"--format {name} is not judged: {WITHOUT_INFINITY}; the formats are {choices}")
    raise BadInput(f"{name!r} is not a format; the formats are {choices}")


def name_of(format: Format) -> str:
    """As a format is named on the command line; its own name where it has no type."""
    return next((name for name, known in NARROW.items() if known == format), format.name)


def of_value(value: object) -> Scalar | None:
    """The format that a value's type is of; None where that is none, or none that is known."""
    if type(value) is float:
        return named("float64")
    name = getattr(getattr(value, "dtype", None), "name", "")
    return named(name) if name in NARROW else None
