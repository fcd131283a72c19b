"""The matrices and their inverses by formula, in exact rationals."""

import math
from collections.abc import Callable

from flint import fmpq, fmpq_poly

from verify.arithmetic.arrays import Matrix
from verify.mathematics.linear import array, rational_matrix

ONE, SINE, COSINE = fmpq(1), fmpq(4, 5), fmpq(3, 5)
Entry = Callable[[int, int, int], fmpq]  # n, row and column from 1


def square(n: int, entry: Entry) -> Matrix:
    return array([entry(n, i, j) for i in range(1, n + 1) for j in range(1, n + 1)], (n, n))


def vandermonde(n: int) -> Matrix:
    """Powers t^0, ..., t^(n-1) of the nodes 1/n, 2/n, ..., 1."""
    return square(n, lambda n, i, j: fmpq(i, n) ** (j - 1))


def vandermonde_inverse(n: int) -> Matrix:
    # Column i holds the coefficients of Lagrange's polynomial, the product of (t - t_m)/(t_i - t_m), m != i.
    nodes = [fmpq(i, n) for i in range(1, n + 1)]
    whole = math.prod((fmpq_poly([-t, 1]) for t in nodes), start=fmpq_poly([1]))
    columns = []
    for t in nodes:
        lagrange = whole // fmpq_poly([-t, 1])
        columns.append([c / lagrange(t) for c in (lagrange[k] for k in range(n))])
    return array([c for column in columns for c in column], (n, n)).T


def pascal(n: int) -> Matrix:
    return square(n, lambda n, i, j: fmpq(math.comb(i + j - 2, i - 1)))


def pascal_inverse(n: int) -> Matrix:
    # P = L L^T, L_ij = C(i-1, j-1) (Vandermonde's convolution), and L^-1 is L with the signs of a
    # checkerboard (inversion of the binomial sum).
    L = rational_matrix(square(n, lambda n, i, j: fmpq((-1) ** (i + j) * math.comb(i - 1, j - 1))))
    return array((L.transpose() * L).entries(), (n, n))


def lotkin(n: int) -> Matrix:
    """The Hilbert matrix with ones for its first row."""
    return square(n, lambda n, i, j: fmpq(1) if i == 1 else fmpq(1, i + j - 1))


def lotkin_inverse(n: int) -> Matrix:
    # With s the row sums of H^-1, (H^-1)_ij = s_i s_j / (i+j-1), both Cauchy's. The first row moves by
    # 1 - h, h H^-1 = e_1, so (Sherman and Morrison) A^-1 = H^-1 - (column 1 of H^-1) (s - e_1) / s_1.
    def entry(n: int, i: int, j: int) -> fmpq:
        if j == 1:
            return row_sum(n, i) / i
        return -(j - 1) * row_sum(n, i) * row_sum(n, j) / (i * (i + j - 1))

    def row_sum(n: int, i: int) -> fmpq:
        return fmpq((-1) ** (n + i) * i * math.comb(n + i - 1, i) * math.comb(n - 1, i - 1))

    return square(n, entry)


def kahan(n: int) -> Matrix:
    """Upper triangular: row i is s^(i-1) (0, ..., 0, 1, -c, ..., -c), with s = 4/5 and c = 3/5."""
    return square(n, lambda n, i, j: SINE ** (i - 1) * (-COSINE if j > i else fmpq(i == j)))


def kahan_inverse(n: int) -> Matrix:
    # K = diag(1, s, s^2, ...) (1 - c J - c J^2 - ...), J the shift; the second factor is
    # (1 - (1+c) J)/(1 - J), and its inverse 1 + c J/(1 - (1+c) J).
    def entry(n: int, i: int, j: int) -> fmpq:
        above = COSINE * (1 + COSINE) ** (j - i - 1) if j > i else fmpq(i == j)
        return above / SINE ** (j - 1)

    return square(n, entry)


def wilkinson(n: int) -> Matrix:
    """1 on the diagonal and in the last column, -1 below the diagonal."""
    return square(n, lambda n, i, j: fmpq(1) if j in (i, n) else fmpq(-1 if j < i else 0))


def wilkinson_inverse(n: int) -> Matrix:
    # W = L U, L with -1 below its unit diagonal, U the unit matrix but for its last column 1, 2, ...,
    # 2^(n-1); (L^-1)_ij = 2^(i-j-1) below the diagonal, and U^-1 takes 2^(i-n) times the last row from row i.
    def entry(n: int, i: int, j: int) -> fmpq:
        if i == n:
            return fmpq(1, 2 ** min(j, n - 1))
        if j < n:
            return fmpq(1, 2) if i == j else -fmpq(1, 2 ** (j - i + 1)) if j > i else fmpq(0)
        return -fmpq(1, 2 ** (n - i))

    return square(n, entry)
