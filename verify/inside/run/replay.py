"""The exact counterparts of a tape's numbers, as balls at the precision in force.

Every ball contains what exact arithmetic makes of the same inputs along the path that float64 took. A number
that has no counterpart (it came out of code that is not followed) is None, and so is what was made of it.
"""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.precision import current_bits, precision
from verify.arithmetic.sums import exact_sum
from verify.core.errors import BadInput
from verify.inside.run.by_place import PENDING, by_place
from verify.inside.run.local import LocalErrors
from verify.inside.run.tape import (
    ABS,
    ADD,
    CAST,
    DIV,
    FUN,
    LEAF,
    MASK,
    MOST_NUMBERS,
    MUL,
    NEG,
    SUB,
    SUM,
    Tape,
)

Ball = arb | None
BINARY: dict[int, Callable[[arb, arb], arb]] = {
    ADD: operator.add,
    SUB: operator.sub,
    MUL: operator.mul,
    DIV: operator.truediv,
}
LOOK, HUGE = 256, arb(2) ** 10_000
PAGE, LONG = 2**17, 8  # numbers a page; pages that are kept whole
MOST_KEPT = 1_000_000  # of 300 bytes each
FEW = 64  # numbers that are looked at one by one
UNARY: dict[int, Callable[[arb], arb]] = {NEG: operator.neg, ABS: abs, CAST: lambda x: x}


class Counterparts(Protocol):
    """By place: all in a list, those that are asked for, those of one page, or error balls."""

    def __getitem__(self, place: int, /) -> Ball: ...

    def __setitem__(self, place: int, exact: Ball, /) -> None: ...

    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Replay:
    """`balls`: exact counterparts, some pending; `exact`: 1 where the float is certainly its counterpart.

    `page`: a long tape is gone through in pages of so many numbers.
    """

    tape: Tape
    balls: Counterparts
    exact: bytearray
    page: int = MOST_NUMBERS

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
        listed = np.asarray(places)
        if self.exact.find(0, int(listed.min()), int(listed.max()) + 1) < 0:
            return True
        return bool(np.frombuffer(self.exact, dtype=np.uint8)[listed].all())


class Lost(ArithmeticError):
    """Balls have grown beyond all bounds: this precision is far too low."""


class Pages(dict[int, Ball]):
    """The counterparts of a long tape: of one page all, of the others those that later pages use.

    What is asked of another page is made once more, from what is kept, at the precision of the first time.
    A number whose float is its counterpart is not kept.
    """

    def __init__(self, found: Replay, crossing: np.ndarray) -> None:
        super().__init__()
        self.tape, self.exact, self.page = found.tape, found.exact, found.page
        self.bits = current_bits()
        self.kept: dict[int, Ball] = {}
        self.start = self.end = 0
        self.making = False
        for first, end in self.tape.stretches(self.page):
            self._make(first, end)
            inexact = np.frombuffer(self.exact, dtype=np.uint8)[first:end] == 0
            stay = (np.flatnonzero(crossing[first:end] & inexact) + first).tolist()
            self.kept.update((k, self[k]) for k in stay)
            if len(self.kept) > MOST_KEPT:
                raise BadInput(
                    f"more than {MOST_KEPT} numbers are used long after they were made; follow a smaller case"
                )

    def __missing__(self, place: int) -> Ball:
        if place in self.kept:
            return self.kept[place]
        if not self.exact[place]:
            if not self.start <= place < self.end:
                assert not self.making, "a number that is used outside its page was not kept"
                start = place // self.page * self.page
                self._make(start, min(start + self.page, len(self.tape)))
                return self[place]
            assert self.tape.operation(place) == LEAF, "made before its turn"
            assert place not in self.tape.leaves, "made before its turn"
        return arb(self.tape.values[place])

    def _make(self, start: int, end: int) -> None:
        self.clear()
        self.start, self.end, self.making = start, end, True
        found = Replay(self.tape, self, self.exact, self.page)
        with precision(self.bits):
            for first, last in self.tape.blocks:
                if first < end and last > start:
                    _run(found, start, max(first, start))
                    start = min(last, end)
            _run(found, start, end)
        self.making = False


