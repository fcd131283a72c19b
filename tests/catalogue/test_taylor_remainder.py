"""Remainders of Taylor's polynomials: three routes, published values, bounds that are honest and near."""

import dataclasses

import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.taylor_remainder import methods
from verify.catalogue.taylor_remainder import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import point

BY_NAME = {(a.problem.name.removeprefix("taylor_remainder_"), a.name): a for a in methods.ALGORITHMS}
PROBLEM = dict(zip((f.name for f in problems.FUNCTIONS), problems.PROBLEMS, strict=True))
NAMES = tuple(PROBLEM)
GIVEN = (("0", "1", 5), ("1", "3/2", 10), ("0", "-1/2", 0), ("1/3", "20", 3), ("2", "1/7", 4))


@pytest.mark.parametrize("bits", [200, 1100])
@pytest.mark.parametrize("name", NAMES)
def test_routes_agree(name, bits):
    problem = PROBLEM[name]
    for a, x, n in GIVEN:
        with precision(bits):
            data = arb(rational(a)), arb(rational(x))
            first = problem.truth(*data, n)
            assert first.overlaps(problem.second(*data, n))
            assert first.overlaps(BY_NAME[name, "difference"].body(Ball(), *data, n))
            assert first.rel_accuracy_bits() > bits - 60


def test_values():
    with precision(200):
        zero, one = arb(0), arb(1)
        # e - 5/2, ln 2 - 1/2, cos 1 - 1/2 and cos 1 - 13/24
        assert (
            abs(problems.exp_truth(zero, one, 2) - arb("0.2182818284590452353602874713526624977572")) < 1e-38
        )
        assert (
            abs(problems.log_truth(zero, one, 2) - arb("0.1931471805599453094172321214581765680755")) < 1e-38
        )
        assert (
            abs(problems.cos_truth(zero, one, 3) - arb("0.0403023058681397174009366074429766037323")) < 1e-38
        )
        assert problems.cos_truth(zero, one, 4).overlaps(problems.cos_truth(zero, one, 3) - arb(1) / 24)


def test_integral_through_the_pole_says_nothing():
    with precision(64):
        assert not PROBLEM["log"].second(arb(0), arb(fmpq(-3, 2)), 1).is_finite()


@pytest.mark.parametrize("name", NAMES)
def test_slopes_are_the_derivatives(name):
    """A difference quotient of the remainder lies within the slope over the interval."""
    f = next(f for f in problems.FUNCTIONS if f.name == name)
    with precision(300):
        a, x, n, h = arb(fmpq(1, 3)), arb(2), 4, arb(2) ** -60
        quotient = (f.truth(a, x + h, n) - f.truth(a, x, n)) / h
        assert abs(quotient - f.slope(a, x, n)) < arb(2) ** -50
        by_a = (f.truth(a + h, x, n) - f.truth(a, x, n)) / h
        slopes = PROBLEM[name].sensitivity.gradient(a, x, n)
        assert all(abs(s - q) < arb(2) ** -40 for s, q in zip(slopes, (by_a, quotient), strict=True))


def test_wide_remainder_of_exp_contains_its_points():
    with precision(64):
        wide = problems.exp_truth(arb(0), arb(3, 2), 4)
        for x in ("1", "2.5", "4.9"):
            assert wide.contains(problems.exp_truth(arb(0), arb(x), 4))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("algorithm", ["tail", "iterated", "cauchy"])
def test_bound_is_near(name, algorithm):
    found = BY_NAME[name, algorithm]
    value = {"tail": 3, "iterated": 8, "cauchy": 2}[algorithm]
    given = {found.parameters[0].name: value}
    with precision(200):
        data = (arb(0), arb(fmpq(1, 2)), 3)
        ball = found.ball(*data, **given) if found.ball else found.body(Ball(), *data, **given)
        off, bound = abs(ball - found.problem.truth(*data)), found.truncation.function(*data, **given)
        assert off <= bound
        assert bound < 30 * off


def test_iterated_integral_one_fold_short_is_caught():
    good = BY_NAME["exp", "iterated"]
    where = point(PROBLEM["exp"], {"a": "0", "x": "1"}, {"n": 2})

    def body(R, a, x, n, cells):
        return good.body(R, a, x, n - 1, cells)

    assert laws.bound_holds(good, where, {"cells": 64}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(good, body), where, {"cells": 64}).says


def test_a_node_moved_is_caught(monkeypatch):
    good = BY_NAME["log", "cauchy"]
    where = point(PROBLEM["log"], {"a": "0", "x": "1/10"}, {"n": 5})
    assert laws.bound_holds(good, where, {"nodes": 16}).holds
    nodes = methods.nodes_in_balls
    monkeypatch.setattr(methods, "nodes_in_balls", lambda m: [(s + arb(2) ** -60, w) for s, w in nodes(m)])
    assert "exceeds" in laws.bound_holds(dataclasses.replace(good), where, {"nodes": 16}).says


def test_subtraction_has_no_digit_where_the_integral_has_all():
    at = {"a": "0", "x": "1/8", "n": 10}
    assert measure(BY_NAME["exp", "difference"], **at).digits < 1
    assert measure(BY_NAME["exp", "cauchy"], **at, nodes=16).digits > 14
