"""The order of numbers of the plane that have none of their own: eigenvalues and roots."""

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

import numpy as np
from flint import acb

from verify.arithmetic.precision import Unsettled


def paired(values: Sequence[acb], like: Any, closed: bool) -> list[int]:
    """The places of values in the order of what was computed: the two that are nearest to each other are
    paired first. In that of balls, each of which meets one value. Without either by their parts.

    closed   they are all roots of a real polynomial, those in identical balls one root
    """
    if like is None:
        return by_parts(values, closed)
    if np.asarray(like).dtype == object:
        return [_met(acb(ball), values) for ball in like]
    near = [complex(float(v.real.mid()), float(v.imag.mid())) for v in map(acb, values)]
    if np.shape(like) != (len(values),) or not np.isfinite(like).all():
        return list(range(len(values)))
    distances = np.abs(np.subtract.outer(np.asarray(like), np.array(near)))
    found: dict[int, int] = {}
    for place in np.argsort(distances, axis=None):
        i, j = divmod(int(place), len(values))
        if i not in found and j not in found.values():
            found[i] = j
    return [found[i] for i in range(len(values))]


def _met(ball: acb, values: Sequence[acb]) -> int:
    places = [k for k, v in enumerate(values) if acb(v).overlaps(ball)]
    if len(places) != 1:
        raise Unsettled("an eigenvalue or a root cannot be distinguished from the others")
    return places[0]


def by_parts(values: Sequence[acb], closed: bool) -> list[int]:
    """Places by real parts, those that have one real part by their imaginary parts. Unsettled where balls do
    not tell it: in float64 two that are one float would go by chance."""
    whole = [acb(v) for v in values]
    balls = [v for k, v in enumerate(whole) if not any(_identical(v, w) for w in whole[:k])]

    def mirrored(x: acb, y: acb) -> bool:
        # The conjugate of a root of a real polynomial is one: that in the only ball that it may be in.
        met = [w for w in balls if w.overlaps(x.conjugate())]
        return closed and len(met) == 1 and _identical(met[0], y)

    def compared(i: int, j: int) -> int:
        x, y = whole[i], whole[j]
        if _identical(x, y):
            return 0
        if x.real < y.real or x.real > y.real:
            return -1 if x.real < y.real else 1
        equal = (x.real.is_exact() and x.real == y.real) or mirrored(x, y)
        if equal and (x.imag < y.imag or x.imag > y.imag):
            return -1 if x.imag < y.imag else 1
        raise Unsettled("the order of eigenvalues or roots by their real parts is not decided")

    return sorted(range(len(whole)), key=cmp_to_key(compared))


def _identical(x: acb, y: acb) -> bool:
    return all(
        bool(a.mid() == b.mid() and a.rad() == b.rad()) for a, b in ((x.real, y.real), (x.imag, y.imag))
    )
