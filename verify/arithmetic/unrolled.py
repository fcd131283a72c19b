"""Float64 written out in plain Python: the same numbers as `Float64`, by calls that can be followed."""

import math
from typing import Any

import numpy as np
from flint import fmpq


class Unrolled:
    """numpy's float64, a number at a time. The module is instrumented when a body is followed."""

    name = "binary64"
    bits = 53

    def __call__(self, value: Any) -> Any:
        # The quotient of two integers is one rational, rounded once.
        return np.float64(int(value.p) / int(value.q) if isinstance(value, fmpq) else value)

    def sqrt(self, x: Any) -> Any:
        return np.sqrt(x)

    def exp(self, x: Any) -> Any:
        return np.exp(x)

    def expm1(self, x: Any) -> Any:
        return np.expm1(x)

    def log(self, x: Any) -> Any:
        return np.log(x)

    def log1p(self, x: Any) -> Any:
        return np.log1p(x)

    def sin(self, x: Any) -> Any:
        return np.sin(x)

    def cos(self, x: Any) -> Any:
        return np.cos(x)

    def tan(self, x: Any) -> Any:
        return np.tan(x)

    def atan(self, x: Any) -> Any:
        return np.arctan(x)

    def pi(self) -> Any:
        return np.float64(math.pi)

    def pivot(self, column: Any) -> int:
        return int(np.argmax(np.abs(column)))
