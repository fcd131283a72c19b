"""Calls of builtins and of `math`: handlers by the identity of what is called.

A handler takes the site, the positional and the keyword arguments, and returns NotImplemented where the call
is not one for it; then the call is an edge (edges.py).
"""

import builtins
import decimal
import math
import numbers
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from flint import fmpq

from verify.inside.dispatch import functions
from verify.inside.dispatch.operators import OPERATOR_NAMES
from verify.inside.dispatch.set_orders import members
from verify.inside.dispatch.stores import owner_of
from verify.inside.dispatch.to_integers import Roundings, plain_number
from verify.inside.run.tape import SUM, Function
from verify.inside.values.followed import Recorder

Handler = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]
COMPARED = {
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
}  # numpy's names


def _named() -> dict[int, tuple[str, ...]]:
    """id of what is called -> the method that handles it, or that makes the handler of the arguments."""
    names = ["float", "int", "sum", "abs", "round", "pow", "divmod", "bool", "type", "setattr", "isinstance"]
    found: dict[int, tuple[str, ...]] = {id(getattr(builtins, name)): (f"call_{name}",) for name in names}
    found |= {id(getattr(builtins, name)): ("extreme", name) for name in ("min", "max")}
    for name in (*OPERATOR_NAMES, "neg", "abs", "pos"):
        found[id(getattr(operator, name))] = ("of_operator", name)
        if hasattr(float, f"__{name}__"):  # float.__add__ and the like, called as functions
            found[id(getattr(float, f"__{name}__"))] = ("of_operator", name)
    return found | {id(function): ("decimals",) for function in (decimal.localcontext, decimal.setcontext)}


class Table(dict[int, Any]):
    """Handlers by identity, made when they are asked for."""

    def __init__(self, *handlers: Any) -> None:
        super().__init__()
        self.handlers = handlers

    def __missing__(self, key: int) -> Handler | None:
        for handlers in self.handlers:
            if (name := handlers.NAMED.get(key)) is not None:
                method: Any = getattr(handlers, name[0])
                self[key] = method(*name[1:]) if len(name) > 1 else method
                return self[key]  # type: ignore[no-any-return]
        return None


