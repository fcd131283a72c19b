"""(x - 1)^7 from its coefficients, by Horner's rule, near the root.

Source: Demmel, Applied Numerical Linear Algebra (1997), section 1.4, figure 1.2 with (x - 2)^9.
"""

from fractions import Fraction

AT = {"x": 1.0078125001}


def horner(coefficients, x):
    value = 0.0
    for c in coefficients:
        value = value * x + c  # makes, magnifies
    return value


def f(x):
    return horner([1, -7, 21, -35, 35, -21, 7, -1], x)


def repaired(x):
    return (x - 1) ** 7


def truth(x):
    return (Fraction(x) - 1) ** 7
