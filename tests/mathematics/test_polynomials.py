"""Certified polynomials: no gap in the line of floats, and the truth within the bound at every float."""

import itertools
import math
from random import Random

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.float64 import exact
from verify.arithmetic.mpfr import FORMATS
from verify.arithmetic.precision import Unsettled, precision
from verify.language.expressions import Undefined, compiled
from verify.language.grammar import parse
from verify.mathematics.polynomials import taylor
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Balls, Outside, Over, Polynomial, evaluate
from verify.mathematics.polynomials.ranges import ranging
from verify.mathematics.polynomials.series import coefficients, series_of
from verify.measure.distance import ulp
from verify.measure.number import beyond

HALF, SINGLE = FORMATS["binary16"], FORMATS["binary32"]
SLACK = 2.0**-16


def largest(format):
    return float((2 - fmpq(2) ** (1 - format.bits)) * fmpq(2) ** format.emax)


def cut(text, format, low=None, high=None):
    end = largest(format)
    low, high = -end if low is None else low, end if high is None else high
    return list(pieces(parse(text, ("x",)), "x", low, high, format, SLACK))


def values(piece, x):
    x = np.array(x)
    return evaluate(piece, x, np.empty_like(x), np.empty_like(x))


def truth_at(text, x):
    """A ball, or None where there is certainly no value."""
    evaluation = compiled(parse(text, ("x",)))
    for bits in (400, 3000):
        try:
            with precision(bits):
                ball = evaluation({"x": arb(exact(x))})
                if ball.rel_accuracy_bits() > 350 or ball.abs_upper() < arb(2) ** -1500:
                    return ball
        except Undefined:
            return None
        except Unsettled:
            pass
    raise AssertionError(f"{text} at {x}")


def faults(text, format, piece, x):
    """Floats at which what the piece says is false."""
    if isinstance(piece, Balls):
        return []
    wrong = []
    found = values(piece, x) if isinstance(piece, Polynomial) else x
    for place, value in zip(x, found, strict=True):
        truth = truth_at(text, float(place))
        with precision(3000):
            match piece:
                case Polynomial():
                    off = None if truth is None else abs(arb(exact(float(value))) - truth)
                    small = off is not None and off <= arb(piece.bound)
                    # and the bound is as small as was asked for
                    fits = small and arb(piece.bound) <= SLACK * ulp(truth, format) * 1.001
                case Outside():
                    fits = truth is None
                case Over():
                    fits = truth is not None and truth * piece.infinity > 0 and abs(truth) >= beyond(format)
            if not fits:
                wrong.append((piece, place, value, truth))
    return wrong


FUNCTIONS = [
    "exp(x)", "log(x)", "log1p(x)", "expm1(x)", "sqrt(x)", "cbrt(x)", "tanh(x)", "sinh(x)", "asinh(x)",
    "acosh(x)", "asin(x)", "atan(x)", "erf(x)", "erfc(x)", "1/x", "exp10(x)", "x^3 - 2", "abs(x) + 1",
    "floor(x/8)", "sin(x/100)", "log(x^2 + 1)/x", "sqrt(x + 1) - sqrt(x)", "lgamma(x + 70000)",
    "expit(x)", "cosh(x)", "3",
]  # fmt: skip


@pytest.mark.parametrize("text", FUNCTIONS)
def test_every_float_of_the_line_lies_in_one_piece_that_is_right_there(text):
    found = cut(text, HALF)
    places = [(HALF.ordinal(p.low), HALF.ordinal(p.high)) for p in found]
    assert places[0][0] == HALF.ordinal(-largest(HALF))
    assert places[-1][1] == HALF.ordinal(largest(HALF))
    assert all(a[1] + 1 == b[0] for a, b in itertools.pairwise(places))
    random = Random(text)
    for piece, (low, high) in zip(found, places, strict=True):
        chosen = {low, high, *(random.randint(low, high) for _ in range(min(high - low, 4)))}
        assert not faults(text, HALF, piece, [HALF.from_ordinal(k) for k in sorted(chosen)])


