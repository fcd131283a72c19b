"""Condition numbers and envelopes by closed forms and exact rationals; infinite ones, unknown ones."""

import math
from fractions import Fraction

import exactly
import mpmath
import numpy as np
import pytest
from exactly import as_fmpq, contains
from flint import arb
from hypothesis import assume, given
from hypothesis import strategies as st

from verify.arithmetic.mpfr import BINARY64, FORMATS
from verify.arithmetic.precision import Unsettled, precision
from verify.measure.budget import Budget
from verify.measure.envelope import (
    by_series,
    condition_number,
    conditions,
    differentiated,
    envelope,
    half_ulps,
    in_units,
    inherent,
    is_infinite,
    known,
    multiple,
    of_norms,
)

LOST = (arb.nan(), arb(0, math.inf), arb.neg_inf())


def ball(y):
    return arb(as_fmpq(y))


def vector(*numbers):
    made = np.empty(len(numbers), dtype=object)
    made[:] = [arb(x) for x in numbers]
    return made


# --- condition numbers ---------------------------------------------------------------------------------


@given(x=st.fractions("1/1000", 1000))
def test_condition_numbers_in_closed_form(x):
    with precision(200):
        v = ball(x)
        for f, kappa in (
            (lambda t: t**3, arb(3)),
            (lambda t: t.sqrt(), arb(0.5)),
            (lambda t: t.exp(), v),
            (lambda t: 1 / t, arb(1)),
        ):
            found = condition_number([v], by_series(f)(v), f(v))
            assert found.overlaps(kappa)
            assert found.rel_accuracy_bits() > 150


@given(a=st.fractions(1, 100), b=st.fractions(1, 100))
def test_the_condition_number_of_a_difference(a, b):
    assume(a != b)
    with precision(200):
        x = [ball(a), ball(b)]
        found = condition_number(x, by_series(lambda s, t: s - t)(*x), x[0] - x[1])
        assert contains(found, (a + b) / abs(a - b))


def test_partial_derivatives_over_wide_balls_contain_those_of_points():
    gradient = by_series(lambda a, b: a.exp() * b * b)
    wide = gradient(arb(1, 0.5), arb(2, 0.5))
    for a in (0.5, 1, 1.5):
        for b in (1.5, 2, 2.5):
            here = gradient(arb(a), arb(b))
            assert all(w.overlaps(h) for w, h in zip(wide, here, strict=True))
            assert wide[0].contains(here[0].mid())


def test_an_infinite_condition_number_is_a_value():
    assert is_infinite(condition_number([arb(1)], [arb(2)], arb(0)))
    assert is_infinite(condition_number([arb(1)], [arb.pos_inf()], arb(3)))
    assert is_infinite(condition_number([arb(1), arb(1)], [arb.neg_inf(), arb.nan()], arb(3)))


@pytest.mark.parametrize(
    ("x", "slope", "value"),
    [
        (arb(1), arb(0), arb(0)),  # 0/0
        (arb(1), arb(0, 1), arb(0)),  # the slope may be zero
        (arb(1), arb(1), arb(0, 1)),  # the value may be another
        (arb(1), arb.nan(), arb(1)),
        (arb(1), arb(0, math.inf), arb(1)),
        (arb(1), arb(1), arb.nan()),
    ],
)
def test_what_is_not_known_is_not_infinite(x, slope, value):
    assert known(condition_number([x], [slope], value)) is None


def test_condition_numbers_that_settle_and_those_that_do_not():
    found = conditions(lambda: {"inf": arb.pos_inf(), "1": arb(3), "2": arb.nan(), "wide": arb(1, 2)})
    assert found.keys() == {"inf", "1", "wide"}
    assert is_infinite(found["inf"])
    assert conditions(lambda: {"inf": arb(1).exp() / 3})["inf"].rel_accuracy_bits() >= 30


# --- the envelope --------------------------------------------------------------------------------------

floats = st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-9)


@given(x=floats, y=floats)
def test_the_envelope_by_exact_rationals(x, y):
    """f = x^2 y - y: df/dx = 2 x y, df/dy = x^2 - 1."""
    a, b = Fraction(x), Fraction(y)
    f = a * a * b - b
    assume(f != 0)
    cost = abs(2 * a * b) * exactly.ulp(a) / 2 + abs(a * a - 1) * exactly.ulp(b) / 2
    with precision(300):
        v = [arb(x), arb(y)]
        gradient = by_series(lambda s, t: s * s * t - t)(*v)
        found = envelope(gradient, half_ulps(v, (BINARY64, BINARY64)), ball(f))
        assert contains(found, max(Fraction(1, 2), cost / exactly.ulp(f)))
        whole = envelope(gradient, half_ulps(v, (None, BINARY64)), ball(f))
        only = abs(a * a - 1) * exactly.ulp(b) / 2
        assert contains(whole, max(Fraction(1, 2), only / exactly.ulp(f))), "an integer costs nothing"


def test_the_ulps_are_those_of_the_numbers_not_of_their_sizes():
    """exp at x = 1 and just below 2: kappa/2 would be 1/2 and 1; ulp(x) is the same for both."""
    for x in (1.0, math.nextafter(2, 0)):
        with precision(200):
            y = arb(x).exp()
            value = Fraction(math.exp(x))  # good to an ulp: the bracket below is wider
            found = envelope([y], half_ulps([arb(x)], (BINARY64,)), y)
            cost = value * Fraction(2) ** -53 / Fraction(math.ulp(math.exp(x)))
            assert abs(found - ball(max(cost, Fraction(1, 2)))) < 1e-12


