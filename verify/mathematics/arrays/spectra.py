"""Eigenvalues and their vectors, enclosed; clusters and the projections on their invariant subspaces.

Eigenvalues of exact data are the roots of the characteristic polynomial, which is exact, and so are their
multiplicities; of large or computed matrices they come from FLINT's certified solver.

Sources: G. W. Stewart and J. Sun, Matrix Perturbation Theory (1990), sections IV.2 and V.3 (Davis and Kahan).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb, arb_mat, fmpq

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.precision import Hopeless, Unsettled, current_bits
from verify.mathematics.arrays.operation import (
    ball_matrix,
    balls,
    from_matrix,
    inner,
    is_complex,
    is_exact,
    product,
    rational_matrix,
)
from verify.mathematics.arrays.systems import EXACT_BITS
from verify.mathematics.linear import array
from verify.measure.budget import largest

MOST_EXACT = 100  # rows, for the roots of a characteristic polynomial


class Multiple(Hopeless):
    """An eigenvalue is multiple, which is proved: no precision tells it from itself."""


def isolated(A: Matrix) -> tuple[list[acb], Matrix, Matrix]:
    """Eigenvalues E, left vectors as rows of L and right ones as columns of R, with L R = 1. Unsettled where
    they are not told apart, Multiple where it is proved that none will tell them."""
    try:
        E, L, R = acb_mat(ball_matrix(A)).eig(left=True, right=True)
    except ValueError as why:
        if is_exact(A) and len(A) <= MOST_EXACT and _most(A) > 1:
            raise Multiple(
                f"an eigenvalue is multiple, {_most(A)} times, which the characteristic polynomial proves"
            ) from why
        raise Unsettled(f"balls of {current_bits()} bits do not tell the eigenvalues apart") from why
    return E, from_matrix(L), from_matrix(R)


def _most(A: Matrix) -> int:
    """The largest multiplicity of an eigenvalue: p = c f_1 f_2^2 f_3^3 ... with f_k free of squares."""
    _, factors = rational_matrix(A).charpoly().numer().factor_squarefree()
    return max(int(count) for _, count in factors)


def simple(A: Matrix) -> tuple[list[arb], Matrix]:
    """Eigenvalues of a symmetric matrix, ascending, with vectors of length 1 as columns. Unsettled where they
    are not told apart."""
    E, _, R = isolated(A)
    values = [e.real for e in E]
    order = sorted(range(len(E)), key=lambda k: _by_size(values[k].mid()))
    vectors = column_matrix([unit(array([v.real for v in R[:, k]], (len(A),))) for k in order])
    return in_order(values), vectors


def over_differences(values: Sequence[arb]) -> Matrix:
    """1/(v_k - v_j) in row j and column k, and nothing on the diagonal."""
    n = len(values)
    over = [arb(0) if j == k else 1 / (values[k] - values[j]) for j in range(n) for k in range(n)]
    return array(over, (n, n))


def is_real(e: acb, others: Sequence[acb]) -> bool:
    """An isolated eigenvalue of a real matrix is real where its conjugate can be no other one."""
    return sum(bool(e.conjugate().overlaps(other)) for other in others) == 1 and bool(e.imag.contains(0))


def eigenvalues(A: Matrix) -> list[acb]:
    """All of them, as often as they occur."""
    if is_exact(A) and len(A) <= MOST_EXACT:
        return roots_of(rational_matrix(A).charpoly())
    try:
        return list(acb_mat(ball_matrix(A)).eig())
    except ValueError as why:
        if current_bits() < EXACT_BITS:
            raise Unsettled(f"balls of {current_bits()} bits do not tell the eigenvalues apart") from why
    return list(acb_mat(ball_matrix(A)).eig(multiple=True))


def roots_of(polynomial: Any) -> list[acb]:
    """The roots of a rational polynomial, as often as they occur: multiplicities are exact."""
    whole = polynomial.numer()
    return [_exactly(root, whole) for root, count in whole.complex_roots() for _ in range(int(count))]


def _exactly(root: acb, whole: Any) -> acb:
    """An integer where the root is one: no other root is in its ball, so that one that is zero of the
    polynomial is it. Of a ball about a power of two more bits would never tell its ulp."""
    near = acb(root).real.unique_fmpz()
    return acb(near) if near is not None and acb(root).contains(near) and whole(near) == 0 else root


def in_order(values: Sequence[arb]) -> list[arb]:
    """Real numbers in ascending order: the k-th lies between the k-th of the lower and of the upper ends,
    whether the balls overlap or not."""
    lows = sorted((v.lower() for v in values), key=_by_size)
    highs = sorted((v.upper() for v in values), key=_by_size)
    return [low.union(high) for low, high in zip(lows, highs, strict=True)]


def _by_size(x: arb) -> fmpq:
    return x.fmpq() if x.is_finite() else fmpq(0)


def symmetric(A: Matrix) -> list[arb]:
    """The eigenvalues of a symmetric matrix, ascending. As many are zero as the rank is short, exactly."""
    found = in_order([e.real for e in eigenvalues(A)])
    near = [k for k, value in enumerate(found) if value.contains(0)]
    if near and is_exact(A) and len(near) == len(A) - int(rational_matrix(A).rank()):
        found = [arb(0) if k in near else value for k, value in enumerate(found)]
    return found


@dataclass(frozen=True)
class Spectrum:
    """A symmetric matrix with enclosed eigenvalues, ascending, and an approximate orthonormal basis."""

    A: Matrix
    values: list[arb]

    @cached_property
    def clusters(self) -> list[list[int]]:
        """Places of eigenvalues that are not told apart."""
        found: list[list[int]] = []
        for k, value in enumerate(self.values):
            if found and value.overlaps(self.values[k - 1]):
                found[-1].append(k)
            else:
                found.append([k])
        return found

    def is_one(self, places: Sequence[int]) -> bool:
        """Are the values of a cluster one eigenvalue, by the exact characteristic polynomial?"""
        if not is_exact(self.A) or len(self.A) > MOST_EXACT:
            return False
        known: Any = rational_matrix(self.A).charpoly().numer().complex_roots()
        counts = [int(n) for root, n in known if acb(root).real.overlaps(self.values[places[0]])]
        return counts == [len(places)]

    def sameness(self, places: Sequence[int]) -> str:
        if self.is_one(places):
            return "are equal, which the characteristic polynomial proves"
        return f"are not told apart by {current_bits()} bits"

    @cached_property
    def basis(self) -> Matrix:
        """Nearly orthonormal columns that nearly are eigenvectors, in the order of the values: points."""
        E, R = acb_mat(ball_matrix(self.A)).eig(right=True, algorithm="approx")
        order = sorted(range(len(E)), key=lambda k: _by_size(E[k].real.mid()))
        V = mapped(lambda v: v.real.mid(), from_matrix(R))[:, order]
        # A cluster's columns are made orthogonal: what they span is what counts.
        columns: list[Matrix] = []
        for k in range(len(order)):
            v = V[:, k]
            for _ in range(2):
                for q in columns:
                    v = v - q * inner(q, v)
            columns.append(mapped(lambda c: c.mid(), v / inner(v, v).sqrt()))
        return np.stack(columns, axis=1)

    def projected(self, places: Sequence[int], v: Matrix) -> Matrix:
        """The projection of a vector on the invariant subspace of a cluster.

        Let Q be the basis of it, nearly orthonormal, G = Q^T Q and M = G^-1 Q^T A Q. For the orthogonal
        projections P on the subspace and P' on the columns of Q, ||P - P'|| = sin of the largest angle is at
        most ||A Q - Q M|| ||G^-1/2|| / gap (Davis and Kahan), gap the distance of the eigenvalues of M, which
        lie in Gershgorin's intervals, from those of A outside the cluster on either side.
        """
        Q = self.basis[:, list(places)]
        G = ball_matrix(Q).transpose() * ball_matrix(Q)
        inverse = G.inv()
        M = inverse * ball_matrix(Q).transpose() * ball_matrix(self.A) * ball_matrix(Q)
        rest = ball_matrix(self.A) * ball_matrix(Q) - ball_matrix(Q) * M
        residual = _frobenius(rest) * _frobenius(inverse).sqrt()
        gap = self._gap(places, from_matrix(M))
        if not gap > 0:
            raise Unsettled("an invariant subspace is not separated from the others at this precision")
        angle = (residual / gap).abs_upper()
        within = ball_matrix(Q) * (inverse * (ball_matrix(Q).transpose() * ball_matrix(v)))
        slack = arb(0, (angle * inner(balls(v), balls(v)).sqrt()).abs_upper())
        found: Matrix = from_matrix(within, np.shape(v)) + slack
        return found

    def _gap(self, places: Sequence[int], M: Matrix) -> arb:
        """From Gershgorin's intervals of M to the eigenvalues below and above the cluster."""
        first, last = places[0], places[-1]
        gaps = []
        for i, row in enumerate(M):
            radius = sum((abs(v) for j, v in enumerate(row) if j != i), arb(0))
            gaps += [row[i] - radius - self.values[first - 1]] if first else []
            gaps += [self.values[last + 1] - row[i] - radius] if last + 1 < len(self.values) else []
        return -largest([-g for g in gaps]) if gaps else arb(1)


