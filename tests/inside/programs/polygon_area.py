"""The area of a plot by the shoelace formula in the coordinates of the whole country.

Source: the surveyor's formula; Goldberg (1991) on cancellation of rounded operands.
"""

from fractions import Fraction

AT = {
    "corners": [
        [4500010.1, 5800020.3],
        [4500031.7, 5800021.9],
        [4500030.4, 5800047.2],
        [4500009.6, 5800044.8],
    ]
}


def edges(corners):
    yield from zip(corners, corners[1:] + corners[:1], strict=True)


def f(corners):
    twice = 0.0
    for (x0, y0), (x1, y1) in edges(corners):
        twice += x0 * y1 - x1 * y0  # makes, magnifies
    return twice / 2


def repaired(corners):
    x, y = corners[0]
    twice = 0.0
    for (x0, y0), (x1, y1) in edges(corners):
        twice += (x0 - x) * (y1 - y) - (x1 - x) * (y0 - y)
    return twice / 2


def truth(corners):
    exact = [[Fraction(v) for v in corner] for corner in corners]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges(exact)) / 2
