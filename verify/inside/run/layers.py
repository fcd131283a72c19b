"""Counterparts and adjoints a level at a time, in balls: numpy goes through them, arb computes them.

The numbers of a level do not depend on each other (levels.py), so that arrays of balls stand for them. What
is computed is what replay.py and adjoint.py compute one number after another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.inside.run.adjoint import Sweep
from verify.inside.run.by_place import PENDING
from verify.inside.run.levels import Group
from verify.inside.run.local import LocalErrors
from verify.inside.run.replay import HUGE, Lost, Replay, made
from verify.inside.run.tape import ADD, CAST, DIV, LEAF, MASK, MUL, NEG, SUB, Tape

RULES: dict[int, Callable[..., Any]] = {
    ADD: np.add,
    SUB: np.subtract,
    MUL: np.multiply,
    DIV: np.divide,
    NEG: lambda a, _: -a,
    CAST: lambda a, _: a,
}


def _operands(tape: Tape) -> tuple[np.ndarray, np.ndarray]:
    """Of all numbers; where there is none the last number stands, which nothing is done with."""
    return np.frombuffer(tape.left, dtype=np.int32), np.frombuffer(tape.right, dtype=np.int32)


def layered_replay(tape: Tape, local: LocalErrors, groups: Sequence[Group]) -> Replay:
    """One pass over the groups."""
    balls = np.full(len(tape), PENDING, dtype=object)
    found = Replay(tape, balls, local.none())
    exact, (left, right) = np.frombuffer(found.exact, dtype=np.uint8), _operands(tape)
    _begin(tape, balls, groups)
    for _, operation, places in groups:
        if not _at_once(balls, operation, places, left[places], right[places]):
            for place in places.tolist():
                balls[place] = made(found, place)
        elif exact[places].any():
            exact[places] &= exact[left[places]] & (exact[right[places]] | (right[places] < 0))
        if (last := balls[places[-1]]) is not None and last.rad() > HUGE:
            raise Lost
    return found


def _at_once(
    balls: np.ndarray, operation: int, places: np.ndarray, left: np.ndarray, right: np.ndarray
) -> bool:
    """Of what elementary operations made; False where it is another, or an operand has no counterpart."""
    try:
        balls[places] = RULES[operation](balls[left], balls[right])
    except (KeyError, TypeError):
        return False
    return True


def _begin(tape: Tape, balls: np.ndarray, groups: Sequence[Group]) -> None:
    """The balls of the data that something is made of at once."""
    used, (left, right) = np.zeros(len(tape), dtype=bool), _operands(tape)
    for _, operation, places in groups:
        if operation in RULES:
            used[left[places]] = used[right[places]] = True
    used &= (np.frombuffer(tape.instructions, dtype=np.int64) & MASK) == LEAF
    used[list(tape.leaves)] = False  # these are in a group
    places = np.flatnonzero(used)
    balls[places] = np.fromiter(map(arb, tape.floats()[places].tolist()), dtype=object, count=len(places))


class LayeredSweep(Sweep):
    """As `Sweep`, over groups."""

    def __init__(
        self, found: Replay, local: LocalErrors, results: Mapping[int, arb], groups: Sequence[Group]
    ) -> None:
        self.groups = groups
        self.reached = np.zeros(len(found.tape), dtype=bool)
        self.last = np.zeros(len(found.tape), dtype=np.int32)  # where in a level an operand is found last
        super().__init__(found, local, results)

    def _all_back(self, start: int, end: int) -> np.ndarray:
        """The places that are reached, of all numbers."""
        tape = self.found.tape
        self.values, self.inexact = tape.floats(), np.frombuffer(self.found.exact, dtype=np.uint8) == 0
        self.left, self.right = _operands(tape)
        self.adjoints = np.full(len(tape), None, dtype=object)
        for place, passed in self.arrived[0].items():
            self.adjoints[place], self.reached[place] = passed, True
        for _, operation, places in reversed(self.groups):
            mine = places[self.reached[places]]
            if mine.size and operation in RULES:
                self._level(operation, mine)
            elif mine.size and operation != LEAF:
                for place in mine.tolist():
                    left, right = int(self.left[place]), int(self.right[place])
                    self._back(operation, place, left, right, self.adjoints[place])
        return np.flatnonzero(self.reached)

    def _adjoints_of(self, places: np.ndarray) -> list[Any]:
        listed: list[Any] = self.adjoints[places].tolist()
        return listed

    def _pass(self, place: int, part: arb) -> None:
        super()._pass(place, part)
        self.reached[place] |= self.inexact[place]

    def _level(self, operation: int, places: np.ndarray) -> None:
        g, one, two = self.adjoints[places], self.left[places], self.right[places]
        balls: Any = self.found.balls
        if operation == DIV:
            g = g / self.values[two].astype(object)
        left, part, other = _chosen(self.inexact[one], one, g, two)
        if left.size:
            # a b - A B = B (a - A) + a (b - B)
            part = part * balls[other] if operation == MUL else part
            self._add(left, -part if operation == NEG else part)
        right, part, other, made = _chosen(self.inexact[two] & (two >= 0), two, g, one, places)
        if right.size:
            if operation == MUL:
                part = part * self.values[other].astype(object)
            elif operation == DIV:
                # - (1/b) A/B (b - B)
                part = -part * balls[made]
            self._add(right, -part if operation == SUB else part)

    def _add(self, places: np.ndarray, parts: np.ndarray) -> None:
        """Parts for operands, all of which have an error."""
        numbers = np.arange(len(places), dtype=np.int32)
        self.last[places] = numbers
        if (self.last[places] != numbers).any():  # an operand that is there more than once
            order = places.argsort(kind="stable")
            places = places[order]
            first = np.append(True, places[1:] != places[:-1])
            places, parts = places[first], np.add.reduceat(parts[order], first.nonzero()[0])
        before = self.reached[places]
        if before.any():
            parts = parts.copy()  # the adjoints themselves, perhaps
            parts[before] = self.adjoints[places[before]] + parts[before]
        self.adjoints[places] = parts
        self.reached[places] = True


def _chosen(asked: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, ...]:
    """The requested part of some columns; often all."""
    return columns if asked.all() else tuple(column[asked] for column in columns)
