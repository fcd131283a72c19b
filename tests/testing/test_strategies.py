"""Strategies: floats of a domain, data of a condition number asked for, balls about a point."""

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.errors import BadInput
from verify.testing import (
    balls_around,
    dot_products,
    floats_in,
    matrices,
    polynomials,
    steer_towards_error,
    sums,
)


@given(st.data())
def test_floats_stay_in_their_domain(data):
    low, high = sorted(data.draw(st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))))
    assert low <= data.draw(floats_in(low, high)) <= high


def test_floats_shrink_to_something_readable():
    from hypothesis import find

    # Which of the short numbers depends on where the search began: 3.0 or 2.3125 for the wider range.
    for high in (9.0, 2.9):
        assert (64 * find(floats_in(-10.0, 10.0), lambda x, high=high: 2.3 < x < high)).is_integer()


@settings(max_examples=10, deadline=None)
@given(st.data(), st.sampled_from([1e2, 1e8, 1e16, 1e24]))
def test_condition_numbers_are_near_the_one_asked_for(data, condition):
    for strategy in (sums, dot_products, polynomials):
        drawn = data.draw(strategy(condition))
        assert condition / 16 <= drawn.condition <= 16 * condition, strategy.__name__


@settings(max_examples=8, deadline=None)
@given(sums(1e10), dot_products(1e10), polynomials(1e10))
def test_exact_values_are_exact(s, d, p):
    assert s.value == sum(map(Fraction, s.terms))
    assert d.value == sum(Fraction(a) * Fraction(b) for a, b in zip(d.x, d.y, strict=True))
    horner = Fraction(0)
    for a in reversed(p.coefficients):
        horner = horner * Fraction(p.x) + Fraction(a)
    assert p.value == horner


@pytest.mark.parametrize("strategy", [sums, dot_products, polynomials, matrices])
@pytest.mark.parametrize("condition", [0, 0.5, -1, math.nan, math.inf, 1e40, "1e3", 1j])
def test_a_condition_number_that_no_such_data_have_is_refused(strategy, condition):
    with pytest.raises(BadInput, match="condition= has to be a number from 1 to"):
        strategy(condition)


@pytest.mark.parametrize("strategy", [sums, dot_products, polynomials])
def test_the_largest_condition_number_is_reached(strategy):
    @settings(max_examples=10, deadline=None)
    @given(strategy(1e30))
    def reached(data):
        assert Fraction(1e30) / 8 <= data.condition <= 8 * Fraction(1e30)

    reached()


def test_what_is_asked_of_strategies_is_checked():
    for ask in (
        lambda: floats_in(1.0, 0.0),
        lambda: floats_in(math.nan, 1.0),
        lambda: floats_in(0.0, math.inf),
        lambda: balls_around(1.0, -1.0),
        lambda: balls_around(math.inf, 1.0),
        lambda: sums(1e3, most=3),
        lambda: polynomials(1e3, degree=0),
    ):
        with pytest.raises(BadInput):
            ask()


@settings(max_examples=20)
@given(st.sampled_from([math.inf, math.nan, 0.0, None, 5e-324, 1e308, 2.0]))
def test_any_error_can_be_steered_towards(ulps):
    steer_towards_error(ulps)


@settings(max_examples=20, deadline=None)
@given(matrices(1e6))
def test_condition_numbers_of_matrices_are_certified(m):
    reference = np.linalg.cond(m.entries, np.inf)
    assert 1e3 <= float(m.condition.mid()) <= 1e9
    assert abs(float(m.condition.mid()) / reference - 1) < 1e-6


@given(st.data(), st.floats(-1e10, 1e10), st.floats(0, 1e5))
@settings(max_examples=100)
def test_balls_contain_their_point(data, x, radius):
    assert data.draw(balls_around(x, radius)).contains(arb(x))
