"""pi from circumscribed polygons with 6, 12, 24, ... sides.

Source: Miel, Of calculations past and present: the Archimedean algorithm, Amer. Math. Monthly 90 (1983).
"""

import math

AT = {"doublings": 20}


def f(doublings):
    t = 1 / math.sqrt(3)
    for _ in range(doublings):
        s = math.sqrt(t * t + 1)  # makes
        t = (s - 1) / t  # magnifies
    return 6 * 2**doublings * t


def repaired(doublings):
    t = 1 / math.sqrt(3)
    for _ in range(doublings):
        t = t / (math.sqrt(t * t + 1) + 1)
    return 6 * 2**doublings * t


def truth(doublings):
    from mpmath import mp

    with mp.workdps(60):
        return 6 * 2**doublings * mp.tan(mp.pi / (6 * 2**doublings))
