"""Arrays that are numpy's own beside followed numbers, sentinels that are no numbers, and empty arrays."""

import math
from fractions import Fraction as F

import numpy as np
import pytest
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.inside.account import account
from verify.inside.follow import follow


def tenths(x):
    return np.sum(np.arange(5) / 10 + x)


def powers(rate):
    return ((1 + rate) ** np.arange(4)).sum()


def both_sides(x):
    k = np.arange(1, 4)
    return np.sum(x - k) + np.sum(k * x) + np.sum(x / k) + np.sum(k - x) - np.sum(k / x)


def counted(x):
    return np.sum(np.where(x < np.arange(4), 1.0, x))


def wrapped(x):
    return np.sum(np.array([x, 2 * x, -x]) % 0.7) + np.sum(np.array([x, -x]) // 0.7) + np.float64(x) % 3


EXACT = {
    wrapped: lambda x: (
        sum((v % F(7, 10) for v in (x, 2 * x, -x)), F(0)) + sum(v // F(7, 10) for v in (x, -x)) + x % 3
    ),
    tenths: lambda x: sum((F(k, 10) + x for k in range(5)), F(0)),
    powers: lambda x: sum(((1 + x) ** k for k in range(4)), F(0)),
    both_sides: lambda x: sum((x - k + k * x + x / k + k - x - k / x for k in range(1, 4)), F(0)),
    counted: lambda x: sum((F(1) if x < k else x for k in range(4)), F(0)),
}


@pytest.mark.parametrize("function", EXACT, ids=lambda f: f.__name__)
@pytest.mark.parametrize("x", [0.1, 1.7])
def test_integers_beside_a_number_are_followed(function, x):
    found = account(follow(function, [x]))
    exact = EXACT[function](F(x))
    assert found.reason is None
    with precision(300):
        assert found.exact.contains(fmpq(exact.numerator, exact.denominator))


def near_a_flip(x):
    return np.sum(np.where((x + 0.1) - 0.1 < np.array([1, 2]), 0.0, 1.0))


def test_a_comparison_with_integers_is_a_decision():
    found = account(follow(near_a_flip, [1.0]))
    assert found.branches == () or all(b.exact is not None for b in found.branches)
    assert len(follow(near_a_flip, [1.0]).tape.decisions) == 2


def with_a_sentinel(x, missing=math.nan):
    y = x if math.isnan(missing) else missing
    return y + 0.1 if missing != missing and not math.isinf(y) else 0.0


def overflows(x):
    y = x * 1e300
    return 1.0 if math.isinf(y) else 2.0


def test_a_nan_that_was_given_is_one_and_an_overflow_is_not():
    found = account(follow(with_a_sentinel, [0.5]))
    assert (found.reason, found.branches) == (None, ())
    with precision(300):
        assert found.exact.contains(fmpq(3, 5))
    assert not account(follow(overflows, [1e10])).certified


def asked_of_a_quotient_by_zero(x):
    return 1.0 if math.isinf(x / (0.1 + 0.2 - 0.3)) else 2.0


def asked_of_an_array_with_one(x):
    return 2.0 if np.isfinite(np.array([x, x / (0.1 + 0.2 - 0.3)])).all() else 1.0


def compared_with_itself(x):
    y = x / (0.1 + 0.2 - 0.3)
    return 2.0 if y == y else 1.0


@pytest.mark.parametrize(
    "function", [asked_of_a_quotient_by_zero, asked_of_an_array_with_one, compared_with_itself]
)
def test_floats_do_not_tell_that_exact_arithmetic_divides_by_zero(function):
    found = account(follow(function, [0.7]))
    assert not found.certified
    assert [b.exact for b in found.branches] == [None]


def asked_of_numbers(x):
    y, infinite, missing = np.array([x / 3, x * 0.1]), math.inf, math.nan
    known = infinite == infinite and missing != missing and math.isinf(infinite)
    numbers = np.isfinite(y).all() and not math.isnan(y[1]) and y[0] == y[0]
    return y[1] if known and numbers else 2.0


def test_what_is_a_number_and_what_was_given_as_none_is_told():
    found = account(follow(asked_of_numbers, [0.7]))
    assert (found.reason, found.branches) == (None, ())
    with precision(300):
        exact = F(0.7) / 10
        assert found.exact.contains(fmpq(exact.numerator, exact.denominator))


def masked(x):
    y = np.sqrt(x)
    good = np.asarray(y > 1)
    return (y[good] if good else y[None]).sum() + y[()]


def test_a_numpy_scalar_is_indexed_by_a_mask():
    for x in (2.0, 0.5):
        found = account(follow(masked, [x]))
        assert found.reason is None


def about_shapes(x):
    a = np.array([x, 2 * x])
    n = np.shape(a)[0] + np.ndim(a) + np.size(a)
    nothing = np.array([x])[:0]
    return a.sum() * n + np.sum(np.sin(nothing)) + np.sum(np.sum(np.reshape(nothing, (0, 3)), axis=1))


def test_shapes_and_empty_arrays():
    found = account(follow(about_shapes, [0.3]))
    assert found.reason is None
    with precision(300):
        exact = 3 * F(0.3) * 5
        assert found.exact.contains(fmpq(exact.numerator, exact.denominator))


def last_over_first(xs):
    try:
        return xs[-1] / xs[0]
    except ZeroDivisionError:
        return -xs[-1]


@pytest.mark.parametrize("count", [3, 100])
def test_a_list_is_of_pythons_floats_however_long_it_is(count):
    trace = follow(last_over_first, [[0.0] * (count - 1) + [0.1]])
    assert trace.stopped is None
    assert trace.computed() == -0.1
