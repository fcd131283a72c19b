"""Kepler's equation: the certified root, the bound, the monotone start and the other one."""

import itertools

import pytest
import toys
from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.newton_kepler import methods
from verify.catalogue.newton_kepler import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import for_truth, point

FROM_PI, FROM_M = methods.ALGORITHMS


def places():
    return [for_truth(point(problems.problem, given, {}).data) for given in problems.problem.references]


@pytest.mark.parametrize("bits", [150, 800])
def test_root_satisfies_the_equation(bits):
    with precision(bits):
        for M, e in places():
            E = problems.anomaly(M, e)
            assert (E - e * E.sin() - M).contains(0)
            assert E.rel_accuracy_bits() > bits - 60
        # sin E = 1 at E = pi/2; E = M for e = 0
        quarter = arb.pi() / 2
        assert problems.anomaly(quarter - arb(0.5), arb(0.5)).overlaps(quarter)
        assert problems.anomaly(arb(1), arb(0)).contains(1)


def test_root_by_bessel_functions():
    # Bessel: E = M + sum of 2/n J_n(n e) sin(n M). Kapteyn: |J_n(n e)| <= 0.638^n for e = 1/2, so that
    # 399 terms leave less than 1e-75.
    with precision(300):
        M, e = arb(1), arb(0.5)
        total = M
        for k in range(1, 400):
            total = total + 2 / arb(k) * (k * e).bessel_j(arb(k)) * (k * M).sin()
        assert abs(total - problems.anomaly(M, e)) < arb("1e-50")


def test_wide_data():
    with precision(128):
        wide = problems.anomaly(arb(1, 1e-6), arb(0.5, 1e-6))
        for side in (-1, 0, 1):
            assert wide.contains(problems.anomaly(arb(1) + side * arb(0.9e-6), arb(0.5) - side * arb(0.9e-6)))


def test_gradient():
    with precision(256):
        step = arb(2) ** -100
        for x in places():
            for i, slope in enumerate(problems.kepler_gradient(*x)):
                moved = [v + step if k == i else v for k, v in enumerate(x)]
                difference = (problems.anomaly(*moved) - problems.anomaly(*x)) / step
                assert abs(difference - slope) < (abs(slope) + 1) * arb("1e-12")


@pytest.mark.parametrize("algorithm", methods.ALGORITHMS, ids=lambda a: a.name)
def test_bound_holds(algorithm):
    with precision(1500):
        for x in places():
            for steps in (0, 1, 2, 4, 8):
                gap = abs(algorithm.body(Ball(), *x, steps=steps) - problems.anomaly(*x))
                assert not gap > algorithm.truncation.function(*x, steps=steps)
        assert algorithm.truncation.function(arb(1), arb(0.5), steps=6) < 1e-15


def test_planted_fault_exceeds_the_residual():
    where = point(problems.problem, {"M": "1", "e": "1/2"}, {})

    def wrong(R, M, e, steps):
        return methods.kepler_from_pi(R, M, e, steps) + M / 2**60

    assert laws.bound_holds(FROM_PI, where, {"steps": 8}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(FROM_PI, wrong), where, {"steps": 8}).says


def test_from_pi_the_iterates_fall():
    with precision(500):
        for M, e in places()[:3]:
            falling = [methods.kepler_from_pi(Ball(), M, e, k) for k in range(9)]
            assert all(not a < b for a, b in itertools.pairwise(falling))
            assert all(not a < problems.anomaly(M, e) for a in falling)


def test_start_from_M_is_thrown_far_near_a_parabola():
    given = {"M": "1/1000", "e": "0.99999"}
    thrown = measure(FROM_M, **given, steps=2)
    assert abs(thrown.forward_error) > 100
    assert thrown.cause == "truncation"
    assert measure(FROM_PI, **given, steps=20).digits > 10
