"""The format of a number on the tape: Python's float, or one of numpy's types, narrower ones included.

Every number of these formats is a float64 too, so that the tape keeps float64 alone; what is measured in
units of the last place is measured in those of the number's own format. Python's float and numpy's float64
differ in one thing: beside float32 the former becomes float32, the latter stays what it is.
"""

import math
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format

PYTHONS, FLOAT64, FLOAT32, FLOAT16 = range(4)
OF_KIND = (BINARY64, BINARY64, FORMATS["binary32"], FORMATS["binary16"])
BITS = np.array([float(f.bits) for f in OF_KIND])
BY_DTYPE = {np.dtype(np.float64): FLOAT64, np.dtype(np.float32): FLOAT32, np.dtype(np.float16): FLOAT16}


def kind_of(dtype: Any) -> int:
    """The kind of a type's numbers; 0 for a type that is not followed."""
    return BY_DTYPE.get(dtype, PYTHONS)


def is_narrow(dtype: Any) -> bool:
    """Is it followed, and narrower than float64?"""
    return kind_of(dtype) > FLOAT64


def ulp(x: float, kind: int) -> float:
    """The unit in the last place of x in its format."""
    return math.ulp(x) if kind <= FLOAT64 else _ulp(x, OF_KIND[kind])


def _ulp(x: float, format: Format) -> float:
    if not math.isfinite(x):
        return math.nan if x != x else math.inf
    exponent = max(math.frexp(x)[1] - 1, 1 - format.emax) if x else 1 - format.emax
    return math.ldexp(1.0, exponent + 1 - format.bits)


def ulps(x: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Those of many numbers, each of its kind; NaN where x is not finite."""
    found: np.ndarray = np.spacing(np.abs(x))
    for kind in range(FLOAT32, 1 + int(kinds.max(initial=PYTHONS))):
        at = np.flatnonzero(kinds == kind)
        if at.size:
            format = OF_KIND[kind]
            exponents = np.where(x[at] == 0, 1 - format.emax, np.frexp(x[at])[1] - 1)
            found[at] = np.ldexp(1.0, np.maximum(exponents, 1 - format.emax) + 1 - format.bits)
    return found


def cancelled_bits(a: np.ndarray, b: np.ndarray, total: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """log2 max(|a|, |b|)/|a + b| of sums: all bits of the format where nothing is left of what is not 0."""
    largest, size = np.maximum(np.abs(a), np.abs(b)), np.abs(total)
    with np.errstate(all="ignore"):
        bits = np.log2(largest / size)
    found: np.ndarray = np.where(size == 0, np.where(largest > 0, BITS[kinds], 0.0), bits)
    return found
