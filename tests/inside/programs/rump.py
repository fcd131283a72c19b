"""Rump's polynomial, whose sum of terms of size 1e36 is -0.827.

Source: Rump, Algorithms for verified inclusions (1988), with the constants of Loh and Walster, Rump's example
revisited, Reliable Computing 8 (2002).
"""

from fractions import Fraction

AT = {"a": 77617.0, "b": 33096.0}


def f(a, b):
    a2 = a * a  # innocent: exact
    b2 = b * b  # innocent: exact
    b4 = b2 * b2
    b6 = b4 * b2  # makes
    b8 = b4 * b4  # makes
    inner = 11 * a2 * b2 - b6 - 121 * b4 - 2  # makes
    return 333.75 * b6 + a2 * inner + 5.5 * b8 + a / (2 * b)  # makes, magnifies


def repaired(a, b):
    return float(truth(a, b))


def truth(a, b):
    a, b = Fraction(a), Fraction(b)
    inner = 11 * a**2 * b**2 - b**6 - 121 * b**4 - 2
    return Fraction(1335, 4) * b**6 + a**2 * inner + Fraction(11, 2) * b**8 + a / (2 * b)
