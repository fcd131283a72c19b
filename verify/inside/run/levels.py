"""The numbers of a tape in levels: none depends on another of its level, so that a level is made at once.

A level is one more than the largest of its operands'. Whole arrays are on one level. Where levels are narrow,
as in a loop that adds one number to one sum, nothing is gained and there are none.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from verify.inside.run.tape import FUN, LEAF, MASK, SUM, Tape

LEAST, MOST = 1000, 2**22  # operations, numbers
WIDTH = 64  # numbers a level: what it takes to begin one is worth it
WIDE = 256  # numbers a level: balls of a float's precision do not last for many levels
LOOK, DEEP = 1024, 16  # numbers, of which chains that are no longer are found at once


class Group(NamedTuple):
    """Numbers of one level that the same operation made."""

    level: int
    operation: int
    places: np.ndarray


def are_wide(groups: list[Group]) -> bool:
    """Are levels so wide that they are few?"""
    return sum(len(group.places) for group in groups) >= WIDE * (groups[-1].level + 1)


def groups(tape: Tape) -> list[Group] | None:
    """In an order in which they can be made, data left out; None where levels are narrow."""
    data = sum(end - start for start, end in tape.blocks)
    if len(tape) - data < LEAST:
        return None
    operations = (np.frombuffer(tape.instructions, dtype=np.int64) & MASK).astype(np.int8)
    made = operations != LEAF
    count = int(np.count_nonzero(made))
    if count < LEAST or len(tape) > MOST or _is_narrow(tape, count):
        return None
    found = _Levels(tape)
    if not found.complete(count):
        return None
    made[list(tape.leaves)] = True  # the others are their floats
    places = np.flatnonzero(made)
    keys = found.of[places] * np.int32(MASK + 1) + operations[places]
    order = np.argsort(keys, kind="stable")
    places, ends = places[order], np.flatnonzero(np.diff(keys[order])) + 1
    return [Group(int(found.of[part[0]]), int(operations[part[0]]), part) for part in np.split(places, ends)]


def _is_narrow(tape: Tape, operations: int) -> bool:
    """Is there a chain of operations so long that levels are certainly narrow?

    From the last number back to the later one of its operands, and so on: each is at least a level higher.
    """
    place = next((k for k in range(len(tape) - 1, -1, -1) if tape.operation(k) != LEAF), -1)
    level = 0
    while place >= 0 and tape.operation(place) != LEAF:
        level += 1
        if operations < WIDTH * (level + 1):
            return True
        left, right = tape.left[place], tape.right[place]
        several = tape.operation(place) in (SUM, FUN)
        place = (tape.operands(place) or [-1])[-1] if several else max(left, right)
    return False


class _Levels:
    """`of`: the level of each number; of a number that is not made of any it is 0."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.later = np.zeros(len(tape) + 1, dtype=np.int32)  # the same, one place later:
        self.later[0] = -1  # what has no operand has this one
        self.of = self.later[1:]

    def complete(self, operations: int) -> bool:
        """Find all of them; False as soon as they are narrow."""
        data = 0
        for start, end, whole in self._stretches():
            if whole:
                level = 1 + self._largest(start, end) if self.tape.operation(start) != LEAF else 0
                self.of[start:end] = level
                data += (end - start) * (level == 0)
                continue
            for first in range(start, end, LOOK):
                last = min(first + LOOK, end)
                self._one_by_one(first, last)
                if last - data > LOOK and last - data < WIDTH * (int(self.of[first:last].max()) + 1):
                    return False
        return bool(operations >= WIDTH * (self.of.max() + 1))

    def _stretches(self) -> Iterator[tuple[int, int, bool]]:
        """Start and end of what one array operation made, and of what lies between."""
        last = 0
        for start, end in sorted([*self.tape.blocks, *self.tape.steps]):
            if start > last:
                yield last, start, False
            if end > last:
                yield max(start, last), end, True
            last = max(last, end)
        if last < len(self.tape):
            yield last, len(self.tape), False

    def _largest(self, start: int, end: int) -> int:
        """Of the operands of an array operation."""
        left, right = (np.frombuffer(c, dtype=np.int32)[start:end] for c in (self.tape.left, self.tape.right))
        operation = self.tape.operation(start)
        if operation in (SUM, FUN):
            pool = np.frombuffer(self.tape.pool, dtype=np.int32)
            width = int(right[0]) + (operation == FUN)
            rows = pool[int(left[0]) : int(left[0]) + width * (end - start)].reshape(-1, width)
            return int(self.of[rows[:, int(operation == FUN) :]].max(initial=-1))
        return max(int(self.of[c[c >= 0]].max(initial=-1)) for c in (left, right))

    def _one_by_one(self, start: int, end: int) -> None:
        _, operations, left, right = self.tape.columns(start, end)
        several = np.flatnonzero((operations == SUM) | (operations == FUN)).tolist()
        first = 0
        for stop in [*several, end - start]:
            if stop > first:
                self._of_two(start + first, left[first:stop] + 1, right[first:stop] + 1)
            if stop < end - start:
                used = np.asarray(self.tape.operands(start + stop), dtype=np.int64)
                self.of[start + stop] = 1 + int(self.of[used].max(initial=-1))
            first = stop + 1

    def _of_two(self, start: int, left: np.ndarray, right: np.ndarray) -> None:
        """What is made of two numbers each, which stand one place later."""
        levels = self.of[start : start + len(left)]
        for _ in range(DEEP if len(left) >= WIDTH else 0):
            # Once nothing changes each is one more than its operands'.
            new = np.maximum(self.later[left], self.later[right]) + 1
            if np.array_equal(new, levels):
                return
            levels[:] = new
        found: list[int] = []
        first = start + 1
        known = self.later[left].tolist(), self.later[right].tolist()
        for a, b, x, y in zip((left - first).tolist(), (right - first).tolist(), *known, strict=True):
            one, two = found[a] if a >= 0 else x, found[b] if b >= 0 else y
            found.append((one if one > two else two) + 1)
        levels[:] = found
