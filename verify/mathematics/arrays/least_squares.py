"""Least squares, pseudo-inverses and the polynomials that are fitted by them.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapter 20; G. H. Golub
and V. Pereyra, SIAM Journal on Numerical Analysis 10 (1973), 413-432, for the derivative of a pseudo-inverse.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled, current_bits
from verify.mathematics.arrays.least_squares_backward import backward
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    ball_matrix,
    balls,
    from_matrix,
    inner,
    is_exact,
    matrix,
    product,
    rational_matrix,
    rationals,
    relative,
    shape_text,
    size,
)
from verify.mathematics.arrays.systems import EXACT_BITS
from verify.mathematics.linear import array, norm_inf

MOST_TERMS = 1_000_000  # coefficients of the Jacobian
SMALL = 200  # entries
MOST_EXACT = 2000  # numbers of a matrix whose sum of squares is taken in rationals


def gram_inverse(A: Matrix) -> Matrix:
    """(A^T A)^-1 of a matrix whose columns are independent. Unsettled where that is not shown."""
    M = ball_matrix(A)
    try:
        return from_matrix((M.transpose() * M).inv())
    except ZeroDivisionError as why:
        raise Unsettled(
            f"balls of {current_bits()} bits do not show that the columns are independent"
        ) from why


def _deficient(A: Matrix) -> bool:
    """Is A of lower rank than its shape allows, by exact elimination? Asked where balls have not answered."""
    if current_bits() < EXACT_BITS or not is_exact(A):
        return False
    return bool(rational_matrix(A).rank() < min(np.shape(A)))


def pinv(A: Matrix) -> Matrix:
    if np.shape(A)[0] < np.shape(A)[1]:
        return pinv(np.ascontiguousarray(np.asarray(A).T)).T
    if _deficient(A):
        return from_matrix(arb_mat(_by_rank(rational_matrix(A))))
    return product(gram_inverse(A), np.asarray(A).T)


def _by_rank(A: fmpq_mat) -> fmpq_mat:
    """A = C R with C the columns of A at the pivots and R the rows of its echelon form that are not zero;
    then A^+ = R^T (R R^T)^-1 (C^T C)^-1 C^T, for the minimum norm solution also where A is rank-deficient."""
    echelon, rank = A.rref()
    m, n = A.nrows(), A.ncols()
    if rank == 0:
        return fmpq_mat(n, m)
    R = fmpq_mat(rank, n, [echelon[i, j] for i in range(rank) for j in range(n)])
    pivots = [next(j for j in range(n) if R[i, j] != 0) for i in range(rank)]
    C = fmpq_mat(m, rank, [A[i, j] for i in range(m) for j in pivots])
    return R.transpose() * (R * R.transpose()).inv() * (C.transpose() * C).inv() * C.transpose()


def lstsq(A: Matrix, b: Matrix) -> Matrix:
    """Of a small problem in rationals: a coefficient that is zero is known to be zero."""
    if np.size(A) <= SMALL and is_exact(A) and is_exact(b):
        found = arb_mat(_by_rank(rational_matrix(A)) * rational_matrix(b))
        return from_matrix(found, (np.shape(A)[1],))
    return product(pinv(A), b)


def fits_system(A: Any, b: Any, *_: Any) -> str | None:
    if found := matrix(A):
        return found
    if np.ndim(b) != 1 or len(b) != len(A):
        return f"a matrix of {shape_text(A)} and a right-hand side of {shape_text(b)} do not fit together"
    return None


def _coefficients(A: Matrix, b: Matrix) -> tuple[Matrix, Matrix]:
    """(dx_k/dA_ij, P): dx = P db - P dA x + K dA^T v, with K = (A^T A)^-1 and v the residual for independent
    columns, K = I - P A and v = P^T x for independent rows."""
    m, n = np.shape(A)
    if m * n * n > MOST_TERMS:
        raise Unsettled(f"the derivatives of a problem of {m} by {n} are not enclosed")
    P, x = pinv(A), lstsq(A, b)
    if m >= n:
        K, v = gram_inverse(A), balls(b) - product(A, x)
    else:
        K, v = balls(np.eye(n)) - product(P, A), product(P.T, x)
    by_data = np.multiply.outer(K, v).transpose(0, 2, 1) - np.multiply.outer(P, x)
    return by_data, P


def lstsq_moved(A: Matrix, b: Matrix) -> Moves:
    if _deficient(A):
        return _jumps(np.shape(A)[1])
    by_data, P = _coefficients(A, b)
    slopes, P = size(by_data), size(P)

    def moved(steps: Any) -> Value:
        s = balls(steps[0])
        found = [inner(row, s) for row in slopes]
        return array(found, (len(found),)) + product(P, steps[1])

    return moved


def lstsq_tangent(A: Matrix, b: Matrix) -> Moves:
    by_data, P = _coefficients(A, b)

    def tangent(directions: Any) -> Value:
        D = balls(directions[0])
        return array([inner(row, D) for row in by_data], (len(by_data),)) + product(P, directions[1])

    return tangent


def _jumps(count: int) -> Moves:
    """Where the rank is not full a step however small makes the solution jump."""
    return lambda steps: array([arb.pos_inf()] * count, (count,))


def residual_sum(A: Matrix, b: Matrix) -> Matrix:
    # A sum that is zero, as of equations that can be met, no balls tell from others.
    if current_bits() >= EXACT_BITS and np.size(A) <= MOST_EXACT and is_exact(A) and is_exact(b):
        M, right = rational_matrix(A), rational_matrix(b)
        exactly = right - M * (_by_rank(M) * right)
        return array([arb((exactly.transpose() * exactly)[0, 0])], (1,))
    r = balls(b) - product(A, lstsq(A, b))
    return array([inner(r, r)], (1,))


def residual_sum_moved(A: Matrix, b: Matrix) -> Moves:
    # d(r.r) = 2 r.(db - dA x): of x only the explicit part counts, for r is orthogonal to the columns.
    x = size(lstsq(A, b))
    r = 2 * size(balls(b) - product(A, lstsq(A, b)))
    return lambda steps: array([inner(r, product(steps[0], x) + balls(steps[1]))], (1,))


def residual_sum_tangent(A: Matrix, b: Matrix) -> Moves:
    x = lstsq(A, b)
    r = 2 * (balls(b) - product(A, x))
    return lambda directions: array([inner(r, balls(directions[1]) - product(directions[0], x))], (1,))


def overdetermined(A: Any, b: Any, *_: Any) -> str | None:
    if found := fits_system(A, b):
        return found
    m, n = np.shape(A)
    return None if m > n else "the sum of squares is given where there are more equations than unknowns"


def residuals(A: Matrix, b: Matrix, x: Matrix) -> Mapping[str, arb]:
    """||A^T r|| / (||A^T|| s), s = ||A|| ||x|| + ||b||: zero at solutions and nowhere else. r is noise
    beside s where all equations can be met, and so is this. Of fewer equations than unknowns ||r|| / s."""
    r = balls(b) - product(A, x)
    scale = norm_inf(A) * norm_inf(x) + norm_inf(b)
    if np.shape(A)[0] < np.shape(A)[1]:
        return {"residual": relative(norm_inf(r), scale)}
    At = np.ascontiguousarray(np.asarray(A).T)
    return {"residual": relative(norm_inf(product(At, r)), norm_inf(At) * scale)}


# --- pseudo-inverse -------------------------------------------------------------------------------------


def pinv_moved(A: Matrix) -> Moves:
    """dP = -P dA P + (A^T A)^-1 dA^T (I - A P) + (I - P A) dA^T (A A^T)^-1 (Golub and Pereyra)."""
    m, n = np.shape(A)
    if _deficient(A):
        return lambda steps: array([arb.pos_inf()] * (m * n), (n, m))
    slopes = size(_pinv_slopes(A))

    def moved(steps: Any) -> Value:
        s = balls(steps[0])
        return array([inner(slopes[k, q], s) for k in range(n) for q in range(m)], (n, m))

    return moved


def pinv_tangent(A: Matrix) -> Moves:
    m, n = np.shape(A)
    slopes = _pinv_slopes(A)

    def tangent(directions: Any) -> Value:
        D = balls(directions[0])
        return array([inner(slopes[k, q], D) for k in range(n) for q in range(m)], (n, m))

    return tangent


def _pinv_slopes(A: Matrix) -> Matrix:
    """dP_kl by dA_ij: K_kj N_il - P_ki P_jl."""
    m, n = np.shape(A)
    if m * m * n * n > MOST_TERMS:
        raise Unsettled(f"the derivatives of a pseudo-inverse of {m} by {n} are not enclosed")
    P = pinv(A)
    if m >= n:
        K, N = gram_inverse(A), balls(np.eye(m)) - product(A, P)
    else:
        K, N = balls(np.eye(n)) - product(P, A), gram_inverse(np.ascontiguousarray(np.asarray(A).T))
    found: Matrix = np.einsum("kj,il->klij", K, N) - np.einsum("ki,jl->klij", P, P)
    return found


# --- polynomials ----------------------------------------------------------------------------------------


def _powers(x: Matrix, degree: int, slope: bool = False) -> Matrix:
    """Of every point from the highest power down; or their derivatives."""
    exact = is_exact(x)
    t = rationals(x) if exact else balls(x)
    columns = [(k * t ** (k - 1) if k else 0 * t) if slope else t**k for k in range(degree, -1, -1)]
    return np.stack(columns, axis=1)


def polyfit(x: Matrix, y: Matrix, degree: int) -> Matrix:
    return lstsq(_powers(x, degree), y)


def polyfit_moved(x: Matrix, y: Matrix, degree: int) -> Moves:
    if _deficient(_powers(x, degree)):
        return _jumps(degree + 1)
    by_x, by_y = map(size, _fit_slopes(x, y, degree))
    return lambda steps: product(by_x, steps[0]) + product(by_y, steps[1])


def polyfit_tangent(x: Matrix, y: Matrix, degree: int) -> Moves:
    by_x, by_y = _fit_slopes(x, y, degree)
    return lambda directions: product(by_x, directions[0]) + product(by_y, directions[1])


def _fit_slopes(x: Matrix, y: Matrix, degree: int) -> tuple[Matrix, Matrix]:
    """Of the coefficients by the points and by the values."""
    A, slopes = _powers(x, degree), balls(_powers(x, degree, slope=True))
    by_data, P = _coefficients(A, y)
    # x_i moves the whole row i: dc_k/dx_i = sum_j dc_k/dA_ij dA_ij/dx_i
    return (by_data * slopes[None]).sum(axis=2), P


def fits_points(x: Any, y: Any, degree: Any) -> str | None:
    if np.ndim(x) != 1 or np.shape(x) != np.shape(y) or not np.size(x):
        return f"{shape_text(x)} points and {shape_text(y)} values do not fit together"
    if not isinstance(degree, int) or degree < 0:
        return "the degree is an integer of at least 0"
    if not is_exact(x):
        return "its points are given as an array, not computed"
    return None if degree < len(x) else f"{len(x)} points do not fix a polynomial of degree {degree}"


OPERATIONS = (
    Operation(
        "lstsq(A, b)[0]", lstsq, fits_system, lstsq_moved, backward, figures=residuals, tangent=lstsq_tangent
    ),
    Operation(
        "lstsq(A, b)[1]", residual_sum, overdetermined, residual_sum_moved, tangent=residual_sum_tangent
    ),
    Operation("pinv(A)", pinv, matrix, pinv_moved, tangent=pinv_tangent),
    Operation("polyfit(x, y, deg)", polyfit, fits_points, polyfit_moved, tangent=polyfit_tangent),
)
