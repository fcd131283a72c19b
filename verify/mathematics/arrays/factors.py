"""Factors that are unique up to signs, and functions of matrices.

Sources: N. J. Higham, Functions of Matrices (2008), chapters 3, 6, 10 and 11; G. W. Stewart, SIAM Journal on
Matrix Analysis 18 (1997), 1-6, for the perturbation of Cholesky's factor.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined
from verify.mathematics.arrays.eigen import is_symmetric
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    ball_matrix,
    balls,
    from_matrix,
    is_exact,
    matrix,
    product,
    rational_matrix,
    relative,
    square,
)
from verify.mathematics.arrays.spectra import gram, isolated, times
from verify.mathematics.linear import CholeskyBall, array, norm_inf
from verify.mathematics.linear import cholesky as outer_product_form
from verify.measure.budget import Breakdown

MOST_FACTOR, MOST_FUNCTION = 12, 8  # rows, up to which derivatives are enclosed


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


def cholesky_moved(A: Matrix) -> Moves:
    # dL = L F(L^-1 dA L^-T), F the lower triangle with half of the diagonal; dA symmetric.
    n = len(A)
    if n > MOST_FACTOR:
        raise Unsettled(f"the derivatives of a factor of {n} rows are not enclosed")
    L = ball_matrix(cholesky(A))
    inverse = L.inv()
    half = balls(np.tril(np.ones((n, n))) - np.eye(n) / 2)

    def by(p: int, q: int) -> Matrix:
        E = np.zeros((n, n))
        E[p, q] = E[q, p] = 1.0
        inside = from_matrix(inverse * ball_matrix(E) * inverse.transpose()) * half
        return mapped(abs, from_matrix(L * ball_matrix(inside)))

    slopes = {(p, q): by(p, q) for p in range(n) for q in range(p + 1)}
    return lambda steps: sum(
        (slope * arb(float(steps[0][p, q])) for (p, q), slope in slopes.items()), balls(np.zeros((n, n)))
    )


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
        raise Undefined("the columns are not independent, so that there is no one QR factorization")
    return np.ascontiguousarray(cholesky(gram(A)).T)


def qr_triangle(A: Matrix, like: Any = None) -> Matrix:
    """R, with the signs of the computed diagonal."""
    R = _triangle(A)
    if like is not None and np.shape(like) == R.shape:
        R = R * balls(np.where(np.diag(like) < 0, -1.0, 1.0))[:, None]
    return R


def qr_columns(A: Matrix, like: Any = None) -> Matrix:
    """Q of the reduced factorization, with the signs of the computed columns."""
    Q = product(A, from_matrix(ball_matrix(_triangle(A)).inv()))
    if like is not None and np.shape(like) == Q.shape:
        near = np.array([[float(v.mid()) for v in row] for row in Q])
        Q = Q * balls(np.where((near * np.asarray(like)).sum(axis=0) < 0, -1.0, 1.0))[None, :]
    return Q


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


# --- functions of matrices ------------------------------------------------------------------------------


def expm(A: Matrix) -> Matrix:
    return from_matrix(ball_matrix(A).exp())


def expm_moved(A: Matrix) -> Moves:
    # The upper right block of exp [[A, E], [0, A]] is the derivative in the direction E (Higham (3.16)).
    n = len(A)
    if n > MOST_FUNCTION:
        raise Unsettled(f"the derivatives of a function of a matrix of {n} rows are not enclosed")
    slopes = []
    for i in range(n):
        for j in range(n):
            whole = balls(np.zeros((2 * n, 2 * n)))
            whole[:n, :n] = whole[n:, n:] = balls(A)
            whole[i, n + j] = arb(1)
            slopes.append(mapped(abs, from_matrix(ball_matrix(whole).exp())[:n, n:]))
    return lambda steps: sum(
        (slope * s for slope, s in zip(slopes, balls(steps[0]).flat, strict=True)), balls(np.zeros((n, n)))
    )


def _of_matrix(A: Matrix, function: Callable[[acb], acb]) -> Matrix:
    """R f(D) L for simple eigenvalues D, the principal branch. Undefined on its cut."""
    E, L, R = isolated(A)
    # Off the cut f(conj z) = conj f(z), so that f of a real matrix is real.
    return mapped(lambda v: v.real, times(R * array(_values(E, function), (len(E),))[None, :], L))


def _values(E: list[acb], function: Callable[[acb], acb]) -> list[acb]:
    for e in E:
        if not e.imag.contains(0) or e.real > 0:
            continue
        if e.real < 0 and sum(bool(e.conjugate().overlaps(other)) for other in E) == 1:
            raise Undefined(f"there is no principal value: an eigenvalue is {e.real.str(5, radius=False)}")
        raise Unsettled("an eigenvalue is not told from the branch cut")
    return [function(e) for e in E]


def logm(A: Matrix) -> Matrix:
    return _of_matrix(A, acb.log)


def sqrtm(A: Matrix) -> Matrix:
    return _of_matrix(A, acb.sqrt)


def _divided(E: list[acb], function: Callable[[acb], acb], slope: Callable[[acb], acb]) -> Matrix:
    values = _values(E, function)
    n = len(E)
    return array(
        [
            slope(E[k]) if k == m else (values[k] - values[m]) / (E[k] - E[m])
            for k in range(n)
            for m in range(n)
        ],
        (n, n),
    )


def _moved(A: Matrix, function: Callable[[acb], acb], slope: Callable[[acb], acb]) -> Moves:
    # R (F o (L E R)) L with divided differences F (Daletskii and Krein; Higham theorem 3.11)
    n = len(A)
    if n > MOST_FUNCTION:
        raise Unsettled(f"the derivatives of a function of a matrix of {n} rows are not enclosed")
    E, L, R = isolated(A)
    F = _divided(E, function, slope)
    slopes = [
        mapped(lambda v: abs(v.real), times(R, times(F * np.multiply.outer(L[:, i], R[j, :]), L)))
        for i in range(n)
        for j in range(n)
    ]
    return lambda steps: sum(
        (slope * s for slope, s in zip(slopes, balls(steps[0]).flat, strict=True)), balls(np.zeros((n, n)))
    )


def logm_moved(A: Matrix) -> Moves:
    return _moved(A, acb.log, lambda e: 1 / e)


def sqrtm_moved(A: Matrix) -> Moves:
    return _moved(A, acb.sqrt, lambda e: 1 / (2 * e.sqrt()))


def root_residual(A: Matrix, X: Matrix) -> Mapping[str, arb]:
    rest = times(balls(X), balls(X)) - balls(A)
    return {"residual": relative(norm_inf(rest), norm_inf(A))}


OPERATIONS = (
    Operation("cholesky(A)", cholesky, is_symmetric, cholesky_moved, figures=factor_residual),
    Operation("qr(A)[0]", qr_columns, tall, figures=columns_figures, nearest=True),
    Operation("qr(A)[1]", qr_triangle, tall, figures=triangle_figures, nearest=True),
    Operation("expm(A)", expm, square, expm_moved),
    Operation("logm(A)", logm, square, logm_moved),
    Operation("sqrtm(A)", sqrtm, square, sqrtm_moved, figures=root_residual),
)
