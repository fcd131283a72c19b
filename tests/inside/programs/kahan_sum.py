"""A plain sum of many small payments, and Kahan's, whose differences look like noise and are exact.

Source: Kahan, Further remarks on reducing truncation errors, Comm. ACM 8 (1965).
"""

from fractions import Fraction

AT = {"values": [4096.0] + [0.1, 0.3, 0.7] * 200}


def f(values):
    total = 0.0
    for value in values:
        total += value  # makes
    return total


def repaired(values):
    total = compensation = 0.0
    for value in values:
        corrected = value - compensation
        after = total + corrected
        compensation = (after - total) - corrected  # innocent: exact differences
        total = after
    return total


def truth(values):
    return sum(map(Fraction, values))
