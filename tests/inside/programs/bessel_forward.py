"""Spherical Bessel functions by their recurrence upwards, where they are the solution that shrinks.

Source: Gautschi, Computational aspects of three-term recurrence relations, SIAM Review 9 (1967); Miller's
algorithm is the repair.
"""

import math

AT = {"n": 9, "x": 1.1}


def f(n, x):
    before = math.sin(x) / x  # makes
    now = math.sin(x) / (x * x) - math.cos(x) / x  # makes
    for k in range(1, n):
        before, now = now, (2 * k + 1) / x * now - before  # makes, magnifies
    return now


def repaired(n, x):
    above, here, wanted = 0.0, 1.0, 0.0
    for k in range(n + 20, 0, -1):
        above, here = here, (2 * k + 1) / x * here - above
        if k - 1 == n:
            wanted = here
    return wanted * (math.sin(x) / x) / here


def truth(n, x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.sqrt(mp.pi / (2 * mpf(x))) * mp.besselj(n + mpf(1) / 2, mpf(x))
