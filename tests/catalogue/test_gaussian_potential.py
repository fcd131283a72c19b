"""The integral of exp(-a x^2 - eps x^(2m)): two routes and quadrature, the bounds, Newton's root."""

import dataclasses
import math

import declared
import mpmath
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.precision import precision
from verify.catalogue.gaussian_potential import claims_closed_form, gaussian, methods, quadrature, truncation
from verify.catalogue.gaussian_potential import problem as problems
from verify.claims import forms, laws
from verify.core.claim import CONFIRMED, REFUTED
from verify.core.literals import rational
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits
from verify.measure.point import point, sweep_points

SERIES, CLOSED, SCALED = methods.ALGORITHMS
PLACES = [
    ("1", "1/10", 2),
    ("1", "1/1000", 3),
    ("3", "1/7", 3),
    ("0", "1", 4),
    ("1", "1/100000", 4),
    ("-2", "1", 4),
    ("1", "1/100000000", 5),
    ("-1/2", "1/10", 5),
    ("1/1000", "1", 6),
    ("7", "1/100", 6),
    ("-9", "1000", 6),
]


def at(a, eps, m):
    return arb(rational(a)), arb(rational(eps)), m


@pytest.mark.parametrize("bits", [200, 1100])
@pytest.mark.parametrize(("a", "eps", "m"), PLACES)
def test_routes_agree(a, eps, m, bits):
    with precision(bits):
        x = at(a, eps, m)
        for k in (0, 1, m):
            one = quadrature.moment(k, *x, quadrature.trapezoid, quadrature.power_series)
            other = quadrature.moment(k, *x, quadrature.power_series, quadrature.trapezoid)
            assert one.overlaps(other)
            assert one.rel_accuracy_bits() > bits - 40
            assert other.rel_accuracy_bits() > bits / 2 - 60


@pytest.mark.parametrize(("a", "eps", "m"), PLACES[::3])
def test_truth_agrees_with_plain_quadrature(a, eps, m):
    mp = mpmath.mp.clone()
    mp.dps = 30
    p, q = (mp.mpf(int(rational(v).p)) / int(rational(v).q) for v in (a, eps))
    said = 2 * mp.quad(lambda x: mp.exp(-p * x * x - q * x ** (2 * m)), [0, 1, 2, 3, 4, 6, 10])
    with precision(256):
        truth = problems.truth(*at(a, eps, m))
        assert abs(arb(mp.nstr(said, 28)) - truth) < truth * arb(10) ** -22


def test_the_quartic_case_is_the_known_one():
    # Gamma(1/4)/2 at a = 0; the figures of the text's table to twelve digits, by Bessel functions.
    with precision(200):
        assert problems.truth(*at("0", "1", 2)).overlaps(arb(fmpq(1, 4)).gamma() / 2)
        for a, eps in (("10", "1"), ("1", "1/10"), ("1", "1")):
            x, y, _ = at(a, eps, 2)
            z = x * x / (8 * y)
            bessel = (x / y).sqrt() / 2 * z.exp() * z.bessel_k(arb(fmpq(1, 4)))
            assert problems.truth(x, y, 2).overlaps(bessel)


@pytest.mark.parametrize("m", [*problems.POWERS, 9])
def test_constant_of_the_strip(m):
    # Re (x + i)^(2m) - theta x^(2m) + K > 0 in y = x^2: on [0, 400] by subdivision, farther out by y^m.
    theta = fmpq(1, 64)
    with precision(128):
        K = quadrature.strip_constant(m, theta)

        def real(y):
            return sum(((-1) ** j * math.comb(2 * m, 2 * j) * y ** (m - j) for j in range(m + 1)), arb(0))

        # z = x + i: |(x + i)^(2m)| cos(2m phi), phi <= 1/x; for x >= 20 cos >= 1 - 2 m^2/x^2 > 1/64.
        end = 400
        assert 1 - fmpq(2 * m * m, end) > theta
        proof = forms.on_interval(
            fmpq(0), fmpq(end), lambda y: True if real(y) - theta * y**m + K * 1.001 > 0 else None, ""
        )
        assert proof().holds
        slack = [real(arb(y) / 8) - theta * (arb(y) / 8) ** m + K for y in range(8 * end)]
        assert min(float(s.mid()) for s in slack) < 0.2 * float(K.mid()), "K is not far from the least"


