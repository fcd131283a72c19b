"""Bits cancelled along a body's float64 run, against exponents of exact rationals."""

import math
from fractions import Fraction

import numpy as np
import pytest
from toys import algorithm, problem

from verify.arithmetic.float64 import Float64
from verify.measure.cancellation import Watched, Watching, cancelled_bits
from verify.measure.point import applies, point, sweep_points
from verify.measure.steps import ALL_BITS, MOST_OPERATIONS, Log
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
        for _ in range(MOST_OPERATIONS):
            x = x + 1
        return x

    assert lost(body, 1.0) is None
    assert lost(lambda R, x: R.no_such_function(x), 1.0) is None


@pytest.mark.parametrize("x", [2.0, 5.0, 10.0, 15.0])
def test_e_to_minus_x_cancels_its_largest_term_over_its_sum(x):
    entry = next(e for e in everything() if e.problem.name == "exp_negative")
    ways = {a.name: a for a in entry.algorithms}
    where = [point(entry.problem, {"x": x}, {})]
    largest = max(x**k / math.factorial(k) for k in range(100))
    for way in ("direct", "recursion"):
        (found,) = cancelled_bits(ways[way], where, {"terms": 100})
        assert abs(found.in_all - math.log2(largest / math.exp(-x))) < 0.1
    (reciprocal,) = cancelled_bits(ways["reciprocal"], where, {"terms": 100})
    assert (reciprocal.bits, reciprocal.in_all) == (0, 0)


def test_what_is_lost_is_kept_through_products_quotients_and_functions():
    lost_by = {
        lambda R, x: (1 + x) - 1: 20,
        lambda R, x: ((1 + x) - 1) * 1e5: 20,
        lambda R, x: 3 / ((1 + x) - 1): 20,
        lambda R, x: R.sqrt((1 + x) - 1): 20,
        lambda R, x: ((1 + x) - 1) + 1e3: 0,
        lambda R, x: (x * 2**20 + x) - x * 2**20: 20,
    }
    for body, bits in lost_by.items():
        assert abs(lost(body, 2.0**-20).in_all - bits) < 1e-5


def test_matrices_are_watched_entry_by_entry():
    entry = next(e for e in everything() if e.problem.name == "hilbert_solve")
    way = next(a for a in entry.algorithms if a.name == "elimination")
    # H_2 = [[1, 1/2], [1/2, 1/3]]: 1/3 - 1/4 = 1/12 from 1/3 cancels 2 bits, 1/4 being 0.01 in binary.
    (found,) = cancelled_bits(way, [point(entry.problem, {}, {"n": 2})], {})
    assert found.bits >= 2
    assert found.in_all >= 2


WITH_A_BODY = [a for e in everything() for a in e.algorithms if a.body]


@pytest.mark.parametrize("way", WITH_A_BODY, ids=lambda a: f"{a.problem.name}-{a.name}")
def test_the_watched_run_is_the_float64_run(way):
    """Entry by entry the values are those of the plain run, bit for bit; of several points together, too."""
    named = {q.name: q.sweep[0] for q in way.parameters}
    where = [p for p in sweep_points(way.problem, 6, 0) if applies(way, p, named)][:2]
    if where[0].is_scalar and way.problem.data is None:
        columns = [np.array(column) for column in zip(*(p.floats for p in where), strict=True)]
        try:
            assert watched(way, columns, named, Log(2, 10**6)) == plain(way, columns, named)
        except ValueError as error:
            if "truth value" not in str(error):  # one that decides by its data goes point by point
                raise
    assert watched(way, where[0].floats, named, Log(1, 10**6)) == plain(way, where[0].floats, named)


def watched(way, data, named, log):
    def watch(x):
        if log.points > 1 or not isinstance(x, np.ndarray):
            return x if isinstance(x, int) else Watched(x if log.points > 1 else np.float64(x), log)
        return np.frompyfunc(lambda v: Watched(np.float64(v), log), 1, 1)(x)

    with np.errstate(all="ignore"):
        result = way.body(Watching(log), *map(watch, data), **named)
    return digits(y.value for y in (result.flat if isinstance(result, np.ndarray) else [result]))


def plain(way, data, named):
    with np.errstate(all="ignore"):
        return digits([way.body(Float64(), *data, **named)])


def digits(values):
    return [float(x).hex() for value in values for x in np.ravel(value)]


def test_a_logarithm_is_watched_as_every_function():
    assert abs(lost(lambda R, x: R.log(1 + x) - x, 2.0**-10).bits - 11) <= 1


def test_more_bits_than_an_exponent_has_are_gone_and_told():
    found = lost(lambda R, x: R.sqrt((1e300 + x) - 1e300 + 1e-300) * 1e-10, 1e280)
    assert found.in_all > 1024
