"""Local errors v - (a op b) of a whole tape at once, from the floats alone: error-free transformations.

u = 2^-53. Each line states the theorem it rests on and its hypothesis; numbers for which the hypothesis
fails are left to balls (`known` is False).
"""

from dataclasses import dataclass

import numpy as np

from verify.arithmetic.error_free import product_error, sum_error
from verify.inside.run.kinds import FLOAT64
from verify.inside.run.tape import ABS, ADD, CAST, DIV, LEAF, MASK, MUL, NEG, SUB, Tape

QUOTIENT_BOUND = 2.0**-51
STRETCH = 2**18  # numbers that are worked on together: temporary arrays stay small


@dataclass(frozen=True)
class LocalErrors:
    """`error`: float64 result minus the exact result at the same operands; of a quotient good to
    QUOTIENT_BOUND of itself, else to the last bit.

    `known` is False where balls have to tell.
    """

    error: np.ndarray
    known: np.ndarray

    def none(self) -> bytearray:
        """1 where it is certain that nothing was rounded."""
        return bytearray((self.known & (self.error == 0)).view(np.uint8))


def local_errors(tape: Tape) -> LocalErrors:
    """The local error of every number on the tape, where floats tell."""
    values = tape.floats()
    found = LocalErrors(np.zeros(len(values)), np.zeros(len(values), dtype=bool))
    other = np.zeros(len(values), dtype=bool)
    other[list(tape.leaves)] = True
    for start, end in tape.blocks:  # data: exact, but a NaN is nothing
        np.equal(values[start:end], values[start:end], out=found.known[start:end])
    found.known[other] = False
    with np.errstate(all="ignore"):
        for start, end in tape.between_blocks(STRETCH):
            _fill(found, tape, values, other, start, end)
    return found


def _fill(
    found: LocalErrors, tape: Tape, values: np.ndarray, other: np.ndarray, start: int, end: int
) -> None:
    """The local errors of a stretch; `other`: leaves that are not their float."""
    _, operations, left, right = tape.columns(start, end)
    error, known, here = found.error[start:end], found.known[start:end], values[start:end]
    narrow = tape.kinds(start, end) > FLOAT64
    some_narrow = bool(narrow.any())
    error[:] = np.nan
    for operation, rule in RULES.items():
        at = (operations == operation).nonzero()[0]
        if at.size:
            a, b, v = values[left[at]], values[right[at]], here[at]
            error[at], known[at] = rule(a, b, v)
            if some_narrow and operation in AS_FLOAT64:
                at, chosen = at[narrow[at]], narrow[at]
                error[at], known[at] = _narrowed(operation, a[chosen], b[chosen], v[chosen])
    at = (operations == CAST).nonzero()[0]
    if at.size:  # what stays as it is, an infinity too, is not rounded
        lost, certain = _difference(here[at], values[left[at]])
        same = here[at] == values[left[at]]
        error[at], known[at] = np.where(same, 0.0, lost), certain | same
    # An infinity that begins a search for the least is one exactly; NaN is nothing.
    exact = EXACT[operations] & ~other[start:end] & (here == here)
    error[exact] = 0.0
    known |= exact
    known &= np.isfinite(error)


def _sums(a: np.ndarray, b: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # No partial result of TwoSum overflows for |a|, |b| < 2^1021. One infinity and a number are the infinity.
    fits = (np.abs(a) < 2.0**1021) & (np.abs(b) < 2.0**1021)
    if fits.all():
        return -sum_error(a, b, v), fits
    infinite = np.isinf(v) & (np.isinf(a) ^ np.isinf(b)) & ~np.isnan(a) & ~np.isnan(b)
    return np.where(infinite, 0.0, -sum_error(a, b, v)), fits | infinite


def _differences(a: np.ndarray, b: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return _sums(a, -b, v)


def _products(a: np.ndarray, b: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    fits = (np.abs(v) >= 2.0**-969) & (np.abs(a) < 2.0**996) & (np.abs(b) < 2.0**996)
    if fits.all():
        return -product_error(a, b, v), fits
    zero = ((a == 0) | (b == 0)) & np.isfinite(a) & np.isfinite(b)
    return np.where(zero, 0.0, -product_error(a, b, v)), zero | fits


def _quotients(a: np.ndarray, b: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # r = a - v b is a multiple of ulp(v) ulp(b), and for |v - a/b| <= ulp(v), in any format, at most
    # ulp(v) |b| < 2^53 ulp(v) ulp(b): a float. It is computed exactly: p = fl(v b) is between a/2 and 2 a,
    # so that a - p is exact (Sterbenz); e = v b - p is exact (TwoProd); their difference is r. Then
    # v - a/b = -r/b, one division, within u of itself; 2^-51 is enough.
    p = v * b
    r = (a - p) - product_error(v, b, p)
    sizes = np.abs((a, b, v))
    fits = np.logical_and.reduce((sizes >= 2.0**-400) & (sizes <= 2.0**400))
    if fits.all():
        return -r / b, fits
    zero = (a == 0) & np.isfinite(b) & (b != 0)
    return np.where(zero, 0.0, -r / b), zero | fits


EXACT = np.isin(np.arange(MASK + 1), (NEG, ABS, LEAF))  # by operation
RULES = {ADD: _sums, SUB: _differences, MUL: _products, DIV: _quotients}
AS_FLOAT64 = {ADD: np.add, SUB: np.subtract, MUL: np.multiply}


def _narrowed(operation: int, a: np.ndarray, b: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Results of a narrower format: for s = fl(a op b) in float64, v - (a op b) = v - s where s is exact.

    A product of two numbers of 24 bits has 48, and a sum of two that are not far apart fits as well.
    """
    s = AS_FLOAT64[operation](a, b)
    lost, certain = RULES[operation](a, b, s)
    error, exact = _difference(v, s)
    return error, exact & certain & (lost == 0)


def _difference(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """a - b, and whether it is a float: TwoSum is exact for |a|, |b| < 2^1021."""
    difference = a - b
    fits = (np.abs(a) < 2.0**1021) & (np.abs(b) < 2.0**1021)
    return difference, fits & (sum_error(a, -b, difference) == 0)
