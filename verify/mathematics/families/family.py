"""A family of matrices or vectors, and its call as text: hilbert(10), random(20, 20, kappa=1e10)."""

import difflib
import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import nearest
from verify.core.errors import BadInput
from verify.core.literals import rational
from verify.mathematics.linear import array

LARGEST = 1_000_000  # entries
CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*")
Entry = Callable[[int, int], Any]  # row and column from 1


@dataclass(frozen=True)
class Family:
    """A family, with what theorems say of it.

    make         (*arguments) -> the exact matrix or vector, rationals or float64
    says         a description in one line
    inverse      (*arguments) -> the exact inverse
    determinant  (*arguments) -> the exact determinant
    eigenvalues  (*arguments) -> balls around all of them, in no order
    """

    make: Callable[..., Matrix]
    says: str
    inverse: Callable[..., Matrix] | None = None
    determinant: Callable[..., fmpq] | None = None
    eigenvalues: Callable[..., list[arb]] | None = None

    @property
    def name(self) -> str:
        return self.make.__name__.rstrip("_")

    @property
    def call(self) -> str:
        """How it is called: random(m, n, kappa=1e10, mode=geometric, seed=0)."""
        return f"{self.name}{_signature(self.make)}"


def _signature(make: Callable[..., Any]) -> str:
    parts = [
        p.name if p.default is inspect.Parameter.empty else f"{p.name}={p.default}"
        for p in inspect.signature(make).parameters.values()
    ]
    return f"({', '.join(parts)})"


def square(n: int, entry: Entry) -> Matrix:
    return array([fmpq(entry(i, j)) for i in range(1, n + 1) for j in range(1, n + 1)], (n, n))


def called(text: str, families: Mapping[str, Family]) -> tuple[Family, dict[str, Any]]:
    """A family and its arguments. BadInput where there is no such family, or it does not take them."""
    match = CALL.fullmatch(text)
    if match is None:
        raise BadInput(f"{text!r} is not a family of arrays; write a call such as hilbert(10)")
    name, inside = match[1], match[2]
    if name not in families:
        near = difflib.get_close_matches(name, families, n=3)
        hint = f"near it: {', '.join(near)}" if near else f"there are {', '.join(families)}"
        raise BadInput(f"there is no family {name!r}; {hint}")
    family = families[name]
    placed, named = [], {}
    for part in filter(None, (p.strip() for p in inside.split(","))):
        key, equals, value = part.partition("=")
        if equals:
            named[key.strip()] = _argument(value.strip())
        elif named:
            raise BadInput(f"{text!r}: {part} comes after a named argument; write {family.call}")
        else:
            placed.append(_argument(part))
    try:
        bound = inspect.signature(family.make).bind(*placed, **named)
    except TypeError as error:
        raise BadInput(f"{text!r}: {error}; write {family.call}") from error
    fitted = {key: _fitting(key, value, family) for key, value in bound.arguments.items()}
    bound.apply_defaults()
    return family, {**bound.arguments, **fitted}


def _argument(text: str) -> Any:
    """A number, or a word as it stands."""
    try:
        return rational(text)
    except BadInput:
        return text


def _fitting(key: str, value: Any, family: Family) -> Any:
    """An argument as it is declared: integers (n, m, k, seed), numbers, words."""
    kind = inspect.signature(family.make).parameters[key].annotation
    if kind is int:
        if not (isinstance(value, fmpq) and value.q == 1):
            raise BadInput(f"{family.name}: {key}={value} is not an integer; write {family.call}")
        whole = int(value.p)
        if key in ("n", "m") and not 1 <= whole <= LARGEST:
            raise BadInput(f"{family.name}: {key}={whole} is not a size; give 1 to {LARGEST}")
        return whole
    if kind is str:
        if not isinstance(value, str):
            raise BadInput(f"{family.name}: {key}={value} is not a word; write {family.call}")
        return value
    if isinstance(value, str):
        raise BadInput(f"{family.name}: {key}={value} is not a number; write {family.call}")
    return nearest(fmpq(value)) if kind is float else fmpq(value)


def made(text: str, families: Mapping[str, Family]) -> Matrix:
    """The array that a call says."""
    family, arguments = called(text, families)
    entries = [arguments[key] for key in ("m", "n") if key in arguments]
    across = math.prod([entries[0], entries[-1]] if family.says.startswith("matrix") and entries else entries)
    if across > LARGEST:
        raise BadInput(f"{text!r} has {across} entries; at most {LARGEST} are judged")
    return np.asarray(family.make(**arguments))