def crossing(tape: Tape, page: int) -> np.ndarray:
    """The numbers that are used outside their page."""
    found = np.zeros(len(tape), dtype=bool)
    pool = np.frombuffer(tape.pool, dtype=np.int32) if tape.pool else np.zeros(0, dtype=np.int32)
    for start, end in tape.stretches(page):
        _, operations, left, right = tape.columns(start, end)
        several = (operations == SUM) | (operations == FUN)
        for one in (left[~several], right[~several]):
            found[one[(one >= 0) & (one < start)]] = True
        # A function's number stands in the pool before its operands.
        first, count = left[several].astype(np.int64) + (operations[several] == FUN), right[several]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        used = pool[np.repeat(first, count) + within]
        found[used[used < start]] = True
    decisions = tape.decisions
    if len(decisions):
        one, two = np.array(decisions.left), np.array(decisions.right)
        apart = (two >= 0) & (one // page != two // page)
        found[one[apart]] = found[two[apart]] = True
    found[list(tape.hashed)] = True
    return found


def replay(tape: Tape, local: LocalErrors, page: int = PAGE) -> Replay:
    """One pass over the tape; a long one, of more than LONG pages, is kept in part."""
    if len(tape) > LONG * page:
        found = Replay(tape, [], local.none(), page)
        return replace(found, balls=Pages(found, crossing(tape, page)))
    found = Replay(tape, by_place(tape, len(tape), PENDING), local.none())
    _from(found, 0)
    return found


def extend(found: Replay) -> None:
    """Go on to the end of a tape that has grown."""
    start = len(found.balls)
    assert isinstance(found.balls, list)
    found.balls.extend([PENDING] * (len(found.tape) - start))
    _from(found, start)


def _from(found: Replay, start: int) -> None:
    """To the end of the tape; blocks of data are passed over."""
    for first, end in found.tape.blocks:
        if first >= start:
            _run(found, start, first)
            start = end
    _run(found, start, len(found.tape))


def _run(found: Replay, start: int, end: int) -> None:
    """In a chaotic program the radius' exponent doubles at every step: it is looked at now and then."""
    for first in range(start, end, LOOK):
        _stretch(found, first, min(first + LOOK, end))
        if first + LOOK < end and (last := found.at(first + LOOK - 1)) is not None and last.rad() > HUGE:
            raise Lost


def _stretch(found: Replay, start: int, end: int) -> None:
    balls, exact, tape = found.balls, found.exact, found.tape
    values, leaves = tape.values, tape.leaves
    done = (np.frombuffer(tape.instructions, dtype=np.int64)[start:end] & MASK).tolist()
    left_ones, right_ones = tape.left[start:end].tolist(), tape.right[start:end].tolist()
    for place, operation, left, right in zip(range(start, end), done, left_ones, right_ones, strict=True):
        if operation == LEAF or operation > DIV:
            if operation != LEAF or place in leaves:  # other data are their floats, and wait to be asked for
                balls[place] = _other(found, place, operation, left, right)
            continue
        a, b = balls[left], balls[right]
        if a is PENDING:
            a = balls[left] = arb(values[left])
        if b is PENDING:
            b = balls[right] = arb(values[right])
        if a is None or b is None:
            balls[place] = None
        elif operation == MUL:
            balls[place] = a * b
        elif operation == ADD:
            balls[place] = a + b
        else:
            balls[place] = a - b if operation == SUB else a / b
        if exact[place] and not (exact[left] and exact[right]):
            exact[place] = 0


def made(found: Replay, place: int) -> Ball:
    """The counterpart of one number, its operands' being known; `exact` comes with it."""
    tape, exact = found.tape, found.exact
    operation, left, right = tape.operation(place), tape.left[place], tape.right[place]
    if operation not in BINARY:
        return _other(found, place, operation, left, right)
    exact[place] = exact[place] and exact[left] and exact[right]
    a, b = found.at(left), found.at(right)
    return None if a is None or b is None else BINARY[operation](a, b)


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
