"""How far two series are from being perfectly correlated: 1 - r, with r by the usual formula.

Source: the textbook formula for r, with the fault of 1 - cos; the repair is Lagrange's identity.
"""

import math

AT = {"x": [0.25, 1.5, 2.75, 4.0, 5.5], "y": [0.500003, 3.000001, 5.500002, 8.000004, 11.0]}


def centred(values):
    mean = sum(values) / len(values)
    return [v - mean for v in values]


def dot(p, q):
    total = 0.0
    for a, b in zip(p, q, strict=True):
        total += a * b  # makes
    return total


def f(x, y):
    u, v = centred(x), centred(y)
    return 1 - dot(u, v) / math.sqrt(dot(u, u) * dot(v, v))  # makes, magnifies


def repaired(x, y):
    """Lagrange's identity: the sum of (u_i v_j - u_j v_i)^2 is uu vv - uv^2."""
    u, v = centred(x), centred([b - 2 * a for a, b in zip(x, y, strict=True)])
    w = centred(y)
    n, cross = len(u), 0.0
    for i in range(n):
        for j in range(i):
            cross += (u[i] * v[j] - u[j] * v[i]) ** 2
    uv, uu, vv = (sum(a * b for a, b in zip(p, q, strict=True)) for p, q in ((u, w), (u, u), (w, w)))
    size = math.sqrt(uu * vv)
    return cross / (size * (size + uv))


def truth(x, y):
    from mpmath import mp, mpf

    with mp.workdps(60):
        u, v = ([mpf(a) for a in s] for s in (x, y))
        u, v = ([a - sum(s) / len(s) for a in s] for s in (u, v))
        uv, uu, vv = (sum(a * b for a, b in zip(p, q, strict=True)) for p, q in ((u, v), (u, u), (v, v)))
        return 1 - uv / mp.sqrt(uu * vv)
