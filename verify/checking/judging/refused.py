"""Why a function cannot be followed, where that can be seen without following it."""

import cmath
import functools
import types
from typing import Any

import numpy as np

from verify.checking.one_input.samples import Sample
from verify.checking.subjects.subject import Subject
from verify.checking.subjects.target import Part, Saved
from verify.inside.run.kinds import kind_of

OF_A_FORMAT = "functions are followed in float64, float32 and float16 alone"
ELSEWHERE = "the results were computed elsewhere, so nothing is known of how"
NO_ERROR = "the result is not a finite number, so there is no error to share out"
NOT_PYTHON = "the function is compiled, so nothing is known of what it does inside"


def refused(what: Subject, sample: Sample) -> str | None:
    """The reason not to begin; None where the function may be followed."""
    function = what.function.function if isinstance(what.function, Part) else what.function
    if what.scalar is not None and (what.scalar.complex or not kind_of(np.dtype(what.scalar.type))):
        return OF_A_FORMAT
    if isinstance(what.function, Saved):
        return ELSEWHERE
    if not cmath.isfinite(sample.computed):
        return NO_ERROR
    return None if what.record or is_python(function) else NOT_PYTHON


def is_python(function: Any) -> bool:
    """Its operations can be seen: a function, method or object of Python source."""
    while isinstance(function, functools.partial):
        function = function.func
    own = vars(type(function)).get("__call__")
    return isinstance(function, types.FunctionType | types.MethodType) or isinstance(own, types.FunctionType)
