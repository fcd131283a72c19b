"""Lattice points on the shells n^2 = k of Z^2 and Z^3: counted, and summed over in balls.

r2(k) and r3(k) are the numbers of ways to write k as an ordered sum of two and three squares of integers.
"""

import itertools
import math
from functools import cache
from typing import Any

import numpy as np
from flint import arb, arb_poly, fmpz_poly

BLOCK = 1 << 16  # shells taken together: they stay in the cache
DIRECT = 10  # shells below 2^10 are summed one by one


def three_squares(k: int) -> bool:
    """Is k a sum of three squares? Legendre: every k >= 0 but 4^a (8b + 7)."""
    while k > 0 and k % 4 == 0:
        k //= 4
    return k >= 0 and k % 8 != 7


@cache
def two_squares(most: int) -> list[tuple[int, int]]:
    """(k, r2(k)) for the sums k <= most of two squares. Jacobi: 4 times the divisors 1 less those 3 mod 4."""
    counts = [1] + [0] * most
    for d in range(1, most + 1, 2):
        for k in range(d, most + 1, d):
            counts[k] += 4 * (2 - d % 4)
    return [(k, r) for k, r in enumerate(counts) if r]


@cache
def shells(n: int) -> tuple[tuple[int, int], ...]:
    """(k, how many points of Z^3 with components up to n have n^2 = k), by the cube of a theta polynomial."""
    line = [0] * (n * n + 1)
    for m in range(n + 1):
        line[m * m] = 2 if m else 1
    return tuple((k, int(r)) for k, r in enumerate((fmpz_poly(line) ** 3).coeffs()) if r != 0)


@cache
def r3(size: int) -> np.ndarray:
    """r3(0..size-1) by exact counting; 0.8 s and 4 bytes each for a sphere of radius 3600."""
    # k = 4m+1: one coordinate is odd, +-(2w+1), the others even: 3 * 2 sum of r2(m - w(w+1)) over w >= 0.
    # k = 4m+2: one is even, 2w, and the others odd, their half-sum 2m+1 - 2w^2 with r2(2j) = r2(j):
    # 3 sum of r2(2m+1 - 2w^2) over all w, not 0 only if w = m mod 2, for r2(4j+3) = 0.
    # k = 8m+3: all are odd: 2 sum of r2(4(m - w(w+1)/2) + 1). k = 4m: r3(m). k = 8m+7: none.
    pairs = _r2(size // 2 + 8)
    odd, steps = pairs[1::4].copy(), range(math.isqrt(size) + 2)
    counts = np.zeros(size, np.int32)
    for start, step, factor, table, shifts in (
        (1, 4, 6, pairs, [w * (w + 1) for w in steps]),
        (2, 8, 6, odd, [2 * w * w for w in steps]),
        (6, 8, 6, odd, [2 * w * (w + 1) for w in steps]),
        (3, 8, 2, odd, [w * (w + 1) // 2 for w in steps]),
    ):
        counts[start::step] = factor * _shifted(table, len(counts[start::step]), shifts)
    counts[2::8] -= 3 * odd[: len(counts[2::8])]  # w = 0 comes once, not twice
    counts[0], filled = 1, 1
    while filled < size:
        found = np.arange(-(-filled // 4) * 4, min(4 * filled, size), 4)
        counts[found] = counts[found // 4]
        filled *= 4
    counts.flags.writeable = False
    return counts


def _r2(size: int) -> np.ndarray:
    """r2(0..size-1) by counting."""
    counts = np.zeros(size, np.uint16)
    squares = np.arange(math.isqrt(size - 1) + 1) ** 2
    for s in squares:
        row = squares[: math.isqrt(size - 1 - int(s)) + 1] + s
        counts[row] += (2 if s else 1) * np.where(row == s, 1, 2).astype(np.uint16)
    return counts


def _shifted(table: np.ndarray, size: int, shifts: list[int]) -> np.ndarray:
    """The sum over the rising shifts s of table[m - s], m < size."""
    total = np.zeros(size, np.int32)
    group = 65535 // int(table.max())  # so many terms fit into 16 bits
    for low in range(0, size, BLOCK):
        high = min(low + BLOCK, size)
        near = [s for s in shifts if s < high]
        for first in range(0, len(near), group):
            part = np.zeros(high - low, np.uint16)
            for s in near[first : first + group]:
                cut = max(s - low, 0)
                part[cut:] += table[low + cut - s : high - s]
            total[low:high] += part
    return total


def shell_sum(x: Any, end: int, size: int) -> Any:
    """The sum of r3(k)/(k - x) over k < end <= size, for a ball |x| <= 100, to about 2^-140 of itself.

    From 2^10 on by blocks c - H <= k < c + H in octaves from 2^o: with y = 1/(c - x) < y_o = 1/(2^o - x) the
    sum of r/(c + h - x) is that over i < I of y^(i+1) times the sum of r (-h)^i, and a rest of at most
    (sum of r) (H y_o)^I y_o.
    """
    total = arb(0)
    for k, r in enumerate(r3(size)[: min(end, 1 << DIRECT)].tolist()):
        if r:
            total = total + r / (k - x)
    for octave in range(DIRECT, (end - 1).bit_length()):
        half, length, count, blocks = _moments(octave, min(2 << octave, end), size)
        for c, moments in blocks:
            y = 1 / (c - x)
            total = total + y * moments(y)
        first = 1 / ((1 << octave) - x)
        total = total + arb(0, count) * (half * first) ** length * first
    return total


@cache
def _moments(octave: int, end: int, size: int) -> tuple[int, int, int, list[tuple[int, Any]]]:
    """For 2^octave <= k < end: H, I, the sum of r3 and, block by block, c and the sums of r3(c + h) (-h)^i as
    the coefficients of a polynomial: whole numbers, exact."""
    half = 1 << min(octave - 7, 11)
    length = math.ceil(145 / math.log2(((1 << octave) - 100) / half))
    r = r3(size)[1 << octave : end]
    r = np.pad(r, (0, -len(r) % (2 * half))).reshape(-1, 2 * half).astype(np.float64)
    h, limbs = np.arange(half, -half, -1), [np.ones(2 * half, np.int64)]
    columns: list[np.ndarray] = []
    ends = [0]
    for _ in range(length):
        columns += limbs
        ends.append(len(columns))
        limbs = _times(limbs, h)
    # The sums are whole numbers below 2^53, the limbs being at most 2^24: exact in float64.
    assert r.sum(axis=1).max() < 2**29, "no block has 2^29 points"
    sums = (r @ np.stack(columns, axis=1).astype(np.float64)).astype(np.int64).tolist()
    blocks = []
    for b, row in enumerate(sums):
        moments = [sum(v << (24 * p) for p, v in enumerate(row[i:j])) for i, j in itertools.pairwise(ends)]
        blocks.append(((1 << octave) + (2 * b + 1) * half, arb_poly(moments)))
    return half, length, int(r.sum()), blocks


def _times(limbs: list[np.ndarray], h: np.ndarray) -> list[np.ndarray]:
    """Numbers in base 2^24, the sign in the last limb, times numbers up to 2^11."""
    product, carry = [], np.zeros(len(h), np.int64)
    for limb in limbs:
        carry = carry + limb * h
        product.append(carry & (2**24 - 1))
        carry = carry >> 24
    return [*product, carry] if carry.any() else product
