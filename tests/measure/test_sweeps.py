"""Limits, names and sweeps."""

import dataclasses
import math

import pytest
import toys
from flint import arb
from measure.problems import LOW, slow

from verify.core.errors import BadInput
from verify.core.model import Parameter
from verify.measure.harness import measure, sweep
from verify.measure.limits import Limits
from verify.measure.point import point, sweep_points
from verify.records import write


@pytest.mark.parametrize("where", ["truth", "gradient", "ball"])
def test_the_time_limit_leaves_the_reason(where):
    of = toys.problem(
        truth=slow if where == "truth" else lambda x: x,
        gradient=(lambda x: [slow(x)]) if where == "gradient" else None,
    )
    way = toys.algorithm(of, float64=lambda x: x, ball=slow if where == "ball" else lambda x: x)
    m = measure(way, Limits(seconds=0.4), x=1)
    assert "time limit of 0.4 s" in m.reason
    assert (m.cause == "undecided") is (where != "gradient")


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, 1e300])
def test_a_time_limit_that_is_none(seconds):
    with pytest.raises(BadInput, match="time limit"):
        Limits(seconds=seconds)


@pytest.mark.parametrize("bits", [63, 10, 0, -5])
def test_a_precision_limit_that_is_too_low(bits):
    with pytest.raises(BadInput, match="too low"):
        Limits(max_bits=bits)


def test_the_precision_limit_is_kept():
    m = measure(toys.simple(lambda x: (x + arb(2) ** -900) - x, lambda R, x: x), Limits(max_bits=64), x="1/3")
    assert m.bits == 64
    assert m.cause == "undecided"


def test_names_and_places_that_do_not_fit():
    way = toys.algorithm(
        toys.problem(),
        lambda R, x, n: x,
        parameters=(Parameter("n", 1, 9, (1, 2), 2),),
        applies=lambda x, n: n < 5,
    )
    assert measure(way, x=1).parameters == {"n": 2}
    for values, said in (
        ({"x": 1, "y": 2}, "takes n, x, not y"),
        ({"x": 1, "n": 7}, "not defined at x=1, n=7"),
        ({"x": 1, "n": 10}, "integer in 1..9"),
        ({"n": 1}, "needs the input x"),
    ):
        with pytest.raises(BadInput, match=said):
            measure(way, **values)


def test_a_sweep_takes_every_set_of_parameters_where_it_is_defined():
    way = toys.algorithm(
        toys.problem(),
        lambda R, x, n: x / n,
        parameters=(Parameter("n", 1, 9, (1, 2, 7), 2),),
        applies=lambda x, n: n < 5 or x > 2,
    )
    where = sweep_points(way.problem, 3, 0)
    at = [(int(m.inputs["x"].p), m.parameters["n"]) for m in sweep(way, where, LOW)]
    assert at == [(1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (3, 2), (3, 7)]
    assert [m.parameters["n"] for m in sweep(way, where, LOW, {"n": "7"})] == [7]


def test_a_point_alone_and_in_a_sweep_measures_the_same():
    way = toys.simple(lambda t: t.sin(), lambda R, t: R.sin(t))
    where = sweep_points(way.problem, 40, 0)
    for p, m in zip(where, sweep(way, where, LOW), strict=True):
        (alone,) = sweep(way, [p], LOW)
        assert write.measurement_row(alone) == write.measurement_row(m)
        # One measurement by itself is all of that but for the watched run.
        one = measure(way, LOW, x=m.inputs["x"])
        assert write.measurement_row(
            dataclasses.replace(m, cancelled_bits=None, cancelled_in_all=None, cancelled_at=None)
        ) == write.measurement_row(one)


def test_a_sweep_tells_what_cancels():
    way = toys.simple(lambda t: t * 0 + 1, lambda R, t: (t + 1) - t)
    (m,) = sweep(way, [point(way.problem, {"x": 1023}, {})], LOW)
    assert m.cancelled_bits == 10  # 1024 - 1023 = 1: exponents 11 and 1
    assert m.cancelled_at.endswith("(t + 1) - t)")
    row = write.measurement_row(m)
    assert (row["cancelled_bits"], write.measurement(row).cancelled_at) == (10, m.cancelled_at)
