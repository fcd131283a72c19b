"""Least squares by modified Gram-Schmidt with Q^T b formed at the end, from a Q that has lost orthogonality.

Source: Björck, Solving linear least squares problems by Gram-Schmidt orthogonalization, BIT 7 (1967): b has
to be treated as one more column.
"""

import math

AT = {"first": [1.0, 1e-7, 0.0], "second": [1.0, 0.0, 1e-7], "b": [3.0, 1e-3, 2e-3]}


def dot(u, v):
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]


def f(first, second, b):
    r11 = math.sqrt(dot(first, first))  # makes
    q1 = [a / r11 for a in first]
    r12 = dot(q1, second)
    rest = [s - r12 * q for s, q in zip(second, q1, strict=True)]  # magnifies
    r22 = math.sqrt(dot(rest, rest))
    q2 = [a / r22 for a in rest]
    return dot(q2, b) / r22


def repaired(first, second, b):
    r11 = math.sqrt(dot(first, first))
    q1 = [a / r11 for a in first]
    r12 = dot(q1, second)
    rest = [s - r12 * q for s, q in zip(second, q1, strict=True)]
    r22 = math.sqrt(dot(rest, rest))
    q2 = [a / r22 for a in rest]
    part = dot(q1, b)
    left = [v - part * q for v, q in zip(b, q1, strict=True)]
    return dot(q2, left) / r22


def truth(first, second, b):
    from fractions import Fraction

    u, v, w = ([Fraction(a) for a in column] for column in (first, second, b))
    uu, uv, vv = dot(u, u), dot(u, v), dot(v, v)
    return (uu * dot(v, w) - uv * dot(u, w)) / (uu * vv - uv * uv)
