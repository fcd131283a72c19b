"""Polynomials in double-double: the truth within the bound at float64s, and the bound far below an ulp."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.error_free import split
from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import BINARY64
from verify.arithmetic.precision import precision
from verify.language.expressions import compiled
from verify.language.grammar import parse
from verify.mathematics.polynomials import doubled, taylor
from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Balls, Over, Polynomial
from verify.measure.distance import ulp

SLACK = 2.0**-12


def cut(text, low, high):
    return list(pieces(parse(text, ("x",)), "x", low, high, BINARY64, SLACK))


def wrong(text, found, count=12):
    """How many of the inputs tried lie outside the bound, or within a bound larger than asked for."""
    evaluation, rng, faults = compiled(parse(text, ("x",))), np.random.default_rng(7), 0
    for piece in found:
        low, high = BINARY64.ordinal(piece.low), BINARY64.ordinal(piece.high)
        places = [low, high, *rng.integers(low, high + 1, count).tolist()]
        x = np.array([BINARY64.from_ordinal(k) for k in places])
        for place, h, rest in zip(x, *evaluate_doubled(piece, x), strict=True):
            with precision(400):
                truth = evaluation({"x": arb(exact(float(place)))})
                off = abs(arb(exact(float(h)) + exact(float(rest))) - truth)
                faults += not (off <= arb(piece.bound) <= arb(SLACK) * ulp(truth) * 1.001)
    return faults


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("exp(x)", 0.5, 2.0), ("exp(x)", -760.0, -700.0), ("log(x)", 0.75, 1.5), ("sin(x)", 3.0, 3.2),
        ("expm1(x)", -0.001, 0.001), ("exp(x) - 1 - x", 0.01, 0.02), ("gamma(x)", 20.0, 21.0),
        ("sqrt(x)", 1e300, 4e300), ("1/x", -3e-200, -1e-200), ("x/3", 1.0, 2.0), ("3", 1.0, 2.0),
        ("cosh(x)", 710.25, 710.5), ("-exp(x)", 623.0, 626.0),
    ],
)  # fmt: skip
def test_float64s_lie_in_one_piece_that_is_right_there(text, low, high):
    found = cut(text, low, high)
    places = [(BINARY64.ordinal(p.low), BINARY64.ordinal(p.high)) for p in found]
    assert (places[0][0], places[-1][1]) == (BINARY64.ordinal(low), BINARY64.ordinal(high))
    assert all(a[1] + 1 == b[0] for a, b in itertools.pairwise(places))
    polynomials = [p for p in found if isinstance(p, Polynomial)]
    assert all(isinstance(p, Polynomial | Balls | Over) for p in found)
    assert not wrong(text, polynomials[:: 1 + len(polynomials) // 25])


def test_products_and_sums_of_two_floats_are_exact():
    rng = np.random.default_rng(3)
    x = rng.standard_normal(2000) * 2.0 ** rng.integers(-200, 200, 2000)
    y = rng.standard_normal(2000) * 2.0 ** rng.integers(-200, 0, 2000)
    for a, b, p, e in zip(x, y, *doubled._product(x, y, *split(y)), strict=True):
        assert exact(float(a)) * exact(float(b)) == exact(float(p)) + exact(float(e))
    for c in (0.1, -1e30, 1.0):
        for a, s, e in zip(x, *doubled._sum(x, c), strict=True):
            assert exact(float(a)) + exact(c) == exact(float(s)) + exact(float(e))


def test_rounding_alone_stays_below_its_bound():
    # Against the same coefficients by exact rationals: no truth, no remainder.
    rng = np.random.default_rng(11)
    for parts in (1, 2, 4, 7):
        c = (rng.standard_normal(7) * 2.0 ** -rng.integers(0, 12, 7)).tolist()
        low = [v * float(w) * 2.0**-54 for v, w in zip(c, rng.random(parts), strict=False)]
        piece = Polynomial(-1.0, 1.0, 0.0, 1.0, tuple(c), doubled._rounding(c, low), tuple(low))
        y = np.append(rng.uniform(-1, 1, 200), [1.0, -1.0])
        for at, h, rest in zip(y, *evaluate_doubled(piece, y), strict=True):
            terms = [exact(v) + (exact(low[k]) if k < parts else 0) for k, v in enumerate(c)]
            value = sum((t * exact(float(at)) ** k for k, t in enumerate(terms)), fmpq(0))
            assert abs(exact(float(h)) + exact(float(rest)) - value) <= exact(piece.bound)


def test_without_its_low_parts_or_its_remainder_a_piece_is_found_false(monkeypatch):
    found = cut("exp(x)", 1.0, 1.5)
    assert not wrong("exp(x)", found[:10])
    assert wrong("exp(x)", [replace(p, low_parts=(0.0, *p.low_parts[1:])) for p in found[:10]])
    enclosed = taylor.lowest_doubled
    monkeypatch.setattr(
        taylor, "lowest_doubled", lambda at, over, *more: enclosed(at, [t * 0 for t in over], *more)
    )
    assert wrong("exp(x)", cut("exp(x)", 1.0, 1.5))


def test_results_too_small_for_double_double_are_left_to_balls_as_a_whole():
    found = cut("exp(x)", -740.0, -700.0)
    assert len(found) < 10_000
    assert all(isinstance(p, Balls) for p in found)
