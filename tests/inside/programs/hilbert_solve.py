"""A system with the Hilbert matrix, whose entries are rounded and then solved well.

Source: Wilkinson, Rounding Errors in Algebraic Processes (1963), chapter 3; Higham (2002), section 28.1. The
solver is backward stable: what it makes, and what the rounded entries make, are magnified by the condition
number 1.5e7 of the matrix.
"""

import numpy as np

AT = {"n": 6}


def f(n):
    H = np.array([[1 / (i + j + 1) for j in range(n)] for i in range(n)])  # makes
    return np.linalg.solve(H, np.ones(n))[0]  # makes, magnifies


def repaired(n):
    """Its inverse has integer entries; so has this sum of a row."""
    sign = -1 if n % 2 == 0 else 1
    return float(sign * n)


def truth(n):
    from fractions import Fraction
    from math import comb

    row = [(-1) ** j * (j + 1) * comb(n, j + 1) * comb(n + j, n - 1) for j in range(n)]
    return Fraction(sum(row))
