"""A vector turned again and again by the same small angle: the cosine's half ulp is taken every time.

Source: Turner, Recursive discrete-time sinusoidal oscillators, IEEE Signal Processing Magazine 20 (2003).
"""

import math

AT = {"angle": 0.00123, "turns": 1200}


class Turn:
    def __init__(self, angle):
        self.c = math.cos(angle)  # makes
        self.s = math.sin(angle)

    def __call__(self, x, y):
        return self.c * x - self.s * y, self.s * x + self.c * y


def f(angle, turns):
    turn = Turn(angle)
    x, y = 1.0, 0.0
    for _ in range(turns):
        x, y = turn(x, y)
    return y


def repaired(angle, turns):
    return math.sin(turns * angle)


def truth(angle, turns):
    from mpmath import mp, mpf

    with mp.workdps(40):
        return mp.sin(turns * mpf(angle))
