"""Forward, backward, rounding, truncation and data error; ulp; condition numbers.

Values are balls: an arb for a number, a numpy object array of arbs for a vector or matrix. The budget
of one computed value y^ is

    y^ - f(x) = [y^ - F(fl x)] + [F(fl x) - f(fl x)] + [f(fl x) - f(x)]
                 rounding         truncation            data

with f the mathematical function and F the algorithm in exact arithmetic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from flint import arb, arb_series

from verify.arithmetic import BINARY64, Format, Wide, mapped

UNIT_ROUNDOFF = arb(2) ** -53


class Breakdown(ArithmeticError):
    """An algorithm has no value here even in exact arithmetic; more bits would not help."""


def as_ball(value: Any) -> Any:
    """Balls of exact numbers (float, int, fmpq), elementwise for arrays."""
    if isinstance(value, np.ndarray):
        return mapped(lambda x: arb(x.item() if isinstance(x, np.generic) else x), value)
    return arb(value.exact if isinstance(value, Wide) else value)


def entries(value: Any) -> list[arb]:
    return list(value.flat) if isinstance(value, np.ndarray) else [value]


def largest(balls: Sequence[arb]) -> arb:
    """A ball around the maximum. arb.max encloses the maximum of any two points of its arguments."""
    return reduce(lambda x, y: x.max(y), balls)


def norm(value: Any) -> arb:
    """|y| of a number, infinity norm of a vector, largest row sum of a matrix."""
    if isinstance(value, arb):
        return abs(value)
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return largest([sum((abs(x) for x in row), arb(0)) for row in value])
    return largest([abs(x) for x in entries(value)])


def ulp(y: arb, format: Format = BINARY64) -> arb:
    """ulp(y) = 2^(max(e, -1022) - 52) for 2^e <= |y| < 2^(e+1); ulp(0) is the least subnormal.
    In another format 1 - emax stands for -1022 and its bits - 1 for 52.

    A ball over a power of two gives a ball over both ulps. ValueError where y is not finite.
    """
    if not y.is_finite():
        raise ValueError("ulp of a value that is not finite")
    small, large = (_ulp_exponent(bound, format) for bound in (y.abs_lower(), y.abs_upper()))
    return (arb(2) ** small).union(arb(2) ** large) if small != large else arb(2) ** small


def _ulp_exponent(magnitude: arb, format: Format) -> int:
    if magnitude.is_zero():
        return format.lowest
    mantissa, exponent = magnitude.man_exp()
    # |y| = m 2^k with m of b bits, so 2^(b-1+k) <= |y| < 2^(b+k).
    return max(int(mantissa.bit_length()) + int(exponent) - format.bits, format.lowest)


@dataclass(frozen=True)
class Budget:
    """The three parts and the total, in absolute size, beside the truth they are relative to.

    Where the algorithm breaks down in exact arithmetic there is no F: rounding and truncation are None,
    `breakdown` says why, and the total and the data error stand.
    """

    total: Any
    rounding: Any
    truncation: Any
    data: Any
    truth: Any
    breakdown: str = ""
    format: Format = BINARY64

    @classmethod
    def of(
        cls, computed: Any, algorithm: Any, truth_rounded: Any, truth: Any, format: Format = BINARY64
    ) -> "Budget":
        """`computed` y^ as exact balls, F(fl x), f(fl x) and f(x): arrays of one shape or numbers."""
        return cls(
            total=computed - truth,
            rounding=computed - algorithm,
            truncation=algorithm - truth_rounded,
            data=truth_rounded - truth,
            truth=truth,
            format=format,
        )

    @classmethod
    def without_algorithm(
        cls, computed: Any, truth_rounded: Any, truth: Any, breakdown: str, format: Format = BINARY64
    ) -> "Budget":
        return cls(computed - truth, None, None, truth_rounded - truth, truth, breakdown, format)

    def parts(self) -> dict[str, Any]:
        """The parts that there are."""
        parts = {"data": self.data, "truncation": self.truncation, "rounding": self.rounding}
        return {name: part for name, part in parts.items() if part is not None}

    def adds_up(self) -> bool:
        """The three parts together overlap the total in every entry (they enclose one number)."""
        if self.breakdown:
            return True
        together = self.data + self.truncation + self.rounding
        return all(
            not (s.is_finite() and t.is_finite()) or s.overlaps(t)
            for s, t in zip(entries(together), entries(self.total), strict=True)
        )

    def relative(self, part: Any) -> arb:
        """A part over the size of the truth: signed for numbers, normwise for arrays; NaN for no part.

        Nothing over a truth of zero is zero.
        """
        if part is None:
            return arb.nan()
        return _ratio(part if isinstance(part, arb) else norm(part), norm(self.truth))

    def componentwise(self) -> arb:
        pairs = zip(entries(self.total), entries(self.truth), strict=True)
        return largest([_ratio(abs(error), abs(truth)) for error, truth in pairs])

    @cached_property
    def ulps(self) -> arb:
        """|y^ - y| / ulp(y), the largest over the entries."""
        pairs = zip(entries(self.total), entries(self.truth), strict=True)
        return largest([abs(error) / ulp(truth, self.format) for error, truth in pairs])

    def settled(self, relative_bits: int = 20) -> bool:
        """Every part is known to 2^-20 of itself or to 2^-80 of the truth (2^-27 ulp).

        For arrays the parts to 2^-80 of the norm, but the total entry by entry: each has its own ulp.
        """
        bits = self.format.bits + 27
        truth = entries(self.truth)
        if not all(t.is_finite() and (t.is_zero() or not t.contains(0)) for t in truth):
            return False

        def known(part: arb, size: arb) -> bool:
            # A part that is truly zero never gets relative accuracy: the floor ends the search.
            accurate = part.rel_accuracy_bits() >= relative_bits
            return part.is_finite() and (accurate or bool(part.rad() <= size.abs_lower() * arb(2) ** -bits))

        size = norm(self.truth)
        parts = [part for value in self.parts().values() for part in entries(value)]
        totals = zip(entries(self.total), truth, strict=True)
        return all(known(part, size) for part in parts) and all(known(error, t) for error, t in totals)

    def cause(self) -> str:
        """The part certified to dominate; `none` for at most 2 ulp in all."""
        if self.ulps <= 2:
            return "none"
        if self.breakdown:
            return "undecided"
        sizes = {name: norm(part) for name, part in self.parts().items()}
        for name, size in sizes.items():
            if all(size >= other for rest, other in sizes.items() if rest != name):
                return name
        return "undecided"


def _ratio(error: arb, size: arb) -> arb:
    return arb(0) if error.is_zero() and size.is_zero() else error / size


def inherent(budget: Budget, condition: arb | None) -> bool | None:
    """Is the error no more than max(1/2, kappa/2) ulps, what data good to half an ulp would cost?

    For arrays normwise: at most max(1, kappa) u, half an ulp being at most u of the size.
    """
    if isinstance(budget.truth, arb):
        error, unit = budget.ulps, arb(0.5)
    else:
        error, unit = budget.relative(budget.total), UNIT_ROUNDOFF
    if error <= unit:  # whatever the condition number, known or not
        return True
    if condition is None:
        return None
    allowed = condition.max(arb(1)) * unit
    if error <= allowed:
        return True
    return False if error > allowed else None


def by_series(function: Callable[..., Any]) -> Callable[..., list[arb]]:
    """Partial derivatives of a function of balls, each by a power series of length 2."""

    def gradient(*x: Any) -> list[arb]:
        return [
            function(*(arb_series([v, 1], 2) if k == i else v for k, v in enumerate(x)))[1]
            for i in range(len(x))
        ]

    return gradient


def condition_number(x: Sequence[arb], gradient: Sequence[arb], value: arb) -> arb:
    """kappa = sum |x_i df/dx_i| / |f|: the relative change for one unit of relative change in each."""
    change = sum((abs(v) * abs(g) for v, g in zip(x, gradient, strict=True)), arb(0))
    return change / abs(value)
