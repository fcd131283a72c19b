"""The logistic map at r = 4: every step doubles what went wrong before.

Source: Lorenz, Computational chaos, Physica D 35 (1989). x_n = sin^2(2^n asin(sqrt x_0)).
"""

from fractions import Fraction

AT = {"x": 0.375, "steps": 50}


def f(x, steps):
    for _ in range(steps):
        x = 4 * x * (1 - x)  # makes, magnifies
    return x


def repaired(x, steps):
    one = 1 << 300
    scaled = int(Fraction(x) * one)
    for _ in range(steps):
        scaled = 4 * scaled * (one - scaled) // one
    return float(Fraction(scaled, one))


def truth(x, steps):
    from mpmath import mp

    with mp.workdps(80):
        return mp.sin(2**steps * mp.asin(mp.sqrt(x))) ** 2
