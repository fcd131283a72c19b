"""Eigenvalues and eigenvectors of square and of symmetric matrices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled, current_bits
from verify.mathematics.arrays import invariant
from verify.mathematics.arrays.columns import by_columns
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    balls,
    inner,
    is_complex,
    is_exact,
    of_complex,
    product,
    relative,
    size,
    square,
)
from verify.mathematics.arrays.pairing import paired
from verify.mathematics.arrays.spectra import (
    Multiple,
    Spectrum,
    closed,
    column_matrix,
    eigenvalues,
    guides,
    is_real,
    isolated,
    matched,
    simple,
    spectrum,
    square_of,
    symmetric,
    times,
    unit,
)
from verify.mathematics.arrays.systems import EXACT_BITS, two_norm
from verify.mathematics.arrays.vector_tangents import (
    eig_tangent,
    eigh_tangent,
    eigvals_tangent,
    eigvalsh_tangent,
)
from verify.mathematics.linear import array, norm_inf
from verify.measure.budget import largest

MOST_VECTORS = 24  # rows, up to which the derivatives of eigenvectors are enclosed


# --- symmetric ------------------------------------------------------------------------------------------


def is_symmetric(A: Any, *_: Any) -> str | None:
    if found := square(A):
        return found
    A = np.asarray(A)
    if A.dtype == object and not is_exact(A):
        return "it takes a matrix as it is given, not a computed one"
    return None if bool((A == A.T).all()) else "it takes a symmetric matrix"


def eigvalsh(A: Matrix) -> Matrix:
    return array(symmetric(A), (len(A),))


def eigvalsh_moved(A: Matrix) -> Moves:
    # d lambda = v^T dA v for a simple eigenvalue with v of length 1.
    try:
        v = size(simple(A)[1])
    except (Unsettled, Multiple):
        return _multiple_moved(spectrum(A))
    return lambda steps: array([inner(c, product(steps[0], c)) for c in v.T], (len(A),))


def _multiple_moved(found: Spectrum) -> Moves:
    """Of an eigenvalue of multiplicity m, with an orthonormal basis Q of its subspace, dA moves the m in
    ascending order by those of Q^T dA Q (Rellich). |dA| <= S lets the first and the last move by |v|^T S |v|
    for any unit vector v of the subspace, that of dA = +-S o sgn(v v^T), and none by more than the norm of
    |Q|^T S |Q|. Unsettled where it is not proved that they are one."""
    bases = proved_bases(found)

    def moved(steps: Any) -> Value:
        return array([x for W in bases for x in of_subspace(W, W, balls(steps[0]))], (len(found.values),))

    return moved


def proved_bases(found: Spectrum) -> list[Matrix]:
    """Of each eigenvalue vectors of its subspace, nearly orthonormal, as columns. Unsettled where it is not
    proved that a cluster is one eigenvalue."""
    for places in found.clusters:
        if len(places) > 1 and not found.is_one(places):
            raise Unsettled(f"eigenvalues {places[0]} to {places[-1]} are not told apart")
    return [column_matrix([found.projected(p, found.basis[:, k]) for k in p]) for p in found.clusters]


def of_subspace(left: Matrix, right: Matrix, S: Matrix) -> list[arb]:
    """What |dA| <= S moves the eigenvalues of the symmetric part of L^T dA R by, where left = L C and right =
    R C with R orthonormal: ||C^-1||^2 <= 1/(1 - ||right^T right - 1||)."""
    m = len(right.T)
    inside = product(np.ascontiguousarray(size(left).T), product(S, size(right)))
    inside = (inside + np.ascontiguousarray(inside.T)) / 2
    off = norm_inf(product(np.ascontiguousarray(right.T), right) - balls(np.eye(m)))
    least = largest([inside[k, k] / inner(right[:, k], right[:, k]) for k in range(m)])
    most = norm_inf(inside) / (1 - off)
    ends = least if m == 1 else least.union(most)
    return [ends if k in (0, m - 1) else arb(0).union(most) for k in range(m)]


def backward_eigvalsh(A: Matrix, computed: Matrix) -> tuple[arb, arb]:
    # max |lambda^ - lambda| <= ||E|| for every symmetric E whose A + E has the computed values (Weyl),
    # attained by V diag(lambda^ - lambda) V^T: in the 2-norm.
    error = largest([abs(e) for e in balls(np.sort(computed)) - eigvalsh(A)])
    eta = relative(error, largest([abs(e) for e in eigvalsh(A)]))
    return eta, arb.nan()


def eigh_vectors(A: Matrix, like: Any = None) -> Matrix:
    """Every computed column's nearest neighbour among the unit vectors of its invariant subspace."""
    return nearest_vectors(spectrum(A), like)


