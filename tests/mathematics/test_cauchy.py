"""Coefficients by values in the complex plane: against those by series, and against the truth at floats."""

import math
from random import Random

import numpy as np
import pytest
from flint import acb, arb

from verify.arithmetic.mpfr import BINARY64, FORMATS
from verify.arithmetic.precision import Unsettled, precision, upper
from verify.language.expressions import compiled
from verify.language.grammar import parse
from verify.mathematics.polynomials import cauchy
from verify.mathematics.polynomials.cauchy import by_values
from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.halving import pieces
from verify.mathematics.polynomials.pieces import Balls, Outside, Polynomial
from verify.mathematics.polynomials.series import TERMS, by_series, series_of

SINGLE = FORMATS["binary32"]
# Entire, with a pole, with a cut on the left, on the right; composed.
FORMULAS = [
    ("besselj(0, x)", -3.0, 40.0),
    ("fresnels(x)", 0.1, 9.0),
    ("airyaiprime(x)", -5.0, 5.0),
    ("besselk(1, x)", 0.01, 4.0),
    ("digamma(x)", 0.3, 20.0),
    ("zeta(x)", 1.01, 9.0),
    ("ellipk(x)", -4.0, 0.99),
    ("dilog(1 - x)", 0.2, 7.0),
    ("hyp1f1(1/2, 2, x)", -3.0, 3.0),
    ("besselj(2, sqrt(x))*x^1.5", 0.5, 90.0),
]


def about(text, doubled=False):
    found = by_values(parse(text), "x", doubled)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["exp(x)", "log(x)", "gamma(x)", "1/(1 + x^2)", "erf(x)", "atan(x)/x"])
@pytest.mark.parametrize("doubled", [False, True])
def test_coefficients_are_those_of_the_power_series(text, doubled):
    exponent = 12 if doubled else 7
    with precision(200):
        here = about(text, doubled)(1.5, 1.5, 1.5, exponent).at()
        series = by_series(series_of(parse(text), "x"))(1.5, 1.5, 1.5, exponent).at()
    assert len(here) == len(series) == TERMS
    assert all(a.overlaps(b) for a, b in zip(here, series, strict=True))
    assert here[0].rad() < arb(2) ** -60
    # Only so wide that nothing is said of a term far below the first would be no help.
    assert max(float(t.rad()) for t in here) <= abs(float(here[0].mid())) * 2.0**-58


@pytest.mark.parametrize(("text", "low", "high"), FORMULAS)
@pytest.mark.parametrize("format", [SINGLE, BINARY64], ids=["float32", "float64"])
def test_values_are_within_the_bound(text, low, high, format):
    random, truth = Random(text), compiled(parse(text))
    polynomials = 0
    for _ in range(4):
        first = format.ordinal(format.nearest(random.uniform(low, high)))
        for piece in pieces(
            parse(text), "x", format.from_ordinal(first), format.from_ordinal(first + 999), format, 2.0**-22
        ):
            if not isinstance(piece, Polynomial):
                continue
            polynomials += 1
            ends = format.ordinal(piece.low), format.ordinal(piece.high)
            x = np.array(
                [format.from_ordinal(random.randint(*ends)) for _ in range(6)] + [piece.low, piece.high]
            )
            value, rest = (
                evaluate_doubled(piece, x) if piece.low_parts else (approximated(piece, x)[0], np.zeros(8))
            )
            with precision(160):
                for v, a, b in zip(x.tolist(), value.tolist(), rest.tolist(), strict=True):
                    assert abs(truth({"x": arb(v)}) - a - b) <= piece.bound
    assert polynomials >= 4


def test_a_cut_a_pole_and_a_kink_within_the_disc_are_met():
    with precision(128):
        for text in ("log(x)", "1/x", "sqrt(x)", "besselk(0, x)", "digamma(x)", "gamma(x)"):
            about(text)(0.5, 0.5, 0.5, 10)  # 64 r = 1/16
            with pytest.raises(Unsettled):
                about(text)(0.5, 0.5, 0.5, 6)  # 64 r = 1
    for text in ("abs(x)", "floor(x)", "max(x, 1)", "cbrt(x)"):
        assert by_values(parse(text), "x", False) is None


def test_the_remainder_is_bounded():
    with precision(300):
        found = about("besselj(0, x)")(3.0, 3.0, 3.0, 6)
        at, x = found.at(), arb(3) + arb(2) ** -6
        for d in range(TERMS - 1):
            left = arb(x).bessel_j(0) - sum(at[: d + 1], arb(0))
            assert upper(abs(left)) <= upper(abs(found.over[d + 1]))


def test_aliasing_is_in_the_balls(monkeypatch):
    """With few values on a circle near the edge of the disc the coefficients are far off, and say so."""
    monkeypatch.setattr(cauchy, "POINTS", 12)
    monkeypatch.setattr(cauchy, "CIRCLE", 32)
    with precision(200):
        here = about("1/(1 - x)")(0.0, 0.0, 0.0, 7).at()
        assert all(t.contains(arb(2) ** (-7 * k)) for k, t in enumerate(here))
        assert not any(t.mid() == arb(2) ** (-7 * k) for k, t in enumerate(here))


def test_every_float_of_a_line_is_in_one_piece():
    found = list(pieces(parse("besselk(0, x)"), "x", -1.0, 80.0, FORMATS["binary16"], 2.0**-22))
    places = [FORMATS["binary16"].ordinal(end) for p in found for end in (p.low, p.high)]
    assert places[0] == FORMATS["binary16"].ordinal(-1.0)
    assert places[-1] == FORMATS["binary16"].ordinal(80.0)
    assert all(b == a + 1 for a, b in zip(places[1:-1:2], places[2::2], strict=True))
    assert {type(p) for p in found} >= {Outside, Polynomial}
    assert sum(isinstance(p, Balls) for p in found) < len(found) / 2
    assert math.isfinite(acb(1).bessel_k(0).real.mid())
