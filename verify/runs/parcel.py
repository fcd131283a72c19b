"""What passes between a guarded process and its parent: work, answers, and what stands for lost ones."""

import copyreg
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flint import arb

LENGTH = struct.Struct("<Q")
RETIRED, CUT_OFF = 70, 71  # exit statuses: it used much memory and makes room; its channel was closed within
GIB = 2**30


@dataclass(frozen=True)
class Lost:
    """What stands for an answer that did not come, and why.

    by_function: the function that is judged, when it was called, ended the process or left it no choice.
    """

    why: str
    by_function: bool = False


@dataclass(frozen=True)
class Refused:
    """What stands for BadInput, which is the user's to mend."""

    why: str


def _ball(middle: tuple[int, int], radius: tuple[int, int]) -> arb:
    """The ball of these dyadic numbers.

    arb rounds a radius that it is given up to the next number of 30 bits above it, so it is given one a
    little below; where that does not reach it, the radius itself.
    """
    m, e = radius
    x, wanted = arb(middle), arb(radius)
    if m:
        ball = arb(x, arb(((m << 40) - 1, e - 40)))
        return ball if ball.rad() >= wanted else arb(x, wanted)
    return x


def _reduced(ball: arb) -> tuple[Any, tuple[Any, ...]]:
    """Midpoint and radius as what they are, dyadic: the same ball, whatever precision is in force."""
    if ball.is_nan():
        return arb, ("nan",)
    if not ball.is_finite():
        return arb, ("inf",) if ball > 0 else ("-inf",) if ball < 0 else (0, "inf")
    return _ball, tuple((int(m), int(e)) for m, e in (ball.mid().man_exp(), ball.rad().man_exp()))


copyreg.pickle(arb, _reduced)


class Work(NamedTuple):
    """What is done with an item; and with several at once where that is cheaper (None: not these)."""

    single: Callable[[Any], Any]
    several: Callable[[list[Any]], list[Any] | None] | None = None


def write(file: int, data: bytes) -> None:
    """A parcel, with its length before it."""
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(file, view) :]
