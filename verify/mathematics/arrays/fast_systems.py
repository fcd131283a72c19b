"""Large systems of float64 numbers, proved with an approximate inverse: the fast path beside the exact ones.

Let R be any matrix, E = I - R A and ||E|| <= alpha < 1 in the infinity norm. Then A is regular,
A^-1 = (I - E)^-1 R, and for every x~ with r = b - A x~

    x - x~ = R r + F R r,  F = E (I - E)^-1,  ||F|| <= alpha/(1 - alpha)
    |A^-1| v is within alpha/(1 - alpha) || |R| v || of |R| v, entry by entry, for v >= 0

(Rump; Ogita and Oishi). E is bounded from fl(R A) and gamma_n |R| |A|, the residual is summed in twice the
precision by error-free transformations, and all is done by BLAS and numpy. Where alpha is not below 1, or
numbers are out of range, nothing is said and the other path is taken.

Sources: S. M. Rump, Acta Numerica 19 (2010), 287-449, sections 5 and 10; T. Ogita and S. Oishi, Japan
Journal of Industrial and Applied Mathematics 26 (2009), 285-296.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.error_free import two_sum
from verify.arithmetic.precision import current_bits
from verify.mathematics.arrays.float_bounds import TINY, U, above, gamma, in_range, residual
from verify.mathematics.arrays.preconditioners import ENOUGH, Inverse, Key, balls_around, inverse
from verify.mathematics.linear import array

LEAST, MOST_BITS = 60, 256  # rows from which, and bits up to which the path is tried
REFINEMENTS = 2
MOST_SINGULAR = 200  # rows, up to which the 2-norm is worth its singular values


def applies(A: Any, *others: Any) -> bool:
    """Is the path worth trying: a large matrix of floats, and no more precision asked than it can give?"""
    arrays = [np.asarray(x) for x in (A, *others)]
    return len(A) >= LEAST and current_bits() <= MOST_BITS and all(x.dtype == np.float64 for x in arrays)


def solve(A: Matrix, b: Matrix) -> Matrix | None:
    """Balls around A^-1 b for a vector b; None where the proof does not succeed."""
    return _solution(Key(A), Key(b))


@lru_cache(maxsize=2)
def _solution(key: Key, right: Key) -> Matrix | None:
    found, b = inverse(key.A), right.A
    if found is None or b.ndim != 1 or not in_range(b):
        return None
    A, n = found.A, len(b)
    high, low = found.R @ b, np.zeros(n)
    before = np.inf
    for _ in range(REFINEMENTS):
        if not in_range(high) or not np.isfinite(low).all():
            return None
        corrected = found.corrected(residual(A, b, high, low))
        if corrected is None:
            return None
        change = corrected[0]
        size = float(np.abs(change).max())
        if not size < before / 8:
            break
        before = size
        high, low = two_sum(high, low + change)
    return _enclosed(found, b, high, low)


def _enclosed(found: Inverse, b: Matrix, high: Matrix, low: Matrix) -> Matrix | None:
    """The balls: middle high + low + R r, radius what F and the rounding of R r and of r leave."""
    corrected = found.corrected(residual(found.A, b, high, low)) if in_range(high) else None
    if corrected is None:
        return None
    change, rounding, unknown = corrected
    largest = float(above(np.abs(change) + rounding + unknown, 3).max())
    radius = above(rounding + unknown + found.slack * largest, 4)
    middles = (
        arb(h) + arb(s) + arb(c) for h, s, c in zip(high.tolist(), low.tolist(), change.tolist(), strict=True)
    )
    return array([m + arb(0, e) for m, e in zip(middles, radius.tolist(), strict=True)], (len(b),))


def backward(A: Matrix, b: Matrix, x: Matrix) -> tuple[arb, arb] | None:
    """The backward errors of a result, normwise and componentwise, as `systems.backward_solve` has them."""
    if b.ndim != 1 or not in_range(A, b, x):
        return None
    n = len(b)
    r = residual(A, b, x, np.zeros(n))
    off = [abs(arb(h) + arb(s) + arb(0, e)) for h, s, e in zip(*(v.tolist() for v in r), strict=True)]
    sizes = np.abs(A) @ np.abs(x) + np.abs(b)
    scale = _nonnegative(sizes, n + 1)
    rows = _nonnegative(np.abs(A).sum(axis=1), n)
    whole = _largest(rows) * arb(float(np.abs(x).max())) + arb(float(np.abs(b).max()))
    # In range no product underflows: where sizes add up to zero each term is zero, and so is the residual.
    if not sizes.any():
        return arb(0), arb(0)
    shares = [arb(0), *(p / q for p, q, size in zip(off, scale, sizes, strict=True) if size > 0)]
    return _largest(off) / whole, _largest(shares)


def _far(X: Matrix, Y: Matrix, Z: Matrix) -> float:
    """A bound of ||X Y - Z|| in the 2-norm, by those of rows and of columns."""
    n, ones = len(Y), np.ones(len(Y))
    off = np.abs(X @ Y - Z)
    # gamma_n |X| |Y| for the product and u of itself for the difference, which is |off| at most beside it.
    P, Q = np.abs(X), np.abs(Y)
    rows = above(above(off @ ones, n) * (1 + 2 * U) + gamma(n) * above(P @ above(Q @ ones, n), n) + TINY, 3)
    columns = above(
        above(ones @ off, n) * (1 + 2 * U) + gamma(n) * above(above(ones @ P, n) @ Q, n) + TINY, 3
    )
    return float(above(np.sqrt(above(rows.max() * columns.max(), 1)), 2) + n * TINY)


def condition_2(A: Matrix) -> arb | None:
    """sigma_1/sigma_n from an approximate singular value decomposition U S V^T. With a = ||1 - U^T U||,
    b = ||1 - V^T V|| and d = ||U^T A V - S||, every singular value of A times sqrt((1 +- a)(1 +- b)) encloses
    one of U^T A V, which lies within d of that of S (Weyl). None where sigma_n is lost in d."""
    n = len(A)
    if not in_range(A):
        return None
    U_, s, Vt = np.linalg.svd(A)
    one = np.eye(n)
    a, b = _far(np.ascontiguousarray(U_.T), U_, one), _far(Vt, np.ascontiguousarray(Vt.T), one)
    # A V = W + dW, ||dW|| <= w, and U^T W = S + ..., so that d <= ||U^T W - S|| + (1 + a) w.
    W = U_ * s
    w = _far(A, np.ascontiguousarray(Vt.T), W)
    d = arb(_far(np.ascontiguousarray(U_.T), W, np.diag(s))) + (1 + arb(a)) * arb(w)
    if not (a < ENOUGH and b < ENOUGH and d < s[-1] / 2):
        return None
    spread = ((1 + arb(0, a)) * (1 + arb(0, b))).sqrt()
    first, last = (arb(float(v)) + arb(0, d.abs_upper()) for v in (s[0], s[-1]))
    return (first / spread) / (last / spread)


def conditions(A: Matrix) -> Mapping[str, arb] | None:
    """||A|| ||A^-1|| in the norms 1 and infinity, and for a matrix that is not too large in the norm 2."""
    known, n = inverse(A), len(A)
    if known is None:
        return None
    rows, columns = (_largest(_nonnegative(np.abs(A).sum(axis=axis), n)) for axis in (1, 0))
    found = {"inf": rows * _largest(list(known.applied(np.ones(n))))}
    if known.alpha_1 < ENOUGH:
        # A^-1 = R + F R with ||F||_1 <= alpha_1/(1 - alpha_1), so that ||A^-1||_1 is near ||R||_1.
        sums, lost = known.column_sums()
        near = _largest([s + arb(0, e) for s, e in zip(_nonnegative(sums, n), lost.tolist(), strict=True)])
        found["1"] = columns * near * (1 + arb(0, known.alpha_1 / (1 - known.alpha_1) * (1 + 8 * U)))
    two = condition_2(A) if n <= MOST_SINGULAR else None
    return found if two is None else {**found, "2": two}


def _nonnegative(x: Matrix, terms: int) -> list[arb]:
    """Balls around exact sums of so many products of numbers >= 0, from their float64 results."""
    return list(balls_around(x, above(gamma(terms + 1) * above(x, terms), 2) + terms * TINY))


def _largest(balls: list[arb]) -> arb:
    found = balls[0]
    for ball in balls[1:]:
        found = found.max(ball)
    return found
