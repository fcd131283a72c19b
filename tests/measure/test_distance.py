"""The ulp at every binade edge; distances in ulps, and what is still open about them."""

import math
from fractions import Fraction

import exactly
import pytest
from exactly import as_fmpq, contains, dyadic
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.measure.distance import Distance, ulp


def ball(y):
    return arb(as_fmpq(y))


def is_exactly(got: arb, value: Fraction) -> bool:
    return bool(got.is_exact()) and dyadic(got) == value


def test_far_beyond_all_floats_the_distance_is_known_as_well():
    """2^n has an exponent of 930 bits: as a power at 64 bits it was a ball about everything, kept for all."""
    n = 10**280 + 1
    with precision(64):
        distance = Distance.of(arb((3, n)), arb((3, n)))
    assert is_exactly(distance.ulps, 3 * Fraction(2) ** 51)


# --- ulp -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [1, -1])
def test_ulp_at_every_binade_edge(sign):
    for e in range(-1074, 1024):
        edge = math.ldexp(1.0, e)
        for y in (math.nextafter(edge, 0), edge, math.nextafter(edge, math.inf)):
            assert is_exactly(ulp(sign * arb(y)), Fraction(math.ulp(y))), y.hex()
            assert Fraction(math.ulp(y)) == exactly.ulp(Fraction(y))


def test_ulp_just_off_every_binade_edge():
    """The truth is a real number: it may lie far closer to an edge than any float64 does."""
    with precision(256):
        for e in range(-1076, 1026):
            for off in (Fraction(-1, 2**200), Fraction(0), Fraction(1, 2**200)):
                y = Fraction(2) ** e * (1 + off)
                assert is_exactly(ulp(ball(y)), exactly.ulp(y)), (e, off)


def test_ulp_among_the_subnormals():
    for n in [*range(40), *(2**k + d for k in range(6, 53) for d in (-1, 0, 1))]:
        assert is_exactly(ulp(arb(n * 5e-324)), Fraction(5e-324)), n
    assert is_exactly(ulp(arb(2) ** -5000), Fraction(5e-324))


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_ulp_of_a_float_is_pythons(x):
    assert is_exactly(ulp(arb(x)), Fraction(math.ulp(x)))


@given(p=st.integers(-(10**30), 10**30), q=st.integers(1, 10**30), power=st.integers(-1200, 1100))
def test_ulp_of_a_rational(p, q, power):
    y = Fraction(p, q) * Fraction(2) ** power
    with precision(400):
        got = ulp(ball(y))
    assert contains(got, exactly.ulp(y))


@given(
    m=st.integers(-(2**60), 2**60),
    r=st.integers(1, 2**60),
    power=st.integers(-1140, 960),
    t=st.fractions(-1, 1),
)
def test_ulp_of_a_ball_contains_that_of_every_point(m, r, power, t):
    scale = Fraction(2) ** power
    with precision(200):
        got = ulp(arb(as_fmpq(m * scale), as_fmpq(r * scale)))
        assert contains(got, exactly.ulp((m + t * r) * scale))


@pytest.mark.parametrize("y", [arb.nan(), arb.pos_inf(), arb(0, math.inf)])
def test_ulp_wants_a_finite_value(y):
    with pytest.raises(ValueError, match="not finite"):
        ulp(y)


# --- distances -----------------------------------------------------------------------------------------


@given(
    m=st.fractions(-100, 100),
    r=st.integers(0, 2**20),
    power=st.integers(-1100, 200),
    t=st.fractions(-1, 1),
    y=st.fractions(-100, 100),
)
def test_a_distance_contains_that_of_every_point_of_the_truth(m, r, power, t, y):
    """Also of a ball about zero, over many binades, whose ulps a quotient would lose."""
    scale = Fraction(2) ** power
    truth, computed = (m + t * r) * scale, y * scale
    with precision(200):
        enclosed = arb(as_fmpq(m * scale), as_fmpq(r * scale))
        distance = Distance.of(ball(computed) - enclosed, enclosed)
        assert contains(distance.ulps, abs(computed - truth) / exactly.ulp(truth))
        assert contains(distance.off, abs(computed - truth))


@pytest.mark.parametrize("lost", [arb.nan(), arb.pos_inf(), arb.neg_inf(), arb(0, math.inf)])
def test_nan_and_infinity_settle_nothing(lost):
    for error, truth in ((arb(1), lost), (lost, arb(1)), (lost, lost)):
        with precision(4096):  # no more bits are to come
            assert Distance.of(error, truth).open_question()


def test_what_is_open_is_told():
    exact, wide = arb(1), arb(1, arb(2) ** -61)
    assert Distance.of(arb(0), exact).open_question() == ""
    assert "2^-10 ulp" in Distance.of(arb(2) ** -52 - (wide - 1), wide).open_question()
    half = arb(2) ** -53
    assert "1/2 ulp" in Distance.of(arb(half, arb(2) ** -80), exact).open_question()
    assert Distance.of(half, exact).open_question() == "", "half an ulp exactly"
    edge = arb(1, arb(2) ** -100)
    assert "power of two" in Distance.of(3 * half, edge).open_question()
    with precision(3072):
        assert Distance.of(3 * half, edge).open_question() == "", "left open: the bounds are the wider"
