"""The instrumented copy of a function, and inputs as followed numbers."""

import copy
import dis
import functools
import inspect
import linecache
import os
import sys
import types
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from verify.core.errors import BadInput
from verify.inside.dispatch.callables import ARRAY_FUNCTION, answered_by_python, slots_of
from verify.inside.modules import Modules, is_shared
from verify.inside.run.kinds import kind_of
from verify.inside.source import sites
from verify.inside.source.instrument import Instrumented, of_file, of_text
from verify.inside.source.sites import Site
from verify.inside.values.followed import Recorder

# Of a class's members: what Python makes, and what is text.
MADE_BY_PYTHON = (types.MemberDescriptorType, types.GetSetDescriptorType)
PLAIN_NAMES = ("__module__", "__qualname__", "__doc__", "__slots__", "__annotations__")


def copy_of(function: Callable[..., Any], modules: Modules) -> Callable[..., Any]:
    """What to call in place of `function`. BadInput where it has no source that can be read."""
    if isinstance(function, functools.partial):
        inner = copy_of(function.func, modules)
        given = [adopted(modules, x, "given") for x in function.args]
        return functools.partial(
            inner, *given, **{k: adopted(modules, v, k) for k, v in function.keywords.items()}
        )
    if isinstance(function, types.MethodType):
        return types.MethodType(
            copy_of(function.__func__, modules), adopted(modules, function.__self__, "self")
        )
    inner = inspect.unwrap(function)
    if not isinstance(inner, types.FunctionType) or type(function) is ARRAY_FUNCTION:
        if answered_by_python(function):
            return types.MethodType(
                copy_of(type(function).__call__, modules), adopted(modules, function, "self")
            )
        # Compiled: one edge.
        site = own_site(modules, getattr(function, "__name__", "call"), "call")
        return functools.partial(modules.caller, site, function)
    path = inner.__code__.co_filename
    modules.caller.home = modules.caller.home or path
    try:
        if not os.path.isfile(path):  # asked often, and Path is slow to ask
            return _of_cell(inner, path, modules)
        module = _module_of(inner, path, modules)
    except SyntaxError as error:
        raise BadInput(f"{path}: {error}; it has to be Python source") from error
    found = _named(module, function.__qualname__)
    if isinstance(inspect.unwrap(found) if callable(found) else None, types.FunctionType):
        same = inspect.unwrap(found)
        if same.__code__.co_firstlineno == inner.__code__.co_firstlineno:
            return found  # type: ignore[no-any-return]
    return _rebuilt(inner, of_file(path), vars(module), modules)


def _of_cell(function: types.FunctionType, path: str, modules: Modules) -> Callable[..., Any]:
    """A function of a notebook or a prompt, whose lines linecache has. What was typed there is not run again:
    the names that its code mentions are looked up as they are now."""
    if id(function) in modules.objects:
        return modules.objects[id(function)][1]  # type: ignore[no-any-return]
    text = "".join(linecache.getlines(path))
    if not text:
        raise BadInput(f"{function.__qualname__} has no source that can be read ({path}); put it into a file")
    code, known = of_text(text, path), function.__globals__
    space = modules.spaces.setdefault(id(known), {"__name__": known.get("__name__")})
    made = _rebuilt(function, code, modules.namespace(code, space), modules)
    modules.objects[id(function)] = function, made  # before the names: they may lead back to it
    for name in _mentioned(made.__code__):
        if name in known and name not in space:
            space[name] = _of_prompt(modules, known[name], name)
    return made


def _mentioned(code: types.CodeType) -> set[str]:
    """The names that are looked up outside of a function."""
    looked = {"LOAD_GLOBAL", "LOAD_NAME"}
    return {i.argval for inner in _codes(code) for i in dis.get_instructions(inner) if i.opname in looked}


def _of_prompt(modules: Modules, x: Any, name: str) -> Any:
    """What a name of a notebook stands for: modules and functions as in a program, data as inputs."""
    if isinstance(x, types.ModuleType):
        return modules.load(x.__name__)
    if isinstance(x, types.FunctionType) and is_shared(x.__module__ or ""):
        return x
    return adopted(modules, x, name)


