"""Newton's method for a square root: roots by two routes, the closed form, exact rationals, faults."""

import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.newton_square_root import methods, truncation
from verify.catalogue.newton_square_root import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import for_truth, point

NEWTON = methods.ALGORITHMS[0]


@pytest.mark.parametrize("bits", [200, 1100])
def test_two_routes_to_the_root(bits):
    with precision(bits):
        for given in problems.problem.references:
            x = for_truth(point(problems.problem, given, {}).data)
            truth, second = problems.problem.truth(*x), problems.problem.second(*x)
            assert truth.overlaps(second)
            assert min(truth.rel_accuracy_bits(), second.rel_accuracy_bits()) > bits - 20
        for c in ("1", "4", "16", "1e-12", "1e290"):  # the ends of the bracket
            x = arb(rational(c))
            assert problems.square_root_second(x, x).overlaps(x.sqrt())


def test_published_root():
    # OEIS A002193
    with precision(200):
        said = arb("1.41421356237309504880168872420969807857")
        assert abs(problems.problem.truth(arb(2), arb(1)) - said) < 1e-37


def test_iterates_by_exact_rationals():
    x, exact = fmpq(1), [fmpq(1), fmpq(3, 2), fmpq(17, 12), fmpq(577, 408)]
    with precision(300):
        for steps, value in enumerate(exact):
            assert methods.square_root(Ball(), arb(2), arb(x), steps).overlaps(arb(value))
            assert truncation.exactly_off(arb(2), arb(1), steps).overlaps(arb(value) - arb(2).sqrt())


def test_bound_holds_from_far_below_and_above():
    with precision(1000):
        for c, x0 in (("2", "1"), ("1/1000", "7"), ("9", "3"), ("1e12", "1"), ("5", "1/1000000")):
            x = [arb(rational(t)) for t in (c, x0)]
            for steps in (0, 1, 2, 5, 12):
                gap = abs(methods.square_root(Ball(), *x, steps) - x[0].sqrt())
                assert gap.overlaps(truncation.off_square_root(*x, steps))


def test_planted_fault_exceeds_the_bound():
    where = point(problems.problem, {"c": "2", "x0": "1"}, {})
    short = toys.with_body(NEWTON, lambda R, c, x0, steps: methods.square_root(R, c, x0, steps - 1))
    assert laws.bound_holds(NEWTON, where, {"steps": 5}).holds
    assert "exceeds" in laws.bound_holds(short, where, {"steps": 5}).says


def test_digits_double_with_every_step():
    found = [measure(NEWTON, c="2", x0="1", steps=k) for k in (3, 4, 5, 6)]
    assert [m.cause for m in found[:2]] == ["truncation"] * 2
    assert found[-1].cause == "none"
    assert found[1].digits > 1.9 * found[0].digits
    assert abs(found[-1].details["order"] - 2) < 1e-6


def test_start_far_away_takes_a_step_a_bit():
    few, enough = (measure(NEWTON, c="1e280", x0="1", steps=k) for k in (15, 60))
    assert few.cause in ("truncation", "range")
    assert enough.cause in ("truncation", "range")
    near = measure(NEWTON, c="1e12", x0="1", steps=40)
    assert near.cause == "none"
