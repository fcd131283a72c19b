"""The slope of the exponential by a forward difference with too small a step.

Source: Press et al., Numerical Recipes (2007), section 5.7.
"""

import math

AT = {"x": 1.3, "h": 1e-12}


def f(x, h):
    near = x + h  # makes
    return (math.exp(near) - math.exp(x)) / h  # makes, magnifies


def repaired(x, h):
    return math.exp(x) * math.expm1(h) / h


def truth(x, h):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.exp(x) * mp.expm1(mpf(h)) / mpf(h)