class Builtins(Roundings):
    """The handlers of one run."""

    NAMED: ClassVar[dict[int, tuple[Any, ...]]] = _named()

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.tape = recorder.tape
        self.table = Table(self, recorder.complexes)
        self.own_context = False
        recorder.operators |= {"int": self.integer("trunc"), "trunc": self.integer("trunc")}
        recorder.operators |= {"floor": self.integer("floor"), "ceil": self.integer("ceil")}
        recorder.operators |= {
            "round": self.rounded,
            "decimal": self.to_places,
            "is_integer": self.is_integer,
        }

    # --- helpers --------------------------------------------------------------------------------------

    def numbers(self, site: int, x: tuple[Any, ...]) -> list[Any] | None:
        """Followed numbers, if all are real numbers and one is a float; OverflowError as Python has it."""
        if not all(isinstance(v, float | int) for v in x):
            return None
        return [self.recorder.lift(v, site) for v in x]

    def made(
        self, function: Function, site: int, operands: list[Any], value: float, edge: bool = True
    ) -> Any:
        place = self.tape.applied(function, site, [v.node for v in operands], value)
        if edge:
            self.tape.edges.setdefault((site, function.name), []).append(place)
        return self.recorder.number(value, place)

    def known(self, function: Function) -> Handler:
        plain = getattr(math, function.name)

        def call(site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
            operands = self.numbers(site, x)
            if operands is None or named:
                return NotImplemented
            value = self.recorder.on_floats(plain, *map(plain_number, x))
            return self.made(function, site, operands, value)

        return call

    def of_operator(self, name: str) -> Handler:
        def call(site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
            if named or not any(isinstance(v, float | int | np.ndarray | np.generic) for v in x):
                return NotImplemented
            return self.recorder.operators[name](*x, site)

        return call

    # --- builtins -------------------------------------------------------------------------------------

    def call_float(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) != 1 or named:
            return self.recorder.leaf(site, 0.0) if not x and not named else NotImplemented
        (v,) = x
        if isinstance(v, np.integer | np.bool_):
            v = int(v)
        if isinstance(v, float | int):
            number = self.recorder.lift(v, site)
            return self.recorder.pythons(site, float.__pos__(number), number.node)
        if self.recorder.is_scalar(v):
            return self.recorder.pythons(site, float(v.bare()), v.node)
        if isinstance(v, str):
            return self._parsed(v, site)
        if isinstance(v, np.ndarray):
            return NotImplemented
        if not hasattr(type(v), "__float__"):
            return NotImplemented
        found = type(v).__float__(v)
        if type(found) is self.recorder.Number:
            return found
        exact = None if self.tape.escapes else self._as_rational(v)
        if exact is None:  # how it became a float is not known
            return self.recorder.leaf(site, float(found), None)
        return self.recorder.rational(site, float(found), exact)

    def _as_rational(self, x: Any) -> fmpq | None:
        """What a decimal is, as long as none was rounded in this run, or a rational of whatever library."""
        if isinstance(x, decimal.Decimal):
            rounded = self.own_context or decimal.getcontext().flags[decimal.Inexact]
            return None if rounded or not x.is_finite() else fmpq(*x.as_integer_ratio())
        return fmpq(int(x.numerator), int(x.denominator)) if isinstance(x, numbers.Rational) else None

    def decimals(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Decimals get a context of the program's own, which may forget that it rounded."""
        self.own_context = True
        return NotImplemented

    def _parsed(self, text: str, site: int) -> Any:
        value = float(text)
        if not math.isfinite(value):
            return self.recorder.leaf(site, value)
        if self.tape.escapes:
            return self.recorder.outside(value, site)
        says = Fraction(text.strip().replace("_", ""))
        return self.recorder.rational(site, value, fmpq(says.numerator, says.denominator))

    def call_int(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) == 1 and isinstance(x[0], float):
            return self.integer("trunc")(self.recorder.lift(x[0], site), site)
        if x and isinstance(x[0], int):
            return int(*x, **named)
        if len(x) == 1 and isinstance(x[0], np.ndarray) and hasattr(x[0], "nodes"):
            return NotImplemented
        # Text or an object: it may be made of numbers that went out.
        if self.tape.escapes:
            self.recorder.lose(site)
        return int(*x, **named)

    def call_round(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if named.keys() - {"ndigits"} or not x or not isinstance(x[0], float):
            return NotImplemented
        digits = x[1] if len(x) > 1 else named.get("ndigits")
        return self.rounded(x[0], site, digits)

    def call_abs(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) == 1 and isinstance(x[0], float):
            return self.recorder.operators["abs"](x[0], site)
        return NotImplemented

    def call_pow(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.recorder.operators["pow"](*x, site) if len(x) == 2 and not named else NotImplemented

    def call_divmod(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self.recorder.operators["divmod"](*x, site) if len(x) == 2 else NotImplemented

    def call_bool(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) == 1 and isinstance(x[0], float):
            return self.recorder.operators["bool"](x[0], site)
        return NotImplemented

    def call_type(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(x) != 1:
            return NotImplemented
        if self.is_numpys(x[0]):
            return np.float64
        return x[0].__class__ if isinstance(x[0], float | complex | np.generic) else type(x[0])

    def call_isinstance(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return issubclass(np.float64, x[1]) if self.is_numpys(x[0]) else isinstance(*x, **named)

    def is_numpys(self, x: Any) -> bool:
        """Is it a followed number, and numpy's float64 in the program's eyes?"""
        return type(x) is self.recorder.Number and self.recorder.is_numpys(x.node)

    def call_setattr(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """v.flat = x is v[...] = x."""
        return setattr(owner_of(self.recorder)(x[0], site), *x[1:]) if len(x) == 3 else NotImplemented

    def call_sum(self, site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The float is what this Python's own sum makes of the floats (it compensates from 3.12 on)."""
        if not x or len(x) + len(named) > 2:
            return NotImplemented
        items = [*x[1:2], *(named.get("start", ()) and (named["start"],)), *members(x[0])]
        numpys = any(isinstance(v, np.integer) for v in items) and any(isinstance(v, float) for v in items)
        if numpys:
            items = [int(v) if isinstance(v, np.integer) else v for v in items]
        if not any(isinstance(v, float) for v in items) or not all(isinstance(v, float | int) for v in items):
            return (
                builtins.sum(items[1:], items[0]) if len(x) > 1 or "start" in named else builtins.sum(items)
            )
        value = builtins.sum([plain_number(v) for v in items])
        total = self.summed(site, items, value, "sum", edge=False)
        return self.recorder.numpys(site, total) if numpys else total

    def summed(self, site: int, items: list[Any], value: float, name: str, edge: bool = True) -> Any:
        places = [self.recorder.lift(v, site).node for v in items]
        place = self.tape.many(SUM, site, places, value)
        if edge:
            self.tape.edges.setdefault((site, name), []).append(place)
        return self.recorder.number(value, place)

    def extreme(self, name: str) -> Handler:
        """min and max of numbers: which of them it is is not a decision, since the function is continuous."""
        plain = getattr(builtins, name)
        function = functions.EXTREMES[name]

        def call(site: int, x: tuple[Any, ...], named: dict[str, Any]) -> Any:
            several = len(x) == 1 and not isinstance(x[0], float | int)
            items = list(x[0] if "key" in named else members(x[0])) if several else list(x)
            if named or not items or not all(isinstance(v, float | int) for v in items):
                named = {k: self.recorder.wrapped(v, k == "key") for k, v in named.items()}
                return plain(items, **named) if items or named else plain(*x, **named)
            if not any(isinstance(v, float) for v in items):
                return plain(items)
            best = items[0]
            for v in items[1:]:
                a, b = self.recorder.lift(best, site), self.recorder.lift(v, site)
                value = plain(plain_number(best), plain_number(v))
                if isinstance(value, int):  # an int remains one; that it is, is a decision
                    first = self.recorder.decided(site, ">=" if name == "max" else "<=", a, b, value is best)
                    best = best if first else v
                else:
                    best = self.made(function, site, [a, b], value, edge=False)
            return best

        return call
