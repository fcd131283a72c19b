"""Followed scalars of numpy's narrower types: float32 and its like that know their place on the tape.

To Python they are numpy's own. What two of one type make of each other is recorded here; whatever else stands
beside them goes by the rules of numpy's promotion (ufuncs.py).
"""

import functools
import operator
from typing import Any

import numpy as np

from verify.inside.run.kinds import kind_of
from verify.inside.run.tape import ADD, DIV, KIND, MUL, SUB

BINARY = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.divide,
    "floordiv": np.floor_divide,
    "mod": np.remainder,
    "pow": np.power,
    "lt": np.less,
    "le": np.less_equal,
    "gt": np.greater,
    "ge": np.greater_equal,
    "eq": np.equal,
    "ne": np.not_equal,
}
UNARY = {"neg": np.negative, "pos": np.positive, "abs": np.absolute}
BASIC = {"add": ADD, "sub": SUB, "mul": MUL, "truediv": DIV}
COMPARISONS = {"lt", "le", "gt", "ge", "eq", "ne"}
BUFFERS = ("data", "__array_interface__", "__array_struct__")
REAL = (bool, int, float, np.generic, np.ndarray)


def _site(self: Any) -> int:
    current: int | None = self.recorder.current
    return int(self.recorder.frame_site(3)) if current is None else current


def _binary(name: str, reflected: bool = False) -> Any:
    plain, operation = getattr(operator, name), BASIC.get(name)

    def method(self: Any, other: Any) -> Any:
        recorder, site = self.recorder, _site(self)
        if operation is not None and type(other) is type(self):
            one, two = (other, self) if reflected else (self, other)
            value, code = plain(one.bare(), two.bare()), operation | kind_of(self.dtype) << KIND
            return recorder.scalar(value, recorder.tape.add(code, site, one.node, two.node, float(value)))
        if not isinstance(other, REAL):
            return NotImplemented
        operands = (other, self) if reflected else (self, other)
        return recorder.arrays.call(site, BINARY[name], operands, {})

    return method


def _unary(name: str) -> Any:
    return lambda self: self.recorder.arrays.call(_site(self), UNARY[name], (self,), {})


def _truth(self: Any) -> bool:
    return bool(self.recorder.operators["bool"](self.recorder.widened(self), _site(self)))


def _as_number(name: str) -> Any:
    """By way of the Python float that it is."""
    return lambda self: self.recorder.operators[name](self.recorder.widened(self), _site(self))


def _rounded(self: Any, digits: Any = None) -> Any:
    site = _site(self)
    found = self.recorder.operators["round"](self.recorder.widened(self), site, digits)
    return found if digits is None else self.recorder.arrays.cast(found, self.dtype, site)


def _written(name: str) -> Any:
    def method(self: Any, *rest: Any) -> Any:
        self.recorder.tape.escapes += 1
        return getattr(type(self.bare()), name)(self.bare(), *rest)

    return method


def _hashed(self: Any) -> int:
    self.recorder.tape.hashed.add(self.node)
    return hash(self.bare())


def _bits_used(self: Any) -> Any:
    self.recorder.needs_exact(_site(self), self)
    return self.bare().as_integer_ratio()


def _refused(name: str) -> Any:
    """What else numpy's scalars can do, such as showing their bits: from there on nothing is known."""

    def method(self: Any, *x: Any, **named: Any) -> Any:
        self.recorder.lose(_site(self))
        return getattr(self.bare(), name)(*x, **named)

    return method


def _inherited(plain: Any, known: dict[str, Any]) -> dict[str, Any]:
    """What gives away what a number is made of, and has no method here."""
    names = [n for n in dir(plain) if callable(getattr(plain, n)) and not n.startswith("_")]
    found = {n: _refused(n) for n in names if n not in known}
    return found | {n: property(_given_away(n)) for n in BUFFERS}


def _given_away(name: str) -> Any:
    def part(self: Any) -> Any:
        self.recorder.lose(_site(self))
        return getattr(self.bare(), name)

    return part


def _by_array(name: str) -> Any:
    """A method that arrays have too: that of an array without axes."""

    def method(self: Any, *x: Any, **named: Any) -> Any:
        return getattr(self.recorder.arrays.whole(self.bare(), self.node), name)(*x, **named)

    return method


def _pickled(self: Any, protocol: Any) -> Any:
    self.recorder.tape.escapes += 1
    return type(self.bare()), (float(self.bare()),)


def _methods(plain: Any) -> dict[str, Any]:
    names: dict[str, Any] = {"__hash__": _hashed, "__bool__": _truth, "__reduce_ex__": _pickled}
    for name in BINARY:
        names[f"__{name}__"] = _binary(name)
        if name not in COMPARISONS:
            names[f"__r{name}__"] = _binary(name, reflected=True)
    names["__divmod__"] = lambda self, other: (self // other, self % other)
    names |= {f"__{name}__": _unary(name) for name in UNARY}
    names |= {f"__{name}__": _as_number(name) for name in ("int", "trunc", "floor", "ceil")}
    names |= {name: _written(name) for name in ("__repr__", "__str__", "__format__")}
    names |= {"__round__": _rounded, "as_integer_ratio": _bits_used, "is_integer": _as_number("is_integer")}
    names["item"] = lambda self, *index: self.recorder.pythons(_site(self), float(self.bare()), self.node)
    names["tolist"], names["__float__"] = names["item"], lambda self: float(self.bare())
    names |= {
        name: _by_array(name) for name in ("astype", "sum", "mean", "reshape", "ravel", "flatten", "clip")
    }
    names |= {name: lambda self: self for name in ("copy", "conjugate", "conj", "squeeze", "__copy__")}
    names["__deepcopy__"] = lambda self, memo: self
    names |= {"real": property(lambda self: self), "T": property(lambda self: self)}
    names["bare"] = lambda self: plain(self)
    names["__class__"] = property(lambda self: plain)
    return names | _inherited(plain, names)


@functools.cache
def _class(plain: Any) -> Any:
    return type(plain.__name__, (plain,), _methods(plain))


def scalar_class(recorder: Any, plain: Any) -> Any:
    """The class of one run's scalars of a type of numpy's."""
    return type(plain.__name__, (_class(plain),), {"recorder": recorder})
