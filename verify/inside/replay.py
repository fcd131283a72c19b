"""The exact counterparts of a tape's numbers, as balls at the precision in force.

Every ball contains what exact arithmetic makes of the same inputs along the path that float64 took. A number
that has no counterpart (it came out of code that is not followed) is None, and so is what was made of it.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, fmpq

from verify.inside.local import LocalErrors
from verify.inside.tape import ABS, ADD, DIV, FUN, LEAF, MASK, MUL, NEG, SUB, SUM, Tape

Ball = arb | None
BINARY: dict[int, Callable[[arb, arb], arb]] = {
    ADD: operator.add,
    SUB: operator.sub,
    MUL: operator.mul,
    DIV: operator.truediv,
}
UNARY: dict[int, Callable[[arb], arb]] = {NEG: operator.neg, ABS: abs}


@dataclass(frozen=True)
class Replay:
    """`balls`: exact counterparts; `exact`: 1 where the float is certainly its exact counterpart."""

    tape: Tape
    balls: list[Ball]
    exact: bytearray

    def ball(self, place: int) -> arb:
        """The exact counterpart of a number that has one."""
        ball = self.balls[place]
        assert ball is not None
        return ball

    def float_of(self, place: int) -> arb:
        """The float itself as a ball."""
        ball = self.balls[place]
        return ball if self.exact[place] and ball is not None else arb(self.tape.values[place])

    def error(self, place: int) -> Ball:
        """The float minus its exact counterpart."""
        ball = self.balls[place]
        if self.exact[place]:
            return arb(0)
        return None if ball is None else arb(self.tape.values[place]) - ball


def replay(tape: Tape, local: LocalErrors) -> Replay:
    """One pass over the tape."""
    found = Replay(tape, [], local.none())
    extend(found)
    return found


def extend(found: Replay) -> None:
    """Go on to the end of the tape."""
    balls, exact, tape = found.balls, found.exact, found.tape
    append, start = balls.append, len(balls)
    codes = zip(tape.instructions[start:], tape.left[start:], tape.right[start:], strict=True)
    for place, (instruction, left, right) in enumerate(codes, start):
        operation = instruction & MASK
        function = BINARY.get(operation)
        if function is not None:
            try:
                append(function(balls[left], balls[right]))  # type: ignore[arg-type]
            except TypeError:  # one has no counterpart: asked for afterwards, it hardly ever happens
                append(None)
                exact[place] = 0
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
        ball = found.balls[left]
        exact[place] = exact[place] and exact[left]
        return None if ball is None else UNARY[operation](ball)
    operands = tape.operands(place)
    balls = [b for k in operands if (b := found.balls[k]) is not None]
    if len(balls) < len(operands):
        return None
    if operation == SUM:
        total = sum(balls, arb(0))
    else:
        assert operation == FUN
        total = tape.function(place).ball(*balls)
    # A sum or a function of exact numbers that comes out as the very float.
    if all(exact[k] for k in operands):
        exact[place] = total.is_exact() and total == arb(tape.values[place])
    return total


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
