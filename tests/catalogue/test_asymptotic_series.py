"""Asymptotic series for large x: truths against other routes, proven remainders, least terms, thresholds."""

import math
from itertools import pairwise

import mpmath
import pytest
import toys
from catalogue.asymptotic import PLACES, PROBLEMS, names, orders
from exactly import number
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import Float64
from verify.arithmetic.precision import precision
from verify.catalogue.asymptotic_series import (
    claims,
    methods,
    methods_bessel,
    methods_integrals,
    methods_stirling,
    problem_bessel,
    truncation,
)
from verify.catalogue.asymptotic_series import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points

BY = {(a.problem.name, a.name): a for a in methods.ALGORITHMS}


# --- the remainders ------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", methods.ALGORITHMS, ids=lambda a: f"{a.problem.name}-{a.name}")
def test_remainders_are_bounded(algorithm):
    with precision(1200):
        for text in PLACES:
            for q in orders(algorithm.problem):
                x = number(text)
                truth = algorithm.problem.truth(x, *q)
                for terms in (1, 2, 3, 7, 20, 45, 100):
                    left = abs(algorithm.body(Ball(), x, *q, terms) - truth)
                    bound = algorithm.truncation.function(x, *q, terms)
                    assert not left > bound, (text, q, terms)
                    assert bound.is_finite()


@pytest.mark.parametrize("name", ["log_gamma", "erfc_tail", "exponential_integral_e1"])
def test_remainders_alternate(name):
    # What the claims about every number of terms rest on: the remainder has the sign of the next term.
    algorithm = next(a for a in methods.ALGORITHMS if a.problem.name == name)
    with precision(1200):
        for text in PLACES[1:]:
            x = number(text)
            truth = algorithm.problem.truth(x)
            for terms in (1, 2, 3, 10, 31):
                here, after = (algorithm.body(Ball(), x, n) for n in (terms, terms + 1))
                assert (truth - here > 0) == (after - here > 0)


