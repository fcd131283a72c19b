"""On which side of a line a point lies, by the sign of a determinant: one grid point beside the diagonal.

Source: Kettner, Mehlhorn, Pion, Schirra, Yap, Classroom examples of robustness problems in geometric
computations, Comput. Geom. 40 (2008), with their points.
"""

from fractions import Fraction

AT = {"px": 0.5000000000000002, "py": 0.5000000000000001, "qx": 12.0, "qy": 12.0, "rx": 24.0, "ry": 24.0}


def determinant(px, py, qx, qy, rx, ry):
    left = (qx - px) * (ry - py)  # makes
    right = (qy - py) * (rx - px)
    return left - right  # magnifies


def f(px, py, qx, qy, rx, ry):
    d = determinant(px, py, qx, qy, rx, ry)
    if d > 0:
        return 1
    if d < 0:  # branch
        return -1
    return 0


def repaired(px, py, qx, qy, rx, ry):
    d = determinant(*map(Fraction, (px, py, qx, qy, rx, ry)))
    return (d > 0) - (d < 0)


def truth(px, py, qx, qy, rx, ry):
    return Fraction(repaired(px, py, qx, qy, rx, ry))
