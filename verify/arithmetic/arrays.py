"""Object arrays: vectors and matrices of rationals, balls or MPFR numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np


def mapped(function: Callable[[Any], Any], array: np.ndarray) -> np.ndarray:
    """The object array of function(x), shape kept."""
    result = np.empty(array.shape, dtype=object)
    result[...] = np.array([*map(function, array.flat), None], dtype=object)[:-1].reshape(array.shape)
    return result
