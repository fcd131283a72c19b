"""The discriminant of a quadratic whose roots nearly coincide.

Source: Kahan, On the cost of floating-point computation without extra-precise arithmetic (2004).
"""

from fractions import Fraction

AT = {"a": 94906265.625, "b": 189812534.0, "c": 94906268.375}


def f(a, b, c):
    square = b * b  # makes
    product = 4 * a * c  # makes
    return square - product  # magnifies


def split(x):
    big = 134217729.0 * x
    high = big - (big - x)
    return high, x - high


def product_with_error(x, y):
    p = x * y
    (a, b), (c, d) = split(x), split(y)
    return p, ((a * c - p) + a * d + b * c) + b * d


def repaired(a, b, c):
    p, p_error = product_with_error(b, b)
    q, q_error = product_with_error(4 * a, c)
    return (p - q) + (p_error - q_error)


def truth(a, b, c):
    return Fraction(b) ** 2 - 4 * Fraction(a) * Fraction(c)
