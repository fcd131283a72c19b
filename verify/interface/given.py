"""What Python gives where the command line is given text: numbers, domains, functions, names of options."""

import functools
import numbers
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any, ParamSpec, TypeVar

import numpy as np

from verify.core import complexes
from verify.core.errors import BadInput

P = ParamSpec("P")
R = TypeVar("R")
OPTION = re.compile(r"--([a-z][a-z-]*)(?: (?=')|=)?")
KEYWORDS = {"fix": "fixed"}  # options that have another name in Python
# Of an option that takes NAME=VALUE, what is written in its place.
PAIRS = {"domain": "{}='{}'", "array": "{}='{}'", "fix": "fixed={{'{}': {}}}", "at": "at={{'{}': {}}}"}
PAIR = re.compile(r"--(domain|array|fix|at) '?([^\W\d]\w*)=([^ ;']+)'?")
LIBRARIES = ("numpy", "scipy.special")  # ufuncs do not say where they are from


def in_python(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose BadInput speaks of keywords and not of options."""

    @functools.wraps(function)
    def asked(*given: P.args, **named: P.kwargs) -> R:
        try:
            return function(*given, **named)
        except BadInput as error:
            said = PAIR.sub(lambda found: PAIRS[found[1]].format(found[2], found[3]), str(error))
            said = OPTION.sub(_keyword, said)
            if said == str(error):
                raise
            raise BadInput(said) from error

    return asked


def _keyword(found: re.Match[str]) -> str:
    name = found[1].replace("-", "_")
    return f"{KEYWORDS.get(name, name)}="


def number_text(name: str, value: Any) -> str:
    """A number in the notation of the command line, exactly. BadInput if it is not one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        raise BadInput(f"{name}={value!r} is not a number")
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, complex | np.complexfloating):
        return complexes.hexadecimal(complex(value))
    if isinstance(value, float | np.floating) or hasattr(value, "dtype"):
        with suppress(TypeError, ValueError):
            near = float(value)
            if near == value and abs(near) != float("inf"):
                return near.hex()
        raise BadInput(f"{name}={value!r} is not a finite number that a float64 holds")
    raise BadInput(f"{name}={value!r} is not a number; give a float, an int, a Fraction, or text as 'pi/2'")


def domain_text(name: str, value: Any) -> str:
    """x=LO:HI for (lo, hi), several joined for a list of them, n=0..5 for range(6); text stays as it is."""
    if isinstance(value, str):
        return f"{name}={value}"
    if isinstance(value, range) and value.step == 1 and len(value):
        return f"{name}={value[0]}..{value[-1]}"
    pieces = value if isinstance(value, list) else [value]
    if not pieces or not all(isinstance(piece, tuple) and len(piece) == 2 for piece in pieces):
        raise BadInput(
            f"{name}={value!r} is not a domain; give (lo, hi), a list of such pairs, range(lo, hi), or text "
            "such as '0:pi'"
        )
    ends = [":".join(number_text(name, end) for end in piece) for piece in pieces]
    return f"{name}={','.join(ends)}"


def is_array(value: Any) -> bool:
    """Is this an array, a file or a family, and not a domain?"""
    if isinstance(value, str):
        return ":" not in value and ".." not in value
    return isinstance(value, np.ndarray) or (
        isinstance(value, list) and not all(isinstance(part, tuple) for part in value)
    )


def conditions(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def target_of(function: Any) -> tuple[str, bool]:
    """What a function is called in an answer, and whether a command could find it by that name."""
    if isinstance(function, str):
        return function, True
    if not callable(function):
        raise BadInput(f"{function!r} is not a function; give one, or a target such as 'math:exp'")
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", None)
    if not isinstance(name, str):
        return f"a {type(function).__name__}", False
    module = getattr(function, "__module__", None)
    if module == "__main__":
        return _of_script(function, name)
    for place in (module, *LIBRARIES):
        if isinstance(place, str) and _at(sys.modules.get(place), name) is function:
            return f"{place}:{name}", True
    return name, False


def _of_script(function: Any, name: str) -> tuple[str, bool]:
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    if file is None or _at(main, name) is not function:
        return name, False
    return f"{file}:{name}", True


def _at(module: Any, name: str) -> Any:
    for part in name.split("."):
        module = getattr(module, part, None)
    return module
