"""Linear algebra for the catalogue: elimination, Cholesky, certified norms, backward errors.

The bodies run in every arithmetic: numpy arrays worked row by row, without sums by library or updates in
place, so that every format carries out the same operations in the same order.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 7, 9 and
10; R. A. Horn and C. R. Johnson, Matrix Analysis, 2nd ed. (2013), sections 7.2 and 8.1.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq_mat

from verify.arithmetic import Ball, exact, mapped
from verify.enclose import Unsettled
from verify.errors import Breakdown, as_ball, entries, largest, norm


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


def growth_factor(A: Any, pivot: bool) -> arb:
    """max |a_ij^(k)| / max |a_ij| over the stages of elimination (Higham section 9.3), A in balls.

    With pivoting the order is the one chosen in balls: partial pivoting wherever the candidates differ.
    """
    stages = [largest([abs(a) for a in W[k + 1 :, k + 1 :].flat]) for k, W in reductions(Ball(), A, pivot)]
    size = largest([abs(a) for a in A.flat])
    return largest([size, *stages]) / size


def ball_matrix(M: Any) -> arb_mat:
    """A vector (as a column) or matrix of exact numbers or balls as FLINT's matrix of balls."""
    return arb_mat(len(M), M.size // len(M), entries(as_ball(M)))


def rational_matrix(M: Any) -> fmpq_mat:
    """The same for exact rationals."""
    return fmpq_mat(len(M), M.size // len(M), list(M.flat))


def array(entries: list[Any], shape: tuple[int, ...]) -> Any:
    """A numpy object array of balls or rationals."""
    made = np.empty(len(entries), dtype=object)
    made[:] = entries
    return made.reshape(shape)


def solve_in_balls(A: Any, b: Any) -> Any:
    """A^-1 b by FLINT's ball solver; Unsettled where the precision does not show A to be regular."""
    try:
        x = ball_matrix(A).solve(ball_matrix(b))
    except ZeroDivisionError:
        raise Unsettled("the matrix is not certainly regular at this precision") from None
    return array(x.entries(), b.shape)


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


def norm_2(M: Any) -> arb:
    """The largest singular value of a matrix, from below by a Rayleigh quotient and from above by proof.

    Perron-Frobenius where the signs allow, else a shifted Gram matrix shown to be positive definite.
    Where neither settles, sqrt(||M||_1 ||M||_inf) bounds it and the ball is wide.
    """
    M = as_ball(M)
    if all(x.is_zero() for x in M.flat):
        return arb(0)
    if not all(x.is_finite() for x in M.flat):
        return arb.nan()
    without_signs = _same_norm_nonnegative(M)
    if without_signs is not None:
        found = _perron_norm(without_signs)
        if found.rel_accuracy_bits() >= _GOOD_BITS:
            return found
    return _gram_norm(M if M.shape[0] >= M.shape[1] else M.T)


_GOOD_BITS = 36


def _same_norm_nonnegative(M: Any) -> Any:
    """A nonnegative matrix with the 2-norm of M: M, or |M| where the signs form a checkerboard, or None.

    With D = diag(1, -1, 1, ...), orthogonal, D M D' has the norm of M and is |M| if the sign of m_ij
    is (-1)^(i+j); the inverse of a Hilbert matrix is of that kind.
    """
    signs = (-1) ** np.add.outer(np.arange(M.shape[0]), np.arange(M.shape[1]))
    for pattern in (np.ones_like(signs), signs):
        turned = M * pattern
        if all(x >= 0 for x in turned.flat):
            return turned
    return None


def _rayleigh(M: arb_mat, v: arb_mat) -> arb:
    """||M v|| / ||v||, never above ||M||_2 for any v other than 0."""
    return _length(M * v) / _length(v)


def _length(v: arb_mat) -> arb:
    return sum((x * x for x in v.entries()), arb(0)).sqrt()


def _scaled_floats(M: Any) -> Any:
    """M in float64 with entries of size at most 1 or so: only a guide, nothing is concluded from it."""
    size = largest([abs(x) for x in M.flat]).mid()
    return np.array([float((x / size).mid()) for x in M.flat]).reshape(M.shape)


def _perron_norm(M: Any) -> arb:
    """M >= 0. The 2-norm squared is the Perron root of G = M^T M >= 0, and for every v > 0
    root <= max (G v)_i / v_i (Collatz and Wielandt; Horn and Johnson, corollary 8.1.31).
    """
    N = _scaled_floats(M)
    v = np.ones(M.shape[1])
    for _ in range(200):  # sums of nonnegative terms: each entry of v is good to about n u of itself
        w = N.T @ (N @ v)
        w = np.maximum(w / w.max(), 2.0**-1000)
        done = np.allclose(w, v, rtol=2.0**-44, atol=0.0)
        v = w
        if done:
            break
    A, vector = ball_matrix(M), ball_matrix(mapped(exact, v))
    image = A.transpose() * (A * vector)
    upper = largest([g / x for g, x in zip(image.entries(), vector.entries(), strict=True)]).sqrt()
    return _rayleigh(A, vector).union(upper)


def _gram_norm(M: Any) -> arb:
    """t > ||M||_2^2 if and only if t I - M^T M is positive definite."""
    A = ball_matrix(M)
    N = _scaled_floats(M)
    lower = _rayleigh(A, ball_matrix(mapped(exact, np.linalg.svd(N)[2][0])))
    gram = -array((A.transpose() * A).entries(), (M.shape[1],) * 2)
    for bits in (44, 40, 36, 32):
        upper = lower.abs_upper() * (1 + arb(2) ** -bits)
        if positive_definite(gram + np.diag([upper * upper] * len(gram))):
            return lower.union(upper)
    return lower.union((norm_1(M) * norm_inf(M)).sqrt())


def condition_numbers(A: Any) -> dict[str, arb]:
    """||A|| ||A^-1|| in the norms inf, 1 and 2 of a regular matrix of exact rationals."""
    inverse = exact_inverse(A)
    norms = {"inf": norm_inf, "1": norm_1, "2": norm_2}
    return {name: size(A) * size(inverse) for name, size in norms.items()}


def residual(A: Any, b: Any, x: Any) -> Any:
    """b - A x exactly, for rational A and b and a vector of finite floats."""
    column = rational_matrix(mapped(lambda v: exact(float(v)), x))
    return b - array((rational_matrix(A) * column).entries(), b.shape)


def backward_errors(A: Any, b: Any, x: Any) -> tuple[arb, arb]:
    """The least relative changes of A and b for which x solves the system: normwise, componentwise.

    Normwise in the infinity norm ||r|| / (||A|| ||x|| + ||b||) (Rigal and Gaches 1967; Higham theorem
    7.1), componentwise max |r_i| / (|A| |x| + |b|)_i (Oettli and Prager 1964; Higham theorem 7.3); 0/0
    counts as 0, and r_i / 0 as infinite.
    """
    r = abs(residual(A, b, x))
    scale = abs(b) - residual(abs(A), 0 * b, abs(x))
    size = norm_inf(A) * norm_inf(x) + norm_inf(b)
    return _share(norm_inf(r), size), largest([_share(arb(p), arb(q)) for p, q in zip(r, scale, strict=True)])


def _share(part: arb, whole: arb) -> arb:
    if part.is_zero():
        return arb(0)
    return arb(math.inf) if whole.is_zero() else part / whole
