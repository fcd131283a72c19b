"""Rounding contexts: what :precision and :round say, inherited inwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verify.arithmetic.mpfr import BINARY64, FORMATS, Format
from verify.fpcore.reader import Datum, List, Number, Symbol, written

REAL, INTEGER = "real", "integer"
NEAREST_EVEN = "nearestEven"
MOST_EXPONENT_BITS = 19  # of a format: binary256 has so many
MOST_BITS = 4096
ROUNDINGS = (NEAREST_EVEN, "nearestAway", "toPositive", "toNegative", "toZero")


class Unsupported(Exception):
    """FPCore that is well formed and not judged here; the message names it and where it stands."""


@dataclass(frozen=True)
class Context:
    """How results are rounded: a format and a direction, or not at all (real, integer)."""

    precision: Format | str = BINARY64
    rounding: str = NEAREST_EVEN

    def __str__(self) -> str:
        if isinstance(self.precision, Format):
            return f"{self.precision.name}, {self.rounding}"
        return self.precision

    @property
    def format(self) -> Format:
        """The format whose ulps a result is measured in: where nothing is rounded, binary64's."""
        return self.precision if isinstance(self.precision, Format) else BINARY64

    def updated(self, properties: Mapping[str, Datum]) -> "Context":
        """The context within, where some properties are set. Unsupported where one is not known."""
        inner = self
        if "precision" in properties:
            inner = replace(inner, precision=_precision(properties["precision"]))
        if "round" in properties:
            datum = properties["round"]
            if not (isinstance(datum, Symbol) and datum.name in ROUNDINGS):
                raise Unsupported(
                    f"{datum.place}: the rounding {written(datum)} is not known; "
                    f"there are {', '.join(ROUNDINGS)}"
                )
            inner = replace(inner, rounding=datum.name)
        return inner


def _precision(datum: Datum) -> Format | str:
    match datum:
        case Symbol(name) if name in (REAL, INTEGER):
            return name
        case Symbol(name) if name in FORMATS:
            return FORMATS[name]
        case List((Symbol("float"), Number(e), Number(n))) if (
            e.q == n.q == 1 and 2 <= e <= MOST_EXPONENT_BITS and e + 1 < n <= MOST_BITS
        ):
            return _float(int(e.p), int(n.p))
    floats = f"(float e n) with e up to {MOST_EXPONENT_BITS} and n up to {MOST_BITS}"
    known = ", ".join((*FORMATS, floats, REAL, INTEGER))
    raise Unsupported(f"{datum.place}: the precision {written(datum)} is not judged here; there are {known}")


def _float(exponent_bits: int, bits: int) -> Format:
    """IEEE 754's interchange format: the leading bit of the significand is not stored."""
    precision, emax = bits - exponent_bits, 2 ** (exponent_bits - 1) - 1
    for known in FORMATS.values():
        if (known.bits, known.emax) == (precision, emax):
            return known
    return Format(f"(float {exponent_bits} {bits})", precision, emax)
