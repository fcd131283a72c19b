"""Invariant subspaces of multiple and defective eigenvalues: against bases that the matrix is made of."""

import numpy as np
import pytest
import rational_arrays
from flint import acb, acb_mat, arb

from verify.arithmetic.precision import Unsettled, precision
from verify.mathematics.arrays import invariant
from verify.mathematics.arrays.eigen import eig_figures, eig_vectors
from verify.mathematics.arrays.operation import ball_matrix, product, rational_matrix
from verify.mathematics.arrays.spectra import Multiple, isolated
from verify.mathematics.arrays.table import OPERATIONS

# A = X J X^-1 in integers, with X of determinant 1: blocks of 2 and 1 at 2, a block of 2 at -3, and 5.
X = np.array(
    [
        [1.0, 0, 0, 0, 0, 0],
        [2, 1, 0, 0, 0, 0],
        [0, 1, 1, 0, 0, 0],
        [1, 0, 3, 1, 0, 0],
        [0, 2, 0, 1, 1, 0],
        [1, 1, 0, 0, 2, 1],
    ]
)
J = np.diag([2.0, 2, 2, -3, -3, 5]) + np.diag([1.0, 0, 0, 1, 0], 1)
INVERSE = np.array([[float(v.p) for v in row] for row in rational_matrix(X).inv().tolist()])
A = X @ J @ INVERSE
SPACES = {2: X[:, :3], -3: X[:, 3:5], 5: X[:, 5:]}


def projection(S):
    """The orthogonal projection on the span of columns of integers, exactly."""
    M = rational_matrix(S)
    return M * (M.transpose() * M).inv() * M.transpose()


def exactly(v):
    return rational_matrix(v)


def test_multiplicities_and_subspaces():
    v = np.random.default_rng(0).standard_normal(6)
    with precision(700):
        of = invariant.distinct(A)
        assert sorted((int(e.value.real.mid().fmpq().p), e.count) for e in of) == [(-3, 2), (2, 3), (5, 1)]
        for e, N in zip(of, invariant.bases(A, of), strict=True):
            exact = projection(SPACES[int(e.value.real.mid().fmpq().p)]) * exactly(v)
            for ball, value in zip(invariant.projected(N, v[:, None])[:, 0], exact.entries(), strict=True):
                assert ball.real.contains(arb(value))
                assert ball.imag.contains(0)
                assert ball.rad() < 1e-60


def test_computed_vectors_are_held_against_the_nearest_ones():
    """Each computed column is off by the sine of its angle to the subspace, up to its square."""
    _, V = np.linalg.eig(A)
    with precision(700):
        found = eig_vectors(A, V)
        for k, v in enumerate(V.T):
            angle = min(sum(map(square, (off(v.real, S), off(v.imag, S)))) for S in SPACES.values())
            parts = [acb(a) - acb(b) for a, b in zip(found[:, k], v.tolist(), strict=True)]
            distance = sum((z.real * z.real + z.imag * z.imag for z in parts), arb(0))
            assert abs(distance - arb(angle)) < 1e-8 * arb(angle) + arb(10) ** -28


def off(v, S):
    """What a vector has outside of a subspace."""
    return (exactly(v) - projection(S) * exactly(v)).entries()


def square(v):
    return sum((x * x for x in v), 0)


def test_a_simple_matrix_gives_the_same_vectors_by_both_ways():
    B = np.random.default_rng(4).standard_normal((5, 5))
    _, V = np.linalg.eig(B)
    with precision(200):
        one = eig_vectors(B, V)
    with precision(700):
        other = invariant.nearest(B, V)
    assert all(abs(a - b) < 1e-40 for a, b in zip(one.flat, other.flat, strict=True))


def test_what_is_told_of_a_multiple_eigenvalue_is_proved():
    with precision(200):
        told = OPERATIONS["eig[1]"].remarks(A)
        assert [t.split()[0] for t in told] == ["3", "2"] or [t.split()[0] for t in told] == ["2", "3"]
        assert invariant.told(A + 1e-9 * np.random.default_rng(1).random((6, 6))) == []


