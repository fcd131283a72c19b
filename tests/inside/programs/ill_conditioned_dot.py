"""A dot product whose terms nearly cancel, and one with Dekker's products and Neumaier's sum.

Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005).
"""

import math
from fractions import Fraction

AT = {"x": [94906267.3, 3.1, -94906265.7, 1.3], "y": [94906265.7, 7.25, 94906267.3, 2.0]}


def f(x, y):
    total = 0.0
    for a, b in zip(x, y, strict=True):
        product = a * b  # innocent: the two that round are the same number
        total += product  # makes, magnifies
    return total


def split(a):
    c = 134217729.0 * a
    high = c - (c - a)
    return high, a - high


def product_with_error(a, b):
    p = a * b
    (a1, a2), (b1, b2) = split(a), split(b)
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def repaired(x, y):
    terms = []
    for a, b in zip(x, y, strict=True):
        terms += product_with_error(a, b)
    return math.fsum(terms)


def truth(x, y):
    return sum(Fraction(a) * Fraction(b) for a, b in zip(x, y, strict=True))
