"""Singular values and vectors.

The singular values of A are the roots of the eigenvalues of A^T A (or A A^T, the smaller): the squares cost
bits and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.columns import by_columns
from verify.mathematics.arrays.determinants import rank, unmoved
from verify.mathematics.arrays.eigen import nearest_vectors, of_subspace, proved_bases, told, vector_figures
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    balls,
    inner,
    is_exact,
    matrix,
    product,
    rational_matrix,
    relative,
    size,
)
from verify.mathematics.arrays.spectra import (
    Multiple,
    Spectrum,
    gram,
    over_differences,
    signs,
    simple,
    symmetric,
)
from verify.mathematics.linear import array
from verify.measure.budget import largest


def thin(A: Matrix) -> Matrix:
    """A or its transpose, whichever has no fewer rows than columns."""
    A = np.asarray(A)
    return A if A.shape[0] >= A.shape[1] else np.ascontiguousarray(A.T)


def _squares(A: Matrix) -> list[arb]:
    """Eigenvalues of A^T A, ascending; those that are zero are so exactly where the rank of exact data says
    it."""
    found = [v.nonnegative_part() for v in symmetric(gram(A))]
    zeros = len(found) - int(rational_matrix(A).rank()) if is_exact(A) else 0
    return [arb(0)] * zeros + found[zeros:]


def svdvals(A: Matrix) -> Matrix:
    """From the largest down."""
    found = [v.sqrt() for v in reversed(_squares(thin(A)))]
    return array(found, (len(found),))


def triplets(A: Matrix) -> tuple[list[arb], Matrix, Matrix]:
    """Singular values of a matrix with at least as many rows as columns, from the largest down, with left
    and right vectors as columns. Unsettled where they cannot be told apart, or from zero."""
    values, V = simple(gram(A))
    s = [v.nonnegative_part().sqrt() for v in reversed(values)]
    V = np.ascontiguousarray(V[:, ::-1])
    if not all(v > 0 for v in s):
        raise Unsettled("a singular value cannot be distinguished from zero")
    U = product(A, V) * array([1 / v for v in s], (len(s),))[None, :]
    return s, U, V


def svdvals_moved(A: Matrix) -> Moves:
    # d sigma_k = u_k^T dA v_k
    wide = np.shape(A)[0] < np.shape(A)[1]
    try:
        _, U, V = triplets(thin(A))
    except (Unsettled, Multiple):
        return _multiple_moved(thin(A), wide)
    p, q = (size(V), size(U)) if wide else (size(U), size(V))

    def moved(steps: Any) -> Value:
        return array([inner(a, product(steps[0], b)) for a, b in zip(p.T, q.T, strict=True)], (len(p.T),))

    return moved


def _multiple_moved(A: Matrix, turned: bool) -> Moves:
    """As of a multiple eigenvalue: those of one singular value s > 0 are moved by the eigenvalues of the
    symmetric part of U^T dA V, with V an orthonormal basis of its right vectors and U = A V / s."""
    pairs = subspaces(A)

    def moved(steps: Any) -> Value:
        S = turned_as(steps[0], turned)
        ascending = [x for U, V in pairs for x in of_subspace(U, V, S)]
        return array(ascending[::-1], (len(ascending),))

    return moved


def subspaces(A: Matrix) -> list[tuple[Matrix, Matrix]]:
    """Of each singular value, ascending, the left and the right vectors, nearly orthonormal."""
    found = _spectrum(A)
    if not all(found.values[places[0]] > 0 for places in found.clusters):
        raise Unsettled("a singular value cannot be distinguished from zero")
    bases = proved_bases(found)
    return [
        (product(A, V) / found.values[places[0]].sqrt(), V)
        for places, V in zip(found.clusters, bases, strict=True)
    ]


def turned_as(S: Matrix, turned: bool) -> Matrix:
    S = balls(S)
    return np.ascontiguousarray(S.T) if turned else S


def backward_svdvals(A: Matrix, computed: Matrix) -> tuple[arb, arb]:
    # Weyl and Mirsky, in the 2-norm, attained as for eigenvalues of symmetric matrices.
    s = svdvals(A)
    error = largest([abs(e) for e in balls(np.sort(computed)[::-1]) - s])
    return relative(error, s[0]), arb.nan()


# --- vectors --------------------------------------------------------------------------------------------


def _spectrum(A: Matrix) -> Spectrum:
    """Of A^T A."""
    G = gram(A)
    return Spectrum(G, symmetric(G))


def left_vectors(A: Matrix, like: Any = None) -> Matrix:
    """All of them as columns, or as many as were computed, the largest singular value first: those of A A^T,
    zero among its eigenvalues."""
    return _descending(_spectrum(np.ascontiguousarray(np.asarray(A).T)), like)


def right_vectors(A: Matrix, like: Any = None) -> Matrix:
    """The same as rows."""
    turned = None if like is None else np.asarray(like).T
    return np.ascontiguousarray(_descending(_spectrum(np.asarray(A)), turned).T)


def _descending(found: Spectrum, like: Any) -> Matrix:
    n = len(found.values)
    if like is None or np.ndim(like) != 2 or len(like) != n or len(like.T) > n:
        return np.ascontiguousarray(nearest_vectors(found, None)[:, ::-1])
    count = len(like.T)
    # Of a reduced decomposition the other columns are any.
    rest = [[float(v.mid()) for v in row] for row in found.basis[:, : n - count]]
    whole = np.concatenate([np.array(rest).reshape(n, n - count), np.asarray(like)[:, ::-1]], axis=1)
    return np.ascontiguousarray(nearest_vectors(found, whole)[:, ::-1][:, :count])


def left_figures(A: Matrix, U: Matrix) -> Mapping[str, arb]:
    """Residuals of the columns as eigenvectors of A A^T, and how far they are from orthonormal ones."""
    return vector_figures(gram(np.ascontiguousarray(np.asarray(A).T)), U)


def right_figures(A: Matrix, Vt: Matrix) -> Mapping[str, arb]:
    return vector_figures(gram(A), np.ascontiguousarray(np.asarray(Vt).T))


def left_told(A: Matrix) -> Sequence[str]:
    return told(_spectrum(np.ascontiguousarray(np.asarray(A).T)), "squares of singular values")


def right_told(A: Matrix) -> Sequence[str]:
    return told(_spectrum(np.asarray(A)), "squares of singular values")


# --- how they move --------------------------------------------------------------------------------------
# From A = U S V^T, differentiated, with U^T dU and V^T dV skew.

MOST_VECTORS = 16  # rows or columns, up to which the derivatives of singular vectors are enclosed


def _shaken(A: Matrix, D: Matrix, found: tuple[list[arb], Matrix, Matrix]) -> tuple[Matrix, Matrix, Matrix]:
    """(ds, dU, dV) of a matrix with at least as many rows as columns. With P = U^T dA V and F_ij = 1/(s_j^2 -
    s_i^2) off the diagonal

        ds = diag P,  dU = U (F o (P S + S P^T)) + (I - U U^T) dA V S^-1,  dV = V (F o (S P + P^T S))
    """
    s, U, V = found
    S = array(s, (len(s),))
    DV = product(D, V)
    P = product(np.ascontiguousarray(U.T), DV)
    Pt = np.ascontiguousarray(P.T)
    F = over_differences([v * v for v in s])
    dU = product(U, F * (P * S[None, :] + S[:, None] * Pt)) + (DV - product(U, P)) / S[None, :]
    dV = product(V, F * (S[:, None] * P + Pt * S[None, :]))
    return np.diag(P).copy(), dU, dV


def _tangent(which: int) -> Callable[..., Moves]:
    """Of U (0), the values (1) or V^T (2): of as many vectors as the smaller side of the matrix is long."""

    def tangent(A: Matrix, like: Any = None) -> Moves:
        m, n = np.shape(A)
        wide, given = m < n, like if which == 0 or like is None else np.asarray(like).T
        if which != 1 and m != n and (like is None or np.shape(given)[1] != min(m, n)):
            raise Unsettled("vectors that complete a basis are any, and are not moved by the data")
        s, U, V = triplets(thin(A))
        turn = balls(signs(V if wide == (which == 0) else U, given if which != 1 else None))[None, :]
        found = s, U * turn, V * turn

        def directions_moved(directions: Any) -> Value:
            D = balls(directions[0])
            ds, dU, dV = _shaken(thin(A), np.ascontiguousarray(D.T) if wide else D, found)
            left, right = (dV, dU) if wide else (dU, dV)
            return (left, ds, np.ascontiguousarray(right.T))[which]

        return directions_moved

    return tangent


svdvals_tangent = _tangent(1)
SVDVALS = Operation("svdvals(A)", svdvals, matrix, svdvals_moved, backward_svdvals, tangent=svdvals_tangent)
OPERATIONS = (
    SVDVALS,
    Operation(
        "svd(A)[0]",
        left_vectors,
        matrix,
        by_columns(_tangent(0), MOST_VECTORS, "singular vectors"),
        figures=left_figures,
        remarks=left_told,
        nearest=True,
        tangent=_tangent(0),
    ),
    replace(SVDVALS, says="svd(A)[1]"),
    Operation(
        "svd(A)[2]",
        right_vectors,
        matrix,
        by_columns(_tangent(2), MOST_VECTORS, "singular vectors"),
        figures=right_figures,
        remarks=right_told,
        nearest=True,
        tangent=_tangent(2),
    ),
    Operation("lstsq(A, b)[2]", lambda A, b: rank(A), moved=lambda A, b: unmoved(A)),
    Operation(
        "lstsq(A, b)[3]",
        lambda A, b: svdvals(A),
        moved=lambda A, b: svdvals_moved(A),
        backward=lambda A, b, computed: backward_svdvals(A, computed),
    ),
)
