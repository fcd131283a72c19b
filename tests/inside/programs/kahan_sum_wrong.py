"""Kahan's compensated sum where a term is larger than the sum so far: the compensation is of the wrong one.

A slip d of `after` enters the total and the compensation, and cancels one step later: that line makes
nothing, and it magnifies, for in step 4 it adds -1e17 to 1e17. In exact rationals, one slip at a time: of the
error -3.75 a third is that of `after - total` in step 2 (+1.25), and two thirds are that of
`value - compensation` in step 4 (-2.5).

Source: Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974).
"""

from fractions import Fraction

AT = {"values": [1.25, 1e17, 2.5, -1e17, 0.375]}


def f(values):
    total = compensation = 0.0
    for value in values:
        corrected = value - compensation  # makes
        after = total + corrected  # magnifies
        compensation = (after - total) - corrected  # makes, magnifies
        total = after
    return total


def repaired(values):
    total = compensation = 0.0
    for value in values:
        after = total + value
        if abs(total) >= abs(value):
            compensation += (total - after) + value
        else:
            compensation += (value - after) + total
        total = after
    return total + compensation


def truth(values):
    return sum(map(Fraction, values))
