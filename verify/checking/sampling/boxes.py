"""Where preconditions hold: boxes pruned in balls, and inputs found in what is left.

A box is an interval of places in every variable, counted along the numbers of its format (or the integers)
within its pieces. A condition asked over balls answers for the whole box: what it certainly excludes is
discarded, what it certainly admits is kept, and the rest is halved.
"""

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from random import Random

from flint import arb

from verify.arithmetic.precision import Hopeless, Unsettled, precision
from verify.checking.subjects.subject import Condition, Range, Where
from verify.core import numbers
from verify.language.conditions import question
from verify.language.expressions import Undefined
from verify.language.nodes import variables_of

BITS = 64  # for boxes
POINT_BITS = (64, 256, 1280)  # for points: exp(1e308) has a finite enclosure at 1280 bits
NEAR = 6  # binades about one
Interval = tuple[int, int]
Box = tuple[Interval, ...]
Ask = Callable[[Sequence[arb]], bool | None]
Answers = list[bool | None]


class Line:
    """A variable's numbers as places 0, 1, ... through all its pieces."""

    def __init__(self, r: Range) -> None:
        self.range = r
        # Cut where numbers are no longer of moderate size, which halvings of the whole line reach late.
        pieces = r.pieces if r.whole else [cut for piece in r.pieces for cut in numbers.split(*piece)]
        ends = self._distinct([self._ends(piece) for piece in pieces])
        self.pieces = [(first, last) for first, last in ends if first <= last]
        self.starts = [0, *itertools.accumulate(last - first + 1 for first, last in self.pieces)]

    def _ends(self, piece: tuple[float, float]) -> Interval:
        if self.range.whole:
            return math.ceil(piece[0]), math.floor(piece[1])
        place = self.range.format.ordinal
        return -place(-piece[0]), place(piece[1])

    @staticmethod
    def _distinct(ends: Sequence[Interval]) -> list[Interval]:
        """Pieces that share an end share it no longer."""
        found: list[Interval] = []
        for first, last in sorted(ends):
            found.append((max(first, found[-1][1] + 1) if found else first, last))
        return found

    @property
    def length(self) -> int:
        return self.starts[-1]

    def number(self, place: int) -> float:
        k = bisect_right(self.starts, place) - 1
        n = self.pieces[k][0] + place - self.starts[k]
        return float(n) if self.range.whole else self.range.format.from_ordinal(n)

    def ball(self, first: int, last: int) -> arb:
        low, high = arb(self.number(first)), arb(self.number(last))
        return low if first == last else low.union(high)

    def any(self, first: int, last: int, random: Random) -> int:
        """A place of an interval: evenly among the floats, or evenly among the reals."""
        if random.random() < 0.5 and last - first > 1:
            low, high = self.number(first), self.number(last)
            t = random.random()
            found = self.place(self.range.nearest(low * (1 - t) + high * t))
            if found is not None and first <= found <= last:
                return found
        return random.randint(first, last)

    def near_one(self, first: int, last: int, random: Random) -> int:
        """The place of a number of size near one in an interval, if one is easily found."""
        x = random.choice((1, -1)) * 2.0 ** random.uniform(-NEAR, NEAR)
        found = self.place(self.range.nearest(x))
        return found if found is not None and first <= found <= last else self.any(first, last, random)

    def place(self, x: float) -> int | None:
        """Of a number of the line; None for any other."""
        if not math.isfinite(x):  # 64 in a format that ends before
            return None
        n = int(x) if self.range.whole else self.range.format.ordinal(x)
        for start, (first, last) in zip(self.starts, self.pieces, strict=False):
            if first <= n <= last:
                return start + n - first
        return None

    def halves(self, first: int, last: int) -> list[Interval]:
        """Between two pieces where it holds several, else in the middle."""
        middle = (first + last + 1) // 2
        inner = [s for s in self.starts if first < s <= last]
        if inner:
            middle = min(inner, key=lambda s: abs(s - middle))
        return [(first, middle - 1), (middle, last)]


class Conditions:
    """Conditions over the variables of a domain, asked about boxes and points; `asked` counts."""

    def __init__(self, domain: Sequence[Range], conditions: Sequence[Condition]) -> None:
        names = [r.name for r in domain]
        self.lines = [Line(r) for r in domain]
        self.asks = [asked(c, names) for c in conditions]
        known: set[str] = set()
        for c in conditions:
            known.update(getattr(c, "variables", names) if callable(c) else variables_of(c))
        self.moving = [k for k, name in enumerate(names) if name in known]  # what conditions depend on
        self.asked = 0

    def over(self, box: Box, open_ones: Sequence[int]) -> dict[int, bool | None]:
        """Of these conditions, up to the first that holds nowhere in the box."""
        self.asked += 1
        found: dict[int, bool | None] = {}
        with precision(BITS):
            x = [line.ball(*ends) for line, ends in zip(self.lines, box, strict=True)]
            for k in open_ones:
                found[k] = answer(self.asks[k], x)
                if found[k] is False:
                    break
        return found

    def at(self, where: Where) -> Answers:
        """At one input. What stays open is judged later, with more bits."""
        self.asked += 1
        found: Answers = [None] * len(self.asks)
        for bits in POINT_BITS:
            with precision(bits):
                x = [arb(v) for v in where]
                found = [answer(ask, x) if f is None else f for ask, f in zip(self.asks, found, strict=True)]
            if None not in found:
                break
        return found

    def admits(self, where: Where) -> bool:
        """Not certainly excluded."""
        return False not in self.at(where)

    def point(self, places: Sequence[int]) -> Where:
        return tuple(line.number(place) for line, place in zip(self.lines, places, strict=True))

    def any(self, box: Box, random: Random) -> Where:
        return self.point([line.any(*ends, random) for line, ends in zip(self.lines, box, strict=True)])


def asked(condition: Condition, names: Sequence[str]) -> Ask:
    """A condition as a question about balls in the order of the variables."""
    if callable(condition):
        return lambda x: condition(*x)
    ask = question(condition)
    return lambda x: ask(dict(zip(names, x, strict=True)))


def answer(ask: Ask, x: Sequence[arb]) -> bool | None:
    """What is certainly undefined holds nowhere. What cannot be evaluated over a box stays open."""
    try:
        found = ask(x)
    except Undefined:
        return False
    except (Unsettled, Hopeless, ArithmeticError, ValueError):
        return None
    return None if found is None else bool(found)
