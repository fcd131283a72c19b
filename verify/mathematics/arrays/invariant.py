"""Invariant subspaces of any square matrix of exact numbers, multiple and defective eigenvalues included.

Let p be the characteristic polynomial, exact, with a root l of multiplicity m: p(x) = (x - l)^m q(x). With a
the Taylor polynomial of 1/q at l of degree m - 1, P = a(A) q(A) is the projection on the invariant subspace
of l along all others: q(A) takes those to zero, and a q is 1 modulo (x - l)^m, which is zero on that of l.
The subspace has dimension m. Of vectors z the P z are the columns z, A z, A^2 z, ... times the coefficients
of a q: of all eigenvalues together one product of matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import acb, acb_mat, acb_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import ball_matrix, balls, from_matrix, is_exact, rational_matrix
from verify.mathematics.arrays.spectra import column_matrix, guides, unit
from verify.measure.budget import largest

MOST = 100  # rows


@dataclass(frozen=True)
class Eigenvalue:
    value: acb
    count: int


def distinct(A: Matrix) -> list[Eigenvalue]:
    """The eigenvalues with their multiplicities, by the characteristic polynomial. Unsettled where that is
    not exact, or large."""
    return _roots(_followed(A).charpoly())


def indices(A: Matrix) -> list[Eigenvalue]:
    """The eigenvalues with the sizes of their largest Jordan blocks: by the minimal polynomial."""
    return _roots(_followed(A).minpoly())


def _followed(A: Matrix) -> Any:
    if not is_exact(A) or len(A) > MOST:
        raise Unsettled(
            f"eigenvalues that cannot be told apart are followed in up to {MOST} rows of exact numbers"
        )
    return rational_matrix(A)


def _roots(polynomial: Any) -> list[Eigenvalue]:
    return [Eigenvalue(acb(root), int(count)) for root, count in polynomial.numer().complex_roots()]


def bases(A: Matrix, of: Sequence[Eigenvalue]) -> list[acb_mat]:
    """For each eigenvalue columns that span its invariant subspace."""
    n, most = len(A), max(e.count for e in of)
    # Any vectors do whose projections are independent, which is proved where they are used.
    Z = ball_matrix(np.random.default_rng(n).standard_normal((n, most)))
    M, powers = ball_matrix(A), [Z]
    for _ in range(n - 1):
        powers.append(M * powers[-1])
    weights = [_weights(k, of) for k in range(len(of))]
    columns: list[list[Matrix]] = [[] for _ in of]
    for j in range(most):
        needed = [k for k, e in enumerate(of) if e.count > j]
        K = acb_mat(n, n, [P[i, j] for i in range(n) for P in powers])
        C = acb_mat(n, len(needed), [weights[k][i] for i in range(n) for k in needed])
        for k, column in zip(needed, from_matrix(K * C).T, strict=True):
            columns[k].append(column)
    return [acb_mat(n, len(c), list(column_matrix(c).flat)) for c in columns]


def _weights(k: int, of: Sequence[Eigenvalue]) -> list[acb]:
    """The coefficients of a q for the k-th eigenvalue, from the constant one up."""
    found = _agreeing(k, of, [acb(1)] + [acb(0)] * (of[k].count - 1))
    return [found[i] for i in range(sum(e.count for e in of))]


def interpolating(of: Sequence[Eigenvalue], taylor: Sequence[list[acb]]) -> list[acb]:
    """The coefficients of the polynomial that has, about each of some points, so many Taylor coefficients."""
    whole = sum((_agreeing(k, of, near) for k, near in enumerate(taylor)), acb_poly([0]))
    return [whole[i] for i in range(sum(e.count for e in of))]


def _agreeing(k: int, of: Sequence[Eigenvalue], taylor: list[acb]) -> acb_poly:
    """a q, q = product (x - l_j)^m_j over all j but k, that has these coefficients about l_k: with q = q_0 +
    q_1 (x - l_k) + ... there, a = a_0 + a_1 (x - l_k) + ... has a_0 q_i + ... + a_i q_0 = taylor_i."""
    at, others = of[k], [(e.value, e.count) for j, e in enumerate(of) if j != k]
    q = acb_poly([1])
    for value, count in others:
        q = q * acb_poly([at.value - value, 1]) ** count
    a: list[acb] = []
    for i, wanted in enumerate(taylor):
        a.append((wanted - sum((q[j] * a[i - j] for j in range(1, i + 1)), acb(0))) / q[0])
    found, shifted = acb_poly([0]), acb_poly([-at.value, 1])
    for coefficient in reversed(a):
        found = found * shifted + acb_poly([coefficient])
    return found * acb_poly.from_roots([value for value, count in others for _ in range(count)])


def projected(N: acb_mat, V: Matrix) -> Matrix:
    """The orthogonal projections of columns on the span of others. Unsettled where these may be dependent."""
    adjoint = _adjoint(N)
    try:
        found = N * (adjoint * N).solve(adjoint * acb_mat(len(V), len(V.T), [acb(x) for x in V.flat]))
    except ZeroDivisionError as why:
        raise Unsettled(
            "a basis of an invariant subspace cannot be distinguished from a dependent one"
        ) from why
    return from_matrix(found)


def _adjoint(N: acb_mat) -> acb_mat:
    m, n = N.nrows(), N.ncols()
    return acb_mat(n, m, [N[i, j].conjugate() for j in range(n) for i in range(m)])


def nearest(A: Matrix, like: Any) -> Matrix:
    """For each computed column the nearest unit vector of the invariant subspace that it lies next to; of
    each as many columns as its dimension is."""
    of = distinct(A)
    spans, n = bases(A, of), len(A)
    guide = np.asarray(like) if guides(like, n) else np.eye(n)
    places = _subspaces([np.linalg.norm(_directions(N).conj().T @ guide, axis=0) for N in spans], of)
    found = balls(np.zeros((n, n)))
    for j, N in enumerate(spans):
        here = [k for k in range(n) if places[k] == j]
        found[:, here] = column_matrix([unit(v) for v in projected(N, balls(guide[:, here])).T])
    return found


def _subspaces(shares: Sequence[np.ndarray], of: Sequence[Eigenvalue]) -> list[int]:
    """Of each column the subspace that it lies next to, by its share in each."""
    left, places = [e.count for e in of], [-1] * sum(e.count for e in of)
    for place in np.argsort(-np.array(shares).T, axis=None, kind="stable"):
        k, j = divmod(int(place), len(of))
        if left[j] and places[k] < 0:
            places[k] = j
            left[j] -= 1
    return places


def _directions(N: acb_mat) -> np.ndarray:
    """Nearly orthonormal columns of floats that nearly span the same: which subspace a column is next to is
    no matter of proof."""
    sizes = [largest([abs(x) for x in column]).mid() for column in from_matrix(N).T]
    scaled = [[complex((x / s).mid()) for x, s in zip(row, sizes, strict=True)] for row in from_matrix(N)]
    return np.linalg.qr(np.array(scaled))[0]


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
