"""Approximate inverses of matrices of floats that are proved to be such: of one factor, or of two.

R = R_1 = fl(A^-1) serves up to kappa near 1e13. Beyond it R_1 A is no longer near 1, but its condition number
is only about u kappa(A): with P near R_1 A, summed in more than twice the precision, and R_2 = fl(P^-1) the
product R = R_2 R_1 serves up to kappa near 1e16 (Rump's inversion of extremely ill-conditioned matrices). It
is not formed: with R_1 A = P + D, |D| bounded,

    |I - R_2 R_1 A| <= |I - R_2 P| + |R_2| |D|

Source: S. M. Rump, Japan Journal of Industrial and Applied Mathematics 26 (2009), 249-277.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.mathematics.arrays.float_bounds import TINY, Sum, U, above, gamma, in_range, residual
from verify.mathematics.arrays.sliced import product
from verify.mathematics.linear import array

ENOUGH = 0.5  # of alpha: beyond it refinement is slow


@dataclass(frozen=True)
class Inverse:
    """R, with bounds alpha and alpha_1 of ||I - R A|| in the infinity and the 1-norm.

    R        one factor; or fl(R_2 R_1), within gamma_n |R_2| |R_1| of the product that is meant
    factors  () or (R_2, R_1)
    """

    A: Matrix
    R: Matrix
    alpha: float
    alpha_1: float
    factors: tuple[Matrix, ...] = ()

    @property
    def slack(self) -> float:
        """A bound of F: |R| v differs from |A^-1| v by at most so much of its largest entry."""
        return self.alpha / (1 - self.alpha) * (1 + 8 * U)

    def applied(self, v: Matrix) -> Matrix:
        """|A^-1| v for v >= 0 of floats, as balls."""
        n = len(v)
        near = np.abs(self.R) @ v
        radius = gamma(n) * above(near, n) + self.rounded(v) + n * TINY
        # |R| v is at most near + radius.
        largest = float(above(near + radius, 1).max())
        return balls_around(near, above(radius + self.slack * largest, 5))

    def rounded(self, v: Matrix) -> Matrix:
        """What forming R out of its factors lost: a bound of |fl(R_2 R_1) - R_2 R_1| v."""
        if not self.factors:
            return np.zeros(len(v))
        second, first = map(np.abs, self.factors)
        n = len(v)
        return above(gamma(n) * above(second @ above(first @ v, n), n) + n * n * TINY, 2)

    def column_sums(self) -> tuple[Matrix, Matrix]:
        """Those of |R|, and what forming it lost of each."""
        n, ones = len(self.R), np.ones(len(self.R))
        sums = np.abs(self.R).sum(axis=0)
        if not self.factors:
            return sums, np.zeros(n)
        second, first = map(np.abs, self.factors)
        return sums, above(gamma(n) * above(above(ones @ second, n) @ first, n) + n * n * TINY, 2)

    def corrected(self, r: Sum) -> tuple[Matrix, Matrix, Matrix] | None:
        """(c, rounding, unknown): R r is within both of c, for r within its error. None where r is so small
        that its products are not exact in two floats."""
        n = len(r.high)
        if self.factors:
            if not in_range(r.high):
                return None
            outer, first = self.factors
            # R_1 r, which cancels, in twice the precision.
            inner = residual(first, np.zeros(n), -r.high, -r.low)
            error = inner.error + above(np.abs(first) @ r.error, n)
        else:
            outer, inner, error = self.R, r, r.error
        # The sum is within `error` of the float `point`, and u of itself.
        point = inner.high + inner.low
        error = above(error + U * np.abs(point), 3)
        sizes = np.abs(outer)
        rounding = gamma(n) * above(sizes @ np.abs(point), n) + n * TINY
        return outer @ point, rounding, above(sizes @ error, n)


class Key:
    """An array by its numbers: a copy of them, since whoever gave the array may change it."""

    def __init__(self, A: Matrix) -> None:
        self.A = A.copy()
        self.hash = hash((A.shape, A.ravel()[::101].tobytes()))

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and np.array_equal(self.A, other.A)


def inverse(A: Matrix) -> Inverse | None:
    """An approximate inverse that is proved to be one; None where that does not succeed."""
    return _inverse(Key(A))


@lru_cache(maxsize=2)
def _inverse(key: Key) -> Inverse | None:
    A = key.A
    R = _inverted(A)
    if R is None or 4 * len(A) * U > 0.25:
        return None
    alpha, alpha_1 = _far_from_one(R, A)
    return Inverse(A, R, alpha, alpha_1) if alpha < ENOUGH else _of_two(A, R)


def _inverted(A: Matrix) -> Matrix | None:
    try:
        R: Matrix = np.linalg.inv(A)
    except np.linalg.LinAlgError:
        return None
    return R if in_range(A, R) else None


def _of_two(A: Matrix, first: Matrix) -> Inverse | None:
    near = product(first, A)
    second = _inverted(near.P) if in_range(near.P) else None
    if second is None:
        return None
    alpha, alpha_1 = _far_from_one(second, near.P)
    n, sizes = len(A), np.abs(second)
    ones = np.ones(n)
    alpha += float(above(sizes @ near.right(ones), n).max())
    alpha_1 += float(near.left(above(ones @ sizes, n)).max())
    R = second @ first
    if not (alpha * (1 + 4 * U) < ENOUGH and in_range(R)):
        return None
    return Inverse(A, R, alpha * (1 + 4 * U), alpha_1 * (1 + 4 * U), (second, first))


def _far_from_one(R: Matrix, A: Matrix) -> tuple[float, float]:
    """Bounds of ||I - R A|| in the infinity and the 1-norm."""
    n = len(A)
    product = R @ A
    np.fill_diagonal(product, product.diagonal() - 1.0)  # in error by u of itself, at most
    np.abs(product, out=product)
    P, S = np.abs(A), np.abs(R)
    ones = np.ones(n)
    # |fl(R A) - R A| <= gamma_n |R| |A| + n 2^-1074, and so are its sums of rows and of columns.
    sums = (product @ ones, S @ above(P @ ones, n)), (ones @ product, above(ones @ S, n) @ P)
    alpha, alpha_1 = (
        float(above(above(near, n + 2) + gamma(n) * above(sizes, n) + n * n * TINY, 4).max())
        for near, sizes in sums
    )
    return alpha, alpha_1


def balls_around(middle: Matrix, radius: Matrix) -> Matrix:
    pairs = zip(middle.tolist(), radius.tolist(), strict=True)
    return array([arb(m) + arb(0, r) for m, r in pairs], middle.shape)
