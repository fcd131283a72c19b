"""Truths in flint's balls, many at one precision: what arrays of balls leave open.

Of a ball t and its midpoint as a float m, t - m is a ball around which all is a float again: with a = t's
relative accuracy in bits, rad t <= |mid t| 2^-a (flint's definition), and t - m is rounded at b bits, so
that for r = fl(mid(t - m))

    |t - (m + r)| <= |m| (2^-a + 2^-b) (1 + 2^-10) + 2^-52 |r|.

The precision an input needs is what its neighbours among a few needed, and some; what is not accurate then
is tried again with twice as many.
"""

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import Hopeless, precision
from verify.checking.many.formulas import Quick
from verify.mathematics.doubled.balls import NOTHING, UNDERFLOW, Balls

ACCURATE = 72  # bits: an ulp of float64 to less than 2^-16
FIRST, MOST = 80, 2048  # bits
STEP = 16  # precisions are multiples of it
SPARE = 12  # bits
PILOTS, FEW = 48, 256


class Truths:
    """Truths as they become known, in the order of the inputs; `raw` has the balls that no float is near
    to."""

    def __init__(self, count: int) -> None:
        self.balls = Balls(np.zeros(count), np.zeros(count), np.full(count, NOTHING))
        self.raw: dict[int, arb] = {}

    def put(self, places: Any, found: Balls) -> None:
        for whole, part in zip(self.balls, found, strict=True):
            whole[places] = part


def enclosed(of: Quick, columns: Sequence[Any]) -> Truths:
    """At arrays of floats, one a variable; an error that is not finite where flint's balls say nothing."""
    count = len(columns[0])
    known = Truths(count)
    rest = _tried(of, columns, np.arange(count), _predicted(of, columns), known)
    bits = FIRST
    while len(rest) and bits < MOST:
        bits *= 2
        rest = _at(of, columns, rest, bits, known)
    return known


def closer(of: Quick, columns: Sequence[Any], bits: int) -> Truths:
    """All at one precision: what is accurate but lies too near to a boundary."""
    known = Truths(len(columns[0]))
    _at(of, columns, np.arange(len(columns[0])), bits, known)
    return known


def _tried(of: Quick, columns: Sequence[Any], places: Any, bits: Any, known: Truths) -> Any:
    """In groups of one precision; the places that are still open."""
    if bits is None:
        return _at(of, columns, places, FIRST + 2 * STEP, known)
    left = [_at(of, columns, places[bits == b], int(b), known) for b in np.unique(bits)]
    return np.sort(np.concatenate(left))


def _predicted(of: Quick, columns: Sequence[Any]) -> Any:
    """Of one variable: what the pilots to either side needed. None where they say nothing."""
    if len(columns) != 1 or len(columns[0]) <= FEW:
        return None
    x = columns[0]
    order = np.argsort(x)
    pilots = order[np.linspace(0, len(x) - 1, PILOTS).astype(np.int64)]
    needed = np.array([_needed(of, float(x[k])) for k in pilots])
    right = np.clip(np.searchsorted(x[pilots], x), 1, PILOTS - 1)
    most = np.maximum(needed[right], needed[right - 1]) + SPARE
    return np.maximum((most + STEP - 1) // STEP * STEP, 64)


def _needed(of: Quick, x: float) -> int:
    bits = FIRST
    while bits <= MOST:
        with precision(bits):
            accuracy = evaluated(of, ([x],))[0].rel_accuracy_bits()
        if accuracy >= ACCURATE - SPARE:
            return int(bits - min(accuracy, bits) + ACCURATE)
        bits *= 2
    return FIRST


def evaluated(of: Quick, columns: Sequence[Sequence[float]]) -> list[arb]:
    try:
        return list(map(of.prepared(), *(map(arb, c) for c in columns)))
    except (Hopeless, KeyboardInterrupt):
        raise
    except Exception:  # it is asked again input by input
        return [arb.nan()] * len(columns[0])


def _at(of: Quick, columns: Sequence[Any], places: Any, bits: int, known: Truths) -> Any:
    with precision(bits):
        found = evaluated(of, [c[places].tolist() for c in columns])
        middle = list(map(float, found))
        rest = list(map(float, map(operator.sub, found, middle)))
    accuracy = np.array([min(max(t.rel_accuracy_bits(), -1), 900) for t in found], np.float64)
    m, r = np.array(middle), np.array(rest)
    # Products and rests that underflow lose less than 2^-1073 together.
    error = np.abs(m) * (np.exp2(-accuracy) + 2.0**-bits) * (1 + 2.0**-10) + 2.0**-52 * np.abs(r) + UNDERFLOW
    near = (accuracy >= ACCURATE) & (np.abs(m) >= 2.0**-900) & np.isfinite(m)
    known.put(places[near], Balls(m[near], r[near], error[near]))
    far = (accuracy >= ACCURATE) & ~near
    for k in np.flatnonzero(far).tolist():
        known.raw[int(places[k])] = found[k]
    return places[~(near | far)]
