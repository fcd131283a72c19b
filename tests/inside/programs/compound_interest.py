"""Interest compounded every second: 1 + i/n keeps half the digits of i/n, and the power counts on them.

Source: Kahan, Mathematics written in sand (1983).
"""

import math

AT = {"principal": 2500.0, "rate": 0.0375, "years": 30}


def f(principal, rate, years):
    periods = 365 * 24 * 3600
    growth = 1 + rate / periods  # makes
    return principal * growth ** (periods * years)  # magnifies


def repaired(principal, rate, years):
    periods = 365 * 24 * 3600
    return principal * math.exp(periods * years * math.log1p(rate / periods))


def truth(principal, rate, years):
    from mpmath import mp, mpf

    with mp.workdps(60):
        periods = 365 * 24 * 3600
        return principal * (1 + mpf(rate) / periods) ** (periods * years)
