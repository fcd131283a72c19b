"""One call of a function of floats: the number it returns, or what it raised in its place."""

import builtins
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import Hopeless
from verify.checking.subjects import values
from verify.core import text

BEYOND = "returned an integer beyond float64"


def is_refused_by_arithmetic(raised: str) -> bool:
    """Does what was raised in place of a result speak of numbers (an overflow, a division by zero, a domain),
    and not of the program (a name that is missing, a string returned, a process that ended)?"""
    found = re.match(r"raised (\w+)", raised)
    kind = getattr(builtins, found[1], None) if found else None
    return raised == BEYOND or (isinstance(kind, type) and issubclass(kind, ArithmeticError | ValueError))


def call(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    typed: Format | None = None,
    is_complex: bool = False,
) -> tuple[Any, str | None]:
    """What a function of floats returns, and what it raised in its place (then NaN or infinity).

    typed: the format that a result has to be of, where arguments are not float64.
    is_complex: a complex number is asked for.
    Hopeless passes: the function says itself that nothing can be said.
    """
    with np.errstate(all="ignore"):
        return called(function, arguments, typed, is_complex)


def in_place_of(error: BaseException) -> tuple[float, str]:
    """What counts as the result where this was raised, and how it is reported."""
    if isinstance(error, OverflowError):
        return math.inf, f"raised {text.told(error)}"
    return math.nan, f"raised {text.placed(error)}"


def called(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    typed: Format | None = None,
    is_complex: bool = False,
) -> tuple[Any, str | None]:
    """The same of many calls, where numpy's warnings are off already."""
    try:
        value = function(*arguments)
    except (Hopeless, KeyboardInterrupt):
        raise
    except BaseException as error:
        return in_place_of(error)
    try:
        return (values.complex_result if is_complex else values.result)(value, typed), None
    except values.NoNumber as why:
        return math.nan, f"returned {why}"
    except OverflowError:  # an integer
        return (math.inf if value > 0 else -math.inf), BEYOND
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever an object does when it is looked at
        return math.nan, f"returned {text.written(value, 60)}, no real number: {text.told(error, 60)}"
