"""Inputs that are far off, moved to others that are: the errors over neighbouring floats are nearly periodic.

From one float to the next the exact value of a product or sum moves by nearly the same amount, so that the
rounding error, which is what is left of it up to whole ulps, nearly repeats after some number of floats. An
error is large where many rounding errors are at once; two inputs at which it is are likely apart by a common
period of these. So inputs that are far off are moved by such differences, and those differences are kept that
served well.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.mathematics.polynomials.pieces import Floats

Places = Any  # an array of int64
DRAWN = 4  # a quarter of all inputs is drawn at random
ROUNDS = 8
LARGE = 64  # inputs whose differences are tried, at most
TRIED = 8  # inputs that each difference is tried on
PART = 3  # a third of a round tries differences


def translated(
    ulps: Callable[[Places], Floats], first: int, last: int, count: int, random: np.random.Generator
) -> tuple[Places, Floats]:
    """The worst of about so many places from first to last, with their errors in ulps."""
    share = (count - count // DRAWN) // ROUNDS
    kept = max(int((share / 4) ** 0.5), 2)  # each round moves them by four times as many differences as that
    places = random.integers(first, last, count // DRAWN, endpoint=True)
    found = _worst(places, ulps(places), kept)
    for _ in range(ROUNDS):
        large = found[0][:LARGE]
        steps = np.unique(large[:, None] - large[None, :])
        steps = random.permutation(steps[steps != 0])[: max(share // PART // TRIED, 1)]
        if not len(steps):
            break
        some = random.choice(found[0], min(TRIED, len(found[0])), replace=False)
        tried, sizes, inside = _moved(ulps, some, steps, first, last)
        number = np.maximum(inside.sum(axis=0), 1)
        good = np.argsort(-np.where(inside, sizes, 0.0).sum(axis=0) / number)
        steps = steps[good[: max((share - tried.size) // len(found[0]), 1)]]
        more, others, among = _moved(ulps, found[0], steps, first, last)
        found = _worst(
            np.concatenate([found[0], tried[inside], more[among]]),
            np.concatenate([found[1], sizes[inside], others[among]]),
            kept,
        )
    return found


def _moved(
    ulps: Callable[[Places], Floats], places: Places, steps: Places, first: int, last: int
) -> tuple[Places, Floats, Any]:
    """Each place moved by each step, the errors there, and which of them are within the ends."""
    moved = places[:, None] + steps[None, :]
    inside = (moved >= first) & (moved <= last)
    sizes = np.zeros(moved.shape)
    sizes[inside] = ulps(moved[inside])
    return moved, np.minimum(sizes, 2.0**53), inside


def _worst(places: Places, sizes: Floats, kept: int) -> tuple[Places, Floats]:
    places, index = np.unique(places, return_index=True)
    sizes = sizes[index]
    order = np.argsort(-sizes, kind="stable")[:kept]
    return places[order], sizes[order]
