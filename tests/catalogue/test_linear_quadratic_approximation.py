"""Linear and quadratic approximation: routes against each other, published values, bounds, faults."""

import mpmath
import pytest
import toys
from flint import arb, arb_series, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.linear_quadratic_approximation import claims, least_constants, methods
from verify.catalogue.linear_quadratic_approximation import problem as problems
from verify.claims import forms, laws
from verify.measure import point as points
from verify.measure.harness import measure
from verify.measure.point import for_truth

FAR = {"a": ("0", "-5/2", "3"), "h": ("1/10", "-49/100", "40", "1/1000000000000000000000")}


@pytest.mark.parametrize("bits", [200, 1100])
@pytest.mark.parametrize("problem", [p for p, _ in methods.DECLARED], ids=lambda p: p.name)
def test_truth_agrees_with_elementary_functions(problem, bits):
    with precision(bits):
        for given in problem.references:
            x = for_truth(points.point(problem, given, {}).data)
            truth, second = problem.truth(*x), problem.second(*x)
            assert truth.overlaps(second)
            # The alternating series of the sine and cosine lose |a + h|/ln 2 bits.
            assert truth.rel_accuracy_bits() > bits - 20 - 1.5 * float(abs(x[0] + x[1]))


def test_published_values():
    # Abramowitz and Stegun, tables 4.2, 4.4 and 4.6.
    with precision(128):
        for ball, said in (
            (problems.exp_by_bessel(arb("-1")), "0.367879441171442321596"),
            (problems.exp_by_bessel(arb("0.1")), "1.105170918075647624812"),
            (problems.log1p_by_gauss(arb(1)), "0.693147180559945309417"),
            (problems.sin_by_bessel(arb(0), arb("0.5")), "0.479425538604203000273"),
            (problems.cos_by_bessel(arb(1), arb("-0.5")), "0.877582561890372716116"),
        ):
            assert abs(ball - arb(said)) < arb("1e-21")


@pytest.mark.parametrize(("problem", "algorithm"), methods.DECLARED, ids=lambda x: x.name)
def test_gradient_is_the_derivative_of_the_second_route(problem, algorithm):
    with precision(128):
        for given in problem.references:
            x = for_truth(points.point(problem, given, {}).data)
            for k, slope in enumerate(problem.sensitivity.gradient(*x)):
                series = [arb_series([v, 1 if i == k else 0], 2) for i, v in enumerate(x)]
                if problem is methods.POWER:
                    y = ((1 + series[0] + series[1]).log() * series[2]).exp()
                else:
                    y = problem.second(*series)
                assert slope.overlaps(y[1])


def test_wide_balls_contain_their_points():
    with precision(128):
        for problem, algorithm in methods.DECLARED:
            r = (arb(1.5, 0.01),) if problem is methods.POWER else ()
            wide = (arb(0.25, 0.05), arb(0.125, 0.02), *r)
            for order in (1, 2):
                bound = algorithm.truncation.function(*wide, order=order)
                for side in (-1, 0, 1):
                    point = [v.mid() + side * v.rad() * 0.99 for v in wide]
                    gap = abs(algorithm.body(c_ball(), *point, order=order) - problem.truth(*point))
                    assert gap < bound.abs_upper()


def c_ball():
    from verify.arithmetic.ball import Ball

    return Ball()


def test_bounds_are_not_slack():
    # The ratio of |F - f| to its bound tends to 1 where f^(n+1) is not 0 at the point.
    with precision(256):
        for (problem, algorithm), a in zip(methods.DECLARED, ("1", "1.4", "0.2", "1", "1"), strict=True):
            r = (arb("0.5"),) if problem is methods.POWER else ()
            x = (arb(a), arb("1e-12"), *r)
            gap = abs(algorithm.body(c_ball(), *x, order=1) - problem.truth(*x))
            assert gap / algorithm.truncation.function(*x, order=1) > 0.9


