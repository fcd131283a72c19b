"""The angle of two vectors as the arc cosine of their normalised dot product, for nearly parallel vectors.

Source: Kahan, Computing cross-products and rotations in 2- and 3-dimensional Euclidean spaces (2016).
"""

import math

AT = {"u": [3.25, 1.5], "v": [3.2500001, 1.5]}


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y  # makes

    def __abs__(self):
        return math.sqrt(self @ self)  # makes

    def cross(self, other):
        return self.x * other.y - self.y * other.x


def f(u, v):
    u, v = Vector(*u), Vector(*v)
    cosine = (u @ v) / (abs(u) * abs(v))  # makes
    return math.acos(cosine)  # magnifies


def repaired(u, v):
    u, v = Vector(*u), Vector(*v)
    return math.atan2(abs(u.cross(v)), u @ v)


def truth(u, v):
    from mpmath import mp, mpf

    with mp.workdps(60):
        (a, b), (c, d) = map(mpf, u), map(mpf, v)
        return mp.atan2(abs(a * d - b * c), a * c + b * d)
