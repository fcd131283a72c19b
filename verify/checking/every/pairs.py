"""Every pair of numbers of a short format: for each number of the second variable the line of the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.float64 import exact
from verify.checking.every.counts import Counts
from verify.checking.every.evaluated import formula
from verify.checking.every.judge import Judge, settled
from verify.checking.one_input.samples import Sample
from verify.checking.subjects.subject import Where
from verify.language.nodes import Call, Node, Number, Variable, folded
from verify.language.parity import parity
from verify.measure.limits import Limits

# Of a few bits a coarser polynomial serves more numbers, and few results lie so near to a boundary.
SLACK = 2.0**-16
SPAN = 2**17  # more than a format of 16 bits has places: a pair of them is one integer


@dataclass(frozen=True)
class Pairs:
    """whole: with two variables; stretches: of the first one's places."""

    whole: Judge
    stretches: Sequence[tuple[int, int]]

    @property
    def limits(self) -> Limits:
        return self.whole.limits

    def line(self, place: int, side: int = 1) -> Judge:
        """The function of the first variable where the second is the number at a place.

        side: the sign of the first variable's numbers, of which zero is positive.
        """
        what = self.whole.what
        y = self.whole.scalar.format.from_ordinal(place)
        held = arb(y)
        assert what.expression is not None
        node = _fixed(what.expression, what.names, y, side)
        return replace(
            self.whole,
            what=replace(
                what,
                domain=what.domain[:1],
                truth=lambda x: what.truth(x, held),
                gradient=None,
                expression=node,
            ),
            slack=SLACK,
            parity=parity(node) if node == _fixed(what.expression, what.names, y, -side) else 0,
            formula=formula(node, what.names[0], self.whole.scalar.format),
            many=lambda x: self.whole.many(x, np.full(x.shape, y, x.dtype)),
        )

    def stretch(self, first: int, last: int) -> Counts:
        """All pairs whose second number lies between two places."""
        total = Counts()
        for place in range(first, last + 1):
            total += _moved(self._whole_line(place), place)
        return total

    def _whole_line(self, place: int) -> Counts:
        one = self.line(place)
        if one.parity and self.stretches == [(-last, -first) for first, last in reversed(self.stretches)]:
            right = [(max(first, 0), last) for first, last in self.stretches if last >= 0]
            return sum((one.stretch(first, last, mirrored=True) for first, last in right), Counts())
        parts = (self.line(place, side).stretch(first, last) for side, first, last in self._sides())
        return sum(parts, Counts())

    def _sides(self) -> Iterator[tuple[int, int, int]]:
        for first, last in self.stretches:
            if first < 0:
                yield -1, first, min(last, -1)
            if last >= 0:
                yield 1, max(first, 0), last

    def where(self, place: int) -> Where:
        second, first = _pair(place)
        return tuple(map(self.whole.scalar.format.from_ordinal, (first, second)))

    def sample(self, place: int) -> Sample:
        second, first = _pair(place)
        return self.line(second).sample(first)

    def minus_zero(self) -> Counts:
        """What a function does at minus zero, which the truth does not tell from zero, is not looked at."""
        return Counts()

    def settled(self, total: Counts) -> Counts:
        return settled(total, self.sample)


def _fixed(node: Node, names: Sequence[str], y: float, side: int) -> Node:
    """With a number for the second variable, and for atan2 what has a power series."""
    first, second = names

    def join(part: Node, given: list[Node]) -> Node:
        match part, given:
            case Variable(name), _ if name == second:
                return Number(exact(y))
            # atan2(x, y) is atan(x/y) for y > 0, and pi more for y < 0 <= x, or less for x < 0.
            case Call("atan2"), [Variable(name), Number(value)] if name == first and value != 0:
                angle = Call("atan", (Call("/", tuple(given)),))
                turn = Call("pi", ())
                return angle if value > 0 else Call("+" if side > 0 else "-", (angle, turn))
        return Call(part.name, tuple(given)) if isinstance(part, Call) else part

    return folded(node, join)


def _pair(place: int) -> tuple[int, int]:
    second, first = divmod(place + SPAN // 2, SPAN)
    return second, first - SPAN // 2


def _moved(counts: Counts, second: int) -> Counts:
    def at(first: int) -> int:
        return second * SPAN + first

    failure = None if counts.failure is None else at(counts.failure)
    candidates, peaks = (
        tuple((size, at(place)) for size, place in of) for of in (counts.candidates, counts.peaks)
    )
    return replace(counts, at=at(counts.at), failure=failure, candidates=candidates, peaks=peaks)


def fits(scalar: Any) -> bool:
    return 2 * int(scalar.format.ordinal(scalar.format.largest)) + 1 < SPAN
