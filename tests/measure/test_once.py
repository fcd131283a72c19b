"""What is evaluated once for several results at a point, and what is not the same there."""

from fractions import Fraction

import pytest
from exactly import as_fmpq
from flint import arb
from toys import algorithm, problem

from verify.arithmetic.once import Once
from verify.arithmetic.precision import precision
from verify.measure.harness import measure_group
from verify.measure.limits import Limits
from verify.measure.point import point


def counted(function):
    calls = []

    def counting(*x):
        calls.append(x)
        return function(*x)

    return counting, calls


def test_a_value_is_evaluated_once_at_each_precision():
    ask, calls = counted(lambda: arb(1) / 3)
    once = Once()
    for bits in (64, 64, 128, 64):
        with precision(bits):
            assert once("third", ask).rel_accuracy_bits() >= bits - 2
    assert len(calls) == 2


def test_what_raised_is_asked_again():
    answers = iter([ZeroDivisionError(), 1])

    def ask():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    once = Once()
    with pytest.raises(ZeroDivisionError):
        once("one", ask)
    assert once("one", ask) == 1


def test_all_algorithms_at_a_point_ask_for_the_truth_once():
    truth, calls = counted(lambda x: x.exp())
    exponential = problem(truth=truth, gradient=lambda x: [x.exp()])
    where = [point(exponential, {"x": "1/2"}, {})]
    ways = [algorithm(exponential, lambda R, x: R.exp(x), name=name) for name in ("one", "other")]
    first = measure_group(ways[0], where, {}, Limits())
    once = len(calls)
    assert measure_group(ways[1], where, {}, Limits())[0].ulps == first[0].ulps
    # What is left are the places of the backward error, which belong to each result.
    assert len(calls) < 2 * once


def test_each_algorithm_keeps_its_own_value_in_exact_arithmetic():
    """With data that float64 rounds and algorithms that truncate differently: F - f by Fractions."""
    identity = problem()
    where = point(identity, {"x": "1/3"}, {})
    rounded = Fraction(1 / 3)
    for k in (8, 16):
        way = algorithm(identity, lambda R, x, k=k: x + R(1) / 2**k, name="way")
        (m,) = measure_group(way, [where], {}, Limits())
        assert m.truncation_error.overlaps(arb(as_fmpq(Fraction(3, 2**k))))
        assert m.data_error.overlaps(arb(as_fmpq((rounded - Fraction(1, 3)) * 3)))


def test_each_set_of_parameters_has_its_own_value_in_exact_arithmetic():
    identity = problem()
    where = point(identity, {"x": "1/3"}, {})
    way = algorithm(identity, lambda R, x, k: x + R(1) / 2**k)
    for k in (8, 16):
        (m,) = measure_group(way, [where], {"k": k}, Limits())
        assert m.truncation_error.overlaps(arb(as_fmpq(Fraction(3, 2**k))))
