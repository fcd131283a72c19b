"""The functions people bring: `module:function` or `path/file.py:function`, with `[k]`, `.real`, `.imag`."""

import difflib
import functools
import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from verify.core import complexes
from verify.core.complexes import Side
from verify.core.errors import BadInput
from verify.runs.discover import module_at

TARGET = re.compile(r"(.+):([\w.]+?)((?:\[\d+\])*)(\.real|\.imag)?")
SIDE: Mapping[str | None, Side | None] = {None: None, ".real": "real", ".imag": "imag"}
Function = Callable[..., Any]


@dataclass(frozen=True)
class Part:
    """One entry of what a function returns, and the real or imaginary part of it."""

    function: Function
    entries: tuple[int, ...]
    component: Side | None = None

    @property
    def suffix(self) -> str:
        """As it is written after the name: [0].real."""
        return "".join(f"[{k}]" for k in self.entries) + (f".{self.component}" if self.component else "")

    def __call__(self, *x: Any, **fixed: Any) -> Any:
        value = self.function(*x, **fixed)
        for k in self.entries:
            value = value[k]
        return getattr(value, self.component) if self.component else value


@dataclass(frozen=True)
class Named:
    """A function that is given its arguments by name, some of them fixed."""

    function: Function
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def __call__(self, *x: Any) -> Any:
        return self.function(**dict(zip(self.names, x, strict=True)), **self.fixed)


@dataclass(frozen=True)
class Saved:
    """Results that were computed elsewhere, by the keys of their inputs."""

    results: Mapping[tuple[Any, ...], Any]

    def __call__(self, *x: Any) -> Any:
        return self.results[tuple(map(key_of, x))]


def key_of(x: Any) -> Any:
    """An input as a key, which tells zeros of both signs apart: of a complex number its text, of zero too."""
    if isinstance(x, complex | np.complexfloating):
        return complexes.hexadecimal(complex(x))
    return x if x else str(float(x))


def load(target: str) -> Function:
    """The callable that a target names, or a part of it. BadInput where there is none."""
    match = TARGET.fullmatch(target)
    if match is None:
        raise BadInput(f"{target!r} is not a target; write module:function or path/file.py:function")
    place, name, entries, component = match[1], match[2], match[3], match[4]
    if component and not entries:  # a function may have such a name
        try:
            return _found(place, name + component, target)
        except BadInput:
            pass
    function = _found(place, name, target)
    if not (entries or component):
        return function
    return Part(function, tuple(map(int, re.findall(r"\d+", entries))), SIDE[component])


def _here() -> None:
    """A package in the current directory can be named, as for `python -m`."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)


def _found(place: str, name: str, target: str) -> Callable[..., Any]:
    if not place.endswith(".py"):
        _here()
        if not all(part.isidentifier() for part in place.split(".")):
            raise BadInput(f"{target!r} is not a target; write module:function or path/file.py:function")
    try:
        module = module_at(place)
    except BadInput as error:
        if isinstance(error.__cause__, ImportError):
            raise BadInput(f"{target}: {error.__cause__}; is it installed in this environment?") from error
        raise
    function: Any = module
    for part in name.split("."):
        function = getattr(function, part, None)
    if function is not None and not callable(function):
        kind = type(function).__name__
        raise BadInput(f"{name} of {place} is not a function (its type is {kind}); name one")
    if function is None:
        near = difflib.get_close_matches(name, [n for n in dir(module) if not n.startswith("_")], n=3)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise BadInput(f"{place} has no function {name}{hint}")
    result: Callable[..., Any] = function
    return result


# --- names ------------------------------------------------------------------------------------------------


def _whole(function: Function) -> Function:
    return function.function if isinstance(function, Part) else function


def _parameters(function: Function) -> Mapping[str, inspect.Parameter] | None:
    """What the function says that it takes; None where it does not say."""
    inner = _whole(function)
    if isinstance(inner, np.ufunc):
        return None
    try:
        return inspect.signature(inner).parameters
    except (TypeError, ValueError):
        return None


def arguments(function: Any) -> list[str]:
    """The names of the arguments that the function says it takes, in their order."""
    known = _parameters(function) if callable(function) else None
    return [p.name for p in (known or {}).values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]


def ordered(target: str, function: Function, names: Sequence[str]) -> tuple[int, ...]:
    """The places of the variables in the function's own order: by name, where it has these names.

    BadInput where only some are its names and their order contradicts it.
    """
    own = arguments(function)
    if set(names) <= set(own):
        return tuple(sorted(range(len(names)), key=lambda k: own.index(names[k])))
    if any(name in own and own.index(name) != k for k, name in enumerate(names)):
        raise BadInput(
            f"{target} takes ({', '.join(own)}); ({', '.join(names)}) contradicts that order, so name the "
            "variables as its arguments or give them in its order"
        )
    return tuple(range(len(names)))


def fitted(target: str, function: Function, names: Sequence[str], fixed: Mapping[str, Any]) -> Function:
    """The function of the variables alone, in their order. BadInput where it does not take them so."""
    parameters = list(_parameters(function) or {})
    free = [name for name in parameters if name not in fixed]
    keys = list(names) if set(names) <= set(free) else free[: len(names)]
    if both := set(fixed) & set(names):
        raise BadInput(f"--fix and --domain both give {min(both)}; give it once")
    if keys == parameters[: len(names)]:  # also where it does not say what it takes
        takes(target, function, (0.0,) * len(names), fixed)
        return functools.partial(function, **fixed) if fixed else function
    takes(target, function, (), {**dict.fromkeys(keys, 0.0), **fixed})
    return Named(function, tuple(keys), fixed)


def takes(
    target: str, function: Function, given: Sequence[Any], fixed: Mapping[str, Any] | None = None
) -> None:
    """BadInput where the function says that it does not take such arguments."""
    inner = _whole(function)
    if isinstance(inner, np.ufunc):
        fits, says = len(given) == inner.nin, f"{inner.nin} arguments"
    else:
        try:
            signature = inspect.signature(inner)
        except (TypeError, ValueError):  # it does not say
            return
        says = f"the arguments {signature}"
        try:
            signature.bind(*given, **(fixed or {}))
            fits = True
        except TypeError:
            fits = False
    if not fits:
        counted = [str(len(given))] if given or not fixed else []
        asked = " and ".join([*counted, *(fixed or ())])
        raise BadInput(f"{target} takes {says}, not {asked}; give one --domain, or --fix, for each")


def parse_fixed(options: Sequence[str]) -> dict[str, Any]:
    """k=2, tol=1e-3, upper=true, method=qr: numbers, true, false and none, else text."""
    fixed: dict[str, Any] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (equals and name.isidentifier()):
            raise BadInput(f"--fix {option!r} is not NAME=VALUE; write --fix k=2")
        if name in fixed:
            raise BadInput(f"--fix gives {name} twice; give it once")
        fixed[name] = _constant(value)
    return fixed


def _constant(value: str) -> Any:
    words = {"true": True, "false": False, "none": None}
    if value.lower() in words:
        return words[value.lower()]
    for kind in (int, float, _hexadecimal):
        try:
            return kind(value)
        except (ValueError, OverflowError):
            continue
    return value


def _hexadecimal(value: str) -> float:
    if "0x" not in value.lower():
        raise ValueError(value)  # float.fromhex takes "a" for 10
    return float.fromhex(value)


def fixed_text(fixed: Mapping[str, Any]) -> list[str]:
    """As options that say the same again."""
    return [f"{name}={value.hex() if isinstance(value, float) else value}" for name, value in fixed.items()]