@pytest.mark.parametrize("index", range(5))
def test_wrong_coefficient_exceeds_the_bound(index):
    problem, algorithm = methods.DECLARED[index]
    given = {"a": "1/3", "h": "1/1000", "r": "5/2"}
    where = points.point(problem, {i.name: given[i.name] for i in problem.inputs}, {})

    def body(R, a, h, *r, order):
        return algorithm.body(R, a, h, *r, order=order) + h * h / 4

    assert laws.bound_holds(algorithm, where, {"order": 2}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(algorithm, body), where, {"order": 2}).says


def test_where_the_approximations_break():
    algorithm = methods.DECLARED[3][1]
    near, far = (measure(algorithm, a=0, h=h, order=1) for h in ("1/1000000000", "3"))
    assert near.cause == "none"
    assert far.cause == "truncation"
    assert abs(far.forward_error) > 0.8


def test_remainder_quotient_contains_the_quotient():
    # Its own arithmetic: mpmath at 60 digits, where the quotient may be formed as it stands.
    with mpmath.workdps(60), precision(256):
        for x in (mpmath.mpf("0.4"), mpmath.mpf("-0.03"), mpmath.mpf("1e-7")):
            ball = arb(mpmath.nstr(x, 55))
            for f, g, n, P in (
                (claims.exp, mpmath.exp, 2, lambda t: 1 + t),
                (claims.sin, mpmath.sin, 3, lambda t: t),
                (claims.cos, mpmath.cos, 3, lambda t: 1 - t * t / 2),
                (claims.log, mpmath.log1p, 3, lambda t: t - t * t / 2),
                (claims.root, lambda t: mpmath.sqrt(1 + t), 2, lambda t: 1 + t / 2),
            ):
                said = arb(mpmath.nstr((g(x) - P(x)) / x**n, 30))
                found = least_constants.remainder_quotient(f, n, ball)
                assert abs(found.mid() - said) < found.rad() + arb("1e-25")


def test_wrong_orders_and_constants_are_refuted():
    half = fmpq(1, 2)
    with precision(128):
        assert (
            least_constants.of_order(claims.sin, 3, (0, 1, 0), "0.166667", claims.NEAR_ZERO)().holds is True
        )
        assert (
            least_constants.of_order(claims.sin, 3, (0, 1, half), "0.166667", claims.NEAR_ZERO)().holds
            is False
        )
        assert (
            least_constants.of_order(claims.log, 3, (0, 1, half), "0.545177", -half)().holds is False
        )  # the sign of x^2/2
        assert (
            least_constants.of_order(claims.exp, 2, (1, 1), "0.594883", half)().holds is False
        )  # too small a k
        assert (
            least_constants.of_order(claims.exp, 2, (1, 1), "0.594887", half)().holds is False
        )  # not the least
        with pytest.raises(AssertionError, match="length"):
            least_constants.exactly(claims.log, 12)


def test_least_constants_by_hand():
    # (f - P)/x^n at the end of [-1/2, 1/2] where it is largest; for sine and cosine also its limit at 0.
    with mpmath.workdps(30):
        half = mpmath.mpf(1) / 2
        by_hand = {
            ("d", 1): 4 * (mpmath.exp(half) - mpmath.mpf(3) / 2),
            ("d", 2): 8 * (mpmath.exp(half) - mpmath.mpf(13) / 8),
            ("e", 1): 4 * (mpmath.log(2) - half),
            ("e", 2): 8 * (mpmath.log(2) - mpmath.mpf(5) / 8),
            ("b", 2): mpmath.mpf(1) / 6,
            ("c", 1): half,
            ("c", 2): 8 * (mpmath.cos(half) - mpmath.mpf(7) / 8),
            ("a", 1): 4 * (mpmath.mpf(3) / 4 - mpmath.sqrt(half)),
        }
    rows = {row[0]: row for row in claims.LINES}
    for (part, order), k in by_hand.items():
        stated = rows[part][4 + order][1]
        assert abs(mpmath.mpf(stated) - k) < 1e-6
        assert forms.last_unit(stated) == fmpq(1, 10**6)
