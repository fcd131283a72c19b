"""The part of an error that passes through operations: the largest of each site, of

    |g| max(|s_1 E_1|, ..., |s_n E_n|, |sum s_i E_i + beyond|),

what the result would move by, by secant slopes, if one operand alone had no error, or if none came in and
none was made within.

One operand is asked of as well as all: an operation magnifies each error that it is given. That those of two
operands cancel here is no merit of it, as a line makes its error whether or not another line's cancels that.
Sizes are not added: of many operands whose errors have either sign, no experiment moves the result so far.
`beyond` is the local error less one ulp. A routine that is rounded faithfully is within one ulp of the exact
result on its operands; what is off by more was rounded within, and magnified there as errors of operands are.

Floats tell which of a site's are certainly not the largest, and balls tell the size of those that are left.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import upper
from verify.inside.run.adjoint import Sweep
from verify.inside.run.contributions import numbered
from verify.inside.run.replay import Replay
from verify.inside.run.slopes import slopes_at
from verify.inside.run.tape import ADD, FUN, SUB

FEW = 64  # numbers that balls tell sooner
GOOD = 54  # bits of a ball whose nearest float is within 2 u of all that is in it
# Floats are off by less than |g c| times this, c what is carried: of g and c 2 u each, of the product u,
# u = 2^-53: below 6 u together. This is 32 u.
SLACK = 2.0**-48
LARGEST = 2.0**400  # of g and c, and 1/LARGEST the least: no product leaves the normal floats


def largest_parts(swept: Sweep, error: arb, sites: Sequence[int], places: Sequence[int]) -> dict[int, float]:
    """Of each site the largest part of the error that passes through one of its places, rounded up."""
    found: dict[int, float] = {}
    largest: dict[int, arb] = {}
    for k, part in _parts(swept, sites, places):
        site = sites[k]
        # What is certainly no more than the largest so far changes nothing.
        if site in largest and part <= largest[site]:
            continue
        ratio = part / abs(error)
        if ratio.is_finite():
            largest[site] = part
            found[site] = max(found.get(site, 0.0), upper(ratio))
    return found


def _parts(swept: Sweep, sites: Sequence[int], places: Sequence[int]) -> Iterator[tuple[int, arb]]:
    """The sizes of what may be a site's largest, by where they are among the places."""
    asked: list[int] = []
    passed: list[arb] = []
    carried: list[arb] = []
    for k, place in enumerate(places):
        g = swept.adjoint(place)
        sizes = None if g is None or swept.found.at(place) is None else _carried(swept, place)
        if g is not None and sizes is not None:
            asked.append(k)
            passed.append(g)
            carried.append(sizes)
    for j in _candidates(np.asarray(sites)[asked], passed, carried):
        yield asked[j], abs(passed[j]) * carried[j]


NOTHING, ONE = arb(0), arb(1)


def _carried(swept: Sweep, place: int) -> arb | None:
    """What passes through a sum, a difference or a function; None where an operand has no counterpart."""
    found, tape = swept.found, swept.found.tape
    operation, operands = tape.operation(place), tape.operands(place)
    errors = [e for k in operands if (e := found.error(k)) is not None]
    if len(errors) < len(operands):
        return None
    each = zip(operands, _slopes(found, place), errors, strict=True)
    parts = [slope * error for k, slope, error in each if not found.exact[k]]
    beyond = NOTHING if operation in (ADD, SUB) else _beyond(swept.local_error(place), tape.ulp(place))
    largest = abs(sum(parts, beyond))
    for part in parts:
        largest = largest.max(abs(part))
    return largest


def _slopes(found: Replay, place: int) -> list[arb]:
    operation = found.tape.operation(place)
    if operation == FUN:
        return slopes_at(found, place)
    return [ONE, -ONE] if operation == SUB else [ONE] * len(found.tape.operands(place))


def _beyond(delta: arb, ulp: float) -> arb:
    """What is left of a local error when its result is rounded faithfully."""
    return delta.sgn() * (abs(delta) - ulp).max(NOTHING)


def _candidates(sites: np.ndarray, passed: list[arb], carried: list[arb]) -> Sequence[int]:
    """All except those that are certainly smaller than another of their site."""
    count = len(passed)
    if count < FEW:
        return range(count)
    g, certain_g = _floats(passed)
    c, certain_c = _floats(carried)
    with np.errstate(all="ignore"):
        certain, middle = certain_g & certain_c, np.abs(g * c)
        low, high = (np.where(certain, middle * (1 + s), x) for s, x in ((-SLACK, 0.0), (SLACK, np.inf)))
    names, which = numbered(sites)
    most = np.zeros(len(names))
    np.maximum.at(most, which, low)
    candidates: list[int] = (high >= most[which]).nonzero()[0].tolist()
    return candidates


def _floats(balls: list[arb]) -> tuple[np.ndarray, np.ndarray]:
    """The nearest floats, and whether they are within 2 u of themselves of all that is in the balls."""
    count = len(balls)
    middles = np.fromiter(map(float, balls), np.float64, count)
    sizes = np.abs(middles)
    good = np.fromiter(map(ACCURACY, balls), np.int64, count) >= GOOD
    nothing = (sizes == 0) & np.fromiter(map(IS_ZERO, balls), bool, count)
    return middles, (good & (sizes >= 1 / LARGEST) & (sizes <= LARGEST)) | nothing


ACCURACY: Callable[[Any], int] = arb.rel_accuracy_bits
IS_ZERO: Callable[[Any], bool] = arb.is_zero
