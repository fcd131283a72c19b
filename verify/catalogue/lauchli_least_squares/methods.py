"""Three ways to a least-squares solution (and one of them twice): each is finite."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic
from verify.catalogue.lauchli_least_squares.problem import problem
from verify.catalogue.sources import GOLUB, HIGHAM
from verify.core.model import Algorithm, Finite, Source
from verify.mathematics.linear import back_substitution, solve_by_cholesky


def inner(u: Any, v: Any) -> Any:
    total = u[0] * v[0]
    for s, t in zip(u[1:], v[1:], strict=True):
        total = total + s * t
    return total


def normal_equations(R: Arithmetic, A: Any, b: Any) -> Any:
    G = A[:3, :3].copy()
    for i in range(3):
        for j in range(3):
            G[i, j] = inner(A[:, i], A[:, j])
    right = b[:3].copy()
    for i in range(3):
        right[i] = inner(A[:, i], b)
    return solve_by_cholesky(R, G, right)


def orthogonal_columns(R: Arithmetic, A: Any, b: Any) -> Any:
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


def way(name: str, says: str, body: Callable[..., Any], source: Source) -> Algorithm:
    return Algorithm(name=name, problem=problem, says=says, source=source, body=body, truncation=Finite())


def routine(name: str, says: str, float64: Callable[..., Any], source: Source) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        float64=float64,
        ball=in_balls,
        truncation=Finite(),
        basic=False,
    )


NORMAL = way("normal_equations", "A^T A x = A^T b by Cholesky", normal_equations, HIGHAM.at("section 20.4"))
MODIFIED = way(
    "modified_gram_schmidt", "orthogonal columns, b with them", orthogonal_columns, HIGHAM.at("section 20.3")
)
HOUSEHOLDER = routine("numpy_qr", "Householder's reflections (numpy.linalg.qr)", householder, GOLUB)
SINGULAR = routine("numpy_svd", "singular values (numpy.linalg.svd), none dropped", singular_values, GOLUB)
