"""The heading between two positions on a large map, each found as an origin plus an offset.

Source: Goldberg (1991): cancellation of rounded operands is catastrophic.
"""

import math

AT = {"east": 4500000.1, "north": 5800000.3, "offsets": [0.013, 0.021, 0.0137, 0.0232]}


def f(east, north, offsets):
    x0, y0 = east + offsets[0], north + offsets[1]  # makes
    x1, y1 = east + offsets[2], north + offsets[3]  # makes
    return math.atan2(y1 - y0, x1 - x0)  # magnifies


def repaired(east, north, offsets):
    return math.atan2(offsets[3] - offsets[1], offsets[2] - offsets[0])


def truth(east, north, offsets):
    from mpmath import mp, mpf

    with mp.workdps(60):
        a, b, c, d = map(mpf, offsets)
        return mp.atan2(d - b, c - a)
