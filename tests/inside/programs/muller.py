"""Muller's recurrence, which tends to 5 and in floating point to 100.

Source: Muller, Arithmétique des ordinateurs (1989); Kahan, How futile are mindless assessments of roundoff
(2006).
"""

from fractions import Fraction

AT = {"steps": 25}


def f(steps):
    x, y = 4.0, 4.25
    for _ in range(steps):
        x, y = y, 108 - (815 - 1500 / x) / y  # makes, magnifies
    return y


def repaired(steps):
    ratio = 0.6 ** (steps + 1)
    return (5 + 3 * ratio) / (1 + ratio)


def truth(steps):
    x, y = Fraction(4), Fraction(17, 4)
    for _ in range(steps):
        x, y = y, 108 - (815 - 1500 / x) / y
    return y
