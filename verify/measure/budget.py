"""The error budget: rounding, truncation and data error, the algorithm's where F is not known; ulps.

Values are balls: an arb for a number, a numpy object array of arbs for a vector or matrix. The budget
of one computed value y^ is

    y^ - f(x) = [y^ - F(fl x)] + [F(fl x) - f(fl x)] + [f(fl x) - f(x)]
                 rounding         truncation            data

with f the mathematical function and F the algorithm in exact arithmetic. Where F is not known, the first two
are one figure, the algorithm's error y^ - f(fl x).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from flint import acb, arb

from verify.arithmetic.arrays import mapped
from verify.arithmetic.mpfr import BINARY64, Format, Wide
from verify.measure.distance import Distance

NUMBERS = (arb, acb)
UNIT_ROUNDOFF = arb(2) ** -53
OPEN = arb(2) ** -200


class Breakdown(ArithmeticError):
    """An algorithm has no value here even in exact arithmetic; more bits would not help."""


def as_ball(value: Any) -> Any:
    """Balls of exact numbers (float, complex, int, fmpq), elementwise for arrays."""
    if isinstance(value, np.ndarray):
        return mapped(lambda x: _ball(x.item() if isinstance(x, np.generic) else x), value)
    return _ball(value.exact if isinstance(value, Wide) else value)


def _ball(x: Any) -> arb | acb:
    return acb(x) if isinstance(x, acb | complex) else arb(x)


def entries(value: Any) -> list[Any]:
    return list(value.flat) if isinstance(value, np.ndarray) else [value]


def components(value: Any) -> list[arb]:
    return [value.real, value.imag] if isinstance(value, acb) else entries(value)


def radius(value: arb | acb) -> arb:
    """An upper bound of how far a point of the ball is from its middle."""
    return value.rad() if isinstance(value, arb) else value.real.rad() + value.imag.rad()


def largest(balls: Sequence[arb]) -> arb:
    """A ball around the maximum. arb.max encloses the maximum of any two points of its arguments."""
    return reduce(lambda x, y: x.max(y), balls)


def norm(value: Any) -> arb:
    """|y| of a number, real or complex; infinity norm of a vector, largest row sum of a matrix."""
    if isinstance(value, NUMBERS):
        return abs(value)
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return largest([sum((abs(x) for x in row), arb(0)) for row in value])
    return largest([abs(x) for x in entries(value)])


@dataclass(frozen=True)
class Budget:
    """The parts and the total, in absolute size, beside the truth they are relative to.

    `algorithm` is y^ - f(fl x). Where F is known it is the sum of `rounding` and `truncation`; else these
    are None, and where the algorithm breaks down in exact arithmetic, so that there is no F, `breakdown`
    says why.
    """

    total: Any
    algorithm: Any
    data: Any
    truth: Any
    rounding: Any = None
    truncation: Any = None
    breakdown: str | None = None
    format: Format = BINARY64
    zeros_open: bool = False

    @classmethod
    def of(
        cls,
        computed: Any,
        exact: Any,
        truth_rounded: Any,
        truth: Any,
        format: Format = BINARY64,
        breakdown: str | None = None,
        zeros_open: bool = False,
    ) -> "Budget":
        """`computed` y^ as exact balls, `exact` F(fl x) or None, f(fl x) and f(x): of one shape."""
        return cls(
            total=computed - truth,
            algorithm=computed - truth_rounded,
            # Data that nothing rounded have one truth, which its ball less itself does not say.
            data=truth * 0 if truth_rounded is truth else truth_rounded - truth,
            truth=truth,
            rounding=None if exact is None else computed - exact,
            truncation=None if exact is None else exact - truth_rounded,
            breakdown=breakdown,
            format=format,
            zeros_open=zeros_open,
        )

    @property
    def of_number(self) -> bool:
        return isinstance(self.truth, NUMBERS)

    @property
    def is_split(self) -> bool:
        """Are rounding and truncation told apart?"""
        return self.rounding is not None

    def parts(self) -> dict[str, Any]:
        """The parts that add up to the total."""
        if self.is_split:
            return {"data": self.data, "truncation": self.truncation, "rounding": self.rounding}
        return {"data": self.data, "algorithm": self.algorithm}

    def adds_up(self) -> bool:
        """The parts together overlap the total in every entry (they enclose one number)."""
        sums = [(sum(self.parts().values()), self.total)]
        if self.is_split:
            sums.append((self.truncation + self.rounding, self.algorithm))
        pairs = [pair for one, other in sums for pair in zip(entries(one), entries(other), strict=True)]
        return all(not (s.is_finite() and t.is_finite()) or s.overlaps(t) for s, t in pairs)

    @cached_property
    def size(self) -> arb:
        """The norm of the truth."""
        return norm(self.truth)

    @cached_property
    def distances(self) -> list[Distance]:
        """Of each entry, in its own ulps."""
        pairs = zip(entries(self.total), entries(self.truth), strict=True)
        return [Distance.of(error, truth, self.format) for error, truth in pairs]

    def relative(self, part: Any) -> arb:
        """A part over the size of the truth: signed for real numbers, else normwise; NaN for no part.

        Nothing over a truth of zero is zero.
        """
        if part is None:
            return arb.nan()
        return _ratio(part if isinstance(part, arb) else norm(part), self.size)

    def componentwise(self, part: Any) -> arb:
        """The largest of a part's entries over those of the truth; of a complex number, of its two parts."""
        pairs = zip(components(part), components(self.truth), strict=True)
        return largest([_ratio(abs(error), abs(truth)) for error, truth in pairs])

    @cached_property
    def ulps(self) -> arb:
        """|y^ - y| / ulp(y), the largest over the entries; NaN where one of several may be zero."""
        if isinstance(self.truth, np.ndarray) and any(map(_is_open, self.truth.flat)):
            return arb.nan()
        return largest([distance.ulps for distance in self.distances])

    def settled(self, relative_bits: int = 20) -> bool:
        """Every part is known to 2^-20 of itself or to 2^-80 of the truth (2^-27 ulp), and nothing is open
        about the distance of a number from the truth.

        For arrays the parts to 2^-80 of the norm, but the total entry by entry: each has its own ulp. With
        `zeros_open` an entry that is certainly below 2^-200 of the norm may be left open.
        """
        bits = self.format.bits + 27
        truth = entries(self.truth)
        if not all(t.is_finite() for t in truth):
            return False
        size = self.size
        open_below = size.abs_lower() * OPEN if self.zeros_open else arb(0)
        if not all(not _is_open(t) or bool(t.abs_upper() < open_below) for t in truth):
            return False
        if isinstance(self.truth, NUMBERS) and self.distances[0].open_question():
            return False

        def known(part: arb, size: arb) -> bool:
            # A part that is truly zero never gets relative accuracy: the floor ends the search.
            accurate = part.rel_accuracy_bits() >= relative_bits
            return part.is_finite() and (accurate or bool(radius(part) <= size.abs_lower() * arb(2) ** -bits))

        parts = [part for value in self.parts().values() for part in entries(value)]
        totals = zip(entries(self.total), truth, strict=True)
        if self.zeros_open and isinstance(self.truth, np.ndarray):
            return self._largest_known(relative_bits)
        return all(known(part, size) for part in parts) and all(known(error, t) for error, t in totals)

    def _largest_known(self, relative_bits: int) -> bool:
        """What no entry could change by its radius: the largest of every part, and of the error relative to
        each entry."""
        scale = arb(2) ** -relative_bits
        floor = self.size.abs_lower() * arb(2) ** -(self.format.bits + 27)
        for part in self.parts().values():
            widest, most = largest([x.rad() for x in part.flat]), largest([abs(x) for x in part.flat])
            if not widest <= (most.abs_lower() * scale).max(floor):
                return False
        told = [(e, abs(t)) for e, t in zip(self.total.flat, self.truth.flat, strict=True) if not _is_open(t)]
        told = [(e, t) for e, t in told if not t.is_zero()]
        if not told:
            return True
        most = largest([abs(e) / t for e, t in told]).abs_lower()
        least = most.max(arb(2) ** -(self.format.bits + 7))
        return all(bool(e.rad() / t <= least * scale) for e, t in told)

    def cause(self) -> str:
        """The part certified to dominate; `none` for at most 2 ulp in all."""
        if self.ulps <= 2:
            return "none"
        sizes = {name: norm(part) for name, part in self.parts().items()}
        for name, size in sizes.items():
            if all(size >= other for rest, other in sizes.items() if rest != name):
                return name
        return "undecided"


def _is_open(truth: Any) -> bool:
    """May it be zero or not: neither separated from zero nor proved to be zero?"""
    return not truth.is_zero() and bool(truth.contains(0))


def _ratio(error: arb, size: arb) -> arb:
    return arb(0) if error.is_zero() and size.is_zero() else error / size
