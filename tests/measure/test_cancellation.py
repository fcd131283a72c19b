"""Bits cancelled along a body's float64 run, against exponents of exact rationals."""

import math
from fractions import Fraction

import numpy as np
import pytest
from toys import algorithm, problem

from verify.measure.cancellation import ALL_BITS, MOST_OPERATIONS, cancelled_bits
from verify.measure.point import point, sweep_points
from verify.runs.discover import everything


def exponent(x):
    """e with 2^(e-1) <= |x| < 2^e, found in integers."""
    x = abs(Fraction(x))
    e = x.numerator.bit_length() - x.denominator.bit_length()
    return e + 1 if x >= Fraction(2) ** e else e


def lost(body, x):
    (found,) = cancelled_bits(algorithm(problem(), body), [point(problem(), {"x": x}, {})], {})
    return found


@pytest.mark.parametrize("x", [1.0, 1.5, 0.1, 1e-3, 1e-7, 1e-12, 3e7])
def test_one_subtraction(x):
    found = lost(lambda R, x: (1 + x) - 1, x)
    total = (1 + x) - 1
    assert found.bits == max(exponent(1 + x), exponent(1)) - exponent(total)


def test_all_bits_are_gone_where_nothing_is_left():
    assert lost(lambda R, x: (x + 1) - x - 1, 1e-20).bits == ALL_BITS
    assert lost(lambda R, x: (1 + x) - 1, 1e-20).bits == ALL_BITS


def test_zeros_multiplications_and_sums_of_one_sign_cancel_nothing():
    assert lost(lambda R, x: x * x + x / 3, 0.7).bits == 0
    assert lost(lambda R, x: x - R(0), 0.7).bits == 0
    assert lost(lambda R, x: R(0) + x * 0, 0.7).bits == 0


def test_the_line_that_cancels_most_is_named():
    def body(R, x):
        near = x - 1 / R(3)
        return near + (R(1) - R.cos(x))

    assert lost(body, 1e-4).code == "return near + (R(1) - R.cos(x))"
    assert lost(body, 0.333333).code == "near = x - 1 / R(3)"


def test_points_that_go_together_are_told_apart():
    body = lambda R, x: (1 + x) - 1  # noqa: E731
    inputs = (1.0, 1e-5, 1e-10)
    where = [point(problem(), {"x": x}, {}) for x in inputs]
    together = cancelled_bits(algorithm(problem(), body), where, {})
    assert [c.bits for c in together] == [lost(body, x).bits for x in inputs]


def test_a_sum_that_is_not_finite_counts_nothing():
    assert lost(lambda R, x: (x * 1e300 * 1e300) - x * 1e300 * 1e300, 3.0).bits == 0


def test_a_long_run_is_not_watched_to_its_end():
    def body(R, x):
        for _ in range(MOST_OPERATIONS + 1):
            x = x + 1
        return x

    assert lost(body, 1.0) is None
    assert lost(lambda R, x: R.no_such_function(x), 1.0) is None


def test_e_to_minus_x_by_its_series_cancels_what_the_largest_term_says():
    """The largest term is about e^x / sqrt(2 pi x), the sum e^-x: 2x/ln 2 bits and a few less."""
    entry = next(e for e in everything() if e.problem.name == "exp_negative")
    ways = {a.name: a for a in entry.algorithms}
    for x in (5.0, 10.0, 15.0):
        where = [point(entry.problem, {"x": x}, {})]
        (found,) = cancelled_bits(ways["recursion"], where, {"terms": 100})
        largest = max(x**k / math.factorial(k) for k in range(100))
        # One addition sees the last partial sums, not the largest term: at most that many bits.
        assert 0 < found.bits <= math.log2(largest / math.exp(-x)) + 2
        (reciprocal,) = cancelled_bits(ways["reciprocal"], where, {"terms": 100})
        assert reciprocal.bits == 0


def test_the_watched_run_is_the_float64_run():
    """Values are numpy's own: the bits of every result agree with the plain run's."""
    from verify.arithmetic import Float64
    from verify.measure.cancellation import Log, watched

    entry = next(e for e in everything() if e.problem.name == "exp_negative")
    for way in entry.algorithms:
        x = np.array([p.floats[0] for p in sweep_points(entry.problem, 30, 0)])
        ours = way.body(Float64(), watched(x, Log(len(x))), terms=100)
        assert np.array_equal(np.asarray(ours), way.body(Float64(), x, terms=100))
