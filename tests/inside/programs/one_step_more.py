"""Euler's method with a loop that runs while t < 1: ten steps of 0.1 do not reach 1, so it takes eleven.

Source: Python tutorial, Floating-point arithmetic: issues and limitations.
"""

AT = {"y": 1.5, "rate": 0.75}


def f(y, rate):
    t = 0.0
    while t < 1:  # branch
        y += 0.1 * (rate * y)
        t += 0.1  # makes
    return y


def repaired(y, rate):
    for _ in range(10):
        y += 0.1 * (rate * y)
    return y


def truth(y, rate):
    from fractions import Fraction

    return Fraction(y) * (1 + Fraction(rate) / 10) ** 10