def test_coarse_grid_widens_the_ball_and_keeps_the_integral(monkeypatch):
    # A smaller D is a coarser and shorter grid: the bounds must own up to it.
    with precision(200):
        x = at("1", "1/1000", 3)
        truth = problems.truth(*x)
        monkeypatch.setattr(quadrature, "current_bits", lambda: 40)
        wide = quadrature.trapezoid(0, *x)
        assert wide.contains(truth)
        assert not wide.mid().overlaps(truth)
        assert 20 < wide.rel_accuracy_bits() < 120


def test_short_power_series_widens_the_ball(monkeypatch):
    with precision(200):
        x = at("2", "1", 5)
        truth = quadrature.trapezoid(0, *x)
        monkeypatch.setattr(quadrature, "current_bits", lambda: 20)
        wide = quadrature.power_series(0, *x)
        assert wide.contains(truth)
        assert not wide.mid().overlaps(truth)


def test_wide_balls_contain_their_points():
    with precision(128):
        for a, eps in ((arb(0, 0.25), arb(1, 0.1)), (arb(3, 0.01), arb(0.01, 0.001))):
            for function in (problems.truth, problems.other_way, lambda *x: problems.gradient(*x)[1]):
                over = function(a, eps, 4)
                for s in (-1, 0, 1):
                    for t in (-1, 0, 1):
                        there = function(a.mid() + s * a.rad(), eps.mid() + t * eps.rad(), 4)
                        assert over.contains(there)
    for a, eps in ((arb(1), arb(0)), (arb(1), arb(0.1, 0.2)), (arb.nan(), arb(1))):
        assert not problems.truth(a, eps, 3).is_finite()


@pytest.mark.parametrize(("a", "eps", "m"), PLACES)
def test_euler_relation(a, eps, m):
    # I(l^2 a, l^(2m) eps) = I(a, eps)/l, hence I + 2a dI/da + 2m eps dI/deps = 0.
    with precision(256):
        x = at(a, eps, m)
        by_a, by_eps = problems.gradient(*x)
        assert (problems.truth(*x) + 2 * x[0] * by_a + 2 * m * x[1] * by_eps).contains(0)


def test_the_order_is_data_that_nothing_rounds():
    # At a = 0 the integral is a constant times eps^(-1/(2m)): kappa = 1/(2m), and m is no input of kappa.
    for m in problems.POWERS:
        assert measure(CLOSED, a=0, eps="1/3", m=m).condition_number.overlaps(arb(fmpq(1, 2 * m)))
    found = measure(CLOSED, a=1, eps="1/1000000", m=4)
    with precision(found.bits):
        # Both inputs move by eta at most: |y^ - y|/y = eta kappa to first order.
        ratio = found.backward_error * found.condition_number / abs(found.forward_error)
        assert abs(ratio - 1) < 1e-6


@pytest.mark.parametrize(("a", "eps", "m"), PLACES)
def test_bounds_hold(a, eps, m):
    with precision(256):
        x = at(a, eps, m)
        truth = problems.truth(*x)
        for steps in (1, 3, 30):
            assert abs(truth - methods.closed_form(Ball(), *x, steps)) < truncation.gaussian_left(*x, steps)
            if x[0] > 0:
                assert abs(truth - methods.one_parameter(Ball(), *x, steps)) < truncation.scaled_left(
                    *x, steps
                )
        assert truth > methods.closed_form(Ball(), *x, 30), "by convexity the closed form lies below"
        if x[0] > 0:
            for terms in (1, 2, 7):
                assert abs(truth - methods.direct_expansion(Ball(), *x, terms)) < truncation.first_omitted(
                    *x, terms
                )


def test_bounds_are_not_slack():
    with precision(256):
        x = at("1", "1/10000000", 5)
        assert (problems.truth(*x) - methods.closed_form(Ball(), *x, 20)) / truncation.gaussian_left(
            *x, 20
        ) > 0.98
        assert (
            abs(problems.truth(*x) - methods.direct_expansion(Ball(), *x, 2))
            / truncation.first_omitted(*x, 2)
            > 0.9
        )
        # Where the second-order bound is useless, at a = 0, the other keeps the order of magnitude.
        x = at("0", "1", 6)
        assert truncation.gaussian_left(*x, 20) < 3 * (
            problems.truth(*x) - methods.closed_form(Ball(), *x, 20)
        )


