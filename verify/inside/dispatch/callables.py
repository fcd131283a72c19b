"""What kinds of things are called: of numpy, in Python, harmless, or none of these."""

import builtins
import collections
import copy
import dataclasses
import functools
import inspect
import threading
import types
from typing import Any

import numpy as np

from verify.inside.source.syntax import ENTRY

INSTRUMENTED = f"{ENTRY}call"  # a name of every module that is an instrumented copy
KEEPERS: tuple[Any, ...] = (
    types.SimpleNamespace,
    list,
    tuple,
    dict,
    set,
    frozenset,
    collections.deque,
    str,
    bytes,
    range,
    type({}.keys()),
)
HARMLESS_MODULES = ["itertools", "functools", "collections", "_collections", "_functools", "_operator"]
HARMLESS_MODULES += ["_bisect", "_heapq", "operator"]
PYTHON = (types.FunctionType, types.MethodType)
COMPILED: tuple[Any, ...] = (
    type,
    np.ufunc,
    types.BuiltinFunctionType,
    types.MethodWrapperType,
    types.WrapperDescriptorType,
)
COMPILED += (types.MethodDescriptorType,)
_HARMLESS = """len range zip enumerate list tuple dict set frozenset iter next reversed isinstance issubclass
callable getattr hasattr delattr print id slice object property staticmethod classmethod filter map
sorted all any super memoryview hash repr str format ascii ord chr input open"""
HARMLESS = {id(getattr(builtins, name)) for name in _HARMLESS.split()} | {
    id(copy.copy),
    id(copy.deepcopy),
    id(np.dtype),
}
# Of these, what gives no text, asks no object, and of such arguments calls nothing and asks no set's order.
PLAIN = {*map(id, (range, len, zip, enumerate, reversed, list, tuple))}
PLAIN_ARGUMENTS = frozenset((int, range, list, tuple, dict, zip, enumerate))
ARRAY_FUNCTION = type(np.sum)  # what numpy's Python functions are wrapped in
SCALARS = {id(kind) for kind in (np.float64, np.float32, np.float16)}
PLUMBING = {"functools", "contextlib", "dataclasses", "collections", "abc", "typing", "enum", "copy", "types"}
PLUMBING |= {"logging", "warnings", "verify"}
KEEPING = {"types", "typing", "abc", "enum"}  # of these, what asks nothing of what it is given
ASKING = {"inspect"}  # modules that look at functions, and hand no number on

COMPUTED = (types.BuiltinFunctionType, types.ModuleType, np.ufunc, ARRAY_FUNCTION, type)
HANDED_ON = (
    super,
    tuple,
    list,
    dict,
    object,
    tuple.__new__,
    object.__new__,
    property,
    isinstance,
    getattr,
    len,
)
HASHES = ("_hashed", "__hash__")  # methods that give the very bits
THREADS = (threading.Thread.start,)


class Threads(RuntimeError):
    """The program starts threads; one tape follows one thread."""


def is_numpys(function: Any) -> bool:
    """A function of numpy, or a ufunc of anyone's; an instrumented copy of a Python function is neither."""
    if isinstance(function, np.ufunc | np.vectorize) or type(function) is ARRAY_FUNCTION:
        return True
    if id(function) in SCALARS or function is np.ndenumerate:
        return True
    if not isinstance(function, types.FunctionType | types.BuiltinFunctionType):
        return False
    if INSTRUMENTED in getattr(function, "__globals__", ()):
        return False
    return (getattr(function, "__module__", None) or "").partition(".")[0] == "numpy"


def answered_by_python(function: Any) -> bool:
    """Is calling it a Python function's matter (an object with __call__)?"""
    kind: Any = type(function)
    return _is_called_in_python(kind)


@functools.lru_cache(maxsize=1024)
def _is_called_in_python(kind: type) -> bool:
    return isinstance(inspect.getattr_static(kind, "__call__", None), types.FunctionType)


def is_mere_plumbing(function: Any, code: types.CodeType) -> bool:
    """Does it compute nothing itself: decorators, generated code that hands on, what is of this package?"""
    if code.co_filename.startswith("<"):
        return not _computes(code, function.__globals__)
    return (function.__module__ or "").partition(".")[0] in PLUMBING


def _computes(code: types.CodeType, space: dict[str, Any]) -> bool:
    """Does it name a compiled function, or a module? What numbers make of each other is recorded by them."""
    named = (space.get(name, vars(builtins).get(name)) for name in code.co_names)
    return any(isinstance(v, COMPUTED) and v not in HANDED_ON for v in named) or any(
        isinstance(part, types.CodeType) and _computes(part, space) for part in code.co_consts
    )


