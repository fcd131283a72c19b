"""The integrals of x^n e^(x - 1) over [0, 1] by the recursion I_n = 1 - n I_(n-1), as one calls it.

Source: Forsythe, Malcolm, Moler, Computer Methods for Mathematical Computations (1977), section 2.3.
"""

import math

AT = {"n": 18}


def f(n):
    if n == 0:
        return 1 - math.exp(-1)  # makes
    return 1 - n * f(n - 1)  # magnifies


def repaired(n):
    value = 0.0
    for k in range(n + 30, n, -1):
        value = (1 - value) / k
    return value


def truth(n):
    from mpmath import mp

    with mp.workdps(60):
        value = 1 - mp.exp(-1)
        for k in range(1, n + 1):
            value = 1 - k * value
        return value
