"""Determinants and ranks.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapter 14.
"""

from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    ball_matrix,
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


def det_moved(A: Matrix) -> Moves:
    # d det = det sum X_ji dA_ij; of a singular matrix of rank n - 1 through what is left of it.
    X, d = size(inv(A)), abs(det(A))
    return lambda steps: d * inner(np.ascontiguousarray(X.T), steps[0])


def det_tangent(A: Matrix) -> Moves:
    X, d = np.ascontiguousarray(inv(A).T), det(A)
    return lambda directions: d * inner(X, directions[0])


def log_det_moved(A: Matrix) -> Moves:
    X = size(inv(A))
    return lambda steps: inner(np.ascontiguousarray(X.T), steps[0])


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
    Operation("det(A)", det, square, det_moved, None, condition_of, tangent=det_tangent, in_plane=True),
    Operation("slogdet(A)[0]", sign_det, square, unmoved),
    Operation("slogdet(A)[1]", log_det, square, log_det_moved, None, condition_of),
)