def test_newton_gives_the_text_s_root_for_the_quartic():
    with precision(200):
        for a, eps in (("1", "1"), ("-20", "1/100"), ("0", "5"), ("10", "1/1000")):
            x, y, _ = at(a, eps, 2)
            A = gaussian.newton(Ball(), x, 3 * y / 2, 2, 40)
            assert abs(A - (x + (x * x + 6 * y).sqrt()) / 2) < A * arb(2) ** -120
    # In float64 the iteration does not cancel in the double well, as the formula does.
    A = float(gaussian.newton(Float64(), -20.0, 0.015, 2, 16))
    assert abs(A / (0.015 / (10 + math.sqrt(100.015))) - 1) < 4e-16


def test_planted_faults_exceed_the_bounds():
    def coefficient(R, a, eps, m, terms):
        return SERIES.body(R, a, eps, m, terms) + (eps / a**m) ** 2

    def root(R, a, eps, m, steps):
        return R.sqrt(R.pi() / gaussian.newton(R, a, R(gaussian.first_order(m)) * eps * 2, m, steps))

    where = point(problems.problem, {"a": "1", "eps": "1/1000000"}, {"m": 3})
    for algorithm, body, given in ((SERIES, coefficient, {"terms": 5}), (CLOSED, root, {"steps": 9})):
        assert laws.bound_holds(algorithm, where, given).holds
        assert "exceeds" in laws.bound_holds(toys.with_body(algorithm, body), where, given).says


def test_wrong_route_is_caught():
    # One gamma factor of the series a little off, as a wrong recursion would have it.
    with precision(200):
        x = at("-2", "1", 4)
        assert not quadrature.trapezoid(0, *x).overlaps(quadrature.power_series(0, *x) * (1 + arb(2) ** -150))


def test_least_term():
    with precision(128):
        for m in problems.POWERS:
            for t in (fmpq(1, 10 ** (2 * m - 2)), fmpq(1, 500), fmpq(3, 10), fmpq(5)):
                sizes = [problems.size(n, t, m) for n in range(130)]
                brute = min(range(len(sizes)), key=sizes.__getitem__)
                assert methods.optimal_terms(Ball(), arb(1), arb(t), m, 1).unique_fmpz() == brute
                assert methods.least_term(Ball(), arb(1), arb(t), m, 1).overlaps(arb(sizes[brute]))


def test_points():
    drawn = sweep_points(problems.problem, None, seed=3)
    assert 80 <= len(drawn) <= 100
    assert {p.parameters["m"] for p in drawn} == set(problems.POWERS)
    assert sum(p.inputs["a"] < 0 for p in drawn) >= 10
    for count in (1, 4, 12, 40):
        assert sweep_points(problems.problem, count, seed=0)


def test_verdicts_can_change():
    assert {c.id for c in declared.claims("gaussian_potential") if c.declared == REFUTED} == {"V-3a"}
    with precision(128):
        assert claims_closed_form.best_sum(3, 2, "0.0039", "0.0040", 8) is False
        assert claims_closed_form.best_sum(2, 26, "7.7e-13", "7.8e-13", 24) is None, (
            "too few sums for the growth of the rest"
        )
        assert claims_closed_form.leading_and_closed(4)[0] > claims_closed_form.leading_and_closed(4)[1]
    false = dataclasses.replace(
        declared.claims("gaussian_potential")[5],
        check=forms.identity(lambda: [(gaussian.first_order(3), fmpq(15, 8))], ""),
    )
    assert judge(false, Limits()).verdict == REFUTED
    assert judge(declared.claims("gaussian_potential")[5], Limits()).verdict == CONFIRMED
    off = float(measure(SCALED, a=4, eps=256, m=4, steps=16).computed)
    assert math.isclose(off, float(measure(CLOSED, a=1, eps=1, m=4, steps=16).computed) / 2, rel_tol=1e-15)
