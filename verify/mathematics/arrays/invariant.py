"""Invariant subspaces of any square matrix of exact numbers, multiple and defective eigenvalues included.

Let p be the characteristic polynomial, exact, with a root l of multiplicity m: p(x) = (x - l)^m q(x). With a
the Taylor polynomial of 1/q at l of degree m - 1, P = a(A) q(A) is the projection on the invariant subspace
of l along all others: q(A) takes those to zero, and a q is 1 modulo (x - l)^m, which is zero on that of l.
Its columns span the subspace, of dimension m.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import acb, acb_mat, acb_series

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import ball_matrix, balls, from_matrix, is_exact, rational_matrix
from verify.mathematics.arrays.spectra import column_matrix, guides, unit

MOST = 32  # rows: every eigenvalue takes as many products of matrices


@dataclass(frozen=True)
class Eigenvalue:
    value: acb
    count: int


def distinct(A: Matrix) -> list[Eigenvalue]:
    """The eigenvalues with their multiplicities, by the characteristic polynomial. Unsettled where that is
    not exact, or large."""
    if not is_exact(A) or len(A) > MOST:
        raise Unsettled(
            f"eigenvalues that are not told apart are followed in up to {MOST} rows of exact numbers"
        )
    known: Any = rational_matrix(A).charpoly().numer().complex_roots()
    return [Eigenvalue(acb(root), int(count)) for root, count in known]


def bases(A: Matrix, of: Sequence[Eigenvalue]) -> list[acb_mat]:
    """For each eigenvalue columns that span its invariant subspace."""
    M, n = acb_mat(ball_matrix(A)), len(A)
    one = acb_mat(np.eye(n).tolist())
    shifted = [M - e.value * one for e in of]
    # Any columns do that P leaves independent, which is proved where they are used.
    Z = np.random.default_rng(n).standard_normal((n, n))
    return [
        _projection(k, of, shifted, one) * acb_mat(n, e.count, Z[:, : e.count].ravel().tolist())
        for k, e in enumerate(of)
    ]


def _projection(k: int, of: Sequence[Eigenvalue], shifted: Sequence[acb_mat], one: acb_mat) -> acb_mat:
    at, q, matrix = of[k], acb_series([1], of[k].count), one
    for j, (e, M) in enumerate(zip(of, shifted, strict=True)):
        for _ in range(e.count if j != k else 0):
            q = q * acb_series([at.value - e.value, 1], at.count)
            matrix = matrix * M
    a, power = acb_series([1], at.count) / q, one
    whole = a[0] * one
    for j in range(1, at.count):
        power = power * shifted[k]
        whole = whole + a[j] * power
    return matrix * whole


def projected(N: acb_mat, v: Matrix) -> Matrix:
    """The orthogonal projection of a vector on the span of columns. Unsettled where they may be dependent."""
    adjoint = _adjoint(N)
    w = acb_mat(len(v), 1, [acb(x) for x in v])
    try:
        found = N * (adjoint * N).solve(adjoint * w)
    except ZeroDivisionError as why:
        raise Unsettled("a basis of an invariant subspace is not told from a dependent one") from why
    return from_matrix(found, np.shape(v))


def _adjoint(N: acb_mat) -> acb_mat:
    m, n = N.nrows(), N.ncols()
    return acb_mat(n, m, [N[i, j].conjugate() for j in range(n) for i in range(m)])


def nearest(A: Matrix, like: Any) -> Matrix:
    """For each computed column the nearest unit vector of the invariant subspace that it lies next to; of
    each as many columns as its dimension is."""
    of = distinct(A)
    spans, n = bases(A, of), len(A)
    V = balls(like) if guides(like, n) else balls(np.eye(n))
    shares = [[projected(N, V[:, k]) for N in spans] for k in range(n)]
    sizes = np.array([[_length(w) for w in row] for row in shares])
    left, columns = [e.count for e in of], [np.empty(0)] * n
    for place in np.argsort(-sizes, axis=None, kind="stable"):
        k, j = divmod(int(place), len(of))
        if left[j] and not columns[k].size:
            columns[k] = unit(shares[k][j])
            left[j] -= 1
    return column_matrix(columns)


def _length(w: Matrix) -> float:
    return float(np.sqrt(sum(float(abs(x).mid()) ** 2 for x in w)))


def told(A: Matrix) -> list[str]:
    """Eigenvalues that are multiple, which the characteristic polynomial proves."""
    try:
        multiple = [e for e in distinct(A) if e.count > 1]
    except Unsettled:
        return []
    return [
        f"{e.count} eigenvalues are equal, which the characteristic polynomial proves, near "
        f"{e.value.mid().str(8, radius=False)}: their vectors are held against the invariant subspace of them"
        for e in multiple
    ]
