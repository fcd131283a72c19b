"""The integral of exp(-a x^2 - eps x^4): three routes against each other, the bounds, the figures."""

import mpmath
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.gaussian_integral import claims_series, methods, truncation
from verify.catalogue.gaussian_integral import problem as problems
from verify.claims import laws
from verify.core.literals import rational
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points

SERIES, CLOSED = methods.ALGORITHMS


PLACES = [
    ("10", "1"),
    ("1", "1/10"),
    ("1", "1"),
    ("0", "1"),
    ("0", "1/300"),
    ("1", "1/100000"),
    ("3/10", "20000"),
    ("37/2", "1/7"),
    ("-1", "1"),
    ("-1/3", "1/100"),
    ("-12", "2"),
    ("-50", "1/10000"),
]


def balls(a, eps):
    return arb(rational(a)), arb(rational(eps))


@pytest.fixture
def mp():
    context = mpmath.mp.clone()
    context.dps = 45
    return context


def by_bessel(mp, a, eps):
    if a == 0:
        return mp.gamma(mp.mpf(1) / 4) / 2 / mp.root(eps, 4)
    z, quarter = a * a / (8 * eps), mp.mpf(1) / 4
    if a > 0:
        return mp.sqrt(a / eps) / 2 * mp.exp(z) * mp.besselk(quarter, z)
    both = mp.besseli(-quarter, z) + mp.besseli(quarter, z)
    return mp.pi / 2 * mp.sqrt(-a / (2 * eps)) * mp.exp(z) * both


def to_mpmath(mp, value):
    exact = rational(value)
    return mp.mpf(int(exact.p)) / int(exact.q)


def near(ball, number, mp, digits):
    """An mpmath number against a ball, to so many digits."""
    return abs(arb(mp.nstr(number, 42)) - ball) < abs(ball) * arb(10) ** -digits


@pytest.mark.parametrize("bits", [256, 1700])
@pytest.mark.parametrize(("a", "eps"), PLACES)
def test_truth_agrees_with_the_trapezoidal_rule(a, eps, bits):
    with precision(bits):
        x = balls(a, eps)
        truth, sum_ = problems.truth(*x), problems.trapezoid(*x)
        assert truth.overlaps(sum_)
        # U cancels at middling a^2/eps, where its asymptotic series does not reach that far yet.
        assert truth.rel_accuracy_bits() > bits / 2
        assert sum_.rel_accuracy_bits() > bits - 60


@pytest.mark.parametrize(("a", "eps"), PLACES)
def test_truth_agrees_with_bessel_functions(mp, a, eps):
    with precision(256):
        said = by_bessel(mp, to_mpmath(mp, a), to_mpmath(mp, eps))
        assert near(problems.truth(*balls(a, eps)), said, mp, 38)


@pytest.mark.parametrize(("a", "eps"), PLACES[1:9:3])
def test_opinion_agrees(mp, a, eps):
    with precision(256):
        said = problems.opinion(mp, to_mpmath(mp, a), to_mpmath(mp, eps))
        assert near(problems.truth(*balls(a, eps)), said, mp, 38)


def test_routes_hold_for_parameters_far_out():
    with precision(200):
        for a, eps in (("-50", "1e-30"), ("50", "1e-30"), ("1e-20", "1e20"), ("-1e-20", "1e-20")):
            x = balls(a, eps)
            assert problems.truth(*x).overlaps(problems.trapezoid(*x))
            assert problems.trapezoid(*x).is_finite()


