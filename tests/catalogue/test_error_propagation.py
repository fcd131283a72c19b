"""First-order propagation against the certified range: closed forms, derivatives, bounds, where it fails."""

import dataclasses

import pytest
import toys
from flint import arb, arb_series, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.error_propagation import formulas, methods, truncation
from verify.catalogue.error_propagation import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.core.model import Route
from verify.measure.harness import measure
from verify.measure.point import for_truth, point

RESULTS = pytest.mark.parametrize("index", range(5), ids=[m.name for m in problems.RESULTS])
BY_NAME = {problem.name: algorithm for problem, algorithm in methods.DECLARED}


def references(index):
    problem = methods.DECLARED[index][0]
    return [for_truth(point(problem, given, {}).data) for given in problem.references]


def test_velocity_by_hand():
    # 100/9.58 with 0.01 m and 0.01 s: the largest is 100.01/9.57 - 100/9.58.
    with precision(200):
        x = [arb(rational(t)) for t in ("100", "9.58", "0.01", "0.01")]
        largest = arb(fmpq(10001, 957) - fmpq(10000, 958))
        assert problems.deviation(problems.RESULTS[1])(*x).overlaps(largest)
        first = arb(fmpq(1, 958) + fmpq(10000, 958) * fmpq(1, 958))
        assert BY_NAME["velocity_from_distance_and_time"].body(Ball(), *x).overlaps(first)
        # What is dropped: the products of the errors, d_t (t d_s + s d_t)/(t^2 (t - d_t)).
        s, t, ds, dt = x
        assert (largest - first).overlaps(dt * (t * ds + s * dt) / (t * t * (t - dt)))


def test_volume_and_height_by_hand():
    with precision(200):
        d, err = arb(1), arb(fmpq(1, 100))
        value = problems.deviation(problems.RESULTS[0])(d, err)
        assert value.overlaps(arb.pi() / 6 * ((d + err) ** 3 - d**3))
        b, theta, eb, et = (arb(rational(t)) for t in ("120", "0.6", "0.5", "0.01"))
        top = (b + eb) * (theta + et).tan() - b * theta.tan()
        assert problems.deviation(problems.RESULTS[2])(b, theta, eb, et).overlaps(top)


@pytest.mark.parametrize("bits", [200, 700])
def test_throw_at_45_degrees(bits):
    # Speed known exactly enough, angle near pi/4: the deviation is of second order in the angle, downwards.
    with precision(bits):
        v, theta, ev, et = (arb(rational(t)) for t in ("20", "0.7853982", "0.0001", "0.2"))
        r = v * v * (2 * theta).sin() / formulas.G
        low = (v - ev) ** 2 * (2 * (theta + et)).sin() / formulas.G
        assert problems.deviation(problems.RESULTS[4])(v, theta, ev, et).overlaps(r - low)
        above = problems.deviations(problems.RESULTS[4], (v, theta, ev, et))[0][1]
        inner = (v + ev) ** 2 / formulas.G - r  # at pi/4, inside the box
        assert above.value.overlaps(inner)
        assert above.value.rel_accuracy_bits() > bits // 3


