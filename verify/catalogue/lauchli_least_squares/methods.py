"""Three ways to a least-squares solution (and one of them twice): each is finite."""

from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.lauchli_least_squares.problem import problem
from verify.catalogue.sources import GOLUB, HIGHAM
from verify.core.model import Algorithm, Finite
from verify.mathematics.linear import back_substitution, inner, solve_by_cholesky


def normal_equations(R: Arithmetic[Number], A: Matrix, b: Matrix) -> Any:
    G = A[:3, :3].copy()
    for i in range(3):
        for j in range(3):
            G[i, j] = inner(A[:, i], A[:, j])
    right = b[:3].copy()
    for i in range(3):
        right[i] = inner(A[:, i], b)
    return solve_by_cholesky(R, G, right)


def orthogonal_columns(R: Arithmetic[Number], A: Matrix, b: Matrix) -> Any:
    """Gram and Schmidt's modified method on A and b together, then a triangular system."""
    V, U, z, rest = A.copy(), A[:3, :3].copy() * 0, b[:3].copy(), b
    for k in range(3):
        U[k, k] = R.sqrt(inner(V[:, k], V[:, k]))
        q = V[:, k] / U[k, k]
        for j in range(k + 1, 3):
            U[k, j] = inner(q, V[:, j])
            V[:, j] = V[:, j] - U[k, j] * q
        z[k] = inner(q, rest)
        rest = rest - z[k] * q
    return back_substitution(U, z)


def householder(A: Matrix, b: Matrix) -> Any:
    Q, R = np.linalg.qr(A)
    return back_substitution(R, Q.T @ b)


def singular_values(A: Matrix, b: Matrix) -> Any:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return Vt.T @ ((U.T @ b) / s)


def in_balls(A: Matrix, b: Matrix) -> Any:
    return orthogonal_columns(Ball(), A, b)


finite = partial(Algorithm, problem=problem, truncation=Finite())
routine = partial(finite, ball=in_balls, basic=False)
NORMAL = finite(
    name="normal_equations",
    says="A^T A x = A^T b by Cholesky",
    body=normal_equations,
    source=HIGHAM.at("section 20.4"),
)
MODIFIED = finite(
    name="modified_gram_schmidt",
    says="orthogonal columns, b with them",
    body=orthogonal_columns,
    source=HIGHAM.at("section 20.3"),
)
HOUSEHOLDER = routine(
    name="numpy_qr",
    says="Householder's reflections (numpy.linalg.qr)",
    float64=householder,
    source=GOLUB.at("section 5.2"),
)
SINGULAR = routine(
    name="numpy_svd",
    says="singular values (numpy.linalg.svd), none dropped",
    float64=singular_values,
    source=GOLUB.at("section 5.5"),
)
