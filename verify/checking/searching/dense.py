"""Where to look densely: windows of a line of floats, and from what they showed the next ones.

Half of each round halves the line where it was worst (and now and then elsewhere), eight parts at a time, as
far as errors depend on where on the line an input lies. The other half tries windows near the worst ones, at
distances of all scales: an algorithm splits its arguments, and its errors depend on their leading bits alone.
About the worst inputs others are made by translations.
"""

import heapq
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision
from verify.checking.judging.screening import Seen, Window, knowledge
from verify.checking.subjects.subject import Subject
from verify.core.numbers import MODERATE
from verify.mathematics.polynomials.halving import BITS, Knowledge
from verify.mathematics.polynomials.pieces import Outside, Over, Polynomial
from verify.measure.limits import Limits, time_limit

Part = tuple[int, int]  # of a line: the first and the last place
GROUP = 32  # binades that are one part where numbers are no longer of moderate size
PARTS = 8  # that a part is cut into
FINE = 8  # binades about 1 that are cut into PARTS^2 to begin with, the others into PARTS
WORST, RANDOM = 24, 8  # parts to be cut in a round
NEAR, LESS = 64, 2  # windows near others, with so many times fewer inputs
DENSE, MORE = 8, 4  # of the worst windows, again with so many times as many inputs
# Windows of translated inputs, each with so many times as many inputs, from so many on, and about as wide as
# the square root of a binade: over 2^k floats the step of a product from one to the next changes by 2^(k-53)
# of itself, so that what it comes to over all of them is good to 2^(2k-53) ulps.
MOVED, MANY, ENOUGH, WIDER = 2, 128, 256, 3
KEPT = 256  # windows that others are tried near to
ELSEWHERE = 0.25  # of windows near others: near the worst of any binade
INWARD = 0.3  # of those tried: within a window, not beside it
FEWEST = 16  # inputs of a window
NARROW = 13  # binary orders: the widths of windows near others
DEPTH = 26  # a window is no shorter than 2^-26 binade


def parts(what: Subject, limits: Limits) -> list[Part]:
    """The domain cut at powers of two, without what certainly has no finite value; and parts that approach
    its ends by halves."""
    (r,) = what.domain
    assert what.expression is not None
    with time_limit(limits.seconds):
        known = knowledge(what.expression, r.name, what.format)
        found = [_within(known, *ends) for piece in _joined(r.pieces) for ends in _binades(*piece, r.format)]
    inner = [part for part in found if part is not None]
    ends = {end for (_, a), (b, _) in itertools.pairwise(inner) if a + 1 != b for end in (a, b)}
    ends |= {inner[0][0], inner[-1][1]} if inner else set()
    return inner + [near for end in sorted(ends) for near in _approaching(end, inner, r.format)]


