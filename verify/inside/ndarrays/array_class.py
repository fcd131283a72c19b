"""The class of followed arrays: ndarrays that know the place on the tape of each of their entries."""

from typing import Any

import numpy as np

STRUCTURAL_METHODS = """reshape ravel flatten transpose squeeze swapaxes repeat take diagonal copy compress
__copy__"""
BITS = ("tobytes", "tofile", "dump", "dumps", "byteswap", "getfield")
PARTITIONS = ("partition", "argpartition")  # these compare entries
MEMORY = ("data", "ctypes", "__array_interface__", "__array_struct__")
AS_FUNCTIONS = """sum mean prod var std max min cumsum cumprod dot argmax argmin any all round clip sort
argsort partition argpartition searchsorted nonzero"""
IN_PLACE = ("sort", "partition")


def _structural(name: str) -> Any:
    plain = getattr(np.ndarray, "copy" if name == "__copy__" else name)

    def method(self: Any, *x: Any, **named: Any) -> Any:
        values, nodes = self.recorder.arrays.parts(self)
        return self.recorder.arrays.like_numpys(plain(values, *x, **named), plain(nodes, *x, **named))

    return method


def _as_function(name: str) -> Any:
    def method(self: Any, *x: Any, **named: Any) -> Any:
        if name in IN_PLACE:
            self[...] = self.recorder.arrays.function(getattr(np, name), (self, *x), named)
            return None
        return self.recorder.arrays.function(getattr(np, name), (self, *x), named)

    return method


def _on_ufunc(self: Any, ufunc: Any, method: str, *x: Any, **named: Any) -> Any:
    return self.recorder.arrays.ufunc(ufunc, method, x, named)


def _on_function(self: Any, function: Any, types: Any, x: Any, named: Any) -> Any:
    return self.recorder.arrays.function(function, x, named)


def _written(name: str) -> Any:
    plain = getattr(np.ndarray, name)

    def method(self: Any, *rest: Any) -> Any:
        self.recorder.tape.escapes += 1
        return plain(self.view(np.ndarray), *rest)

    return method


def refused(name: str) -> Any:
    """What shows the bits of numbers: numpy answers, and from there on nothing is known."""

    def method(self: Any, *x: Any, **named: Any) -> Any:
        self.recorder.lose(self.recorder.arrays.site)
        return getattr(self.view(np.ndarray), name)(*x, **named)

    return method


def given_away(name: str) -> Any:
    """The same for what is not a method: the memory itself."""

    def part(self: Any) -> Any:
        self.recorder.lose(self.recorder.arrays.site)
        return getattr(self.view(np.ndarray), name)

    return property(part)


def _wrapped(self: Any, found: Any, context: Any = None, return_scalar: bool = False) -> Any:
    """What numpy's own Python asks for, so that what it made of an array looks like the array."""
    return found[()] if return_scalar and not np.ndim(found) else found


def _whole(self: Any) -> int:
    """int(array) asked by code that no dispatcher sees."""
    recorder = self.recorder
    found: int = recorder.operators["int"](self.item(), recorder.frame_site())
    return found


class Flat:
    """The entries of a followed array in one row, to be read and to be written."""

    def __init__(self, array: Any) -> None:
        self.base = array
        self.arrays = array.recorder.arrays
        self.entries = iter(array.ravel())

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return next(self.entries)

    def __len__(self) -> int:
        return int(self.base.size)

    def __getitem__(self, index: Any) -> Any:
        values, nodes = self.arrays.parts(self.base)
        return self.arrays.made(values.flat[index], nodes.flat[index])

    def __setitem__(self, index: Any, value: Any) -> None:
        values, nodes = self.arrays.parts(self.base)
        values.flat[index], nodes.flat[index] = self.arrays.converted(*self.arrays.parts(value), values.dtype)

    def __array__(self, *x: Any, **named: Any) -> Any:
        return self.base.ravel()

    def copy(self) -> Any:
        return self.base.flatten()


def _methods() -> dict[str, Any]:
    names: dict[str, Any] = {
        "nodes": None,
        "__array_finalize__": lambda self, whole: None,
        "__array_priority__": 1000,
        "__array_ufunc__": _on_ufunc,
        "__array_function__": _on_function,
        "__array_wrap__": _wrapped,
        "__array__": lambda self, dtype=None, copy=None: self if dtype is None else self.astype(dtype),
        "__getitem__": lambda self, index: self.recorder.arrays.item(self, index),
        "__setitem__": lambda self, index, value: self.recorder.arrays.set_item(self, index, value),
        "__iter__": lambda self: (self[k] for k in range(len(self))),  # as they are when it is their turn
        "__bool__": lambda self: self.recorder.arrays.truth(self),
        "__int__": _whole,
        "__float__": lambda self: float(self.item()),
        "__deepcopy__": lambda self, memo: self.copy(),
        "conj": lambda self: self,
        "conjugate": lambda self: self,
        "item": lambda self, *index: self.recorder.arrays.scalar(self, index),
        "tolist": lambda self: self.recorder.arrays.listed(self),
        "astype": lambda self, dtype, **named: self.recorder.arrays.as_type(self, dtype, **named),
        "fill": lambda self, value: self.recorder.arrays.set_item(self, Ellipsis, value),
        "T": property(lambda self: self.transpose()),
        "flat": property(Flat, lambda self, value: Flat(self).__setitem__(Ellipsis, value)),
        "real": property(lambda self: self, lambda self, value: self.__setitem__(Ellipsis, value)),
        "imag": property(lambda self: self.recorder.arrays.data(np.zeros(self.shape, self.dtype))),
        "trace": lambda self: self.diagonal().sum(),
    }
    names |= {name: refused(name) for name in BITS} | {name: given_away(name) for name in MEMORY}
    names |= {name: _written(name) for name in ("__str__", "__repr__", "__format__")}
    names |= {name: _structural(name) for name in STRUCTURAL_METHODS.split()}
    return names | {name: _as_function(name) for name in AS_FUNCTIONS.split()}


_Array = type("ndarray", (np.ndarray,), _methods())


def array_class(recorder: Any) -> Any:
    """The class of one run's arrays."""
    return type("ndarray", (_Array,), {"recorder": recorder})
