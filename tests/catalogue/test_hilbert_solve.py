"""The Hilbert system: published values, the inverse formula, breakdown, planted faults."""

import dataclasses

import declared
import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import precision
from verify.catalogue.hilbert_solve import claims, claims_determinant, claims_float64, methods, quantities
from verify.catalogue.hilbert_solve import problem as problems
from verify.claims.forms import disproved, identity, printed
from verify.core.model import Route
from verify.mathematics import linear
from verify.mathematics.linear import elimination
from verify.mathematics.systems import exact_solution
from verify.measure.budget import UNIT_ROUNDOFF
from verify.measure.harness import judge, measure
from verify.measure.limits import Limits
from verify.measure.point import point, sweep_points
from verify.measure.run import run_float64, run_mpfr

ALGORITHMS = {a.name: a for a in methods.ALGORITHMS}
problem = problems.problem


def context(digits):
    mp = mpmath.mp.clone()
    mp.dps = digits
    return mp


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_the_solution_is_ones_by_three_routes(n):
    H, b = problem.data(n=n)
    assert all(x == 1 for x in problem.truth(H, b))
    with precision(1024):
        assert all(x.contains(1) and x.rel_accuracy_bits() > 200 for x in problem.second(H, b))
    mp = context(50)
    assert all(abs(x - 1) < mp.mpf(10) ** -45 for x in problem.opinion(mp, H, b))


def test_truth_at_rounded_data_against_mpmath():
    where = point(problem, {}, {"n": 12})
    mp = context(40)
    with precision(200):
        said = problem.opinion(mp, *where.rounded)
        for x, y in zip(problem.truth(*where.rounded), said, strict=True):
            assert abs(x - arb(mp.nstr(y, 38))) < abs(x) * fmpq(1, 10**35)


@pytest.mark.parametrize("n", [1, 2, 6, 30])
def test_inverse_formula(n):
    assert np.array_equal(linear.exact_inverse(quantities.hilbert(n)), quantities.inverse(n))


def test_published_values():
    det = quantities.ln_det(5).exp()
    assert abs(det - arb("3.749295e-12")) < arb("5e-19")
    assert quantities.determinant(3) == fmpq(1, 2160)
    conditions = problem.sensitivity.condition(*problem.data(n=10))
    assert abs(conditions["2"] - arb("1.6025e13")) < arb("2e9") * 2
    assert abs(conditions["inf"] - arb("3.5354e13")) < arb("4e9")
    assert conditions["inf"].overlaps(conditions["1"])


@pytest.mark.parametrize("n", [1, 3, 10, 25])
def test_quantities_by_three_routes(n):
    mp = context(60)
    with precision(512):
        for quantity in problem.quantities:
            value = quantity.value(n=n)
            assert value.overlaps(quantity.second(n=n)), quantity.name
            assert value.is_zero() or value.rel_accuracy_bits() >= 180
            said = arb(mp.nstr(mp.mpf(quantity.opinion(mp, n=n)), 58))
            assert abs(value - said) <= abs(value) * arb(10) ** -50 + arb(10) ** -100, quantity.name


def test_condition_number_at_the_largest_size_is_sharp():
    H, b = problem.data(n=100)
    with precision(128):
        found = problem.sensitivity.condition(H, b)
    assert all(k.rel_accuracy_bits() >= 30 for k in found.values())


def test_points_are_the_sizes():
    assert [p.parameters["n"] for p in sweep_points(problem, None, 0)] == list(problems.SIZES)
    few = [p.parameters["n"] for p in sweep_points(problem, 5, 0)]
    assert few[0] == 1
    assert few[-1] == 100
    assert len(few) == 5


@pytest.mark.parametrize("name", ["elimination", "elimination_pivoted", "cholesky"])
def test_binary64_in_mpfr_is_numpy_bit_for_bit(name):
    where = point(problem, {}, {"n": 14})
    ours = run_float64(ALGORITHMS[name], where.floats, {})
    theirs = run_mpfr(ALGORITHMS[name], Mpfr(FORMATS["binary64"]), where.rounded, {})
    assert [float(x).hex() for x in ours] == [float(y).hex() for y in theirs]


@pytest.mark.parametrize("name", [a for a in ALGORITHMS if a != "cholesky"])
def test_every_direct_solver_is_certified_to_be_backward_stable(name):
    for n in (1, 10, 30):
        m = measure(ALGORITHMS[name], n=n)
        assert not m.reason
        assert m.backward_error < 4 * UNIT_ROUNDOFF
        assert m.truncation_error < arb(2) ** -60
        assert m.inherent is True
    assert m.digits == 0


def test_largest_size():
    m = measure(ALGORITHMS["elimination"], n=100)
    assert m.forward_error > 1
    assert m.condition_number > arb(10) ** 150
    assert m.details["growth_factor"].overlaps(arb(1))
    assert m.cause in ("data", "rounding")


def test_cholesky_that_breaks_down_has_no_exact_value():
    m = measure(ALGORITHMS["cholesky"], n=50)
    assert m.cause == "range"
    assert np.all(np.isnan(m.computed))
    assert m.rounding_error is m.truncation_error is m.forward_error is None
    assert m.data_error > 1
    assert "not positive definite" in m.reason
    assert m.bits <= 512


