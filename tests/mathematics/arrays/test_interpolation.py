"""What moves an interpolation, at its own points too, where its slope jumps: tiny steps of all signs."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.mathematics.arrays.table import OPERATIONS

XP, FP = [Fraction(v) for v in (-1, 0, Fraction(1, 2), 3)], [Fraction(v) for v in (2, -1, 4, 3)]
STEPS = {"x": Fraction(1, 2), "xp": [*map(Fraction, (3, 0.25, 2, 1))], "fp": Fraction(5)}
TINY = Fraction(1, 2**200)


def line(x, xp, fp):
    """By the definition: constant beyond the ends, and between two points the line through both."""
    if x <= xp[0]:
        return fp[0]
    for s, t, a, b in zip(xp, xp[1:], fp, fp[1:], strict=False):
        if x <= t:
            return a + (b - a) * (x - s) / (t - s)
    return fp[-1]


def furthest(x):
    """Only the points on either side of x count, or the one that it is: they are among the two nearest."""
    near = sorted(range(4), key=lambda k: abs(XP[k] - x))[:2]
    found = Fraction(0)
    for own, *signs in product((-1, 1), repeat=1 + 2 * len(near)):
        xp, fp = XP.copy(), FP.copy()
        for k, a, b in zip(near, signs, signs[len(near) :], strict=False):
            xp[k] += a * STEPS["xp"][k] * TINY
            fp[k] += b * STEPS["fp"] * TINY
        moved = line(x + own * STEPS["x"] * TINY, xp, fp) - line(x, XP, FP)
        found = max(found, abs(moved) / TINY)
    return found


@pytest.mark.parametrize("x", [*XP, Fraction(1, 4), Fraction(5, 2), Fraction(-4), Fraction(9)])
def test_it_moves_as_far_as_the_worst_signs_make_it(x):
    given = [np.array([float(x)]), np.array(XP, dtype=float), np.array(FP, dtype=float)]
    steps = [np.array([0.5]), np.array(STEPS["xp"], dtype=float), np.full(4, 5.0)]
    with precision(300):
        (ball,) = OPERATIONS["interp"].moved(*given)(steps)
        reached = furthest(x)
        assert abs(ball - arb(fmpq(reached.numerator, reached.denominator))) < 1e-50
