"""What passes between a guarded process and its parent: work, answers, and the reasons for lost ones."""

import copyreg
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flint import acb, arb

LENGTH = struct.Struct("<Q")
RETIRED, CUT_OFF = (
    70,
    71,
)  # exit statuses: it used much memory and makes room; its channel was closed from within
GIB = 2**30


@dataclass(frozen=True)
class Lost:
    """Takes the place of an answer that never came, with the reason.

    by_function: the function under test was running and ended the process, or forced its end.
    """

    why: str
    by_function: bool = False


@dataclass(frozen=True)
class Refused:
    """Takes the place of a BadInput, which the user has to fix."""

    why: str


def _ball(middle: tuple[int, int], radius: tuple[int, int]) -> arb:
    """The ball of these dyadic numbers.

    arb rounds a given radius up to a number of 30 bits, so it is given one slightly smaller; if the result
    falls short, the radius itself.
    """
    m, e = radius
    x, wanted = arb(middle), arb(radius)
    if m:
        ball = arb(x, arb(((m << 40) - 1, e - 40)))
        return ball if ball.rad() >= wanted else arb(x, wanted)
    return x


def _reduced(ball: arb) -> tuple[Any, tuple[Any, ...]]:
    """Midpoint and radius as dyadic numbers: the same ball at whatever precision is in force."""
    if ball.is_nan():
        return arb, ("nan",)
    if not ball.is_finite():
        return arb, ("inf",) if ball > 0 else ("-inf",) if ball < 0 else (0, "inf")
    return _ball, tuple((int(m), int(e)) for m, e in (ball.mid().man_exp(), ball.rad().man_exp()))


copyreg.pickle(arb, _reduced)
copyreg.pickle(acb, lambda ball: (acb, (ball.real, ball.imag)))


class Work(NamedTuple):
    """How one item is answered, and several at once where that is cheaper (None: not these)."""

    single: Callable[[Any], Any]
    several: Callable[[list[Any]], list[Any] | None] | None = None


def write(file: int, data: bytes) -> None:
    """Write a parcel, preceded by its length."""
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(file, view) :]
