"""A cotangent as the tangent of the complement: pi/2 - x keeps 1e-16, and near the pole that is everything.

Source: Muller, Elementary Functions: Algorithms and Implementation (2016), on range reduction.
"""

import math

AT = {"x": 4.7e-9}


def f(x):
    complement = math.pi / 2 - x  # makes
    return math.tan(complement)  # magnifies


def repaired(x):
    return 1 / math.tan(x)


def truth(x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.cot(mpf(x))
