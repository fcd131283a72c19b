"""Heron's formula for the area of a needle-like triangle.

Source: Kahan, Miscalculating area and angles of a needle-like triangle (2014).
"""

import math

AT = {"a": 100000.0, "b": 50000.00001, "c": 50000.00002}


def f(a, b, c):
    s = (a + b + c) / 2  # makes
    return math.sqrt(s * (s - a) * (s - b) * (s - c))  # magnifies


def repaired(a, b, c):
    a, b, c = sorted((a, b, c), reverse=True)
    return math.sqrt((a + (b + c)) * (c - (a - b)) * (c + (a - b)) * (a + (b - c))) / 4


def truth(a, b, c):
    from mpmath import mp, mpf

    with mp.workdps(80):
        a, b, c = mpf(a), mpf(b), mpf(c)
        return mp.sqrt((a + b + c) * (b + c - a) * (a + c - b) * (a + b - c)) / 4
