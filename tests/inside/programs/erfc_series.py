"""The complementary error function as one minus the series of erf; the continued fraction is the repair.

Source: Abramowitz, Stegun, Handbook of Mathematical Functions (1964), 7.1.5 and 7.1.14.
"""

import math

AT = {"x": 4.25}


def f(x):
    total = term = x
    for k in range(1, 120):
        term = -term * x * x / k  # makes
        total += term / (2 * k + 1)  # makes, magnifies
    return 1 - 2 / math.sqrt(math.pi) * total  # magnifies


def repaired(x):
    tail = 0.0
    for k in range(80, 0, -1):
        tail = k / 2 / (x + tail)
    return math.exp(-x * x) / math.sqrt(math.pi) / (x + tail)


def truth(x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.erfc(mpf(x))
