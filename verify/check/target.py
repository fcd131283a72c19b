"""The functions people bring: `module:function` or `path/file.py:function`."""

import difflib
import inspect
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from verify.arithmetic import Wide
from verify.arithmetic.precision import Hopeless
from verify.core import text
from verify.core.errors import BadInput
from verify.runs.discover import module_at


def load(target: str) -> Callable[..., Any]:
    """The callable that a target names; `f[k]` is part k of what f returns. BadInput where there is none."""
    match = re.fullmatch(r"(.+):([\w.]+)(?:\[(\d+)\])?", target)
    if match is None:
        raise BadInput(f"{target!r} is no target; write module:function or path/file.py:function")
    function = _found(match[1], match[2], target)
    if match[3] is None:
        return function
    part = int(match[3])
    return lambda *x: function(*x)[part]


def _found(place: str, name: str, target: str) -> Callable[..., Any]:
    if not place.endswith(".py"):
        _here()
        if not all(part.isidentifier() for part in place.split(".")):
            raise BadInput(f"{target!r} is no target; write module:function or path/file.py:function")
    try:
        module = module_at(place)
    except BadInput as error:
        if isinstance(error.__cause__, ImportError):
            raise BadInput(f"{target}: {error.__cause__}; is it installed in this environment?") from error
        raise
    function: Any = module
    for part in name.split("."):
        function = getattr(function, part, None)
    if not callable(function):
        near = difflib.get_close_matches(name, [n for n in dir(module) if not n.startswith("_")], n=3)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise BadInput(f"{place} has no function {name}{hint}")
    result: Callable[..., Any] = function
    return result


def takes(target: str, function: Callable[..., Any], count: int) -> None:
    """BadInput where the function says that it does not take so many arguments."""
    if isinstance(function, np.ufunc):
        fits, says = count == function.nin, f"{function.nin} arguments"
    else:
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):  # it does not say
            return
        says = f"the arguments {signature}"
        try:
            signature.bind(*(0.0,) * count)
            fits = True
        except TypeError:
            fits = False
    if not fits:
        raise BadInput(f"{target} takes {says}, not {count}; give one --domain for each")


def _here() -> None:
    """A package in the current directory can be named, as for `python -m`."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)


def call(function: Callable[..., Any], arguments: tuple[float, ...]) -> tuple[float, str]:
    """What a function of floats returns, and what it raised in its place (then NaN or infinity).

    Hopeless passes: the function says itself that nothing can be said.
    """
    try:
        with np.errstate(all="ignore"):
            value = function(*arguments)
    except OverflowError as error:
        return math.inf, f"raised OverflowError: {error}"
    except Hopeless:
        raise
    except (Exception, SystemExit) as error:
        return math.nan, f"raised {text.placed(error)}"
    try:
        if np.iscomplexobj(value):  # float() would take its real part
            raise TypeError
        return value if isinstance(value, Wide) else float(value), ""
    except OverflowError:  # an integer
        return (math.inf if value > 0 else -math.inf), "returned an integer beyond float64"
    except (TypeError, ValueError) as error:
        raise BadInput(f"the function returned {value!r} at {arguments}, which is no real number") from error
