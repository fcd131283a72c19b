"""The real part of a quotient of complex numbers by the school formula, with a small divisor; Smith's is the
repair.

Source: Smith, Algorithm 116: complex division, Comm. ACM 5 (1962).
"""

from fractions import Fraction

AT = {"a": 3.5e-160, "b": 1.25e-160, "c": 2.1e-161, "d": 1.7e-161}


def f(a, b, c, d):
    size = c * c + d * d  # makes
    return (a * c + b * d) / size


def repaired(a, b, c, d):
    ratio = d / c
    return (a + b * ratio) / (c + d * ratio)


def truth(a, b, c, d):
    a, b, c, d = map(Fraction, (a, b, c, d))
    return (a * c + b * d) / (c * c + d * d)
