"""The backward error of a least squares solution: the least relative change of A and b that it solves.

With theta = ||A||_F/||b||, r = b - A x, mu = theta^2 ||x||^2/(1 + theta^2 ||x||^2),
phi^2 = mu ||r||^2/||x||^2 and C = 1 - r r^T/(r^T r), for x and r that are not zero,

    min { ||[dA, theta db]||_F : x minimizes ||(b + db) - (A + dA) x|| } = min { phi, sigma_min([A, phi C]) }

(B. Walden, R. Karlson and J.-G. Sun, Numerical Linear Algebra with Applications 2 (1995), 271-286; N. J.
Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapter 20). The square of that
singular value is the least eigenvalue of G = A A^T + phi^2 C. On what is orthogonal to the columns of
M = [A, r], G is phi^2, so that only those of the pencil K - lambda S are asked for, K = M^T G M, S = M^T M;
where there are not fewer of these columns than rows, M = 1.
"""

import numpy as np
from flint import acb_mat, arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import ball_matrix, balls, inner, product

WITHIN = 2.0**-10  # of the eigenvalue: so near are its ends, each of which is proved


def backward(A: Matrix, b: Matrix, x: Matrix) -> tuple[arb, arb]:
    """Normwise, over ||A||_F; no formula for the componentwise one is known."""
    if np.ndim(b) != 1 or np.shape(A)[0] < np.shape(A)[1]:
        raise Unsettled("the backward error is known where there are as many equations as unknowns, or more")
    r = balls(b) - product(A, x)
    if all(v.is_zero() for v in r):
        return arb(0), arb.nan()
    a, y, rest = inner(A, A), inner(x, x), inner(r, r)
    theta = a / inner(b, b) * y
    if not (theta > 0 and theta.is_finite()):
        raise Unsettled(
            "the backward error of a solution that is zero, or of no right-hand side, is not known"
        )
    phi = theta / (1 + theta) * rest / y
    M = np.concatenate([balls(A), r[:, None]], axis=1) if len(A) > len(x) + 1 else balls(np.eye(len(A)))
    S, W = product(M.T, M), product(M.T, A)
    ends = product(M.T, r)
    K = product(W, W.T) + phi * (S - np.multiply.outer(ends, ends) / rest)
    return (phi.min(_least(K, S)) / a).sqrt(), arb.nan()


def _least(K: Matrix, S: Matrix) -> arb:
    """The least eigenvalue of K - lambda S: K - low S is positive definite, and K - high S is not."""
    try:
        E = acb_mat(ball_matrix(S).inv() * ball_matrix(K)).eig(algorithm="approx")
    except (ZeroDivisionError, ValueError) as why:
        raise Unsettled("the residual is not told from a combination of the columns") from why
    guide = min((e.real.mid() for e in E), key=float)
    low, high = guide * (1 - WITHIN), guide * (1 + WITHIN)
    if not (all(p > 0 for p in _pivots(K - low * S)) and any(p < 0 for p in _pivots(K - high * S))):
        raise Unsettled("the least singular value is not enclosed at this precision")
    found: arb = low.union(high)
    return found


def _pivots(M: Matrix) -> list[arb]:
    """Those of M = L D L^T up to the first that is not positive: all are where M is positive definite, and
    one is negative where a leading part of it certainly is not."""
    M, found = M.copy(), []
    for k in range(len(M)):
        found.append(M[k, k])
        if not (M[k, k] > 0 and found[-1].is_finite()):
            break
        M[k + 1 :, k + 1 :] -= np.multiply.outer(M[k + 1 :, k], M[k, k + 1 :]) / M[k, k]
    return found
