"""Followed numbers and text: floats that know their place on the tape, strings with a number's digits.

A class of its own for each run, so that a number kept from another run is never taken for one of this run's.
To Python they are floats; to arithmetic that no dispatcher sees (compiled code, modules that are not
instrumented) they answer by operators of their own, which find the line by the frame.
"""

from typing import Any

import numpy as np

REAL = (float, int, np.integer, np.bool_, np.floating)


def _binary(name: str) -> Any:
    def method(self: Any, other: Any) -> Any:
        if not isinstance(other, REAL):
            return NotImplemented
        return self.recorder.operators[name](self, other, self.recorder.frame_site())

    return method


def _reflected(name: str) -> Any:
    def method(self: Any, other: Any) -> Any:
        if not isinstance(other, REAL):
            return NotImplemented
        return self.recorder.operators[name](other, self, self.recorder.frame_site())

    return method


def _unary(name: str) -> Any:
    return lambda self, *digits: self.recorder.operators[name](self, self.recorder.frame_site(), *digits)


def _as_text(name: str) -> Any:
    plain = getattr(float, name)

    def method(self: Any, *rest: Any) -> Any:
        self.recorder.tape.escapes += 1
        return plain(self, *rest)

    return method


def _bits_used(self: Any) -> Any:
    self.recorder.needs_exact(self.recorder.frame_site(), self)
    return float.as_integer_ratio(self)


def _item(self: Any, index: Any) -> Any:
    """As of numpy's scalars: itself, or an array by a mask or a new axis."""
    if index is Ellipsis or (isinstance(index, tuple) and not index):
        return self
    if index is None or isinstance(index, bool | np.bool_ | np.ndarray):
        arrays = self.recorder.arrays
        return arrays.item(arrays.whole(float.__pos__(self), self.node), index)
    raise TypeError("'float' object is not subscriptable")


def _of_numpys(self: Any, name: str) -> Any:
    """What numpy's float64 has and Python's float has not: as of an array without axes."""
    recorder, value = self.recorder, float.__pos__(self)
    if name.startswith("__") or not hasattr(np.float64, name) or not recorder.is_numpys(self.node):
        raise AttributeError(f"'float' object has no attribute '{name}'")
    return getattr(recorder.arrays.whole(value, self.node), name)


def _hashed(self: Any) -> int:
    self.recorder.tape.hashed.add(self.node)
    return float.__hash__(self)


def _pickled(self: Any, protocol: Any) -> Any:
    self.recorder.tape.escapes += 1
    return float, (float.__pos__(self),)


def _number_methods() -> dict[str, Any]:
    names: dict[str, Any] = {"__slots__": ("node",), "__hash__": _hashed, "__reduce_ex__": _pickled}
    names["__array_priority__"] = -1.0  # numpy's scalars leave it to these methods, its arrays do not
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "divmod"):
        names[f"__{name}__"], names[f"__r{name}__"] = _binary(name), _reflected(name)
    names |= {f"__{name}__": _binary(name) for name in ("lt", "le", "gt", "ge", "eq", "ne")}
    names |= {f"__{name}__": _unary(name) for name in ("neg", "pos", "abs", "bool")}
    names |= {f"__{name}__": _unary(name) for name in ("int", "trunc", "floor", "ceil", "round")}
    names |= {name: _as_text(name) for name in ("__repr__", "__str__", "__format__")}
    names |= {"hex": _as_hex, "as_integer_ratio": _bits_used, "is_integer": _unary("is_integer")}
    names["__getattr__"] = _of_numpys
    names["conjugate"] = names["__copy__"] = lambda self: self
    names["__deepcopy__"] = lambda self, memo: self
    names["real"] = property(lambda self: self)
    names["imag"] = property(lambda self: self.recorder.integer(0, self.recorder.frame_site()))
    names["__class__"] = property(lambda self: float)
    names["__getitem__"] = _item  # numpy's scalars have it
    return names


def _asking(name: str) -> Any:
    plain = getattr(str, name)

    def method(self: Any, *other: Any) -> Any:
        self.recorder.lose(self.recorder.frame_site())
        return plain(self, *other)

    return method


def _still_text(name: str) -> Any:
    plain = getattr(str, name.replace("__radd__", "__add__"))

    def method(self: Any, other: Any) -> Any:
        found = plain(other, self) if name == "__radd__" else plain(self, other)
        return found if found is NotImplemented else type(self)(found)

    return method


def _as_hex(self: Any) -> Any:
    self.recorder.tape.escapes += 1
    return self.recorder.Text(float.hex(self))


KEPT = ("getitem", "add", "radd", "mul", "rmul")
ASKING = ("hash", "eq", "ne", "lt", "le", "gt", "ge", "contains", "len", "iter")
_Number = type("float", (float,), _number_methods())
_TEXT = {f"__{name}__": _asking(f"__{name}__") for name in ASKING}
_TEXT |= {f"__{name}__": _still_text(f"__{name}__") for name in KEPT}
_Text = type("str", (str,), {"__slots__": (), **_TEXT})


def number_class(recorder: Any) -> Any:
    """The class of one run's numbers."""
    return type("float", (_Number,), {"__slots__": (), "recorder": recorder})


def text_class(recorder: Any) -> Any:
    """Text with the digits of a number in it: to look it up, or to compare it, uses these very digits."""
    return type("str", (_Text,), {"__slots__": (), "recorder": recorder})
