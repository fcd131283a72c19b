"""Formulas at rational numbers, where their values are rational too: what balls never settle is exact there,
as whether 0.1 x - 0.3 is zero at x = 3."""

import math
from collections.abc import Callable, Mapping

from flint import fmpq

from verify.language.expressions import Undefined
from verify.language.nodes import Call, Node, Number, Variable, folded, parts_of, text

MOST_BITS = 20_000  # of a numerator and a denominator together
MOST_POWER = 64


def _rounded(x: fmpq) -> fmpq:
    """The nearest integer, of two the even one."""
    down = (x + fmpq(1, 2)).floor()
    return fmpq(down - 1 if x - down == fmpq(-1, 2) and down % 2 else down)


def _truncated(x: fmpq) -> fmpq:
    return fmpq(x.floor() if x >= 0 else x.ceil())


FUNCTIONS: Mapping[str, Callable[..., fmpq]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "neg": lambda x: -x,
    "abs": abs,
    "min": lambda x, y: x if x <= y else y,
    "max": lambda x, y: x if x >= y else y,
    "fma": lambda x, y, z: x * y + z,
    "sign": lambda x: fmpq((x > 0) - (x < 0)),
    "floor": lambda x: fmpq(x.floor()),
    "ceil": lambda x: fmpq(x.ceil()),
    "trunc": _truncated,
    "fmod": lambda x, y: x - y * _truncated(x / y),
    "remainder": lambda x, y: x - y * _rounded(x / y),
}


def is_rational(node: Node) -> bool:
    """Is it made of rational numbers by these functions alone, and powers?"""
    return all(
        not isinstance(part, Call) or part.name == "^" or part.name in FUNCTIONS for part in parts_of(node)
    )


def value(node: Node, values: Mapping[str, fmpq]) -> fmpq | None:
    """None where it is not known to be rational, or grows too long. Undefined where something is divided by
    zero."""

    def join(part: Node, given: list[fmpq | None]) -> fmpq | None:
        if isinstance(part, Number):
            return part.value
        if isinstance(part, Variable):
            return values[part.name]
        known = [x for x in given if x is not None]
        if len(known) < len(given):
            return None
        try:
            found = _power(*known) if part.name == "^" else _called(part, known)
        except ZeroDivisionError as why:
            raise Undefined(f"{text(part)} is not defined") from why
        return found if found is not None and _bits(found) <= MOST_BITS else None

    return folded(node, join)


def _called(part: Call, x: list[fmpq]) -> fmpq | None:
    return FUNCTIONS[part.name](*x) if part.name in FUNCTIONS else None


def _power(x: fmpq, y: fmpq) -> fmpq | None:
    if y.q != 1 or abs(y) > MOST_POWER or abs(int(y.p)) * _bits(x) > MOST_BITS:
        return None
    size = math.prod([x] * abs(int(y.p)), start=fmpq(1))
    return size if y >= 0 else fmpq(1) / size


def _bits(x: fmpq) -> int:
    return int(x.p).bit_length() + int(x.q).bit_length()