def _frobenius(M: arb_mat) -> arb:
    return sum((x * x for x in M.entries()), arb(0)).nonnegative_part().sqrt()


def spectrum(A: Matrix) -> Spectrum:
    return Spectrum(A, symmetric(A))


def closed(A: Matrix, values: Sequence[acb]) -> bool:
    """Are values that came of a matrix all roots of a real polynomial, those in identical balls one root?
    Balls of a cluster that FLINT's solver did not tell apart are identical too."""
    apart = all(not x.overlaps(y) for x, y in combinations(values, 2))
    return not is_complex(A) and (apart or (is_exact(A) and len(A) <= MOST_EXACT))


def overlap(v: Matrix, w: Matrix) -> acb:
    """The inner product, the first conjugated."""
    return sum((acb(a).conjugate() * b for a, b in zip(v, w, strict=True)), acb(0))


def guides(like: Any, n: int) -> bool:
    """Is what was computed a matrix of n columns of numbers?"""
    return like is not None and np.shape(like) == (n, n) and bool(np.isfinite(like).all())


def signs(V: Matrix, like: Any) -> Matrix:
    """Of each column, that which turns it to what was computed; of one that was not, the own one."""
    if np.shape(like) != V.shape:
        return np.ones(len(V.T))
    near = np.array([[float(v.mid()) for v in row] for row in V])
    return np.where((near * np.real(like)).sum(axis=0) < 0, -1.0, 1.0)


