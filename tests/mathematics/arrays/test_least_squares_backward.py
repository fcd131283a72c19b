"""The backward error of least squares against its definition: a search for the least change, and changes that
are known."""

import numpy as np
import pytest
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.precision import Unsettled, precision
from verify.mathematics.arrays.least_squares import backward, residual_sum
from verify.mathematics.arrays.operation import rational_matrix
from verify.mathematics.arrays.systems import EXACT_BITS

draws = np.random.default_rng(8)


def eta(A, b, x, bits=200):
    with precision(bits):
        return backward(A, b, x)[0]


@pytest.mark.parametrize(("m", "n"), [(2, 1), (3, 2), (4, 2), (2, 2)])
def test_it_is_the_least_change_that_a_search_finds(m, n):
    import scipy.optimize  # here: it is large, and every process of the tests collects this file

    A, b = draws.standard_normal((m, n)), draws.standard_normal(m)
    x = np.linalg.lstsq(A, b, rcond=None)[0] + 0.05 * draws.standard_normal(n)
    theta = np.linalg.norm(A) / np.linalg.norm(b)

    def changed(z):
        return A + z[: m * n].reshape(m, n), b + z[m * n :] / theta

    def normal(z):
        near, right = changed(z)
        return near.T @ (right - near @ x)

    # From a change that makes x a solution (db = A x - b), and from none.
    start = np.concatenate([np.zeros(m * n), theta * (A @ x - b)])
    rule = {"type": "eq", "fun": normal}
    goals = [
        scipy.optimize.minimize(
            lambda z: z @ z, z, constraints=rule, method="SLSQP", options={"ftol": 1e-15, "maxiter": 400}
        )
        for z in (start, 1e-3 * start, 0.3 * draws.standard_normal(start.size))
    ]
    least = min(np.sqrt(g.fun) for g in goals if np.abs(normal(g.x)).max() < 1e-9) / np.linalg.norm(A)
    found = eta(A, b, x)
    assert float(found.upper()) == pytest.approx(least, rel=2e-3)


@pytest.mark.parametrize("size", [1e-3, 1e-12])
def test_a_change_that_is_known_is_never_below_it(size):
    """The exact solution for A + E has a backward error of at most ||E||/||A||."""
    A, b = draws.standard_normal((6, 3)), draws.standard_normal(6)
    E = size * draws.standard_normal((6, 3))
    near = rational_matrix(A) + rational_matrix(E)
    x = (near.transpose() * near).solve(near.transpose() * rational_matrix(b)).entries()
    found = eta(A, b, np.array(x, dtype=object))
    above = np.linalg.norm(E) / np.linalg.norm(A)
    assert found.lower() < above
    assert found > above / 100


def test_of_the_exact_solution_it_is_zero_or_open():
    A, b = np.array([[1.0, 0], [0, 1], [0, 0]]), np.array([1.0, 2, 0])
    assert eta(A, b, np.array([1.0, 2.0])).is_zero()
    exact = fmpq_mat(3, 1, [fmpq(1), 1, 1])
    x = (exact.transpose() * exact).solve(exact.transpose() * rational_matrix(np.array([1.0, 2, 4])))
    with pytest.raises(Unsettled):
        eta(np.ones((3, 1)), np.array([1.0, 2, 4]), np.array(x.entries(), dtype=object))


@pytest.mark.parametrize(("shape", "x"), [((2, 3), np.ones(3)), ((3, 2), np.zeros(2))])
def test_what_is_not_known_is_said(shape, x):
    with pytest.raises(Unsettled, match="the backward error"):
        eta(draws.standard_normal(shape), draws.standard_normal(shape[0]), x)


def test_its_ball_is_narrow():
    A, b = draws.standard_normal((12, 4)), draws.standard_normal(12)
    x = np.linalg.lstsq(A, b, rcond=None)[0]
    found = eta(A, b, x)
    assert found.rad() < found * arb(2) ** -9


def test_a_sum_of_squares_that_is_zero_is_told():
    """The right-hand side is a column: balls enclose the sum, and never tell that it is zero."""
    A = np.array([[1, 1 / 2], [1 / 3, 1 / 4], [1 / 5, 1 / 6]])
    with precision(EXACT_BITS):
        (zero,), (exact,) = residual_sum(A, A[:, 0].copy()), residual_sum(A, np.array([1.0, 0.0, 0.0]))
    with precision(256):
        (enclosed,) = residual_sum(A, np.array([1.0, 0.0, 0.0]))
    assert zero.is_zero()
    assert exact > 0
    assert exact.overlaps(enclosed)
