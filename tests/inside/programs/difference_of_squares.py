"""The area of a thin ring from the squares of its radii.

Source: Goldberg (1991), on x^2 - y^2 and (x - y)(x + y).
"""

import math

AT = {"outer": 1.30000000013, "inner": 1.3}


def f(outer, inner):
    big = outer * outer  # makes
    small = inner * inner  # makes
    return math.pi * (big - small)  # magnifies


def repaired(outer, inner):
    return math.pi * ((outer - inner) * (outer + inner))  # innocent: the difference is exact


def truth(outer, inner):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.pi * (mpf(outer) ** 2 - mpf(inner) ** 2)
