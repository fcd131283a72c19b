"""Interval Newton: what it proves, what it refuses; the measured order."""

import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.mathematics.roots import certified_root, order_of


def square(x):
    return x * x - 2


def twice(x):
    return 2 * x


@pytest.mark.parametrize("bits", [64, 300, 3000])
def test_root_of_two(bits):
    with precision(bits):
        root = certified_root(square, twice, arb(1.5, 0.5))
        assert root.overlaps(arb(2).sqrt())
        assert root.rel_accuracy_bits() > bits - 10


def test_falling_function_and_wide_bracket():
    with precision(128):
        root = certified_root(lambda x: (-x).exp() - 0.5, lambda x: -(-x).exp(), arb(5, 5))
        assert root.overlaps(arb(2).log())


def test_parameters_known_as_balls():
    with precision(128):
        c = arb(2, 1e-6)
        root = certified_root(lambda x: x * x - c, twice, arb(1.5, 0.5))
        for side in (-1, 0, 1):
            assert root.contains((c.mid() + side * c.rad() * 0.99).sqrt())


@pytest.mark.parametrize(
    ("f", "slope", "x"),
    [
        (square, twice, (3, 1)),  # no zero
        (square, twice, (0, 2)),  # two of them
        (lambda x: x * x, twice, (0, 1)),  # a double one
    ],
)
def test_refuses_what_it_cannot_prove(f, slope, x):
    with precision(128):
        assert not certified_root(f, slope, arb(*x)).is_finite()


def test_order():
    with precision(128):
        assert order_of([arb(2) ** -(2**k) for k in (1, 2, 3)]).overlaps(arb(2))
        assert order_of([arb(2) ** -k for k in (1, 2, 3)]).overlaps(arb(1))
        assert not order_of([arb(1), arb(0.5), arb(0)]).is_finite()
