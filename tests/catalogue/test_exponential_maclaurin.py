"""e by polynomials and by compound interest: published digits, two-sided bounds, where each way breaks."""

import math

import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.exponential_maclaurin import claims, methods, truncation
from verify.catalogue.exponential_maclaurin import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point

BY_NAME = {a.name: a for a in methods.ALGORITHMS}
E = "2.7182818284590452353602874713526624977572470936999595749669676277"


@pytest.mark.parametrize("bits", [200, 1100])
def test_routes_agree(bits):
    with precision(bits):
        for x in (fmpq(1), fmpq(1, 7), fmpq(50)):
            for name in ("maclaurin", "horner"):
                ball = BY_NAME[name].body(Ball(), arb(x), 600)
                assert ball.overlaps(
                    problems.truth(arb(x)) + arb(0, truncation.lagrange(arb(x), 600).abs_upper())
                )
                assert ball.rel_accuracy_bits() > bits - 20
    with precision(300):
        assert abs(claims.euler() - arb(E)) < arb(10) ** -63


def test_polynomials_are_one():
    with precision(200):
        for degree in (0, 1, 5, 40):
            sums = [BY_NAME[name].body(Ball(), arb(1), degree) for name in ("maclaurin", "horner")]
            assert sums[0].overlaps(sums[1])
            assert sums[0].overlaps(arb(claims.partial_sum(degree)))
    assert claims.partial_sum(5) == fmpq(163, 60)


@pytest.mark.parametrize("doublings", [1, 5, 20, 60])
def test_compound_interest_is_bounded_from_both_sides(doublings):
    with precision(200):
        for x in (fmpq(1), fmpq(3, 10)):
            off = problems.truth(arb(x)) - BY_NAME["compound"].body(Ball(), arb(x), doublings)
            bound = truncation.interest(arb(x), doublings)
            assert 0 < off < bound
            assert bound < 2 * off


def test_compound_interest_loses_all_digits_in_the_end():
    found = [measure(BY_NAME["compound"], x=1, doublings=k) for k in (10, 25, 53, 64)]
    assert found[0].cause == "truncation"
    assert found[-1].cause == "rounding"
    assert found[-1].computed == 1.0
    assert found[1].digits > 7 > found[2].digits


def test_twenty_terms_give_e_to_the_last_place():
    assert measure(BY_NAME["maclaurin"], x=1, degree=20).ulps < 2
    assert measure(BY_NAME["horner"], x=1, degree=20).computed == math.e


def test_a_wrong_factorial_is_caught():
    def body(R, x, degree):
        total = term = R(1)
        for k in range(1, degree + 1):
            term = term * x / (k + (k == 4))
            total = total + term
        return total

    where = point(problems.problem, {"x": "1"}, {})
    assert laws.bound_holds(BY_NAME["maclaurin"], where, {"degree": 20}).holds
    assert (
        "exceeds" in laws.bound_holds(toys.with_body(BY_NAME["maclaurin"], body), where, {"degree": 20}).says
    )
