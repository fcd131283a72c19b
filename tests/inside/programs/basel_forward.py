"""The sum of 1/k^2 from the large terms to the small, and from the small to the large.

Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), section 1.12.3.
"""

AT = {"n": 6000}


def f(n):
    total = 0.0
    for k in range(1, n + 1):
        total += 1 / k**2  # makes
    return total


def repaired(n):
    total = 0.0
    for k in range(n, 0, -1):
        total += 1 / k**2
    return total


def truth(n):
    from mpmath import mp

    with mp.workdps(40):
        return mp.zeta(2) - mp.zeta(2, n + 1)
