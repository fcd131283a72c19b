"""An invoice whose amounts are rounded to cents: 3 * 1.005 is a tie that float64 does not see.

Source: Python tutorial, Floating-point arithmetic: issues and limitations; documentation of round().
"""

from fractions import Fraction

AT = {"quantities": [3, 7, 11, 15, 2, 4]}
PRICE = 1.005  # makes


def f(quantities):
    total = 0.0
    for quantity in quantities:
        amount = quantity * PRICE
        total += round(amount, 2)  # magnifies
    return total


def repaired(quantities):
    cents = 0
    for quantity in quantities:
        whole, rest = divmod(quantity * 1005, 10)
        cents += whole + (rest > 5 or (rest == 5 and whole % 2 == 1))
    return cents / 100


def truth(quantities):
    return sum(Fraction(round(q * Fraction(1005, 10)), 100) for q in quantities)
