"""One reverse sweep: what each operation's local error did to the result.

E_k = value_k - exact counterpart_k obeys E_k = delta_k + sum s_ki E_i with secant slopes s (slopes.py): an
identity. With the adjoints g of the result, g_result = 1 and g_i = sum_k g_k s_ki, the result's error is

    E_result = sum_k g_k delta_k,

so that g_k delta_k is what operation k contributes. For a product a b - A B = B (a - A) + a (b - B); for a
quotient a/b - A/B = (a - A)/b - (A/B) (b - B)/b. Operands without an error pass nothing on and are left out.
"""

import math
import operator
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import current_bits, precision, upper
from verify.inside.run.by_place import PENDING, by_place
from verify.inside.run.contributions import by_site, local_ball
from verify.inside.run.error_balls import Balls, U
from verify.inside.run.local import QUOTIENT_BOUND, LocalErrors
from verify.inside.run.replay import Replay
from verify.inside.run.slopes import slopes_at
from verify.inside.run.tape import ABS, ADD, CAST, DIV, LEAF, MASK, MUL, NEG, SHIFT, SUM

FEW = 512  # numbers that balls tell sooner
RESOLUTION, NOTHING = arb(2) ** -34, arb(0)


class Sweep:
    """Contributions of the sites to the error of sum weight * number, numbers that have a counterpart.

    by_site   site -> contribution
    worst     site -> its largest local error of those that balls told, in ulps of the float, and where

    Of a long tape the adjoints of one page are at hand. Those of another are made once more, from what later
    pages passed to it.
    """

    def __init__(self, found: Replay, local: LocalErrors, results: Mapping[int, arb]) -> None:
        self._begin(found, local, results)
        self.scale = _size(found, results)
        self.bits = current_bits()
        self.arrived: dict[int, dict[int, arb]] = defaultdict(dict)  # by page: what later pages pass to it
        self.across: dict[int, arb | None] = {}  # adjoints of what later pages use
        self.start = self.stop = 0
        self.adjoints: Any = []  # of the page at hand
        self.counts = True
        for place, weight in results.items():
            self.arrived[place // found.page][place] = weight
        for number in reversed(range(-(-self.end // found.page))):
            self._sweep(number)
            self.across |= {k: self.adjoints[k - self.start] for k in self.arrived[number]}
        self.counts = False

    def _begin(self, found: Replay, local: LocalErrors, results: Mapping[int, arb]) -> None:
        self.found, self.local = found, local
        self.by_site: dict[int, arb] = {}
        self.worst: dict[int, tuple[float, int]] = {}
        self.deltas: dict[int, arb] = {}  # local errors of the page at hand that balls told
        self.end = max(results, default=-1) + 1

    def adjoint(self, place: int) -> arb | None:
        """Of a number; None where nothing reaches it, or there is no error."""
        if place >= self.end:
            return None
        if not self.start <= place < self.stop:
            if place in self.across:
                return self.across[place]
            with precision(self.bits):
                self._sweep(place // self.found.page)
        adjoint: arb | None = self.adjoints[place - self.start]
        return adjoint

    def _sweep(self, number: int) -> None:
        """One page, last number first."""
        start = self.start = number * self.found.page
        end = min(start + self.found.page, self.end)
        self.stop, self.adjoints = end, by_place(self.found.tape, end - start, None)
        self.deltas.clear()
        for place, passed in self.arrived[number].items():
            self.adjoints[place - start] = passed
        reached = self._all_back(start, end)
        if self.counts and len(reached):
            self._told(start, np.asarray(reached, dtype=np.int64))

    def _adjoints_of(self, places: np.ndarray) -> list[Any]:
        """Of places in the page at hand, which are reached."""
        return [*map(self.adjoints.__getitem__, places.tolist())]

    def _all_back(self, start: int, end: int) -> "list[int] | np.ndarray":
        """The places of a page that are reached; what they pass on is passed."""
        last, reached = end, list[int]()
        for block, until in reversed(self.found.tape.blocks):  # of data, which has no error
            if until > start and block < last:
                reached += self._stretch(max(until, start), last)
                last = max(block, start)
        return reached + self._stretch(start, last)

    def _stretch(self, first: int, last: int) -> list[int]:  # noqa: C901
        """What is done most often stands here, and calls nothing of ours. The places that are reached."""
        reached: list[int] = []
        if first >= last:
            return reached
        found, start, adjoints, reach = self.found, self.start, self.adjoints, reached.append
        tape, exact, balls, values = found.tape, found.exact, found.balls, found.tape.values
        _, *columns = tape.columns(first, last)
        steps = zip(range(last - 1, first - 1, -1), *(c[::-1].tolist() for c in columns), strict=True)
        for place, operation, left, right in steps:
            g = adjoints[place - start]
            if g is None:
                continue
            reach(place)
            if operation == LEAF:
                continue
            if operation > DIV:
                self._back(operation, place, left, right, g)
                continue
            if operation == DIV:
                b = balls[right] if exact[right] else PENDING
                g = g / (values[right] if b is PENDING else b)
            if not exact[left]:
                one = g
                if operation == MUL:
                    # B (a - A) + a (b - B); the counterpart of an exact number is its float.
                    b = balls[right]
                    one = g * (found.at(right) if b is PENDING else b)
                k = left - start
                if k < 0:
                    self._pass(left, one)
                else:
                    before = adjoints[k]
                    adjoints[k] = one if before is None else before + one
            if not exact[right]:
                if operation == MUL:
                    a = balls[left] if exact[left] else PENDING
                    two = g * (values[left] if a is PENDING else a)
                elif operation == DIV:
                    # - (1/b) A/B (b - B): of a division that is rounded A/B is not the float.
                    two = -g * found.at(place)
                else:
                    two = g if operation == ADD else -g
                k = right - start
                if k < 0:
                    self._pass(right, two)
                else:
                    before = adjoints[k]
                    adjoints[k] = two if before is None else before + two
        return reached

    def _back(self, operation: int, place: int, left: int, right: int, g: arb) -> None:
        """What is done seldom."""
        if operation == NEG:
            self._pass(left, -g)
        elif operation == CAST:
            self._pass(left, g)
        elif operation == ABS:
            self._size(left, g)
        elif operation == SUM:
            self._sums(place, g)
        else:
            self._function(place, g)

    def total(self) -> arb:
        """All contributions together."""
        return sum(self.by_site.values(), arb(0))

    def _pass(self, place: int, part: arb) -> None:
        if self.found.exact[place]:
            return
        k = place - self.start
        if k >= 0:
            before = self.adjoints[k]
            self.adjoints[k] = part if before is None else before + part
        elif self.counts:
            arrived = self.arrived[place // self.found.page]
            sofar = arrived.get(place)
            arrived[place] = part if sofar is None else sofar + part

    def _contribute(self, site: int, part: arb) -> None:
        before = self.by_site.get(site)
        self.by_site[site] = part if before is None else before + part

    # --- what each operation passes back --------------------------------------------------------------

    def _sums(self, place: int, g: arb) -> None:
        operands = self.found.tape.operands(place)
        if not self.found.all_exact(operands):
            for k in operands:
                self._pass(k, g)

    def _size(self, left: int, g: arb) -> None:
        """| |a| - |A| | <= |a - A|, so that the slope lies in [-1, 1] where the signs differ."""
        if self.found.exact[left]:
            return
        a, exact = self.found.float_of(left), self.found.ball(left)
        slope = (abs(a) - abs(exact)) / (a - exact)
        if (a > 0 and exact > 0) or (a < 0 and exact < 0):
            slope = a.sgn()
        self._pass(left, g * (slope if slope.is_finite() else arb(0, 1)))

    def _function(self, place: int, g: arb) -> None:
        operands = self.found.tape.operands(place)
        if not all(self.found.exact[k] for k in operands):
            for k, slope in zip(operands, slopes_at(self.found, place), strict=True):
                self._pass(k, g * slope)

    # --- contributions --------------------------------------------------------------------------------

    def _told(self, start: int, places: np.ndarray) -> None:
        """What the numbers contribute that an adjoint reached: in floats where these are good enough."""
        known, errors = self.local.known[places], self.local.error[places]
        mine = np.flatnonzero(known & (errors != 0))
        if len(mine) >= FEW:
            adjoints = self._adjoints_of(places[mine] - start)
            middles = np.fromiter(map(float, adjoints), np.float64, len(mine))
            sizes = np.abs(middles)
            # The nearest float of a ball that is good to 54 bits is within 2 u of what is in the ball.
            good = np.fromiter(map(arb.rel_accuracy_bits, adjoints), np.int64, len(mine)) >= 54
            good &= (sizes >= 2.0**-1000) & (sizes <= 2.0**1000)
            loose = [mine[~good]]  # for balls
            mine, g = mine[good], Balls(middles[good], 2 * U * sizes[good])
            sites = np.frombuffer(self.found.tape.instructions, dtype=np.int64)[places[mine]] >> SHIFT
            for site, part, which in by_site(sites, g, errors[mine]):
                if part.rad() <= RESOLUTION * max(self.scale, abs(part)):
                    self._contribute(site, part)
                else:  # much cancels
                    loose.append(mine[which])
            mine = np.concatenate(loose)
        self._told_in_balls(places[mine], errors[mine])
        for place in places[~known].tolist():
            site, passed = self.found.tape.site(place), self.adjoints[place - start]
            assert passed is not None
            self._contribute(site, passed * self._noted(place, site))

    def _told_in_balls(self, places: np.ndarray, errors: np.ndarray) -> None:
        """Those of one site and operation are added together."""
        instructions = np.frombuffer(self.found.tape.instructions, dtype=np.int64)[places]
        order = np.argsort(instructions, kind="stable")
        places, instructions, errors = places[order], instructions[order], errors[order]
        first = 0
        passed = self._adjoints_of(places - self.start)
        parts: list[arb] = list(map(operator.mul, passed, errors.tolist()))
        ends = [*(np.flatnonzero(np.diff(instructions)) + 1).tolist(), len(parts)]
        for last in ends if parts else ():
            instruction, mine = int(instructions[first]), parts[first:last]
            total = sum(mine, NOTHING)
            if instruction & MASK == DIV:
                # Each local error is good to QUOTIENT_BOUND of itself, and its part as well.
                total += arb(0, 1) * (sum(map(abs, mine), NOTHING) * QUOTIENT_BOUND)
            self._contribute(instruction >> SHIFT, total)
            first = last

    # --- local errors ---------------------------------------------------------------------------------

    def local_error(self, place: int) -> arb:
        """delta: the float minus the exact result of the operation at its float operands."""
        if place not in self.deltas:
            if self.local.known[place]:
                error = float(self.local.error[place])
                relative = QUOTIENT_BOUND if self.found.tape.operation(place) == DIV else 0.0
                return arb(error, abs(error) * relative)
            self.deltas[place] = local_ball(self.found, place)
        return self.deltas[place]

    def _noted(self, place: int, site: int) -> arb:
        """A local error that balls tell; the site's largest is kept."""
        delta, tape = self.local_error(place), self.found.tape
        if math.isfinite(tape.values[place]) and delta.is_finite():
            ulps = upper(abs(delta) / tape.ulp(place))
            if site not in self.worst or ulps > self.worst[site][0]:
                self.worst[site] = ulps, place
        return delta


def _size(found: Replay, results: Mapping[int, arb]) -> arb:
    """Of the error that is accounted for; not below 0."""
    errors = [weight * error for k, weight in results.items() if (error := found.error(k)) is not None]
    size: arb = abs(sum(errors, arb(0)))
    return size.abs_lower() if size.is_finite() else arb(0)
