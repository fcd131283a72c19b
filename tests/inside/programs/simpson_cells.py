"""Simpson's rule with so many cells that rounding is all that is left, and nodes found by adding the step.

Source: Dahlquist, Björck, Numerical Methods in Scientific Computing 1 (2008).
"""

import math

AT = {"a": 0.0, "b": 1.2, "cells": 1100}


def f(a, b, cells):
    h = (b - a) / cells
    x = a
    total = 0.0
    for _ in range(cells):
        total += math.exp(x) + 4 * math.exp(x + h / 2) + math.exp(x + h)  # makes
        x += h  # makes
    return total * h / 6


def repaired(a, b, cells):
    h = (b - a) / cells
    values = [math.exp(a + (b - a) * k / (2 * cells)) for k in range(2 * cells + 1)]
    return (
        math.fsum([values[0], values[-1], *(4 * v for v in values[1::2]), *(2 * v for v in values[2:-1:2])])
        * h
        / 6
    )


def truth(a, b, cells):
    from mpmath import mp, mpf

    with mp.workdps(40):
        a, h = mpf(a), (mpf(b) - mpf(a)) / cells
        geometric = mp.exp(a) * mp.expm1(h * cells) / mp.expm1(h)
        return geometric * (1 + 4 * mp.exp(h / 2) + mp.exp(h)) * h / 6
