"""The function that is judged, called with arrays: a ufunc or one of tensors at once, others one by one."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from verify.checking.every.tensors import Evaluate, of_tensors
from verify.core.errors import BadInput
from verify.core.formats import Scalar
from verify.measure.limits import alive


def of_arrays(name: str, function: Callable[..., Any], scalar: Scalar) -> Evaluate:
    """BadInput, when it is called, for a result of another type than the format's."""

    def checked(found: Any, kind: Any) -> Any:
        if kind != scalar.type:
            raise BadInput(
                f"{name} returns {_said(kind)} for {scalar.name}; its results have to be {scalar.name}"
            )
        return found

    whole = function if isinstance(function, np.ufunc) else of_tensors(name, function)
    if whole is not None:

        def at_once(*x: Any) -> Any:
            with np.errstate(all="ignore"):
                found = whole(*x)
            return checked(found, found.dtype)

        return at_once

    def one(*x: Any) -> Any:
        alive()  # the limit of time holds for each call
        try:
            found = function(*x)
        except (ArithmeticError, ValueError):
            return scalar.type(math.nan)
        return checked(found, np.float64 if type(found) is float else type(found))

    def one_by_one(*x: Any) -> Any:
        # Python's floats are float64s, and a function of floats is given them.
        columns = [v.tolist() if scalar.type is np.float64 else v for v in x]
        with np.errstate(all="ignore"):
            return np.array([one(*v) for v in zip(*columns, strict=True)], scalar.type)

    return one_by_one


def _said(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)
