"""The curvature of a parabola fitted to years as they are written: the columns 1, t, t^2 are nearly
dependent.

Source: Longley, An appraisal of least squares programs for the electronic computer, JASA 62 (1967). LAPACK's
solver is backward stable; what it makes is magnified by the condition number of the matrix, 6e6 after numpy's
scaling.
"""

from fractions import Fraction

import numpy as np

AT = {
    "years": [2001.25, 2002.5, 2003.75, 2004.5, 2005.25, 2006.5],
    "values": [3.5, 4.25, 4.75, 5.5, 7.25, 8.5],
}


def f(years, values):
    return np.polyfit(np.array(years), np.array(values), 2)[0]  # makes


def repaired(years, values):
    centre = years[len(years) // 2]
    return np.polyfit(np.array(years) - centre, np.array(values), 2)[0]


def truth(years, values):
    t = [Fraction(y) - Fraction(years[0]) for y in years]
    rows = [[Fraction(1), u, u * u, Fraction(v)] for u, v in zip(t, values, strict=True)]
    A = [[sum(r[i] * r[j] for r in rows) for j in range(4)] for i in range(3)]
    for k in range(3):
        A[k] = [v / A[k][k] for v in A[k]]
        for i in range(3):
            if i != k:
                A[i] = [v - A[i][k] * w for v, w in zip(A[i], A[k], strict=True)]
    return A[2][3]
