"""Sums and products in float64 with proven a-priori bounds: no directed rounding, whatever order BLAS takes.

u = 2^-53, gamma_k = k u/(1 - k u). Of a sum of n products in any order, with or without fused operations and
barring underflow, |fl(x.y) - x.y| <= gamma_n |x|.|y| (Higham, sections 3.1 and 4.2); of numbers >= 0 the sum
is at most fl (1 + 2 n u) for n u <= 1/4. What underflows adds at most 2^-1074 each.

Source: T. Ogita, S. M. Rump and S. Oishi, SIAM Journal on Scientific Computing 26 (2005), 1955-1988.
"""

from typing import NamedTuple

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.error_free import two_product, two_sum

U, TINY = 2.0**-53, 2.0**-1074
BLOCK = 32_768  # numbers
LOW, HIGH = 2.0**-400, 2.0**400  # within, no product here overflows, nor is its error lost


def gamma(k: int) -> float:
    """At least k u/(1 - k u), for k u <= 1/4."""
    return k * U * (1 + 2 * k * U + 4 * U)


def above(x: Matrix, terms: int) -> Matrix:
    """At least the exact value of a float64 expression of so many operations on numbers >= 0, from its
    result."""
    found: Matrix = x * (1 + 2 * (terms + 2) * U) + (terms + 2) * TINY
    return found


def in_range(*arrays: Matrix) -> bool:
    """Zeros, and numbers from 2^-400 to 2^400 in size."""
    for x in arrays:
        size = np.abs(x)
        if not (np.isfinite(size).all() and size.max(initial=0) <= HIGH):
            return False
        if size.min(initial=1, where=size > 0) < LOW:
            return False
    return True


class Sum(NamedTuple):
    """Row sums: high + low, within `error` of the exact ones."""

    high: Matrix
    low: Matrix
    error: Matrix


def _folded(terms: Matrix) -> tuple[Matrix, list[Matrix]]:
    """fl of the row sums by a tree of two_sum, and all its errors: together they are the exact sum."""
    errors = []
    while terms.shape[1] > 1:
        half = terms.shape[1] // 2
        s, e = two_sum(terms[:, :half], terms[:, half : 2 * half])
        errors.append(e)
        terms = np.concatenate([s, terms[:, 2 * half :]], axis=1) if terms.shape[1] % 2 else s
    return terms[:, 0], errors


def row_sums(terms: Matrix, small: Matrix) -> Sum:
    """Of two matrices together, the second far smaller: the first is added exactly into a sum and its errors,
    and these and the second are added plainly. Only that last sum is in error: by gamma_m of its terms."""
    high, errors = _folded(terms)
    rest = [small, *errors]
    count = sum(part.shape[1] for part in rest)
    low = np.sum([part.sum(axis=1) for part in rest], axis=0)
    sizes = np.sum([np.abs(part).sum(axis=1) for part in rest], axis=0)
    return Sum(high, low, gamma(count + len(rest)) * above(sizes, count + len(rest)))


def residual(A: Matrix, b: Matrix, high: Matrix, low: Matrix) -> Sum:
    """b - A (high + low), A and high in range; by blocks of rows that stay in the cache."""
    m, n = A.shape
    rows = max(1, BLOCK // n)
    found = []
    for block in (slice(k, k + rows) for k in range(0, m, rows)):
        p, e = two_product(A[block], -high[None, :])
        found.append(row_sums(np.concatenate([b[block, None], p], axis=1), e))
    whole = Sum(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    if not low.any():
        return whole
    # What is small is multiplied plainly: in error by gamma_n |A| |low|, and by u where it is added.
    less = whole.low - A @ low
    slack = gamma(n) * above(np.abs(A) @ np.abs(low), n) + U * np.abs(less) + n * TINY
    return Sum(whole.high, less, above(whole.error + slack, 3))
