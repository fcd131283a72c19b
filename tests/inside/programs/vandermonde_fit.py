"""The polynomial through points, by solving with the Vandermonde matrix.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 22; the repair is Björck and
Pereyra, Solution of Vandermonde systems of equations, Math. Comp. 24 (1970). The machine's elimination is
LAPACK's: a backward stable solver loses what the condition number 1.5e9 of the matrix allows, so the line of
`solve` makes and magnifies; the powers that round are the matrix's own errors.
"""

import numpy as np

AT = {"nodes": [0.0625, 0.15, 0.26, 0.35, 0.45, 0.56, 0.65, 0.74, 0.85, 0.95, 1.05, 1.15]}


def f(nodes):
    A = np.array([[x**k for k in range(len(nodes))] for x in nodes])
    y = np.array([(-1.0) ** k for k in range(len(nodes))])
    return np.linalg.solve(A, y)[0]  # makes, magnifies


def repaired(nodes):
    n = len(nodes)
    c = [(-1.0) ** k for k in range(n)]
    for k in range(n - 1):
        for i in range(n - 1, k, -1):
            c[i] = (c[i] - c[i - 1]) / (nodes[i] - nodes[i - k - 1])
    for k in range(n - 1, -1, -1):
        for i in range(k, n - 1):
            c[i] = c[i] - nodes[k] * c[i + 1]
    return c[0]


def truth(nodes):
    from fractions import Fraction

    x = [Fraction(v) for v in nodes]
    total = Fraction(0)
    for i, u in enumerate(x):
        term = Fraction((-1) ** i)
        for j, v in enumerate(x):
            if j != i:
                term *= v / (v - u)
        total += term
    return total
