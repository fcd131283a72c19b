"""Calls: what Python does with them, and what crosses the edge into compiled code.

Python functions are called as they are. Compiled ones are handled where they are known (calls.py); those
that only keep or pass on what they are given are let through; for the rest it is written down what went in,
and what comes out has no exact counterpart. A number that went into code that is not followed may come back
in disguise: as text, as an int, inside an object. Such disguises are marked, so that nothing made of them is
taken as exact.
"""

import array
import collections
import decimal
import functools
import itertools
import types
from typing import Any

import numpy as np

from verify.inside.dispatch import set_orders
from verify.inside.dispatch.arguments import Arguments
from verify.inside.dispatch.callables import (
    COMPILED,
    HARMLESS,
    HASHES,
    INSTRUMENTED,
    PYTHON,
    THREADS,
    Threads,
    asks_text,
    called_by,
    has_integers,
    is_array,
    is_harmless,
    is_instrumented,
    is_mere_plumbing,
    is_numpys,
    is_plain,
    name_at_edge,
    only_keeps,
    python_makers,
)
from verify.inside.dispatch.complexes import Complexes
from verify.inside.dispatch.converter import CONVERTER, Converter
from verify.inside.dispatch.math_calls import Handlers
from verify.inside.dispatch.operators import OPERATOR_NAMES, by_method
from verify.inside.dispatch.statistics_calls import Statistics, name_of
from verify.inside.run.kinds import kind_of
from verify.inside.values.followed import Recorder

APPLIERS = (map, filter, itertools.groupby, collections.defaultdict)  # these call what they are given
KEYS = ("key",)  # names of what is called with numbers and compared
BUFFERS = (bytes, bytearray, memoryview)
BINARY_METHODS = {f"__{prefix}{name}__" for name in OPERATOR_NAMES for prefix in ("", "r", "i")}
INDIFFERENT = (sorted, any, all)  # to the order of numbers, which they are given


