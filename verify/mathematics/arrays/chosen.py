"""Vectors within a formula, where no computed column says which of the right ones is meant.

All results of one decomposition are one choice, so that (svd(A)[0]*svd(A)[1]) @ svd(A)[2] is A and a column
of eig(A)[1] belongs to its place in eig(A)[0]. What no sign or phase settles is any, and has no value here.
"""

from collections.abc import Callable

import numpy as np
from flint import acb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Hopeless, Unsettled
from verify.mathematics.arrays.eigen import eigvals
from verify.mathematics.arrays.operation import (
    Operation,
    Value,
    is_complex,
    is_exact,
    product,
    rational_matrix,
)
from verify.mathematics.arrays.spectra import (
    Spectrum,
    column_matrix,
    gram,
    is_real,
    isolated,
    spectrum,
    symmetric,
    unit,
)
from verify.mathematics.linear import array

# The entry that is made positive is the first of at least this share of the largest: of equals, whose balls
# differ in their last bits from one precision to the next, always the same one.
SHARE = 0.617


def within(operation: Operation) -> Callable[..., Value]:
    """The truth of an operation inside a formula."""
    chosen = {"eigh[1]": symmetric_vectors, "eig[1]": vectors, "svd[0]": left, "svd[2]": right}
    return chosen.get(operation.name, operation.truth)


def symmetric_vectors(A: Matrix) -> Matrix:
    return _told_apart(spectrum(A))


def left(A: Matrix) -> Matrix:
    """u = A v/s, s > 0."""
    m, n = np.shape(A)
    if m < n:
        return _descending(np.ascontiguousarray(np.asarray(A).T))
    _complete(m - n)
    if is_exact(A) and rational_matrix(A).rank() < n:
        raise Hopeless("vectors of a singular value 0 are not unique: a formula of them has several values")
    V = _descending(A)
    images = product(A, V)
    return column_matrix([unit(u) for u in images.T])


def right(A: Matrix) -> Matrix:
    m, n = np.shape(A)
    _complete(n - m)
    return np.ascontiguousarray(_descending(A).T)


def vectors(A: Matrix) -> Matrix:
    """In the order of eigvals(A), whose balls each meet one isolated eigenvalue."""
    E, _, R = isolated(A)
    columns = []
    for value in eigvals(A):
        places = [k for k, e in enumerate(E) if e.overlaps(acb(value))]
        if len(places) != 1:
            raise Unsettled("an eigenvalue cannot be distinguished from the others")
        v = _turned(unit(R[:, places[0]]))
        # Of a real eigenvalue the vector is real times one phase, and one entry of it is real by now.
        alone = not is_complex(A) and is_real(E[places[0]], E)
        columns.append(array([acb(x).real for x in v], v.shape) if alone else v)
    return column_matrix(columns)


def _complete(more: int) -> None:
    if more > 0:
        raise Hopeless("vectors that complete a basis are not unique: a formula of them has several values")


def _descending(A: Matrix) -> Matrix:
    G = gram(A)
    return np.ascontiguousarray(_told_apart(Spectrum(G, symmetric(G)))[:, ::-1])


def _told_apart(found: Spectrum) -> Matrix:
    for places in found.clusters:
        if len(places) > 1:
            why = "vectors of a multiple eigenvalue are any, so that a formula of them has no one value"
            raise (Hopeless if found.is_one(places) else Unsettled)(why)
    return column_matrix([_turned(unit(found.projected(p, found.basis[:, p[0]]))) for p in found.clusters])


def _turned(v: Matrix) -> Matrix:
    """With one of its large entries positive."""
    sizes = np.array([float(abs(x).mid()) for x in v])
    pivot = v[int(np.flatnonzero(sizes >= SHARE * sizes.max())[0])]
    if pivot.contains(0):
        raise Unsettled("the sign of a vector is not decided")
    turn = acb(pivot).conjugate() / abs(pivot) if isinstance(pivot, acb) else pivot.sgn()
    return array([x * turn for x in v], v.shape)
