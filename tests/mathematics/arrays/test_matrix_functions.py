"""Functions of matrices with multiple eigenvalues: against closed forms, and finite differences by mpmath."""

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq_mat

from verify.arithmetic.precision import Unsettled, precision
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import rational_matrix
from verify.mathematics.arrays.table import OPERATIONS

FUNCTIONS = {"logm": mpmath.log, "sqrtm": mpmath.sqrt}
BITS, DIGITS = 512, 120


def jordan(*blocks):
    n = sum(size for _, size in blocks)
    J = np.zeros((n, n))
    start = 0
    for value, size in blocks:
        J[start : start + size, start : start + size] = value * np.eye(size) + np.eye(size, k=1)
        start += size
    return J


def in_another_basis(J):
    """X J X^-1 with a unit triangular X of integers: integers again."""
    n = len(J)
    X = np.eye(n) + np.eye(n, k=-1) + 2 * np.eye(n, k=-2)
    exactly = rational_matrix(X) * rational_matrix(J) * rational_matrix(X).inv()
    return X, np.array([[float(v.p) for v in row] for row in exactly.tolist()])


def of_blocks(function, blocks):
    """f of each block has f^(j)/j! on its j-th upper diagonal."""
    n = sum(size for _, size in blocks)
    found, start = mpmath.zeros(n), 0
    for value, size in blocks:
        near = mpmath.taylor(function, value, size - 1) if size > 1 else [function(value)]
        for i in range(size):
            for j in range(i, size):
                found[start + i, start + j] = near[j - i]
        start += size
    return found


def is_enclosed(balls, values):
    return all(
        ball.rad() < 1e-40 and arb(mpmath.nstr(values[k], 60)).overlaps(ball + arb(0, 1e-40))
        for k, ball in np.ndenumerate(balls)
    )


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    "blocks",
    [
        [(2, 2), (2, 1), (7, 2), (5, 1)],
        [(3, 12), (1, 1)],  # flint's power series end at ten terms
        [(1, 1), (1, 1), (1, 1)],
    ],
)
def test_jordan_blocks(name, blocks):
    X, A = in_another_basis(jordan(*blocks))
    with precision(BITS), mpmath.workdps(DIGITS):
        basis = mpmath.matrix(X.tolist())
        right = basis * of_blocks(FUNCTIONS[name], blocks) * basis**-1
        assert is_enclosed(OPERATIONS[name].truth(A), right)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_matrix_of_rank_one_beside_the_identity(name):
    f = FUNCTIONS[name]
    with precision(BITS), mpmath.workdps(DIGITS):  # a I + ones has f(a) n - 1 times, and f(a + n)
        right = mpmath.eye(4) * f(3) + mpmath.ones(4) * (f(7) - f(3)) / 4
        assert is_enclosed(OPERATIONS[name].truth(3 * np.eye(4) + np.ones((4, 4))), right)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_derivative_at_multiple_eigenvalues(name):
    _, A = in_another_basis(jordan((2, 2), (2, 1), (5, 1)))
    E = np.array([[1.0, -2, 0, 1], [0, 3, 1, 0], [1, 0, -1, 2], [2, 1, 0, 1]])
    of_matrix = {"logm": mpmath.logm, "sqrtm": mpmath.sqrtm}[name]
    with precision(BITS), mpmath.workdps(DIGITS):
        h = mpmath.mpf(10) ** -40
        M, D = mpmath.matrix(A.tolist()), mpmath.matrix(E.tolist()) * h
        slope = (of_matrix(M + D) - of_matrix(M - D)) / (2 * h)
        found = OPERATIONS[name].tangent(A)([E])
        assert all(
            abs(ball - arb(mpmath.nstr(mpmath.re(slope[k]), 60))) < 1e-25 for k, ball in np.ndenumerate(found)
        )


def test_the_root_of_a_singular_matrix():
    A = np.array([[1.0, 2, 0], [2, 4, 0], [0, 0, 0]])
    with precision(BITS):
        root = fmpq_mat(3, 3, [1, 2, 0, 2, 4, 0, 0, 0, 0])  # A^2 = 5 A, so that A/sqrt(5) is it
        found = OPERATIONS["sqrtm"].truth(A)
        assert all((found[k] * arb(5).sqrt() - root[k]).contains(0) for k in np.ndindex(3, 3))
        assert all(v.rad() < 1e-60 for v in found.flat)
        with pytest.raises(Unsettled, match="no derivative at the eigenvalue 0"):
            OPERATIONS["sqrtm"].tangent(A)


@pytest.mark.parametrize(
    ("name", "A", "says"),
    [
        ("logm", jordan((0, 1), (4, 1)), "singular"),
        ("logm", -np.eye(3), "no principal value: an eigenvalue is -1"),
        ("sqrtm", -np.eye(3), "no principal value: an eigenvalue is -1"),
        ("sqrtm", jordan((0, 2), (0, 1)), "no principal square root: the eigenvalue 0 has a Jordan block"),
    ],
)
def test_what_has_no_principal_value(name, A, says):
    with precision(BITS), pytest.raises(Undefined, match=says):
        OPERATIONS[name].truth(A)
