"""Linear systems and inverses.

Sources: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 7 and 14.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import acb_mat, arb, arb_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled, current_bits, upper
from verify.language.expressions import Undefined
from verify.mathematics.arrays import fast_systems, preconditioners
from verify.mathematics.arrays import float_bounds as bounds
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    ball_matrix,
    balls,
    from_matrix,
    inner,
    is_complex,
    is_exact,
    product,
    rational_matrix,
    relative,
    shape_text,
    size,
    square,
)
from verify.mathematics.linear import array, norm_1, norm_inf
from verify.measure.budget import largest

EXACT_BITS = 512  # where so many bits do not show that a matrix is regular, it is asked in exact rationals
LARGEST_EXACT, EASY, SMALL = 300, 60, 12  # rows
MOST_NORMED = 200  # rows, up to which condition numbers are enclosed


def regular(A: Matrix) -> Exception:
    """What is to be raised where balls do not show that A is regular: more bits, or the proof that it is
    not."""
    if current_bits() < EXACT_BITS or len(A) > LARGEST_EXACT or not is_exact(_realified(A)):
        return Unsettled(f"balls of {current_bits()} bits do not show that the matrix is regular")
    if _rank(A) == len(A):
        return Unsettled("the matrix is regular, which exact rank proves; more bits will show it")
    return _proved_singular(A)


def _realified(A: Matrix) -> Matrix:
    """Of a complex matrix X + iY the real one [[X, -Y], [Y, X]], whose rank is twice that of it."""
    if np.asarray(A).dtype.kind != "c":
        return A
    return np.block([[A.real, -A.imag], [A.imag, A.real]])


def _rank(A: Matrix) -> int:
    return int(rational_matrix(_realified(A)).rank()) // (2 if is_complex(A) else 1)


def in_rationals(A: Any, *others: Any) -> bool:
    """Is the whole of rationals that are not floats, or so hard that these are the better way? Of a small one
    they are always: what is a power of two is known to be one, and not below it, where the ulps are half."""
    if not all(map(is_exact, (A, *others))) or len(A) > LARGEST_EXACT:
        return False
    return len(A) <= SMALL or np.asarray(A).dtype == object or current_bits() > EXACT_BITS


def inverse_matrix(A: Matrix) -> Any:
    if in_rationals(A):
        try:
            return arb_mat(rational_matrix(A).inv())
        except ZeroDivisionError as why:
            raise _proved_singular(A) from why
    try:
        found = ball_matrix(A).inv()
    except ZeroDivisionError as why:
        raise regular(A) from why
    return found


def solve(A: Matrix, b: Matrix) -> Matrix:
    """By the fast path where it applies and succeeds, else by balls or exact rationals."""
    quickly = fast_systems.solve(A, b) if fast_systems.applies(A, b) else None
    if quickly is not None:
        return quickly
    exactly = in_rationals(A, b)
    try:
        if exactly:
            found: Any = arb_mat(rational_matrix(A).solve(rational_matrix(b)))
        else:
            found = _solved(ball_matrix(A), ball_matrix(b))
    except ZeroDivisionError as why:
        raise (_proved_singular(A) if exactly else regular(A)) from why
    return from_matrix(found, np.shape(b))


def _solved(A: Any, b: Any) -> Any:
    either = isinstance(A, acb_mat) or isinstance(b, acb_mat)
    return acb_mat(A).solve(acb_mat(b)) if either else A.solve(b)


def _proved_singular(A: Matrix) -> Exception:
    told = f"its rank is {_rank(A)} of {len(A)}, by exact elimination"
    return Undefined(f"the matrix is singular: {told}")


def fits_system(A: Any, b: Any) -> str | None:
    if found := square(A):
        return found
    if not 1 <= np.ndim(b) <= 2 or len(b) != len(A):
        return f"a matrix of {shape_text(A)} and a right-hand side of {shape_text(b)} do not fit together"
    return None


def solve_moved(A: Matrix, b: Matrix) -> Moves:
    # A dx = db - dA x, so that |dx| <= |A^-1| (S |x| + s): Bauer's and Skeel's, attained.
    known = preconditioners.inverse(A) if fast_systems.applies(A, b) else None
    if known is not None and np.ndim(b) == 1:
        return _quick_moves(known, solve(A, b))
    inverse, x = size(from_matrix(inverse_matrix(A))), size(solve(A, b))
    return lambda steps: product(inverse, product(steps[0], x) + balls(steps[1]))


def solve_tangent(A: Matrix, b: Matrix) -> Moves:
    inverse, x = inv(A), solve(A, b)
    return lambda directions: product(inverse, balls(directions[1]) - product(directions[0], x))


def _quick_moves(known: preconditioners.Inverse, x: Matrix) -> Moves:
    """The same from an approximate inverse. What it is applied to are floats above S |x| + s and within 4 (n
    + 4) u of it: |x| is rounded up, n + 1 operations are rounded, and their bound is added. What underflowed
    on the way, n 2^-1073 at most, is below 2^-600 after a product with |A^-1|, which is in range."""
    above = np.array([upper(abs(v)) for v in x])
    n = len(x)
    within = (1 - arb(4 * (n + 4) * bounds.U)).union(arb(1))

    def moved(steps: Any) -> Value:
        S, s = (np.asarray(step, dtype=np.float64) for step in steps)
        found = known.applied(bounds.above(S @ above + s, n + 1))
        return array([v * within + arb(0, 2.0**-600) for v in found], (n,))

    return moved


def backward_solve(A: Matrix, b: Matrix, x: Matrix) -> tuple[arb, arb]:
    """Normwise in the infinity norm ||r|| / (||A|| ||x|| + ||b||) (Rigal and Gaches; Higham theorem 7.1),
    componentwise max |r_i| / (|A| |x| + |b|)_i (Oettli and Prager; theorem 7.3); of several right-hand sides
    the largest."""
    quickly = fast_systems.backward(A, b, x) if fast_systems.applies(A, b) else None
    if quickly is not None:
        return quickly
    if np.ndim(b) == 2:
        pairs = [backward_solve(A, b[:, k], x[:, k]) for k in range(np.shape(b)[1])]
        return largest([p for p, _ in pairs]), largest([q for _, q in pairs])
    r = size(balls(b) - product(A, x))
    whole = norm_inf(A) * norm_inf(x) + norm_inf(b)
    scale = product(size(A), size(x)) + size(balls(b))
    shares = [relative(p, q) for p, q in zip(r, scale, strict=True)]
    return relative(largest(list(r)), whole), largest(shares)


def two_norm(M: Matrix) -> arb:
    """The largest singular value. With U and V of floats, nearly orthogonal, and B = U^T M V nearly diagonal,
    ||M|| <= ||U^-1|| ||B|| ||V^-1||, ||U^-1||^2 <= 1/(1 - ||I - U^T U||) and ||.||^2 <= ||.||_1 ||.||_inf;
    from below ||M v|| / ||v|| for the column v of V that is largest."""
    M = balls(M)
    scale = largest([abs(v) for v in M.flat]).mid()
    if not scale.is_finite() or scale.is_zero():
        return arb(0) if scale.is_zero() else arb.nan()
    guide = np.array([float((v / scale).mid()) for v in M.flat]).reshape(M.shape)
    U, _, Vt = np.linalg.svd(guide)
    B = product(product(U.T, M), Vt.T)
    upper = _bound(B) / ((1 - _bound(_defect(U))) * (1 - _bound(_defect(Vt.T)))).sqrt()
    v = balls(Vt[0])
    image = product(M, v)
    lower = (inner(image, image) / inner(v, v)).sqrt()
    return lower.union(upper) if upper.is_finite() else arb.nan()


def _defect(U: Matrix) -> Matrix:
    found: Matrix = balls(np.eye(len(U.T))) - product(U.T, U)
    return found


def _bound(M: Matrix) -> arb:
    return (norm_1(M) * norm_inf(M)).sqrt()


def condition_of(A: Matrix, *_: Any) -> Mapping[str, arb]:
    """||A|| ||A^-1|| in the norms 1, 2 and infinity."""
    quickly = fast_systems.conditions(A) if fast_systems.applies(A) else None
    if quickly is not None or len(A) > MOST_NORMED:
        return quickly or {}
    inverse = from_matrix(inverse_matrix(A))
    norms = {"1": norm_1, "inf": norm_inf} if is_complex(A) else {"1": norm_1, "2": two_norm, "inf": norm_inf}
    return {name: of(balls(A)) * of(inverse) for name, of in norms.items()}


# --- inverse -------------------------------------------------------------------------------------------


def inv(A: Matrix) -> Matrix:
    return from_matrix(inverse_matrix(A))


def inv_moved(A: Matrix) -> Moves:
    # dX = -X dA X
    X = size(inv(A))
    return lambda steps: product(product(X, steps[0]), X)


def inv_tangent(A: Matrix) -> Moves:
    X = inv(A)
    return lambda directions: -product(product(X, directions[0]), X)


def inverse_residuals(A: Matrix, X: Matrix) -> Mapping[str, arb]:
    """||A X - I|| and ||X A - I|| over ||A|| ||X||, infinity norm: small for both is rare (Higham 14.1)."""
    one, whole = balls(np.eye(len(A))), norm_inf(A) * norm_inf(X)
    return {
        "residual_right": relative(norm_inf(product(A, X) - one), whole),
        "residual_left": relative(norm_inf(product(X, A) - one), whole),
    }


OPERATIONS = (
    Operation(
        "solve(A, b)",
        solve,
        fits_system,
        solve_moved,
        backward_solve,
        condition_of,
        tangent=solve_tangent,
        in_plane=True,
    ),
    Operation(
        "inv(A)",
        inv,
        square,
        inv_moved,
        None,
        condition_of,
        inverse_residuals,
        tangent=inv_tangent,
        in_plane=True,
    ),
)
