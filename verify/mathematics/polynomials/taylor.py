"""The Taylor polynomial of a truth over an interval of floats, with a bound of all that separates its float64
evaluation from the truth."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flint import arb

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import precision, upper
from verify.mathematics.polynomials.doubled import Enclosed, lowest_doubled
from verify.mathematics.polynomials.pieces import Polynomial
from verify.mathematics.polynomials.series import TERMS, About
from verify.measure.distance import ulp_exponents

U = 2.0**-53
LEAST = 2.0**-900  # bounds below this leave no room for what underflows
# A sum of at most 64 non-negative floats, each a product of at most 4 factors in [2^-1000, 2^900], is found
# to a relative 70 * 2^-53 < 2^-46, and what underflows in it is below 64 * 2^-1074.
UP, MORE = 1 + 2.0**-40, 2.0**-1000


@dataclass(frozen=True)
class Goal:
    """What a bound has to reach: so many ulps of the format at the least |f| of the interval."""

    format: Format
    slack: float

    @property
    def doubled(self) -> bool:
        """Is float64 too coarse for polynomials that are to judge this format?"""
        return self.format.bits > 40

    def allowed(self, smallest: arb) -> float:
        """slack * ulp for every truth of at least this size."""
        least, _ = ulp_exponents(smallest, self.format)
        return math.ldexp(self.slack, least)


def polynomial(about: About, low: float, high: float, goal: Goal, most: int = TERMS - 2) -> Polynomial | None:
    """Of the lowest degree that reaches the goal, at most `most`; None where none does."""
    centre = goal.format.nearest(low / 2 + high / 2)
    radius = max(high - centre, centre - low)  # exact: see below
    if not low <= centre <= high or not _is_exact(low, high, radius, goal.format):
        return None
    # 2^s with |x - c| 2^s <= 1: a power of two, so that y = (x - c) 2^s is exact, and |y| <= 1.
    exponent = 0 if radius == 0 else -_binary_order(radius)
    scale = math.ldexp(1.0, exponent) if abs(exponent) < 1022 else 0.0
    if not scale:
        return None
    expanded = about(low, high, centre, exponent)
    for bits in expanded.bits:
        with precision(bits):
            at, over = expanded.at(), expanded.over
            allowed = goal.allowed(_smallest(at, over))
            found = _enclosed(at, over, allowed, most, goal) if allowed > LEAST else None
        if found is not None:
            return Polynomial(
                low, high, centre, scale, found.coefficients, found.bound, found.low_parts, found.exponent
            )
        if max(upper(t.rad()) for t in at) * TERMS < allowed / 4:
            return None  # more bits at the centre would not help
    return None


def _enclosed(
    at: Sequence[arb], over: Sequence[arb], allowed: float, most: int, goal: Goal
) -> Enclosed | None:
    """In float64 or, where that is the format judged, in double-double."""
    if not goal.doubled:
        found = _lowest(at, over, allowed, most)
        return None if found is None else Enclosed(found[0], (), found[1])
    doubled = lowest_doubled(at, over, allowed, most)
    # At each step less than 10 * 2^-1074 is lost to underflow, and carried on with factors of at most 2.
    if doubled is None:
        return None
    return replace(doubled, bound=math.ldexp(doubled.bound * UP + MORE, doubled.exponent))


def _binary_order(x: float) -> int:
    """The least k with x <= 2^k. Half of a piece of 2^n floats is a power of two itself."""
    mantissa, exponent = math.frexp(x)
    return exponent - 1 if mantissa == 0.5 else exponent


def _is_exact(low: float, high: float, radius: float, format: Format) -> bool:
    """Is x - c exact in float64 for all x of the interval?

    All of them and c are multiples of g, the spacing of the format at the end nearer to zero; so is x - c,
    and a multiple of g of at most 2^53 g is a float64 (g >= 2^-1074). `radius` is rounded, but never from
    above 2^53 g to below it.
    """
    least, _ = ulp_exponents(arb(min(abs(low), abs(high))), format)
    return 53 + least >= 1024 or radius < math.ldexp(1.0, 53 + least)  # no float is 2^1024


def _smallest(at: Sequence[arb], over: Sequence[arb]) -> arb:
    """A lower bound of |f|: |t_0| - sum |t_k| - |t_9(X)|, for |y| <= 1 (Taylor, Lagrange's remainder)."""
    rest = sum((abs(t) for t in at[1:-1]), abs(over[-1]))
    least = (abs(at[0]) - rest).lower()
    return least if least > 0 else arb(0)


def _lowest(
    at: Sequence[arb], over: Sequence[arb], allowed: float, most: int
) -> tuple[tuple[float, ...], float] | None:
    """The coefficients as floats, and the bound.

    For |y| <= 1 and c_k = fl(t_k), p^ what float64 makes of sum c_k y^k by Horner's scheme:

        |f(x) - sum_(k <= d) t_k y^k| <= |t_(d+1)(X)|                (Lagrange, x and c in X)
        |sum (t_k - c_k) y^k| <= sum |t_k - c_k|
        |p^ - sum c_k y^k| <= gamma_(2d) sum |c_k| + d 2^-1074      (Higham 5.1; each product may underflow,
                                                                     and what it loses, 2^-1075, is carried on
                                                                     with factors |y| (1 + u)^(2d) <= 2)

    gamma_n = n u / (1 - n u). No partial result exceeds (1 + gamma) sum |c_k|, which has to be finite.
    """
    floats = [float(t.mid()) for t in at]
    sizes = [abs(c) for c in floats]
    conversion = [upper(abs(t - c)) for t, c in zip(at, floats, strict=True)]
    remainders = [upper(abs(t)) for t in over]
    if not all(map(math.isfinite, (*sizes, *conversion))) or max(sizes) > 2.0**900:
        return None
    for d in range(most + 1):
        gamma = 2 * d * U / (1 - 2 * d * U)
        parts = remainders[d + 1] + sum(conversion[: d + 1]) + gamma * sum(sizes[: d + 1])
        bound = (parts + d * 2.0**-1074) * UP + MORE
        if bound <= allowed:
            return tuple(floats[: d + 1]), bound
    return None
