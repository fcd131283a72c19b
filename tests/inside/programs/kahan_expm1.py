"""(e^x - 1)/x, and Kahan's form of it: it divides by log y in place of x, looks worse, and is right.

Source: Kahan; Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.14.1.
"""

import math

AT = {"x": 3.7e-9}


def f(x):
    y = math.exp(x)  # makes
    return (y - 1) / x  # magnifies


def repaired(x):
    y = math.exp(x)  # innocent: its error is the same above and below
    if y == 1:
        return 1.0
    return (y - 1) / math.log(y)  # innocent


def truth(x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return mp.expm1(mpf(x)) / mpf(x)