def nearest_vectors(found: Spectrum, like: Any) -> Matrix:
    n = len(found.values)
    V = balls(like) if guides(like, n) and not np.iscomplexobj(like) else found.basis
    columns: list[Matrix] = [np.empty(0)] * n
    for places in found.clusters:
        for k in places:
            columns[k] = unit(found.projected(places, V[:, k]))
    return column_matrix(columns)


def vector_figures(A: Matrix, V: Matrix) -> Mapping[str, arb]:
    """max ||A v - r v|| / (||A|| ||v||) with Rayleigh's quotient r, the least that any number leaves; and
    how far V is from having orthonormal columns, ||V^T V - 1||."""
    V = balls(V)
    shares = []
    for v in V.T:
        image, length = product(A, v), inner(v, v)
        rest = image - v * (inner(v, image) / length)
        shares.append(relative(inner(rest, rest).nonnegative_part().sqrt(), length.sqrt()))
    one = balls(np.eye(len(V.T)))
    return {
        "residual": relative(largest(shares), two_norm(balls(A))),
        "orthogonality": norm_inf(product(np.ascontiguousarray(V.T), V) - one),
    }


def clusters_told(A: Matrix) -> Sequence[str]:
    """Eigenvalues that are equal, or agree so far that they are judged by their invariant subspace."""
    return told(spectrum(A), "eigenvalues")


def told(found: Spectrum, what: str) -> list[str]:
    return [
        f"{what} {places[0]} to {places[-1]} (ascending) {found.sameness(places)}, near "
        f"{found.values[places[0]].mid().str(8, radius=False)}: their vectors are held against the invariant "
        "subspace of all of them"
        for places in found.clusters
        if len(places) > 1
    ]


# --- any square matrix ----------------------------------------------------------------------------------


def eigvals(A: Matrix, like: Any = None) -> Matrix:
    found = eigenvalues(A)
    return array([found[k] for k in paired(found, like, closed(A, found))], (len(A),))


def eigvals_moved(A: Matrix, like: Any = None) -> Moves:
    # d lambda_k = (L dA R)_kk, for L R = 1
    E, L, R = isolated(A)
    order, p, q = paired(E, like, closed(A, E)), size(L), size(R)

    def one(k: int, steps: Matrix) -> arb:
        bound = inner(p[k], product(steps, q[:, k]))
        return bound if is_complex(A) or is_real(E[k], E) else of_complex(bound)

    def moved(steps: Any) -> Value:
        return array([one(k, steps[0]) for k in order], (len(A),))

    return moved


def eig_vectors(A: Matrix, like: Any = None) -> Matrix:
    """Every vector of length 1, turned to lie nearest to the computed column; where eigenvalues are multiple,
    of the invariant subspace of each."""
    if current_bits() >= EXACT_BITS and len(A) <= invariant.MOST and is_exact(A):
        return invariant.nearest(A, like)
    try:
        return column_matrix([v for _, v in matched(isolated(A)[2], like)])
    except Multiple as why:
        raise Unsettled(f"{why}: its invariant subspace takes {EXACT_BITS} bits") from why


def eig_figures(A: Matrix, V: Matrix) -> Mapping[str, arb]:
    V = balls(V)
    shares = []
    for v in V.T:
        image = times(balls(A), v[:, None])[:, 0]
        length = square_of(v)
        quotient = sum((acb(c).conjugate() * w for c, w in zip(v, image, strict=True)), acb(0)) / length
        rest = square_of(image - quotient * v)
        shares.append(relative(rest.sqrt(), length.sqrt()))
    return {"residual": relative(largest(shares), two_norm(balls(A)))}


EIGVALSH = Operation(
    "eigvalsh(A)",
    eigvalsh,
    is_symmetric,
    eigvalsh_moved,
    backward_eigvalsh,
    remarks=clusters_told,
    tangent=eigvalsh_tangent,
)
EIGVALS = Operation(
    "eigvals(A)",
    eigvals,
    square,
    eigvals_moved,
    remarks=invariant.told,
    nearest=True,
    tangent=eigvals_tangent,
    in_plane=True,
)
OPERATIONS = (
    EIGVALSH,
    replace(EIGVALSH, says="eigh(A)[0]"),
    Operation(
        "eigh(A)[1]",
        eigh_vectors,
        is_symmetric,
        by_columns(eigh_tangent, MOST_VECTORS, "eigenvectors"),
        figures=vector_figures,
        remarks=clusters_told,
        nearest=True,
        tangent=eigh_tangent,
    ),
    EIGVALS,
    replace(EIGVALS, says="eig(A)[0]"),
    Operation(
        "eig(A)[1]",
        eig_vectors,
        square,
        by_columns(eig_tangent, MOST_VECTORS, "eigenvectors"),
        figures=eig_figures,
        remarks=invariant.told,
        nearest=True,
    ),
)