@RESULTS
def test_gradient_and_hessian_are_derivatives(index):
    m = problems.RESULTS[index]
    with precision(200):
        for values in references(index):
            x = list(values[: len(values) // 2])
            step = arb(2) ** -60
            at_x = m.gradient(*x)
            for i in range(len(x)):
                moved = [v + step if k == i else v for k, v in enumerate(x)]
                slope = (m.value(*moved) - m.value(*x)) / step
                assert abs(slope - at_x[i]) <= (abs(at_x[i]) + 1) * arb("1e-9") * (1 + 1 / abs(x[i])) ** 3
                for j in range(len(x)):
                    bend = (m.gradient(*moved)[j] - at_x[j]) / step
                    size = abs(m.hessian(*x)[i][j])
                    assert (
                        abs(bend - m.hessian(*x)[i][j]) <= (size + 1) * arb("1e-9") * (1 + 1 / abs(x[i])) ** 3
                    )
            for p, q in zip(m.derivatives(Ball(), *x), at_x, strict=True):
                assert p.overlaps(q)


@RESULTS
def test_wide_balls_contain_their_points(index):
    m = problems.RESULTS[index]
    with precision(128):
        for values in references(index):
            x = list(values[: len(values) // 2])
            wide = [arb(v.mid(), abs(v.mid()) / 20) for v in x]
            for side in (-0.9, 0, 0.7):
                at = [v.mid() + v.rad() * side for v in wide]
                assert m.value(*wide).overlaps(m.value(*at))
                assert all(p.overlaps(q) for p, q in zip(m.gradient(*wide), m.gradient(*at), strict=True))


@RESULTS
def test_no_point_of_the_box_lies_further_and_a_point_lies_as_far(index):
    m = problems.RESULTS[index]
    with precision(128):
        for values in references(index):
            half = len(values) // 2
            x, d = values[:half], values[half:]
            largest, centre = problems.deviation(m)(*values), m.value(*x)
            found = []
            steps = 20 if half < 3 else 6
            for n in range((steps + 1) ** half):
                at = [
                    v + w * (2 * arb(n // (steps + 1) ** i % (steps + 1)) / steps - 1)
                    for i, (v, w) in enumerate(zip(x, d, strict=True))
                ]
                found.append(abs(m.value(*at) - centre))
            assert not any(f > largest for f in found)
            assert any(f > largest * 0.98 for f in found)


@RESULTS
def test_bounds_hold_and_shrink_with_the_square(index):
    m = problems.RESULTS[index]
    algorithm = methods.DECLARED[index][1]
    with precision(300):
        for values in references(index):
            gap = abs(algorithm.body(Ball(), *values) - problems.deviation(m)(*values))
            assert not gap > truncation.dropped(m, *values)
            half = len(values) // 2
            small = [*values[:half], *(v * arb("1e-8") for v in values[half:])]
            smaller = [*values[:half], *(v * arb("5e-9") for v in values[half:])]
            ratio = truncation.dropped(m, *small) / truncation.dropped(m, *smaller)
            assert abs(ratio - 4) < 1e-3
            gap = abs(algorithm.body(Ball(), *small) - problems.deviation(m)(*small))
            assert not gap > truncation.dropped(m, *small)


@RESULTS
def test_gradient_of_the_deviation(index):
    problem = methods.DECLARED[index][0]
    with precision(256):
        for values in references(index)[:1]:
            slopes, step = problem.sensitivity.gradient(*values), arb(2) ** -80
            for i, slope in enumerate(slopes):
                moved = [v + step if k == i else v for k, v in enumerate(values)]
                difference = (problem.truth(*moved) - problem.truth(*values)) / step
                assert abs(difference - slope) < (abs(slope) + 1) * arb("1e-6")


def test_planted_fault_exceeds_the_bound():
    algorithm = BY_NAME["velocity_from_distance_and_time"]
    where = point(algorithm.problem, {"s": "100", "t": "10", "s_error": "0.0001", "t_error": "0.00001"}, {})

    def without_time(R, s, t, ds, dt):
        return abs(1 / t) * ds

    assert laws.bound_holds(algorithm, where, {}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(algorithm, without_time), where, {}).says


def test_planted_fault_in_the_range_is_caught_by_mpmath():
    problem = methods.DECLARED[1][0]
    one_sided = dataclasses.replace(problems.RESULTS[1], gradient=lambda s, t: [1 / t, arb(0)])
    wrong = dataclasses.replace(problem, truth=Route(problems.deviation(one_sided), "wrong"))
    assert not laws.second_opinion(problem, problem.references[0])
    assert "mpmath says" in laws.second_opinion(wrong, problem.references[0])


def test_where_first_order_fails():
    throw = BY_NAME["range_of_throw"]
    good = measure(throw, v="20", theta="0.5", v_error="0.001", theta_error="0.0001")
    bad = measure(throw, v="20", theta="0.7853982", v_error="0.0001", theta_error="0.2")
    assert abs(good.forward_error) < 0.01
    assert bad.cause == "truncation"
    assert abs(bad.forward_error) > 0.9  # nine tenths of the deviation are missed
    velocity = measure(BY_NAME["velocity_from_distance_and_time"], s="5", t="2", s_error="0.1", t_error="1.9")
    assert abs(velocity.forward_error) > 0.9


def test_series_agree():
    with precision(128):
        s = arb_series([arb("0.6"), 1], 2)
        assert (s.sin() / s.cos())[1].overlaps(formulas.height_gradient(arb(1), arb("0.6"))[1])
