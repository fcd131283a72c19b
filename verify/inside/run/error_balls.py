"""Errors as balls, many at once: v - A lies in [e - r, e + r], for a float v and its exact counterpart A.

The float is the high part of A, -e the low one: together they hold twice the digits of a float, and the
radius says what is certain. u = 2^-53. Barring overflow every rounding is within u of its result, or within
2^-1075 where that is subnormal (sums never are). No more than twenty roundings make any radius below, so that
`enlarged` covers them; an infinity or NaN among the operands comes out as one.
"""

import math
from typing import NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.precision import upper
from verify.inside.run.local import QUOTIENT_BOUND

U = 2.0**-53
MARGIN, LEAST = 1 + 2.0**-20, 2.0**-1060


class Balls(NamedTuple):
    """Middles and radii."""

    mid: np.ndarray
    rad: np.ndarray


def negative(x: Balls) -> Balls:
    return Balls(-x.mid, x.rad)


def enlarged(radius: np.ndarray) -> np.ndarray:
    """A radius that was computed in floats, rounded up by more than its roundings took away."""
    result: np.ndarray = radius * MARGIN + LEAST
    return result


def sums(one: Balls, two: Balls, local: np.ndarray) -> Balls:
    """The error of v1 + v2: E1 + E2 + local. The local error is exact."""
    partly = one.mid + two.mid
    mid = partly + local
    return Balls(mid, enlarged(one.rad + two.rad + U * (np.abs(partly) + np.abs(mid))))


def differences(one: Balls, two: Balls, local: np.ndarray) -> Balls:
    return sums(one, negative(two), local)


def products(a: np.ndarray, one: Balls, b: np.ndarray, two: Balls, local: np.ndarray) -> Balls:
    """The error of a b: a b - (a - E1) (b - E2) + local = b E1 + a E2 - E1 E2 + local, the local error exact.

    What the radii add is at most (|b| + |e2| + r2) r1 + (|a| + |e1|) r2. Each term of the middle is rounded
    four times at most: together less than 5 u times the sum of the terms' sizes.
    """
    (e1, r1), (e2, r2) = one, two
    mid = b * e1 + a * e2 - e1 * e2 + local
    size1, b_size, left, right = np.abs(e1), np.abs(b), np.abs(a) + np.abs(e1), np.abs(e2)
    rounded = 5 * U * (b_size * size1 + left * right + np.abs(local))
    return Balls(mid, enlarged((b_size + right + r2) * r1 + left * r2 + rounded))


def quotients(v: np.ndarray, one: Balls, b: np.ndarray, two: Balls, local: np.ndarray) -> Balls:
    """The error of v = fl(a/b): v - A/B = (b local + E1 - v E2) / (b - E2), for v b - a = b local.

    The local error is good to 2^-51 of itself, its product with b to 2^-50. With the numerator in n +- s and
    the denominator in d +- t, |d| > t, |N/D - n/d| <= (s + |n/d| t) / (|d| - t). Where |d| <= 2 t nothing is
    known.
    """
    (e1, r1), (e2, r2) = one, two
    rest, passed = b * local, v * e2
    n, d = rest + e1 - passed, b - e2
    s = r1 + np.abs(v) * r2 + 2 * QUOTIENT_BOUND * np.abs(rest) + 4 * U * (np.abs(e1) + np.abs(passed))
    s = enlarged(s + 4 * U * np.abs(rest))
    t = enlarged(r2 + U * np.abs(d))
    mid = n / d
    rad = enlarged((s + np.abs(mid) * t) / (np.abs(d) - t) + U * np.abs(mid))
    return Balls(mid, np.where(np.abs(d) > 2 * t, rad, np.inf))


def magnitudes(v: np.ndarray, one: Balls) -> Balls:
    """The error of |v|: that of v, or its negative, where the sign is certain; else | |v| - |A| | <= |E|."""
    most = enlarged(np.abs(one.mid) + one.rad)
    certain = np.abs(v) > most
    return Balls(np.where(certain, np.sign(v) * one.mid, 0.0), np.where(certain, one.rad, most))


def counterparts(v: np.ndarray, error: Balls) -> Balls:
    """A = v - E itself, in one float and a radius."""
    mid = v - error.mid
    return Balls(mid, enlarged(error.rad + U * np.abs(mid)))


def times(x: Balls, y: Balls) -> Balls:
    mid, size = x.mid * y.mid, np.abs(x.mid)
    return Balls(mid, enlarged(size * y.rad + (np.abs(y.mid) + y.rad) * x.rad + U * np.abs(mid)))


def scaled(x: Balls, by: np.ndarray) -> Balls:
    """Times floats."""
    mid = x.mid * by
    return Balls(mid, enlarged(np.abs(by) * x.rad + U * np.abs(mid)))


def divided(x: Balls, by: np.ndarray) -> Balls:
    """Over floats."""
    mid = x.mid / by
    return Balls(mid, enlarged(x.rad / np.abs(by) + U * np.abs(mid)))


def as_ball(mid: float, rad: float) -> arb:
    """An error ball; one that is not finite carries no information."""
    mid, rad = float(mid), float(rad)
    return arb(mid, rad) if math.isfinite(mid) and math.isfinite(rad) else arb(0, math.inf)


def in_floats(x: arb) -> tuple[float, float]:
    """Middle and radius in floats, rounded outward."""
    mid = float(x.mid())
    if not x.is_finite() or not math.isfinite(mid):
        return 0.0, math.inf
    rest = x - mid
    return mid, 0.0 if rest == 0 else upper(abs(rest))
