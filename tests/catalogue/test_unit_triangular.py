"""The unit triangular matrix: routes, known values, when the condition number is felt, planted faults."""

import dataclasses

import mpmath
import numpy as np
import pytest
import toys
from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import precision
from verify.catalogue.unit_triangular import claims, claims_norms, methods
from verify.catalogue.unit_triangular import problem as problems
from verify.claims import laws
from verify.claims.forms import identity
from verify.core.model import Route
from verify.mathematics import linear, systems
from verify.measure.budget import UNIT_ROUNDOFF, as_ball, entries
from verify.measure.harness import measure
from verify.measure.point import point, sweep_points
from verify.measure.run import run_float64

ALGORITHMS = {a.name: a for a in methods.ALGORITHMS}
problem = problems.problem


def context(digits):
    mp = mpmath.mp.clone()
    mp.dps = digits
    return mp


@pytest.mark.parametrize("digits", [60, 320])
@pytest.mark.parametrize(("n", "side"), [(1, 1), (2, 2), (30, 1), (30, 2), (30, 3), (300, 2), (1000, 3)])
def test_routes_agree_on_exact_and_on_rounded_data(n, side, digits):
    where = point(problem, {}, {"n": n, "right_hand_side": side})
    mp = context(digits + 5)
    with precision(4 * digits):
        for data in (where.data, where.rounded):
            truth = problem.truth(*data)
            said = problem.opinion(mp, *data)
            for x, y, z in zip(truth, problem.second(*data), said, strict=True):
                assert x.overlaps(y)
                assert abs(x - arb(mp.nstr(z, digits + 2))) <= abs(x) * arb(10) ** -digits


def test_truth_solves_the_system_exactly():
    for side in problems.SIDES:
        n, b = problem.data(n=12, right_hand_side=side)
        A = methods.matrix(fmpq, n)
        assert np.array_equal(systems.residual(A, b, np.zeros(n)), b)
        assert np.array_equal(A @ problems.times_inverse(b), b)
        assert np.array_equal(A @ problems.divided(b), b)


def test_known_values():
    assert claims.inverse(4).tolist() == [[1, 1, 2, 4], [0, 1, 1, 2], [0, 0, 1, 1], [0, 0, 0, 1]]
    assert problems.condition_inf(10, 1) == 5120
    floats = methods.matrix(np.float64, 10)
    assert np.linalg.cond(floats, np.inf) == pytest.approx(5120)
    found = linear.condition_numbers(methods.matrix(fmpq, 10), claims.inverse(10))["2"]
    assert float(found) == pytest.approx(np.linalg.cond(floats, 2), rel=1e-6)


@pytest.mark.parametrize("side", problems.SIDES)
@pytest.mark.parametrize("n", [1, 2, 3, 9])
def test_condition_numbers_by_their_definition(n, side):
    _, b = problem.data(n=n, right_hand_side=side)
    A = methods.matrix(fmpq, n)
    inverse = linear.exact_inverse(A)
    found = problem.sensitivity.condition(n, b)
    for name in ("inf", "1"):
        assert found[name] == linear.condition_numbers(A, inverse)[name]
    x = abs(inverse @ b)
    change = abs(inverse) @ (abs(A) @ x + abs(b))
    assert found["skeel"].contains(arb(max(change) / max(x)))
    assert found["componentwise"].contains(arb(max(change / x)))


@pytest.mark.parametrize("side", problems.SIDES)
def test_backward_errors_are_those_of_the_whole_matrix(side):
    where = point(problem, {}, {"n": 17, "right_hand_side": side})
    x = np.array([float(v) for v in run_float64(ALGORITHMS["numpy_solve"], where.floats, {})])
    x[3] *= 1 + 2.0**-40
    found = problem.sensitivity.backward(*where.rounded, x)
    whole = systems.backward_errors(methods.matrix(fmpq, 17), where.rounded[1], x)
    for one, other in zip(found, whole, strict=True):
        assert one.overlaps(other)
        assert one > 0


@pytest.mark.parametrize("side", problems.SIDES)
@pytest.mark.parametrize("n", [1, 2, 33, 64])
def test_elimination_changes_no_bit(n, side):
    where = point(problem, {}, {"n": n, "right_hand_side": side})
    A, b = methods.matrix(np.float64, n), where.floats[1]
    substituted = run_float64(ALGORITHMS["back_substitution"], where.floats, {})
    eliminated = run_float64(ALGORITHMS["elimination_pivoted"], where.floats, {})
    assert [v.hex() for v in substituted] == [v.hex() for v in linear.back_substitution(A, b)]
    assert [v.hex() for v in substituted] == [v.hex() for v in eliminated]
    with precision(128):
        growth = systems.growth_factor(as_ball(A), pivot=True)
    assert growth == 1


@pytest.mark.parametrize("name", ALGORITHMS)
def test_exact_right_hand_side_leaves_no_error_at_all(name):
    for n in (10, 60, 100):
        m = measure(ALGORITHMS[name], n=n, right_hand_side=1)
        assert m.forward_error == 0
        assert m.condition_number > 2**n


@pytest.mark.parametrize("name", ALGORITHMS)
def test_condition_number_is_felt_with_thirds(name):
    for n in (20, 40, 60):
        m = measure(ALGORITHMS[name], n=n, right_hand_side=2)
        assert m.forward_error > m.condition_number * UNIT_ROUNDOFF / 1000
        assert m.backward_error < 4 * UNIT_ROUNDOFF
        assert m.inherent is True
    assert m.digits == 0
    assert m.cause in ("data", "rounding")


