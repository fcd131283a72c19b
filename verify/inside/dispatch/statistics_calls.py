"""Python's `statistics`: what goes by integers and fractions there is one function of the numbers.

Its mean and its variance are made of the data's own bits, in integers, which know no error. Of data that have
one, nothing could be said by following them; as functions of real numbers they are known, with their slopes.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from typing import Any

from flint import arb

from verify.inside.dispatch.math_calls import Handlers
from verify.inside.run.tape import Function

Balls = Sequence[arb]


def _mean(x: Balls) -> arb:
    return sum(x, arb(0)) / len(x)


def _centered(x: Balls) -> list[arb]:
    mean = _mean(x)
    return [v - mean for v in x]


def mean(count: int, _: int = 0) -> Function:
    return Function("mean", lambda *x: _mean(x), ((lambda *x: arb(1) / count),) * count)


def variance(count: int, less: int) -> Function:
    """v(x) = sum (x_i - m)^2 / (n - less), m = sum x_i / n.

    It is a quadratic form Q(x) of x, so that v(a) - v(A) = B(a - A, a + A), B its bilinear form, whose k-th
    slope is that of a + A centred, over n - less: exact for all a and A.
    """
    free = count - less

    def ball(*x: arb) -> arb:
        return sum((d * d for d in _centered(x)), arb(0)) / free

    def slope(k: int) -> Callable[..., arb]:
        return lambda *x: 2 * (x[k] - _mean(x)) / free

    def secants(floats: Balls, balls: Balls) -> list[arb]:
        return [d / free for d in _centered([a + b for a, b in zip(floats, balls, strict=True)])]

    return Function("variance", ball, tuple(map(slope, range(count))), secants=secants)


def deviation(count: int, less: int) -> Function:
    """The root of the variance: s(a) - s(A) = (v(a) - v(A)) / (s(a) + s(A))."""
    squared = variance(count, less)

    def ball(*x: arb) -> arb:
        return squared.ball(*x).sqrt()

    def slope(k: int) -> Callable[..., arb]:
        of_square = squared.derivatives[k]
        assert of_square is not None
        return lambda *x: of_square(*x) / (2 * ball(*x))

    def secants(floats: Balls, balls: Balls) -> list[arb]:
        assert squared.secants is not None
        both = ball(*floats) + ball(*balls)
        return [s / both for s in squared.secants(floats, balls)]

    return Function("stdev", ball, tuple(map(slope, range(count))), secants=secants)


KNOWN: dict[str, tuple[Callable[[int, int], Function], int]] = {
    "mean": (mean, 0),
    "variance": (variance, 1),
    "pvariance": (variance, 0),
    "stdev": (deviation, 1),
    "pstdev": (deviation, 0),
}


def name_of(function: Any) -> str | None:
    """Of a function of this module, or of a private copy of it, that is known."""
    code = getattr(function, "__code__", None)
    if code is None or code.co_filename != statistics.__file__:
        return None
    return function.__name__ if function.__name__ in KNOWN else None


class Statistics:
    """What a run makes of them."""

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers

    def call(self, name: str, site: int, data: Any) -> Any:
        """Of numbers that are floats, or integers beside them; NotImplemented where Python itself is to be
        asked: of other numbers, of too few, of what has no finite result.
        """
        recorder = self.handlers.recorder
        makes, less = KNOWN[name]
        values = [float.__pos__(v) if type(v) is recorder.Number else v for v in data]
        real = all(type(v) in (float, int, bool) for v in values)
        if not (real and any(type(v) is recorder.Number for v in data)) or len(values) <= less:
            return NotImplemented
        value = recorder.on_floats(getattr(statistics, name), values)
        if recorder.oracle is None and not math.isfinite(value):
            return NotImplemented
        operands = [recorder.lift(v, site) for v in data]
        found = self.handlers.made(makes(len(values), less), site, operands, value)
        numpys = any(recorder.is_numpys(v.node) for v in data if type(v) is recorder.Number)
        return recorder.numpys(site, found) if numpys else found
