"""A postage step at 0.3 kg that three parcels of 0.1 kg pass.

Source: Goldberg, What every computer scientist should know about floating-point arithmetic, ACM Comp. Surveys
23 (1991), on comparisons.
"""

from fractions import Fraction

AT = {"parcels": 3}


def f(parcels):
    weight = 0.0
    for _ in range(parcels):
        weight += 0.1  # makes
    if weight > 0.3:  # makes, branch
        return 9.5
    return 4.5


def repaired(parcels):
    grams = 100 * parcels
    return 9.5 if grams > 300 else 4.5


def truth(parcels):
    return Fraction(19, 2) if Fraction(parcels, 10) > Fraction(3, 10) else Fraction(9, 2)
