"""Pade and Borel-Pade of the quartic integral's series: the same function five ways, brackets, bounds."""

import math
from itertools import pairwise

import mpmath
import pytest
import toys
from declared import claims
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.resummation import approximants, claims_accuracy, methods, truncation
from verify.catalogue.resummation import problem as problems
from verify.claims import laws
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points

BY = {a.name: a for a in methods.ALGORITHMS}
PLACES = [fmpq(1, 10000), fmpq(3, 100), fmpq(1, 3), fmpq(1), fmpq(17), fmpq(9999)]
SAME = ("pade", "pade_by_qd", "pade_by_elimination", "pade_by_epsilon")


@pytest.mark.parametrize("bits", [200, 1100])
def test_truth_agrees_with_bessel(bits):
    with precision(bits):
        for t in PLACES:
            truth, other = problems.truth(arb(t)), problems.by_bessel(arb(t))
            assert truth.overlaps(other)
            assert truth.rel_accuracy_bits() > bits / 2


def test_truth_agrees_with_quadrature():
    with precision(200):
        for t in PLACES[1:5]:
            q = mpmath.mpf(int(t.p)) / int(t.q)
            said = mpmath.quad(lambda y, q=q: mpmath.exp(-y * y - q * y**4), [-8, -3, -1, 0, 1, 3, 8])
            assert abs(arb(float(said)) - problems.truth(arb(t))) < 1e-12


def test_gradient_and_wide_balls():
    with precision(300):
        for t in PLACES[1:5]:
            h = arb(2) ** -60
            x = arb(t)
            difference = (problems.truth(x * (1 + h)) - problems.truth(x * (1 - h))) / (2 * h * x)
            assert abs(problems.problem.sensitivity.gradient(x)[0] / difference - 1) < arb(2) ** -80
            wide = arb(x.mid(), x.mid() / 10)
            for s in (-1, 0, 1):
                assert problems.truth(wide).contains(problems.truth(x.mid() + s * x.mid() / 10))
        assert not problems.truth(arb(0, 1)).is_finite()


def test_first_coefficients():
    # mu = 1, 3/4, 105/32, 3465/128: g_1 = mu_1, g_2 = mu_2/mu_1 - mu_1, by hand.
    assert approximants.moments(fmpq, 4) == [1, fmpq(3, 4), fmpq(105, 32), fmpq(3465, 128)]
    assert approximants.coefficients(False)[:2] == (fmpq(3, 4), fmpq(35, 8) - fmpq(3, 4))
    # The Borel transform's fraction: coefficients near 1, as its singularity at z = -1/4 asks for.
    assert all(abs(g - 1) < fmpq(1, 20) for g in approximants.coefficients(True)[20:])


