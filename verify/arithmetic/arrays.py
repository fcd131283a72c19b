"""Object arrays: vectors and matrices of rationals, balls or MPFR numbers."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

# A vector or matrix: of float64, or an object array of rationals, balls or MPFR numbers.
Matrix: TypeAlias = np.ndarray


def mapped(function: Callable[[Any], Any], array: Matrix) -> Matrix:
    """The object array of function(x), shape kept."""
    result = np.empty(array.shape, dtype=object)
    result[...] = np.array([*map(function, array.flat), None], dtype=object)[:-1].reshape(array.shape)
    return result
