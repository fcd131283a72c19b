"""Approximations of sums, products and compositions: bounds, orders, faults, claims."""

import dataclasses

import declared
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.combined_approximation import claims, methods, polynomials
from verify.catalogue.combined_approximation import problem as problems
from verify.claims import laws
from verify.claims.forms import identity
from verify.core.claim import CONFIRMED, REFUTED
from verify.core.literals import rational
from verify.measure.envelope import by_series
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits
from verify.measure.point import point

BY_NAME = {a.name: a for a in methods.ALGORITHMS}


def gap(algorithm, x, order):
    x = arb(x)
    return abs(algorithm.body(Ball(), x, order=order) - algorithm.problem.truth(x))


@pytest.mark.parametrize("bits", [200, 1000])
def test_composition_agrees_with_the_elementary_sine(bits):
    with precision(bits):
        for x in ("1/3", "-7", "40"):
            x = arb(rational(x))
            assert problems.composition_truth(x).overlaps(x.sin().exp())
            assert problems.composition_truth(x).rel_accuracy_bits() > bits - 150
            series = by_series(lambda t: t.sin().exp())(x)
            assert problems.composition_slope(x)[0].overlaps(series[0])
            assert problems.reciprocal_slope(x)[0].overlaps(by_series(problems.reciprocal_truth)(x)[0])


@pytest.mark.parametrize("algorithm", methods.ALGORITHMS, ids=lambda a: a.name)
@pytest.mark.parametrize("order", [1, 2])
def test_bounds_hold_and_have_the_order(algorithm, order):
    with precision(1200):
        for x in ("-0.9", "-0.3", "1e-9", "0.25", "3", "20"):
            ball = arb(x)
            bound = algorithm.truncation.function(ball, order=order)
            assert not gap(algorithm, x, order) > bound
        # Halving x divides error and bound by 2^(n+1) in the limit; in x^2 by twice that.
        n = (order + 1) * (2 if algorithm.name == "in_square" else 1)
        shrunk = [algorithm.truncation.function(arb(2) ** -k, order=order) for k in (80, 81)]
        assert abs((shrunk[0] / shrunk[1]).log() / arb(2).log() - n) < 1e-9
        errors = [gap(algorithm, arb(2) ** -k, order) for k in (80, 81)]
        assert (errors[0] / errors[1]).log() / arb(2).log() > n - arb("1e-9")


def test_wide_balls():
    with precision(128):
        for algorithm in methods.ALGORITHMS:
            for order in (1, 2):
                bound = algorithm.truncation.function(arb(0.25, 0.1), order=order)
                for x in (0.16, 0.25, 0.34):
                    assert gap(algorithm, x, order) < bound.abs_upper()


@pytest.mark.parametrize(
    "name", ["sum_of_approximations", "whole_product", "cut_product", "composed", "in_square"]
)
def test_wrong_coefficient_exceeds_the_bound(name):
    algorithm = BY_NAME[name]
    where = point(algorithm.problem, {"x": "1/10000"}, {})

    def wrong(R, x, order):
        return algorithm.body(R, x, order=order) + x * x / 8

    assert laws.bound_holds(algorithm, where, {"order": 2}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(algorithm, wrong), where, {"order": 2}).says


def test_where_they_break():
    near = measure(BY_NAME["cut_product"], x="1/100000000", order=2)
    far = measure(BY_NAME["cut_product"], x="5", order=2)
    assert near.cause == "none"
    assert far.cause == "truncation"
    assert abs(far.forward_error) > 0.5


def test_cut_product_is_the_product_cut():
    # Its coefficients from exact series of the two factors.
    P = [fmpq(1), fmpq(1), fmpq(1, 2)]
    Q = [fmpq(1), fmpq(1, 2), fmpq(-1, 8)]
    cut = [sum((P[i] * Q[k - i] for i in range(k + 1)), fmpq(0)) for k in range(3)]
    assert cut == [1, fmpq(3, 2), fmpq(7, 8)]
    with precision(128):
        assert polynomials.cut_product(Ball(), arb(4), 2).contains(1 + 6 + 14)


def test_leibniz_needs_its_factor_two():
    assert judge(declared.claims("combined_approximation")[3], Limits()).verdict == CONFIRMED
    without = identity(
        lambda: [(p, q - claims.f1 * claims.g1 * k / 2) for k, (p, q) in enumerate(claims.leibniz())], ""
    )
    assert (
        judge(
            dataclasses.replace(declared.claims("combined_approximation")[3], check=without), Limits()
        ).verdict
        == REFUTED
    )
