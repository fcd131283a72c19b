"""Classical Gram-Schmidt on Läuchli's columns: the third vector is not orthogonal to the second.

Source: Björck, Numerics of Gram-Schmidt orthogonalization, Linear Algebra Appl. 197 (1994).
"""

import math

AT = {"columns": [[1.0, 1e-8, 0.0, 0.0], [1.0, 0.0, 1e-8, 0.0], [1.0, 0.0, 0.0, 1e-8]]}


def dot(u, v):
    return sum(a * b for a, b in zip(u, v, strict=True))  # makes


def unit(v):
    size = math.sqrt(dot(v, v))
    return [a / size for a in v]


def f(columns):
    basis = []
    for column in columns:
        rest = list(column)
        for q in basis:
            part = dot(q, column)
            rest = [r - part * a for r, a in zip(rest, q, strict=True)]  # magnifies
        basis.append(unit(rest))
    return basis[2][2]


def repaired(columns):
    basis = []
    for column in columns:
        rest = list(column)
        for q in basis:
            part = dot(q, rest)
            rest = [r - part * a for r, a in zip(rest, q, strict=True)]
        basis.append(unit(rest))
    return basis[2][2]


def truth(columns):
    from mpmath import mp, mpf

    with mp.workdps(100):
        basis = []
        for column in columns:
            rest = [mpf(a) for a in column]
            for q in basis:
                part = sum(a * b for a, b in zip(q, rest, strict=True))
                rest = [r - part * a for r, a in zip(rest, q, strict=True)]
            size = mp.sqrt(sum(a * a for a in rest))
            basis.append([a / size for a in rest])
        return basis[2][2]
