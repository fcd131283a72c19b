"""The present value of payments at a small rate, by (1 - (1 + r)^-n) / r.

Source: Kahan, Mathematics written in sand (1983), on financial calculators.
"""

import math

AT = {"payment": 250.0, "rate": 3.1e-9, "periods": 240}


def f(payment, rate, periods):
    growth = 1 + rate  # makes
    discount = growth**-periods  # magnifies
    return payment * (1 - discount) / rate  # magnifies


def repaired(payment, rate, periods):
    return payment * -math.expm1(-periods * math.log1p(rate)) / rate


def truth(payment, rate, periods):
    from fractions import Fraction

    r = Fraction(rate)
    return Fraction(payment) * (1 - (1 + r) ** -periods) / r
