"""A product of matrices of floats in more than twice the precision by BLAS, with a bound: by slices.

With max |x_ij| < 2^e_i in a row, its slices are S_1 = 2^(e_i - b) Q_1 with Q_1 = rint(2^(b - e_i) x), S_2 the
same of what is left, which is at most 2^(e_i - b - 1) in size, and so on: all of this is exact, and
|Q_k| <= 2^b. With columns of the other matrix sliced alike, every partial sum of Q_k Q'_l is an integer of at
most n 2^(2b) <= 2^53: BLAS gives Q_k Q'_l exactly, in whatever order and with or without fused operations.

Source: K. Ozaki, T. Ogita, S. Oishi and S. M. Rump, Numerical Algorithms 59 (2012), 95-118.
"""

from dataclasses import dataclass

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.error_free import two_sum
from verify.mathematics.arrays.float_bounds import U, above, gamma

SLICES = 3


@dataclass(frozen=True)
class Sliced:
    """P near the product, which differs from it by at most local + sum X Y over `pairs`, entry by entry."""

    P: Matrix
    local: Matrix
    pairs: list[tuple[Matrix, Matrix]]

    def right(self, v: Matrix) -> Matrix:
        """A bound of |difference| v for v >= 0."""
        n = len(v)
        whole = above(self.local @ v, n)
        for X, Y in self.pairs:
            whole = whole + above(X @ above(Y @ v, n), n)
        return above(whole, len(self.pairs))

    def left(self, v: Matrix) -> Matrix:
        """A bound of v |difference|."""
        n = len(v)
        whole = above(v @ self.local, n)
        for X, Y in self.pairs:
            whole = whole + above(above(v @ X, n) @ Y, n)
        return above(whole, len(self.pairs))


def _slices(X: Matrix, axis: int, bits: int) -> tuple[list[Matrix], Matrix, Matrix]:
    """Integers Q_1, Q_2, ..., the exponents of their rows (axis 1) or columns (axis 0), and what is left."""
    _, exponents = np.frexp(np.abs(X).max(axis=axis, keepdims=True))
    found, rest = [], X
    for k in range(1, SLICES + 1):
        shift = k * bits - exponents
        Q = np.rint(np.ldexp(rest, shift))
        rest = rest - np.ldexp(Q, -shift)
        found.append(Q)
    return found, exponents, rest


def product(X: Matrix, Y: Matrix) -> Sliced:
    """X Y of square matrices in range (`float_bounds.in_range`), so that no power of two here leaves the
    format."""
    n = len(X)
    bits = (53 - int(n - 1).bit_length()) // 2  # n 2^(2 bits) <= 2^53
    Q, e, left = _slices(X, 1, bits)
    T, f, right = _slices(Y, 0, bits)
    high, low, sizes = np.zeros_like(X), np.zeros_like(X), np.zeros_like(X)
    # From the small ones to the large: k + l of two slices counted from 1.
    most = SLICES + 1
    places = sorted(((k, m) for k in range(1, most) for m in range(1, most) if k + m <= most), key=sum)
    for k, m in places[::-1]:
        term = np.ldexp(Q[k - 1] @ T[m - 1], e + f - (k + m) * bits)
        high, lost = two_sum(high, term)
        low += lost
        sizes += np.abs(lost)
    P = high + low
    # The errors of two_sum are added plainly, |fl(sum) - sum| <= gamma_6 sum |.|, and P is rounded once.
    count = len(places)
    local = above(gamma(count) * above(sizes, count) + U * np.abs(P), 2)

    def size(S: list[Matrix], exponents: Matrix, k: int) -> Matrix:
        found: Matrix = np.abs(np.ldexp(S[k - 1], exponents - k * bits))
        return found

    # X Y is the sum of all S_k T_l, X' Y and (X - X') Y' with X' and Y' what is left of X and Y; left out are
    # S_2 T_3, S_3 T_2, S_3 T_3 and the last two.
    P_size, Q_size = np.abs(X), np.abs(Y)
    pairs = [
        (size(Q, e, 2), size(T, f, 3)),
        (size(Q, e, 3), above(size(T, f, 2) + size(T, f, 3), 1)),
        (np.abs(left), Q_size),
        (above(P_size + np.abs(left), 1), np.abs(right)),
    ]
    return Sliced(P, local, pairs)
