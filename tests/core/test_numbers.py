"""Float64 as a line of points."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.core import numbers

FINITE = st.floats(allow_nan=False, allow_infinity=False)
TINY = 5e-324


@given(FINITE)
def test_an_ordinal_is_a_place(x):
    assert numbers.from_ordinal(numbers.ordinal(x)) == x


@given(FINITE, FINITE)
def test_ordinals_are_in_the_order_of_the_numbers(x, y):
    assert (numbers.ordinal(x) < numbers.ordinal(y)) == (x < y)


@given(FINITE.filter(lambda x: abs(x) < numbers.LARGEST))
def test_neighbours_differ_by_one(x):
    assert numbers.ordinal(math.nextafter(x, math.inf)) == numbers.ordinal(x) + 1
    assert numbers.neighbours(x, (-1, 1)) == [math.nextafter(x, -math.inf), math.nextafter(x, math.inf)]


def test_there_is_one_zero_and_no_infinity_among_the_neighbours():
    assert numbers.ordinal(-0.0) == numbers.ordinal(0.0) == 0
    assert numbers.neighbours(0.0, (-1, 0, 1)) == [-TINY, 0.0, TINY]
    assert numbers.neighbours(numbers.LARGEST, (0, 1, 2)) == [numbers.LARGEST]
    assert numbers.neighbours(-numbers.LARGEST, (-1,)) == []


@given(FINITE, FINITE)
def test_half_way_is_counted_in_floats(x, y):
    middle = numbers.ordinal(numbers.between(x, y))
    assert abs(2 * middle - numbers.ordinal(x) - numbers.ordinal(y)) <= 1


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (0.0, 1.0),
        (-1e308, 1e308),
        (-numbers.LARGEST, numbers.LARGEST),
        (1.0, 1e300),
        (-3.0, -2.0),
        (7.0, 7.0),
        (TINY, 1e-310),
        (0.0, TINY),
    ],
)
def test_a_sample_keeps_to_its_range_and_has_its_edges(low, high):
    drawn = numbers.sample(low, high, 500, Random(1))
    assert drawn == sorted(set(drawn))
    assert all(low <= x <= high for x in drawn)
    assert low in drawn
    assert high in drawn
    assert all(x in drawn for x in numbers.neighbours(low, range(3)) if x <= high)
    assert all(x in drawn for x in (0.0, 1.0, -1.0, 2.0**-1022) if low <= x <= high)


def test_a_sample_is_as_large_as_asked_and_the_same_for_a_seed():
    drawn = numbers.sample(1e-300, 1e300, 4000, Random(3))
    assert (
        drawn
        == numbers.sample(1e-300, 1e300, 4000, Random(3))
        != numbers.sample(1e-300, 1e300, 4000, Random(4))
    )
    assert 3900 <= len(drawn) <= 4600


def test_a_sample_is_spread_over_the_floats_and_over_the_reals():
    drawn = numbers.sample(0.0, 1e6, 4000, Random(1))
    assert sum(x < 1e-100 for x in drawn) > 500  # over the floats: most binades lie there
    assert sum(x > 1e5 for x in drawn) > 500  # over the reals: most of the length lies there
    assert sum(0 < abs(x - 1) < 1e-3 for x in drawn) > 20  # beside 1
    assert sum(math.frexp(x)[0] == 0.5 for x in drawn) > 100  # powers of two


@given(FINITE.filter(lambda x: x != 0), st.integers(1, 6), st.booleans())
def test_a_bound_is_rounded_to_its_own_side(x, places, up):
    text = numbers.bound_text(abs(x), places, up)
    value, true = Fraction(text), Fraction(abs(x))
    assert value >= true if up else value <= true
    assert abs(value - true) <= max(Fraction(1, 10**places), true / 10**places)


def test_bounds_read_well():
    assert numbers.bound_text(0.5) == "0.50"
    assert numbers.bound_text(0.50001) == "0.51"
    assert numbers.bound_text(0.4999, up=False) == "0.49"
    assert numbers.bound_text(123456.0) == "1.24e+5"
    assert numbers.bound_text(999.75, 3) == "999.750"


def test_an_array_holds_the_numbers():
    made = numbers.as_array(x for x in (1, 2.5))
    assert made.dtype == np.float64
    assert made.tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    ("p", "q", "text"),
    [
        (0, 1, "0"),
        (-3, 7, "-3/7"),
        (100000000, 1, "100000000"),
        (10**300, 1, "1e300"),
        (-25 * 10**298, 1, "-2.5e299"),
        (1, 10**300, "1e-300"),
        (10**5000, 3, "about 3.3333333333333333e4999"),
        (10**40 + 1, 1, "about 1e40"),
        (1, 3**200, "about 3.7648619495990264e-96"),
    ],
    ids=range(9),
)
def test_a_long_rational_is_told_in_few_characters(p, q, text):
    assert numbers.compact(p, q) == text


@given(st.fractions())
def test_what_is_not_about_is_the_number_itself(x):
    text = numbers.compact(x.numerator, x.denominator)
    assert len(text) < 40
    if not text.startswith("about "):
        assert Fraction(text) == x
