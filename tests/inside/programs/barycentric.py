"""Barycentric interpolation at equidistant nodes: no operation cancels much, the sums alternate, 20 and more
bits go.

Source: Trefethen, Weideman, Two results on polynomial interpolation in equally spaced points, J. Approx.
Theory 65 (1991); Berrut, Trefethen, Barycentric Lagrange interpolation, SIAM Review 46 (2004), for the
formula and the remedy.
"""

import math

AT = {"x": 0.013, "n": 36}


def f(x, n):
    above = below = 0.0
    for k in range(n + 1):
        node = k / n
        weight = (-1) ** k * math.comb(n, k) / (x - node)  # makes
        above += weight * math.exp(node)  # makes, magnifies
        below += weight  # makes, magnifies
    return above / below


def repaired(x, n):
    above = below = 0.0
    for k in range(n + 1):
        node = math.sin(k * math.pi / (2 * n)) ** 2
        weight = (-1) ** k * (0.5 if k in (0, n) else 1.0) / (x - node)
        above += weight * math.exp(node)
        below += weight
    return above / below


def truth(x, n):
    from mpmath import mp

    with mp.workdps(40):
        return mp.exp(x)
