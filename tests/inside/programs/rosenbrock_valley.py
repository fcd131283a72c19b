"""A residual in a narrow valley: y - x^2 keeps what the square has rounded, and the weight of 100 shows it.

Source: Rosenbrock, An automatic method for finding the greatest or least value of a function, Computer J. 3
(1960).
"""

from fractions import Fraction

AT = {"x": 1.1, "y": 1.2100000000000002, "a": 1.1}


def f(x, y, a):
    square = x * x  # makes
    first = a - x  # innocent: exact
    return first * first + 100 * (y - square) ** 2  # magnifies


def repaired(x, y, a):
    big = 134217729.0 * x
    high = big - (big - x)
    low = x - high
    square = x * x
    rest = ((high * high - square) + 2 * high * low) + low * low
    return (a - x) ** 2 + 100 * ((y - square) - rest) ** 2


def truth(x, y, a):
    return (Fraction(a) - Fraction(x)) ** 2 + 100 * (Fraction(y) - Fraction(x) ** 2) ** 2
