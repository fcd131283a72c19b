"""Plain, compensated and pairwise summation, of a list and of blocks of an array."""

import operator
from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Number
from verify.catalogue.sources import HIGHAM, NEUMAIER

# --- adding up ----------------------------------------------------------------------------------------
# Each way is written twice: over any arithmetic, one number after the other, and for float64 in blocks,
# which perform the same additions in the same order (the tests compare them bit for bit).
BLOCK = 2**14  # a power of two, so that the pairs of a block are pairs of the whole


def plain(values: list[Number], zero: Number) -> Number:
    return reduce(operator.add, values, zero)  # sum() compensates floats from Python 3.12 on


def plain_blocks(blocks: Iterator[Any]) -> float:
    total = 0.0
    for block in blocks:
        block[0] = total + block[0]
        total = np.add.accumulate(block)[-1]  # accumulate is sequential by its definition
    return total


def neumaier(values: list[Any], zero: Any) -> Any:
    total = lost = zero
    for x in values:
        after = total + x
        larger, smaller = (total, x) if abs(total) >= abs(x) else (x, total)
        lost = lost + ((larger - after) + smaller)
        total = after
    return total + lost


def neumaier_blocks(blocks: Iterator[Any]) -> float:
    # The running sums do not depend on what was lost, so they come first, and the losses in one go.
    total = lost = 0.0
    for block in blocks:
        sums = np.add.accumulate(np.concatenate(([total], block)))
        before, after = sums[:-1], sums[1:]
        first = np.abs(before) >= np.abs(block)
        larger, smaller = np.where(first, before, block), np.where(first, block, before)
        lost = np.add.accumulate(np.concatenate(([lost], (larger - after) + smaller)))[-1]
        total = sums[-1]
    return total + lost


def pairwise(values: list[Number], zero: Number) -> Number:
    while len(values) > 1:
        odd = values[len(values) // 2 * 2 :]
        values = [x + y for x, y in zip(values[0::2], values[1::2], strict=False)] + odd
    return values[0]


def pairwise_blocks(blocks: Iterator[Any]) -> Any:
    sums = np.array([_pairs(block) for block in blocks])
    return _pairs(sums)


def _pairs(values: Matrix) -> Any:
    while values.size > 1:
        even = values.size // 2 * 2
        values = np.concatenate((values[0:even:2] + values[1:even:2], values[even:]))
    return values[0]


SUMMATIONS = {
    "plain": (plain, plain_blocks, "one after the other", HIGHAM.at("section 4.1")),
    "neumaier": (neumaier, neumaier_blocks, "with what each addition loses put back", NEUMAIER),
    "pairwise": (pairwise, pairwise_blocks, "in pairs, then pairs of pairs", HIGHAM.at("section 4.1")),
}