def test_what_is_not_exact_or_large_is_left_open():
    for M in (np.eye(101), product(A, np.eye(6)) + arb(0, 1e-20)):
        with precision(600), pytest.raises(Unsettled):
            invariant.distinct(M)
        assert invariant.told(M) == []


def test_vectors_of_a_reduced_decomposition():
    """U of 5 by 3: its columns are those of the whole one that belong to singular values."""
    M = np.random.default_rng(6).standard_normal((5, 3))
    U, _, Vt = np.linalg.svd(M, full_matrices=False)
    whole, _, _ = np.linalg.svd(M)
    with precision(300):
        thin, full = OPERATIONS["svd[0]"].truth(M, like=U), OPERATIONS["svd[0]"].truth(M, like=whole)
        assert thin.shape == (5, 3)
        assert all(abs(abs(a) - abs(b)) < 1e-60 for a, b in zip(thin.flat, full[:, :3].flat, strict=True))
        right = OPERATIONS["svd[2]"].truth(np.ascontiguousarray(M.T), like=U.T)
        assert right.shape == (3, 5)
        # U^T M V is diagonal.
        inner = (
            ball_matrix(thin).transpose()
            * ball_matrix(M)
            * ball_matrix(OPERATIONS["svd[2]"].truth(M, like=Vt)).transpose()
        )
        assert all(abs(inner[i, j]) < 1e-60 for i in range(3) for j in range(3) if i != j)


@pytest.mark.parametrize("shift", [0.0, 3.0])
def test_vectors_of_any_matrix_move_as_differences_of_them_do(shift):
    """Held against projections on invariant subspaces in rationals, with the length and the phase of computed
    columns. Complex ones (no shift) are known to within the direction that each datum moves them in."""
    A = np.array([[0.0, 1, 0.5], [-1, 0.25, 0], [0.5, 0, 2]]) + np.diag([0, shift, 3 * shift])
    steps, like = [np.array([[1.0, 0.5, 2], [0.25, 1, 1], [3, 1, 0.5]])], np.linalg.eig(A)[1]
    assert np.iscomplexobj(like) == (shift == 0)
    operation = OPERATIONS["eig[1]"]
    with precision(400):
        found = operation.moved(A, like=like)(steps)
    true = rational_arrays.slopes_moved(lambda x: operation.truth(x, like=like), [A], steps)
    for ball, true_size in zip(found.flat, np.vectorize(abs, otypes=[object])(true).flat, strict=True):
        with precision(400):
            is_known = abs(ball - true_size) < true_size * arb(10) ** -40
        # The radius of a ball that is known within a direction has 30 bits.
        assert is_known or (shift == 0 and float(ball.upper()) == pytest.approx(float(true_size), rel=1e-8))


def test_subspaces_of_more_rows():
    """(M - l)^5 takes each nearest vector to zero, l its eigenvalue."""
    n = 35
    M = np.triu(np.random.default_rng(2).integers(-1, 2, (n, n)), 1) + np.diag(np.repeat(np.arange(7.0), 5))
    V = np.linalg.eig(M)[1]
    with precision(512):
        found, whole = eig_vectors(M, V), acb_mat(ball_matrix(M))
        for k, v in enumerate(found.T):
            image = acb_mat(n, 1, list(v))
            for _ in range(5):
                image = whole * image - M[k, k] * image
            assert all(x.contains(0) and x.rad() < 1e-25 for x in image.entries())
        assert sum(abs(x - a) for x, a in zip(found[:, 0], V[:, 0].tolist(), strict=True)) < 1e-12
        # Some entries of images are zero but for a tiny ball, whose power is NaN.
        assert eig_figures(M, V)["residual"] < 1e-15


def test_a_multiple_eigenvalue_ends_the_search_for_single_ones():
    with precision(128):
        with pytest.raises(Multiple, match="3 times"):
            isolated(A)
        with pytest.raises(Unsettled, match="512 bits"):
            eig_vectors(A, np.eye(6))
