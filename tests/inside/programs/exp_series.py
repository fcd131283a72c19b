"""e^x for a negative x by its Taylor series.

Source: Forsythe, Pitfalls in computation, or why a math book isn't enough, Amer. Math. Monthly 77 (1970).
"""

AT = {"x": -20.25}


def f(x):
    total = term = 1.0
    for k in range(1, 120):
        term = term * x / k  # makes
        total += term  # magnifies
    return total


def repaired(x):
    total = term = 1.0
    for k in range(1, 120):
        term = term * -x / k
        total += term
    return 1 / total


def truth(x):
    from mpmath import mp

    with mp.workdps(60):
        return mp.exp(x)
