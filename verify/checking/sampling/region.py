"""Inputs that satisfy preconditions: found by pruning boxes, and from there by steps of every size."""

import itertools
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random

from verify.checking.sampling.boxes import Box, Conditions, Interval, Line
from verify.checking.subjects.subject import Condition, Range, Where
from verify.language.nodes import Call

MOST_BOXES = 256  # left to be halved: then inputs are sought one variable after the other
MOST_ASKED = 1500  # questions while boxes are halved
MOST_DIVES = 2500  # questions while single inputs are sought
MOST_AT_EDGES = 1000  # questions about inputs at the ends of a domain
DIVES = 3  # for one at each
SEEDS = 48  # inputs to take steps from
MOST_ALTERNATIVES = 12  # of conditions with `or`, each a region
QUIET = 3  # halvings that decide nothing, and a place is chosen among all those left
SPECIAL = 0.2  # of the steps lead to one of the numbers given
TRIED = 8  # points or steps, for each that is wanted

Pick = Callable[[Line, int, int, Random], int]


class Region:
    """Where conditions hold in a domain.

    kept      boxes in which every input satisfies them
    open      boxes that may hold such inputs, with the conditions that are open there
    is_empty  it is proved that no input satisfies them
    seeds     inputs that do, or where that stays open
    """

    def __init__(self, domain: Sequence[Range], conditions: Sequence[Condition]) -> None:
        self.conditions = Conditions(domain, conditions)
        self.random = Random(0)
        self.kept: list[Box] = []
        self.open: dict[Box, list[int]] = {}
        self._prune()
        self.is_empty = not (self.kept or self.open)
        self.seeds = self._seeds()

    def draw(self, count: int, columns: Sequence[Sequence[float]], random: Random) -> list[Where]:
        """Up to so many inputs that satisfy the conditions, those where that stays open last.

        columns: for each variable numbers that are worth a try, special ones and the ends of its domain.
        """
        found = dict.fromkeys(self.seeds)
        known = list(found)
        left = count * TRIED if known else 0
        while len(found) < count and left > 0:
            left -= 1
            where = self._beside(random.choice(known), columns, random)
            if where not in found and all(self.conditions.at(where)):
                found[where] = None
                known.append(where)
        if self.open and known:  # none beside those there are, as where two sides are equal
            found |= dict.fromkeys(self._sought(count - len(found), random))
        return list(found)

    def _beside(self, where: Where, columns: Sequence[Sequence[float]], random: Random) -> Where:
        """One variable moved by a step whose size is any power of two, anywhere, or to a special place."""
        k = random.randrange(len(where))
        line = self.conditions.lines[k]
        here = line.place(where[k])
        assert here is not None
        if columns[k] and random.random() < SPECIAL:
            return (*where[:k], random.choice(columns[k]), *where[k + 1 :])
        reach = 2 ** random.randint(0, line.length.bit_length())
        first, last = max(here - reach, 0), min(here + reach, line.length - 1)
        return (*where[:k], line.number(line.any(first, last, random)), *where[k + 1 :])

    # --- boxes ----------------------------------------------------------------------------------------

    def _prune(self) -> None:
        """Breadth first, until all is settled or there is too much to be settled."""
        lines = self.conditions.lines
        if all(line.length for line in lines):
            self._sort(tuple((0, line.length - 1) for line in lines), range(len(self.conditions.asks)))
        while self.open and len(self.open) <= MOST_BOXES and self.conditions.asked < MOST_ASKED:
            parents, self.open = self.open, {}
            for box, asks in parents.items():
                k = self._longest(box)
                for half in lines[k].halves(*box[k]):
                    self._sort(_with(box, k, half), asks)

    def _sort(self, box: Box, asks: Sequence[int]) -> None:
        """Discard it, keep it, or leave it open with the conditions that are open in it."""
        if all(first == last for first, last in box):
            if self.conditions.admits(self.conditions.point([first for first, _ in box])):
                self.kept.append(box)
            return
        answers = self.conditions.over(box, asks)
        if False in answers.values():
            return
        still = [k for k, answer in answers.items() if answer is None]
        if still:
            self.open[box] = still
        else:
            self.kept.append(box)

    def _longest(self, box: Box) -> int:
        """The variable that is the longest, as a part of its line, of those that conditions name."""
        lines = self.conditions.lines
        wide = [k for k, (first, last) in enumerate(box) if first < last]
        named = [k for k in wide if k in self.conditions.moving] or wide
        return max(named, key=lambda k: (box[k][1] - box[k][0]) / lines[k].length)

    # --- single inputs --------------------------------------------------------------------------------

    def _seeds(self) -> list[Where]:
        """Of boxes that are kept, of points tried in the open ones, and sought in these."""
        found = [self.conditions.any(box, self.random) for box in self.kept[:SEEDS]]
        tried = [self.conditions.any(box, self.random) for box in self.open]
        found += [where for where in tried if self.conditions.admits(where)][:SEEDS]
        found += self._at_the_edges()
        return found + self._sought((SEEDS - len(found)) // 2, self.random)

    def _at_the_edges(self) -> list[Where]:
        """Inputs with one variable at an end of its domain, or at zero, where there are any."""
        lines, found = self.conditions.lines, []
        limit = self.conditions.asked + MOST_AT_EDGES
        root = tuple((0, line.length - 1) for line in lines)
        for k in self.conditions.moving:
            ends = [x for piece in lines[k].range.pieces for x in piece] + [0.0]
            for place in {p for p in map(lines[k].place, ends) if p is not None}:
                box = _with(root, k, (place, place))
                answers = self.conditions.over(box, range(len(self.conditions.asks)))
                still = [i for i, answer in answers.items() if answer is None]
                possible = False not in answers.values() and self.conditions.asked < limit
                dives = (self._dive(box, still, self.random) for _ in range(DIVES)) if possible else ()
                found += list(itertools.islice((w for w in dives if w is not None), 1))
        return found

    def _sought(self, count: int, random: Random) -> list[Where]:
        """Up to so many inputs, one dive after the other, half of them from the whole domain."""
        boxes = list(self.open.items())
        root = tuple((0, line.length - 1) for line in self.conditions.lines)
        everything = list(range(len(self.conditions.asks)))
        limit = self.conditions.asked + MOST_DIVES
        found: list[Where] = []
        while boxes and len(found) < count and self.conditions.asked < limit:
            start = random.choice((random.choice(boxes), (root, everything)))
            where = self._dive(*start, random)
            if where is not None:
                found.append(where)
        return found

    def _dive(self, box: Box, asks: Sequence[int], random: Random) -> Where | None:
        """One input of a box: a place for one variable after the other, in any order, each in what pruning
        along it leaves. None where that comes to an end."""
        order = [k for k, (first, last) in enumerate(box) if first < last]
        # Of many variables that are multiplied, none may be far from one if the others are to make up for it.
        pick = random.choice((Line.any, Line.near_one))
        # As the variables are named, conditions often lead from one to the next.
        random.choice((lambda: None, order.reverse, lambda: random.shuffle(order)))()
        for k in order:
            left = self._narrowed(box, k, asks, pick, random)
            if left is None:
                return None
            box = _with(box, k, left)
        where = self.conditions.point([first for first, _ in box])
        return where if self.conditions.admits(where) else None

    def _narrowed(self, box: Box, k: int, asks: Sequence[int], pick: Pick, random: Random) -> Interval | None:
        """A place for variable k that no condition excludes while the others range over their box."""
        line = self.conditions.lines[k]
        quiet, wide, (first, last) = 0, box[k], box[k]
        still = list(asks)
        while first < last:
            halves = self._left(box, k, line.halves(first, last), still)
            if not halves:
                return None
            told = len(halves) < 2 or any(len(a) < len(still) for _, a in halves)
            quiet, wide = (0, (first, last)) if told else (quiet + 1, wide)
            if quiet == QUIET:
                place = pick(line, *wide, random)
                if self._left(box, k, [(place, place)], still):
                    return place, place
                quiet, wide = 0, (first, last)
            (first, last), still = random.choice(halves)
        return first, last

    def _left(
        self, box: Box, k: int, parts: Sequence[Interval], asks: Sequence[int]
    ) -> list[tuple[Interval, list[int]]]:
        """The parts that are not excluded, each with what is open in it. Where the other variables have their
        places, those at whose ends one condition fails twice come last."""
        alone = all(first == last for i, (first, last) in enumerate(box) if i != k)
        likely: list[tuple[Interval, list[int]]] = []
        unlikely: list[tuple[Interval, list[int]]] = []
        for part in parts:
            answers = self.conditions.over(_with(box, k, part), asks)
            if False in answers.values():
                continue
            still = [i for i, answer in answers.items() if answer is None]
            fails = alone and self._fails_at_both_ends(box, k, part, still)
            (unlikely if fails else likely).append((part, still))
        return likely or unlikely

    def _fails_at_both_ends(self, box: Box, k: int, part: Interval, asks: Sequence[int]) -> bool:
        ends = [
            self.conditions.at(self.conditions.point([f for f, _ in _with(box, k, (e, e))])) for e in part
        ]
        return any(ends[0][i] is ends[1][i] is False for i in asks)


def _with(box: Box, k: int, interval: Interval) -> Box:
    return (*box[:k], interval, *box[k + 1 :])


class Regions:
    """A region for each alternative: a small part of an `or` is not lost beside a large one."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = [r for r in regions if not r.is_empty]
        self.is_empty = not self.regions  # proved

    def draw(self, count: int, columns: Sequence[Sequence[float]], random: Random) -> list[Where]:
        """An even share from each, or all it has if that is less."""
        found: dict[Where, None] = {}
        for k, region in enumerate(self.regions):
            share = -(-(count - len(found)) // (len(self.regions) - k))
            found |= dict.fromkeys(region.draw(max(share, 1), columns, random)[: max(share, 1)])
        return list(found)


@lru_cache(maxsize=64)
def region(domain: tuple[Range, ...], conditions: tuple[Condition, ...]) -> Regions:
    """Where the conditions hold, explored with a bounded number of evaluations."""
    return Regions([Region(domain, chosen) for chosen in _alternatives(conditions)])


def _alternatives(conditions: Sequence[Condition]) -> list[tuple[Condition, ...]]:
    """Conjunctions that together are the conditions. What would be too many stays as it is."""
    found: list[tuple[Condition, ...]] = [()]
    for condition in conditions:
        ways = _ways(condition)
        if len(found) * len(ways) > MOST_ALTERNATIVES:
            ways = [(condition,)]
        found = [(*one, *way) for one in found for way in ways]
    return found


def _ways(condition: Condition) -> list[tuple[Condition, ...]]:
    """The alternatives of one condition, each in its conjuncts."""
    if callable(condition):
        return list(getattr(condition, "alternatives", ())) or [(condition,)]
    if isinstance(condition, Call) and condition.name == "or":
        return [way for part in condition.arguments for way in _ways(part)]
    if isinstance(condition, Call) and condition.name == "and":
        return _alternatives(condition.arguments)
    return [(condition,)]
