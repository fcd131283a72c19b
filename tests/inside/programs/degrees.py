"""The sine of many turns in degrees: the turns are taken off after the conversion, when it is too late.

Source: Payne, Hanek, Radian reduction for trigonometric functions, ACM SIGNUM Newsletter 18 (1983).
"""

import math

AT = {"angle": 360000000025.5}


def f(angle):
    radians = math.radians(angle)  # makes
    return math.sin(radians)  # magnifies


def repaired(angle):
    rest = math.fmod(angle, 360)  # innocent: exact
    return math.sin(math.radians(rest))


def truth(angle):
    from fractions import Fraction

    from mpmath import mp, mpf

    with mp.workdps(60):
        rest = Fraction(angle) % 360
        return mp.sin(mpf(rest.numerator) / rest.denominator * mp.pi / 180)
