"""Subranges of a domain within subranges, and the worst input seen in each."""

import heapq
import math
from dataclasses import replace
from itertools import zip_longest

from verify.checking.subjects.subject import Range, Subject, Where
from verify.core import numbers

BITS = 6  # a variable's domain, and each part of it again, is bracketed into 2^6 subranges
DEPTH = 8
KEPT = 4096  # subranges that are remembered at each depth
GOALS = (0, 1)  # ulps, multiples of the envelope: as `preview` tells them
CERTIFIED = 512  # inputs a goal
Cell = tuple[int, ...]


class Found:
    """What a search has seen, and the worst input of each subrange: by ulps and against the envelope.

    It goes by a first look at each input. What is reported is certified afterwards.
    """

    def __init__(self, what: Subject) -> None:
        self.what = what
        self.seen: dict[Where, tuple[float, ...]] = {}
        self.worst: list[list[dict[Cell, Where]]] = []
        self.begin()

    def begin(self) -> None:
        """No subrange is worse than another."""
        self.worst = [[{} for _ in range(DEPTH)] for _ in GOALS]

    def add(self, where: Where, sizes: tuple[float, ...]) -> None:
        self.seen[where] = sizes
        finest = [_finest(r, x) for r, x in zip(self.what.domain, where, strict=True)]
        for level in range(DEPTH):
            cell = tuple([place >> BITS * (DEPTH - 1 - level) for place in finest])
            for goal in GOALS:
                size, cells = sizes[goal], self.worst[goal][level]
                if 0 <= size < math.inf and (cell not in cells or self.seen[cells[cell]][goal] < size):
                    cells[cell] = where
                    if len(cells) > KEPT:
                        self.worst[goal][level] = dict(self.cells(goal, level, KEPT // 4))

    def cells(self, goal: int, level: int, most: int) -> list[tuple[Cell, Where]]:
        """The subranges that are worst by a goal, the worst first."""
        cells = self.worst[goal][level].items()
        return heapq.nlargest(most, cells, key=lambda entry: self.seen[entry[1]][goal])

    def remarkable(self) -> list[Where]:
        """The inputs to certify: by each goal the worst first, and some of those that take a closer look."""
        unclear = [w for w, sizes in self.seen.items() if math.inf in sizes]
        columns = [unclear[:: len(unclear) // CERTIFIED + 1]]
        for goal in GOALS:
            sized = [w for w, sizes in self.seen.items() if 0 <= sizes[goal] < math.inf]
            columns.append(heapq.nlargest(CERTIFIED, sized, key=lambda w: self.seen[w][goal]))
        return list(dict.fromkeys(w for row in zip_longest(*columns) for w in row if w is not None))


def cut(r: Range) -> Range:
    return (
        r if r.whole else replace(r, pieces=tuple(cut for piece in r.pieces for cut in numbers.split(*piece)))
    )


def _finest(r: Range, x: float) -> int:
    """The finest subrange that x is in. Those above it are found by shifting."""
    piece = next(i for i, (low, high) in enumerate(r.pieces) if low <= x <= high)
    first, last = (numbers.ordinal(end, r.format) for end in r.pieces[piece])
    place = ((numbers.ordinal(x, r.format) - first) << BITS * DEPTH) // (last - first + 1)
    return (piece << BITS * DEPTH) + place


def ends_of(r: Range, cell: int, level: int) -> tuple[int, int]:
    """The first and last float of a subrange, as ordinals: k <= place * cells / width < k + 1."""
    piece, k = divmod(cell, 1 << BITS * (level + 1))
    first, last = (numbers.ordinal(end, r.format) for end in r.pieces[piece])
    width = last - first + 1
    ends = [first - (-n * width >> BITS * (level + 1)) for n in (k, k + 1)]
    return ends[0], ends[1] - 1
