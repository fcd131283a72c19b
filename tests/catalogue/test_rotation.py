"""Rotation matrices of rotation vectors: routes against each other, the loss near 0, the condition number."""

import itertools

import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.rotation import methods, truncation
from verify.catalogue.rotation import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.mathematics.linear import array, times
from verify.measure.budget import as_ball, entries, largest, norm
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points

SERIES, RODRIGUES, HALF = methods.ALGORITHMS


def overlap(A, B):
    return all(x.overlaps(y) for x, y in zip(entries(A), entries(B), strict=True))


@pytest.mark.parametrize("bits", [200, 1000])
@pytest.mark.parametrize("theta", ["1e-9", "1", "22/7", "59.3"])
def test_all_routes_agree(theta, bits):
    for axis in range(1, 6):
        (phi,) = problems.data(rational(theta), axis)
        with precision(2 * bits):
            truth, balls = problems.truth(phi), as_ball(phi)
            assert overlap(truth, problems.half_turns(phi))
            assert overlap(truth, methods.rodrigues(Ball(), balls))
            assert overlap(truth, methods.half_angle(Ball(), balls))
            gap = norm(methods.series(Ball(), balls, 700) - truth)
            assert gap <= truncation.remainder(balls, 700) + arb(2) ** -bits
            assert all(x.rad() < arb(2) ** -bits for x in truth.flat)


def test_truth_is_a_rotation_about_its_axis():
    (phi,) = problems.data(fmpq(7, 3), 5)
    with precision(200):
        R = problems.truth(phi)
        assert overlap(R.T @ R, as_ball(np.eye(3)))
        assert overlap(R @ as_ball(phi), as_ball(phi))
        assert (R[0, 0] + R[1, 1] + R[2, 2]).overlaps(1 + 2 * arb(fmpq(7, 3)).cos())


def test_quarter_turn():
    with precision(128):
        R = methods.half_angle(Ball(), array([arb(0), arb(0), arb.pi() / 2], (3,)))
        for value, known in zip(R.flat, (0, -1, 0, 1, 0, 0, 0, 0, 1), strict=True):
            assert abs(value - known) < 1e-30


def test_one_minus_cosine_is_lost_near_zero():
    # About (3, 4, 0)/5 the entry (1 - cos theta) 12/25 stands alone: all its digits go.
    at = {"theta": "1e-8", "axis": 2}
    naive, half = measure(RODRIGUES, **at), measure(HALF, **at)
    assert naive.forward_error_componentwise > 0.999
    assert naive.forward_error < 1e-15
    assert half.forward_error_componentwise < 1e-15


def test_series_breaks_after_a_few_turns():
    m = measure(SERIES, theta="50", axis=4, terms=300)
    assert m.cause == "rounding"
    assert m.forward_error > 1000
    assert measure(HALF, theta="50", axis=4).forward_error < 1e-14


def test_condition_number_is_attained():
    (phi,) = problems.data(fmpq(3), 4)
    with precision(200):
        kappa, R = problems.condition(phi)["inf"], problems.truth(phi)
        size, eps, best = max(abs(x) for x in phi), fmpq(1, 10**15), arb(0)
        for signs in itertools.product((-1, 1), repeat=3):
            moved = phi + array([s * eps * size for s in signs], (3,))
            best = best.max(norm(problems.truth(moved) - R) / norm(R) / eps)
        assert abs(best / kappa - 1) < 1e-12


def test_bound_is_not_slack():
    (phi,) = problems.data(fmpq(5), 1)
    with precision(300):
        for terms in (4, 10, 25):
            gap = largest(
                [abs(x) for x in (methods.series(Ball(), as_ball(phi), terms) - problems.truth(phi)).flat]
            )
            assert (
                truncation.remainder(as_ball(phi), terms) / 5
                < gap
                < truncation.remainder(as_ball(phi), terms)
            )


def test_planted_faults_are_caught():
    where = point(problems.problem, {"theta": "2"}, {"axis": 3})

    def left_handed(R, phi, terms):
        return methods.series(R, -phi, terms)

    def without_half(R, phi):
        a, b, c = phi
        theta = R.sqrt(a * a + b * b + c * c)
        K = methods.wedge(R, a, b, c)
        sine = R.sin(theta / 2) / theta
        return np.eye(3) + R.sin(theta) / theta * K + sine * sine * times(K, K)

    assert "exceeds" in laws.bound_holds(toys.with_body(SERIES, left_handed), where, {"terms": 40}).says
    assert "exceeds" in laws.bound_holds(toys.with_body(HALF, without_half), where, {}).says


def test_axes_are_unit_vectors_and_points_reach_the_ends():
    assert all(sum(x * x for x in axis) == 1 for axis in problems.AXES)
    theta = [p.inputs["theta"] for p in sweep_points(problems.problem, None, seed=3)]
    assert min(theta) <= fmpq(1, 10**12)
    assert any(0 < abs(t - problems.PI) < fmpq(1, 10**12) for t in theta)
    assert max(theta) == 60
