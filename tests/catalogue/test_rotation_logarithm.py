"""Rotation vectors of rotation matrices: routes, bounds on matrices that are not quite rotations, breaks."""

import dataclasses

import mpmath
import numpy as np
import pytest
import toys
from flint import arb, arb_mat, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import Hopeless, precision
from verify.catalogue.rotation_logarithm import methods, truncation
from verify.catalogue.rotation_logarithm import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.mathematics.linear import array
from verify.measure.budget import Breakdown, as_ball, largest
from verify.measure.harness import measure
from verify.measure.point import point

SERIES, ARCCOSINE, TANGENT, QUATERNION = methods.ALGORITHMS
ANGLES = (ARCCOSINE, TANGENT, QUATERNION)


def distance(x, y):
    return largest([abs(a - b) for a, b in zip(x, y, strict=True)])


@pytest.mark.parametrize("bits", [200, 1000])
@pytest.mark.parametrize("tangent", ["1e-8", "1/3", "1", "40", "1e7"])
def test_routes_agree_and_give_back_the_rotation(tangent, bits):
    t = rational(tangent)
    for axis in range(1, 5):
        (R,) = problems.data(t, axis)
        with precision(2 * bits):
            truth, balls = problems.truth(R), as_ball(R)
            known = [2 * arb(t).atan() * u for u in problems.AXES[axis - 1]]
            for found in (known, problems.by_half_angle(R), *(a.body(Ball(), balls) for a in ANGLES)):
                assert distance(truth, found) < arb(2) ** -bits
            a, b, c = truth
            back = arb_mat([[0, -c, b], [c, 0, -a], [-b, a, 0]]).exp()
            assert distance(back.entries(), balls.flat) < arb(2) ** -bits


@pytest.mark.parametrize("tangent", ["1/5", "577/1000"])
def test_series_reaches_the_logarithm(tangent):
    (R,) = problems.data(rational(tangent), 2)
    with precision(1000):  # balls of matrix powers grow faster than the powers
        balls, truth = as_ball(R), problems.truth(R)
        for terms in (50, 600):
            gap = distance(methods.series(Ball(), balls, terms), truth)
            bound = truncation.series_remainder(balls, terms)
            assert gap < bound
        assert gap < 2e-3


def nearly(t, axis, size):
    """A rotation with an error of that size in each entry."""
    (R,) = problems.data(t, axis)
    E = [fmpq((5 * k * k + 3 * k) % 13 - 6, 6) for k in range(9)]
    return R + array([e * size for e in E], (3, 3))


@pytest.mark.parametrize("size", ["1e-3", "1e-8"])
@pytest.mark.parametrize("tangent", ["1/10", "1", "3"])
def test_bounds_hold_off_the_rotations(tangent, size):
    for axis in (1, 3):
        X = nearly(rational(tangent), axis, rational(size))
        with precision(400):
            truth, balls = problems.truth(X), as_ball(X)
            for a in ANGLES:
                gap, bound = distance(a.body(Ball(), balls), truth), a.truncation.function(balls)
                assert gap < bound
                assert bound < 3e4 * gap, (a.name, "a bound that large says nothing")
            assert distance(methods.series(Ball(), balls, 12), truth) < truncation.series_remainder(balls, 12)


def test_no_bound_far_from_the_rotations():
    with precision(200):
        for X in (
            np.diag([fmpq(1)] * 3) * -1,
            nearly(fmpq(1), 1, fmpq(1)),
            np.diag([fmpq(1), fmpq(-1), fmpq(-1)]),
        ):
            assert not truncation.series_remainder(as_ball(X), 10).is_finite()
            assert not any(a.truncation.function(as_ball(X)).is_finite() for a in ANGLES)


def test_rotations_without_one_logarithm():
    with precision(128), pytest.raises(Hopeless, match="multiple eigenvalue"):
        problems.truth(np.diag([fmpq(1)] * 3))
    with precision(128), pytest.raises(Breakdown, match="trace"):
        methods.arccosine_in_balls(as_ball(np.diag([fmpq(1)] * 3)))


def test_condition_number_is_attained():
    (R,) = problems.data(fmpq(3), 2)
    with precision(300):
        kappa, v = problems.condition(R)["inf"], problems.truth(R)
        eps, best = fmpq(1, 10**20), arb(0)
        size = max(sum(abs(x) for x in row) for row in R)
        for choice in range(6**3):  # one entry of each row, with a sign
            E = array([fmpq(0)] * 9, (3, 3))
            for i in range(3):
                j, sign = divmod(choice // 6**i % 6, 2)
                E[i, j] = size * eps * (2 * sign - 1)
            best = best.max(distance(problems.truth(R + E), v) / largest([abs(x) for x in v]) / eps)
        assert abs(best / kappa - 1) < 1e-15


def test_near_pi_only_the_formulas_are_unstable():
    at = {"tangent": "1e6", "axis": 1}
    arccosine, tangent, quaternion = (measure(a, **at) for a in ANGLES)
    assert quaternion.condition_number < 2
    assert quaternion.forward_error < 1e-15
    assert 1e-13 < tangent.forward_error < 1e-9  # u over pi - theta
    assert arccosine.forward_error > 1e-7  # u over its square
    assert arccosine.inherent is False


def test_near_zero_the_arccosine_has_no_angle():
    m = measure(ARCCOSINE, tangent="1e-9", axis=1)
    assert m.cause == "range"
    assert "trace" in m.reason
    assert measure(TANGENT, tangent="1e-9", axis=1).forward_error < 1e-15


def test_series_ends_at_sixty_degrees():
    inside = measure(SERIES, tangent="0.5", axis=1, terms=300)
    outside = measure(SERIES, tangent="0.7", axis=1, terms=300)
    assert inside.truncation_error < 1e-5
    assert outside.truncation_error > 100


def test_opinion_near_pi():
    mp = mpmath.mp.clone()
    mp.dps = 40
    (R,) = problems.data(fmpq(10**6), 3)
    with precision(256):
        said = [arb(mp.nstr(x, 38)) for x in problems.opinion(mp, R)]
        assert distance(said, problems.truth(R)) < 1e-36


def test_planted_faults_exceed_the_bounds():
    where = point(problems.problem, {"tangent": "2"}, {"axis": 4})

    def whole_skew_part(R, X):
        return 2 * methods.half_tangent(R, X)

    def sign_lost(R, X, terms):
        Z = X - np.eye(3)
        return methods.series(R, np.eye(3) - Z, terms)

    planted = dataclasses.replace(TANGENT, body=whole_skew_part, ball=None)
    assert laws.bound_holds(TANGENT, where, {}).holds
    assert "exceeds" in laws.bound_holds(planted, where, {}).says
    near = point(problems.problem, {"tangent": "1/10"}, {"axis": 4})
    assert "exceeds" in laws.bound_holds(toys.with_body(SERIES, sign_lost), near, {"terms": 60}).says