COARSE = {
    "step": ("1", "1", lambda c, h, inner, outer: (c, 3 * h / 2, inner, outer)),
    "step, double well": ("-12", "2", lambda c, h, inner, outer: (c, 3 * h / 2, inner, outer)),
    "far terms": ("0", "3", lambda c, h, inner, outer: (c, h, inner, outer * 3 // 4)),
    "near terms": ("-200", "1", lambda c, h, inner, outer: (c, h, inner * 26 // 25, outer)),
}


@pytest.mark.parametrize("fault", COARSE)
def test_coarse_grid_widens_the_ball_and_keeps_the_integral(monkeypatch, fault):
    a, eps, coarser = COARSE[fault]
    grid = problems._grid
    monkeypatch.setattr(problems, "_grid", lambda *x: coarser(*grid(*x)))
    with precision(200):
        x = balls(a, eps)
        wide, truth = problems.trapezoid(*x), problems.truth(*x)
        assert wide.contains(truth)
        assert not wide.mid().overlaps(truth), "its bound must be what makes it right"
        assert 20 < wide.rel_accuracy_bits() < 170


def test_longer_sums_are_bounded_only_where_the_terms_double():
    t, tiny = fmpq(1, 10), arb("1e-9")
    assert 1 < problems.size(4, t) / problems.size(3, t) < 2 <= problems.size(6, t) / problems.size(5, t)
    with precision(128):
        assert claims_series.longer_sums_off(3, t, tiny) is None
        assert claims_series.longer_sums_off(5, t, tiny) is True
        assert claims_series.longer_sums_off(5, t, arb(1)) is None


# Grids at which a bound is nearly attained: half of it would already miss the integral.
SHARP = {
    "step": (arb("1.3"), arb("0.3"), 0, 40),
    "tail": (arb(1), arb(1) / 128, 0, 128),
}


@pytest.mark.parametrize("bound", SHARP)
def test_bounds_of_the_trapezoidal_rule_are_nearly_attained(monkeypatch, bound):
    monkeypatch.setattr(problems, "_grid", lambda a, eps: SHARP[bound])
    with precision(300):
        a, eps = arb(10), arb(1)
        ball, truth = problems.trapezoid(a, eps), problems.truth(a, eps)
        assert ball.contains(truth)
        assert ball.rad() < 2 * abs(ball.mid() - truth)


@pytest.mark.parametrize(
    "function", [problems.truth, problems.trapezoid, lambda a, e: problems.gradient(a, e)[0]]
)
def test_wide_balls_contain_their_points(function):
    with precision(128):
        for a, eps in (
            (arb(0, 0.25), arb(1, 0.1)),
            (arb(3, 0.01), arb(2, 0.01)),
            (arb(-4, 0.1), arb(1, 0.1)),
        ):
            over = function(a, eps)
            for s in (-1, 0, 1):
                for t in (-1, 0, 1):
                    assert over.contains(function(a.mid() + s * a.rad(), eps.mid() + t * eps.rad()))


def test_no_ball_where_eps_may_be_zero():
    for a, eps in ((arb(1), arb(0)), (arb(1), arb(0.1, 0.2)), (arb(1), arb(-1)), (arb.nan(), arb(1))):
        assert not problems.truth(a, eps).is_finite()
        assert not problems.trapezoid(a, eps).is_finite()
        assert not any(slope.is_finite() for slope in problems.gradient(a, eps))


@pytest.mark.parametrize(("a", "eps"), [("1", "1"), ("-1", "1/2"), ("0", "1"), ("4", "1/10")])
def test_gradient(mp, a, eps):
    with precision(256):
        x = balls(a, eps)
        by_a, by_eps = problems.gradient(*x)
        # Euler: I(l^2 a, l^4 eps) = I(a, eps)/l, hence I + 2a dI/da + 4 eps dI/deps = 0.
        assert (problems.truth(*x) + 2 * x[0] * by_a + 4 * x[1] * by_eps).contains(0)
        mp.dps = 30

        def integral(p, q):
            return 2 * mp.quad(lambda t: mp.exp(-p * t * t - q * t**4), [0, 1, 2, 4, 8, 12])

        at = to_mpmath(mp, a), to_mpmath(mp, eps)
        assert near(by_a, mp.diff(lambda p: integral(p, at[1]), at[0], h=mp.mpf(10) ** -8), mp, 12)
        assert near(by_eps, mp.diff(lambda q: integral(at[0], q), at[1], h=mp.mpf(10) ** -8), mp, 12)


def test_bounds_hold_and_are_not_slack():
    with precision(256):
        for a, eps in PLACES:
            x = balls(a, eps)
            gap = problems.truth(*x) - methods.closed_form(Ball(), *x)
            assert gap > 0
            assert gap < truncation.second_order(*x)
            if x[0] > 0:
                for terms in (1, 2, 9):
                    gap = abs(problems.truth(*x) - methods.direct_expansion(Ball(), *x, terms))
                    assert gap < truncation.first_omitted(*x, terms)
        x = balls("1", "1/1000")
        assert (problems.truth(*x) - methods.closed_form(Ball(), *x)) / truncation.second_order(*x) > 0.98
        assert (
            abs(problems.truth(*x) - methods.direct_expansion(Ball(), *x, 3))
            / truncation.first_omitted(*x, 3)
            > 0.95
        )


def test_planted_faults_exceed_the_bounds():
    def coefficient(R, a, eps, terms):
        t = eps / (a * a)
        total = term = R(1)
        for n in range(terms - 1):
            term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1) + (n == 2)) * -t
            total = total + term
        return R.sqrt(R.pi() / a) * total

    def six(R, a, eps):
        return R.sqrt(2 * R.pi() / (a + R.sqrt(a * a + 5 * eps)))

    at = point(problems.problem, {"a": "1", "eps": "1/1000"}, {})
    for algorithm, body, given in ((SERIES, coefficient, {"terms": 8}), (CLOSED, six, {})):
        assert laws.bound_holds(algorithm, at, given).holds
        assert "exceeds" in laws.bound_holds(toys.with_body(algorithm, body), at, given).says


def test_wrong_truth_contradicts_the_second_route():
    with precision(200):
        x = balls("1", "1")
        assert not problems.trapezoid(*x).overlaps(problems.truth(*x) * (1 + arb(2) ** -150))


def test_least_term():
    def sizes(t):
        return [problems.size(n, t) for n in range(80)]

    with precision(128):
        for t in (fmpq(1, 100), fmpq(3, 200), fmpq(1, 10), fmpq(1), fmpq(5)):
            brute = min(range(80), key=sizes(t).__getitem__)
            assert methods.optimal_terms(Ball(), arb(1), arb(t), 1).unique_fmpz() == brute
            assert methods.least_term(Ball(), arb(1), arb(t), 1).overlaps(arb(sizes(t)[brute]))
        tie = methods.optimal_terms(Ball(), arb(3), arb(12), 1)  # t = 4/3: the first two terms have one size
        assert tie.contains(0)
        assert tie.contains(1)


def test_closed_form_cancels_in_the_double_well():
    m = measure(CLOSED, a="-20", eps="1/100")
    assert m.cause == "truncation"
    assert m.details["cancellation"] > 25000
    # Beside the closed form itself, not the integral it is far from, a dozen bits are gone.
    with precision(m.bits):
        lost = abs(m.rounding_error * m.truth / methods.closed_form(Ball(), *balls("-20", rational(0.01))))
        assert lost > 256 * arb(2) ** -53


def test_points():
    drawn = sweep_points(problems.problem, None, seed=3)
    assert 140 <= len(drawn) <= 160
    assert sum(p.inputs["a"] == 1 for p in drawn) >= 0.6 * len(drawn)
    assert sum(p.inputs["a"] < 0 for p in drawn) >= 20
    for p in drawn:
        a, eps = p.inputs["a"], p.inputs["eps"]
        assert a > 0 or a * a <= 1000 * eps, "the integral must be a float64"
    for count in (1, 5, 20):
        assert sweep_points(problems.problem, count, seed=0)
