"""The largest value of a function over a box, certified from both sides, and where it is taken.

Branch and bound in balls (E. Hansen and G. W. Walster, Global Optimization Using Interval Analysis, 2nd ed.
2004, chapters 11 and 12). From below the maximum is bounded by values at points of the box, from above by
the mean value form on pieces that cover it. Where a partial derivative keeps its sign over a piece, that
coordinate goes to the end at which the function is largest.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flint import arb

from verify.arithmetic.precision import Unsettled, current_bits

Side = tuple[Any, Any]  # the ends of a coordinate; one object twice where it is pinned
Function = Callable[..., arb]
Gradient = Callable[..., Sequence[arb]]


class Maximum(NamedTuple):
    """A ball around the maximum, and boxes (a ball for each coordinate) that hold every point taking it."""

    value: arb
    where: list[list[arb]]


def maximum(
    f: Function,
    gradient: Gradient,
    box: Sequence[Side],
    bits: int | None = None,
    most_pieces: int = 20_000,
) -> Maximum:
    """max f over a box, to 2^-bits of itself (default: three quarters of the precision in force).

    The ends are exact numbers or balls; f and its gradient take balls, wide ones too. Unsettled where
    that many pieces do not do.
    """
    close = arb(2) ** -(current_bits() * 3 // 4 if bits is None else bits)
    best = arb.neg_inf()
    leaves: list[tuple[arb, list[arb]]] = []
    level, count = [[_side(arb(low), arb(high)) for low, high in box]], 0
    for turn in itertools.count():
        if not level:
            break
        count += len(level)
        if count > most_pieces:
            raise Unsettled(f"cannot decide the maximum over the box within {count} pieces")
        following: list[list[Side]] = []
        for piece in level:
            x = [_hull(side) for side in piece]
            slopes = gradient(*x)
            pinned = [_pinned(side, slope) for side, slope in zip(piece, slopes, strict=True)]
            if any(new is not old for new, old in zip(pinned, piece, strict=True)):
                following.append(pinned)
                continue
            lower, upper, blur = _bounds(f, piece, x, slopes)
            best = best.max(lower)
            if upper < best:
                continue
            halves = _halves(piece, x, slopes, turn)
            known = best.is_finite() and upper - best <= close * abs(best)
            if known or not halves or (upper.is_finite() and upper - lower <= 8 * blur):
                leaves.append((upper, x))
            else:
                following += halves
        level = following
    kept = [(upper, x) for upper, x in leaves if not upper < best]
    value = best
    for upper, _ in kept:
        value = value.union(upper)
    return Maximum(value, [x for _, x in kept])


def _side(low: arb, high: arb) -> Side:
    """A coordinate's two ends; pinned to the hull of both where they are not certainly apart."""
    if low < high:
        return low, high
    hull = low.union(high)
    return hull, hull


def _hull(side: Side) -> Any:
    low, high = side
    return low if low is high else low.union(high)


def _pinned(side: Side, slope: arb) -> Side:
    low, high = side
    if low is high:
        return side
    if slope >= 0:
        return high, high
    return (low, low) if slope <= 0 else side


def _bounds(f: Function, piece: list[Side], x: list[arb], slopes: Sequence[arb]) -> tuple[arb, arb, arb]:
    """A lower bound of the maximum over the whole box, an upper one over the piece, and how far apart they
    are because f at a point is known no better: cutting the piece does not mend that."""
    if all(low is high for low, high in piece):
        value = f(*x)
        return _finite(value.lower(), -1), _finite(value.upper(), 1), arb.pos_inf()
    # f(m) + sum of f_i(X) (X_i - m_i) contains f over X (mean value theorem); f(m) is a value over the box
    # only if m lies in it, which ends known as balls may leave open.
    middle = [v if low is high else v.mid() for v, (low, high) in zip(x, piece, strict=True)]
    at_middle = f(*middle)
    moved = sum((s * (v - m) for s, v, m in zip(slopes, x, middle, strict=True)), arb(0))
    inside = all(low is high or low < m < high for m, (low, high) in zip(middle, piece, strict=True))
    lower = _finite(at_middle.lower(), -1) if inside else arb.neg_inf()
    upper = _finite((at_middle + moved).upper(), 1).min(_finite(f(*x).upper(), 1))
    return lower, upper, at_middle.rad()


def _finite(bound: Any, sign: int) -> Any:
    """A bound, or none at all where it is not a number."""
    return bound if bound.is_finite() else sign * arb.pos_inf()


def _halves(piece: list[Side], x: list[arb], slopes: Sequence[arb], turn: int) -> list[list[Side]]:
    """The piece cut across the coordinate that contributes most to the mean value form; none if it is
    pinned, or too small to be cut."""
    # Slopes that are not finite all count as infinite: then the sides take turns.
    weights = [float(_finite((abs(s) * v.rad()).upper(), 1)) for s, v in zip(slopes, x, strict=True)]
    turns = [(k + turn) % len(piece) for k in range(len(piece))]
    order = sorted(range(len(piece)), key=lambda k: (weights[k], turns[k]), reverse=True)
    for k in order:
        low, high = piece[k]
        middle = x[k].mid()
        if low is not high and low < middle < high:
            return [[*piece[:k], side, *piece[k + 1 :]] for side in ((low, middle), (middle, high))]
    return []
