"""A mixing ratio from two slownesses: the cancelling 1 - cos divides out, the difference of roots does not.

Source: Hamming, Numerical Methods for Scientists and Engineers (1973), chapter 3, for the roots; the
cancellation beside them is one that condition along the path acquits and cancelled bits accuse.
"""

import math

AT = {"angle": 1.3e-6, "a": 3.5, "b": 1.25e12}


def f(angle, a, b):
    versine = 1 - math.cos(angle)  # innocent: it cancels 40 bits, and divides out below
    share = versine * a / (versine * a + versine * 2.5)
    before = math.sqrt(b)  # makes
    gap = math.sqrt(b + 1) - before  # makes, magnifies
    return share * gap


def repaired(angle, a, b):
    share = a / (a + 2.5)
    return share / (math.sqrt(b + 1) + math.sqrt(b))


def truth(angle, a, b):
    from mpmath import mp, mpf

    with mp.workdps(60):
        a, b = mpf(a), mpf(b)
        return a / (a + mpf(5) / 2) / (mp.sqrt(b + 1) + mp.sqrt(b))
