"""The families beside Hilbert's: inverse formulas, published values, growth, breakdown, planted faults."""

import dataclasses
import math

import mpmath
import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.mpfr import FORMATS, Mpfr
from verify.arithmetic.precision import precision
from verify.catalogue.ill_conditioned_solve import matrices, methods
from verify.catalogue.ill_conditioned_solve import problem as problems
from verify.claims import laws
from verify.core.model import Route
from verify.mathematics import linear, systems
from verify.mathematics.linear import elimination
from verify.measure.budget import UNIT_ROUNDOFF, as_ball
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points
from verify.measure.run import run_ball, run_float64, run_mpfr

FAMILIES = {p.name.removesuffix("_solve"): p for p in problems.FAMILIES}
ALGORITHMS = {(a.problem.name.removesuffix("_solve"), a.name): a for a in methods.ALGORITHMS}


def both(name, n):
    return (getattr(matrices, suffixed)(n) for suffixed in (name, f"{name}_inverse"))


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("n", [1, 2, 3, 8, 30])
def test_inverse_formulas(name, n):
    A, inverse = both(name, n)
    assert linear.rational_matrix(A) * linear.rational_matrix(inverse) == linear.rational_matrix(A) ** 0


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("digits", [60, 300])
def test_routes_agree_on_exact_and_on_rounded_data(name, digits):
    where = point(FAMILIES[name], {}, {"n": 11})
    mp = mpmath.mp.clone()
    mp.dps = digits + 5
    with precision(4 * digits):
        assert all(x.overlaps(y) for x, y in zip(*(_routes(where, where.data)), strict=True))
        for data in (where.data, where.rounded):
            said = where.problem.opinion(mp, *data)
            for x, y in zip(where.problem.truth(*data), said, strict=True):
                assert abs(x - arb(mp.nstr(y, digits + 2))) <= abs(x) * arb(10) ** -digits


def _routes(where, data):
    return where.problem.truth(*data), where.problem.second(*data)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_solution_is_constant(name):
    said = fmpq(1, 3) if name == "wilkinson" else fmpq(1)
    A, b = FAMILIES[name].data(n=25)
    assert np.array_equal(A @ linear.array([said] * 25, (25,)), b)


def test_published_values():
    # Higham, section 28.4: the Pascal matrix has determinant 1 and reciprocal pairs of eigenvalues.
    P, inverse = both("pascal", 6)
    assert linear.rational_matrix(P).det() == 1
    assert P[5].tolist() == [1, 6, 21, 56, 126, 252]
    assert linear.rational_matrix(P).charpoly() == linear.rational_matrix(inverse).charpoly()
    # Lotkin 1955: the inverse is a matrix of integers.
    assert all(x.q == 1 for x in matrices.lotkin_inverse(6).flat)
    assert matrices.lotkin_inverse(2).tolist() == [[-2, 6], [3, -6]]
    # Vandermonde's determinant.
    V, _ = both("vandermonde", 6)
    nodes = V[:, 1]
    product = math.prod((nodes[i] - nodes[j] for i in range(6) for j in range(i)), start=fmpq(1))
    assert linear.rational_matrix(V).det() == product
    assert [float(x) for x in map(_decimal, V[:, 1])] == pytest.approx([1 / 6, 1 / 3, 0.5, 2 / 3, 5 / 6, 1])


def _decimal(x):
    return int(x.p) / int(x.q)


def test_kahan_is_unit_triangular_but_for_its_rows():
    K, inverse = both("kahan", 9)
    assert matrices.SINE**2 + matrices.COSINE**2 == 1
    assert all(x == 0 for M in (K, inverse) for x in M[np.tril_indices(9, -1)])
    # Every column has the 2-norm 1: what makes pivoted QR leave K alone.
    squares = [sum(x * x for x in column) for column in K.T]
    assert squares == [1] * 9


@pytest.mark.parametrize("n", [1, 2, 5, 60])
def test_wilkinson_grows_as_much_as_can_be_and_is_well_conditioned(n):
    W, inverse = both("wilkinson", n)
    with precision(256):
        for pivot in (False, True):
            assert systems.growth_factor(as_ball(W), pivot) == 2 ** (n - 1)
        assert linear.norm_inf(W) * linear.norm_inf(inverse) == n


@pytest.mark.parametrize("name", ["elimination_pivoted", "numpy_solve"])
def test_growth_destroys_the_solution(name):
    before = 0
    for n in (20, 40, 54):
        m = measure(ALGORITHMS["wilkinson", name], n=n)
        assert m.forward_error > before
        assert m.forward_error > arb(2) ** (n - 4) * UNIT_ROUNDOFF
        assert m.data_error < n * UNIT_ROUNDOFF
        assert m.cause == "rounding"
        assert m.inherent is False
        before = m.forward_error
    assert measure(ALGORITHMS["wilkinson", name], n=60).digits == 0


