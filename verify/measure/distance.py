"""The distance of a number from the truth in ulps, and what more bits may still tell of it.

Every depth of measuring asks this here, so that there is one idea of what is settled.
"""

from functools import cache
from typing import NamedTuple

from flint import acb, arb

from verify.arithmetic.mpfr import BINARY64, Format
from verify.arithmetic.precision import current_bits

# With so many bits it is asked whether a result is correctly rounded, and how large the ulp is beside a power
# of two; then that is left open, and the bounds are the wider.
HALF_BITS = 384
EDGE_BITS = 3072
HALF = arb(0.5)


@cache
def power_of_two(exponent: int) -> arb:
    """Exact at any precision, which arb(2) ** exponent is not: of 10^300 it rounds the exponent first."""
    return arb((1, exponent))


def unit_roundoff(format: Format) -> arb:
    """u = 2^-p for p bits: rounding to nearest changes a normal number by at most u of its size."""
    return power_of_two(-format.bits)


def ulp_exponents(y: arb | acb, format: Format = BINARY64) -> tuple[int, int]:
    """The exponents of the least and the largest ulp in a ball; the same where one is certain.

    ulp(y) = 2^(max(e, -1022) - 52) for 2^e <= |y| < 2^(e+1), and ulp(0) is the least subnormal; in another
    format 1 - emax stands for -1022 and its bits - 1 for 52. ValueError where y is not finite.
    """
    if not y.is_finite():
        raise ValueError("ulp of a value that is not finite")
    return _ulp_exponent(y.abs_lower(), format), _ulp_exponent(y.abs_upper(), format)


def _ulp_exponent(magnitude: arb, format: Format) -> int:
    if magnitude.is_zero():
        return format.lowest
    mantissa, exponent = magnitude.man_exp()
    # |y| = m 2^k with m of b bits, so 2^(b-1+k) <= |y| < 2^(b+k).
    return max(int(mantissa.bit_length()) + int(exponent) - format.bits, format.lowest)


def ulp(y: arb, format: Format = BINARY64) -> arb:
    """ulp(y) as a ball; one over a power of two gives a ball over both ulps."""
    small, large = ulp_exponents(y, format)
    return power_of_two(small) if small == large else power_of_two(small).union(power_of_two(large))


class Distance(NamedTuple):
    """|y^ - y| in absolute size and in ulps of the truth, whose ulp is 2^small, 2^large or one between."""

    off: arb
    ulps: arb
    small: int
    large: int

    @classmethod
    def of(cls, error: arb | acb, truth: arb | acb, format: Format = BINARY64) -> "Distance":
        """Of the error y^ - y; of complex numbers |y^ - y| in ulps of |y|. NaN where the truth is not finite:
        nothing is known then."""
        off = abs(error)
        if not truth.is_finite():
            return cls(off, arb.nan(), 0, 0)
        small, large = ulp_exponents(truth, format)
        # Never divided: a ball over the ulps of a truth near zero may hold zero.
        ulps = off * power_of_two(-small)
        return cls(off, ulps if small == large else ulps.union(off * power_of_two(-large)), small, large)

    def open_question(self) -> str:
        """What more bits may still decide; empty where all is decided. NaN and infinity decide nothing."""
        if not self.ulps.is_finite():
            return "the distance from the truth is not finite at this precision"
        # 2^-10 ulp of slack, or 2^-20 of the distance itself, is all that more bits could still gain.
        if not (self.off.rad() <= power_of_two(self.small - 10) or self.off.rel_accuracy_bits() >= 20):
            return "the distance from the truth is not known to 2^-10 ulp"
        if current_bits() < HALF_BITS and self.ulps.overlaps(HALF) and not self.ulps.is_exact():
            return "cannot decide whether the error is below 1/2 ulp"
        # cos(1e-300) is below 1, and that halves its ulp; 3072 bits tell it from 1 for any float64 input.
        edge = self.small != self.large and not self.ulps <= power_of_two(-10)
        if edge and current_bits() < EDGE_BITS:
            return "cannot decide on which side of a power of two the truth lies"
        return ""