@pytest.mark.parametrize(
    ("text", "ends", "most"),
    [
        ("exp(x)", (None, None), 14_000), ("erfc(x)", (None, None), 14_000),
        # What is the same from binade to binade is shown by a few of them, the last ones among them.
        ("1/x", (2.0**120, None), 250), ("1/x", (0.0, 2.0**-120), 1_000), ("log(x)", (0.0, 2.0**-120), 1_000),
    ],
)  # fmt: skip
def test_the_single_precision_line_takes_few_pieces(text, ends, most):
    found = cut(text, SINGLE, *ends)
    assert len(found) < most
    last = largest(SINGLE)
    ends = [end if given is None else given for given, end in zip(ends, (-last, last), strict=True)]
    first, last = map(SINGLE.ordinal, ends)
    assert sum(SINGLE.ordinal(p.high) - SINGLE.ordinal(p.low) + 1 for p in found) == last - first + 1
    few = sum(SINGLE.ordinal(p.high) - SINGLE.ordinal(p.low) + 1 for p in found if isinstance(p, Balls))
    assert few < 2000
    random = Random(text)
    for piece in random.sample(found, 20):
        low, high = SINGLE.ordinal(piece.low), SINGLE.ordinal(piece.high)
        chosen = {low, high, *(random.randint(low, high) for _ in range(3))}
        assert not faults(text, SINGLE, piece, [SINGLE.from_ordinal(k) for k in sorted(chosen)])


def broken(monkeypatch, name, other):
    monkeypatch.setattr(taylor, name, other)
    random, wrong = Random(1), 0
    for piece in cut("exp(x)", SINGLE, 1.0, 8.0):
        low, high = SINGLE.ordinal(piece.low), SINGLE.ordinal(piece.high)
        chosen = {low, high, *(random.randint(low, high) for _ in range(20))}
        wrong += len(faults("exp(x)", SINGLE, piece, [SINGLE.from_ordinal(k) for k in sorted(chosen)]))
    return wrong


def test_without_its_remainder_a_bound_is_found_false(monkeypatch):
    lowest = taylor._lowest
    assert (
        broken(monkeypatch, "_lowest", lambda at, over, allowed, most: lowest(at, over, allowed, most)) == 0
    )
    assert broken(monkeypatch, "_lowest", lambda at, over, *rest: lowest(at, [t * 0 for t in over], *rest))


def test_a_wrong_coefficient_is_found(monkeypatch):
    def wrong(at, over, *rest):
        return taylor_lowest([at[0], at[1] * (1 + arb(2) ** -20), *at[2:]], over, *rest)

    taylor_lowest = taylor._lowest
    assert broken(monkeypatch, "_lowest", wrong)


def test_a_difference_that_is_not_exact_makes_no_polynomial():
    # 1 + 2^-52 .. 2^60 is no interval whose floats are multiples of one spacing within 2^53 of it.
    assert not taylor._is_exact(1.0, 2.0**60, 2.0**59, FORMATS["binary64"])
    assert taylor._is_exact(1.0, 2.0, 0.5, FORMATS["binary64"])
    assert not taylor._is_exact(2.0**-100, 1.0, 0.5, SINGLE)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("exp(x)", 90.0, 3e38), ("exp(x)", -3e38, -90.0), ("gamma(x)", 40.0, 1e30), ("log(x)", 1e-45, 3e38),
        ("cosh(x)", -3e38, -2.0), ("erfc(x)", -3.0, 3.0), ("1 - exp(-x)", 0.5, 1e9), ("expm1(x)", -1e9, 1e9),
    ],
)  # fmt: skip
def test_values_lie_between_their_ends(text, low, high):
    with precision(128):
        least, most = ranging(parse(text, ("x",)), "x")((arb(low), arb(high)))
    random = Random(text)
    for x in (low, high, *(low + (high - low) * random.random() for _ in range(20))):
        if abs(x) < 1e5:  # beyond, flint takes long
            truth = truth_at(text, x)
            with precision(128):
                assert not truth < least
                assert not truth > most


@pytest.mark.parametrize(
    "text", ["exp(x)*x", "lgamma(x)", "tan(x)/x", "acosh(x + 2)", "x^2.5", "2^x", "cbrt(x)"]
)
def test_coefficients_over_a_ball_hold_those_at_its_points(text):
    of = series_of(parse(text, ("x",)), "x")
    with precision(200):
        wide = coefficients(of, arb(1.3, 0.01))
        for x in (arb(1.29), arb(1.3), arb(1.3095)):
            assert all(a.contains(b) or a.overlaps(b) for a, b in zip(wide, coefficients(of, x), strict=True))
        # and they are the derivatives: by a central difference
        h = arb(2) ** -40
        f = compiled(parse(text, ("x",)))
        slope = (f({"x": arb(1.3) + h}) - f({"x": arb(1.3) - h})) / (2 * h)
        assert abs(slope - coefficients(of, arb(1.3))[1]) < arb(2) ** -60
    assert math.isfinite(float(wide[9].mid()))