def test_reflections_solve_what_pivoting_destroys():
    for n in (20, 60):
        m = measure(ALGORITHMS["wilkinson", "numpy_qr"], n=n)
        assert m.forward_error < 20 * n * UNIT_ROUNDOFF
        assert m.backward_error < 20 * UNIT_ROUNDOFF


def test_pivoting_spoils_what_is_exact_without_it():
    # P = L L^T in integers with pivots 1: nothing is rounded until the entries pass 2^53.
    for n in (10, 15, 20):
        assert measure(ALGORITHMS["pascal", "elimination"], n=n).forward_error == 0
        assert measure(ALGORITHMS["pascal", "cholesky"], n=n).forward_error == 0
        m = measure(ALGORITHMS["pascal", "elimination_pivoted"], n=n)
        assert m.forward_error > 2.0**-53 * 4**n
        assert m.data_error == 0
        assert m.inherent is True
    assert m.digits == 0


def test_cholesky_breaks_down_where_the_rounded_matrix_is_not_definite():
    m = measure(ALGORITHMS["pascal", "cholesky"], n=40)
    assert m.cause == "range"
    assert m.truncation_error is None
    assert "not positive definite" in m.reason
    with precision(512):
        assert linear.positive_definite(point(FAMILIES["pascal"], {}, {"n": 40}).rounded[0]) is False


@pytest.mark.parametrize(
    ("name", "lost"), [("vandermonde", 20), ("lotkin", 15), ("pascal", 18), ("kahan", 85)]
)
def test_every_direct_solver_is_backward_stable_and_ends_without_a_digit(name, lost):
    for method in ("elimination_pivoted", "numpy_solve"):
        m = measure(ALGORITHMS[name, method], n=lost)
        assert m.digits == 0
        assert m.backward_error < 4 * UNIT_ROUNDOFF
        assert m.inherent is True
        assert m.truncation_error < arb(2) ** -60


@pytest.mark.parametrize("name", FAMILIES)
def test_condition_numbers_against_numpy(name):
    found = FAMILIES[name].sensitivity.condition(*FAMILIES[name].data(n=6))
    floats = np.array([[_decimal(x) for x in row] for row in getattr(matrices, name)(6)])
    for norm, p in (("inf", np.inf), ("1", 1), ("2", 2)):
        assert float(found[norm]) == pytest.approx(np.linalg.cond(floats, p), rel=1e-6)


@pytest.mark.parametrize(("name", "method"), [k for k, a in ALGORITHMS.items() if a.basic])
def test_binary64_in_mpfr_is_numpy_bit_for_bit(name, method):
    where = point(FAMILIES[name], {}, {"n": 13})
    ours = run_float64(ALGORITHMS[name, method], where.floats, {})
    theirs = run_mpfr(ALGORITHMS[name, method], Mpfr(FORMATS["binary64"]), where.rounded, {})
    assert [float(x).hex() for x in ours] == [float(y).hex() for y in theirs]


@pytest.mark.parametrize("name", FAMILIES)
def test_points_are_the_sizes(name):
    sizes = FAMILIES[name].parameters[0].sweep
    assert [p.parameters["n"] for p in sweep_points(FAMILIES[name], None, 0)] == list(sizes)
    few = [p.parameters["n"] for p in sweep_points(FAMILIES[name], 5, 0)]
    assert (few[0], few[-1], len(few)) == (1, sizes[-1], 5)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_wrong_elimination_is_caught(name):
    right, where = ALGORITHMS[name, "elimination"], point(FAMILIES[name], {}, {"n": 4})

    def body(R, A, b):
        A = A.copy()
        A[0, -1] = A[0, -1] * (R(1) + R(2) ** -40)
        return elimination(R, A, b)

    assert laws.bound_holds(right, where, {}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(right, body), where, {}).says


@pytest.mark.parametrize("name", FAMILIES)
def test_a_wrong_truth_is_caught(name):
    problem = FAMILIES[name]
    A, b = problem.data(n=5)
    wrong = dataclasses.replace(
        problem, truth=Route(lambda A, b: systems.exact_solution(A, b) * (1 + arb(2) ** -100), "wrong")
    )
    with precision(256):
        second = problem.second(A, b)
        assert all(x.overlaps(y) for x, y in zip(problem.truth(A, b), second, strict=True))
        assert not any(x.overlaps(y) for x, y in zip(wrong.truth(A, b), second, strict=True))
        assert all(
            x.overlaps(y)
            for x, y in zip(
                problem.truth(A, b), run_ball(ALGORITHMS[name, "numpy_solve"], (A, b), {}), strict=True
            )
        )
