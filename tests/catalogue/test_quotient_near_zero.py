"""ln(1+x)/(x e^x): routes, Taylor coefficients by hand, orders of the approximations, faults."""

import mpmath
import pytest
import toys
from flint import arb, arb_series, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.quotient_near_zero import claims, methods
from verify.catalogue.quotient_near_zero import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import point

BY_NAME = {a.name: a for a in methods.ALGORITHMS}


@pytest.mark.parametrize("bits", [200, 1000])
def test_routes_agree(bits):
    with precision(bits):
        for given in problems.problem.references:
            x = arb(rational(given["x"]))
            assert problems.truth(x).overlaps(problems.elementary(x))
            assert problems.truth(x).rel_accuracy_bits() > bits - 80
        assert problems.truth(arb(0)).contains(1)


def test_published_value():
    # Abramowitz and Stegun: ln 2 and 1/e; f(1) = ln 2 / e.
    with precision(128):
        said = arb("0.693147180559945309417") * arb("0.367879441171442321596")
        assert abs(problems.truth(arb(1)) - said) < arb("1e-20")


def test_gradient():
    with precision(200):
        for x in ("0.3", "-0.8", "5"):
            s = arb_series([arb(x), 1], 2)
            slope = ((1 + s).log() / s * (-s).exp())[1]
            assert problems.gradient(arb(x))[0].overlaps(slope)
        assert problems.gradient(arb(0))[0].contains(arb(-1.5))


@pytest.mark.parametrize(
    ("name", "order"),
    [("linear", 2), ("kept_quotient", 2), ("naive_quotient", 1), ("printed_quotient", 1)],
)
def test_order_of_the_error_and_of_its_bound(name, order):
    algorithm = BY_NAME[name]
    with precision(600):
        gaps, bounds = [], []
        for k in (90, 91):
            x = arb(2) ** -k
            gaps.append(abs(algorithm.body(Ball(), x) - problems.truth(x)))
            bounds.append(algorithm.truncation.function(x))
        for pair in (gaps, bounds):
            assert abs((pair[0] / pair[1]).log() / arb(2).log() - order) < arb("1e-6")
        assert gaps[0] / bounds[0] > 0.99


def test_bounds_hold_far_out():
    with precision(300):
        for a in methods.ALGORITHMS[:4]:
            for x in ("-0.999", "-0.5", "0.5", "3", "100", "700"):
                gap = abs(a.body(Ball(), arb(x)) - problems.truth(arb(x)))
                assert not gap > a.truncation.function(arb(x))


def test_taylor_coefficients_by_hand():
    # (1 - x/2 + x^2/3)(1 - x + x^2/2)
    assert claims.taylor() == [1, fmpq(-3, 2)]
    with mpmath.workdps(40):
        h = mpmath.mpf("1e-12")
        slope = (mpmath.log1p(h) / h * mpmath.exp(-h) - 1) / h
        assert abs(slope + mpmath.mpf(3) / 2) < 1e-11


@pytest.mark.parametrize(
    ("size", "approximation", "power"),
    [
        (claims.over_square, lambda x: 1 - 3 * x / 2, 2),
        (claims.kept_over_square, lambda x: (1 - x / 2) / (1 + x), 2),
        (claims.naive_over_x, lambda x: 1 / (1 + x), 1),
    ],
)
def test_enclosures_of_the_remainder(size, approximation, power):
    # mpmath at 60 digits, the quotient formed as it stands
    with mpmath.workdps(60), precision(200):
        for x in ("-0.45", "-1e-3", "0.2", "0.499"):
            t = mpmath.mpf(x)
            value = (mpmath.log1p(t) / t * mpmath.exp(-t) - approximation(t)) / t**power
            said = arb(mpmath.nstr(value, 40))
            assert size(arb(x, 1e-3)).contains(said)
            assert abs(size(arb(x)) - said) < arb("1e-25")


def test_planted_faults_exceed_the_bounds():
    where = point(problems.problem, {"x": "1/1000"}, {})
    linear = BY_NAME["linear"]
    wrong = toys.with_body(linear, lambda R, x: 1 - x / 2)  # the text's sign
    assert laws.bound_holds(linear, where, {}).holds
    assert "exceeds" in laws.bound_holds(wrong, where, {}).says


def test_the_right_and_the_naive_way_in_float64():
    log, log1p = (measure(BY_NAME[name], x="1/10000000000000000") for name in ("by_log", "by_log1p"))
    assert log.cause == "rounding"
    assert log.computed == 0.0  # 1 + x is rounded to 1
    assert log1p.cause == "none"
    naive, linear = (measure(BY_NAME[name], x="1/100000") for name in ("naive_quotient", "linear"))
    assert abs(naive.truncation_error) > 10000 * abs(linear.truncation_error)


def test_wrong_constants_are_refuted():
    with precision(128):
        assert claims.least(claims.over_square, "2.14243", -claims.HALF, "")().holds is False
        assert claims.least(claims.over_square, "2.14247", -claims.HALF, "")().holds is False
