"""Linear algebra for the catalogue: elimination, Cholesky, certified norms.

The bodies run in every arithmetic: numpy arrays worked row by row, without sums by library or updates in
place, so that every format carries out the same operations in the same order.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 7, 9 and
10; R. A. Horn and C. R. Johnson, Matrix Analysis, 2nd ed. (2013), sections 7.2 and 8.1.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.measure.budget import Breakdown, as_ball, entries, largest, norm


def reductions(R: Any, W: Any, pivot: bool) -> Iterator[tuple[int, Any]]:
    """Gaussian elimination on an n by m matrix, m >= n: (k, W after column k is cleared below row k)."""
    for k in range(len(W) - 1):
        W = W.copy()
        if pivot:
            p = k + R.pivot(W[k:, k])
            W[[k, p]] = W[[p, k]]
        multiplier = W[k + 1 :, k] / W[k, k]
        W[k + 1 :, k + 1 :] = W[k + 1 :, k + 1 :] - multiplier[:, None] * W[k, None, k + 1 :]
        W[k + 1 :, k] = R(0)
        yield k, W


def eliminate(R: Any, W: Any, pivot: bool) -> Any:
    """The upper triangular (or trapezoidal) matrix that elimination ends with."""
    for _, reduced in reductions(R, W, pivot):
        W = reduced
    return W


def back_substitution(U: Any, y: Any) -> Any:
    """x with U x = y for an upper triangular U, column by column."""
    x = y.copy()
    for k in reversed(range(len(x))):
        x[k] = x[k] / U[k, k]
        x[:k] = x[:k] - U[:k, k] * x[k]
    return x


def forward_substitution(L: Any, b: Any) -> Any:
    """y with L y = b for a lower triangular L, column by column."""
    y = b.copy()
    for k in range(len(y)):
        y[k] = y[k] / L[k, k]
        y[k + 1 :] = y[k + 1 :] - L[k + 1 :, k] * y[k]
    return y


def solve_by_elimination(R: Any, A: Any, b: Any, pivot: bool) -> Any:
    W = eliminate(R, np.column_stack([A, b]), pivot)
    return back_substitution(W[:, :-1], W[:, -1])


def elimination(R: Any, A: Any, b: Any) -> Any:
    return solve_by_elimination(R, A, b, pivot=False)


def elimination_pivoted(R: Any, A: Any, b: Any) -> Any:
    return solve_by_elimination(R, A, b, pivot=True)


def pivoted_in_balls(A: Any, b: Any) -> Any:
    """What a direct solver computes in exact arithmetic, whatever its blocks."""
    return elimination_pivoted(Ball(), A, b)


def cholesky(R: Any, A: Any) -> Any:
    """Lower triangular L with L L^T = A (outer product form, Higham algorithm 10.2 rearranged)."""
    S, L = A.copy(), np.zeros_like(A)
    for k in range(len(A)):
        L[k, k] = R.sqrt(S[k, k])
        L[k + 1 :, k] = S[k + 1 :, k] / L[k, k]
        S[k + 1 :, k + 1 :] = S[k + 1 :, k + 1 :] - L[k + 1 :, k, None] * L[None, k + 1 :, k]
    return L


def solve_by_cholesky(R: Any, A: Any, b: Any) -> Any:
    L = cholesky(R, A)
    return back_substitution(L.T, forward_substitution(L, b))


class CholeskyBall(Ball):
    """Balls in which a pivot that is certainly not positive is a Breakdown: no real factor exists."""

    def sqrt(self, x: arb) -> arb:
        if x <= 0:
            raise Breakdown(
                f"Cholesky breaks down in exact arithmetic: the data as rounded are not positive definite "
                f"(a pivot is {x.str(5, radius=False)})"
            )
        return x.sqrt()


def cholesky_in_balls(A: Any, b: Any) -> Any:
    return solve_by_cholesky(CholeskyBall(), A, b)


def inner(u: Any, v: Any) -> Any:
    """u . v, one product after the other: a body over any arithmetic."""
    total = u[0] * v[0]
    for s, t in zip(u[1:], v[1:], strict=True):
        total = total + s * t
    return total


def times(A: Any, B: Any) -> Any:
    """A B as a sum of outer products, in one order for every arithmetic."""
    total = A[:, 0, None] * B[None, 0, :]
    for k in range(1, len(B)):
        total = total + A[:, k, None] * B[None, k, :]
    return total


def ball_matrix(M: Any) -> arb_mat:
    """A vector (as a column) or matrix of exact numbers or balls as FLINT's matrix of balls."""
    return arb_mat(len(M), M.size // len(M), entries(as_ball(M)))


def rational_matrix(M: Any) -> fmpq_mat:
    """The same for exact rationals."""
    return fmpq_mat(len(M), M.size // len(M), list(M.flat))


def array(entries: list[Any], shape: tuple[int, ...]) -> Matrix:
    """A numpy object array of balls or rationals."""
    made = np.empty(len(entries), dtype=object)
    made[:] = entries
    return made.reshape(shape)


def solve_in_balls(A: Any, b: Any) -> Any:
    """A^-1 b by FLINT's ball solver; NaN where the precision does not show A to be regular."""
    try:
        return array(ball_matrix(A).solve(ball_matrix(b)).entries(), b.shape)
    except ZeroDivisionError:
        return array([arb.nan()] * b.size, b.shape)


def exact_inverse(A: Any) -> Any:
    return array(rational_matrix(A).inv().entries(), A.shape)


def positive_definite(S: Any) -> bool | None:
    """Is every symmetric matrix in S positive definite (True), is none (False), or is it open (None)?

    Sylvester's criterion: a symmetric matrix is positive definite if and only if all its leading minors
    are positive (Horn and Johnson, theorem 7.2.5), hence if and only if all pivots of elimination
    without interchanges are, minor k being the product of the first k pivots. The ball of each pivot
    contains that pivot of every symmetric matrix in S.
    """
    for pivot in np.diag(eliminate(Ball(), as_ball(S), pivot=False)):
        if not pivot > 0:
            return False if pivot <= 0 else None
    return True


def norm_inf(M: Any) -> arb:
    """The largest row sum of magnitudes; for a vector the largest magnitude."""
    return norm(as_ball(M))


def norm_1(M: Any) -> arb:
    """The largest column sum of magnitudes; for a vector their sum."""
    return norm(as_ball(np.atleast_2d(M.T)))


def norm_2(M: Any, bits: int = 40) -> arb:
    """The largest singular value of a matrix, to `bits` bits if the precision in force allows.

    Perron-Frobenius where the signs are those of a nonnegative matrix or a checkerboard, else by a
    definite Gram matrix.
    """
    M = as_ball(M)
    if all(x.is_zero() for x in M.flat):
        return arb(0)
    if not all(x.is_finite() for x in M.flat):
        return arb.nan()
    unsigned = _unsigned(M)
    if unsigned is not None:
        found = norm_2_perron(unsigned, bits)
        if found.rel_accuracy_bits() >= bits:
            return found
    return norm_2_gram(M, bits)


def _unsigned(M: Any) -> Any:
    """|M| where it has the 2-norm of M because M >= 0 or its signs form a checkerboard; else None.

    With D = diag(1, -1, 1, ...) of either size, orthogonal, D M D' has the norm of M, and it is |M| if
    (-1)^(i+j) m_ij >= 0; the inverse of a Hilbert matrix is of that kind.
    """
    signs = (-1) ** np.add.outer(*map(np.arange, M.shape))
    for pattern in (signs * signs, signs):
        turned = M * pattern
        if all(x >= 0 for x in turned.flat):
            return turned
    return None


def norm_2_perron(M: Any, bits: int = 40) -> arb:
    """The 2-norm of M >= 0. Its square is the Perron root of G = M^T M >= 0, and for every v > 0 the
    root is at most max (G v)_i / v_i (Collatz and Wielandt; Horn and Johnson, corollary 8.1.31).
    """
    M = as_ball(M)
    N = _guide(M)
    start = np.ones(M.shape[1])
    for _ in range(50):  # sums of nonnegative terms: each entry is good to about n u of itself
        start = N.T @ (N @ start)
        start = np.maximum(start / start.max(), 2.0**-1000)
    A, v = ball_matrix(M), ball_matrix(start)
    for _ in range(3 * bits):
        image = A.transpose() * (A * v)
        ratios = [g / x for g, x in zip(image.entries(), v.entries(), strict=True)]
        found = _rayleigh(A, v).union(largest(ratios).sqrt())
        v = image.mid()
        if found.rel_accuracy_bits() >= bits or not all(x > 0 for x in v.entries()):
            break
    return found


def norm_2_gram(M: Any, bits: int = 40) -> arb:
    """The 2-norm of any M: t > ||M||_2^2 if and only if t I - M^T M is positive definite.

    Where that is not shown, sqrt(||M||_1 ||M||_inf) bounds the norm and the ball is wide.
    """
    M = as_ball(M if M.shape[0] >= M.shape[1] else M.T)
    A = ball_matrix(M)
    v = ball_matrix(np.linalg.svd(_guide(M))[2][0])
    lower = _rayleigh(A, v)
    for _ in range(3 * bits):
        v = (A.transpose() * (A * v)).mid()
        before, lower = lower, _rayleigh(A, v)
        if abs(lower - before) < lower * arb(2) ** -(bits + 4):
            break
    gram = array((A.transpose() * A).entries(), (M.shape[1],) * 2)
    for gap in (bits + 2, 32):
        upper = lower.abs_upper() * (1 + arb(2) ** -gap)
        if positive_definite(np.diag([upper * upper] * len(gram)) - gram):
            return lower.union(upper)
    return lower.union((norm_1(M) * norm_inf(M)).sqrt())


def _rayleigh(M: arb_mat, v: arb_mat) -> arb:
    """||M v|| / ||v||, never above ||M||_2 whatever v is, 0 excepted."""
    image, length = ([x * x for x in w.entries()] for w in (M * v, v))
    return (sum(image, arb(0)) / sum(length, arb(0))).sqrt()


def _guide(M: Any) -> Any:
    """M in float64, scaled to entries of size 1 at most. Nothing is concluded from it."""
    size = largest([abs(x) for x in M.flat]).mid()
    return np.array([float((x / size).mid()) for x in M.flat]).reshape(M.shape)


def condition_numbers(A: Any, inverse: Any) -> dict[str, arb]:
    """||A|| ||A^-1|| in the norms inf, 1 and 2, of a matrix and its inverse."""
    norms = {"inf": norm_inf, "1": norm_1, "2": norm_2}
    return {name: size(A) * size(inverse) for name, size in norms.items()}
