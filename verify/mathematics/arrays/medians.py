"""The median: an order statistic, exact, and a datum itself where their number is odd."""

from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import Moves, Operation, anything, balls, is_exact, rationals


def median(x: Matrix) -> arb:
    low, high = _middle(x)
    x = rationals(x).ravel()
    return arb((x[low] + x[high]) / 2)


def _middle(x: Matrix) -> tuple[int, int]:
    """Places of the two in the middle, of an odd number twice the same."""
    if not is_exact(x):
        raise Unsettled("the order of balls is not decided; give median the array itself")
    x = np.asarray(x).ravel()
    order = np.argsort(x, kind="stable") if x.dtype != object else sorted(range(x.size), key=lambda k: x[k])
    return int(order[(x.size - 1) // 2]), int(order[x.size // 2])


def median_moved(x: Matrix) -> Moves:
    # Order statistics move with the datum that they are. Where several are equal, at most as far as the one
    # of them that moves most.
    exact = np.asarray(x).ravel()
    places = [np.flatnonzero(exact == exact[k]) for k in _middle(x)]

    def moved(steps: Any) -> arb:
        s = balls(steps[0]).ravel()
        low, high = (max((s[k] for k in equal.tolist()), key=float) for equal in places)
        return arb((low + high) / 2)

    return moved


def median_tangent(x: Matrix) -> Moves:
    # Of the two in the middle, where the order about them is strict: of several equal numbers another one may
    # become the median, on either side by another slope.
    low, high = _middle(x)
    exact = np.asarray(x).ravel()
    if any(
        np.count_nonzero(exact == exact[k]) > (2 if exact[low] == exact[high] and low != high else 1)
        for k in (low, high)
    ):
        raise Unsettled("the median is one of several equal numbers, about which it has no derivative")

    def tangent(directions: Any) -> arb:
        d = balls(directions[0]).ravel()
        return arb((d[low] + d[high]) / 2)

    return tangent


OPERATIONS = (Operation("median(x)", median, anything, median_moved, tangent=median_tangent, is_number=True),)
