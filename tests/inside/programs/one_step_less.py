"""A table with int((b - a) / h) cells: (0.7 - 0.1) / 0.1 is a little below 6, and the last cell is left out.

Source: documentation of numpy.arange, which warns of the same length.
"""

AT = {"scale": 3.0}
LOW, HIGH, STEP = 0.1, 0.7, 0.1  # makes


def f(scale):
    cells = int((HIGH - LOW) / STEP)  # makes, branch
    total = 0.0
    for k in range(cells):
        total += scale * STEP * (LOW + (k + 0.5) * STEP)
    return total


def repaired(scale):
    total = 0.0
    for k in range(round((HIGH - LOW) / STEP)):
        total += scale * STEP * (LOW + (k + 0.5) * STEP)
    return total


def truth(scale):
    from fractions import Fraction

    return Fraction(scale) * (Fraction(7, 10) ** 2 - Fraction(1, 10) ** 2) / 2