@pytest.mark.parametrize("name", ["back_substitution", "elimination_pivoted"])
def test_condition_number_is_not_felt_with_a_positive_right_hand_side(name):
    for n in (2, 20, 60, 100):
        m = measure(ALGORITHMS[name], n=n, right_hand_side=3)
        assert m.forward_error_componentwise <= (n * n / 2 + 1) * UNIT_ROUNDOFF
        assert m.details["condition_number_componentwise"] < 2 * n
        assert m.condition_number == n * 2 ** (n - 1)


def test_largest_sizes():
    m = measure(ALGORITHMS["back_substitution"], n=1000, right_hand_side=3)
    assert m.forward_error_componentwise < 4 * UNIT_ROUNDOFF
    assert m.condition_number > arb(10) ** 303
    assert measure(ALGORITHMS["back_substitution"], n=1000, right_hand_side=2).forward_error > arb(10) ** 280
    assert measure(ALGORITHMS["back_substitution"], n=1100, right_hand_side=3).cause == "range"


@pytest.mark.parametrize("side", problems.SIDES)
def test_exact_value_of_the_library_routine(side):
    where = point(problem, {}, {"n": 25, "right_hand_side": side})
    with precision(256):
        balls = methods.solve_in_balls(25, as_ball(where.rounded[1]))
        dense = methods.elimination_pivoted(Ball(), 25, as_ball(where.rounded[1]))
        for x, y, z in zip(balls, dense, problems.truth(*where.rounded), strict=True):
            assert x.overlaps(y)
            assert x.overlaps(z)
            assert x.rel_accuracy_bits() > 150


def test_points_are_the_sizes_with_every_right_hand_side():
    swept = [tuple(p.parameters.values()) for p in sweep_points(problem, None, 0)]
    assert swept == [(n, side) for n in problems.SIZES for side in problems.SIDES]
    assert len(sweep_points(problem, 12, 0)) == 12


def test_a_dropped_row_and_a_wrong_truth_are_caught():
    def body(R, n, b):
        x = b.copy()
        for k in reversed(range(1, n)):
            x[: k - (k == 4)] = x[: k - (k == 4)] + x[k]
        return x

    right, where = ALGORITHMS["back_substitution"], point(problem, {}, {"n": 9, "right_hand_side": 2})
    assert laws.bound_holds(right, where, {}).holds
    assert "exceeds" in laws.bound_holds(toys.with_body(right, body), where, {}).says
    wrong = dataclasses.replace(
        problem, truth=Route(lambda n, b: problems.truth(n, b) * (1 + arb(2) ** -170), "wrong")
    )
    with precision(400):
        routes = [entries(route(*where.data)) for route in (problem.truth, wrong.truth, wrong.second)]
        assert all(x.overlaps(z) and not y.overlaps(z) for x, y, z in zip(*routes, strict=True))


def test_proofs_fail_when_they_should(monkeypatch):
    right = claims.inverse
    monkeypatch.setattr(claims, "inverse", lambda n: right(n) * (1 + (n == 7)))
    assert identity(claims.inverses, "the inverse")().holds is False
    assert identity(claims.row_sums, "row sums")().holds is False
    monkeypatch.setattr(claims_norms, "cayley", lambda K: K)
    assert identity(claims_norms.unitary_grams, "U^* U = I")().holds is False
    assert identity(claims_norms.grams, "(U A)^* U A = A^* A")().holds is False
    assert claims_norms.norms_in_balls().holds is False


def test_the_chain_of_norms_ends_at_a_larger_bound():
    rows = [[fmpq((3 * i + 5 * j) % 7 - 3) for j in range(5)] for i in range(5)]
    M = linear.array([x for row in rows for x in row], (5, 5))
    assert claims.largest_row_sum(M) < claims_norms.column_maxima(M) <= 5 * claims.largest_row_sum(M)
    assert claims_norms.column_maxima(methods.matrix(fmpq, 9)) == 9


def test_rational_unitary_matrices_are_full_and_exact():
    for n in (2, 5):
        U = claims_norms.unitary(n)
        assert U.shape == (2 * n, 2 * n)
        assert all(x != 0 for x in claims_norms.orthogonal(n).flat)
        real, imaginary = U[:n, :n], U[n:, :n]
        assert np.array_equal(U, np.block([[real, -imaginary], [imaginary, real]]))
        assert any(x != 0 for x in imaginary.flat)
        z = np.array(
            [[complex(x, y) for x, y in zip(*rows, strict=True)] for rows in _floats(real, imaginary)]
        )
        assert np.allclose(z.conj().T @ z, np.eye(n))


def _floats(*parts):
    return zip(*(np.array([[int(x.p) / int(x.q) for x in row] for row in M]) for M in parts), strict=True)


def test_data_are_what_they_say():
    for n in (1, 2, 6):
        A = methods.matrix(fmpq, n)
        for side, x in ((1, fmpq(1)), (2, fmpq(1, 3))):
            _, b = problem.data(n=n, right_hand_side=side)
            assert np.array_equal(A @ linear.array([x] * n, (n,)), b)
    assert problem.data(n=3, right_hand_side=3)[1].tolist() == [fmpq(1), fmpq(1, 3), fmpq(1, 5)]
