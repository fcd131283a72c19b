"""How eigenvalues and eigenvectors move, where each eigenvalue is separated from the others.

Source: G. W. Stewart and J. Sun, Matrix Perturbation Theory (1990).
"""

from typing import Any

import numpy as np
from flint import acb

from verify.arithmetic.arrays import Matrix, mapped
from verify.mathematics.arrays.columns import mirrored
from verify.mathematics.arrays.operation import Moves, Value, balls, inner, is_complex, product
from verify.mathematics.arrays.pairing import paired
from verify.mathematics.arrays.spectra import (
    closed,
    column_matrix,
    guides,
    is_real,
    isolated,
    matched,
    over_differences,
    overlap,
    signs,
    simple,
    times,
)
from verify.mathematics.linear import array


def eigvalsh_tangent(A: Matrix) -> Moves:
    # d lambda = v^T dA v for a simple eigenvalue with v of length 1.
    V = simple(A)[1]

    def tangent(directions: Any) -> Value:
        D = mirrored(directions[0])  # of the lower triangle, as the vectors': what cancels between them does
        return array([inner(v, product(D, v)) for v in V.T], (len(A),))

    return tangent


def eigh_tangent(A: Matrix, like: Any = None) -> Moves:
    """dv_k = sum_(j != k) v_j (v_j^T dA v_k)/(l_k - l_j), dA symmetric: as its lower triangle says."""
    values, V = simple(A)
    V = V * balls(signs(V, like))[None, :]
    Vt, gaps = np.ascontiguousarray(V.T), over_differences(values)
    return lambda directions: product(V, product(Vt, product(mirrored(directions[0]), V)) * gaps)


def eigvals_tangent(A: Matrix, like: Any = None) -> Moves:
    # d lambda_k = (L dA R)_kk, for L R = 1; real where the eigenvalue of a real matrix is.
    E, L, R = isolated(A)
    order, real = paired(E, like, closed(A, E)), [not is_complex(A) and is_real(e, E) for e in E]

    def tangent(directions: Any) -> Value:
        moved = np.diag(times(L, times(balls(directions[0]), R)))
        return array([moved[k].real if real[k] else moved[k] for k in order], (len(A),))

    return tangent


def eig_tangent(A: Matrix, like: Any = None) -> Moves:
    """dr_k = sum_(j != k) r_j (l_j dA r_k)/(e_k - e_j) + c r_k, l_j r_j = 1. The real part of c keeps the
    length of r_k at 1, its imaginary part the inner product with the computed column v real: Re c = -Re r* dr
    and Im c = -Im v* dr / v* r for dr without it."""
    E, L, R = isolated(A)
    places = matched(R, like)
    known = [balls(v) for v in np.asarray(like).T] if guides(like, len(A)) else [r for _, r in places]
    plain = [guides(like, len(A)) and not any(acb(x).imag != 0 for x in v) for v in known]

    def tangent(directions: Any) -> Value:
        D = balls(directions[0])
        columns = []
        for (k, r), v, is_plain in zip(places, known, plain, strict=True):
            image = times(L, times(D, r[:, None]))[:, 0]
            shares = [0 * a if j == k else a / (E[k] - E[j]) for j, a in enumerate(image)]
            dr = times(R, array(shares, (len(E), 1)))[:, 0]
            c = acb(-overlap(r, dr).real, -overlap(v, dr).imag / overlap(v, r).real)
            dr = dr + np.array([c * x for x in r], dtype=object)
            # Of a real eigenvalue the vector is real times one phase, that of the computed column.
            columns.append(mapped(lambda x: x.real, dr) if is_plain and is_real(E[k], E) else dr)
        return column_matrix(columns)

    return tangent
