"""Backward errors against closed forms: the least relative change of the inputs that explains a result."""

import math
from fractions import Fraction

import pytest
from exactly import as_fmpq, contains
from flint import arb
from hypothesis import assume, given
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.measure.backward import Here, backward_error
from verify.measure.envelope import by_series

positive = st.fractions("1/50", 50)
near_one = st.one_of(
    st.fractions("3/4", "4/3"),
    st.integers(-4000, 4000).map(lambda k: 1 + Fraction(k, 2**53)),
)


@pytest.fixture(autouse=True)
def bits():
    with precision(256):
        yield


def found(function, x, computed, monotone=False):
    balls = [arb(as_fmpq(v)) for v in x]
    gradient = by_series(function)
    return backward_error(
        balls, Here(function(*balls), gradient(*balls)), function, gradient, computed, monotone
    )


def falling(x):
    return (-x).exp()


def agrees(eta, closed_form):
    """The ball holds the closed form's and is narrow: of 19 bits, or about a true zero."""
    assert eta is not None
    assert eta.overlaps(closed_form)
    return eta.is_zero() or eta.rel_accuracy_bits() >= 19


@given(x=st.fractions("1/1000", 700), factor=near_one)
def test_of_the_falling_exponential(x, factor):
    computed = float(math.exp(-float(x)) * factor)
    assume(computed > 0)
    closed_form = abs(-arb(computed).log() / arb(as_fmpq(x)) - 1)
    assert agrees(found(falling, [x], arb(computed), monotone=True), closed_form)
    shown = found(falling, [x], arb(computed))  # the sign of the derivative shown on a box
    assert shown is not None
    assert shown.overlaps(closed_form)


@given(x=st.fractions(1, 50), size=st.floats(1e-300, 1e300))
def test_however_far_off_a_monotone_function_is(x, size):
    eta = found(falling, [x], arb(size), monotone=True)
    closed_form = abs(-arb(size).log() / arb(as_fmpq(x)) - 1)
    assert eta is None or agrees(eta, closed_form)
    assert eta is not None or closed_form > 200


# A change below the 256 bits carried could not be told from none.
@given(x=positive, power=st.integers(2, 5), change=st.fractions("-1/2", "1/2", max_denominator=10**30))
def test_of_a_power(x, power, change):
    assume(change != 0)
    moved = x * (1 + change)
    eta = found(lambda t: t**power, [x], arb(as_fmpq(moved**power)))
    assert eta is not None or abs(change) > Fraction(1, 8)  # over wide balls t^4 loses its sign
    assert eta is None or agrees(eta, arb(as_fmpq(abs(change))))


@given(
    a=positive,
    b=positive,
    change=st.fractions("-3/5", "3/5", max_denominator=10**30),
    signs=st.sampled_from([(1, 1), (1, -1)]),
)
def test_of_a_product_both_factors_move(a, b, change, signs):
    assume(change != 0)
    a, b = a * signs[0], b * signs[1]
    eta = found(lambda s, t: s * t, [a, b], arb(as_fmpq(a * b * (1 + change) ** 2)))
    assert eta is not None
    assert contains(eta, abs(change)) or eta.overlaps(arb(as_fmpq(abs(change))))


@given(a=positive, b=positive, off=st.fractions(-20, 20))
def test_of_a_difference(a, b, off):
    assume(0 < abs(off) < 250 * (a + b))  # changes beyond 256 are not sought
    eta = found(lambda s, t: s - t, [a, b], arb(as_fmpq(a - b + off)))
    assert agrees(eta, arb(as_fmpq(abs(off) / (a + b))))


def test_a_monotone_function_of_two_inputs():
    # y = e^-a/b falls in both: e^-(a(1-eta)) / (b(1-eta)) reaches a larger y first.
    a, b = Fraction(3), Fraction(2)
    for eta in (Fraction(1, 10**12), Fraction(1, 7)):
        moved = arb(as_fmpq(a * (1 - eta))), arb(as_fmpq(b * (1 - eta)))
        computed = (-moved[0]).exp() / moved[1]
        got = found(lambda s, t: (-s).exp() / t, [a, b], computed.mid(), monotone=True)
        assert agrees(got, arb(as_fmpq(eta)))


def test_nothing_explains_what_the_function_never_takes():
    assert found(falling, [Fraction(30)], arb(-1e-8), monotone=True) is None
    assert found(falling, [Fraction(30)], arb(0), monotone=True) is None
    assert found(lambda t: t.sin(), [Fraction(11, 7)], arb(1.5)) is None


def test_a_result_that_is_right_needs_no_change():
    assert found(lambda t: t * t, [Fraction(3)], arb(9)).is_zero()
    assert found(lambda t: t * t, [Fraction(0)], arb(0)).is_zero()


def test_an_input_of_zero_cannot_move():
    assert found(lambda t: t.exp(), [Fraction(0)], arb(1.5)) is None
    eta = found(lambda s, t: s + t, [Fraction(0), Fraction(2)], arb(2.5))
    assert agrees(eta, arb(0.25))


@given(x=st.fractions(-3, 3), y=st.fractions("-9/10", "9/10"))
def test_where_the_slope_turns_nothing_false_is_said(x, y):
    """cos takes y at acos y + 2 pi k and its mirror images: the least change is to the nearest of them."""
    assume(abs(x) > Fraction(1, 100))
    eta = found(lambda t: t.cos(), [x], arb(as_fmpq(y)))
    here, root = arb(as_fmpq(x)), arb(as_fmpq(y)).acos()
    others = [abs(s * root + 2 * k * arb.pi() - here) / abs(here) for s in (1, -1) for k in (-1, 0, 1)]
    nearest = others[0]
    for other in others[1:]:
        nearest = nearest.min(other)
    assert eta is None or eta.overlaps(nearest)


def test_a_value_that_cannot_be_told_from_the_truth_is_open():
    wide = arb(9, arb(2) ** -200)
    assert (
        backward_error([arb(3)], Here(wide, [wide / 3]), lambda t: wide * t / 3, lambda t: [wide / 3], arb(9))
        is None
    )
