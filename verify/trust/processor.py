"""The arithmetic of this processor, as Python and numpy use it, against IEEE 754 by MPFR, result by result.

What bounds of float64 rest on: rounding to nearest even, subnormal operands and results kept, each operation
rounded by itself (no fused multiply-add where none is written, no wider registers), and exact scaling.
Floats are read and compared by their bits, as integers: a processor that takes subnormal numbers for zero
holds them for equal too.
"""

import operator
import struct
from collections.abc import Callable
from random import Random
from typing import Any

import gmpy2
import numpy as np
from gmpy2 import mpfr

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.trust.parts import Found

OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
SIGN, MAGNITUDE, INFINITY = 2**63, 2**63 - 1, 0x7FF << 52
NAN = INFINITY + 1
WIDE = gmpy2.context(precision=60, emax=2**20, emin=-(2**20))  # exact for what is asked of it here
NEAR_HALF = (2.0**-53, 2.0**-54, 2.0**-52, 2.0**-53 + 2.0**-105, 1.0, 1.0 + 2.0**-52, 3.0, 10.0)


def operands(random: Random, format: Format, count: int) -> list[float]:
    """Of every size, subnormal ones and zeros among them, and numbers whose sums are ties."""
    last = format.ordinal(format.largest)
    found = []
    for _ in range(count):
        kind = random.random()
        if kind < 0.4:
            x = format.from_ordinal(random.randint(-last, last))
        elif kind < 0.6:
            x = format.from_ordinal(random.randint(0, 2 ** (format.bits + 1)))  # subnormal, or hardly not
        elif kind < 0.9:
            x = format.nearest(random.uniform(-2, 2))
        else:
            x = format.nearest(random.choice(NEAR_HALF))
        found.append(x)
    return found


def arithmetic(seed: int, count: int) -> list[Found]:
    """+ - * / and the square root of floats, of arrays of both sizes, and whether products are fused."""
    random = Random(f"arithmetic {seed}")
    found = []
    for name, format, kind in (
        ("float64", BINARY64, np.float64),
        ("float32", FORMATS["binary32"], np.float32),
    ):
        x, y = (operands(random, format, count) for _ in range(2))
        a, b = np.array(x, kind), np.array(y, kind)
        with np.errstate(all="ignore"):
            for sign, operation in OPERATIONS.items():
                theirs = operation(a, b).tolist()
                found.append(_compared(f"{sign} of {name} arrays", sign, (x, y), theirs, format))
            found.append(_compared(f"sqrt of {name} arrays", "sqrt", (x,), np.sqrt(a).tolist(), format))
    return [*found, *_of_python(random, count), _horner(random, count), _scaled(random, count)]


def _compared(
    name: str, sign: str, given: tuple[list[float], ...], theirs: list[float], format: Format
) -> Found:
    context = format.context()
    ours = {"+": context.add, "-": context.sub, "*": context.mul, "/": context.div, "sqrt": context.sqrt}
    answers: list[str | None] = []
    for *x, y in zip(*given, theirs, strict=True):
        right = ours[sign](*map(_number, x))
        answers.append(_answer(f" {sign} ".join(v.hex() for v in x), y, right))
    return Found.of(name, answers)


def _answer(of: str, found: float, right: Any) -> str:
    return "" if _bits(found) == _bits_of(right) else f"{of} gives {found.hex()}, by MPFR {right:.20g}"


def _bits(x: float) -> int:
    """Of a NaN the same, whichever it is."""
    (bits,) = struct.unpack("<Q", struct.pack("<d", x))
    return NAN if bits & MAGNITUDE > INFINITY else int(bits)


def _whole(k: int) -> Any:
    """An integer below 2^60."""
    return mpfr(k, 0, context=WIDE)


def _number(x: float) -> Any:
    """A float as MPFR's."""
    bits = _bits(x)
    exponent, fraction = divmod(bits & MAGNITUDE, 2**52)
    size = fraction + 2**52 if exponent else fraction
    number = WIDE.mul(_whole(size), WIDE.exp2(_whole(max(exponent, 1) - 1075)))
    return WIDE.minus(number) if bits > MAGNITUDE else number


def _bits_of(y: Any) -> int:
    """The bits of the float64 that a number of MPFR is."""
    if gmpy2.is_nan(y):
        return NAN
    sign = SIGN if gmpy2.is_signed(y) else 0
    if gmpy2.is_infinite(y):
        return sign | INFINITY
    if not y:
        return sign
    mantissa, exponent = map(int, y.as_mantissa_exp())
    mantissa = abs(mantissa)
    least = max(mantissa.bit_length() + exponent - 53, -1074)
    units = mantissa << exponent - least if exponent >= least else mantissa >> least - exponent
    return sign | ((least + 1074) << 52) + units


def _of_python(random: Random, count: int) -> list[Found]:
    """Python's own floats, one at a time."""
    x, y = (operands(random, BINARY64, count) for _ in range(2))
    y = [v or 1.0 for v in y]
    return [
        _compared(f"{sign} of Python's floats", sign, (x, y), list(map(operation, x, y)), BINARY64)
        for sign, operation in OPERATIONS.items()
    ]


def _horner(random: Random, count: int) -> Found:
    """Horner's scheme in place, as polynomials are evaluated: each product and each sum rounded by itself."""
    y = [random.uniform(-1, 1) for _ in range(count)]
    c = [random.uniform(-1, 1) for _ in range(6)]
    out, work = np.full(count, c[-1]), np.array(y)
    for term in reversed(c[:-1]):
        np.multiply(out, work, out=out)
        np.add(out, term, out=out)
    context = BINARY64.context()
    answers: list[str | None] = []
    for v, found in zip(y, out.tolist(), strict=True):
        right = _number(c[-1])
        for term in reversed(c[:-1]):
            right = context.add(context.mul(right, _number(v)), _number(term))
        answers.append(_answer(f"Horner's scheme at {v.hex()}", found, right))
    return Found.of("products and sums rounded one by one", answers)


def _scaled(random: Random, count: int) -> Found:
    """Scaling by powers of two, down to the least subnormal; exponents; rounding to integers."""
    x = operands(random, BINARY64, count)
    e = [random.randint(-40, 40) for _ in range(count)]
    with np.errstate(all="ignore"):
        scaled = np.ldexp(np.array(x), np.array(e)).tolist()
        mantissas, exponents = np.frexp(np.array(x))
        whole = np.rint(np.array([k + 0.5 for k in range(count)])).tolist()
    context = BINARY64.context()
    answers: list[str | None] = []
    columns = zip(x, e, scaled, mantissas.tolist(), exponents.tolist(), strict=True)
    for n, (v, k, s, m, p) in enumerate(columns):
        right = context.mul(_number(v), WIDE.exp2(_whole(k)))
        exactly = _bits_of(WIDE.mul(_number(m), WIDE.exp2(_whole(p)))) == _bits(v)
        even = whole[n] == n + n % 2
        told = (
            ""
            if exactly and even
            else f"{v.hex()} or {n} + 1/2 is not taken apart or rounded as it should be"
        )
        answers.append(_answer(f"{v.hex()} times 2^{k}", s, right) or told)
    return Found.of("scaling, exponents and nearest integers", answers)
