"""A power by repeated multiplication: a thousand roundings, none of which cancels.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 3: the bound is gamma_(n-1).
"""

from fractions import Fraction

AT = {"x": 1.0017, "n": 3000}


def f(x, n):
    value = 1.0
    for _ in range(n):
        value *= x  # makes
    return value


def repaired(x, n):
    return x**n


def truth(x, n):
    return Fraction(x) ** n
