"""Where two nearly parallel lines through distant points meet, by the determinants of whole coordinates.

Source: Schirra, Robustness and precision issues in geometric computation, Handbook of Computational Geometry
(2000).
"""

from fractions import Fraction

AT = {
    "p": [1048576.25, 2097152.3],
    "q": [1048577.5, 2097153.4],
    "r": [1048576.5, 2097152.7],
    "s": [1048577.75, 2097153.6],
}


def f(p, q, r, s):
    first = p[0] * q[1] - p[1] * q[0]  # makes, magnifies
    second = r[0] * s[1] - r[1] * s[0]  # makes, magnifies
    below = (p[0] - q[0]) * (r[1] - s[1]) - (p[1] - q[1]) * (r[0] - s[0])
    above = first * (r[0] - s[0]) - (p[0] - q[0]) * second  # magnifies
    return above / below


def repaired(p, q, r, s):
    dx, dy = q[0] - p[0], q[1] - p[1]
    ex, ey = s[0] - r[0], s[1] - r[1]
    t = ((r[0] - p[0]) * ey - (r[1] - p[1]) * ex) / (dx * ey - dy * ex)
    return p[0] + t * dx


def truth(p, q, r, s):
    p, q, r, s = ([Fraction(v) for v in point] for point in (p, q, r, s))
    dx, dy = q[0] - p[0], q[1] - p[1]
    ex, ey = s[0] - r[0], s[1] - r[1]
    return p[0] + ((r[0] - p[0]) * ey - (r[1] - p[1]) * ex) / (dx * ey - dy * ex) * dx
