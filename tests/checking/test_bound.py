"""A proved bound is never below the true error: judged by exact rationals."""

import math
from fractions import Fraction

import pytest
from exactly import dyadic, ulp
from flint import arb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Unsettled, precision
from verify.checking.proving import subdivision
from verify.checking.proving.bound import Bounded
from verify.checking.proving.subdivision import Task, on_box
from verify.core import numbers
from verify.testing import floats_in


def prove(body, truth, ranges, most_boxes=4000):
    return subdivision.prove(Task(body, truth, [ranges], most_boxes=most_boxes))


def test_a_square_about_zero_is_bounded():
    for middle in (0.0, 0.5):
        x = Bounded(arb(middle, 1), arb(0))
        square = (x * x).ball
        assert all(square.contains(arb(v)) for v in (0, middle**2, (middle + 1) ** 2))
        assert not any(square.contains(arb(v)) for v in (-(2.0**-20), (middle + 1) ** 2 + 2.0**-20))


# A straight line: each step takes two values from what there is so far, or one.
STEPS = st.lists(
    st.tuples(st.sampled_from("+-*/nas"), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=7
)
CONSTANTS = st.lists(
    st.one_of(st.sampled_from([0.1, 1.0, 3.0, -7.25, 1e10, 1e-10, 2.0**-1030, 1e200]), floats_in(-100, 100)),
    max_size=3,
)


def line(steps, constants):
    """The same operations on floats, balls, fractions, bounded values."""

    def body(*x):
        values = [*x, *constants]
        for symbol, i, j in steps:
            a, b = values[i % len(values)], values[j % len(values)]
            values.append(apply(symbol, a, b))
        return values[-1]

    return body


def apply(symbol, a, b):
    match symbol:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b
        case "n":
            return -a
        case "a":
            return abs(a)
    if hasattr(a, "sqrt"):
        return a.sqrt()
    if a < 0:
        raise ZeroDivisionError("of a constant")
    return math.sqrt(a)


def in_balls(body, constants):
    """The truth: constants as balls, for a Python float times a ball is one of its own kind."""

    def truth(*x):
        value = body(*x)
        return value if isinstance(value, arb) else arb(value)

    return truth


def true_error(body, where):
    """|float64 - exact| and the exact value, as rationals; a square root to 2^-200 of itself."""
    computed = body(*where)
    with precision(1200):
        ball = body(*(arb(exact(v)) for v in where))
        ball = ball if isinstance(ball, arb) else arb(ball)
        assert ball.is_finite()
        value, radius = dyadic(ball.mid()), dyadic(ball.rad())
    return abs(Fraction(computed) - value) - radius, value, radius


BOXES = st.one_of(
    st.tuples(floats_in(-4, 4), floats_in(0, 1)),
    st.tuples(floats_in(1e-320, 1e-300), floats_in(0, 1e-305)),
    st.tuples(floats_in(1e100, 1e150), floats_in(0, 1e149)),
    st.tuples(floats_in(-1e-310, 1e-310), floats_in(0, 1e-310)),
    st.tuples(floats_in(0.5, 2), st.sampled_from([0.0, 2.0**-50])),
)


@settings(max_examples=80, deadline=None)
@given(STEPS, CONSTANTS, st.lists(BOXES, min_size=1, max_size=2), st.data())
@example([("*", 0, 0)], [], [(1e-160, 1e-161)], None)  # subnormal
@example([("-", 0, 1), ("*", 2, 2)], [1.0], [(1.0, 0.5)], None)  # cancels
@example([("+", 0, 1), ("-", 2, 1)], [1e10], [(1e-10, 1e-10)], None)
def test_no_float_of_a_box_is_further_off_than_its_bound(steps, constants, corners, data):
    body = line(steps, constants)
    ranges = [(low, low + width) for low, width in corners]
    box = tuple((exact(low), exact(high)) for low, high in ranges)
    with precision(128):
        bound = on_box(body, in_balls(body, constants), box)
    if bound is None:
        return
    assert bound.is_finite()
    for where in [*zip(*ranges, strict=True), *drawn(ranges, data)]:
        off, value, radius = true_error(body, where)
        assert off <= dyadic(bound) * ulp_below(value, radius), (where, off, bound)


def ulp_below(value, radius):
    """The ulp of a value that is known to a radius, its upper end."""
    return ulp(abs(value) + radius)


def drawn(ranges, data):
    if data is None:
        return [tuple(numbers.between(low, high) for low, high in ranges)]
    return [tuple(data.draw(floats_in(low, high)) for low, high in ranges) for _ in range(6)]


@settings(max_examples=20, deadline=None)
@given(STEPS, CONSTANTS, BOXES, st.data())
def test_no_float_is_further_off_than_the_bound_by_subdivision(steps, constants, corner, data):
    body = line(steps, constants)
    low, high = corner[0], corner[0] + corner[1]
    bound = prove(body, in_balls(body, constants), [(low, high)], most_boxes=60)
    if bound is None:
        return
    for (x,) in [(low,), (high,), *drawn([(low, high)], data)]:
        off, value, radius = true_error(body, (x,))
        assert off <= Fraction(bound) * ulp_below(value, radius)


@pytest.mark.parametrize(
    ("body", "low", "steps"),
    [
        (lambda x: x * x + 1, 1.0, 3000),
        (lambda x: (x + 0.1) * (x - 0.1), 0.5, 3000),
        (lambda x: 1 / (x + 3), 2.0, 3000),
        (lambda x: x * 0.3, 5e-324, 3000),
        (lambda x: (x - 1) / x, 2.0, 3000),
        (lambda x: x * x, 2.0**-530, 2000),
    ],
)
def test_every_float_of_a_small_range_is_within_the_bound(body, low, steps):
    high = numbers.from_ordinal(numbers.ordinal(low) + steps)
    bound = prove(body, in_balls(body, ()), [(low, high)], most_boxes=50)
    worst = Fraction(0)
    for k in range(steps + 1):
        x = numbers.from_ordinal(numbers.ordinal(low) + k)
        value = body(Fraction(x)) if "0." not in str(body.__code__.co_consts) else exactly(body, x)
        worst = max(worst, abs(Fraction(body(x)) - value) / ulp(value))
    assert worst <= Fraction(bound) < 8


def exactly(body, x):
    """Constants of a body are the floats that they are."""
    with precision(3000):
        return dyadic(body(arb(exact(x))))


def test_bounds_of_one_operation_are_half_an_ulp():
    """|fl(t) - t| <= u |t|, and u |t| is between a half and one ulp(t)."""
    for body in (lambda x, y: x + y, lambda x, y: x * y, lambda x, y: x / y):
        bound = prove(body, body, [(1.0, 2.0), (1.0, 2.0)], most_boxes=400)
        assert 0.5 <= bound <= 1.02


def test_a_bound_sees_cancellation():
    near = prove(lambda x: (1 + x) - 1, lambda x: x, [(1e-10, 2e-10)])
    far = prove(lambda x: (1 + x) - 1, lambda x: x, [(1.0, 2.0)])
    assert near > 1e8
    assert far < 4
    x = 1.00000000001e-10
    assert abs(Fraction((1 + x) - 1) - Fraction(x)) / ulp(Fraction(x)) <= near


@pytest.mark.parametrize("ends", [(1.0, 2.0), (-3.0, -0.7)])
def test_halving_ends_where_it_no_longer_helps(ends, monkeypatch):
    asked = []

    def body(x):
        asked.append(x)
        return 1 / x

    bound, count = prove(body, body, [ends], most_boxes=1000), len(asked)
    monkeypatch.setattr(subdivision, "_is_near", lambda *_: False)
    assert bound <= prove(body, body, [ends], most_boxes=1000) * (1 + 2.0**-40)
    assert 3 * count < len(asked)


def test_subdivision_makes_a_bound_smaller():
    def body(x):
        return x * x * x - x

    coarse, fine = (prove(body, body, [(2.0, 4.0)], most_boxes=n) for n in (2, 500))
    assert fine < coarse / 2


@pytest.mark.parametrize(
    ("body", "ranges"),
    [
        (lambda x: 1 / x, [(-1.0, 1.0)]),  # divides by zero
        (lambda x: x * x, [(1e154, 1e155)]),  # overflows
        (lambda x: (x - 1).sqrt(), [(0.5, 2.0)]),  # has no root
        (lambda x: x - x, [(1.0, 1.0)]),  # 0 + 0 ulps of the least subnormal: see below
    ],
)
def test_where_nothing_can_be_proved_there_is_no_bound(body, ranges):
    bound = prove(body, body, ranges, most_boxes=30)
    assert bound is None or (ranges == [(1.0, 1.0)] and bound >= 0)


def test_a_zero_of_the_truth_gives_no_small_bound():
    """About a zero ulps are as small as 2^-1074."""
    bound = prove(
        lambda x: x * 0.1 - 0.05,
        lambda x: x * arb(exact(0.1)) - arb(exact(0.05)),
        [(0.25, 1.0)],
        most_boxes=200,
    )
    assert bound is None or bound > 1e10


# --- what a body may do -------------------------------------------------------------------------------


def wide(low, high, error=0):
    return Bounded(arb((low + high) / 2, (high - low) / 2), arb(error))


def test_comparisons_are_certain_or_open():
    assert wide(1, 2) < wide(3, 4)
    assert not wide(3, 4) < wide(1, 2)
    assert wide(3, 4) > 2
    assert wide(1, 2) <= 3
    for question in (
        lambda: wide(1, 3) < 2,
        lambda: wide(1, 2, error=2) < 3,  # the floats may be the other way about
        lambda: wide(1, 2) == 1.5,
        lambda: wide(1, 2) != 1.5,
        lambda: bool(wide(-1, 1)),
        lambda: 1.5 in (wide(1, 2),),
    ):
        with pytest.raises(Unsettled):
            question()


def test_a_branch_is_proved_where_both_sides_take_it():
    def body(x):
        return x + 1 if x > 1 else x * 3

    truth = {(2.0, 3.0): lambda x: x + 1, (0.25, 0.5): lambda x: x * 3}
    for ranges, taken in truth.items():
        assert prove(body, taken, [ranges], most_boxes=100) <= 1.01
    assert prove(body, lambda x: x + 1, [(0.5, 2.0)], most_boxes=100) is None


@pytest.mark.parametrize(
    "body", [lambda x: math.sin(x), lambda x: x**2, lambda x: x + 2**60, lambda x: {x: 1}[x]]
)
def test_what_is_no_basic_operation_is_refused(body):
    with pytest.raises((TypeError, Unsettled)):
        body(wide(1, 2))
