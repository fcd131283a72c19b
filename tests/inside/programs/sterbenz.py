"""A relative change in decibels, by the logarithm of a ratio near one. The difference that looks bad is
exact.

Source: Sterbenz, Floating-Point Computation (1974), theorem 4.3.1: y/2 <= x <= 2y makes x - y exact.
"""

import math

AT = {"now": 1.7000000043, "before": 1.7}


def f(now, before):
    ratio = now / before  # makes
    return 10 * math.log10(ratio)  # magnifies


def repaired(now, before):
    change = now - before  # innocent: exact, though 28 bits cancel
    return 10 * math.log1p(change / before) / math.log(10)


def truth(now, before):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return 10 * mp.log10(mpf(now) / mpf(before))
