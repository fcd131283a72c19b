"""Exact sums and inner products of floats, a whole array at a time, in whatever order BLAS took.

The high bits of all terms together are extracted, a few times, and added in floats without any rounding. What
is left, and products, are cut into integers of at most 27 bits times a power of two. Those of one exponent
are added by bincount in float64, exactly while no more than MOST of them are added; what comes out is one
integer for each exponent.
"""

import math

import numpy as np
from flint import arb

from verify.arithmetic.error_free import product_error

MOST = 2**25  # numbers: their integers of at most 2^27 in size add up to at most 2^52
MOST_EXTRACTED, TOP = 5, 1022
BLOCK = 2**15  # numbers


def exact_sum(x: np.ndarray) -> arb:
    """x_1 + ... + x_n, rounded to the precision in force; with infinities as balls have it."""
    parts, rest = _extracted(x)
    if not rest.any():  # not so of NaN
        return sum(map(arb, parts), arb(0))
    if not np.isfinite(rest).all():
        return sum(map(arb, x.tolist()), arb(0))
    # rest = m 2^e, 1/2 <= |m| < 1 or m = 0; m is a multiple of 2^-53, of a subnormal number too.
    m, e = np.frexp(rest)
    return sum(map(arb, parts), _added([_halves(m, 54)], e))


def _extracted(x: np.ndarray) -> tuple[list[float], np.ndarray]:
    """Floats and an array whose exact sum is that of x: the highest bits of all entries, a few times. It goes
    by blocks, which stay in the cache; and the shorter they are, the more bits are taken at once."""
    found = [_of_block(x[k : k + BLOCK]) for k in range(0, x.size, BLOCK)]
    rests = [rest for _, rest in found if rest.size]
    return [p for parts, _ in found for p in parts], np.concatenate(rests) if rests else x[:0]


def _of_block(x: np.ndarray) -> tuple[list[float], np.ndarray]:
    """The same of a block; nothing is left where all of it was taken.

    Let |x_i| <= 2^-k s with s a power of two, k >= 1 and n <= 2^k (Rump, Ogita and Oishi's extraction).
    t = fl(s + x_i) is within [s/2, 2 s], so that q_i = t - s is exact (Sterbenz); it is a multiple of h, the
    larger of 2^-53 s and 2^-1074, and |q_i| <= 2^-k s, since rounding is monotone and s +- 2^-k s are floats
    (k <= 52). Every sum of q_i is a multiple of h of at most n 2^-k s <= s: a float, in whatever order numpy
    adds. x_i - q_i is the negative error of s + x_i, a float barring overflow, of at most 2^-53 s in size.
    """
    parts: list[float] = []
    bits = max(1, (x.size - 1).bit_length())
    for _ in range(MOST_EXTRACTED):
        largest = max(float(x.max()), -float(x.min()))  # NaN where there is one
        exponent = math.frexp(largest)[1] + bits if math.isfinite(largest) else TOP
        if largest == 0:
            return parts, x[:0]
        if exponent >= TOP:
            break
        s = math.ldexp(1.0, exponent)
        q = x + s
        q -= s
        x = x - q
        parts.append(float(q.sum()))
    return parts, x


def exact_dot(x: np.ndarray, y: np.ndarray) -> arb:
    """x_1 y_1 + ... + x_n y_n in the same way."""
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return sum((arb(a) * arb(b) for a, b in zip(x.tolist(), y.tolist(), strict=True)), arb(0))
    (a, i), (b, j) = np.frexp(x), np.frexp(y)
    # Dekker and Veltkamp: a b = p + r exactly, for nothing overflows or is lost at |a|, |b| in {0} or
    # [1/2, 1). The product of multiples of 2^-53 is one of 2^-106; 1/4 <= |p| <= 1 is a multiple of 2^-54,
    # so that r is a multiple of 2^-106, and |r| <= 2^-54.
    p = a * b
    r = product_error(a, b, p)
    return _added([_halves(p, 54), _halves(r, 106)], i + j)


Half = tuple[np.ndarray, int]  # integers, and the power of two that they count


def _halves(t: np.ndarray, last: int) -> tuple[Half, Half]:
    """t = h 2^(27 - last) + l 2^-last, for multiples t of 2^-last with |t| <= 2^(54 - last).

    |h| <= 2^27 and |l| <= 2^26. Scaling by powers of two is exact, and so is the difference: a multiple of
    2^-last that is at most 2^26 of them.
    """
    high = np.rint(t * 2.0 ** (last - 27))
    return (high, 27 - last), ((t - high * 2.0 ** (27 - last)) * 2.0**last, -last)


def _added(pairs: list[tuple[Half, Half]], exponents: np.ndarray) -> arb:
    if exponents.size > MOST:
        middle = exponents.size // 2
        first, rest = (
            _added([tuple((n[part], k) for n, k in pair) for pair in pairs], exponents[part])  # type: ignore[misc]
            for part in (slice(None, middle), slice(middle, None))
        )
        return first + rest
    if not exponents.size:
        return arb(0)
    least = int(exponents.min())
    bins = exponents - least
    bottom = min(k for pair in pairs for _, k in pair)
    total = 0
    for integers, k in (half for pair in pairs for half in pair):
        sums = np.bincount(bins, weights=integers)
        for at in np.flatnonzero(sums).tolist():
            total += int(sums[at]) << (at + k - bottom)
    return arb(total) * arb(2) ** (least + bottom)
