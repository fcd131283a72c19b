"""Sine and cosine of balls around sums of two floats: a table at multiples of pi/1024, and series of the
rest.

k = rint(x 1024/pi), r = x - k pi/1024, |x| <= 2^20, |k| < 2^28.4, |r| <= 2^-9.3. pi/1024 = c1 + c2 + c3 +
c4 with c1, c2, c3 multiples of 2^-32, 2^-56, 2^-80 of at most 24 bits, so that k c1, k c2, k c3 are exact.
x1 - k c1 is exact: for k = 0; else 2^j <= |x1| < 2^(j+1), -10 <= j <= 20, both are multiples of 2^(j-52),
and the difference, below 2^-9.3 + 2^(j-24.6), is less than 2^53 of these. k c4, |c4| <= 2^-81, is off by
2^-104.6, and with c4 by 2^-104.

With r = z + z', |z'| <= u |z|, z^2 = p + q exactly,

    sin r     = z + (z' + z^3 (-1/6 + z^2/120 - z^4/5040 + z^6/362880)),   off by 2 u |z|^3 + 2 u^2 |z|
    cos r - 1 = -p/2 + (z^4 (1/24 - z^2/720 + z^4/40320) - q/2 - z z'),     off by u z^4 + 8 u^2 z^2

(the series end with z^11/11!, z^10/10!, below 2^-25 u of what stands there; the sums of floats are rounded to
5.1 u of z^3/6 and z^4/24, and the brackets with them; z' in z^3 and z^4 moves them by u |z|^3/2 and u z^4/6.)

A cos r + B sin r for A = a + a', B = b + b' of the table, each off by u^2 of itself: with b z = f + f' and
a (-p/2) = g + g' exactly, a + f + g + (what is left, below |B| |z|^3/6 + |A| z^4/24 + u (3.1 |A| + 5 |B
z|)), which is rounded twelve times. All in all it is off by less than

    5 u |B| |z|^3 + 2 u |A| z^4 + 64 u^2 (|A| + |B z|) + d (|B| + |A| (|z| + d)) (1 + 2^-8),

d what r is off by, at most 2^-10: by Taylor |B cos r - A sin r| d + d^2 (|A| + |B| (|r| + d)) / 2 at most, of
which the last term is below 2^-20 |B| d.
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.error_free import two_product, two_sum
from verify.arithmetic.precision import precision
from verify.mathematics.doubled.balls import NOTHING, TINY, Balls, U

STEPS = 1024  # in half a turn
MOST = 2.0**20
BITS = 300


class Tables(NamedTuple):
    """The parts of the step; sines of all multiples of it in a turn. Cosines are a quarter turn on."""

    parts: tuple[float, float, float, float]
    high: Any
    low: Any


@cache
def tables() -> Tables:
    with precision(BITS):
        step = arb.pi() / STEPS
        parts: list[float] = []
        for lowest in (-32, -56, -80):
            parts.append(math.ldexp(round(float(step - sum(map(arb, parts), arb(0))) * 2.0**-lowest), lowest))
        parts.append(float(step - sum(map(arb, parts), arb(0))))
        # of rationals: zero where it is zero
        sines = [(arb(j) / STEPS).sin_pi() for j in range(2 * STEPS)]
        high = [float(s) for s in sines]
        low = [float(s - h) for s, h in zip(sines, high, strict=True)]
    return Tables((parts[0], parts[1], parts[2], parts[3]), np.array(high), np.array(low))


class Angle(NamedTuple):
    """x = place pi/1024 + r, and sin r, cos r - 1 as sums of two floats; `moved`: what r is off by."""

    place: Any
    z: Any
    sine: Any
    high: Any
    low: Any
    moved: Any


def angle(a: Balls) -> Angle:
    c1, c2, c3, c4 = tables().parts
    sound = np.abs(a.high) <= MOST
    x = np.where(sound, a.high, 0.0)
    k = np.rint(x * (STEPS / math.pi))
    r, t1 = two_sum(x - k * c1, k * -c2)
    r, t2 = two_sum(r, k * -c3)
    v = a.low - k * c4
    t1 += t2
    w = t1 + v
    z, rest = two_sum(r, w)
    moved = a.error + U * (np.abs(v) + np.abs(t1) + np.abs(w)) + np.where(k == 0, 0.0, 2.0**-104)
    p, q = two_product(z, z)
    sine = _horner(p, (1 / 362880, -1 / 5040, 1 / 120, -1 / 6))
    sine *= p * z
    sine += rest
    low = _horner(p, (1 / 40320, -1 / 720, 1 / 24))
    low *= p * p
    low -= 0.5 * q + z * rest
    sound &= moved <= 2.0**-10
    return Angle(k.astype(np.int64), z, sine, -0.5 * p, low, np.where(sound, moved, NOTHING))


def _horner(x: Any, coefficients: tuple[float, ...]) -> Any:
    total = x * coefficients[0]
    for c in coefficients[1:-1]:
        total += c
        total *= x
    total += coefficients[-1]
    return total


def _joined(of: Angle, quarter: int) -> Balls:
    """The sine of the angle turned by so many quarters."""
    turn = 2 * STEPS
    j = (of.place + quarter * (STEPS // 2)) & (turn - 1)
    i = (j + STEPS // 2) & (turn - 1)
    high, low = tables().high, tables().low
    a, a_low, b, b_low = high[j], low[j], high[i], low[i]
    f, f_low = two_product(b, of.z)
    g, g_low = two_product(a, of.high)
    s, t = two_sum(a, f)
    s, t2 = two_sum(s, g)
    t += t2
    t += (a_low + f_low) + (g_low + b * of.sine)
    t += (b_low * of.z + a * of.low) + a_low * of.high
    high_, low_ = two_sum(s, t)
    size_a, size_b, size_z = np.abs(a), np.abs(b), np.abs(of.z)
    bz = size_b * size_z
    error = bz * size_z
    error += (0.4 * size_a) * (size_z * size_z) * size_z
    error *= (5 * U) * size_z
    error += (64 * U * U) * (size_a + bz)
    error += of.moved * ((size_b + size_a * (size_z + of.moved)) * (1 + 2.0**-8)) + TINY
    return Balls(high_, low_, error)


def sin(a: Balls) -> Balls:
    return _joined(angle(a), 0)


def cos(a: Balls) -> Balls:
    return _joined(angle(a), 1)


def both(a: Balls) -> tuple[Balls, Balls]:
    """Sine and cosine."""
    of = angle(a)
    return _joined(of, 0), _joined(of, 1)