def _joined(pieces: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Without a cut where two meet, and without an overlap."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(pieces):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _binades(low: float, high: float, format: Format) -> Iterator[Part]:
    """Between two floats, none with both signs."""
    emin = 1 - format.emax
    far = [*range(emin, -MODERATE, GROUP), *range(MODERATE + GROUP, format.emax, GROUP)]
    near = range(max(emin, -MODERATE), min(MODERATE, format.emax) + 1)
    first, last = format.ordinal(low), format.ordinal(high)
    places = sorted({s * format.ordinal(2.0**e) for e in (*far, *near) for s in (1, -1)} | {0, 1})
    cuts = [first, *(p for p in places if first < p <= last), last + 1]
    yield from ((a, b - 1) for a, b in itertools.pairwise(cuts))


def _within(known: Knowledge, first: int, last: int) -> Part | None:
    """Without the floats at one end that certainly have no finite value; None where both ends are such."""

    def counts(x: int) -> bool:
        place = known.goal.format.from_ordinal(x)
        with precision(BITS):
            return not isinstance(known.of(place, place, 0), Outside | Over)

    begins, ends = counts(first), counts(last)
    if begins == ends:
        return (first, last) if begins else None
    low, high = first, last  # of which one counts
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if counts(middle) == begins else (low, middle)
    return (first, low) if begins else (high, last)


def _approaching(end: int, inner: Iterable[Part], format: Format) -> Iterator[Part]:
    for k in range(max(format.bits - DEPTH, 4), format.bits - 1):
        for a, b in ((end - 2 ** (k + 1), end - 2**k), (end + 2**k, end + 2 ** (k + 1))):
            if any(first <= a and b <= last for first, last in inner):
                yield a, b


def _cut(first: int, last: int, count: int) -> Iterator[Part]:
    width = last - first + 1
    for k in range(count):
        yield first + width * k // count, first + width * (k + 1) // count - 1


@dataclass(frozen=True, order=True)
class Shown:
    """A part with the score of a window drawn from it, and the place of its worst input."""

    score: float
    first: int
    last: int
    piece: Polynomial | None = field(compare=False)
    at: int = field(compare=False)

    def inside(self, first: int, last: int, format: Format) -> Polynomial | None:
        """What is known of the whole of this part already."""
        p = self.piece
        known = p is not None and format.ordinal(p.low) <= first and last <= format.ordinal(p.high)
        return p if known else None


class Plan:
    """The windows to look at next."""

    def __init__(self, whole: list[Part], format: Format, count: int, random: Random) -> None:
        self.format, self.count, self.random = format, count, random
        self.low, self.high = min(a for a, _ in whole), max(b for _, b in whole)
        self.bits = format.bits - 1  # a binade has 2^bits floats
        self.least = max(self.bits - DEPTH, 4)
        self.waiting = [self._window(a, b) for part in whole for a, b in self._fine(part)]
        random.shuffle(self.waiting)
        self.leaves: list[Shown] = []
        self.worst: list[Shown] = []
        self.of_binade: dict[int, Shown] = {}

    def _fine(self, part: Part) -> Iterator[Part]:
        first, last = part
        one, width = self.format.ordinal(1.0), last - first + 1
        moderate = all(abs(abs(end) - one) <= FINE << self.bits for end in part)
        count = min(PARTS ** (2 if moderate else 1), max(width >> self.least, 1))
        yield from _cut(first, last, count)

    def add(self, window: Window, seen: Seen) -> None:
        if seen.piece is None or window.count > self.count:  # scores of larger samples are larger
            return
        at = self.format.ordinal(seen.worst[0][0])
        shown = Shown(seen.score, window.first, window.last, seen.piece, at)
        self.leaves.append(shown)
        first, last = self.format.ordinal(seen.piece.low), self.format.ordinal(seen.piece.high)
        within = replace(shown, first=max(first, window.first), last=min(last, window.last))
        binade = within.first >> self.bits
        self.of_binade[binade] = max(within, self.of_binade.get(binade, within))
        push = heapq.heappush if len(self.worst) < KEPT else heapq.heappushpop
        push(self.worst, within)

    def round(self) -> list[Window]:
        """None where nothing is left to look at."""
        if self.waiting:
            found, self.waiting = self.waiting, []
            return found
        return [*self._cut(), *self._near(), *self._again(), *self._moved()]

    def _cut(self) -> Iterator[Window]:
        self.leaves.sort(reverse=True)
        chosen, rest = self.leaves[:WORST], self.leaves[WORST:]
        for _ in range(min(RANDOM, len(rest))):
            chosen.append(rest.pop(self.random.randrange(len(rest))))
        self.leaves = rest
        for leaf in chosen:
            if leaf.last - leaf.first >= PARTS << self.least:
                for a, b in _cut(leaf.first, leaf.last, PARTS):
                    yield self._window(a, b, leaf.inside(a, b, self.format))

    def _near(self) -> Iterator[Window]:
        for shown in self._chosen(NEAR):
            first, last = self._inward(shown) if self.random.random() < INWARD else self._beside(shown)
            first, last = max(first, self.low), min(last, self.high)
            if first <= last and not first <= 0 < last:
                window = self._window(first, last, shown.inside(first, last, self.format))
                yield replace(window, count=max(self.count // LESS, FEWEST))

    def _again(self) -> Iterator[Window]:
        for shown in self._chosen(DENSE):
            yield replace(self._window(shown.first, shown.last, shown.piece), count=MORE * self.count)

    def _moved(self) -> Iterator[Window]:
        if self.count < ENOUGH:
            return
        for shown in self._chosen(MOVED):
            half = 1 << (self.format.bits // 2 + self.random.randint(-WIDER, WIDER)) >> 1
            first, last = max(shown.at - half, self.low), min(shown.at + half, self.high)
            if not first <= 0 < last:
                window = self._window(first, last, shown.piece)
                yield replace(window, count=MANY * self.count, moved=True)

    def _chosen(self, count: int) -> Iterator[Shown]:
        """Of the worst, and of the worst of each binade, since an algorithm may repeat its errors in others
        and be worse there: the worse, the more often, by the square of an even choice."""
        lists = [sorted(some, reverse=True) for some in (self.worst, self.of_binade.values())]
        for _ in range(count if self.worst else 0):
            ordered = lists[self.random.random() < ELSEWHERE]
            yield ordered[int(len(ordered) * self.random.random() ** 2)]

    def _inward(self, shown: Shown) -> Part:
        width = max((shown.last - shown.first) >> self.random.randint(1, 6), 1 << self.least)
        first = self.random.randint(shown.first, max(shown.last - width, shown.first))
        return first, min(first + width, shown.last)

    def _beside(self, shown: Shown) -> Part:
        far = int(2 ** self.random.uniform(self.least // 2, self.bits - 4)) * self.random.choice((1, -1))
        first = (shown.first + shown.last) // 2 + far
        return first, first + (1 << self.random.randint(self.least, self.least + NARROW))

    def _window(self, first: int, last: int, piece: Polynomial | None = None) -> Window:
        return Window(first, last, self.count, self.random.getrandbits(32), piece)
