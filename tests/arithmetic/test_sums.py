"""Exact sums and inner products of arrays, against exact rationals at hard inputs."""

from fractions import Fraction

import numpy as np
from flint import arb
from hypothesis import example, given
from hypothesis import strategies as st

from verify.arithmetic import sums
from verify.arithmetic.precision import precision
from verify.arithmetic.sums import exact_dot, exact_sum
from verify.inside.account import account
from verify.inside.follow import follow

EDGES = [0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 1.7976931348623157e308, -1.7976931348623157e308]
EDGES += [1.0, 1 - 2.0**-53, -(1 + 2.0**-52), 2.0**-969, 2.0**996 * 1.1, 2.0**27 + 1, 0.1, 1e16, -1e16]
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(EDGES)
ENOUGH = 8192  # bits that hold any of these sums


def rational(x: arb) -> Fraction:
    assert x.is_exact()
    m, e = x.man_exp()
    return Fraction(int(m)) * Fraction(2) ** int(e)


@given(st.lists(FLOATS, max_size=40))
@example(EDGES)
def test_a_sum_is_the_sum_of_the_rationals(x):
    with precision(ENOUGH):
        assert rational(exact_sum(np.array(x, dtype=float))) == sum(map(Fraction, x))


@given(st.lists(st.tuples(FLOATS, FLOATS), max_size=40))
@example([(a, b) for a in EDGES for b in EDGES])
def test_an_inner_product_is_that_of_the_rationals(pairs):
    x, y = (np.array([p[k] for p in pairs], dtype=float) for k in (0, 1))
    with precision(ENOUGH):
        assert rational(exact_dot(x, y)) == sum((Fraction(a) * Fraction(b) for a, b in pairs), Fraction(0))


def test_many_of_the_largest_integers_are_added_exactly():
    """All in one bin, all bits set: what would leave 2^53 first."""
    x = np.full(2**17 + 3, 1 - 2.0**-53)
    with precision(256):
        assert rational(exact_sum(x)) == x.size * Fraction(x[0])
        assert rational(exact_dot(x, -x)) == -x.size * Fraction(x[0]) ** 2


def test_arrays_beyond_the_bound_are_added_in_parts(monkeypatch):
    monkeypatch.setattr(sums, "MOST", 7)
    x, y = np.random.default_rng(3).standard_normal((2, 100)) * 2.0 ** np.arange(-50, 50)
    with precision(ENOUGH):
        assert rational(exact_sum(x)) == sum(map(Fraction, x.tolist()))
        products = (Fraction(a) * Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True))
        assert rational(exact_dot(x, y)) == sum(products)


def test_infinities_are_added_as_balls_are():
    assert exact_sum(np.array([1.0, np.inf, 2.0])) == arb("inf")
    assert exact_dot(np.array([1.0, -2.0]), np.array([3.0, np.inf])) == arb("-inf")
    for bad in ([np.inf, -np.inf], [1.0, np.nan]):
        assert exact_sum(np.array(bad)).is_nan()
        assert exact_dot(np.array(bad), np.ones(2)).is_nan()
    assert exact_dot(np.zeros(2), np.array([1.0, np.inf])).is_nan()


def test_numbers_of_every_size_are_added_whether_extraction_ends_or_not():
    """Among them more than are extracted, the least of all, and the first whose sum could overflow."""
    draw = np.random.default_rng(11)
    for low, high in ((-1074, -1060), (-1030, -1010), (-60, 60), (-600, 600), (-1074, 1023), (990, 1023)):
        for n in (1, 2, 3, 64, 65, 257):
            x = np.ldexp(draw.uniform(-1, 1, n), draw.integers(low, high, n, endpoint=True))
            with precision(ENOUGH):
                assert rational(exact_sum(x)) == sum(map(Fraction, x.tolist()))


def test_a_sum_is_rounded_to_the_precision_in_force_and_contains_the_truth():
    x = np.array([1.0, 2.0**-200, -(2.0**-900)])
    with precision(64):
        found = exact_sum(x)
    with precision(ENOUGH):
        assert not found.is_exact()
        assert found.contains(exact_sum(x))


def test_a_followed_inner_product_of_inexact_entries_has_its_local_error_exactly():
    """b - 0.1 carries an error into the product, whose own rounding is told by the floats alone."""

    def dot(a, b):
        return np.dot(a, b - 0.1)

    a, b = np.random.default_rng(5).standard_normal((2, 200))
    found = account(follow(dot, [a, b]))
    exact = sum(
        (Fraction(x) * (Fraction(y) - Fraction(1, 10)) for x, y in zip(a, b, strict=True)), Fraction(0)
    )
    with precision(found.bits):
        assert found.exact is not None
        assert not found.reason
        assert found.exact.overlaps(arb(exact.numerator) / arb(exact.denominator))
        assert found.unattributed().contains(0)
    parts = {found.trace.site(k).operation: v for k, v in found.swept.by_site.items()}
    own = Fraction(float(np.dot(a, b - 0.1))) - sum(
        (Fraction(x) * Fraction(y) for x, y in zip(a, b - 0.1, strict=True)), Fraction(0)
    )
    with precision(found.bits):
        assert parts["call"].overlaps(arb(own.numerator) / arb(own.denominator))
        assert parts["call"].rad() < 1e-30
