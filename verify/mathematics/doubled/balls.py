"""Balls around sums of two floats, in arrays: |t - (high + low)| <= error at every place.

Each rule below is proved in its comment under the hypotheses

    |low| <= u |high|,  u = 2^-53    (`two_sum` makes it so: low is what rounding to nearest lost)
    nothing overflows                (else an infinity or a NaN is in one of the three, and stays: what is not
                                      finite encloses nothing)

Underflow: additions are exact where they underflow. A product of two floats is exactly two floats where it is
at least 2^-969; below that no partial result of Dekker's is above 2^-968, so that its seventeen operations
lose less than 17 u 2^-968 + 17 2^-1075 < 2^-1016 in all: TINY covers it, and what other terms lose to
underflow.

Errors are sums of products of non-negative floats, each operation of which is off by at most u of itself.
They are not rounded up one by one: an expression of at most PARTS operations, each of which rounds a bound
at most SPARE times, is off by less than 2^14 2^6 u = 2^-33 of it, and what is divided by is at least half
of itself; so `widened` multiplies once by 1 + 2^-30. That counts what a bound lacks once for each operation;
a product of two bounds lacks what both do, at most 2^-32 of itself, and is larger by as much (SQUARE).
"""

from typing import Any, NamedTuple

import numpy as np

from verify.arithmetic.error_free import two_product, two_sum

U = 2.0**-53
TINY = 2.0**-1015
UNDERFLOW = 2.0**-1073  # four results rounded to subnormal numbers lose at most 2^-1075 each
PARTS, SPARE = 2**14, 2**6
SQUARE = 1 + 2.0**-31
NOTHING = float("nan")  # the error of what is not known


class Balls(NamedTuple):
    """Each is an array or one number for all; `low` and `error` are the number 0.0 where there is none."""

    high: Any
    low: Any
    error: Any

    @property
    def is_exact(self) -> bool:
        return _none(self.low) and _none(self.error)


def exact(x: Any) -> Balls:
    """Of floats."""
    return Balls(x, 0.0, 0.0)


def widened(x: Balls) -> Balls:
    """With what the roundings of the bounds themselves may have lost."""
    return x._replace(error=x.error * (1 + 2.0**-30))


def _none(x: Any) -> bool:
    return isinstance(x, float) and x == 0.0


def quick_two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """s + e = a + b exactly for |a| >= |b| or a = 0 (Dekker 1971)."""
    s = a + b
    return s, b - (s - a)


def add(a: Balls, b: Balls) -> Balls:
    """s + t = a1 + b1 exactly; v = fl(a2 + b2) and w = fl(t + v) are off by at most u |v| and u |w|."""
    s, t = two_sum(a.high, b.high)
    error = a.error + b.error
    if _none(a.low) and _none(b.low):
        return Balls(s, t, error)
    if _none(a.low) or _none(b.low):
        w = t + (a.low if _none(b.low) else b.low)
        error = error + U * np.abs(w)
    else:
        v = a.low + b.low
        w = t + v
        error = error + U * (np.abs(v) + np.abs(w))
    high, low = two_sum(s, w)
    return Balls(high, low, error)


def neg(a: Balls) -> Balls:
    return Balls(-a.high, -a.low, a.error)


def sub(a: Balls, b: Balls) -> Balls:
    return add(a, neg(b))


def absolute(a: Balls) -> Balls:
    """| |t| - |c| | <= |t - c|; and |high + low| is that of the number that high has the sign of."""
    negative = np.signbit(a.high)
    low = a.low if _none(a.low) else np.where(negative, -a.low, a.low)
    return Balls(np.abs(a.high), low, a.error)


