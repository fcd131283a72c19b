"""Balls judged by exact rationals: no ball arithmetic takes part."""

import math
from fractions import Fraction

from flint import arb, fmpq

from verify.core.literals import rational


def dyadic(x: arb) -> Fraction:
    """The rational that an exact ball is."""
    mantissa, exponent = x.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def contains(ball: arb, value: Fraction | int | float) -> bool:
    """Does the ball contain the number? |m - x| <= r in rationals."""
    assert ball.is_finite(), ball
    return abs(dyadic(ball.mid()) - Fraction(value)) <= dyadic(ball.rad())


def number(text: str) -> arb:
    """The ball of a literal at the precision in force."""
    return arb(rational(text))


def covers(outer: arb, inner: arb) -> bool:
    """Does a ball contain another? |m - m'| + r' <= r in rationals."""
    distance = abs(dyadic(outer.mid()) - dyadic(inner.mid()))
    return distance + dyadic(inner.rad()) <= dyadic(outer.rad())


def as_fmpq(value: Fraction | int | float) -> fmpq:
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)


def as_fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def ulp(y: Fraction) -> Fraction:
    """2^(max(e, -1022) - 52) for 2^e <= |y| < 2^(e+1), by exact comparison; of zero the least subnormal."""
    if y == 0:
        return Fraction(2) ** -1074
    e = abs(y.numerator).bit_length() - y.denominator.bit_length()
    e -= Fraction(2) ** e > abs(y)
    assert Fraction(2) ** e <= abs(y) < Fraction(2) ** (e + 1)
    return Fraction(2) ** (max(e, -1022) - 52)


def rounded(value: Fraction, bits: int = 53, emax: int = 1023) -> Fraction | float:
    """The nearest number of an IEEE 754 format, ties to even; an infinity beyond the range."""
    if value == 0:
        return Fraction(0)
    e = abs(value.numerator).bit_length() - value.denominator.bit_length()
    e -= Fraction(2) ** e > abs(value)
    unit = Fraction(2) ** (max(e, 1 - emax) - bits + 1)
    near = round(value / unit) * unit  # Python rounds a Fraction's ties to even
    if abs(near) >= Fraction(2) ** (emax + 1):
        return math.inf if value > 0 else -math.inf
    return near
