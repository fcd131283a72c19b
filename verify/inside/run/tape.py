"""The tape: every number that was made, in order, in arrays; 24 bytes a number.

An instruction is one integer: the site, the number's kind (kinds.py) and what was done. `left` and `right`
are the operands' numbers on the tape; where there are more, `left` is where they begin in `pool` and `right`
is how many. What was computed is in `values`. Nothing on the tape depends on a precision: exact counterparts
are worked out from it afterwards (replay.py), at any precision, along the path that was taken.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NoReturn

import numpy as np
from flint import arb, fmpq

from verify.inside.run.kinds import PYTHONS, ulp

# CAST: to another format, the one operation whose exact counterpart is its operand's.
LEAF, ADD, SUB, MUL, DIV, NEG, ABS, SUM, FUN, CAST = range(10)
KIND = 4  # bits of an instruction that say what was done; then three that say of which kind the number is
SHIFT = 7
MASK, KINDS = (1 << KIND) - 1, (1 << SHIFT) - 1 >> KIND
MOST_NUMBERS = 2**24
LONG = 64  # numbers that are made at once, and looked at as one

# What a leaf is exactly: a rational, a constant at the precision in force, or (None) not known.
Exact = fmpq | Callable[[], arb] | None


class TooLong(RuntimeError):
    """More was computed than is kept."""


@dataclass(frozen=True)
class Function:
    """A function in balls, its partial derivatives (None: unknown), and itself of rationals if rational;
    `on_floats`: of many floats at once, as good as `ball`.
    """

    name: str
    ball: Callable[..., arb]
    derivatives: tuple[Callable[..., arb] | None, ...] = ()
    rational: Callable[..., fmpq | None] | None = None
    secants: Callable[[Sequence[arb], Sequence[arb]], list[arb]] | None = None  # at floats, at counterparts
    on_floats: Callable[[np.ndarray], arb] | None = None


class Decision(NamedTuple):
    """Where the path depended on numbers: left `kind` right came out as `taken`.

    `floor`, `ceil`, `trunc`, `nearest`, `decimal`: left rounds to the integer `taken`. `exact`: the path is
    right only if left has no error, since its bits were used in a way that is not followed. `number`: only if
    left is a number in exact arithmetic, too.
    """

    site: int
    kind: str
    left: int
    right: int
    taken: int


class Decisions:
    """Decisions in their order, in arrays: a loop may make millions; 21 bytes each."""

    KINDS = (
        "<",
        "<=",
        ">",
        ">=",
        "==",
        "!=",
        "floor",
        "ceil",
        "trunc",
        "nearest",
        "decimal",
        "exact",
        "number",
    )

    def __init__(self) -> None:
        self.sites, self.taken = array("q"), array("q")
        self.kinds, self.left, self.right = array("b"), array("i"), array("i")
        self.large: dict[int, int] = {}  # what was taken, where it is no 64-bit integer

    def append(self, d: Decision) -> None:
        fits = -(2**63) <= d.taken < 2**63
        if not fits:
            self.large[len(self)] = d.taken
        self.sites.append(d.site)
        self.kinds.append(self.KINDS.index(d.kind))
        self.left.append(d.left)
        self.right.append(d.right)
        self.taken.append(d.taken if fits else 0)

    def __len__(self) -> int:
        return len(self.sites)

    def __getitem__(self, k: int) -> Decision:
        taken = self.large.get(k, self.taken[k])
        return Decision(self.sites[k], self.KINDS[self.kinds[k]], self.left[k], self.right[k], taken)

    def __iter__(self) -> Iterator[Decision]:
        return map(self.__getitem__, range(len(self)))

    def cut(self, count: int) -> None:
        """Forget everything after the first `count`."""
        for column in (self.sites, self.kinds, self.left, self.right, self.taken):
            del column[count:]
        self.large = {k: n for k, n in self.large.items() if k < count}


@dataclass
class Tape:
    """What one run computed; TooLong beyond `most` numbers."""

    most: int = MOST_NUMBERS
    instructions: "array[int]" = field(default_factory=lambda: array("q"))
    left: "array[int]" = field(default_factory=lambda: array("i"))
    right: "array[int]" = field(default_factory=lambda: array("i"))
    values: "array[float]" = field(default_factory=lambda: array("d"))
    pool: "array[int]" = field(default_factory=lambda: array("i"))
    blocks: list[tuple[int, int]] = field(default_factory=list)  # long stretches of data: start and end
    steps: list[tuple[int, int]] = field(default_factory=list)  # of array operations: start and end
    leaves: dict[int, Exact] = field(default_factory=dict)  # those that are not their float
    functions: list[Function] = field(default_factory=list)
    decisions: Decisions = field(default_factory=Decisions)
    quotients: dict[int, tuple[int, int]] = field(default_factory=dict)  # leaves of // and %: their operands
    hashed: set[int] = field(default_factory=set)  # looked up in a set or dict
    escapes: int = 0  # times a number was written as text, or given to code that is not followed
    leaks: "Counter[int]" = field(default_factory=Counter)
    edges: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    outside: Counter[tuple[int, str]] = field(default_factory=Counter)
    on_import: set[Any] = field(
        default_factory=set
    )  # the keys of both that modules left as they were imported
    stopped: str | None = None  # why nothing can be said of the run

    def __len__(self) -> int:
        return len(self.values)

    def reserve(self, count: int) -> int:
        """Where the next numbers begin; TooLong where there is no room for so many."""
        place = len(self.values)
        if place + count > self.most:
            self.too_long()
        return place

    def too_long(self) -> NoReturn:
        self.stopped = f"more than {self.most} operations: follow a smaller case"
        raise TooLong(self.stopped)

    def add(self, operation: int, site: int, left: int, right: int, value: float) -> int:
        """One more number; returns its place. `operation` may say its kind too, as kind << KIND."""
        place = self.reserve(1)
        self.instructions.append(site << SHIFT | operation)
        self.left.append(left)
        self.right.append(right)
        self.values.append(value)
        return place

    def leaf(self, site: int, value: float, kind: int = PYTHONS) -> int:
        """A number that is exactly its float, unless `leaves` says otherwise."""
        return self.add(LEAF | kind << KIND, site, -1, -1, value)

    def data(self, site: int, values: Sequence[float]) -> range:
        """Many leaves at once, all of them Python's floats: their places."""
        start, count = self.reserve(len(values)), len(values)
        self.instructions.extend([site << SHIFT | LEAF] * count)
        for column in (self.left, self.right):
            column.extend([-1] * count)
        self.values.extend(values)
        if count >= LONG:
            self.blocks.append((start, start + count))
        return range(start, start + count)

    def many(self, operation: int, site: int, operands: list[int], value: float) -> int:
        """A number made of several."""
        start = len(self.pool)
        self.pool.extend(operands)
        return self.add(operation, site, start, len(operands), value)

    def applied(
        self, function: Function, site: int, operands: list[int], value: float, kind: int = PYTHONS
    ) -> int:
        """A function's result: the pool holds which function, then the operands."""
        self.functions.append(function)
        start = len(self.pool)
        self.pool.append(len(self.functions) - 1)
        self.pool.extend(operands)
        return self.add(FUN | kind << KIND, site, start, len(operands), value)

    def operands(self, place: int) -> Sequence[int]:
        """The numbers that a number was made of."""
        operation, left, right = self.operation(place), self.left[place], self.right[place]
        if operation == LEAF:
            return []
        if operation == SUM:
            return self.pool[left : left + right]
        if operation == FUN:
            return self.pool[left + 1 : left + 1 + right]
        return [left] if right < 0 else [left, right]

    def function(self, place: int) -> Function:
        return self.functions[self.pool[self.left[place]]]

    def operation(self, place: int) -> int:
        return self.instructions[place] & MASK

    def is_given(self, place: int) -> bool:
        """Is it data or a literal, an infinity or a NaN too?"""
        return self.operation(place) == LEAF and self.leaves.get(place, fmpq(0)) is not None

    def is_given_nan(self, place: int) -> bool:
        """Is it one in exact arithmetic too? Of all comparisons only != is true of such."""
        return self.values[place] != self.values[place] and self.is_given(place)

    def kind(self, place: int) -> int:
        """Of which format the number is (kinds.py)."""
        return self.instructions[place] >> KIND & KINDS

    def kinds(self, start: int, end: int) -> np.ndarray:
        """The same of a stretch."""
        instructions = np.frombuffer(self.instructions, dtype=np.int64)[start:end]
        return (instructions >> KIND & KINDS).astype(np.int8)

    def ulp(self, place: int) -> float:
        """The unit in the last place of a number, in its own format."""
        return ulp(self.values[place], self.kind(place))

    def site(self, place: int) -> int:
        return self.instructions[place] >> SHIFT

    def columns(self, start: int, end: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Sites, operations, left and right of a stretch, copied."""
        instructions = np.frombuffer(self.instructions, dtype=np.int64)[start:end]
        left, right = (np.frombuffer(x, dtype=np.int32)[start:end].copy() for x in (self.left, self.right))
        return instructions >> SHIFT, (instructions & MASK).astype(np.int8), left, right

    def floats(self) -> np.ndarray:
        """All values, not copied: nothing can be added to the tape while this is in use."""
        return np.frombuffer(self.values, dtype=np.float64)

    def stretches(self, size: int) -> Iterator[tuple[int, int]]:
        """The tape in stretches of so many numbers: start and end."""
        return ((k, min(k + size, len(self))) for k in range(0, len(self), size))

    def between_blocks(self, size: int) -> Iterator[tuple[int, int]]:
        """What is not a block of data, in stretches of so many numbers at most."""
        last = 0
        for start, end in [*self.blocks, (len(self), len(self))]:
            yield from ((k, min(k + size, start)) for k in range(last, start, size))
            last = end
