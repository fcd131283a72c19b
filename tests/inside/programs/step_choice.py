"""A slope by difference quotients with the step halved until they change more than before: rounding stops it
early.

Source: Dahlquist, Björck, Numerical Methods in Scientific Computing 1 (2008), on the choice of a step.
"""

import math

AT = {"x": 0.75, "most": 60}


def slope(x, h):
    return (math.exp(x + h) - math.exp(x)) / h  # makes, magnifies


def f(x, most):
    h, now, change = 1.0, slope(x, 1.0), math.inf
    for _ in range(most):
        h = h / 2
        before, now = now, slope(x, h)
        if abs(now - before) >= change:  # branch, magnifies
            return before
        change = abs(now - before)
    return now


def repaired(x, most):
    h = 0.5**most
    return math.exp(x) * math.expm1(h) / h


def truth(x, most):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.exp(mpf(x)) * mp.expm1(mpf(2) ** -most) * mpf(2) ** most
