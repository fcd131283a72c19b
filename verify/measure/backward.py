"""Backward error of a number: the least relative change of the inputs that explains what came out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flint import arb

# The boxes tried, small ones first: multiples of the linear estimate, and sizes of their own.
WIDENINGS = (1.125, 2.0, 8.0)
LARGE = tuple(arb(4) ** k for k in range(-1, 5))
# A small error is the linear estimate but for its square: two signs close to it mostly show as much.
SMALL, CLOSE = arb(2) ** -38, arb(2) ** -36
STEPS = 40
ENOUGH_BITS = 20


class Here(NamedTuple):
    """A function of numbers and its partial derivatives where the search starts."""

    value: arb
    slopes: Sequence[arb]


def backward_error(
    x: Sequence[arb],
    here: Here,
    function: Callable[..., arb],
    gradient: Callable[..., Sequence[arb]],
    computed: arb,
    monotone: bool = False,
) -> arb | None:
    """Least eta with y^ = f(x~), |x~_i - x_i| <= eta |x_i|; None where the search does not settle.

    Let B(r) be the box |x~_i - x_i| <= r |x_i| and suppose every partial derivative keeps its sign on
    it. Then, of all moves within B(eta), eta <= r, the one that takes f furthest towards y^ moves each
    input by eta |x_i| in its favourable direction; the distance left, g(eta), is monotone, and the
    least eta is its root. A sign change of g over [0, r] proves that there is one.
    `monotone`: a theorem says that every partial derivative keeps its sign wherever f is defined.
    """
    distance, slopes = here.value - computed, here.slopes
    speed = sum((abs(v) * abs(s) for v, s in zip(x, slopes, strict=True)), arb(0))
    estimate = (abs(distance) / speed).abs_upper()
    if not estimate.is_finite() or distance.is_zero():
        return arb(0) if distance.is_zero() else None
    if distance.contains(0):
        return None
    away = arb(1) if distance > 0 else arb(-1)
    moves = [-away * s.sgn() * abs(v) for v, s in zip(x, slopes, strict=True)]

    def left(eta: arb) -> arb:
        return away * (function(*_moved(x, moves, eta)) - computed)

    near = [(estimate * (1 + CLOSE)).mid()] if estimate < SMALL else []
    for r in sorted([*near, *((estimate * w).mid() for w in WIDENINGS), *LARGE]):
        box = [v + abs(v) * arb(0, r) for v in x]
        if not monotone and not _signs_kept(x, slopes, gradient(*box)):
            return None  # a wider box contains this one
        if left(r) < 0:
            low = (estimate * (1 - CLOSE)).mid()
            bracket = low.union(r) if r in near and left(low) > 0 else arb(r / 2, r / 2)
            return _root(left, lambda e: _slope(x, moves, gradient, e), bracket)
    return None


def _moved(x: Sequence[arb], moves: Sequence[arb], eta: arb) -> list[arb]:
    return [v + eta * move for v, move in zip(x, moves, strict=True)]


def _slope(x: Sequence[arb], moves: Sequence[arb], gradient: Callable[..., Sequence[arb]], eta: arb) -> arb:
    """-|dg/d eta| over a ball of eta: every input moves in its favourable direction."""
    slopes = gradient(*_moved(x, moves, eta))
    return -sum((abs(m * s) for m, s in zip(moves, slopes, strict=True)), arb(0))


def _signs_kept(x: Sequence[arb], here: Sequence[arb], over: Sequence[arb]) -> bool:
    return all(
        v.is_zero() or (s > 0 and b > 0) or (s < 0 and b < 0) for v, s, b in zip(x, here, over, strict=True)
    )


def _root(g: Callable[[arb], arb], slope: Callable[[arb], arb], bracket: arb) -> arb:
    """The root of a decreasing g with g > 0 at the lower end and g < 0 at the upper one.

    Interval Newton: the root lies in m - g(m)/g'(X) for any m in X; where that does not halve the
    bracket, the certain sign of g(m) does.
    """
    for _ in range(STEPS):
        if bracket.rel_accuracy_bits() >= ENOUGH_BITS:
            break
        middle = bracket.mid()
        value = g(middle)
        newton = middle - value / slope(bracket)
        width = bracket.rad()
        if newton.is_finite():
            bracket = bracket.intersection(newton)
        if bracket.rad() <= width / 2:
            continue
        if value > 0:
            bracket = bracket.intersection(middle.union(bracket.upper()))
        elif value < 0:
            bracket = bracket.intersection(middle.union(bracket.lower()))
        else:
            break
    return bracket
