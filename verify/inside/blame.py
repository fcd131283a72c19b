"""Which lines lost the digits: per site what it rounds, cancels, magnifies, and its share of the error.

A line *makes* an error where its own rounding is a tenth of the total or more. It *magnifies* one where an
operation has a condition number of 8 or more (three bits), on operands that carry an error, and a tenth of
the total passes through it, from one operand or from all (run/passed.py); or where rounding to decimal
places came out otherwise than in exact arithmetic.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.precision import precision, upper
from verify.inside.account import Account
from verify.inside.run import slopes
from verify.inside.run.adjoint import Sweep
from verify.inside.run.contributions import numbered
from verify.inside.run.kinds import cancelled_bits
from verify.inside.run.kinds import ulps as ulps_of
from verify.inside.run.local import STRETCH
from verify.inside.run.passed import largest_parts
from verify.inside.run.tape import ADD, FUN, LEAF, SUB, SUM
from verify.inside.source.sites import Site
from verify.measure.distance import ulp

MATTERS = 0.1
LARGE = 8.0
FEW_ULPS = 2.0


@dataclass
class Blamed:
    """One site. `share`: its signed part of the error, None where there is none to share.

    cancelled_bits, condition_number, local_ulps   the largest of its operations, rounded up; None: not known
    turns        its part of the error that made the first decision come out otherwise
    passed       the largest part of the error that passed through one of its operations
    worst        the operation that is worst, by its place on the tape
    gain         the part of the error's size that is left if this site alone were exact: |1 - share|
    """

    site: Site
    count: int = 0
    cancelled_bits: float = 0.0
    condition_number: float | None = None
    local_ulps: float | None = 0.0
    share: arb | None = None
    turns: arb | None = None
    passed: float = 0.0
    jumps: bool = False
    worst: int | None = None

    @property
    def size(self) -> float:
        return 0.0 if self.share is None else upper(abs(self.share))

    @property
    def makes(self) -> bool:
        return matters(self.share) or matters(self.turns)

    @property
    def magnifies(self) -> bool:
        return self.jumps or ((self.condition_number or 0) >= LARGE and self.passed >= MATTERS)

    @property
    def left(self) -> float | None:
        """The part of the error that would be left if this site alone made none."""
        return None if self.share is None else upper(abs(1 - self.share))


@dataclass(frozen=True)
class Blame:
    """All sites of one account, the worst first; `ulps`: the error in ulps of the exact value."""

    account: Account
    sites: list[Blamed]

    @cached_property
    def ulps(self) -> float | None:
        a = self.account
        if a.error is None or a.exact is None:
            return None
        with precision(a.bits):
            return upper(abs(a.error) / ulp(a.exact, a.format))

    def local_ulps(self, places: Sequence[int]) -> float | None:
        """The largest local error of these numbers in ulps, rounded up; None where one is not known."""
        a, worst = self.account, 0.0
        sweep = Sweep(a.found, a.trace.local, {})
        for k in places:
            value = a.trace.tape.values[k]
            if any(a.found.at(i) is None for i in a.trace.tape.operands(k)) or not math.isfinite(value):
                return None
            delta = sweep.local_error(k)
            if not delta.is_finite():
                return None
            worst = max(worst, upper(abs(delta) / a.trace.tape.ulp(k)))
        return worst

    @property
    def guilty(self) -> list[Blamed]:
        """The sites that make or magnify an error that counts: above 2 ulps."""
        counts = self.ulps is None or self.ulps > FEW_ULPS
        return [s for s in self.sites if counts and (s.makes or s.magnifies)]


def blame(account: Account) -> Blame:
    """The sites of the run that the error passed through, the worst first."""
    with precision(account.bits):
        found = _Collector(account).sites()
    order = sorted(found, key=lambda s: (-max(s.size, s.passed), s.site.line, s.site.column))
    return Blame(account, order)


class _Sites(NamedTuple):
    """The sites of some numbers, and which of them each number is of."""

    names: np.ndarray
    which: np.ndarray


class _Collector:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.tape = account.trace.tape
        self.by_site: dict[int, Blamed] = defaultdict(lambda: Blamed(Site("", 0, 0, "", "")))
        self.not_by_floats: set[int] = set()  # sites with local errors that balls have to find

    def sites(self) -> list[Blamed]:
        trace, values, shares = self.account.trace, self.tape.floats(), self.account.shares()
        nothing = arb(0) if shares else None
        with np.errstate(all="ignore"):
            for start, end in self.tape.between_blocks(STRETCH):
                numbers, operations, left, right = self.tape.columns(start, end)
                names, which = numbered(numbers)
                self._counted(names, which[operations != LEAF])
                self._cancelled(start, operations, left, right, values, _Sites(names, which))
                self._rounded(start, values[start:end], operations, _Sites(names, which))
                self._functions(start, operations)
        for place in self.tape.leaves:
            self.by_site[self.tape.site(place)].count += self.tape.operation(place) == LEAF
        self._told_by_balls()
        for site, one in self.by_site.items():
            one.site, one.share = trace.site(site), shares.get(site, nothing)
            if one.local_ulps is not None:
                one.local_ulps *= trace.ulps_per_ulp(site)
        for site, part in self.account.turns().items():
            self.by_site[site].turns = part
        for branch in self.account.branches:
            if branch.kind == "decimal" and branch.exact is False:
                self.by_site[branch.site].site = trace.site(branch.site)
                self.by_site[branch.site].jumps = True
        return [s for s in self.by_site.values() if s.site.operation != "input" and s.site.file]

    def _counted(self, names: np.ndarray, which: np.ndarray) -> None:
        counts = np.bincount(which, minlength=len(names))
        for k in np.flatnonzero(counts).tolist():
            self.by_site[int(names[k])].count += int(counts[k])

    def _cancelled(
        self, start: int, operations: Any, left: Any, right: Any, values: Any, sites: _Sites
    ) -> None:
        """Sums and differences: condition number (|a| + |b|)/|a + b|, bits log2 max(|a|, |b|)/|a + b|."""
        places = np.flatnonzero((operations == ADD) | (operations == SUB))
        if not places.size:
            return
        left, right, sites = left[places], right[places], _Sites(sites.names, sites.which[places])
        a, b, v = np.abs(values[left]), np.abs(values[right]), np.abs(values[start + places])
        condition = np.where((v == 0) & (a == 0) & (b == 0), 1.0, (a + b) / v)
        bits = cancelled_bits(a, b, v, self.tape.kinds(start, start + len(operations))[places])
        exact = np.frombuffer(self.account.found.exact, dtype=np.uint8)
        for site, k in _largest(sites, bits, bits > 0):
            one = self.by_site[site]
            one.cancelled_bits = max(one.cancelled_bits, _up(bits[k]))
        carries = ((exact[left] == 0) | (exact[right] == 0)) & (condition > 1)
        for _, k in _largest(sites, condition, carries):
            self._conditioned(start + int(places[k]), _up(condition[k]))
        large = np.flatnonzero(carries & (condition >= LARGE))
        self._passed(sites.names[sites.which[large]].tolist(), (start + places[large]).tolist())

    def _conditioned(self, place: int, condition: float) -> None:
        one = self.by_site[self.tape.site(place)]
        if one.condition_number is None or condition > one.condition_number:
            one.condition_number, one.worst = condition, place

    def _passed(self, sites: Sequence[int], places: Sequence[int]) -> None:
        """The part of the total, or of what turned a decision, that passes through these."""
        a = self.account
        turned = None if a.turning is None else a.turning.total()
        for swept, error in ((a.swept, a.error), (a.turning, turned)):
            if swept is None or error is None or error.contains(0):
                continue
            for site, part in largest_parts(swept, error, sites, places).items():
                self.by_site[site].passed = max(self.by_site[site].passed, part)

    def _rounded(self, start: int, values: Any, operations: Any, sites: _Sites) -> None:
        """Local errors in ulps of the result, rounded up, where floats tell them."""
        end = start + len(values)
        known, error = self.account.trace.local.known[start:end], self.account.trace.local.error[start:end]
        units = ulps_of(values, self.tape.kinds(start, end))
        ulps = np.where(known & (error != 0), np.abs(error) / units, 0.0)
        for site, k in _largest(sites, ulps, ulps > 0):
            self._ulps(site, start + k, _up(float(ulps[k])))
        self.not_by_floats.update(sites.names[np.unique(sites.which[~known & (operations != LEAF)])].tolist())

    def _told_by_balls(self) -> None:
        worst = {} if self.account.swept is None else self.account.swept.worst
        for site, (ulps, place) in worst.items():
            self._ulps(site, place, ulps)
        for site in self.not_by_floats - worst.keys():
            self.by_site[site].local_ulps = None

    def _ulps(self, site: int, place: int, ulps: float) -> None:
        one = self.by_site[site]
        if ulps > (one.local_ulps or 0):
            one.local_ulps = ulps
            if (one.condition_number or 0) <= 1:  # else the largest condition number stands for the site
                one.worst = place

    def _functions(self, start: int, operations: Any) -> None:
        """Condition numbers sum |x_i df/dx_i| / |f| of sums and functions, at their float operands."""
        found, swept = self.account.found, self.account.swept
        for k in np.flatnonzero((operations == FUN) | (operations == SUM)).tolist():
            place = start + k
            operands = self.tape.operands(place)
            if swept is None or found.all_exact(operands) or swept.adjoint(place) is None:
                continue
            x = [found.float_of(k) for k in operands]
            condition = self._condition(place, x, [k for k, i in enumerate(operands) if not found.exact[i]])
            if condition.is_finite() or condition == arb("inf"):
                self._conditioned(place, upper(condition))
                if upper(condition) >= LARGE:
                    self._passed([self.tape.site(place)], [place])

    def _condition(self, place: int, x: list[arb], inexact: list[int]) -> arb:
        if self.tape.operation(place) == SUM:
            size, value = sum((abs(x[k]) for k in inexact), arb(0)), abs(sum(x, arb(0)))
            return arb("inf") if value == 0 and size > 0 else size / value  # as of a difference that is 0
        function = self.tape.function(place)
        if function.secants is not None:
            parts = function.secants(x, x)
            sizes = [abs(x[k] * parts[k]) for k in inexact]
        else:
            sizes = [abs(x[k] * slopes.derivative(function, k, x)) for k in inexact]
            if not all(s.is_finite() for s in sizes):  # asin has no slope at 1: the one to the exact operand
                parts = slopes.slopes_at(self.account.found, place)
                sizes = [abs(x[k] * parts[k]) for k in inexact]
        # At a zero x0 != 0 of order m of a function that is not constant near it, |x f'/f| ~ m |x0/(x - x0)|:
        # infinite, whether f' is infinite (acos at 1) or not (log at 1). On a step f' = 0, and this is NaN.
        size, value = sum(sizes, arb(0)), abs(slopes.value(function, x))
        is_step = size == 0
        if value == 0 and not is_step and all(x[k] != 0 for k in inexact):
            return arb("inf")
        return size / value


def _largest(sites: _Sites, x: np.ndarray, asked: np.ndarray) -> Iterator[tuple[int, int]]:
    """Of each site the first place of its largest x, of the numbers that are asked of."""
    places = np.flatnonzero(asked)
    if places.size:
        which, mine = sites.which[places], x[places]
        most, first = np.zeros(len(sites.names)), np.full(len(sites.names), -1)
        np.maximum.at(most, which, mine)
        largest = np.flatnonzero(mine == most[which])[::-1]
        first[which[largest]] = places[largest]  # the first one is written last
        found = np.flatnonzero(first >= 0)
        yield from zip(sites.names[found].tolist(), first[found].tolist(), strict=True)


def _up(x: Any) -> float:
    """Computed in a few float operations, good to 2^-48 of itself: rounded up. Small integers are exact."""
    return float(x) if float(x).is_integer() and x < 64 else float(x) * (1 + 2.0**-48)


def matters(share: arb | None) -> bool:
    """Is it certainly a tenth or more?"""
    return share is not None and bool(abs(share) >= MATTERS)
