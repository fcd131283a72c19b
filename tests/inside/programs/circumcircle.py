"""The radius of the circle through three points far from the origin, from the squares of their coordinates.

Source: Shewchuk, Lecture notes on geometric robustness (1999).
"""

import math

AT = {"a": [70000.125, 50000.3], "b": [70001.625, 50001.1], "c": [70000.875, 50003.7]}


def f(a, b, c):
    size = [p[0] * p[0] + p[1] * p[1] for p in (a, b, c)]  # makes
    d = 2 * (a[0] * (b[1] - c[1]) + b[0] * (c[1] - a[1]) + c[0] * (a[1] - b[1]))  # makes, magnifies
    x = (size[0] * (b[1] - c[1]) + size[1] * (c[1] - a[1]) + size[2] * (a[1] - b[1])) / d
    y = (size[0] * (c[0] - b[0]) + size[1] * (a[0] - c[0]) + size[2] * (b[0] - a[0])) / d  # makes, magnifies
    return math.hypot(x - a[0], y - a[1])  # magnifies


def repaired(a, b, c):
    bx, by, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    d = 2 * (bx * cy - by * cx)
    bb, cc = bx * bx + by * by, cx * cx + cy * cy
    return math.hypot((bb * cy - cc * by) / d, (cc * bx - bb * cx) / d)


def truth(a, b, c):
    from mpmath import mp, mpf

    with mp.workdps(60):
        (ax, ay), (bx, by), (cx, cy) = (map(mpf, p) for p in (a, b, c))
        sides = [mp.hypot(bx - ax, by - ay), mp.hypot(cx - bx, cy - by), mp.hypot(ax - cx, ay - cy)]
        return sides[0] * sides[1] * sides[2] / (2 * abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)))