def mul(a: Balls, b: Balls) -> Balls:
    """p + q = a1 b1 exactly. Of a2 b2 <= u^2 |p|, left out, and of r = fl(a1 b2) + fl(a2 b1), w = fl(q + r)
    with |a1 b2|, |a2 b1| <= u |a1 b1|, |q| <= u |p|, to first order in u^2 |p|: 1 + 1 + 1 + 2 + 3 = 8, and
    9 in all (without a2: 0 + 1 + 0 + 0 + 2 = 3). |s t - a b| <= |a| e_b + |b| e_a + e_a e_b, |a| <= |a1|(1
    + u)."""
    if a.is_exact and b.is_exact:
        p, q = two_product(a.high, b.high)
        return Balls(p, q, TINY)
    p, q = two_product(a.high, b.high)
    size = np.abs(p)
    if _none(a.low) and _none(b.low):
        high, low, error = p, q, TINY
    elif _none(a.low) or _none(b.low):
        r = a.high * b.low if _none(a.low) else a.low * b.high
        high, low = quick_two_sum(p, q + r)
        error = (4 * U * U) * size + TINY
    else:
        r = a.high * b.low
        r += a.low * b.high
        high, low = quick_two_sum(p, q + r)
        error = (9 * U * U) * size + TINY
    grown = 1 + 4 * U
    if not _none(b.error):
        error = error + np.abs(a.high) * (b.error * grown)
    if not _none(a.error):
        error = error + np.abs(b.high) * (a.error * grown)
        if not _none(b.error):
            error = error + a.error * b.error * SQUARE
    return Balls(high, low, error)


def div(a: Balls, b: Balls) -> Balls:
    """q1 = fl(a1/b1), p + q = q1 b1 exactly. p lies within 3 u of a1, so that a1 - p is exact (Sterbenz), and
    a1 - p - q, at most u |a1| (1 + 2u), is a float: what a division leaves (Dekker). The remainder

        R = (a1 - p - q) + (a2 - q1 b2),    |R| <= 3 u |a1| (1 + 4u)

    is found to 7 u^2 |a1|; q2 = fl(R/b1) is off by u of itself and by u for b1 in place of b: 3 + 3 more. So
    q1 + q2 is within 13 (1 + 8u), below 16, u^2 |a1/b1| of a/b. Where q1 or p underflows, what the
    remainder is off by is below 2^-1015 + 2^-1074 |b1|: TINY (1 + 1/|b1|) covers it. Then |s/t - a/b| <=
    (e_a + |a/b| e_b)/(|b| - e_b), where e_b < |b|/4.
    """
    q1 = a.high / b.high
    p, q = two_product(q1, b.high)
    rest = a.high - p
    rest -= q
    if not _none(b.low):
        rest += a.low - q1 * b.low
    elif not _none(a.low):
        rest += a.low
    high, low = quick_two_sum(q1, rest / b.high)
    size, over = np.abs(q1), 1 / np.abs(b.high)
    error = (16 * U * U) * size + TINY * (1 + over)
    if not _none(b.error):
        # 1/(|b| - e_b) <= 4/3 (1 + 2u)/|b1|
        error = error + (a.error + size * (b.error * (1 + 4 * U))) * over * (4 / 3 * (1 + 8 * U))
        return Balls(high, low, np.where(b.error * 4 < np.abs(b.high), error, NOTHING))
    if not _none(a.error):
        error = error + a.error * over * (1 + 8 * U)
    return Balls(high, low, error)


def sqrt(a: Balls) -> Balls:
    """s = fl(sqrt(a1)), p + q = s^2 exactly; sqrt(a) = s + R/(s + sqrt(a)), R = a - s^2, |R| <= 3 u s^2 (1
    + 4u).

    With 2s for s + sqrt(a), off by 3/2 u s (1 + 4u): 9/8 u^2 s. R is found to 5 u^2 s^2 (a1 - p is exact),
    and so R/(2s) to 5/2 u^2 s, and rounded: 3/2 u^2 s. Together 5.2 (1 + 16u), below 8, u^2 s. |sqrt(t) -
    sqrt(a)| <= e/sqrt(a), for t, a >= 0.
    """
    s = np.sqrt(a.high)
    p, q = two_product(s, s)
    rest = a.high - p
    rest -= q
    if not _none(a.low):
        rest += a.low
    high, low = quick_two_sum(s, rest / (2 * s))
    error = (8 * U * U) * s
    if not _none(a.error):
        error = error + a.error / s * (1 + 8 * U)
    # s^2 >= 2^-969, as the product asks for; t >= 0 where a1 - u a1 - e >= 0.
    sound = (a.high >= 2.0**-960) & (a.error * 2 <= a.high)
    return Balls(high, low, np.where(sound, error, NOTHING))


def power(a: Balls, n: int) -> Balls:
    """By squaring; n of any sign, not zero."""
    if n < 0:
        return div(exact(1.0), power(a, -n))
    found: Balls | None = None
    while n:
        if n % 2:
            found = a if found is None else mul(found, a)
        n //= 2
        if n:
            a = mul(a, a)
    assert found is not None
    return found
