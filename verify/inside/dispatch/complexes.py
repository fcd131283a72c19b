"""Followed complex numbers: two followed real parts, each a function of the parts of the operands.

Sums are sums of the parts. A product, a quotient or a function has two numbers on the tape, its real and
its imaginary part, whose exact counterparts are parts of one complex ball. Nothing is claimed where the ball
meets a branch cut; where both the float and its counterpart lie on the negative numbers, the sign of the
float's zero says which side is meant.
"""

import cmath
import math
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flint import acb, arb

from verify.inside.dispatch import functions
from verify.inside.dispatch.cuts import (
    CUTS,
    ENTIRE,
    ON_THE_NEGATIVE,
    Whole,
    from_a_side,
    parts_of,
    power,
    with_cuts,
)
from verify.inside.run.kinds import FLOAT64, PYTHONS
from verify.inside.run.tape import Function
from verify.inside.values.followed import Recorder

UNKNOWN = complex(math.nan, math.nan)


def _named() -> dict[int, tuple[str, ...]]:
    """id of what is called -> the method that handles it, or that makes the handler of the arguments."""
    found: dict[int, tuple[str, ...]] = {
        id(getattr(cmath, name)): ("function", name) for name in (*ENTIRE, *ON_THE_NEGATIVE, *CUTS)
    }
    return (
        found
        | {id(getattr(cmath, name)): (name,) for name in ("phase", "polar", "rect")}
        | {id(complex): ("build",)}
    )


