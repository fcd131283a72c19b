"""A second derivative by the three-point formula: the step is squared below, its rounding errors are not.

Source: Dahlquist, Björck, Numerical Methods in Scientific Computing 1 (2008).
"""

import math

AT = {"x": 0.65, "h": 2.0**-20}


def f(x, h):
    left = math.sin(x - h)  # makes
    middle = math.sin(x)  # makes
    right = math.sin(x + h)  # makes
    return (left - 2 * middle + right) / (h * h)  # magnifies


def repaired(x, h):
    return -math.sin(x) * (2 * math.sin(h / 2) / h) ** 2


def truth(x, h):
    from mpmath import mp, mpf

    with mp.workdps(60):
        x, h = mpf(x), mpf(h)
        return (mp.sin(x - h) - 2 * mp.sin(x) + mp.sin(x + h)) / h**2
