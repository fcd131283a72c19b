"""The calls that a program makes of one function: recorded as they come, the function replaced meanwhile."""

import copy
import functools
import importlib
import inspect
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from verify.core.errors import BadInput

Function = Callable[..., Any]


@dataclass(frozen=True)
class Place:
    """Where a function is kept: an attribute of a module or class, and what is there."""

    owner: Any
    name: str
    held: Any


@dataclass(frozen=True)
class Call:
    """One call, with copies of what was given, taken before it ran; `why` there are none if so.

    function   takes `inputs` in their order; what can be given by its name only, it has been given
    """

    function: Function
    inputs: Mapping[str, Any]
    why: str | None = None


@dataclass
class Watched:
    """The calls of a function: the first `most` are kept, `count` were made. A call within a call of the same
    thread, as recursion makes them, is part of the outer one."""

    function: Function
    most: int
    kept: list[Call] = field(default_factory=list)
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    within: threading.local = field(default_factory=threading.local)

    def replacement(self) -> Function:
        """What records its calls and does what the function does."""
        function = self.function

        @functools.wraps(function)
        def recorded(*given: Any, **named: Any) -> Any:
            if getattr(self.within, "busy", False):
                return function(*given, **named)
            self.within.busy = True
            try:
                self._record(given, named)
                return function(*given, **named)
            finally:
                self.within.busy = False

        return recorded

    def _record(self, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        with self.lock:
            self.count += 1
            if self.count > self.most:
                return
            number = len(self.kept)
            self.kept.append(Call(self.function, {}, "its arguments are being copied"))
        self.kept[number] = _call(self.function, given, named)


def _call(function: Function, given: tuple[Any, ...], named: dict[str, Any]) -> Call:
    try:
        given, named = copy.deepcopy((given, named))
        bound = inspect.signature(function).bind(*given, **named)
    except Exception as error:  # a lock, a file; or a call that raises
        return Call(function, {}, f"its arguments cannot be copied: {type(error).__name__}: {error}")
    inputs: dict[str, Any] = {}
    by_name: dict[str, Any] = {}
    gap = False  # an argument is left out, so that those behind it are given by name
    for name, parameter in bound.signature.parameters.items():
        if name not in bound.arguments:
            gap = True
        elif parameter.kind is parameter.VAR_POSITIONAL:
            inputs |= {f"{name}[{k}]": x for k, x in enumerate(bound.arguments[name])}
        elif parameter.kind is parameter.VAR_KEYWORD:
            by_name |= bound.arguments[name]
        elif parameter.kind is parameter.KEYWORD_ONLY or gap:
            by_name[name] = bound.arguments[name]
        else:
            inputs[name] = bound.arguments[name]
    return Call(functools.partial(function, **by_name) if by_name else function, inputs)


# --- where functions are kept -------------------------------------------------------------------------


def located(target: str | Function) -> Place:
    """The attribute that a target names, or that a function or method is. BadInput if there is none."""
    if isinstance(target, str):
        where, _, qualified = target.partition(":")
        if not (
            qualified and all(part.isidentifier() for part in [*where.split("."), *qualified.split(".")])
        ):
            raise BadInput(f"{target!r} is not a target; write module:function or module:Class.method")
        try:
            owner: Any = importlib.import_module(where)
        except ImportError as error:
            raise BadInput(f"{target}: {error}") from error
    else:
        where, qualified = getattr(target, "__module__", ""), getattr(target, "__qualname__", "")
        owner = sys.modules.get(where)
        if owner is None or not qualified or "<" in qualified:
            raise BadInput(f"{target!r} is in no module or class; call blame(function, inputs) instead")
    *path, name = qualified.split(".")
    for part in path:
        owner = getattr(owner, part, None)
    held = inspect.getattr_static(owner, name, None)
    if held is None:
        raise BadInput(f"{where} has no {qualified}")
    return Place(owner, name, held)


def function_of(place: Place) -> Function:
    """The function in Python that is kept there. BadInput where it is something else."""
    function = place.held.__func__ if isinstance(place.held, staticmethod | classmethod) else place.held
    if not isinstance(function, types.FunctionType):
        raise BadInput(
            f"{place.name} is a {type(place.held).__name__}, not a Python function; "
            "follow the function that uses it"
        )
    for asks, what in (
        (inspect.iscoroutinefunction, "a coroutine"),
        (inspect.isgeneratorfunction, "a generator"),
        (inspect.isasyncgenfunction, "a generator"),
    ):
        if asks(function):
            raise BadInput(f"{place.name} returns {what}, not a number; follow the function that uses it")
    return function


@contextmanager
def replaced(place: Place, replacement: Function) -> Iterator[None]:
    """Put a replacement wherever the function is known by a name of a module, and put it back whatever
    happens."""
    held: Any = replacement
    if isinstance(place.held, staticmethod | classmethod):
        held = type(place.held)(replacement)
    places = [place, *_elsewhere(place)]
    own = {(id(p.owner), p.name): p.name in vars(p.owner) for p in places}
    try:
        for p in places:
            setattr(p.owner, p.name, held)
        yield
    finally:
        for p in places:
            if own[id(p.owner), p.name]:
                setattr(p.owner, p.name, p.held)
            else:  # it was inherited
                delattr(p.owner, p.name)


def _elsewhere(place: Place) -> Iterator[Place]:
    """Modules that have imported the function by name."""
    for module in list(sys.modules.values()) if isinstance(place.owner, types.ModuleType) else ():
        for name, held in list(getattr(module, "__dict__", {}).items()):
            if held is place.held and (module is not place.owner or name != place.name):
                yield Place(module, name, held)
