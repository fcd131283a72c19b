"""The smaller root of a x^2 + b x + c by the school formula.

Source: Forsythe, How do you solve a quadratic equation?, Stanford CS40 (1966).
"""

import math

AT = {"a": 1.0, "b": 1234567.0, "c": 3.0}


def f(a, b, c):
    root = math.sqrt(b * b - 4 * a * c)  # makes
    return (-b + root) / (2 * a)  # magnifies


def repaired(a, b, c):
    root = math.sqrt(b * b - 4 * a * c)
    other = -(b + math.copysign(root, b)) / 2
    return c / other


def truth(a, b, c):
    from mpmath import mp, mpf

    with mp.workdps(80):
        a, b, c = mpf(a), mpf(b), mpf(c)
        return (-b + mp.sqrt(b * b - 4 * a * c)) / (2 * a)
