"""The geometric series in exact rationals: every way is its finite sum, every bound its remainder."""

import math

import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.geometric_series import methods
from verify.catalogue.geometric_series import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point

BY_NAME = {a.name: a for a in methods.ALGORITHMS}
XS = (fmpq(1, 2), fmpq(-1), fmpq(10), fmpq(-3, 7), fmpq(999, 1000), fmpq(3))


def in_rationals(name, x, n):
    return BY_NAME[name].body(fmpq, x, n)


@pytest.mark.parametrize("x", XS, ids=str)
def test_the_finite_sums(x):
    for n in (1, 2, 5, 30):
        sums = [x**k for k in range(n)]
        assert in_rationals("series", x, n) == in_rationals("horner", x, n) == sum(sums, fmpq(0))
        assert in_rationals("inverted", x, n) == -sum((x**-k for k in range(1, n + 1)), fmpq(0))
    for k in range(6):
        assert in_rationals("product", x, k) == in_rationals("series", x, 2**k)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("x", XS, ids=str)
def test_the_bound_is_the_remainder(name, x):
    with precision(600):
        for n in (1, 3, 7):
            off = abs(in_rationals(name, x, n) - 1 / (1 - x))
            bound = BY_NAME[name].truncation.function(arb(x), n)
            assert bound.overlaps(arb(off))
            assert bound.rad() <= abs(bound) * arb(2) ** -500


@pytest.mark.parametrize("bits", [200, 1100])
def test_routes_agree(bits):
    with precision(bits):
        for x in (fmpq(1, 2), fmpq(-9, 10)):
            assert problems.truth(arb(x)).overlaps(arb(x).hypgeom_2f1(1, 1, 1))
        assert problems.truth(arb(10)).overlaps(arb(fmpq(-1, 9)))


def test_a_missing_power_is_caught():
    def body(R, x, terms):
        total = power = R(1)
        for k in range(1, terms):
            power = power * x
            total = total if k == 3 else total + power
        return total

    where = point(problems.problem, {"x": "1/2"}, {})
    assert laws.bound_holds(BY_NAME["series"], where, {"terms": 50}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(BY_NAME["series"], body), where, {"terms": 50}).says


def test_inside_outside_and_beyond_float64():
    assert measure(BY_NAME["series"], x="1/2", terms=100).cause == "none"
    assert measure(BY_NAME["series"], x="10", terms=20).cause == "truncation"
    assert measure(BY_NAME["series"], x="10", terms=20).computed > 1e19
    assert measure(BY_NAME["series"], x="10", terms=1000).computed == math.inf
    assert measure(BY_NAME["inverted"], x="10", terms=20).cause == "none"
    assert measure(BY_NAME["recentred"], x="-5/2", terms=200).digits > 14
    assert measure(BY_NAME["series"], x="-5/2", terms=200).cause == "truncation"
