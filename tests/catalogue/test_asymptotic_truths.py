"""Truths of the asymptotic series: other routes, published values, gradients."""

import pytest
from catalogue.asymptotic import PLACES, names, orders
from exactly import number
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.asymptotic_series import problem as problems
from verify.catalogue.asymptotic_series import (
    problem_bessel,
)


def other_route(problem, x, *q):
    """The same by another function of arb, or by a functional equation."""
    if problem is problems.log_gamma_problem:
        return (x + 3).lgamma() - (x * (x + 1) * (x + 2)).log()
    if problem is problems.erfc_problem:
        return (-x * x).exp() / arb.pi().sqrt() * (x * x).hypgeom_u(arb(0.5), arb(0.5))
    if problem is problems.e1_problem:
        return (-x).exp() * x.hypgeom_u(arb(1), arb(1))
    if problem is problems.ei_problem:
        return arb.const_euler() + x.log() + x * x.hypgeom([arb(1), arb(1)], [arb(2), arb(2)])
    nu = arb(fmpq(q[0], 2))
    if problem is problem_bessel.k_problem:
        return x.bessel_k(nu)
    half = x / 2
    return half**nu / (nu + 1).gamma() * (-half * half).hypgeom_0f1(nu + 1)


@names
@pytest.mark.parametrize("bits", [200, 1100])
def test_truth_agrees_with_another_route(problem, bits):
    with precision(bits):
        for text in PLACES if problem is not problems.erfc_problem else PLACES[:4]:
            for q in orders(problem):
                x = number(text)
                truth, other = problem.truth(x, *q), other_route(problem, x, *q)
                assert truth.overlaps(other), (text, q)
                assert truth.rel_accuracy_bits() > bits / 2 or truth.is_zero(), (text, q)
                assert abs(truth - other) < abs(truth) * 1e-9 or truth.is_zero() or text == "103", (text, q)


PUBLISHED = [  # Abramowitz and Stegun, tables 6, 5.1, 7, 9.1, 9.8
    (problems.log_gamma_problem, "10", (), "12.80182748"),
    (problems.erfc_problem, "1", (), "0.1572992071"),
    (problems.e1_problem, "1", (), "0.219383934"),
    (problems.ei_problem, "1", (), "1.895117816"),
    (problems.ei_problem, "2", (), "4.954234356"),
    (problem_bessel.k_problem, "1", (0,), "0.4210244382"),
    (problem_bessel.j_problem, "1", (0,), "0.7651976866"),
    (problem_bessel.j_problem, "10", (0,), "-0.2459357645"),
    (problem_bessel.j_problem, "5", (2,), "-0.3275791376"),
]


@pytest.mark.parametrize(("problem", "x", "order", "figure"), PUBLISHED)
def test_published_values(problem, x, order, figure):
    with precision(128):
        half = arb(10) ** -(len(figure.split(".")[1])) / 2
        assert abs(problem.truth(number(x), *order) - number(figure)) < half


@names
def test_gradient(problem):
    # Central differences of the truth: f'(x) = (f(x+h) - f(x-h))/(2h) + O(h^2).
    with precision(300):
        for text in ("7/10", "9"):
            for q in orders(problem):
                x, h = number(text), arb(2) ** -60
                slope = problem.sensitivity.gradient(x, *q)[0]
                difference = (problem.truth(x + h, *q) - problem.truth(x - h, *q)) / (2 * h)
                assert abs(slope / difference - 1) < arb(2) ** -80


@names
def test_wide_balls_contain_their_points(problem):
    with precision(128):
        for x in (arb(3, 0.1), arb(20, 1e-5), arb(60, 2), arb(9, 1e-14)):
            for q in orders(problem)[:4]:
                for function in (problem.truth, lambda *x: problem.sensitivity.gradient(*x)[0]):
                    wide = function(x, *q)
                    for t in (-1, 0, 1):
                        there = function(x.mid() + t * x.rad(), *q)
                        assert wide.overlaps(there), (x, q)
                        assert not wide.is_finite() or wide.rad() > there.rad()


def test_no_value_at_zero_or_below():
    for x in (arb(0), arb(-3), arb(1, 2), arb.nan()):
        for q in (0, 3):
            assert not problem_bessel.bessel_k(x, q).is_finite()
        assert not problems.e1(x).is_finite()
