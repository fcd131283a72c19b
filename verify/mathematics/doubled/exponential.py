"""e^x and log x of balls around sums of two floats: a table of 2^(j/1024), and a short series of the rest.

exp: k = rint(x 1024/ln 2), r = x - k ln 2/1024, |r| <= 2^-11.4, and e^x = 2^(k/1024) (1 + p), p = e^r - 1.

With ln 2/1024 = c1 + c2 + c3, c1 a multiple of 2^-42 and c2 of 2^-75 of at most 32 bits: |k| <= 2^20.1, so
that k c1 and k c2 are exact. x1 - k c1 is exact: for k = 0, and else |x1| > 2^-12, so that both are
multiples of 2^-64, and |x1 - k c1| < 2^-11. k c3, |c3| <= 2^-76, is off by at most 2^-107, with c3 itself
2^-106.

p: with r = z + z', |z'| <= u |z|, and z^2 = s + s' exactly,

    p = z + s/2 + (z' + s'/2 + z z' + T),    T = z^3 (1/6 + z/24 + z^2/120 + z^3/720 + z^4/5040)

T is found to 5.1 u |z|^3/6; the series ends with z^8/40320 < 2^-72 |z|^3, z' in T moves it by u |z|^3/2,
z'^2/2 is left out. The sum of the bracket and of what z + s/2 loses, at most |z|^3/6 + 3 u |z| in size, is
rounded four times. Altogether p is off by less than 3 u |z|^3 + 13 u^2 |z|.

2^(j/1024) = t + t' to u^2 of itself. t (1 + p) is t + w + (w' + t' + t p' + t' p), w + w' the product of t
and the first part of p: five more roundings of at most t (|z|^3/6 + 3 u + 3 u |z|), and t' p' is left out.
So e^x is off by less than 5 u |z|^3 + 32 u^2 of itself, and by what r is off (|e^d - 1| <= |d| (1 + 2^-9)
for |d| <= 2^-10).
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.error_free import two_product, two_sum
from verify.arithmetic.precision import precision
from verify.mathematics.doubled.balls import (
    NOTHING,
    TINY,
    Balls,
    U,
    add,
    exact,
    mul,
    quick_two_sum,
)

STEPS = 1024
MOST = 690.0  # of |x|: e^x and what it is off by stay far from both ends of the floats
BITS = 300


class Tables(NamedTuple):
    first: float
    second: float
    third: float
    high: Any
    low: Any


@cache
def tables() -> Tables:
    with precision(BITS):
        step = arb(2).log() / STEPS
        first = math.ldexp(round(float(step) * 2.0**42), -42)
        second = math.ldexp(round(float(step - first) * 2.0**75), -75)
        third = float(step - first - second)
        powers = [(step * j).exp() for j in range(STEPS)]
        high = [float(t) for t in powers]
        low = [float(t - h) for t, h in zip(powers, high, strict=True)]
    return Tables(first, second, third, np.array(high), np.array(low))


class _Parts(NamedTuple):
    """e^x = 2^(k/1024) (1 + p), p = p1 + p2; k is a float. `off`: of p, `moved`: of r."""

    k: Any
    p1: Any
    p2: Any
    off: Any
    moved: Any


def _parts(a: Balls) -> _Parts:
    of = tables()
    x = np.where(np.abs(a.high) <= MOST, a.high, 0.0)
    k = np.rint(x * (STEPS / math.log(2)))
    r, t = two_sum(x - k * of.first, k * -of.second)
    v = a.low - k * of.third
    w = t + v
    z, rest = two_sum(r, w)
    moved = a.error + U * (np.abs(v) + np.abs(w)) + np.where(k == 0, 0.0, 2.0**-106)
    s, lost = two_product(z, z)
    series = z * (1 / 5040)
    for c in (1 / 720, 1 / 120, 1 / 24, 1 / 6):
        series += c
        if c != 1 / 6:
            series *= z
    cube = z * s
    series *= cube
    p1, p2 = quick_two_sum(z, 0.5 * s)
    p2 += ((rest + 0.5 * lost) + z * rest) + series
    off = (3 * U) * np.abs(cube) + (13 * U * U) * np.abs(z) + TINY
    sound = (np.abs(a.high) <= MOST) & (moved <= 2.0**-10)
    return _Parts(k, p1, p2, np.where(sound, off, NOTHING), moved * (1 + 2.0**-8))


def exp(a: Balls) -> Balls:
    return _whole(_parts(a))


def _whole(of: _Parts) -> Balls:
    place = of.k.astype(np.int64)
    j = place & (STEPS - 1)
    t, rest = tables().high[j], tables().low[j]
    w, lost = two_product(t, of.p1)
    high, low = quick_two_sum(t, w)
    low += ((lost + rest) + t * of.p2) + rest * of.p1
    high, low = quick_two_sum(high, low)
    # 2^(k >> 10), of which |k >> 10| < 1000: a float by its bits
    scale = (((place >> 10) + 1023) << 52).view(np.float64)
    # of.off holds 3 u |z|^3 + 13 u^2 |z|: twice that and 32 u^2 is above 5 u |z|^3 + 32 u^2
    relative = of.moved + 2 * of.off + 32 * U * U
    high, low = high * scale, low * scale
    return Balls(high, low, high * relative + TINY)


def expm1(a: Balls) -> Balls:
    """p itself where k = 0, which is exact to the last; else e^x - 1."""
    of = _parts(a)
    near = of.k == 0
    if near.all():
        return _small(of)
    whole = add(_whole(of), exact(-1.0))
    if not near.any():
        return whole
    pairs = zip(_small(of), whole, strict=True)
    return Balls(*(np.where(near, one, other) for one, other in pairs))


def _small(of: _Parts) -> Balls:
    high, low = quick_two_sum(of.p1, of.p2)
    return Balls(high, low, of.off + of.moved * (1 + 2.0**-8))


def log(a: Balls) -> Balls:
    """y + log1p(z), y about log a and z = a e^-y - 1: y may be anything, for z tells what it is off by."""
    y = np.log(np.where(a.high > 0, a.high, 1.0))
    z = add(mul(a, exp(exact(-y))), exact(-1.0))
    return _corrected(y, z, a.high > 0)


def log1p(a: Balls) -> Balls:
    """z = (1 + a) e^-y - 1 = a + m + a m, m = e^-y - 1."""
    y = np.log1p(np.where(a.high > -1, a.high, 0.0))
    m = expm1(exact(-y))
    z = add(add(a, m), mul(a, m))
    return _corrected(y, z, a.high > -1)


def _corrected(y: Any, z: Balls, sound: Any) -> Balls:
    """y + log1p(z) for z = z1 + z2 within e, m = |z1| + |z2| + e <= 2^-10.

    |log1p(z) - log1p(z1 + z2)| <= e/(1 - m); log1p(c) = c - c^2/2 to m^3/2; c^2/2 = z1^2/2 to 1.1 u z1^2,
    and is rounded: u z1^2/2; v = fl(z2 - z1^2/2) and w = fl(t + v), y + z1 = s + t, are off by u |v| and u
    |w|.
    """
    square = z.high * z.high
    v = z.low - 0.5 * square
    s, t = two_sum(y, z.high)
    w = t + v
    high, low = two_sum(s, w)
    m = np.abs(z.high) + np.abs(z.low) + z.error
    error = z.error * (1 + 2.0**-9) + 0.5 * m * m * m + (2 * U) * square + U * (np.abs(v) + np.abs(w)) + TINY
    return Balls(high, low, np.where(sound & (m <= 2.0**-10), error, NOTHING))