def _module_of(function: types.FunctionType | type, path: str, modules: Modules) -> types.ModuleType:
    """The private copy of the module that a function or class is defined in."""
    name = function.__module__
    if name == "__main__":  # what stands under if __name__ == "__main__" is not run again
        return modules.of_path(Path(path), "__followed__")
    known = sys.modules.get(name)
    if known is not None and getattr(known, "__file__", None) == path and known.__spec__ is not None:
        loaded = modules.load(name)
        if name in modules.private:
            return loaded
    return modules.of_path(Path(path), name)


def _named(module: types.ModuleType, qualified: str) -> Any:
    found: Any = module
    for part in qualified.split("."):
        found = getattr(found, part, None)
    return found


def _rebuilt(
    function: types.FunctionType, source: Instrumented, space: dict[str, Any], modules: Modules
) -> types.FunctionType:
    """A lambda, or a function within a function: its instrumented code with the cells it has."""
    wanted = function.__code__
    codes = [
        code
        for code in _codes(source.code)
        if code.co_firstlineno == wanted.co_firstlineno and code.co_name == wanted.co_name
    ]
    if len(codes) != 1 or codes[0].co_freevars != wanted.co_freevars:
        raise BadInput(
            f"{function.__qualname__} cannot be told apart in {wanted.co_filename}, line "
            f"{wanted.co_firstlineno}; name it"
        )
    cells = [
        types.CellType(adopted(modules, cell.cell_contents, name))
        for name, cell in zip(wanted.co_freevars, function.__closure__ or (), strict=True)
    ]
    defaults = tuple(adopted(modules, x, "default") for x in function.__defaults__ or ())
    made = types.FunctionType(codes[0], space, function.__name__, defaults, tuple(cells))
    made.__kwdefaults__ = {k: adopted(modules, v, k) for k, v in (function.__kwdefaults__ or {}).items()}
    return made


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


def own_site(modules: Modules, code: str, operation: str) -> int:
    """A site that is not a place in the source: an input."""
    number = next(sites.fresh)
    modules.recorder.sites[number] = Site("", 0, 0, code, operation)
    return number


def adopted(modules: Modules, x: Any, name: str, site: int | None = None) -> Any:
    """A value from outside, its floats followed: they are exact, being the inputs."""
    recorder = modules.recorder
    if isinstance(x, bool | int | str | bytes | None):
        return x
    site = own_site(modules, name, "input") if site is None else site
    if isinstance(x, float | complex | np.generic):
        return _scalar(recorder, x, site)
    if type(x) is np.ndarray and x.dtype == np.complex128:
        return recorder.arrays.at(site, recorder.arrays.in_plane.leaves, x.copy())
    if type(x) is np.ndarray and kind_of(x.dtype):
        return recorder.arrays.made(x.copy(), recorder.arrays.at(site, recorder.arrays.leaves, x))
    if type(x) in (list, tuple, set, frozenset):
        return recorder.sets(type(x)(_many(modules, x, name, site)))
    if type(x) is dict:
        return {k: adopted(modules, v, name, site) for k, v in x.items()}
    if type(x) in (OrderedDict, defaultdict):
        made = copy.copy(x)
        made.update((k, adopted(modules, v, name, site)) for k, v in x.items())
        return made
    if type(x) is deque:
        return deque((adopted(modules, v, name, site) for v in x), x.maxlen)
    if isinstance(x, types.FunctionType | functools.partial):
        return copy_of(x, modules)
    return _object(modules, x, name, site)


def _scalar(recorder: Recorder, x: Any, site: int) -> Any:
    """A number that is an input; itself where its format is not followed."""
    if isinstance(x, np.generic) and kind_of(x.dtype):
        return recorder.arrays.given_by(site, x, True)
    if isinstance(x, float):
        return recorder.leaf(site, float(x))
    if type(x) is complex:
        return recorder.complexes.made(recorder.leaf(site, x.real), recorder.leaf(site, x.imag))
    return x


