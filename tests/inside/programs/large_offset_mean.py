"""The mean deviation from a base, by the mean of values that all lie near the base.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.9.
"""

from fractions import Fraction

AT = {"readings": [1e9 + 1 / 16 + (37 * k % 101) / 4096 for k in range(300)], "base": 1e9}


def f(readings, base):
    total = 0.0
    for reading in readings:
        total += reading  # innocent: the sum is exact
    mean = total / len(readings)  # makes
    return mean - base  # magnifies


def repaired(readings, base):
    total = 0.0
    for reading in readings:
        total += reading - base  # innocent: differences of near numbers are exact (Sterbenz)
    return total / len(readings)


def truth(readings, base):
    return sum(Fraction(reading) - Fraction(base) for reading in readings) / len(readings)
