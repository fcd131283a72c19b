"""The part of an error that operands' errors make by way of operations: |g (v - A - delta)|, the largest of
each site.

Floats tell which of a site's are certainly not the largest, and balls tell the size of those that are left.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import upper
from verify.inside.run.adjoint import Sweep
from verify.inside.run.contributions import numbered
from verify.inside.run.tape import DIV

FEW = 64  # numbers that balls tell sooner
GOOD = 54  # bits of a ball whose nearest float is within 2 u of all that is in it
# Floats are off by less than |g| (|v - A| + |delta|) times this: of g and v - A 2 u each, of a quotient's
# delta 4 u (QUOTIENT_BOUND), of the difference and the product u each, u = 2^-53: below 9 u together. This is
# 32 u.
SLACK = 2.0**-48
LARGEST = 2.0**400  # of g, v - A and delta, and 1/LARGEST the least: no product leaves the normal floats


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
    values, local, exact = swept.found.tape.values, swept.local, swept.found.exact
    # A local error that floats tell is a float, and exact; but of a quotient it is a ball.
    deltas = np.where(local.known[places], local.error[places], np.nan)
    asked: list[int] = []
    passed: list[arb] = []
    own: list[arb] = []
    for k, place in enumerate(places):
        g, counterpart = swept.adjoint(place), swept.found.at(place)
        if g is not None and counterpart is not None:
            asked.append(k)
            passed.append(g)
            own.append(NOTHING if exact[place] else values[place] - counterpart)
    for j in _candidates(np.asarray(sites)[asked], passed, own, deltas[asked]):
        place, delta = places[asked[j]], float(deltas[asked[j]])
        told = delta == delta and swept.found.tape.operation(place) != DIV
        yield asked[j], abs(passed[j] * (own[j] - (delta if told else swept.local_error(place))))


NOTHING = arb(0)


def _candidates(sites: np.ndarray, passed: list[arb], own: list[arb], deltas: np.ndarray) -> Sequence[int]:
    """All but those that are certainly smaller than another of their site."""
    count = len(passed)
    if count < FEW:
        return range(count)
    g, certain_g = _floats(passed)
    e, certain_e = _floats(own)
    with np.errstate(all="ignore"):
        sizes = np.abs(deltas)
        certain = certain_g & certain_e & ((sizes == 0) | ((sizes >= 1 / LARGEST) & (sizes <= LARGEST)))
        middle, slack = np.abs(g * (e - deltas)), SLACK * np.abs(g) * (np.abs(e) + sizes)
        low, high = np.where(certain, middle - slack, 0.0), np.where(certain, middle + slack, np.inf)
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
