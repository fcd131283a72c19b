"""Newton's iteration for a triple root, until the polynomial vanishes: in float64 it does so far from the
root.

Source: Wilkinson, Rounding Errors in Algebraic Processes (1963), chapter 2; exactly, e_(n+1) = 2/3 e_n for (x
- 1)^3.
"""

from fractions import Fraction

AT = {"x": 1.5, "steps": 60}


def f(x, steps):
    for _ in range(steps):
        value = ((x - 3) * x + 3) * x - 1  # makes, magnifies
        if value == 0:  # branch
            break
        slope = (3 * x - 6) * x + 3
        x = x - value / slope
    return x - 1  # magnifies


def repaired(x, steps):
    distance = x - 1
    for _ in range(steps):
        distance = distance - distance / 3
    return distance


def truth(x, steps):
    return (Fraction(x) - 1) * Fraction(2, 3) ** steps
