"""IEEE 754 binary64 through numpy: one call serves a number or an array of points."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq


def nearest(value: fmpq) -> float:
    """The float64 nearest to a rational, ties to even; beyond the range an infinity.

    Python divides integers with correct rounding, subnormal quotients included.
    """
    try:
        return int(value.p) / int(value.q)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def exact(value: float) -> fmpq:
    """The rational that a finite float64 is. ValueError for NaN and infinities."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number of the real line")
    return fmpq(*float(value).as_integer_ratio())


class Float64:
    """numpy's float64, elementwise; no warning is raised, special values flow through."""

    name = "binary64"
    bits = 53

    def __call__(self, value: Any) -> Any:
        return np.float64(nearest(fmpq(value)) if isinstance(value, fmpq | int) else value)

    sqrt: Callable[[Any], Any] = staticmethod(np.sqrt)
    exp: Callable[[Any], Any] = staticmethod(np.exp)
    expm1: Callable[[Any], Any] = staticmethod(np.expm1)
    log: Callable[[Any], Any] = staticmethod(np.log)
    log1p: Callable[[Any], Any] = staticmethod(np.log1p)
    sin: Callable[[Any], Any] = staticmethod(np.sin)
    cos: Callable[[Any], Any] = staticmethod(np.cos)
    tan: Callable[[Any], Any] = staticmethod(np.tan)
    atan: Callable[[Any], Any] = staticmethod(np.arctan)

    def pi(self) -> Any:
        return np.float64(math.pi)

    def pivot(self, column: Any) -> int:
        return int(np.argmax(np.abs(column)))
