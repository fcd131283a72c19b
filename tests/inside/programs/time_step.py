"""A clock that is advanced by 0.1: neither 0.1 nor the sums are what they are called.

Source: US General Accounting Office, Patriot Missile Defense, GAO/IMTEC-92-26 (1992).
"""

from fractions import Fraction

AT = {"ticks": 2000}


def f(ticks):
    clock = 0.0
    for _ in range(ticks):
        clock += 0.1  # makes
    return clock


def repaired(ticks):
    return ticks / 10


def truth(ticks):
    return Fraction(ticks, 10)
