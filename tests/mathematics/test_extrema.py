"""Certified maxima: closed forms, corners, inner maxima, ends known as balls, kinks, what does not settle."""

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import Unsettled, precision
from verify.mathematics.extrema import maximum


def cubic(x):
    return x - x * x * x / 3


def cubic_slope(x):
    return [1 - x * x]


@pytest.mark.parametrize("bits", [128, 512])
def test_inner_maximum(bits):
    with precision(bits):
        value, where = maximum(cubic, cubic_slope, [(0, 2)])
        assert value.contains(arb(fmpq(2, 3)))
        assert value.rel_accuracy_bits() > bits // 2
        assert any(x.contains(1) for (x,) in where)
        assert all(abs(x - 1) < 1e-6 for (x,) in where)


def test_corner_of_a_monotone_function():
    with precision(128):
        value, where = maximum(
            lambda x, y: x / y,
            lambda x, y: [1 / y, -x / (y * y)],
            [(arb(fmpq(9, 10)), arb(fmpq(11, 10))), (2, 3)],
        )
        assert value.overlaps(arb(fmpq(11, 20)))
        assert value.rel_accuracy_bits() > 120
        assert len(where) == 1
        assert where[0][1] == 2


def test_saddle_and_two_maxima():
    # x^2 - y^2 over [-1, 1]^2: 1 at (1, 0) and (-1, 0).
    with precision(100):
        value, where = maximum(lambda x, y: x * x - y * y, lambda x, y: [2 * x, -2 * y], [(-1, 1), (-1, 1)])
        assert value.contains(1)
        assert value.rad() < 1e-15
        assert any(x > 0 for x, _ in where)
        assert any(x < 0 for x, _ in where)


def test_kink():
    # |x - 1/3| - |x|/2, with [-1, 1] for the slope of |x| where x may be 0: the largest is at 1/3 - 2.
    third = fmpq(1, 3)
    with precision(128):
        value, _ = maximum(
            lambda x: abs(x - third) - abs(x) / 2, lambda x: [(x - third).sgn() - x.sgn() / 2], [(-2, 2)]
        )
        assert value.contains(arb(fmpq(4, 3)))
        assert value.rel_accuracy_bits() > 80


def test_constant_coordinate_and_degenerate_box():
    with precision(128):
        assert maximum(lambda x, y: x, lambda x, y: [arb(1), arb(0)], [(0, 1), (0, 5)]).value == 1
        third = arb(fmpq(1, 3))
        value, _ = maximum(cubic, cubic_slope, [(third, third)])
        assert value.overlaps(cubic(third))
        wide, _ = maximum(cubic, cubic_slope, [(arb(0), arb(0.5, 0.25))])
        for end in (0.26, 0.5, 0.74):
            assert wide.contains(cubic(arb(end)))


def test_both_sides_hold_on_a_grid():
    def f(x, y):
        return (x * y).sin() + x / (1 + y * y)

    def slopes(x, y):
        c = (x * y).cos()
        return [y * c + 1 / (1 + y * y), x * c - 2 * x * y / (1 + y * y) ** 2]

    with precision(64):
        value, where = maximum(f, slopes, [(-1, 2), (-1, 2)], bits=30)
        grid = [f(arb(i) / 20, arb(j) / 20) for i in range(-20, 41) for j in range(-20, 41)]
        assert not any(point > value for point in grid)
        assert max(float(point.mid()) for point in grid) > float(value.mid()) - 0.01
        assert all(f(*(x.mid() for x in place)) > value - 1e-3 for place in where)


def test_wrong_gradient_is_no_proof():
    # The bound from above is only as good as the slope it is given: a planted fault must be seen by a grid.
    with precision(64):
        value, _ = maximum(cubic, lambda x: [arb(-1)], [(0, 2)])
        assert cubic(arb(1)) > value


def test_unsettled():
    with precision(64), pytest.raises(Unsettled, match="pieces"):
        maximum(lambda x: arb.nan(), lambda x: [arb.nan()], [(0, 1)], most_pieces=100)


def test_a_ridge_of_maximisers_ends():
    # Every point of [-1, 1]^2 with x = y is one.
    with precision(64):
        value, where = maximum(
            lambda x, y: 1 - (x - y) ** 2, lambda x, y: [-2 * (x - y), 2 * (x - y)], [(-1, 1), (-1, 1)], 12
        )
        assert value.contains(1)
        assert value.rad() < 1e-3
        assert len(where) > 10
