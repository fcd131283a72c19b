"""Least squares by the normal equations: forming A^T A squares the condition number.

Source: Läuchli, Jordan-Elimination und Ausgleichung nach kleinsten Quadraten, Numer. Math. 3 (1961).
"""

from fractions import Fraction

AT = {"eps": 1e-7, "b": [3.0, 1e-7, 3e-7]}


def f(eps, b):
    a11 = 1 + eps * eps
    right1 = b[0] + eps * b[1]  # makes
    right2 = b[0] + eps * b[2]  # makes
    determinant = a11 * a11 - 1
    return (a11 * right1 - right2) / determinant  # makes, magnifies


def repaired(eps, b):
    """By symmetry: the sum and the difference of the unknowns."""
    difference = (b[1] - b[2]) / eps
    total = (2 * b[0] + eps * (b[1] + b[2])) / (2 + eps * eps)
    return (total + difference) / 2


def truth(eps, b):
    e, (u, v, w) = Fraction(eps), map(Fraction, b)
    a = 1 + e * e
    return (a * (u + e * v) - (u + e * w)) / (a * a - 1)
