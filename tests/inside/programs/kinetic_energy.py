"""Relativistic kinetic energy of something slow, as (gamma - 1) m c^2.

Source: Taylor, Wheeler, Spacetime Physics (1992), for the formula.
"""

import math

AT = {"mass": 1.5, "speed": 340.25, "c": 299792458.0}


def f(mass, speed, c):
    gamma = 1 / math.sqrt(1 - (speed / c) ** 2)  # makes
    return (gamma - 1) * mass * c**2  # magnifies


def repaired(mass, speed, c):
    beta2 = (speed / c) ** 2
    root = math.sqrt(1 - beta2)
    return beta2 / (root * (1 + root)) * mass * c**2


def truth(mass, speed, c):
    from mpmath import mp, mpf

    with mp.workdps(60):
        v, c = mpf(speed), mpf(c)
        return (1 / mp.sqrt(1 - (v / c) ** 2) - 1) * mpf(mass) * c**2
