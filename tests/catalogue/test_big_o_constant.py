"""The least constant of big O: three routes, closed forms, bounds, and the text's recipe."""

import mpmath
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.big_o_constant import claims, methods, quotients
from verify.catalogue.big_o_constant import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import point

FUNCTIONS = pytest.mark.parametrize("f", problems.FUNCTIONS, ids=lambda f: f.name)
BY_NAME = {(a.problem.name, a.name): a for _, *found in methods.DECLARED for a in found}
SIZES = ("1e-9", "1/1000", "1/2", "9/10", "0.9999", "2", "3.14", "3.2", "4.5", "10")


def sizes(f):
    return [d for d in map(rational, SIZES) if d <= f.high]


@FUNCTIONS
@pytest.mark.parametrize("bits", [200, 1000])
def test_routes_agree(f, bits):
    with precision(bits):
        for d in sizes(f) if bits < 500 else sizes(f)[:4]:
            for order in (1, 2, 3):
                k, second = problems.largest(f, arb(d), order).value, f.second(arb(d), order)
                assert k.overlaps(second), (f.name, d, order)
                assert k.rel_accuracy_bits() > bits // 2


def test_closed_forms():
    with precision(256):
        for d, k in (("3.2", 1 / arb.pi()), ("10", 1 / arb.pi())):  # (x - sin x)/x^2 is largest at pi
            assert problems.largest(claims.SIN, arb(d), 1).value.overlaps(k)
        assert problems.largest(claims.COS, arb(7), 1).value.contains(arb(0.5))
        assert problems.largest(claims.SIN, arb(1), 2).value.overlaps(arb(1) / 6)
        assert problems.largest(claims.EXP, arb(1), 1).value.overlaps(arb(1).exp() - 2)
        assert problems.largest(claims.LOG, arb(fmpq(1, 2)), 1).value.overlaps(4 * (arb(2).log() - 0.5))
        assert problems.largest(claims.POWER, arb(fmpq(1, 10)), 1).value.overlaps(arb("11.051"))
        assert problems.largest(claims.POWER, arb(2), 4).value.contains(1)


@FUNCTIONS
def test_no_point_of_the_interval_exceeds_k(f):
    # mpmath at 50 digits, the remainder over the power as it stands.
    names = {"exp": mpmath.exp, "log": mpmath.log1p, "sin": mpmath.sin, "cos": mpmath.cos}
    function = names.get(f.name, lambda x: (1 + x) ** 5)
    c = problems.in_mpmath(mpmath, f.coefficient)
    with mpmath.workdps(50), precision(128):
        for d in (fmpq(1, 2), min(fmpq(6), f.high)):
            for order in (1, 2):
                k = problems.largest(f, arb(d), order).value
                end = mpmath.mpf(int(d.p)) / int(d.q)
                xs = [end * j / 40 for j in range(-40, 41) if j]
                found = max(quotients.remainder(function, c, order + 1, x) for x in xs)
                assert not arb(mpmath.nstr(found, 40)) > k * (1 + arb(2) ** -80)
                assert arb(mpmath.nstr(found, 40)) > k * 0.98


@FUNCTIONS
def test_g_and_its_slope(f):
    with precision(200):
        for n in (2, 3, 4):
            low, high = f.box(n, arb(fmpq(3, 4)))
            for t in (low + (high - low) / 3, high):
                step = arb(2) ** -40
                difference = (f.g(n, t + step) - f.g(n, t - step)) / (2 * step)
                wide = f.slope(n, arb(t.mid(), 2**-30))
                assert abs(difference - wide) < 1e-6 or wide.contains(difference)
                assert f.g(n, arb(t.mid(), 2**-20)).contains(f.g(n, t.mid() + arb(2) ** -21))


@FUNCTIONS
def test_condition_number(f):
    with precision(256):
        for d in (fmpq(1, 3), min(fmpq(5), f.high * fmpq(9, 10))):
            for order in (1, 2):
                step = arb(d) * arb(2) ** -60
                up, down = (problems.largest(f, arb(d) + s, order).value for s in (step, -step))
                kappa = arb(d) * (up - down) / (2 * step) / problems.largest(f, arb(d), order).value
                assert abs(problems.condition(f, arb(d), order)["inf"] - kappa) < 1e-9


@FUNCTIONS
def test_bounds_hold(f):
    _, quotient, series = methods.DECLARED[problems.FUNCTIONS.index(f)]
    with precision(400):
        for d in sizes(f)[1:]:
            for order in (1, 2, 3):
                k, x = problems.largest(f, arb(d), order).value, arb(d)
                assert not abs(quotient.body(Ball(), x, order) - k) > quotient.truncation.function(x, order)
                for terms in (1, 4, 60):
                    gap = abs(series.body(Ball(), x, order, terms) - k)
                    assert not gap > series.truncation.function(x, order, terms)


def test_planted_fault_exceeds_the_bound():
    series = BY_NAME["big_o_constant_exp", "series_at_the_end"]
    where = point(series.problem, {"d": "1/100"}, {"order": 2})

    def wrong(R, d, order, terms):
        return series.body(R, d, order, terms) + d * d / 1000

    assert laws.bound_holds(series, where, {"terms": 30}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(series, wrong), where, {"terms": 30}).says


def test_quotient_loses_its_digits_near_zero_and_the_series_does_not():
    quotient, series = (
        measure(BY_NAME["big_o_constant_exp", name], d="1e-8", order=1)
        for name in ("quotient_at_the_end", "series_at_the_end")
    )
    assert quotient.cause == "rounding"
    assert abs(quotient.forward_error) > 0.1
    assert series.cause == "none"


def test_reach_of_twelve():
    # 10 + 10d + 5d^2 + d^3 = 12 by mpmath
    root = mpmath.findroot(lambda d: d**3 + 5 * d**2 + 10 * d - 2, 0.18)
    assert 0.1827 < root < 0.1828