def is_instrumented(function: Any) -> bool:
    """Is its code an instrumented copy? What a module makes of text as it runs (`exec`) is not."""
    if INSTRUMENTED not in getattr(function, "__globals__", ()):
        return False
    code = function.__code__
    return (
        code.co_filename[:1] != "<"
        or any(name.startswith(ENTRY) for name in code.co_names)
        or is_mere_plumbing(function, code)
    )


def only_keeps(function: Any, inner: Any) -> bool:
    """Is it what asks and keeps functions and objects: `inspect`, `types`, the makers of records?"""
    owner = getattr(function, "__self__", function)
    kind = owner if isinstance(owner, type) else type(owner)
    is_record = dataclasses.is_dataclass(kind) or issubclass(kind, tuple)
    code = getattr(inner, "__code__", None)
    generated = code is not None and code.co_filename.startswith("<")
    return getattr(inner, "__module__", "") in ASKING | KEEPING or (is_record and generated)


@functools.lru_cache(maxsize=1024)
def python_makers(kind: type) -> list[types.FunctionType]:
    """The Python functions that make an object of a class."""
    makers = [inspect.getattr_static(kind, name, None) for name in ("__init__", "__new__")]
    makers = [m.__func__ if isinstance(m, staticmethod) else m for m in makers]
    return [m for m in makers if isinstance(m, types.FunctionType)]


def called_by(function: Any) -> list[Any]:
    """The Python function that answers for an object that is called."""
    return [type(function).__call__] if answered_by_python(function) else []


def is_harmless_class(kind: Any) -> bool:
    """Containers, exceptions, and classes that Python makes: by a method of theirs, or by `object`."""
    if issubclass(kind, (BaseException, *KEEPERS)) or kind.__module__ in HARMLESS_MODULES:
        return True
    if python_makers(kind) or answered_by_python(kind):
        return True
    makers = [inspect.getattr_static(kind, name, None) for name in ("__init__", "__new__")]
    return makers == [vars(object)["__init__"], vars(object)["__new__"]]


def is_harmless(function: Any) -> bool:
    """Does it only keep or pass on what it is given, or is it Python that is followed inside?"""
    if isinstance(function, type):
        return is_harmless_class(function)
    if isinstance(function, functools.partial):
        return type(function.func) in PYTHON or is_harmless(function.func)
    if answered_by_python(function) or isinstance(function, functools._lru_cache_wrapper):
        return True
    owner = getattr(function, "__self__", None)
    if isinstance(owner, type) and (owner in KEEPERS or owner.__module__ in HARMLESS_MODULES):
        return True  # dict.fromkeys, chain.from_iterable
    if isinstance(owner, (*KEEPERS, types.GeneratorType)):
        return bool(function.__name__ != "__hash__")
    if getattr(function, "__objclass__", None) in (object, *KEEPERS):
        return True
    return getattr(function, "__module__", None) in HARMLESS_MODULES


def is_plain(function: Any, x: tuple[Any, ...]) -> bool:
    """Is it a call that is as Python has it, whatever is followed: range(n), len(xs)?"""
    return id(function) in PLAIN and PLAIN_ARGUMENTS.issuperset(map(type, x))


def is_array(x: Any) -> bool:
    """A followed array."""
    return isinstance(x, np.ndarray) and hasattr(x, "nodes")


def has_integers(x: Any) -> bool:
    """Is it, or is there in it, an integer: what compiled code computes of one is rounded."""
    if isinstance(x, list | tuple | type({}.values())):
        return any(map(has_integers, x))
    return isinstance(x, int | np.integer | np.bool_) or (isinstance(x, np.ndarray) and x.dtype.kind in "iub")


def slots_of(kind: type) -> list[str]:
    """The names of a class's slots, as attributes of its objects."""
    found = vars(kind).get("__slots__", ())
    names = [found] if isinstance(found, str) else list(found)
    private = f"_{kind.__name__.lstrip('_')}"
    return [
        f"{private}{n}" if n.startswith("__") and not n.endswith("__") else n
        for n in names
        if "__dict__" != n != "__weakref__"
    ]


def attributes(x: Any) -> list[Any]:
    """What an object holds: in its dict, and in the slots of classes in Python."""
    names = {name for kind in type(x).__mro__ for name in slots_of(kind)}
    return [*getattr(x, "__dict__", {}).values(), *(getattr(x, n) for n in names if hasattr(x, n))]


def name_at_edge(function: Any) -> str:
    """How an answer names a call that is not followed; f2py's objects are called `function dgtsv`."""
    name = getattr(function, "__qualname__", None) or getattr(function, "__name__", type(function).__name__)
    return str(name).removeprefix("function ")


def asks_text(function: Any) -> bool:
    """Does it take text apart, or ask what is in it: where a digit is, how many there are?"""
    if isinstance(getattr(function, "__self__", None), str) or function in (ord, bytes):
        return True
    return getattr(function, "__objclass__", None) is str
