"""Factors that are unique up to signs.

Source: G. W. Stewart, SIAM Journal on Matrix Analysis 18 (1997), 1-6, for the perturbation of Cholesky's
factor.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled, current_bits
from verify.language.expressions import Undefined
from verify.mathematics.arrays.columns import by_columns, mirrored
from verify.mathematics.arrays.eigen import is_symmetric
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    ball_matrix,
    balls,
    from_matrix,
    is_exact,
    matrix,
    product,
    rational_matrix,
    relative,
)
from verify.mathematics.arrays.spectra import gram, signs
from verify.mathematics.linear import CholeskyBall, array, norm_inf
from verify.mathematics.linear import cholesky as outer_product_form
from verify.measure.budget import Breakdown

MOST = 12  # rows, up to which derivatives are enclosed


# --- Cholesky and QR ------------------------------------------------------------------------------------


def cholesky(A: Matrix) -> Matrix:
    """The lower factor. Undefined where a pivot is certainly not positive."""
    try:
        L: Matrix = outer_product_form(CholeskyBall(), balls(A))
    except Breakdown as why:
        pivot = str(why).rpartition("(")[2].rstrip(")")
        raise Undefined(f"the matrix is not positive definite: {pivot}") from why
    n = len(L)
    return array([arb(L[i, j]) if i >= j else arb(0) for i in range(n) for j in range(n)], (n, n))


def cholesky_tangent(A: Matrix) -> Moves:
    # dL = L F(L^-1 dA L^-T), F the lower triangle with half of the diagonal; dA symmetric.
    L = ball_matrix(cholesky(A))
    inverse, half = L.inv(), _half(len(A))

    def tangent(directions: Any) -> Value:
        inside = from_matrix(inverse * ball_matrix(mirrored(directions[0])) * inverse.transpose()) * half
        return from_matrix(L * ball_matrix(inside))

    return tangent


def _half(n: int) -> Matrix:
    """Ones below the diagonal, and halves on it."""
    return balls(np.tril(np.ones((n, n))) - np.eye(n) / 2)


def factor_residual(A: Matrix, L: Matrix) -> Mapping[str, arb]:
    rest = product(L, np.ascontiguousarray(np.asarray(L).T)) - balls(A)
    return {"residual": relative(norm_inf(rest), norm_inf(A))}


def tall(A: Any, *_: Any) -> str | None:
    if found := matrix(A):
        return found
    return None if np.shape(A)[0] >= np.shape(A)[1] else "it takes at least as many rows as columns"


def _triangle(A: Matrix) -> Matrix:
    """R with positive diagonal and R^T R = A^T A: Cholesky's factor of it."""
    if is_exact(A) and rational_matrix(A).rank() < np.shape(A)[1]:
        raise Undefined("the columns are dependent, so the QR factorization is not unique")
    return np.ascontiguousarray(cholesky(gram(A)).T)


def _inverted(R: Matrix) -> Matrix:
    try:
        return from_matrix(ball_matrix(R).inv())
    except ZeroDivisionError as why:
        bits = current_bits()
        raise Unsettled(f"balls of {bits} bits do not show that the columns are independent") from why


def qr_triangle(A: Matrix, like: Any = None) -> Matrix:
    """R, with the signs of the computed diagonal."""
    R = _triangle(A)
    if like is not None and np.shape(like) == R.shape:
        R = R * balls(np.where(np.diag(like) < 0, -1.0, 1.0))[:, None]
    return R


def qr_columns(A: Matrix, like: Any = None) -> Matrix:
    """Q of the reduced factorization, with the signs of the computed columns."""
    Q = product(A, _inverted(_triangle(A)))
    found: Matrix = Q * balls(signs(Q, like))[None, :]
    return found


def _qr_tangent(which: int) -> Callable[..., Moves]:
    """Of Q (0) or R (1). R^T R = A^T A, so that with B = Q^T dA R^-1 and dR R^-1, which is upper triangular,
    dR R^-1 + (dR R^-1)^T = B + B^T: it is the upper triangle of that with half of the diagonal. dQ = (dA - Q
    dR) R^-1."""

    def tangent(A: Matrix, like: Any = None) -> Moves:
        R, Q = qr_triangle(A, None), qr_columns(A, None)
        if which == 0 and like is not None and np.shape(like) != np.shape(Q):
            raise Unsettled("columns that complete a basis are any, and are not moved by the data")
        inverse, half = _inverted(R), np.ascontiguousarray(_half(len(R)).T)
        Qt = np.ascontiguousarray(Q.T)

        def factors_moved(directions: Any) -> Value:
            D = balls(directions[0])
            B = product(product(Qt, D), inverse)
            dR = product((B + np.ascontiguousarray(B.T)) * half, R)
            return dR if which == 1 else product(D - product(Q, dR), inverse)

        return factors_moved

    return tangent


def columns_figures(A: Matrix, Q: Matrix) -> Mapping[str, arb]:
    """||Q^T Q - 1||, and ||A - Q (Q^T A)|| over ||A||: how much of A the columns do not span."""
    Qt, one = np.ascontiguousarray(np.asarray(Q).T), balls(np.eye(len(Q.T)))
    rest = balls(A) - product(Q, product(Qt, A))
    return {
        "residual": relative(norm_inf(rest), norm_inf(A)),
        "orthogonality": norm_inf(product(Qt, Q) - one),
    }


def triangle_figures(A: Matrix, R: Matrix) -> Mapping[str, arb]:
    """||A^T A - R^T R|| over ||A^T|| ||A||."""
    At, Rt = (np.ascontiguousarray(np.asarray(M).T) for M in (A, R))
    return {"residual": relative(norm_inf(gram(A) - product(Rt, R)), norm_inf(At) * norm_inf(A))}


def _with(tangent: Callable[..., Moves]) -> dict[str, Any]:
    return {"moved": by_columns(tangent, MOST, "a factor"), "tangent": tangent}


_QR = [_with(_qr_tangent(k)) for k in range(2)]
OPERATIONS = (
    Operation(
        "cholesky(A)",
        cholesky,
        is_symmetric,
        figures=factor_residual,
        **_with(cholesky_tangent),
    ),
    Operation("qr(A)[0]", qr_columns, tall, figures=columns_figures, nearest=True, **_QR[0]),
    Operation("qr(A)[1]", qr_triangle, tall, figures=triangle_figures, nearest=True, **_QR[1]),
)
