"""The length of a vector whose squares fall into the subnormal numbers.

Source: Blue, A portable Fortran program to find the Euclidean norm of a vector, ACM TOMS 4 (1978).
"""

import math

AT = {"x": 3.1e-161, "y": 4.3e-161}


def f(x, y):
    return math.sqrt(x * x + y * y)  # makes


def repaired(x, y):
    return math.hypot(x, y)


def truth(x, y):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.sqrt(mpf(x) ** 2 + mpf(y) ** 2)
