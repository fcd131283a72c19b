"""The reverse sweep of a wide tape, a level at a time: adjoints as balls in floats (see adjoint.py).

Parts of an adjoint are added in floats as they come. The k-th addition is within u of its result, which is at
most the sum of the parts' sizes times (1 + u)^k, and the first one, to zero, is exact.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from flint import arb

from verify.inside.run import error_balls
from verify.inside.run.adjoint import Sweep
from verify.inside.run.contributions import by_site
from verify.inside.run.error_balls import Balls, U, as_ball, in_floats, negative
from verify.inside.run.levels import Group
from verify.inside.run.local import LocalErrors
from verify.inside.run.products import dot_secants
from verify.inside.run.replay import FEW, Replay
from verify.inside.run.slopes import slopes_at
from verify.inside.run.tape import ABS, ADD, CAST, DIV, FUN, MUL, NEG, SHIFT, SUB, SUM
from verify.inside.run.wide import ErrorBalls


class WideSweep(Sweep):
    """As `Sweep`, over groups and over counterparts that are error balls."""

    def __init__(
        self, found: Replay, local: LocalErrors, results: Mapping[int, arb], groups: Sequence[Group]
    ) -> None:
        self._begin(found, local, results)
        assert isinstance(found.balls, ErrorBalls)
        self.errors, tape = found.balls, found.tape
        self.values, self.exact = tape.floats(), np.frombuffer(found.exact, dtype=np.uint8)
        self.left, self.right = (np.frombuffer(c, dtype=np.int32) for c in (tape.left, tape.right))
        size = len(tape)
        self.mid, self.rad, self.size = np.zeros(size), np.zeros(size), np.zeros(size)
        self.parts, self.reached = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=bool)
        with np.errstate(all="ignore"):
            for place, weight in results.items():
                self._pass_one(place, weight)
            for _, operation, places in reversed(groups):
                mine = places[self.reached[places]]
                if mine.size:
                    self._back_level(operation, mine)
            self._told_by_floats()
        self._told_by_balls()

    def adjoint(self, place: int) -> arb | None:
        return as_ball(self.mid[place], self.rad[place]) if self.reached[place] else None

    # --- adjoints -------------------------------------------------------------------------------------

    def _add(self, places: np.ndarray, part: Balls) -> None:
        """Parts for operands; those without an error get none."""
        inexact = self.exact[places] == 0
        if not inexact.all():
            places, part = places[inexact], Balls(part.mid[inexact], part.rad[inexact])
        np.add.at(self.mid, places, part.mid)
        np.add.at(self.rad, places, part.rad)
        np.add.at(self.size, places, np.abs(part.mid))
        np.add.at(self.parts, places, 1)
        self.reached[places] = True

    def _pass_one(self, place: int, part: arb) -> None:
        if self.exact[place]:
            return
        mid, rad = in_floats(part)
        self.mid[place] += mid
        self.rad[place] += rad
        self.size[place] += abs(mid)
        self.parts[place] += 1
        self.reached[place] = True

    def _complete(self, places: np.ndarray) -> Balls:
        """Adjoints to which nothing is added any more, the roundings of their sums in the radius."""
        added = (self.parts[places] - 1) * U * self.size[places]
        self.rad[places] = np.where(
            self.parts[places] > 1, error_balls.enlarged(self.rad[places] + added), self.rad[places]
        )
        return Balls(self.mid[places], self.rad[places])

    def _back_level(self, operation: int, places: np.ndarray) -> None:
        g = self._complete(places)
        if operation in (SUM, FUN):
            for k, place in enumerate(places.tolist()):
                self._back_one(operation, place, Balls(g.mid[k : k + 1], g.rad[k : k + 1]))
            return
        one, two = self.left[places], self.right[places]
        if operation == MUL:
            self._products(one, two, g)
        elif operation == DIV:
            over = error_balls.divided(g, self.values[two])
            self._add(one, over)
            self._add(two, error_balls.times(negative(over), self._counterparts(places)))
        elif operation in (ADD, SUB):
            self._add(one, g)
            self._add(two, g if operation == ADD else negative(g))
        elif operation == CAST:
            self._add(one, g)
        elif operation in (NEG, ABS):
            self._add(one, negative(g) if operation == NEG else self._signed(one, g))

    def _products(self, one: np.ndarray, two: np.ndarray, g: Balls) -> None:
        """a b - A B = B (a - A) + a (b - B)."""
        self._add(one, error_balls.times(g, self._counterparts(two)))
        self._add(two, error_balls.scaled(g, self.values[one]))

    def _counterparts(self, places: np.ndarray) -> Balls:
        return error_balls.counterparts(self.values[places], self.errors.of(places))

    def _signed(self, places: np.ndarray, g: Balls) -> Balls:
        """The slope of | | is the sign where that is certain, else within [-1, 1]."""
        v, error = self.values[places], self.errors.of(places)
        certain = np.abs(v) > error_balls.enlarged(np.abs(error.mid) + error.rad)
        most = error_balls.enlarged(np.abs(g.mid) + g.rad)
        return Balls(np.where(certain, np.sign(v) * g.mid, 0.0), np.where(certain, g.rad, most))

    def _back_one(self, operation: int, place: int, g: Balls) -> None:
        tape = self.found.tape
        operands = np.asarray(tape.operands(place))
        if operation == SUM:
            self._add(operands, Balls(np.repeat(g.mid, len(operands)), np.repeat(g.rad, len(operands))))
        elif len(operands) >= FEW and tape.function(place).secants is dot_secants:
            one, two = np.split(operands, 2)
            self._products(one, two, g)
        elif not self.found.all_exact(operands.tolist()):
            for k, slope in zip(operands.tolist(), slopes_at(self.found, place), strict=True):
                self._pass_one(k, as_ball(g.mid[0], g.rad[0]) * slope)

    # --- contributions --------------------------------------------------------------------------------

    def _told_by_floats(self) -> None:
        """g times the local error, of every number whose local error is known in floats."""
        end = self.end
        known, delta = self.local.known[:end], self.local.error[:end]
        places = np.flatnonzero(self.reached[:end] & known & (delta != 0))
        sites = np.frombuffer(self.found.tape.instructions, dtype=np.int64)[places] >> SHIFT
        for site, part, _ in by_site(sites, Balls(self.mid[places], self.rad[places]), delta[places]):
            self._contribute(site, part)

    def _told_by_balls(self) -> None:
        tape = self.found.tape
        for place in np.flatnonzero(self.reached[: self.end] & ~self.local.known[: self.end]).tolist():
            site, g = tape.site(place), self.adjoint(place)
            if g is not None:
                self._contribute(site, g * self._noted(place, site))
