"""Newton's method for a cubic: roots by two routes, Wallis's root, the bound, and exact cycles."""

import dataclasses

import declared
import mpmath
import pytest
from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.newton_cubic import claims, iteration, methods, truncation
from verify.catalogue.newton_cubic import problem as problems
from verify.claims import laws
from verify.core.claim import REFUTED
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits
from verify.measure.point import for_truth, point

NEWTON = methods.ALGORITHMS[0]


def places():
    return [for_truth(point(problems.problem, given, {}).data) for given in problems.problem.references]


@pytest.mark.parametrize("bits", [200, 1100])
def test_two_routes_to_the_root(bits):
    with precision(bits):
        for x in places():
            truth, second = problems.problem.truth(*x), problems.problem.second(*x)
            assert truth.overlaps(second)
            assert min(truth.rel_accuracy_bits(), second.rel_accuracy_bits()) > bits - 40
            assert (truth**3 - x[0] * truth - x[1]).contains(0)


def test_published_roots():
    with precision(200):
        # x^3 - 2x - 5, Wallis 1685, OEIS A007493; x^3 - 3x - 1: 2 cos(pi/9); x^3 - 12x - 16: 4, a double -2.
        said = arb("2.094551481542326591482386540579302963857")
        assert abs(problems.positive_root(arb(2), arb(5), arb(2)) - said) < 1e-38
        assert problems.positive_root(arb(3), arb(1), arb(0)).overlaps(2 * (arb.pi() / 9).cos())
        assert problems.positive_root(arb(12), arb(16), arb(0)).overlaps(arb(4))


def test_gradient():
    with precision(256):
        step = arb(2) ** -100
        for x in places():
            for i, slope in enumerate(problems.cubic_gradient(*x)):
                moved = [v + step if k == i else v for k, v in enumerate(x)]
                difference = (problems.positive_root(*moved) - problems.positive_root(*x)) / step
                assert abs(difference - slope) < (abs(slope) + 1) * arb("1e-20")


def test_bound_holds_and_says_nothing_left_of_the_stationary_point():
    with precision(3000):
        for x in places():
            for steps in (0, 1, 2, 3, 5, 9):
                gap = abs(iteration.cubic(Ball(), *x, steps) - problems.positive_root(*x))
                assert not gap > truncation.fourier(*x, steps)
        assert truncation.fourier(arb(2), arb(5), arb(2), 6) < 1e-12
        assert not truncation.fourier(arb(3), arb(1), arb(-2), 20).is_finite()
        assert not truncation.fourier(arb(2), arb(2), arb(0), 20).is_finite()


def test_planted_fault_exceeds_the_bound():
    where = point(problems.problem, {"p": "2", "q": "5", "x0": "2"}, {})

    def wrong_slope(p, q, x0, steps):
        x = x0
        for _ in range(steps):
            x = x - (x * x * x - p * x - q) / (3 * x * x)
        return x

    assert laws.bound_holds(NEWTON, where, {"steps": 6}).holds
    assert (
        "exceeds" in laws.bound_holds(dataclasses.replace(NEWTON, ball=wrong_slope), where, {"steps": 6}).says
    )


def test_ways_not_to_converge_in_float64():
    assert measure(NEWTON, p="2", q="5", x0="2", steps=6).cause == "none"
    cycle = measure(NEWTON, p="2", q="2", x0="0", steps=40)
    assert cycle.computed == 0.0
    assert cycle.cause == "truncation"
    assert measure(NEWTON, p="2", q="2", x0="0", steps=15).computed == -1.0
    lost = measure(NEWTON, p="3", q="1", x0="1", steps=5)
    assert lost.cause == "range"
    assert "stationary" in lost.reason
    assert abs(measure(NEWTON, p="3", q="1", x0="1.001", steps=1).computed) > 400
    assert measure(NEWTON, p="3", q="1", x0="-2", steps=20).computed < 0  # another root


def test_cycles_are_exact_and_their_neighbours_are_not():
    assert claims.iterates(claims.FIVE, fmpq(1), 50)[-1] == 1
    assert claims.iterates((2, -2, 0, 1), fmpq(0), 51)[-1] == 1
    beside = claims.iterates(claims.FIVE, fmpq(1001, 1000), 3)
    assert beside[1] != -beside[0]
    f = fmpq_poly(list(claims.FIVE))
    assert f(fmpq_poly([0, -1])) == -f


def test_iterates_agree_with_the_body():
    with precision(200):
        exact = claims.iterates((-5, -2, 0, 1), fmpq(2), 4)
        for steps, x in enumerate(exact):
            assert iteration.cubic(Ball(), arb(2), arb(5), arb(2), steps).overlaps(arb(x))
        assert exact[1] == fmpq(21, 10)  # Newton's own first step


def test_alternating_start_of_arctan():
    root = mpmath.findroot(lambda x: (1 + x * x) * mpmath.atan(x) - 2 * x, 1.4)
    with precision(128):
        found = claims.arctangent()
        assert found.holds
        assert abs(found.ball - arb(mpmath.nstr(root, 15))) < 1e-13


def test_refuted_claims():
    assert {c.id for c in declared.claims("newton_cubic") if c.declared == REFUTED} == {"C-7b", "C-7c"}
    assert all(judge(c, Limits()).as_declared for c in declared.claims("newton_cubic"))
