"""The hyperbolic sine from exponentials, at a small argument.

Source: Beebe, The Mathematical-Function Computation Handbook (2017).
"""

import math

AT = {"x": 2.3e-7}


def f(x):
    grows = math.exp(x)  # makes
    shrinks = 1 / grows  # makes
    return (grows - shrinks) / 2  # magnifies


def repaired(x):
    t = math.expm1(x)
    return (t + t / (1 + t)) / 2


def truth(x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.sinh(mpf(x))
