"""Circular functions at huge arguments: right to the relative bound at every float, the hardest included."""

import itertools
import math

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import FORMATS
from verify.arithmetic.precision import precision
from verify.language.functions import FUNCTIONS
from verify.language.grammar import parse
from verify.mathematics.polynomials import reduction
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Reduced
from verify.mathematics.polynomials.reduction import FACTOR, evaluate_reduced, reduced

SINGLE = FORMATS["binary32"]
LARGEST = float.fromhex("0x1.fffffep127")
# 16367173 2^72 lies nearest of all to a multiple of pi/2; the others are multiples of pi/2, rounded.
HARD = [16367173.0 * 2.0**72, *(float(np.float32(k * math.pi / 2)) for k in (1, 2, 3, 7, 1000001, 2**31))]


def wrong(piece, x):
    """Floats at which the value is farther off than the piece says."""
    found = []
    with precision(400):
        for place, value in zip(x, evaluate_reduced(piece, x), strict=True):
            truth = FUNCTIONS[piece.function].ball(arb(exact(float(place))))
            if not abs(arb(exact(float(value))) - truth) <= arb(piece.relative) * abs(truth):
                found.append(float(place))
    return found


def sampled(piece, count, most):
    """The ends, and those of many floats at which the function is least and largest."""
    low, high = SINGLE.ordinal(piece.low), SINGLE.ordinal(piece.high)
    places = np.random.default_rng(low % 1000).integers(low, high, count).tolist()
    x = np.array([SINGLE.from_ordinal(k) for k in (low, high, *places)])
    order = np.argsort(np.abs(evaluate_reduced(piece, x)))
    return x[[0, 1, *order[:most], *order[-most:]]]


@pytest.mark.parametrize("function", FACTOR)
def test_the_whole_line_beyond_one_is_reduced(function):
    found = [*reduced(function, -LARGEST, -1.0, SINGLE), *reduced(function, 1.0, LARGEST, SINGLE)]
    places = [(SINGLE.ordinal(p.low), SINGLE.ordinal(p.high)) for p in found]
    assert sum(b - a + 1 for a, b in places) == 2 * 128 * 2**23
    assert all(a[1] + 1 == b[0] or b[0] == SINGLE.ordinal(1.0) for a, b in itertools.pairwise(places))
    for piece in found[:: 3 if function in ("sin", "cos") else 17]:
        assert not wrong(piece, sampled(piece, 200, 3))


@pytest.mark.parametrize("x", HARD)
@pytest.mark.parametrize("function", ["sin", "cos", "tan", "sec", "csc"])
def test_numbers_near_a_multiple_of_half_pi(function, x):
    for sign in (1, -1):
        assert np.float32(sign * x) == sign * x
        (piece,) = reduced(function, sign * x, sign * x, SINGLE)
        assert not wrong(piece, np.array([sign * x]))


def test_the_least_distance_from_a_zero_is_the_least_of_all():
    # All m below 2^12 by exact rationals, for an angle known to 40 bits.
    rng = np.random.default_rng(5)
    for bits in rng.integers(1, 2**40, 20):
        alpha = fmpq(int(bits), 2**40)
        m = np.arange(1, 2**12, dtype=np.int64) * int(bits) % 2**40
        least = int(np.minimum(m, 2**40 - m).min()) * 2.0**-40 / 4
        assert reduction._least(alpha, 2**12) == pytest.approx(least, rel=1e-14)


def test_a_wrong_part_and_a_missing_term_are_found(monkeypatch):
    (piece,) = reduced("sin", 2.0**60, 2.0**61 - 2.0**38, SINGLE)
    x = sampled(piece, 100, 10)
    assert not wrong(piece, x)
    b1, b2, b3 = piece.parts
    for parts in ((b1, b2, 0.0), (b1, b2 * (1 + 2.0**-20), b3)):
        assert wrong(Reduced(piece.low, piece.high, "sin", parts, piece.relative), x)
    terms = reduction._coefficients()
    monkeypatch.setattr(reduction, "_coefficients", lambda: terms[:-1])
    assert wrong(piece, x)


def test_pieces_reduce_where_the_argument_is_the_variable_itself():
    found = list(pieces(parse("cos(x)", ("x",)), "x", -LARGEST, LARGEST, SINGLE, 2.0**-16))
    places = [(SINGLE.ordinal(p.low), SINGLE.ordinal(p.high)) for p in found]
    assert all(a[1] + 1 == b[0] for a, b in itertools.pairwise(places))
    assert places[0][0] == -places[-1][1] == SINGLE.ordinal(-LARGEST)
    assert len(found) < 800
    assert sum(isinstance(p, Reduced) for p in found) == 256
    assert math.isclose(found[-1].high, LARGEST)
