"""Rectangle sums: the blocks against plain loops, closed forms against sums, routes against each other."""

import dataclasses
import math
from random import Random

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import precision
from verify.catalogue.rectangle_sums import claims_integral, methods, summation
from verify.catalogue.rectangle_sums import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point
from verify.measure.run import run_float64, run_mpfr

DISTANCE = [a for a in methods.ALGORITHMS if a.problem is problems.distance and a.parameters]
ENDS = ((1, 6), (0, 5), (6, 1), (fmpq(1, 3), fmpq(1, 3) + fmpq(1, 10**9)), (0, 100))


def scattered(count):
    random = Random(count)
    return [random.uniform(-1, 1) * 10.0 ** random.randint(-12, 12) for _ in range(count)]


@pytest.mark.parametrize("name", summation.SUMMATIONS)
@pytest.mark.parametrize(
    "count",
    [1, 2, 3, 7, 100, summation.BLOCK - 1, summation.BLOCK, summation.BLOCK + 1, 3 * summation.BLOCK + 5],
)
def test_blocks_add_like_the_loop(name, count):
    loop, blocks, *_ = summation.SUMMATIONS[name]
    values = scattered(count)
    cut = (np.array(values[k : k + summation.BLOCK]) for k in range(0, count, summation.BLOCK))
    assert float(blocks(cut)).hex() == float(loop([np.float64(x) for x in values], np.float64(0))).hex()


@pytest.mark.parametrize("algorithm", DISTANCE, ids=lambda a: a.name)
def test_float64_is_the_body_in_every_arithmetic(algorithm):
    where = point(problems.distance, {"a": "1/3", "b": "7.1"}, {})
    for cells in (1, 2, 3, 10, 1000):
        given = {"cells": cells}
        ours = float(run_float64(algorithm, where.floats, given))
        scalars = algorithm.body(Float64(), *map(np.float64, where.floats), cells)
        mpfr = run_mpfr(algorithm, Mpfr(FORMATS["binary64"]), where.rounded, given)
        assert ours.hex() == float(scalars).hex() == float(mpfr).hex()


def test_neumaier_puts_back_what_plain_addition_loses():
    values = [1.0, 1e100, 1.0, -1e100]
    assert summation.plain(values, 0.0) == 0.0
    assert summation.neumaier(values, 0.0) == 2.0
    terms = [1 / k**2 for k in range(1, 20_000)]
    right = math.fsum(terms)
    assert summation.neumaier(terms, 0.0) == right != summation.plain(terms, 0.0)


@pytest.mark.parametrize("bits", [200, 1100])
@pytest.mark.parametrize("g", [methods.SPEED, methods.CUBIC], ids=["speed", "cubic"])
def test_closed_form_is_the_sum(g, bits):
    with precision(bits):
        for offset in (0, 1, 2):
            for cells in (1, 2, 3, 10, 57):
                a, b = arb(fmpq(1, 3)), arb(fmpq(61, 10))
                h = (b - a) / cells
                total = sum((g.f(Ball(), a + h * (2 * k + offset) / 2) for k in range(cells)), arb(0)) * h
                found = g.sum_in_balls(a, b, cells, offset)
                assert found.overlaps(total)
                assert found.rel_accuracy_bits() > bits - 40


@pytest.mark.parametrize("bits", [200, 1400])
@pytest.mark.parametrize("g", [methods.SPEED, methods.CUBIC], ids=["speed", "cubic"])
def test_routes_agree(g, bits):
    antiderivative = methods.ON[g.problem.name, "antiderivative"].body
    with precision(bits):
        for ends in ENDS:
            a, b = map(arb, ends)
            first, second, third = g.problem.truth(a, b), g.problem.second(a, b), antiderivative(Ball(), a, b)
            assert first.overlaps(second)
            assert first.overlaps(third)
            assert first.rel_accuracy_bits() > bits - 60


def test_values():
    with precision(200):
        assert problems.distance_truth(arb(0), arb(5)) == 25
        assert problems.distance_truth(arb(1), arb(6)) == 35
        # 2155/4 + sin 6 - sin 1 with the sines from tables
        assert (
            abs(problems.integral_truth(arb(1), arb(6)) - (538.75 - 0.27941549819892 - 0.84147098480789))
            < 1e-13
        )


def test_bound_of_the_ends_is_attained_by_2x():
    with precision(128):
        bound = methods.ON["distance_from_velocity", "left_plain"].truncation.function(arb(1), arb(6), 8)
        assert bound == abs(methods.speed_sum(arb(1), arb(6), 8, 0) - 35)


def test_a_cell_too_few_is_caught():
    good = methods.ON["definite_integral", "midpoint_neumaier"]
    where = point(problems.integral, {"a": "1", "b": "6"}, {})

    def ball(a, b, cells):
        return methods.cubic_and_cosine_sum(a, b, cells, 1) * (cells - 1) / cells

    assert laws.bound_holds(good, where, {"cells": 1000}).holds
    assert "exceeds" in laws.bound_holds(dataclasses.replace(good, ball=ball), where, {"cells": 1000}).says


def test_bound_near_what_happens():
    good = methods.ON["definite_integral", "midpoint_plain"]
    m = measure(good, a=1, b=6, cells=1000)
    with precision(128):
        bound = good.truncation.function(arb(1), arb(6), 1000)
        assert abs(m.truncation_error * m.truth) > bound / 3


def test_orders_are_measured():
    m = measure(methods.ON["definite_integral", "midpoint_neumaier"], a=1, b=6, cells=1000)
    assert abs(m.details["order"] - 2) < 1e-6
    assert abs(m.details["measured_order"] - 2) < 1e-4
    left = measure(methods.ON["definite_integral", "left_plain"], a=1, b=6, cells=1000)
    assert abs(left.details["measured_order"] - 1) < 0.01


def test_causes_change_hands_with_the_number_of_cells():
    plain, better = (methods.ON["definite_integral", f"midpoint_{s}"] for s in ("plain", "neumaier"))
    causes = [measure(plain, a=0, b="1/64", cells=n).cause for n in (10, 10**3, 10**6)]
    assert causes == ["truncation", "truncation", "rounding"]
    assert measure(better, a=0, b="1/64", cells=10**6).cause == "none"


def test_slips_of_the_printed_figure():
    with precision(128):
        assert (
            claims_integral.rounds_to(
                claims_integral.PRINTED, claims_integral.by_the_text(claims_integral.in_degrees, fmpq(1))
            )
            is True
        )
        assert (
            claims_integral.rounds_to(
                claims_integral.PRINTED, claims_integral.by_the_text(claims_integral.in_radians, fmpq(1, 4))
            )
            is False
        )
