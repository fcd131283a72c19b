"""Polynomials in double-double, for results that are float64 themselves: values as the sum of two floats.

Horner's scheme begins in float64 with the high terms, which are small, and goes on in double-double with the
low ones. u = 2^-53, |y| <= 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from flint import arb

from verify.arithmetic.error_free import split
from verify.arithmetic.precision import upper
from verify.mathematics.polynomials.pieces import Floats, Polynomial

U = 2.0**-53
LARGE = 2.0**900  # a coefficient times the splitter has to stay finite
SHIFT = 256  # of a truth near the largest numbers


@dataclass(frozen=True)
class Enclosed:
    """Coefficients, the low parts of the first of them, and the bound without what underflows; all of it
    times 2^exponent."""

    coefficients: tuple[float, ...]
    low_parts: tuple[float, ...]
    bound: float
    exponent: int = 0


def lowest_doubled(at: Sequence[arb], over: Sequence[arb], allowed: float, most: int) -> Enclosed | None:
    """Of the lowest degree, and the fewest low parts, that keep the bound below what is allowed.

    at: the coefficients t_k in y at the centre; over: over the whole interval. See `taylor._lowest` for the
    remainder and the conversion; here |t_k - c_k - c'_k| is converted where there is a low part c'_k.
    """
    floats = [float(t.mid()) for t in at]
    low = [float((t - c).mid()) for t, c in zip(at, floats, strict=True)]
    if not all(map(math.isfinite, floats)):
        return None
    if max(map(abs, floats)) > LARGE:
        at, over = ([t * arb(2) ** -SHIFT for t in terms] for terms in (at, over))
        found = lowest_doubled(at, over, allowed * 2.0**-SHIFT, most)
        # The result, at most sum |c_k| (1 + 2^-40), is to be finite when it is scaled back.
        fits = found is not None and sum(map(abs, found.coefficients)) < 2.0 ** (1024 - SHIFT) * (
            1 - 2.0**-30
        )
        return replace(found, exponent=SHIFT) if found is not None and fits else None
    single = [upper(abs(t - c)) for t, c in zip(at, floats, strict=True)]
    double = [upper(abs(t - c - e)) for t, c, e in zip(at, floats, low, strict=True)]
    remainders = [upper(abs(t)) for t in over]
    for d in range(most + 1):
        if remainders[d + 1] > allowed:
            continue
        for parts in range(1, d + 2):
            rounding = _rounding(floats[: d + 1], low[:parts])
            converted = sum(double[:parts]) + sum(single[parts : d + 1])
            bound = remainders[d + 1] + converted + rounding
            if bound <= allowed / 2:
                return Enclosed(tuple(floats[: d + 1]), tuple(low[:parts]), bound)
    return None


def _rounding(c: Sequence[float], low: Sequence[float]) -> float:
    """A bound of the rounding errors of `evaluate_doubled`, but for what underflows.

    The head, terms from k = len(low) on, by Horner's scheme in float64: gamma_2n sum |c_k| for n steps. Then
    by each step (h, l) becomes (s, l') with, exactly, h y = p + e (Dekker) and c_k + p = s + t (Knuth), and

        l' = fl(t + fl(fl(e + fl(l y)) + c'_k)):    four roundings, each to a number of at most L', where
        |p| <= H, |s| <= H' = (H + |c_k|)(1 + 3u), |e| <= u H, |t| <= u H',
        L' = (u H' + u H + L + |c'_k|)(1 + 8u)

    for bounds H of |h| and L of |l|. An error of one step is carried on with factors |y| <= 1. This sum
    itself is of fewer than 100 floats that are not negative, of fewer than 8 factors each: 2^-45 covers its
    rounding.
    """
    head = [abs(x) for x in c[len(low) :]]
    n = 2 * max(len(head) - 1, 0)
    error = n * U / (1 - n * U) * sum(head)
    high, rest = sum(head) * (1 + 2 * n * U), 0.0
    for k in reversed(range(len(low))):
        above = (high + abs(c[k])) * (1 + 3 * U)
        rest = (U * above + U * high + rest + abs(low[k])) * (1 + 8 * U)
        high = above
        error += 4 * U * rest
    return error * (1 + 2.0**-45)


def evaluate_doubled(piece: Polynomial, x: Floats) -> tuple[Floats, Floats]:
    """high + low is within the bound of f(x), at floats of a piece with low parts."""
    c, low = piece.coefficients, piece.low_parts
    y = (x - piece.centre) * piece.scale
    if len(c) > len(low):
        high = np.full_like(y, c[-1])
        for k in range(len(c) - 2, len(low) - 1, -1):
            high *= y
            high += c[k]
    else:
        high = np.zeros_like(y)
    rest = np.zeros_like(y)
    y_high, y_low = split(y)
    for k in reversed(range(len(low))):
        product, error = _product(high, y, y_high, y_low)
        rest *= y
        rest += error
        rest += low[k]
        high, error = _sum(product, c[k])
        rest += error
    if piece.exponent:  # exact: both are 2^-256 of numbers that are not subnormal, or far below the bound
        high *= 2.0**piece.exponent
        rest *= 2.0**piece.exponent
    return high, rest


def _product(x: Floats, y: Floats, y_high: Floats, y_low: Floats) -> tuple[Floats, Floats]:
    """x y = product + error exactly, where nothing underflows: `two_product` in place, y split beforehand."""
    product = x * y
    high, low = split(x)
    error = high * y_high
    error -= product
    high *= y_low
    error += high
    np.multiply(low, y_high, out=high)
    error += high
    low *= y_low
    error += low
    return product, error


def _sum(x: Floats, c: float) -> tuple[Floats, Floats]:
    """x + c = total + error exactly: `two_sum` in place."""
    total = x + c
    virtual = total - x
    error = total - virtual
    np.subtract(x, error, out=error)
    np.subtract(c, virtual, out=virtual)
    error += virtual
    return total, error
