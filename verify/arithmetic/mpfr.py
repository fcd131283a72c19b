"""Any IEEE 754 binary format through gmpy2's MPFR, with its exponent range and gradual underflow.

Every operation is rounded once, to nearest even, as the standard asks. The functions are MPFR's,
correctly rounded: only + - * / and sqrt are bound to agree with numpy bit for bit.

gmpy2 takes a third of the time of numpy to load, and most who ask for a format only count its bits: it is
loaded where something is first rounded.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flint import fmpq

if TYPE_CHECKING:
    from gmpy2 import mpfr


@dataclass(frozen=True)
class Format:
    """A binary format: precision in bits and largest exponent (IEEE's emax)."""

    name: str
    bits: int
    emax: int

    @property
    def lowest(self) -> int:
        """The exponent of the least subnormal."""
        return 2 - self.emax - self.bits

    def ordinal(self, x: float) -> int:
        """The place among the format's numbers (those that are float64 too) of x, or of the last one
        below x: neighbours differ by one, both zeros are 0."""
        bits, emin = min(self.bits, 53), max(1 - self.emax, -1022)
        exponent = max(math.frexp(x)[1] - 1, emin) if x else emin
        size = math.ldexp(abs(x), bits - 1 - exponent)  # in units of the last place
        binade = (exponent - emin) << (bits - 1)
        return binade + math.floor(size) if x >= 0 else -binade - math.ceil(size)

    def from_ordinal(self, place: int) -> float:
        """The number at a place."""
        bits, emin = min(self.bits, 53), max(1 - self.emax, -1022)
        binade, units = divmod(abs(place), 1 << (bits - 1))
        if binade:
            units, binade = units + (1 << (bits - 1)), binade - 1
        return math.copysign(math.ldexp(units, binade + emin - bits + 1), place)

    def context(self, rounding: int | None = None) -> Any:
        """gmpy2's, to nearest or with another of its roundings."""
        import gmpy2

        # MPFR writes a number as 0.1xxx * 2^e, so its exponents are one above IEEE's; the smallest
        # subnormal is 2^(emin - bits + 1) with emin = 1 - emax.
        return gmpy2.context(
            precision=self.bits,
            emax=self.emax + 1,
            emin=1 - self.emax - self.bits + 2,
            subnormalize=True,
            round=gmpy2.RoundToNearest if rounding is None else rounding,
        )

    def nearest(self, x: float) -> float:
        """The float64 of this format nearest to x; x itself where the format has all of float64."""
        if self.bits >= 53 and self.emax >= 1023:
            return x
        from gmpy2 import mpfr

        # float() rounds in gmpy2's global context: what it is given needs no rounding any more.
        return float(_rounding(BINARY64).plus(mpfr(x, 0, context=_rounding(self))))

    def rounded(self, x: fmpq) -> float:
        """The same of a rational, rounded once; of a format wider than float64 the float64."""
        from gmpy2 import mpfr, mpq

        narrow = self if self.bits <= 53 and self.emax <= 1023 else BINARY64
        number = mpfr(mpq(int(x.p), int(x.q)), 0, context=_rounding(narrow))
        return float(_rounding(BINARY64).plus(number))

    def held(self, x: fmpq) -> fmpq | None:
        """The number of this format nearest to a rational, exactly; None beyond the largest."""
        from gmpy2 import mpfr, mpq

        return as_rational(mpfr(mpq(int(x.p), int(x.q)), 0, context=_rounding(self)))

    @property
    def largest(self) -> float:
        """The largest finite number (that is a float64 too)."""
        bits, emax = min(self.bits, 53), min(self.emax, 1023)
        return math.ldexp(2.0 - 2.0 ** (1 - bits), emax)


FORMATS = {
    f.name: f
    for f in (
        Format("binary16", 11, 15),
        Format("bfloat16", 8, 127),
        Format("binary32", 24, 127),
        Format("binary64", 53, 1023),
        Format("binary80", 64, 16383),
        Format("binary128", 113, 16383),
    )
}
BINARY64 = FORMATS["binary64"]
FUNCTIONS = ("sqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "atan")


@cache
def _rounding(format: Format) -> Any:
    return format.context()


class Wide(float):
    """A result of a format wider than float64: as a float it is rounded, `exact` is the result itself."""

    exact: fmpq

    @classmethod
    def of(cls, value: fmpq, rounded: float) -> "Wide":
        wide = cls(rounded)
        wide.exact = value
        return wide


def as_rational(x: Any) -> fmpq | None:
    """A result in any format as the rational that it is; None where it is not finite."""
    import gmpy2

    return fmpq(*map(int, x.as_integer_ratio())) if gmpy2.is_finite(x) else None


class Mpfr:
    """Arithmetic in one format. Work inside `with R.rounding():`: operators of gmpy2's numbers round in
    gmpy2's own context, which is this format's there."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.name = format.name
        self.bits = format.bits
        self.context = format.context()
        for name in FUNCTIONS:
            setattr(self, name, getattr(self.context, name))

    @contextmanager
    def rounding(self) -> Iterator[None]:
        with self.format.context():
            yield

    def __call__(self, value: Any) -> "mpfr":
        from gmpy2 import mpfr, mpq

        number = mpq(int(value.p), int(value.q)) if isinstance(value, fmpq) else value
        return mpfr(number, 0, context=self.context)

    sqrt: Callable[[Any], Any]
    exp: Callable[[Any], Any]
    expm1: Callable[[Any], Any]
    log: Callable[[Any], Any]
    log1p: Callable[[Any], Any]
    sin: Callable[[Any], Any]
    cos: Callable[[Any], Any]
    tan: Callable[[Any], Any]
    atan: Callable[[Any], Any]

    def pi(self) -> "mpfr":
        return self.context.const_pi()

    def pivot(self, column: Any) -> int:
        return max(range(len(column)), key=lambda i: self.context.abs(column[i]))
