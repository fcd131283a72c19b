"""One reverse sweep: what each operation's local error did to the result.

E_k = value_k - exact counterpart_k obeys E_k = delta_k + sum s_ki E_i with secant slopes s (slopes.py): an
identity. With the adjoints g of the result, g_result = 1 and g_i = sum_k g_k s_ki, the result's error is

    E_result = sum_k g_k delta_k,

so that g_k delta_k is what operation k contributes. For a product a b - A B = B (a - A) + a (b - B); for a
quotient a/b - A/B = (a - A)/b - (A/B) (b - B)/b. Operands without an error pass nothing on and are left out.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from flint import arb

from verify.arithmetic.precision import current_bits, precision, upper
from verify.inside import slopes
from verify.inside.local import QUOTIENT_BOUND, LocalErrors
from verify.inside.replay import Replay, of_floats
from verify.inside.tape import ABS, ADD, CAST, DIV, FUN, LEAF, MASK, MUL, NEG, SHIFT, SUB, SUM


class Sweep:
    """Contributions of the sites to the error of sum weight * number, numbers that have a counterpart.

    by_site   site -> contribution
    worst     site -> its largest local error of those that balls told, in ulps of the float, and where

    Of a long tape the adjoints of one page are at hand. Those of another are made once more, from what later
    pages passed to it.
    """

    def __init__(self, found: Replay, local: LocalErrors, results: Mapping[int, arb]) -> None:
        self._begin(found, local, results)
        self.waiting: dict[int, tuple[arb, list[float]]] = {}  # a site's adjoint, and errors that have it
        self.bits = current_bits()
        self.arrived: dict[int, dict[int, arb]] = defaultdict(dict)  # by page: what later pages pass to it
        self.across: dict[int, arb | None] = {}  # adjoints of what later pages use
        self.start, self.adjoints = 0, list[arb | None]()
        self.counts = True
        for place, weight in results.items():
            self.arrived[place // found.page][place] = weight
        for number in reversed(range(-(-self.end // found.page))):
            self._sweep(number)
            self.across |= {k: self.adjoints[k - self.start] for k in self.arrived[number]}
        self.counts = False
        for site, kept in self.waiting.items():
            self._contribute(site, total(*kept))

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
        if not 0 <= place - self.start < len(self.adjoints):
            if place in self.across:
                return self.across[place]
            with precision(self.bits):
                self._sweep(place // self.found.page)
        return self.adjoints[place - self.start]

    def _sweep(self, number: int) -> None:  # noqa: C901
        """One page, last number first. What is done most often stands here, and calls nothing of ours."""
        found, page, counts = self.found, self.found.page, self.counts
        tape, exact, values = found.tape, found.exact, found.tape.values
        start = self.start = number * page
        end = min(start + page, self.end)
        adjoints = self.adjoints = [None] * (end - start)
        self.deltas.clear()
        for place, passed in self.arrived[number].items():
            adjoints[place - start] = passed
        # Not lists: to make them of a long array takes longer than the sweep.
        certain, errors = self.local.known.data[start:end], self.local.error.data[start:end]
        instructions, lefts, rights, waiting = tape.instructions, tape.left, tape.right, self.waiting
        for place in self._backwards(start, end):
            k = place - start
            g = adjoints[k]
            if g is None:
                continue
            operation, left, right = instructions[place] & MASK, lefts[place], rights[place]
            one: arb | None
            two: arb | None
            if operation == ADD:
                one = two = g
            elif operation == SUB:
                one, two = g, None if exact[right] else -g
            elif operation == MUL:
                # B (a - A) + a (b - B); the counterpart of an exact number is its float.
                one = None if exact[left] else g * (values[right] if exact[right] else found.ball(right))
                two = None if exact[right] else g * values[left]
            elif operation == LEAF:
                one = two = None
            else:
                self._back(operation, place, left, right, g)
                one = two = None
            for i, part in ((left, one), (right, two)):
                if part is None or exact[i]:
                    continue
                if i >= start:
                    before = adjoints[i - start]
                    adjoints[i - start] = part if before is None else before + part
                else:
                    self._pass(i, part)
            if not counts:
                continue
            site = instructions[place] >> SHIFT
            if not certain[k]:
                self._contribute(site, g * self._noted(place, site))
            elif error := errors[k]:
                kept = waiting.get(site)
                if operation == DIV:
                    self._contribute(site, g * arb(error, abs(error) * QUOTIENT_BOUND))
                elif kept is not None and kept[0] is g:
                    kept[1].append(error)
                else:
                    if kept is not None:
                        self._contribute(site, total(*kept))
                    waiting[site] = g, [error]

    def _back(self, operation: int, place: int, left: int, right: int, g: arb) -> None:
        """What is done seldom."""
        if operation == DIV:
            self._quotient(place, left, right, g)
        elif operation == NEG:
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

    def _backwards(self, start: int, end: int) -> Iterator[int]:
        """The numbers of a page, last first; blocks of data have no error and are passed over."""
        for first, last in reversed(self.found.tape.blocks):
            if last > start and first < end:
                yield from range(end - 1, last - 1, -1)
                end = max(first, start)
        yield from range(end - 1, start - 1, -1)

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

    def _quotient(self, place: int, left: int, right: int, g: arb) -> None:
        part = g / self.found.float_of(right)
        self._pass(left, part)
        if not self.found.exact[right]:
            # A/B: of a division that is rounded, not the float.
            self._pass(right, -part * self.found.ball(place))

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

    # --- local errors ---------------------------------------------------------------------------------

    def local_error(self, place: int) -> arb:
        """delta: the float minus the exact result of the operation at its float operands."""
        if place not in self.deltas:
            if self.local.known[place]:
                error = float(self.local.error[place])
                relative = QUOTIENT_BOUND if self.found.tape.operation(place) == DIV else 0.0
                return arb(error, abs(error) * relative)
            self.deltas[place] = self._by_balls(place)
        return self.deltas[place]

    def _noted(self, place: int, site: int) -> arb:
        """A local error that balls tell; the site's largest is kept."""
        delta, tape = self.local_error(place), self.found.tape
        if math.isfinite(tape.values[place]) and delta.is_finite():
            ulps = upper(abs(delta) / tape.ulp(place))
            if ulps > self.worst.get(site, (0.0, 0))[0]:
                self.worst[site] = ulps, place
        return delta

    def _by_balls(self, place: int) -> arb:
        tape, value = self.found.tape, arb(self.found.tape.values[place])
        operation = tape.operation(place)
        if operation == LEAF:
            return value - self.found.ball(place)
        operands = tape.operands(place)
        if self.found.all_exact(operands):
            return value - self.found.ball(place)
        together = of_floats(tape, place)
        if together is not None:
            return value - together
        x = [self.found.float_of(k) for k in operands]
        if operation == SUM:
            return value - sum(x, arb(0))
        if operation == FUN:
            return value - slopes.value(tape.function(place), x)
        return value - ON_BALLS[operation](x[0], x[-1])


def slopes_at(found: Replay, place: int) -> list[arb]:
    """The secant slopes of a function on the tape."""
    function, operands = found.tape.function(place), found.tape.operands(place)
    floats = [found.float_of(k) for k in operands]
    balls = [a if found.exact[k] else found.ball(k) for k, a in zip(operands, floats, strict=True)]
    if function.secants is not None:
        return function.secants(floats, balls)
    return slopes.secants(function, floats, balls, slopes.value(function, floats), found.ball(place))


ON_BALLS: dict[int, Callable[[arb, arb], arb]] = {
    ADD: lambda a, b: a + b,
    SUB: lambda a, b: a - b,
    MUL: lambda a, b: a * b,
    DIV: lambda a, b: a / b,
    NEG: lambda a, _: -a,
    ABS: lambda a, _: abs(a),
    CAST: lambda a, _: a,
}


def total(g: arb, errors: list[float]) -> arb:
    """g times the sum of local errors, as those of a sum have one adjoint. fsum rounds correctly."""
    if len(errors) == 1:
        return g * errors[0]
    added = math.fsum(errors)
    return g * arb(added, math.ulp(added))
