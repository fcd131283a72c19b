"""Determinants and ranks.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapter 14.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    ball_matrix,
    from_matrix,
    inner,
    is_exact,
    matrix,
    rational_matrix,
    size,
    square,
)
from verify.mathematics.arrays.systems import EASY, condition_of, in_rationals, inv


def det(A: Matrix) -> Any:
    if in_rationals(A) or (is_exact(A) and len(A) <= EASY):
        return arb(rational_matrix(A).det())
    return ball_matrix(A).det()


def cofactors(A: Matrix) -> Matrix:
    """C with d det = sum C_ij dA_ij: det A^-T, and of a singular matrix what is left of it."""
    d = det(A)
    if d.is_zero() and is_exact(A):
        return from_matrix(_of_singular(rational_matrix(A)))
    found: Matrix = d * np.ascontiguousarray(inv(A).T)
    return found


def _of_singular(A: fmpq_mat) -> fmpq_mat:
    """Of rank n - 2 or less all cofactors are zero. Of rank n - 1, with A x = 0 and A^T y = 0, A adj = adj A
    = 0 makes every column of C^T a multiple of x and every row one of y, so that C = c y x^T; one cofactor
    that is not zero tells c."""
    n = A.nrows()
    if A.rank() < n - 1:
        return fmpq_mat(n, n)
    x, y = _null(A), _null(A.transpose())
    i, j = (next(k for k in range(n) if v[k] != 0) for v in (y, x))
    rest = [A[p, q] for p in range(n) for q in range(n) if p != i and q != j]
    c = (-1) ** (i + j) * (fmpq_mat(n - 1, n - 1, rest).det() if rest else fmpq(1)) / (y[i] * x[j])
    return fmpq_mat(n, n, [c * p * q for p in y for q in x])


def _null(A: fmpq_mat) -> list[fmpq]:
    """The vector that spans what a matrix of rank n - 1 takes to zero, by its echelon form."""
    echelon, rank = A.rref()
    pivots = [next(j for j in range(A.ncols()) if echelon[i, j] != 0) for i in range(rank)]
    (free,) = set(range(A.ncols())) - set(pivots)
    known = {j: -echelon[i, free] for i, j in enumerate(pivots)} | {free: fmpq(1)}
    return [fmpq(known[j]) for j in range(A.ncols())]


def det_moved(A: Matrix) -> Moves:
    C = size(cofactors(A))
    return lambda steps: inner(C, steps[0])


def det_tangent(A: Matrix) -> Moves:
    C = cofactors(A)
    return lambda directions: inner(C, directions[0])


def conditions(A: Matrix) -> Mapping[str, arb]:
    """Those of the matrix, where it has an inverse."""
    return {} if det(A).is_zero() else condition_of(A)


def log_det_moved(A: Matrix) -> Moves:
    X = size(inv(A))
    return lambda steps: inner(np.ascontiguousarray(X.T), steps[0])


def log_det_tangent(A: Matrix) -> Moves:
    X = np.ascontiguousarray(inv(A).T)
    return lambda directions: inner(X, directions[0])


def sign_det(A: Matrix) -> arb:
    d: arb = det(A)
    if d > 0 or d < 0 or d.is_zero():
        return d.sgn()
    raise Unsettled("the sign of the determinant is not decided")


def log_det(A: Matrix) -> arb:
    d: arb = abs(det(A))
    if d.is_zero():
        raise Undefined("the determinant is zero, by exact elimination")
    return d.log()


def rank(A: Matrix) -> arb:
    """By exact elimination."""
    if not is_exact(A):
        raise Unsettled("the rank of a computed matrix is not decided; give the matrix itself")
    return arb(rational_matrix(A).rank())


def unmoved(A: Matrix) -> Moves:
    """Of what is constant about a matrix of full rank. Of any other a step however small makes it jump."""
    full = rank(A) == min(np.shape(A))
    return lambda steps: arb(0) if full else arb.pos_inf()


OPERATIONS = (
    Operation("matrix_rank(A)", rank, matrix, unmoved),
    Operation("det(A)", det, square, det_moved, None, conditions, tangent=det_tangent, in_plane=True),
    Operation("slogdet(A)[0]", sign_det, square, unmoved),
    Operation("slogdet(A)[1]", log_det, square, log_det_moved, None, condition_of, tangent=log_det_tangent),
)
