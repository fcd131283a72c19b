"""The third side of a sliver of a triangle by the law of cosines.

Source: Kahan, Miscalculating area and angles of a needle-like triangle (2014).
"""

import math

AT = {"a": 2.5, "b": 2.5000000003, "angle": 2.1e-9}


def f(a, b, angle):
    squares = a * a + b * b
    product = 2 * a * b * math.cos(angle)  # makes
    return math.sqrt(squares - product)  # magnifies


def repaired(a, b, angle):
    half = math.sin(angle / 2)
    return math.sqrt((a - b) ** 2 + 4 * a * b * half * half)  # innocent: a - b is exact


def truth(a, b, angle):
    from mpmath import mp, mpf

    with mp.workdps(80):
        a, b = mpf(a), mpf(b)
        return mp.sqrt((a - b) ** 2 + 4 * a * b * mp.sin(mpf(angle) / 2) ** 2)