def test_formats_have_ulps_of_their_own():
    """x + 1 at x = 1 in binary16, the result in binary64: an ulp of 2^-10 is 2^41 ulps of 2."""
    half, single = FORMATS["binary16"], FORMATS["binary32"]
    assert envelope([arb(1)], half_ulps([arb(1)], (half,)), arb(2)) == arb(2) ** (-11 + 51)
    assert envelope([arb(1)], half_ulps([arb(1)], (BINARY64,)), arb(2), single) == 0.5
    least = arb(2) ** -30  # below binary16's least subnormal, 2^-24
    assert half_ulps([least], (half,)) == [arb(2) ** -25]


def test_infinite_and_unknown_envelopes():
    halves = half_ulps([arb(1)], (BINARY64,))
    assert is_infinite(envelope([arb.neg_inf()], halves, arb(1)))
    for lost in (arb.nan(), arb(0, math.inf)):
        assert known(envelope([lost], halves, arb(1))) is None
    at_zero = envelope([arb(1)], halves, arb(0))
    assert at_zero == arb(2) ** (-53 + 1074), "data cost many ulps of zero, but finitely many"


@pytest.mark.parametrize(
    ("error", "allowed", "answer"),
    [
        (arb(0.5), arb(0.5), True),
        (arb(0.5) + arb(2) ** -30, arb(0.5), False),
        (arb(50), arb(50), True),
        (arb(51), arb(50), False),
        (arb(51), arb(50, 5), None),
        (arb(51), None, None),
        (arb(0.5), None, True),
        (arb(1e300), arb.pos_inf(), True),
        (arb.nan(), arb.pos_inf(), None),
        (arb.nan(), arb(5), None),
        (arb(5), arb.nan(), None),
        (arb(51), arb(0, math.inf), None),
    ],
)
def test_an_error_within_the_envelope_is_inherent(error, allowed, answer):
    assert inherent(error, allowed) is answer


def test_multiples_of_the_envelope_are_bounds_from_above():
    assert multiple(arb(4), arb(2)) == 2
    assert multiple(arb(4), arb(2, 1)) == pytest.approx(4), "by the lower end"
    assert multiple(arb(4), arb(2, 5)) == 8, "which is at least 1/2"
    assert multiple(arb(4), None) is None
    assert multiple(arb(4), arb.pos_inf()) == 0
    for lost in LOST:
        assert multiple(lost, arb(2)) == math.inf or lost == arb.neg_inf()


@pytest.mark.parametrize(("size", "answer"), [(1, True), (99, True), (101, False)])
def test_inherent_for_arrays_is_normwise(size, answer):
    """An error of `size` u of the norm, where kappa = 100."""
    truth = vector(1, 1000)
    computed = truth + vector(1000 * size * arb(2) ** -53, 0)
    budget = Budget.of(computed, truth, truth, truth)
    assert inherent(in_units(budget), of_norms(arb(100))) is answer


# --- derivatives of functions of balls -------------------------------------------------------------------


def logistic(x):
    """A loop: a hundred steps of the logistic map 3/2 x (1 - x)."""
    for _ in range(100):
        x = 3 * x * (1 - x) / 2
    return x


@pytest.mark.parametrize("x", [Fraction(1, 4), Fraction(7, 8)])
def test_a_loop_is_differentiated_by_its_own_chain_rule(x):
    with mpmath.workdps(60):
        y = mpmath.mpf(x.numerator) / x.denominator
        slope = mpmath.mpf(1)
        for _ in range(100):
            slope, y = slope * 3 * (1 - 2 * y) / 2, 3 * y * (1 - y) / 2
        text = mpmath.nstr(slope, 40)
    with precision(300):
        (found,) = differentiated(logistic)(ball(x))
        assert abs(found - arb(text)) <= abs(found) * arb(10) ** -35


def test_a_function_of_balls_has_the_derivative_of_its_formula():
    """I_x(2, 3): d/dx = 12 x (1 - x)^2."""
    for x in (Fraction(1, 3), Fraction(9, 10)):
        with precision(200):
            (found,) = differentiated(lambda t: t.beta_lower(arb(2), arb(3), 1))(ball(x))
            assert contains(found, 12 * x * (1 - x) ** 2)
    gradient = differentiated(lambda s, t: s * t + t.exp() - 5)
    found = gradient(arb(2), arb(0))
    assert found[0].contains(0)
    assert found[1].contains(3)
    assert differentiated(lambda t: arb(4))(arb(1)) == [0]


@pytest.mark.parametrize(
    "truth",
    [
        abs,
        lambda x: x if x > 0 else -x,
        lambda x: x.max(arb(0)),
        lambda x: x.bessel_j(arb(1)),
        lambda x: x.coulomb_f(arb(1), arb(1)),
        lambda x: arb(x) ** 2,
    ],
)
def test_what_takes_no_series_has_no_known_derivative(truth):
    with pytest.raises(Unsettled, match="not differentiated"):
        differentiated(truth)(arb(0.5))
