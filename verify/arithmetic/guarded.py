"""Balls that tell when they are turned into a float, and comparisons of them that are open.

`math.cos(ball)` and `float(ball)` give a float without a word, and what follows from it encloses nothing.
A C type cannot be told to refuse; a class made from it can. Operations and methods of a guarded ball give
guarded balls, so that the first conversion on the way is seen, with its place. Guarding costs some
microseconds an operation: `watched` guards the first runs of a function, and every run of one that compares.

What it does not see: a conversion on a branch that the guarded runs did not take; one of a ball that no
guarded ball went into (`math.cos(arb.pi())`); and what went through `acb`, `arb_series` or `arb(x)` before. A
point of a ball (`x.mid()`, `x.upper()`) is not guarded: who asks for it has chosen it, as where to cut a sum.
"""

import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import mapped
from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import Hopeless, Unsettled

RUNS = 2  # of each function that are guarded
HERE = {__file__}


class BallBecameFloat(Hopeless):
    """A ball was turned into a float, which encloses nothing. The message says where."""


def _place() -> str:
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename in HERE:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}, line {frame.f_lineno}"


class Guarded(arb):
    """A ball whose conversion to a float is an error."""

    def __float__(self) -> float:
        raise BallBecameFloat(
            f"a ball became a float at {_place()}; use the functions of balls (R.cos(x), x.cos()) instead of "
            "math's and float()"
        )

    def __int__(self) -> int:
        raise BallBecameFloat(f"a ball became an integer at {_place()}; use x.floor() or x.unique_fmpz()")

    __complex__ = __float__
    __hash__ = arb.__hash__


class Compared(Guarded):
    """A guarded ball of a body: a comparison that its radius leaves open wants more bits."""

    def _decided(self, holds: bool, fails: bool) -> bool:
        COMPARING.add(True)
        if not holds and not fails:
            raise Unsettled(f"cannot decide a comparison at {_place()}")
        return holds

    def __lt__(self, other: Any) -> bool:
        return self._decided(arb.__lt__(self, other), arb.__ge__(self, other))

    def __le__(self, other: Any) -> bool:
        return self._decided(arb.__le__(self, other), arb.__gt__(self, other))

    def __gt__(self, other: Any) -> bool:
        return self._decided(arb.__gt__(self, other), arb.__le__(self, other))

    def __ge__(self, other: Any) -> bool:
        return self._decided(arb.__ge__(self, other), arb.__lt__(self, other))

    def __eq__(self, other: object) -> bool:
        return self._decided(arb.__eq__(self, other), arb.__ne__(self, other))

    def __ne__(self, other: object) -> bool:
        return self._decided(arb.__ne__(self, other), arb.__eq__(self, other))

    def __bool__(self) -> bool:
        return self != 0

    __hash__ = arb.__hash__


COMPARING: set[bool] = set()  # whether the run in progress compared; emptied before each


def _forwarded(name: str, kind: type) -> Callable[..., Any]:
    plain = getattr(arb, name)

    def method(self: arb, *x: Any, **named: Any) -> Any:
        return guarded(plain(self, *x, **named), kind)

    return method


COMPARISONS = {"__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"}
OPERATORS = {"__neg__", "__pos__", "__abs__", "__invert__"} | {
    f"__{side}{name}__" for side in ("", "r") for name in ("add", "sub", "mul", "truediv", "floordiv", "pow")
}
# Who asks for a point of a ball has chosen it: where to cut a sum, say.
POINTS = {"mid", "rad", "lower", "upper", "abs_lower", "abs_upper"}
METHODS = OPERATORS.intersection(vars(arb)) | {
    name
    for name, found in vars(arb).items()
    if not (name.startswith("_") or name in POINTS or isinstance(found, staticmethod)) and callable(found)
}
for _kind in (Guarded, Compared):
    for _name in METHODS:
        setattr(_kind, _name, _forwarded(_name, _kind))


def guarded(value: Any, kind: type = Guarded) -> Any:
    """The value with its balls guarded, in tuples, lists and object arrays as well."""
    if isinstance(value, arb):
        return kind(value)
    if isinstance(value, tuple | list):
        return type(value)(guarded(v, kind) for v in value)
    if isinstance(value, np.ndarray) and any(isinstance(v, arb) for v in value.flat):
        return mapped(lambda v: guarded(v, kind), value)
    return value


def plain(value: Any) -> Any:
    """The value with its balls as they were before they were guarded."""
    if isinstance(value, Guarded):
        return arb(value)
    if isinstance(value, tuple | list):
        return type(value)(map(plain, value))
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, np.ndarray) and any(isinstance(v, Guarded) for v in value.flat):
        return mapped(plain, value)
    return value


class GuardedBall(Ball):
    """The arithmetic of balls for a guarded run of a body."""

    def __call__(self, value: Any) -> arb:
        return Compared(arb(value))

    def pi(self) -> arb:
        return Compared(arb.pi())

    def pivot(self, column: Any) -> int:
        return super().pivot([arb(x) for x in column])


class Watch:
    """What is known of a function: how many guarded runs are still to come, whether it compares, and the
    fault that was found: it stands for every later run."""

    def __init__(self) -> None:
        self.left = RUNS
        self.compares = False
        self.fault: BallBecameFloat | None = None

    def run(self, evaluate: Callable[[], Any]) -> Any:
        """One guarded run."""
        if self.fault is not None:
            raise self.fault
        try:
            value = plain(evaluate())
        except Unsettled:  # it did not come to its end
            raise
        except BallBecameFloat as fault:
            self.fault = fault
            raise
        self.left = max(self.left - 1, 0)
        return value


@lru_cache(maxsize=4096)
def _watch(key: Any) -> Watch:
    return Watch()


def watched(function: Callable[..., Any], key: Any = None) -> Callable[..., Any]:
    """A function of balls, refused where it turns one into a float. `key` says what is the same function
    where the object is made anew."""
    watch = _watch(function if key is None else key)

    def run(*x: Any) -> Any:
        if not watch.left:
            return function(*x)
        return watch.run(lambda: function(*guarded(x)))

    return run


def watched_body(body: Callable[..., Any], key: Any = None) -> Callable[..., Any]:
    """A body over R in balls, *x and the parameters: refused where it turns one into a float, and with more
    bits asked for where a comparison is open."""
    watch = _watch((body, key))

    def run(*x: Any, **parameters: int) -> Any:
        if not watch.left and not watch.compares:
            return body(Ball(), *x, **parameters)
        COMPARING.clear()
        try:
            return watch.run(lambda: body(GuardedBall(), *guarded(x, Compared), **parameters))
        finally:
            watch.compares = watch.compares or bool(COMPARING)

    return run
