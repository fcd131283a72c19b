"""Eigenvalues and eigenvectors of square and of symmetric matrices."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled, current_bits
from verify.mathematics.arrays import invariant
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
from verify.mathematics.arrays.spectra import (
    Spectrum,
    column_matrix,
    eigenvalues,
    in_order,
    isolated,
    paired,
    spectrum,
    symmetric,
    times,
    unit,
)
from verify.mathematics.arrays.systems import EXACT_BITS, two_norm
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


def simple(A: Matrix) -> tuple[list[arb], Matrix]:
    """Eigenvalues of a symmetric matrix, ascending, with vectors of length 1 as columns. Unsettled where they
    are not told apart."""
    E, _, R = isolated(A)
    values = [e.real for e in E]
    order = sorted(range(len(E)), key=lambda k: float(values[k].mid()))
    vectors = column_matrix([unit(array([v.real for v in R[:, k]], (len(A),))) for k in order])
    return in_order(values), vectors


def eigvalsh_moved(A: Matrix) -> Moves:
    # d lambda = v^T dA v for a simple eigenvalue with v of length 1.
    v = size(simple(A)[1])
    return lambda steps: array([inner(c, product(steps[0], c)) for c in v.T], (len(A),))


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
    known = like is not None and np.shape(like) == (n, n) and bool(np.isfinite(like).all())
    V = balls(like) if known and not np.iscomplexobj(like) else found.basis
    columns: list[Matrix] = [np.empty(0)] * n
    for places in found.clusters:
        for k in places:
            columns[k] = unit(found.projected(places, V[:, k]))
    return column_matrix(columns)


def eigh_moved(A: Matrix, like: Any = None) -> Moves:
    """dv_k = sum_(j != k) v_j (v_j^T dA v_k)/(l_k - l_j), dA symmetric: entries off the diagonal move in
    pairs."""
    n = len(A)
    if n > MOST_VECTORS:
        raise Unsettled(f"the derivatives of {n} eigenvectors are not enclosed")
    values, V = simple(A)
    slopes = []
    for k in range(n):
        weights = array([arb(0) if j == k else 1 / (values[k] - values[j]) for j in range(n)], (n,))
        K = product(V * weights[None, :], np.ascontiguousarray(V.T))
        one = np.multiply.outer(K, V[:, k])  # dv_i by dA_pq
        both = one + one.transpose(0, 2, 1)
        half = np.array([0.5 if p == q else 1.0 for p in range(n) for q in range(n)]).reshape(n, n)
        slopes.append(size(both) * balls(half)[None])

    def moved(steps: Any) -> Value:
        s = balls(steps[0])
        upper = balls(np.triu(np.ones((n, n)))) * s
        return column_matrix([array([inner(row, upper) for row in one], (n,)) for one in slopes])

    return moved


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
    return array([found[k] for k in paired(found, like)], (len(A),))


def eigvals_moved(A: Matrix, like: Any = None) -> Moves:
    # d lambda_k = (L dA R)_kk, for L R = 1
    E, L, R = isolated(A)
    order, p, q = paired(E, like), size(L), size(R)

    def one(k: int, steps: Matrix) -> arb:
        bound = inner(p[k], product(steps, q[:, k]))
        return bound if is_complex(A) or _is_real(E[k], E) else of_complex(bound)

    def moved(steps: Any) -> Value:
        return array([one(k, steps[0]) for k in order], (len(A),))

    return moved


def _is_real(e: acb, others: Sequence[acb]) -> bool:
    """An isolated eigenvalue of a real matrix is real where its conjugate can be no other one."""
    return sum(bool(e.conjugate().overlaps(other)) for other in others) == 1 and bool(e.imag.contains(0))


def eig_vectors(A: Matrix, like: Any = None) -> Matrix:
    """Every vector of length 1, turned to lie nearest to the computed column; where eigenvalues are multiple,
    of the invariant subspace of each."""
    if current_bits() >= EXACT_BITS and len(A) <= invariant.MOST and is_exact(A):
        return invariant.nearest(A, like)
    _, _, R = isolated(A)
    n = len(A)
    known = like is not None and np.shape(like) == (n, n) and bool(np.isfinite(like).all())
    columns = [unit(R[:, k]) for k in range(n)]
    if not known:
        return column_matrix(columns)
    rest, found = list(range(n)), []
    for v in np.asarray(like).T:
        overlaps = {k: _overlap(columns[k], balls(v)) for k in rest}
        best = max(rest, key=lambda k: float(abs(overlaps[k]).mid()))
        rest.remove(best)
        turn = overlaps[best] / abs(overlaps[best])
        found.append(array([c * turn for c in columns[best]], (n,)))
    return column_matrix(found)


def _overlap(v: Matrix, w: Matrix) -> acb:
    return sum((acb(a).conjugate() * b for a, b in zip(v, w, strict=True)), acb(0))


def eig_figures(A: Matrix, V: Matrix) -> Mapping[str, arb]:
    V = balls(V)
    shares = []
    for v in V.T:
        image = times(balls(A), v[:, None])[:, 0]
        length = sum((abs(c) ** 2 for c in v), arb(0))
        quotient = sum((acb(c).conjugate() * w for c, w in zip(v, image, strict=True)), acb(0)) / length
        rest = sum((abs(w - quotient * c) ** 2 for c, w in zip(v, image, strict=True)), arb(0))
        shares.append(relative(rest.sqrt(), length.sqrt()))
    return {"residual": relative(largest(shares), two_norm(balls(A)))}


OPERATIONS = (
    Operation(
        "eigvalsh(A)", eigvalsh, is_symmetric, eigvalsh_moved, backward_eigvalsh, remarks=clusters_told
    ),
    Operation("eigh(A)[0]", eigvalsh, is_symmetric, eigvalsh_moved, backward_eigvalsh, remarks=clusters_told),
    Operation(
        "eigh(A)[1]",
        eigh_vectors,
        is_symmetric,
        eigh_moved,
        figures=vector_figures,
        remarks=clusters_told,
        nearest=True,
    ),
    Operation(
        "eigvals(A)",
        eigvals,
        square,
        eigvals_moved,
        remarks=invariant.told,
        nearest=True,
        in_plane=True,
    ),
    Operation(
        "eig(A)[0]",
        eigvals,
        square,
        eigvals_moved,
        remarks=invariant.told,
        nearest=True,
        in_plane=True,
    ),
    Operation("eig(A)[1]", eig_vectors, square, figures=eig_figures, remarks=invariant.told, nearest=True),
)
