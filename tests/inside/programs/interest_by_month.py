"""A debt with interest rounded to cents each month: 1/2 per cent of 2001 is 10.005, which float64 takes for
less.

Source: documentation of Python's decimal module, whose recipes and FAQ treat such ties.
"""

from fractions import Fraction

AT = {"debt": 2001, "payment": 10, "months": 3}


def f(debt, payment, months):
    paid = 0.0
    for _ in range(months):
        interest = round(debt * 0.005, 2)  # makes, magnifies
        paid += interest
        debt = debt - payment
    return paid


def repaired(debt, payment, months):
    cents = 0
    for _ in range(months):
        whole, rest = divmod(debt, 2)
        cents += whole + (rest and whole % 2)
        debt = debt - payment
    return cents / 100


def truth(debt, payment, months):
    return sum(Fraction(round(Fraction(debt - k * payment, 2)), 100) for k in range(months))
