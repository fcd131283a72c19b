"""The condition number of a matrix in the 2-norm."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.language.expressions import Undefined
from verify.mathematics.arrays.eigen import of_subspace
from verify.mathematics.arrays.operation import Moves, Operation, Value, inner, matrix, size
from verify.mathematics.arrays.singular import (
    subspaces,
    svdvals,
    svdvals_tangent,
    thin,
    triplets,
    turned_as,
)
from verify.mathematics.arrays.spectra import Multiple


def cond_tangent(A: Matrix) -> Moves:
    values, along = svdvals(A), svdvals_tangent(A)

    def tangent(directions: Any) -> Value:
        ds = along(directions)
        return (ds[0] - values[0] / values[-1] * ds[-1]) / values[-1]

    return tangent


def cond(A: Matrix) -> arb:
    """||A|| ||A^+|| in the 2-norm; undefined for a matrix that does not have full rank."""
    s = svdvals(A)
    if s[-1].is_zero():
        rank = sum(not v.is_zero() for v in s)
        raise Undefined(f"the matrix is rank-deficient: its rank is {rank} of {len(s)}, by exact elimination")
    return arb(s[0] / s[-1])


def cond_moved(A: Matrix) -> Moves:
    # d(s_1/s_n) = (u_1^T dA v_1 - (s_1/s_n) u_n^T dA v_n)/s_n
    A, wide = thin(A), np.shape(A)[0] < np.shape(A)[1]
    s = svdvals(A)
    try:
        _, U, V = triplets(A)
    except (Unsettled, Multiple):
        return _multiple_cond_moved(A, s, wide)
    slopes = _cond_slopes(s, (U[:, 0], V[:, 0]), (U[:, -1], V[:, -1]))
    return lambda steps: inner(slopes, turned_as(steps[0], wide))


def _cond_slopes(s: Matrix, first: tuple[Matrix, Matrix], last: tuple[Matrix, Matrix]) -> Matrix:
    return size((np.multiply.outer(*first) - np.multiply.outer(*last) * (s[0] / s[-1])) / s[-1])


def _multiple_cond_moved(A: Matrix, s: Matrix, turned: bool) -> Moves:
    """Of multiple singular values s_1 moves by the largest u^T dA v of unit vectors of its subspaces and s_n
    by the least of its own (Rellich): together by no less than any of them make it, with dA of the signs of
    their slopes, and by no more than each at most by itself. That of one column does not move."""
    pairs = subspaces(A)
    if len(s) == 1:
        return lambda steps: arb(0)
    (U_1, V_1), (U_n, V_n) = pairs[-1], pairs[0]
    # Of v of length 1 is u = A v/s, which is what the columns are over the length of v.
    v, w = V_1[:, -1], V_n[:, 0]
    lengths = [inner(x, x).sqrt() for x in (v, w)]
    first, last = (U_1[:, -1] / lengths[0], v / lengths[0]), (U_n[:, 0] / lengths[1], w / lengths[1])
    slopes = _cond_slopes(s, first, last)

    def moved(steps: Any) -> Value:
        S = turned_as(steps[0], turned)
        most = of_subspace(U_1, V_1, S)[-1] + s[0] / s[-1] * of_subspace(U_n, V_n, S)[0]
        return inner(slopes, S).union(most / s[-1])

    return moved


def distance_told(A: Matrix) -> Sequence[str]:
    """How far a matrix is from one of lower rank: its smallest singular value over its largest."""
    s = svdvals(A)
    if s[-1].is_zero():
        return [f"the rank is {sum(not v.is_zero() for v in s)} of {len(s)}, by exact elimination"]
    share = (s[-1] / s[0]).str(4, radius=False)
    return [f"the rank is full, {len(s)}: the nearest matrix of lower rank is {share} of its norm away"]


OPERATIONS = (Operation("cond(A)", cond, matrix, cond_moved, remarks=distance_told, tangent=cond_tangent),)
