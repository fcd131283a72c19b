"""The geometric mean of two numbers as a root of their product, which leaves the normal range.

Source: the device is that of Blue, A portable Fortran program to find the Euclidean norm of a vector (1978).
"""

import math

AT = {"low": 3.1e-170, "high": 7.3e-149}


def f(low, high):
    return math.sqrt(low * high)  # makes


def repaired(low, high):
    return math.sqrt(low) * math.sqrt(high)


def truth(low, high):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.sqrt(mpf(low) * mpf(high))
