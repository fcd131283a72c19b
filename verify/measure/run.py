"""Run an algorithm: in float64, in balls, in any IEEE format. One body serves all of them."""

import contextlib
import math
from collections.abc import Mapping, Sequence
from functools import partial
from numbers import Real
from typing import Any, Literal

import numpy as np

from verify.arithmetic.arrays import mapped
from verify.arithmetic.float64 import Float64
from verify.arithmetic.guarded import watched, watched_body
from verify.arithmetic.mpfr import Mpfr
from verify.core import text
from verify.core.model import Algorithm
from verify.measure.budget import as_ball
from verify.measure.limits import time_limit
from verify.measure.point import Point


def run_float64(
    algorithm: Algorithm,
    data: tuple[Any, ...],
    parameters: Mapping[str, int],
    flags: Literal["ignore", "raise"] = "ignore",
) -> Any:
    """What float64 returns; special values flow through without a warning. Arrays are the routine's own.

    flags="raise": FloatingPointError where the hardware flags overflow, underflow or division by zero.
    """
    data = tuple(map(as_numpy, data))
    with np.errstate(over=flags, under=flags, divide=flags, invalid="ignore"):
        if algorithm.float64 is not None:
            return algorithm.float64(*data, **parameters)
        assert algorithm.body is not None, f"{algorithm.name} has neither a body nor a float64 side"
        return algorithm.body(Float64(), *data, **parameters)


def run_ball(algorithm: Algorithm, data: tuple[Any, ...], parameters: Mapping[str, int]) -> Any:
    """The algorithm in exact arithmetic, enclosed; data are exact rationals or balls."""
    balls = tuple(x if isinstance(x, int) else as_ball(x) for x in data)
    chosen = tuple(parameters.items())
    if algorithm.ball is not None:
        return watched(partial(algorithm.ball, **parameters), (algorithm.ball, chosen))(*balls)
    assert algorithm.body is not None, f"{algorithm.name} has neither a body nor a ball side"
    return watched_body(algorithm.body, chosen)(*balls, **parameters)


def run_mpfr(
    algorithm: Algorithm, arithmetic: Mpfr, data: tuple[Any, ...], parameters: Mapping[str, int]
) -> Any:
    """The body in an IEEE format; exact data are rounded to the format first."""
    assert algorithm.body is not None, f"{algorithm.name} has no body of its own"

    def number(x: Any) -> Any:
        if isinstance(x, np.ndarray):
            return mapped(arithmetic, x)
        return x if isinstance(x, int) else arithmetic(x)

    with arithmetic.rounding():
        return algorithm.body(arithmetic, *map(number, data), **parameters)


def as_numpy(x: Any) -> Any:
    """A number as numpy's, whose operations raise flags; an array as a copy."""
    if isinstance(x, np.ndarray):
        return x.copy()
    return np.float64(x) if isinstance(x, float) else x


def computed_at(
    algorithm: Algorithm,
    where: Sequence[Point],
    parameters: Mapping[str, int],
    seconds: float | None = None,
) -> list[tuple[Any, str]]:
    """The float64 result at each point, and what the routine raised instead of returning one.

    NaN stands for what arithmetic refused, None for any other failure (a time limit of `seconds` among
    them). Points of numbers go through the body together, as arrays; structured data go one by one.
    """
    if where and where[0].is_scalar and where[0].problem.data is None:
        # A routine that takes no arrays, or raises at one of the points, is asked one by one.
        with contextlib.suppress(Exception), time_limit(seconds):
            columns = tuple(np.array(column) for column in zip(*(p.floats for p in where), strict=True))
            results = _real(run_float64(algorithm, columns, parameters))
            return [(float(y), "") for y in np.broadcast_to(results, len(where))]
    return [_one_computed(algorithm, p, parameters, seconds) for p in where]


def _one_computed(
    algorithm: Algorithm, where: Point, parameters: Mapping[str, int], seconds: float | None
) -> tuple[Any, str]:
    try:
        with time_limit(seconds):
            value = _real(run_float64(algorithm, where.floats, parameters))
    except Exception as error:
        refused = isinstance(error, ArithmeticError | ValueError)  # numpy's LinAlgError is a ValueError
        return math.nan if refused else None, f"float64 raised {text.placed(error)}"
    return (value if value.shape else float(value)), ""


def _real(value: Any) -> np.ndarray:
    """A result as float64. TypeError where it is not real: dropping an imaginary part would change it."""
    array = np.asarray(value)
    if array.dtype.kind not in "fiub" and not all(isinstance(x, Real) for x in array.flat):
        raise TypeError(
            f"the result is {array.dtype if array.shape else type(value).__name__}, not a real number"
        )
    return array.astype(np.float64)


def is_finite(computed: Any) -> bool:
    if isinstance(computed, float):
        return math.isfinite(computed)
    numbers = np.asarray(computed)
    return numbers.dtype == object or bool(np.isfinite(numbers).all())  # rationals are


def finite_or_zero(computed: Any) -> Any:
    """The result itself, or zeros in its place so that truncation and data error are still found."""
    return computed if is_finite(computed) else np.zeros_like(computed)[()]