def matched(R: Matrix, like: Any) -> list[tuple[int, Matrix]]:
    """Columns of R, of length 1, each with its place: in the order of the computed columns that they lie next
    to, turned to lie nearest to them."""
    n = len(R)
    columns = [unit(R[:, k]) for k in range(n)]
    if not guides(like, n):
        return list(enumerate(columns))
    rest, found = list(range(n)), []
    for v in np.asarray(like).T:
        overlaps = {k: overlap(columns[k], balls(v)) for k in rest}
        best = max(rest, key=lambda k: float(abs(overlaps[k]).mid()))
        rest.remove(best)
        turn = overlaps[best] / abs(overlaps[best])
        found.append((best, array([c * turn for c in columns[best]], (n,))))
    return found


def column_matrix(columns: Sequence[Matrix]) -> Matrix:
    return np.stack(columns, axis=1)


def unit(v: Matrix) -> Matrix:
    """A vector over its length."""
    length = square_of(v).sqrt()
    return array([c / length for c in v], v.shape)


def square_of(v: Matrix) -> arb:
    """The sum of |c|^2. Never by a power: that of a ball about zero is NaN."""
    parts = [p for c in v for p in (acb(c).real, acb(c).imag)]
    return sum((p * p for p in parts), arb(0)).nonnegative_part()


def times(A: Matrix, B: Matrix) -> Matrix:
    """A product of matrices that may be complex."""
    left = acb_mat(len(A), len(A.T), list(A.flat))
    return from_matrix(left * acb_mat(len(B), len(B.T), list(B.flat)))


def gram(A: Matrix) -> Matrix:
    """A^T A: exact where A is."""
    At = np.ascontiguousarray(np.asarray(A).T)
    if is_exact(A):
        M = rational_matrix(A)
        return from_matrix(M.transpose() * M)
    return product(At, A)