def test_total_error_stands_where_float64_passes_and_exact_arithmetic_does_not():
    mixed = dataclasses.replace(ALGORITHMS["cholesky"], body=None, float64=np.linalg.solve)
    m = measure(mixed, n=14)
    solved = measure(ALGORITHMS["numpy_solve"], n=14)
    # Which of the two is the larger is the machine's: each LAPACK rounds in an order of its own.
    assert m.cause == ("data" if m.algorithm_error < m.data_error else "algorithm")
    assert "not positive definite" in m.reason
    assert m.rounding_error is m.truncation_error is None
    assert m.forward_error.overlaps(solved.forward_error)
    assert m.data_error.overlaps(solved.data_error)
    assert m.backward_error.overlaps(solved.backward_error)


def test_cholesky_is_defined_as_long_as_the_rounded_matrix_is_definite():
    for n in (12, 13, 14):
        with precision(256):
            definite = linear.positive_definite(point(problem, {}, {"n": n}).rounded[0])
        assert definite is (n < 14)
        assert (measure(ALGORITHMS["cholesky"], n=n).rounding_error is not None) is definite


def test_a_wrong_elimination_is_caught():
    def body(R, A, b):
        A = A.copy()
        A[-1, 0] = A[-1, 0] * (R(1) + R(2) ** -40)
        return elimination(R, A, b)

    wrong = dataclasses.replace(ALGORITHMS["elimination"], body=body)
    assert measure(wrong, n=4).truncation_error > arb(2) ** -60


def test_a_wrong_truth_is_caught():
    def truth(A, b):
        x = exact_solution(A, b)
        return x * (1 + arb(2) ** -60)

    wrong = dataclasses.replace(problem, truth=Route(truth, "wrong"))
    H, b = problem.data(n=3)
    with precision(128):
        assert all(x.overlaps(y) for x, y in zip(problem.truth(H, b), problem.second(H, b), strict=True))
        assert not any(x.overlaps(y) for x, y in zip(wrong.truth(H, b), problem.second(H, b), strict=True))


@pytest.mark.parametrize("claim", declared.claims("hilbert_solve"), ids=lambda c: c.id)
def test_claim(claim):
    verdict = judge(claim, Limits(max_bits=1024))
    assert verdict.verdict == claim.declared, verdict.evidence


def test_every_statement_of_the_source_is_judged():
    parts = {c.id for c in declared.claims("hilbert_solve")}
    assert {"E-7", "E-8", "E-8b", "E-9", "E-10", "E-11", "E-12a", "E-12b", "E-12c"} <= parts
    assert len([p for p in parts if p.startswith("E-11")]) == 1 + 10


def test_table_figures_against_mpmath():
    mp = context(40)
    for n, figure in enumerate(claims_determinant.FIGURES, 1):
        H = mp.matrix([[mp.mpf(1) / (i + j + 1) for j in range(n)] for i in range(n)])
        with mp.workdps(60):
            true = mp.log(mp.det(H)) if n > 1 else mp.mpf(0)
        half = mp.mpf(10) ** -len(figure.partition(".")[2]) / 2
        wrong = abs(true - mp.mpf(figure)) > half
        assert wrong is (n in claims_determinant.MISPRINTED), n


def test_refuted_figures_that_are_the_nearest_float64_are_told_so():
    mp = context(60)
    for n, figure in enumerate(claims_determinant.FIGURES, 1):
        with mp.workdps(60):
            is_nearest = float(figure) == float(quantities.ln_det_opinion(mp, n))
        assert (is_nearest and n in claims_determinant.MISPRINTED) is (
            n in claims_determinant.CORRECTLY_ROUNDED
        ), n
        claim = next(c for c in declared.claims("hilbert_solve") if c.says == f"ln det H_{n} = {figure}")
        assert ("Neighbour" in claim.reading) is (n in claims_determinant.CORRECTLY_ROUNDED)
    with precision(128):
        evidence = claims_determinant.as_float64(claims_determinant.FIGURES[1], 2)().evidence
    assert evidence.endswith("as a float64 it is 0.0998 ulp off")


def test_the_solutions_agree_to_four_decimals():
    differences = [claims_float64.difference(n) for n in range(1, 11)]
    assert all(d < arb("1e-4") for d in differences)
    assert any(d > arb("1e-5") for d in differences)


def test_a_changed_figure_is_refuted():
    assert printed("-7.67786350067821", lambda: quantities.ln_det(3))().holds is True
    assert printed("-7.67786350067822", lambda: quantities.ln_det(3))().holds is False


def test_a_wrong_factorisation_is_no_proof(monkeypatch):
    right = claims.moment
    monkeypatch.setattr(claims, "moment", lambda m, k: right(m, k) * (2 if (m, k) == (5, 3) else 1))
    assert identity(lambda: claims.factorisation(8), "H = A D A^T")().holds is False


def test_a_failed_proof_refutes_nothing():
    assert disproved(identity(lambda: [(1, 2)], "1 = 2"))().holds is None


def test_growth_of_ln_det_follows_the_proved_bounds():
    for n in range(1, 60):
        with precision(128):
            grown = quantities.ln_det(n + 1) - quantities.ln_det(n) + (2 * n + 1) * arb(4).log()
            assert grown >= (arb(16) / 3).log() - arb(2) ** -60
            assert grown <= arb(8).log()
    assert abs(grown - (2 * arb.pi()).log()) < 0.01