def test_quotient_difference_gives_a_known_fraction():
    # The sum of n! (-t)^n, Euler's: g = 1, 1, 2, 2, 3, 3, ...
    found = approximants.quotient_difference([fmpq(math.factorial(n)) for n in range(21)])
    assert found == [fmpq(k // 2 + 1) for k in range(20)]


@pytest.mark.parametrize("terms", [1, 2, 3, 8, 15, 40, 41])
def test_four_ways_are_one_function(terms):
    with precision(1500):
        for t in PLACES:
            values = [
                BY[name].body(Ball(), arb(t), terms)
                for name in SAME
                if name != "pade_by_epsilon" or (terms % 2 == 1 and terms > 1)
            ]
            assert all(values[0].overlaps(v) and v.rel_accuracy_bits() > 300 for v in values)


def test_elimination_solves():
    rows = [[fmpq(3, i + j + 1) + (i == j) for j in range(6)] for i in range(6)]
    right = [fmpq(i * i - 3) for i in range(6)]
    x = approximants.eliminate([[*row, y] for row, y in zip(rows, right, strict=True)])
    assert fmpq_mat(rows) * fmpq_mat(6, 1, x) == fmpq_mat(6, 1, right)


def test_approximants_enclose_and_tighten():
    with precision(600):
        for t in PLACES:
            truth = problems.truth(arb(t))
            values = [approximants.pade(Ball(), arb(t), terms) for terms in range(1, 42)]
            upper, lower = values[::2], values[1::2]
            assert all(x > truth for x in upper)
            assert all(x < truth for x in lower)
            assert all(a > b for a, b in pairwise(upper))
            assert all(a < b for a, b in pairwise(lower))


def test_bounds_hold_and_are_not_slack():
    with precision(600):
        for algorithm in methods.ALGORITHMS:
            for t in PLACES:
                for terms in (3, 7, 21):
                    left = abs(algorithm.body(Ball(), arb(t), terms) - problems.truth(arb(t)))
                    bound = algorithm.truncation.function(arb(t), terms)
                    assert left <= bound
                    if terms == 7 and algorithm.name not in ("partial_sum", "borel_pade"):
                        assert bound < 5 * left


def test_quadrature_against_a_closed_form():
    # Two terms: B's approximant is 1/(1 + 3z/4), and the integral a e^a E1(a), a = 4/(3t).
    with precision(300):
        for t in PLACES:
            a = 4 / (3 * arb(t))
            integral = a * a.exp() * a.expint(arb(1))
            off = abs(approximants.borel_pade(Ball(), arb(t), 2) / arb.pi().sqrt() - integral)
            assert off <= truncation.quadrature_left()
            assert off > truncation.quadrature_left() / 100 or t > 100


def test_quadrature_bound_follows_the_grid(monkeypatch):
    with precision(300):
        t = arb(2)
        integral = (arb(2) / 3) * (arb(2) / 3).exp() * (arb(2) / 3).expint(arb(1))
        fine = truncation.quadrature_left()
        for name, value in (("LEFT", 60), ("RIGHT", 12)):
            for module in (approximants, truncation):
                monkeypatch.setattr(module, name, value)
            off = abs(approximants.borel_pade(Ball(), t, 2) / arb.pi().sqrt() - integral)
            assert off > 1000 * fine
            assert off <= truncation.quadrature_left()
            monkeypatch.undo()


def test_planted_faults_exceed_the_bounds():
    def fraction(R, t, terms):
        return approximants.pade(R, t, terms) * (1 + R(1) / 10**7)

    def borel(R, t, terms):
        return approximants.borel_pade(R, t * (1 + R(1) / 10**9), terms)

    where = point(problems.problem, {"t": "1/10"}, {})
    for name, body in (("pade", fraction), ("borel_pade", borel)):
        assert laws.bound_holds(BY[name], where, {"terms": 21}).holds
        assert "exceeds" in laws.bound_holds(toys.with_body(BY[name], body), where, {"terms": 21}).says


def test_condition_of_the_system():
    # Terms 5: x_1, x_2 from c_2 x_1 + c_1 x_2 = -c_3, c_3 x_1 + c_2 x_2 = -c_4.
    c = [m * (-1) ** n for n, m in enumerate(approximants.moments(fmpq, 5))]
    A = fmpq_mat([[c[2], c[1]], [c[3], c[2]]])
    assert methods.system(5) == A
    entries = [[abs(x) for x in row] for row in A.tolist()]
    rows = max(entries[1][1] + entries[0][1], entries[1][0] + entries[0][0]) / abs(A.det())
    assert methods.system_condition(5) == methods.largest_row(A) * rows


def test_float64_breaks_down_in_the_epsilon_algorithm():
    # The partial sums agree to the last bit, their difference is 0.
    found = measure(BY["pade_by_epsilon"], t="1/1000", terms=21)
    assert math.isnan(found.computed)
    assert found.cause == "range"
    assert measure(BY["pade"], t="1/1000", terms=21).cause == "none"


def test_verdicts_can_change():
    with precision(128):
        assert claims_accuracy.no_sum_within("0.0142", claims_accuracy.TENTH, 8) is False
        assert claims_accuracy.no_sum_within("0.014", claims_accuracy.TENTH, 4) is None
        assert (
            claims_accuracy.recovered(
                claims_accuracy.TENTH, "0.014", ("1.54e-8", "1.55e-8"), ("4.49e-13", "4.50e-13")
            )().holds
            is False
        )
        assert claims_accuracy.rounding_at_one(21, {"pade_by_qd": "9e-5"})().holds is False
    for claim in claims("resummation")[:3]:
        assert claim.check().holds


def test_points():
    for count in (1, 4, 40):
        assert sweep_points(problems.problem, count, seed=0)
