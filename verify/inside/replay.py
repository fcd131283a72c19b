"""The exact counterparts of a tape's numbers, as balls at the precision in force.

Every ball contains what exact arithmetic makes of the same inputs along the path that float64 took. A number
that has no counterpart (it came out of code that is not followed) is None, and so is what was made of it.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.inside.local import LocalErrors
from verify.inside.sums import exact_sum
from verify.inside.tape import ABS, ADD, DIV, FUN, LEAF, MASK, MUL, NEG, SUB, SUM, Tape

Ball = arb | None
BINARY: dict[int, Callable[[arb, arb], arb]] = {
    ADD: operator.add,
    SUB: operator.sub,
    MUL: operator.mul,
    DIV: operator.truediv,
}
LOOK, HUGE = 256, arb(2) ** 10_000
FEW = 64  # numbers that are looked at one by one
UNARY: dict[int, Callable[[arb], arb]] = {NEG: operator.neg, ABS: abs}


class _Pending:
    """Stands for the ball of a float that nothing has asked for: of long arrays few are used one by one.

    Arithmetic with it is a TypeError, by which it is found.
    """


PENDING: Any = _Pending()


@dataclass(frozen=True)
class Replay:
    """`balls`: exact counterparts, some pending; `exact`: 1 where the float is certainly its counterpart."""

    tape: Tape
    balls: list[Ball]
    exact: bytearray

    def at(self, place: int) -> Ball:
        """The exact counterpart of a number; None where it has none."""
        ball = self.balls[place]
        if ball is PENDING:
            ball = self.balls[place] = arb(self.tape.values[place])
        return ball

    def ball(self, place: int) -> arb:
        """The exact counterpart of a number that has one."""
        ball = self.at(place)
        assert ball is not None
        return ball

    def float_of(self, place: int) -> arb:
        """The float itself as a ball."""
        return self.ball(place) if self.exact[place] else arb(self.tape.values[place])

    def error(self, place: int) -> Ball:
        """The float minus its exact counterpart."""
        if self.exact[place]:
            return arb(0)
        ball = self.at(place)
        return None if ball is None else arb(self.tape.values[place]) - ball

    def all_exact(self, places: Sequence[int]) -> bool:
        if len(places) < FEW:
            return all(self.exact[k] for k in places)
        return bool(np.frombuffer(self.exact, dtype=np.uint8)[np.asarray(places)].all())


class Lost(ArithmeticError):
    """Balls have grown beyond all bounds: this precision is far too low."""


def replay(tape: Tape, local: LocalErrors) -> Replay:
    """One pass over the tape."""
    found = Replay(tape, [], local.none())
    extend(found)
    return found


def extend(found: Replay) -> None:
    """Go on to the end of the tape; blocks of data are passed over."""
    start = len(found.balls)
    for first, end in found.tape.blocks:
        if first >= start:
            _run(found, first)
            found.balls.extend([PENDING] * (end - first))
    _run(found, len(found.tape))


def _run(found: Replay, end: int) -> None:
    balls, exact, tape, start = found.balls, found.exact, found.tape, len(found.balls)
    append = balls.append
    codes = zip(tape.instructions[start:end], tape.left[start:end], tape.right[start:end], strict=True)
    for place, (instruction, left, right) in enumerate(codes, start):
        if not place % LOOK and place and (last := found.at(place - 1)) is not None and last.rad() > HUGE:
            raise Lost  # in a chaotic program the radius' exponent doubles at every step
        operation = instruction & MASK
        function = BINARY.get(operation)
        if function is not None:
            try:
                append(function(balls[left], balls[right]))  # type: ignore[arg-type]
            except TypeError:  # pending, or without a counterpart: it hardly ever happens
                a, b = found.at(left), found.at(right)
                append(None if a is None or b is None else function(a, b))
            if exact[place] and not (exact[left] and exact[right]):
                exact[place] = 0
        else:
            append(_other(found, place, operation, left, right))


def _other(found: Replay, place: int, operation: int, left: int, right: int) -> Ball:
    """Leaves, functions of one operand, sums and functions of several."""
    tape, exact = found.tape, found.exact
    if operation == LEAF:
        return _leaf(found, place)
    if operation in UNARY:
        ball = found.at(left)
        exact[place] = exact[place] and exact[left]
        return None if ball is None else UNARY[operation](ball)
    operands = tape.operands(place)
    all_exact = found.all_exact(operands)
    total = of_floats(tape, place) if all_exact else None
    if total is None:
        balls = [b for k in operands if (b := found.at(k)) is not None]
        if len(balls) < len(operands):
            return None
        total = sum(balls, arb(0)) if operation == SUM else tape.function(place).ball(*balls)
    # A sum or a function of exact numbers that comes out as the very float.
    exact[place] = all_exact and total.is_exact() and total == arb(tape.values[place])
    return total


def of_floats(tape: Tape, place: int) -> Ball:
    """A sum or function of many floats, all at once; None where it is to be had one by one only."""
    operation, operands = tape.operation(place), tape.operands(place)
    if operation not in (SUM, FUN) or len(operands) < FEW:
        return None
    function = exact_sum if operation == SUM else tape.function(place).on_floats
    return None if function is None else function(np.frombuffer(tape.values)[np.asarray(operands)])


def _leaf(found: Replay, place: int) -> Ball:
    tape = found.tape
    if place not in tape.leaves:
        return arb(tape.values[place])
    says = tape.leaves[place]
    if says is None:
        return None
    ball = arb(says) if isinstance(says, fmpq) else says()
    found.exact[place] = ball.is_exact() and ball == arb(tape.values[place])
    return ball
