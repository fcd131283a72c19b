"""Operands of every format, and what an operation makes of them here."""

import random
from collections.abc import Callable
from fractions import Fraction as Q
from functools import cache
from typing import Any

import gmpy2
import pytest
from ieee import INF, NAN, Value, of

from verify.arithmetic.mpfr import FORMATS, Format
from verify.fpcore import machine
from verify.fpcore.contexts import ROUNDINGS, Context
from verify.fpcore.reader import NOWHERE

EVERY = [*FORMATS.values(), Format("(float 5 8)", 3, 15), Format("(float 9 40)", 31, 255)]


formats = pytest.mark.parametrize("format", EVERY, ids=lambda f: f.name)


modes = pytest.mark.parametrize("mode", ROUNDINGS)


def as_mpfr(x: Value) -> Any:
    """The number itself, at a precision that holds it."""
    if x.kind == "nan":
        return gmpy2.mpfr("nan")
    if x.kind == "inf":
        return gmpy2.mpfr("-inf" if x.negative else "inf")
    if x.is_zero:
        return gmpy2.mpfr("-0" if x.negative else "0")
    bits = max(x.size.numerator.bit_length(), 2)
    return gmpy2.mpfr(gmpy2.mpq(x.exact.numerator, x.exact.denominator), bits)


def as_value(x: Any) -> Value:
    if gmpy2.is_nan(x):
        return NAN
    if gmpy2.is_infinite(x):
        return INF._replace(negative=gmpy2.is_signed(x))
    return of(Q(*map(int, x.as_integer_ratio())), gmpy2.is_signed(x))


@cache
def edges(format: Format) -> list[Value]:
    """Zeros, infinities, NaN, both ends of the subnormal and the normal numbers, one and its neighbours,
    halves of integers."""
    bits, least = format.bits, Q(2) ** format.lowest
    normal = Q(2) ** (1 - format.emax)
    largest = (2 - Q(2) ** (1 - bits)) * Q(2) ** format.emax
    one = Q(1)
    sizes = (
        *(least, 2 * least, 3 * least, normal - least, normal, normal + least, largest, largest / 2),
        *(one, one + Q(2) ** (1 - bits), one - Q(2) ** -bits, Q(1, 2), Q(3, 2), Q(5, 2), Q(3), Q(7, 2)),
        *(Q(2) ** (bits - 1) - Q(1, 2), Q(2) ** (bits - 2) + Q(1, 2)),
    )
    found = [NAN, INF, -INF, of(0), -of(0)]
    return found + [of(s * q) for q in sizes for s in (1, -1)]


@cache
def drawn(format: Format, count: int, seed: int) -> list[Value]:
    """Numbers of a format at any exponent, half of them of moderate size."""
    chance = random.Random(f"{format.name} {seed}")
    found = []
    for k in range(count):
        exponent = chance.randint(*((-12, 12) if k % 2 else (format.lowest + format.bits, format.emax)))
        mantissa = chance.getrandbits(format.bits - 1) | 1 << (format.bits - 1)
        shift = max(exponent - format.bits + 1, format.lowest)
        size = min(Q(mantissa) * Q(2) ** shift, (2 - Q(2) ** (1 - format.bits)) * Q(2) ** format.emax)
        found.append(of(chance.choice((1, -1)) * size))
    return found


def ours(name: str, format: Format, mode: str) -> Callable[..., Value]:
    operation = machine.Machine().operation(name, Context(format, mode), NOWHERE)
    return lambda *x: as_value(operation(*map(as_mpfr, x)))