def _many(modules: Modules, x: Collection[Any], name: str, site: int) -> Iterator[Any]:
    """The members of a container; many floats at once."""
    if any(type(v) is not float for v in x):
        return (adopted(modules, v, name, site) for v in x)
    values, recorder = list(x), modules.recorder
    return iter(recorder.numbers(values, recorder.tape.data(site, values)))


def _object(modules: Modules, x: Any, name: str, site: int) -> Any:
    """An object of a class in Python: one of its instrumented copy, the attributes followed; that copy
    for the class itself.

    It is made without the class's own `__new__`, so that the class must not have one. One that has is as it
    is, named tuples and members of enumerations excepted.
    """
    if id(x) in modules.objects:
        return modules.objects[id(x)][1]
    if isinstance(x, types.MethodType) and not is_shared(x.__func__.__module__ or ""):
        return copy_of(x, modules)
    kind: Any = x if isinstance(x, type) else type(x)
    copied = _class(modules, kind)
    if kind is x or (copied is None and not isinstance(x, tuple)):
        return copied or x
    if isinstance(x, tuple) and hasattr(kind, "_make"):  # a named tuple
        return (copied or kind)._make(adopted(modules, v, name, site) for v in x)
    if isinstance(x, Enum):  # its members are distinguished by what they are, not by their values
        return copied.__members__.get(x.name, x)
    if kind.__new__ is not object.__new__ or copied.__new__ is not object.__new__:
        return x
    made: Any = object.__new__(copied)
    modules.objects[id(x)] = x, made  # before its attributes: they may lead back to it
    for key in {s for c in kind.__mro__ for s in slots_of(c) if hasattr(x, s)}:
        object.__setattr__(made, key, adopted(modules, getattr(x, key), name, site))
    for key, value in getattr(x, "__dict__", {}).items():  # also beside a property of the same name
        made.__dict__[key] = adopted(modules, value, name, site)
    return made


def _is_typed(x: Any) -> bool:
    """Is it a function of a notebook or a prompt, whose lines linecache has?"""
    if not isinstance(x, types.FunctionType):
        return False
    path = x.__code__.co_filename
    return not Path(path).is_file() and bool(linecache.getlines(path))


def _functions_of(member: Any) -> list[Any]:
    """The functions that a member of a class is made of."""
    if isinstance(member, property):
        return [member.fget, member.fset, member.fdel]
    return [member.__func__ if isinstance(member, staticmethod | classmethod) else member]


def _member(modules: Modules, member: Any, name: str) -> Any:
    """A member of a class that was typed: its functions' instrumented copies, or data as an input."""
    parts = [copy_of(f, modules) if _is_typed(f) else f for f in _functions_of(member)]
    if isinstance(member, property):
        getter, setter, deleter = parts
        return property(getter, setter, deleter, member.__doc__)
    if isinstance(member, staticmethod | classmethod):
        return type(member)(parts[0])
    return parts[0] if callable(member) else adopted(modules, member, name)


def _typed_class(modules: Modules, kind: type) -> Any:
    """The copy of a class that was typed into a notebook or a prompt; None where it was not."""
    own = {k: v for k, v in vars(kind).items() if not isinstance(v, MADE_BY_PYTHON)}
    if type(kind) is not type or not any(_is_typed(f) for m in own.values() for f in _functions_of(m)):
        return None
    plain = {k: own.pop(k) for k in PLAIN_NAMES if k in own}
    made = type(kind.__name__, tuple(_class(modules, base) or base for base in kind.__bases__), plain)
    modules.objects[id(kind)] = kind, made  # before its methods: they may lead back to it
    for name, member in own.items():
        setattr(made, name, _member(modules, member, name))
    return made


def _class(modules: Modules, kind: type) -> Any:
    """The instrumented copy of a class; None where there is none."""
    if id(kind) in modules.objects:
        return modules.objects[id(kind)][1]
    if (typed := _typed_class(modules, kind)) is not None:
        return typed
    path = getattr(sys.modules.get(kind.__module__), "__file__", None) or ""
    if not path.endswith(".py") or is_shared(kind.__module__):
        return None
    found = _named(_module_of(kind, path, modules), kind.__qualname__)
    return found if isinstance(found, type) and found is not kind else None