class Complexes:
    """The complex numbers of one run."""

    NAMED: ClassVar[dict[int, tuple[str, ...]]] = _named()

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.Complex = complex_class(recorder)

    def made(self, re: Any, im: Any) -> Any:
        new = self.Complex(float.__pos__(re), float.__pos__(im))
        new.re, new.im = re, im
        return new

    def lift(self, x: Any, site: int) -> Any:
        """A followed complex number for what is a number to Python, else None."""
        if type(x) is self.Complex:
            return x
        if isinstance(x, complex):  # from code that is not followed
            self.recorder.tape.leaks[site] += 1
            return self.made(self.recorder.leaf(site, x.real, None), self.recorder.leaf(site, x.imag, None))
        re = self.recorder.lift(x, site)
        return None if re is None else self.made(re, self.recorder.integer(0, site))

    def imaginary(self, y: Any) -> Any:
        """What a literal such as 0.1j is."""
        return self.made(self.recorder.integer(0, self.recorder.frame_site()), y)

    def applied(
        self, name: str, whole: Whole, x: Sequence[Any], value: complex, site: int, edge: bool
    ) -> Any:
        tape, places = self.recorder.tape, [part.node for z in x for part in (z.re, z.im)]
        found = []
        for function, v in zip(parts_of(name, whole), (value.real, value.imag), strict=True):
            place = tape.applied(function, site, places, v)
            if edge:
                tape.edges.setdefault((site, name), []).append(place)
            found.append(self.recorder.number(v, place))
        return self.made(*found)

    def computed(self, function: Callable[..., Any], *x: Any) -> complex:
        """What the floats make of it."""
        found = self.recorder.on_floats(function, *map(plain, x))
        return complex(found) if found == found else UNKNOWN

    def binary(self, name: str, a: Any, b: Any, site: int) -> Any:
        if name == "pow":
            return self.power(a, b, site)
        x, y = self.lift(a, site), self.lift(b, site)
        if x is None or y is None:
            return NotImplemented
        if name in ("add", "sub"):
            operator = self.recorder.operators[name]
            return self.made(operator(x.re, y.re, site), operator(x.im, y.im, site))
        if name == "eq":
            return all(self.recorder.operators["eq"](p, q, site) for p, q in ((x.re, y.re), (x.im, y.im)))
        value = self.computed(getattr(complex, f"__{name}__"), x, y)
        whole = getattr(acb, f"__{name}__")
        return self.applied("*" if name == "mul" else "/", whole, (x, y), value, site, edge=False)

    def power(self, a: Any, b: Any, site: int) -> Any:
        x, y = self.lift(a, site), self.lift(b, site)
        if x is None or y is None:
            return NotImplemented
        value = self.computed(complex.__pow__, x, y)
        if isinstance(b, int):
            n = int(b)
            return self.applied("pow", lambda z: z**n, (x,), value, site, edge=False)
        return self.applied("pow", self.whole("pow", side(x.im)), (x, y), value, site, edge=False)

    def function(self, name: str) -> Callable[..., Any]:
        """The handler of a function of cmath of one number."""

        def call(site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
            z = self.lift(x[0], site) if len(x) == 1 and not named else None
            if z is None:
                return NotImplemented
            value = self.computed(getattr(cmath, name), z)
            return self.applied(name, self.whole(name, side(z.im)), (z,), value, site, edge=True)

        return call

    def whole(self, name: str, side: float) -> Whole:
        """A function of cmath. `side`: the sign of the zero that an imaginary part is, or 0."""
        if name in ENTIRE:
            whole: Whole = getattr(acb, name)
            return whole
        if name in CUTS:
            return with_cuts(name)
        if name == "pow":
            return from_a_side(power, side)
        if name == "log10":
            return from_a_side(lambda w: w.log() / arb(10).log(), side)
        return from_a_side(getattr(acb, name), side)

    def size(self, z: Any, site: int) -> Any:
        value, places = self.recorder.on_floats(complex.__abs__, z), [z.re.node, z.im.node]
        kind = FLOAT64 if any(map(self.recorder.is_numpys, places)) else PYTHONS
        place = self.recorder.tape.applied(functions.hypot(2), site, places, value, kind)
        return self.recorder.number(value, place)

    def phase(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        z = self.lift(x[0], site) if len(x) == 1 and not named else None
        if z is None:
            return NotImplemented
        whole = from_a_side(acb.log, side(z.im))
        angle = Function("phase", lambda a, b: whole(acb(a, b)).imag)
        value = self.recorder.on_floats(cmath.phase, plain(z))
        place = self.recorder.tape.applied(angle, site, [z.re.node, z.im.node], value)
        self.recorder.tape.edges.setdefault((site, "phase"), []).append(place)
        return self.recorder.number(value, place)

    def polar(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        z = self.lift(x[0], site) if len(x) == 1 and not named else None
        return NotImplemented if z is None else (self.size(z, site), self.phase(site, x, named))

    def rect(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        operands = [self.recorder.lift(v, site) for v in x]
        if len(operands) != 2 or named or None in operands:
            return NotImplemented
        r, phi = (self.lift(v, site) for v in operands)
        value = self.computed(cmath.rect, *operands)
        return self.applied(
            "rect", lambda a, b: a * acb(b.real.cos(), b.real.sin()), (r, phi), value, site, edge=True
        )

    def build(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """complex(...)"""
        given = dict(zip(("real", "imag"), x, strict=False)) | named
        if given and not any(isinstance(v, str | complex) for v in given.values()):
            widened = (self.recorder.widened(given.get(k, 0)) for k in ("real", "imag"))
            parts = [self.recorder.lift(v, site) for v in widened]
            return NotImplemented if None in parts else self.made(*parts)
        return x[0] if len(x) == 1 and not named and type(x[0]) is self.Complex else NotImplemented


def plain(x: Any) -> Any:
    return complex.__pos__(x) if isinstance(x, complex) else float.__pos__(x)


def side(im: Any) -> float:
    """The sign of the zero that a float is; 0 if it is none."""
    return math.copysign(1.0, float.__pos__(im)) if float.__eq__(im, 0.0) else 0.0


def _site(self: Any) -> int:
    found: int = self.recorder.frame_site(3)
    return found


def _binary(name: str, reflected: bool = False) -> Any:
    def method(self: Any, other: Any) -> Any:
        a, b = (other, self) if reflected else (self, other)
        return self.recorder.complexes.binary(name, a, b, _site(self))

    return method


def _written(name: str) -> Any:
    def method(self: Any, *rest: Any) -> Any:
        self.recorder.tape.escapes += 1
        return getattr(complex, name)(self, *rest)

    return method


def _hashed(self: Any) -> int:
    self.recorder.lose(_site(self))
    return complex.__hash__(self)


def _truth(self: Any) -> bool:
    return any(self.recorder.operators["bool"](part, _site(self)) for part in (self.re, self.im))


def _differs(self: Any, other: Any) -> Any:
    same = self.recorder.complexes.binary("eq", self, other, _site(self))
    return same if same is NotImplemented else not same


def _negative(self: Any) -> Any:
    negate, site = self.recorder.operators["neg"], _site(self)
    return self.recorder.complexes.made(negate(self.re, site), negate(self.im, site))


def _conjugate(self: Any) -> Any:
    return self.recorder.complexes.made(self.re, self.recorder.operators["neg"](self.im, _site(self)))


def _pickled(self: Any, protocol: Any) -> Any:
    self.recorder.tape.escapes += 1
    return complex, (float.__pos__(self.re), float.__pos__(self.im))


def _methods() -> dict[str, Any]:
    names: dict[str, Any] = {"__slots__": ("im", "re"), "__reduce_ex__": _pickled, "__hash__": _hashed}
    for name in ("add", "sub", "mul", "truediv", "pow"):
        names[f"__{name}__"], names[f"__r{name}__"] = _binary(name), _binary(name, reflected=True)
    names |= {name: _written(name) for name in ("__repr__", "__str__", "__format__")}
    names |= {"__eq__": _binary("eq"), "__ne__": _differs, "__bool__": _truth, "__neg__": _negative}
    names["__abs__"] = lambda self: self.recorder.complexes.size(self, _site(self))
    names["__pos__"] = names["__copy__"] = names["__complex__"] = lambda self: self
    names["__deepcopy__"] = lambda self, memo: self
    names["conjugate"] = names["conj"] = _conjugate
    names |= {"real": property(lambda self: self.re), "imag": property(lambda self: self.im)}
    names["__class__"] = property(lambda self: complex)
    return names


_Complex = type("complex", (complex,), _methods())


def complex_class(recorder: Recorder) -> Any:
    """The class of one run's complex numbers."""
    return type("complex", (_Complex,), {"__slots__": (), "recorder": recorder})
