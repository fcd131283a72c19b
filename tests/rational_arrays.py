"""Values of operations by ways that share nothing with them: fractions, mpmath, differences."""

from fractions import Fraction
from itertools import permutations

import mpmath
import numpy as np
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.mathematics.arrays.operation import balls, rationals

DIGITS = 60


def fractions(x):
    return [Fraction(v) for v in np.ravel(x).tolist()]


def agrees(found, value):
    """Is the value (a fraction, or an mpmath number to 60 digits) in the ball, and the ball narrow?"""
    if isinstance(value, mpmath.mpf):
        with mpmath.workdps(DIGITS):
            text = mpmath.nstr(value, DIGITS, strip_zeros=False)
        wide = arb(text) + arb(0, abs(arb(text)) * arb(10) ** (2 - DIGITS))
    else:
        wide = arb(fmpq(value.numerator, value.denominator))
    return bool(found.overlaps(wide)) and found.rad() <= abs(found).upper() * arb(2) ** -90 + arb(2) ** -200


def determinant(A):
    """By Leibniz's sum over permutations: for the smallest."""
    n, found = len(A), fmpq(0)
    for p in permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n))
        term = fmpq(sign)
        for i, j in enumerate(p):
            term *= rationals(A)[i, j]
        found += term
    return found


def slopes_moved(truth, arrays, steps):
    """|J| s by differences of the truth in rationals: f(x + h e) - f(x) over h = 2^-300 at 1600 bits."""
    h = fmpq(1, 2**300)
    with precision(1600):
        exact = [rationals(x) for x in arrays]
        base = np.asarray(truth(*exact), dtype=object)
        total = 0 * base
        for k, x in enumerate(exact):
            for i in range(x.size):
                moved = x.copy()
                moved.flat[i] = moved.flat[i] + h
                found = np.asarray(truth(*exact[:k], moved, *exact[k + 1 :]), dtype=object)
                slope = balls((found - base) / arb(h))
                total = total + np.vectorize(abs, otypes=[object])(slope) * arb(float(np.ravel(steps[k])[i]))
    return np.asarray(total, dtype=object)


def same(found, other, digits=60):
    """Do two arrays of balls agree to so many digits?"""
    pairs = zip(np.ravel(np.asarray(found, dtype=object)), np.ravel(other), strict=True)
    return all(abs(a - b) <= (abs(a) + abs(b)) * arb(10) ** -digits + arb(10) ** -80 for a, b in pairs)
