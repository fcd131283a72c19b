"""Discrete Fourier and cosine transforms, by FLINT's certified transform.

All numbers that a transform multiplies its data by have modulus at most 1 (2 of the cosine transform), so
that data that move by s move an entry by sum s at most. That is attained where they are +-1 all: in the
first entry."""

from typing import Any

import numpy as np
from flint import acb, arb, fmpq

from verify.arithmetic.arrays import Matrix, mapped
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    balls,
    is_complex,
    linear,
    matrix,
    of_complex,
    product,
    total,
    vector,
)
from verify.mathematics.linear import array

MOST_COSINES = 256  # numbers, up to which the move of every entry of a cosine transform is found


def fft(a: Matrix) -> Matrix:
    return array(acb.dft(list(mapped(acb, balls(a)))), (len(a),))


def ifft(a: Matrix) -> Matrix:
    return array(acb.dft(list(mapped(acb, balls(a))), inverse=True), (len(a),))


def rfft(a: Matrix) -> Matrix:
    return fft(a)[: len(a) // 2 + 1]


def fft2(a: Matrix) -> Matrix:
    rows = np.stack([fft(row) for row in np.asarray(a)])
    return np.stack([fft(column) for column in rows.T], axis=1)


def _spread(a: Matrix, whole: arb, shape: tuple[int, ...], is_real: Any) -> Matrix:
    """The same bound for every entry: attained where the coefficients are real, else down to 2/pi of it. Of
    complex data that is said of every result."""
    other = whole if is_complex(a) else of_complex(whole)
    places = np.ndindex(*shape)
    return array([whole if is_real(*k) else other for k in places], shape)


def fft_moved(a: Matrix) -> Moves:
    n = len(a)
    return lambda steps: _spread(a, total(steps[0]), (n,), lambda k: 2 * k % n == 0)


def ifft_moved(a: Matrix) -> Moves:
    n = len(a)
    return lambda steps: _spread(a, total(steps[0]) / n, (n,), lambda k: 2 * k % n == 0)


def rfft_moved(a: Matrix) -> Moves:
    n = len(a)
    return lambda steps: _spread(a, total(steps[0]), (n // 2 + 1,), lambda k: 2 * k % n == 0)


def fft2_moved(a: Matrix) -> Moves:
    m, n = np.shape(a)
    return lambda steps: _spread(a, total(steps[0]), (m, n), lambda j, k: 2 * j % m == 0 and 2 * k % n == 0)


def dct(x: Matrix) -> Matrix:
    """2 sum x_j cos(pi k (2j + 1)/(2n)), of type 2, not normalized (SciPy's default): by one transform of
    the even places and then the odd ones from the end (J. Makhoul, IEEE Transactions ASSP 28 (1980),
    27-34)."""
    n = len(x)
    x = np.asarray(x)
    whole = fft(np.concatenate([x[::2], x[1::2][::-1]]))
    turns = [acb(arb.cos_pi_fmpq(t), -arb.sin_pi_fmpq(t)) for t in (fmpq(k, 2 * n) for k in range(n))]
    return array([2 * (turn * v).real for turn, v in zip(turns, whole, strict=True)], (n,))


def dct_moved(x: Matrix) -> Moves:
    n = len(x)

    def by_bound(steps: Any) -> Matrix:
        whole = 2 * total(steps[0])
        return array([whole, *[whole.union(arb(0))] * (n - 1)], (n,))

    if n > MOST_COSINES:
        return by_bound
    cosines = [abs(arb.cos_pi_fmpq(fmpq(k * (2 * j + 1), 2 * n))) for k in range(n) for j in range(n)]
    slopes = 2 * array(cosines, (n, n))
    return lambda steps: product(slopes, steps[0])


OPERATIONS = (
    Operation("fft(a)", fft, vector, fft_moved, tangent=linear(fft), by_slices=True, in_plane=True),
    Operation("ifft(a)", ifft, vector, ifft_moved, tangent=linear(ifft), by_slices=True, in_plane=True),
    Operation("rfft(a)", rfft, vector, rfft_moved, tangent=linear(rfft), by_slices=True),
    Operation("fft2(a)", fft2, matrix, fft2_moved, tangent=linear(fft2), in_plane=True),
    Operation("dct(x)", dct, vector, dct_moved, tangent=linear(dct), by_slices=True),
)
