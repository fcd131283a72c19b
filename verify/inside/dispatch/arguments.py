"""What is in the arguments of a call: followed numbers, however deep in containers and objects."""

import collections
import functools
import io
import itertools
import types
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from verify.inside.dispatch import set_orders
from verify.inside.dispatch.callables import PYTHON, attributes, is_array
from verify.inside.values.followed import Recorder

DEPTH = 4  # of containers in arguments that are looked through


class Arguments:
    """Looked through for one run."""

    recorder: Recorder
    handlers: dict[int, Any]  # of compiled functions that are known

    def is_text(self, *x: Any) -> bool:
        """Is something of it, or in a list of it, text with the digits of a number?"""
        is_text = self.recorder.is_text
        return any(is_text(v) or (type(v) in (list, tuple) and any(map(is_text, v))) for v in x)

    def is_number(self, x: Any) -> bool:
        return type(x) is self.recorder.complexes.Complex or self.recorder.is_number(x)

    def hold(self, x: Any) -> bool:
        """Are there followed numbers in it, or functions, which may hold some or make some?"""
        return any(True for _ in self.followed(x))

    def followed(self, x: Any, depth: int = DEPTH) -> Iterator[Any]:
        """The followed numbers in arguments, containers and objects included."""
        if (
            self.is_number(x)
            or is_array(x)
            or type(x) in PYTHON
            or isinstance(x, functools.partial)
            or (isinstance(x, Iterator) and not isinstance(x, io.IOBase))  # a file's numbers are text
            or self.handlers[id(x)] is not None
        ):
            yield x
        elif depth:
            inner: Iterable[Any] = ()
            if isinstance(x, dict):
                inner = itertools.chain(x.keys(), x.values())
            elif isinstance(x, list | tuple | set | frozenset | collections.deque):
                inner = set_orders.unordered(x)
            elif not isinstance(x, type | types.ModuleType | types.FunctionType | np.ndarray):
                inner = attributes(x)
            for v in inner:
                yield from self.followed(v, depth - 1)
