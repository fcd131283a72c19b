"""What declarations return and raise."""

import math
from fractions import Fraction

import numpy as np
import pytest
import toys
from exactly import contains
from flint import arb, fmpq
from measure.problems import LOW, alone, column, raises, slow

from verify.core.model import Axis
from verify.measure.budget import Breakdown
from verify.measure.harness import measure, sweep
from verify.measure.limits import Limits
from verify.measure.point import sweep_points


@pytest.mark.parametrize("third", [fmpq(1, 4), 0.25, arb(0.25)])
def test_a_truth_may_be_any_exact_number(third):
    m = measure(toys.simple(lambda x: third, lambda R, x: R(1) / 4, gradient=None), LOW, x=1)
    assert (m.ulps, m.cause) == (0, "none")


def test_what_a_truth_or_a_ball_raises_is_told():
    for way in (
        toys.simple(raises, lambda R, x: x),
        toys.algorithm(toys.problem(), float64=lambda x: x, ball=raises),
    ):
        m = measure(way, LOW, x=1)
        assert m.cause == "undecided"
        assert m.reason.startswith("the evaluation in balls raised KeyError: 'lost' (problems.py, line ")
        assert m.computed == 1


def test_what_stands_beside_the_budget_may_fail_alone():
    way = toys.algorithm(
        toys.problem(gradient=raises), lambda R, x: x + R(1) / 3, diagnostics={"growth": raises}
    )
    m = measure(way, LOW, x=1)
    assert m.cause == "truncation"
    assert m.condition_number is None
    assert m.backward_error is None
    assert "no condition number: " in m.reason
    assert "no diagnostics: " in m.reason


def test_a_breakdown_is_an_outcome():
    def ball(x):
        raise Breakdown("the pivot is zero")

    m = measure(toys.algorithm(toys.problem(), float64=lambda x: 2 * x, ball=ball), LOW, x=1)
    assert (m.reason, m.cause, m.rounding_error) == ("the pivot is zero", "algorithm", None)
    assert contains(m.forward_error, 1)
    assert contains(m.algorithm_error, 1)


def test_a_routine_that_takes_no_arrays():
    way = toys.algorithm(toys.problem(truth=lambda x: x.sqrt()), float64=alone, ball=lambda x: x.sqrt())
    where = sweep_points(way.problem, 3, 0)
    one, two, three = sweep(way, where, LOW)
    assert (one.computed, three.computed) == (1.0, math.sqrt(3))
    assert math.isnan(two.computed)
    assert (two.cause, two.reason) == ("range", "float64 raised OverflowError: math range error")


@pytest.mark.parametrize(
    ("float64", "said"),
    [
        (lambda x: x + 1e-3j, "complex"),  # its real part is another number
        (raises, "KeyError: 'lost'"),
        (lambda x: "1", "TypeError: the result is str"),
        (lambda x: None, "TypeError: the result is NoneType"),
    ],
)
def test_a_routine_that_fails_for_no_reason_of_arithmetic(float64, said):
    m = measure(toys.algorithm(toys.problem(), float64=float64, ball=lambda x: x), LOW, x=1)
    assert math.isnan(m.computed)
    assert said in m.reason
    assert (m.cause, m.inherent) == ("undecided", None)


def test_a_routine_that_does_not_end():
    way = toys.algorithm(toys.problem(), float64=lambda x: slow(x), ball=lambda x: x)
    m = measure(way, Limits(seconds=0.2), x=1)
    assert (m.cause, m.reason) == (
        "undecided",
        "float64 raised OutOfTime: the time limit of 0.2 s was reached",
    )


def test_arrays_of_two_shapes_are_not_compared():
    of = toys.problem(truth=lambda x: column(arb(1), arb(2)), gradient=None, data=lambda x: (x,))
    for wrong in (np.ones(3), np.ones((2, 1)), np.ones((1, 2)), 1.0):
        for float64, ball in ((wrong, of.truth(1)), (np.array([1.0, 2.0]), wrong)):
            way = toys.algorithm(of, float64=lambda x, y=float64: y, ball=lambda x, y=ball: y)
            m = measure(way, LOW, x=1)
            assert m.cause == "undecided"
            assert "shape" in m.reason


def test_a_ball_side_that_returns_plain_numbers():
    for half in (1, 0.5, np.float64(0.5), fmpq(1, 2)):
        way = toys.algorithm(
            toys.problem(truth=lambda x: arb(0.5), gradient=None),
            float64=lambda x: 0.5,
            ball=lambda x, h=half: h,
        )
        assert measure(way, LOW, x=1).cause == "none"


def test_a_vector_is_judged_normwise_and_by_entry():
    true = column(fmpq(1000), fmpq(1, 3))
    of = toys.problem(
        truth=lambda x: true, gradient=None, data=lambda x: (true,), axis=Axis("n", lambda x: 2)
    )
    computed = np.array([1000.0, 1 / 3 + 2**-40])
    m = measure(toys.algorithm(of, float64=lambda v: computed, ball=lambda v: v), LOW, x=1)
    off = Fraction(computed[1]) - Fraction(1, 3)
    assert contains(m.forward_error, off / 1000)
    assert contains(m.forward_error_componentwise, 3 * off)
    assert m.ulps >= off / Fraction(2) ** -54 >= Fraction(m.ulps) * (1 - Fraction(1, 2**18))


def test_a_routine_that_overwrites_its_data_harms_nobody():
    third = column(fmpq(1, 3), fmpq(2, 3))
    of = toys.problem(truth=lambda v: v[0] + v[1], gradient=None, data=lambda x: (third,))

    def overwriting(v):
        v[0] += v[1]
        return v[0]

    ways = [toys.algorithm(of, float64=overwriting, ball=lambda v: v[0] + v[1], name=name) for name in "ab"]
    where = sweep_points(of, 1, 0)
    one, two = (next(sweep(way, where, LOW)) for way in ways)
    assert one.computed == two.computed == 1.0
    assert contains(one.truth, 1)
    assert contains(two.data_error, Fraction(1 / 3) + Fraction(2 / 3) - 1)


def test_a_truth_that_overwrites_its_data_is_told():
    def truth(v):
        v[0] = v[1]
        return arb(v[0])

    of = toys.problem(truth=truth, gradient=None, data=lambda x: (column(fmpq(1), fmpq(2)),))
    m = measure(toys.algorithm(of, float64=lambda v: v[0], ball=lambda v: v[0]), LOW, x=1)
    assert m.cause == "undecided"
    assert "read-only" in m.reason


def test_conditions_and_backward_errors_that_are_infinite():
    of = toys.problem(
        gradient=None,
        condition=lambda x: {"inf": arb.pos_inf(), "1": arb(3)},
        backward=lambda x, computed: (arb.pos_inf(), arb(2)),
    )
    m = measure(toys.algorithm(of, lambda R, x: x), LOW, x=1)
    assert m.condition_number == arb.pos_inf()
    assert m.backward_error is None
    assert (m.details["condition_number_1"], m.details["backward_error_componentwise"]) == (3, 2)
    assert measure(toys.algorithm(of, lambda R, x: x), LOW, x=1).details.keys() == m.details.keys()