class Caller(Arguments):
    """What calls of one run become."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        recorder.complexes = Complexes(recorder)
        handlers = Handlers(recorder)
        self.statistics = Statistics(handlers)
        self.handlers = handlers.table
        self.handlers |= {id(recorder.Number): handlers.call_float, id(hash): self.hashed}
        self.handlers[id(recorder.complexes.Complex)] = recorder.complexes.build
        self.handlers |= {id(np.broadcast): self._broadcast, id(CONVERTER): self._converter}
        self.wrappers: dict[int, Any] = {}
        self.set_classes = set_orders.Classes(self)
        self.sets = recorder.sets = self.set_classes.keep
        recorder.wrapped = self.wrapped
        self.home = ""  # the file of the followed function

    def __call__(self, site: int, function: Any, /, *x: Any, **named: Any) -> Any:
        if is_plain(function, x) and not named:
            return function(*x)
        handler = self.handlers[id(function)]
        if handler is not None:
            return self.handled(site, handler, function, x, named)
        if is_numpys(function):
            arrays = self.recorder.arrays
            found = NotImplemented if named else arrays.of_numbers(site, function, x)
            return arrays.call(site, function, x, named) if found is NotImplemented else found
        if type(function) in PYTHON:
            return self.python(site, function, x, named)
        found = self._of_owner(site, function, getattr(function, "__self__", None), x, named)
        if found is not NotImplemented:
            return found
        if id(function) in HARMLESS or is_harmless(function):
            return self.let_through(site, function, x, named)
        return self.edge(site, function, x, named)

    def handled(
        self, site: int, handler: Any, function: Any, x: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        """A call that is known by what is called."""
        found = handler(site, x, named)
        if found is NotImplemented and any(isinstance(v, np.ndarray | np.generic) for v in x):
            # An array of no axes is a number to these; to float and int one of one entry is, too. What
            # a builtin makes of one of numpy's scalars is the scalar's own matter.
            most = 1 if function in (float, int) else 0
            scalars = function in (float, int) or function.__module__ != "builtins"
            numbers = tuple(self._as_one(v, most, scalars) for v in x)
            found = handler(site, numbers, named)
        if found is not NotImplemented:
            return found
        if getattr(function, "__module__", None) in ("builtins", "_operator"):  # an object answers itself
            return self.method(site, function, x, named)
        return self.edge(site, function, x, named)

    def _of_owner(self, site: int, method: Any, owner: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A method of a ufunc, of an array of integers or of an integer; NotImplemented for another."""
        if isinstance(owner, np.ufunc) and any(map(is_array, x)):
            return self.method(site, method, x, named)
        if type(owner) is np.ndarray:
            found = self.recorder.arrays.of_integers(site, method, x, named)
            return NotImplemented if found is None else found
        if is_array(owner) and type(method) is types.MethodWrapperType and method.__name__ in BINARY_METHODS:
            return self.method(site, method, x, named)
        if isinstance(owner, int | np.integer) and type(method) is types.MethodWrapperType:
            return by_method(self.recorder, site, owner, method.__name__.strip("_"), x)
        return NotImplemented

    def _broadcast(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Of shapes."""
        return np.broadcast(*(self.recorder.arrays.plain(v, []) for v in x))

    def _converter(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.recorder.arrays.at(site, Converter, self.recorder.arrays, x)

    def let_through(self, site: int, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What only keeps or passes on what it is given; what is written as text is marked."""
        if function in APPLIERS:
            x = tuple(self.wrapped(v, always=True) for v in x)
        makers = python_makers(function) if isinstance(function, type) else called_by(function)
        for inner in () if function in (np.finfo, np.iinfo, np.vectorize, np.errstate) else makers:
            self.given_away(site, function, inner, x, named)
        recorder, before = self.recorder, self.recorder.tape.escapes
        if function in BUFFERS and self.hold((x, named)):  # their very bits
            recorder.lose(site)
        if function in INDIFFERENT and "key" not in named:
            x = tuple(set_orders.members(v, tuples=True) for v in x)
        x, named = tuple(map(self.wrapped, x)), {k: self.wrapped(v, k in KEYS) for k, v in named.items()}
        away = any(self.is_elsewhere(maker) for maker in makers)
        found = recorder.elsewhere(site, function, x, named) if away else function(*x, **named)
        owner, given = getattr(function, "__self__", None), (*x, *named.values())
        marked = any(map(recorder.is_text, (owner, *given)))
        marked = marked or (isinstance(owner, str) and self.is_text(*given))
        if type(found) is not str and marked and asks_text(function):
            recorder.lose(site)
        if type(found) is not str:
            return found
        return recorder.Text(found) if marked else recorder.text(before, found)

    def hashed(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A hash as an int: made of the very bits."""
        held = list(self.followed(x))
        if all(type(v) is self.recorder.Number for v in held):
            self.recorder.needs_exact(site, *held)
        else:
            self.recorder.lose(site)
        return hash(*x, **named)

    def method(self, site: int, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A method of a followed array, or of a ufunc that is given one; a builtin that asks an object."""
        before, self.recorder.current = self.recorder.current, site
        try:
            return self.recorder.text(self.recorder.tape.escapes, function(*x, **named))
        finally:
            self.recorder.current = before

    def python(self, site: int, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A Python function: one of another file is noted, with what it puts on the tape."""
        owner = getattr(function, "__self__", None)
        if isinstance(owner, np.ndarray | np.generic | float | complex):
            if function.__name__ in HASHES and self.hold(owner):
                self.recorder.lose(site)
            return self.method(site, function, x, named)
        if function in THREADS or getattr(function, "__func__", None) in THREADS:
            raise Threads("the function starts threads, which are not followed")
        if (name := name_of(function)) is not None and len(x) == 1 and not named:
            x = ([*set_orders.members(x[0])],)
            found = self.statistics.call(name, site, *x)
            if found is not NotImplemented:
                return found
        self.given_away(site, function, function, x, named)
        if self.is_elsewhere(function):
            return self.recorder.elsewhere(site, function, x, named)
        return function(*x, **named)

    def is_elsewhere(self, function: Any) -> bool:
        """Is it Python of another file than the followed function's?"""
        code = getattr(function, "__code__", None)
        return code is not None and code.co_filename != self.home

    def given_away(
        self, site: int, function: Any, inner: Any, x: tuple[Any, ...], named: dict[str, Any]
    ) -> None:
        """Python that is not instrumented may write numbers as text, or hand them to compiled code."""
        given = (x, named)
        code: Any = getattr(inner, "__code__", None)
        if INSTRUMENTED in getattr(inner, "__globals__", ()) and code.co_filename[0] != "<":
            return  # an instrumented copy, as most are
        if is_instrumented(inner) or only_keeps(function, inner):
            return
        if not (self.is_told(self.hold(given), given) or self.is_text(*x, *named.values())):
            return
        plumbing = code is None or is_mere_plumbing(inner, code)
        if plumbing and not any(self.is_number(v) or is_array(v) for v in self.followed(given)):
            return  # functions that are handed on: what they hold, they hold
        self.recorder.tape.escapes += 1
        if not plumbing:
            self.recorder.tape.outside[site, getattr(function, "__qualname__", type(function).__name__)] += 1
            self.recorder.lose(site)

    def wrapped(self, x: Any, always: bool = False) -> Any:
        """A compiled function that is handed on (map(math.sqrt, xs)) is called through here.

        Classes, and what writes numbers as text, only where they are certainly called (map(float, xs)):
        elsewhere they may be asked what they are.
        """
        if not callable(x) or type(x) in PYTHON or (always and not isinstance(x, COMPILED)):
            return x
        if not always:
            known = self.handlers[id(x)] is not None
            if isinstance(x, type) or id(x) in HARMLESS:
                return x
            if not known and (not isinstance(x, types.BuiltinFunctionType) or is_harmless(x)):
                return x
        if id(x) not in self.wrappers:

            def call(*args: Any, **named: Any) -> Any:
                return self(self.recorder.frame_site(), x, *args, **named)

            self.wrappers[id(x)] = (functools.wraps(x)(call), x)
        return self.wrappers[id(x)][0]

    # --- the edge -------------------------------------------------------------------------------------

    def edge(self, site: int, function: Any, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        recorder, tape = self.recorder, self.recorder.tape
        owner = getattr(function, "__self__", None)
        went_in = self.hold((x, named, owner))
        if isinstance(owner, decimal.Context):
            self.handlers[id(decimal.localcontext)](site, (), {})
        given = {k: self.wrapped(v, k in KEYS) for k, v in named.items()}
        # Some compiled classes take an empty dictionary for keywords that were given.
        result = function(*map(self.wrapped, x), **given) if given else function(*map(self.wrapped, x))
        name = name_at_edge(function)
        if self.is_text(owner, *x, *named.values()):
            recorder.lose(site)
        if self.is_told(went_in, (x, named, owner)) or isinstance(result, float):
            tape.outside[site, name] += 1
        if type(result) is recorder.Number or recorder.is_scalar(result):
            return result
        if not went_in:
            # What is computed of integers is rounded; other floats are data.
            rounded = has_integers((owner, x, named.values())) or isinstance(owner, np.ndarray | np.generic)
            known = not (rounded or recorder.tape.escapes)
            if isinstance(result, np.generic) and kind_of(result.dtype):
                return recorder.arrays.given_by(site, result, known)
            plain = recorder.leaf(site, result, known or None) if type(result) is float else result
            return recorder.arrays.from_integers(owner, plain) if isinstance(owner, np.ndarray) else plain
        written = result is None and type(owner) is np.ndarray  # v.put(0, x)
        if written or any(isinstance(v, bytearray | memoryview | array.array) for v in (owner, *x)):
            recorder.lose(site)  # the bits may have been written there
        return self._came_out(site, result)

    def _came_out(self, site: int, result: Any) -> Any:
        """What came out where numbers went in: floats without a counterpart, text, or what may hide them."""
        recorder = self.recorder
        recorder.tape.escapes += 1
        if isinstance(result, np.generic) and kind_of(result.dtype):
            return recorder.arrays.given_by(site, result, False)
        if isinstance(result, float):
            return recorder.leaf(site, float(result), None)
        if result is None or isinstance(result, str):
            return result if result is None else recorder.Text(result)
        if type(result) in (list, tuple) and all(type(v) is float for v in result):
            return type(result)(recorder.leaf(site, v, None) for v in result)
        recorder.lose(site)
        return result

    def is_told(self, went_in: bool, x: Any) -> bool:
        """Is an edge told? Not where an imported module only hands functions on (documents, checks)."""
        if not (went_in and self.recorder.importing):
            return went_in
        return any(isinstance(v, float | complex | np.ndarray) for v in self.followed(x))

    def _as_one(self, x: Any, most: int, scalars: bool) -> Any:
        """The number of Python's that something of numpy's stands for; itself where it stands for none."""
        if is_array(x):
            return x.item() if x.size == 1 and x.ndim <= most else x
        return self.recorder.widened(x) if scalars else x
