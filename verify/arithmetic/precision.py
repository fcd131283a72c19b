"""Precision: the only module that touches flint's context.

An expression is evaluated in balls at rising precision until it is settled (Ziv's strategy). The whole
expression is evaluated anew each time, never patched together from finished balls: the difference of
two balls is no better than they are. Questions are answered in three values, and what does not settle
within the limit stays open.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import flint
from flint import arb

T = TypeVar("T")
U = TypeVar("U")

START_BITS = 128
MAX_BITS = 16384
LEAST_BITS = 64
TOO_WIDE = "the balls are still too wide at {bits} bits"


class Unsettled(ArithmeticError):
    """Balls at the precision in force do not decide; evaluate again with more bits."""


class Hopeless(RuntimeError):
    """More bits would not help: the evaluation failed for another reason, which the message says."""


class OutOfTime(Hopeless):
    """The time allowed is used up."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at `bits` bits and restore what was there before, whatever happens."""
    with flint.ctx.workprec(bits):
        yield


def current_bits() -> int:
    """The precision in force, for a bound that has to know how far to sum."""
    return int(flint.ctx.prec)


def set_bits(bits: int) -> None:
    """Put back a precision that foreign code has changed."""
    flint.ctx.prec = bits


def ladder(max_bits: int, start: int = START_BITS) -> Iterator[int]:
    """start, 2 start, 4 start, ... and at last max_bits itself."""
    bits = min(start, max_bits)
    while bits < max_bits:
        yield bits
        bits *= 2
    yield max_bits


class Settled(NamedTuple):
    """A value, the bits at which it was found, and whether it met what was asked of it."""

    value: Any
    bits: int
    done: bool
    reason: str = ""


def refine(
    items: Sequence[T],
    evaluate: Callable[[T], U],
    settled: Callable[[U], bool],
    max_bits: int = MAX_BITS,
    start: int = START_BITS,
) -> list[Settled]:
    """Evaluate every item at rising precision until `settled`; one Settled an item, in order.

    The items are taken level by level, so that the precision is set once for a whole batch.
    """
    found: list[Settled] = [Settled(None, 0, False, "not evaluated")] * len(items)
    pending: Sequence[int] = range(len(items))
    for bits in ladder(max_bits, start):
        remaining = []
        with precision(bits):
            for index in pending:
                try:
                    value = evaluate(items[index])
                except Unsettled as why:
                    found[index] = Settled(None, bits, False, str(why))
                    remaining.append(index)
                except Hopeless as why:
                    found[index] = Settled(None, bits, False, str(why))
                else:
                    if settled(value):
                        found[index] = Settled(value, bits, True)
                    else:
                        found[index] = Settled(value, bits, False, TOO_WIDE.format(bits=bits))
                        remaining.append(index)
        pending = remaining
        if not pending:
            break
    return found


def accurate(bits: int, floor: arb | None = None) -> Callable[[arb], bool]:
    """A test for `refine`: relative radius below 2^-bits, or certainly below `floor` in magnitude.

    An infinity cannot be accurate.
    """

    def settled(ball: arb) -> bool:
        if ball.rel_accuracy_bits() >= bits:
            return bool(ball.is_finite())
        return floor is not None and bool(ball.abs_upper() < floor)

    return settled


def enclose(
    expression: Callable[[], arb],
    bits: int = 64,
    max_bits: int = MAX_BITS,
    floor: arb | None = None,
    start: int = START_BITS,
) -> Settled:
    """Enclose one expression to `bits` bits relative accuracy.

    `expression` is called anew at each precision. `floor` ends the search for a true zero: a ball
    certainly below it in magnitude is good enough.
    """
    return refine([None], lambda _: expression(), accurate(bits, floor), max_bits, start)[0]


def decide(question: Callable[[], bool | None], max_bits: int = MAX_BITS, start: int = START_BITS) -> Settled:
    """Ask a three-valued question at rising precision until it answers True or False."""
    return refine([None], lambda _: question(), lambda answer: answer is not None, max_bits, start)[0]


def less(x: Any, y: Any) -> bool | None:
    """x < y: True or False where certain, else None."""
    x, y = arb(x), arb(y)
    if x < y:
        return True
    return False if x >= y else None


def no(answer: bool | None) -> bool:
    """A certain no. Never `is False`: numpy has a False of its own."""
    return answer is not None and not answer


def negated(answer: bool | None) -> bool | None:
    """Three-valued `not`."""
    return None if answer is None else not answer


def every(answers: Sequence[bool | None]) -> bool | None:
    """Three-valued `all`: one False decides, then one None leaves it open."""
    if any(map(no, answers)):
        return False
    return None if any(a is None for a in answers) else True


def some(answers: Sequence[bool | None]) -> bool | None:
    """Three-valued `any`."""
    if any(answers):
        return True
    return None if any(a is None for a in answers) else False


def lower(ball: arb) -> float:
    """The largest float64 certainly not above the ball. -inf where there is none."""
    return -upper(-ball)


def upper(ball: arb) -> float:
    """The smallest float64 certainly not below the ball. +inf where there is none."""
    top = ball.upper()
    if not top.is_finite():
        return math.inf
    near = float(top)
    return near if arb(near) >= top else math.nextafter(near, math.inf)
