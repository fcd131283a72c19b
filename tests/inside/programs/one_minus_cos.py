"""(1 - cos x)/x^2: the cosine makes half an ulp, the subtraction magnifies it.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.7.
"""

import math

AT = {"x": 1.2e-5}


def f(x):
    c = math.cos(x)  # makes
    return (1 - c) / x**2  # magnifies


def repaired(x):
    return (math.sin(x / 2) / (x / 2)) ** 2 / 2


def truth(x):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return 2 * mp.sin(mpf(x) / 2) ** 2 / mpf(x) ** 2
