"""A half-life's rate from a small loss: log(1 - p) of a p that the subtraction rounds.

Source: Goldberg (1991), theorem 4; Kahan's log1p.
"""

import math

AT = {"loss": 3.3e-12, "time": 0.75}


def f(loss, time):
    kept = 1 - loss  # makes
    return -math.log(kept) / time  # magnifies


def repaired(loss, time):
    return -math.log1p(-loss) / time


def truth(loss, time):
    from mpmath import mp, mpf

    with mp.workdps(60):
        return -mp.log1p(-mpf(loss)) / mpf(time)