def test_bound_for_ei_is_near_what_is_left():
    with precision(300):
        for text in ("11", "29", "103"):
            x = number(text)
            least = int(methods_integrals.factorial_stop(Ball(), x, 1).unique_fmpz())
            left = abs(methods_integrals.ei_series(Ball(), x, least // 4) - problems.ei(x))
            assert truncation.ei_left(x, least // 4) < 3 * left, "far before the least term"
            left = abs(methods_integrals.ei_series(Ball(), x, least - 5) - problems.ei(x))
            assert truncation.ei_left(x, least - 5) < 3 * x.sqrt() * left


def test_hypotheses_of_the_remainder_theorems():
    # Below nu - 1/2 terms the first neglected term is no bound: for nu = 10 after one term at x = 11.
    with precision(200):
        x = arb(11)
        lead = (arb.pi() / (2 * x)).sqrt() * (-x).exp()
        left = abs(methods_bessel.k_series(Ball(), x, 20, 1) - problem_bessel.bessel_k(x, 20))
        assert left > lead * abs(methods_bessel.hankel_coefficient(20, 1)) / x
        assert left < truncation.k_left(x, 20, 1)
        assert truncation.hankel_rest(x, 5, 3, 1, 2).is_zero(), "for half an odd order the terms end"


def test_planted_faults_exceed_the_bounds():
    def bernoulli(R, x, terms):
        return methods_stirling.stirling(R, x, terms) + (R(1) / 10**9 if terms > 3 else 0) / (x * x * x)

    def phase(R, x, q, terms):
        return methods_bessel.j_plain(R, x * (1 + R(1) / 2**60), q, terms)

    def pole(R, x, terms):
        return methods_integrals.e1_series(R, x, terms) * -1

    for key, x, order, body in (
        (("log_gamma", "stirling"), "20", {}, bernoulli),
        (("bessel_j", "plain"), "40", {"twice_order": 2}, phase),
        (("exponential_integral_e1", "e1_series"), "40", {}, pole),
    ):
        where = point(BY[key].problem, {"x": x}, order)
        assert laws.bound_holds(BY[key], where, {"terms": 30}).holds
        assert "exceeds" in laws.bound_holds(toys.with_body(BY[key], body), where, {"terms": 30}).says


# --- least terms ---------------------------------------------------------------------------------------


def sizes(problem, x, count, *q):
    """Sizes of the terms over the leading one, exact; Stirling's over ln Gamma, as balls."""
    if problem is problems.log_gamma_problem:
        return [methods_stirling.stirling_term(k + 1, arb(x)) / abs(arb(x).lgamma()) for k in range(count)]
    if problem is problems.erfc_problem:
        return [claims.rising_half(n) / x ** (2 * n) for n in range(count)]
    if problem in (problems.e1_problem, problems.ei_problem):
        return [fmpq(math.factorial(n)) / x**n for n in range(count)]
    return [abs(methods_bessel.hankel_coefficient(*q, n)) / x**n for n in range(count)]


@names
def test_least_term(problem):
    algorithm = next(a for a in methods.ALGORITHMS if a.problem is problem)
    stop, least = algorithm.diagnostics.values()
    with precision(256):
        for x in (fmpq(3, 10), fmpq(13, 10), fmpq(41, 10), fmpq(77, 10)):
            for q in ((0,), (2,), (5,), (20,)) if orders(problem) != [()] else ((),):
                found = sizes(problem, x, 80, *q)
                n = int(stop(Ball(), arb(x), *q, 1).unique_fmpz())
                if q in ((5,), (20,), (2,)):  # there may be a rise at first: the least term behind it
                    assert q != (5,) or found[n] == 0
                    assert all(a <= b for a, b in pairwise(found[n:]))
                    assert n == 0 or found[n] < found[n - 1] or 2 * n - 1 < q[0]
                else:
                    assert all(found[n] < size for k, size in enumerate(found) if k != n)
                assert least(Ball(), arb(x), *q, 1).overlaps(arb(found[n]))


def test_least_term_is_told_where_it_ties():
    with precision(128):
        assert methods_integrals.factorial_stop(Ball(), arb(5), 1) == 4, "the terms 4 and 5 are of one size"
        assert not methods_stirling.stirling_terms(Ball(), arb(10) ** 50, 1).is_finite(), "too far to count"
        assert methods_stirling.stirling_terms(Ball(), arb(10) ** 6, 1).unique_fmpz() == 3141592  # about pi x


# --- the body and the claims ---------------------------------------------------------------------------


def test_both_forms_of_the_phase_are_one_function():
    with precision(200):
        for q in range(17):
            one, other = (
                f(Ball(), arb(7.25), q, 9) for f in (methods_bessel.j_plain, methods_bessel.j_unshifted)
            )
            assert one.overlaps(other)
            assert one.rel_accuracy_bits() > 150


def test_splitting_is_exact_in_float64():
    R = Float64()
    for x in (26.123456789, 5.1, 0.3):
        big = R(x) * 134217729
        high = big - (big - R(x))
        assert float(high) ** 2 == float(R(high) * R(high))
        assert int(math.frexp(float(high))[0] * 2**26) == math.frexp(float(high))[0] * 2**26
    assert float(methods.erfc_split(R, R(5.5), 20)) == pytest.approx(math.erfc(5.5), rel=1e-13)


def test_coefficients_against_mpmath():
    for k in range(1, 40):
        said = mpmath.bernfrac(2 * k)
        assert methods_stirling.coefficient(k) == fmpq(int(said[0]), int(said[1]) * 2 * k * (2 * k - 1))


def test_thresholds_are_sharp():
    # The claims' neighbours: what they deny is true one step farther out, and the other way round.
    with precision(256):
        assert claims.within(methods_integrals.e1_series, problems.e1, fmpq(38), 39)().holds is False
        assert (
            claims.never(
                methods_integrals.e1_series,
                problems.e1,
                lambda n: fmpq(math.factorial(n)) / 39**n,
                fmpq(39),
                80,
            )().holds
            is False
        )
        assert (
            claims.never(
                methods.erfc_plain,
                problems.erfc,
                lambda n: claims.rising_half(n) / fmpq(61, 10) ** (2 * n),
                fmpq(61, 10),
                76,
            )().holds
            is False
        )
        assert claims.ei_never(fmpq(39), 45)().holds is False
        assert claims.ei_never(fmpq(38), 36)().holds is None or claims.ei_never(fmpq(38), 36)().holds is False
        assert (
            claims.never(
                methods_integrals.e1_series,
                problems.e1,
                lambda n: fmpq(math.factorial(n)) / 38**n,
                fmpq(38),
                70,
            )().holds
            is None
        )


def test_float64_finds_erfc_s_range():
    few = measure(BY["erfc_tail", "plain"], x="26.9", terms=10)
    assert 0 < few.computed < 2.0**-1022
    assert few.ulps < 20, "in units of the least subnormal number"
    assert few.forward_error > arb(2) ** -50
    assert measure(BY["erfc_tail", "plain"], x="27.5", terms=10).computed == 0


def test_points():
    for problem in PROBLEMS:
        drawn = sweep_points(problem, None, seed=3)
        assert 0.85 * problem.sweep.count <= len(drawn) <= 1.25 * problem.sweep.count, problem.name
        # no decade of the sweep, nor what is left of one at its end, is without points
        sizes = sorted({float(p.inputs["x"].p) / float(p.inputs["x"].q) for p in drawn})
        assert all(y < 10 * x for x, y in pairwise(sizes)), problem.name
        for count in (1, 3, 10):
            assert sweep_points(problem, count, seed=0)
