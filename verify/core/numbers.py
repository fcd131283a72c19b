"""Float64, or another format, as a line of ordered points: ordinals, neighbours, samples."""

import decimal
import itertools
import math
import struct
from collections.abc import Iterable
from functools import cache
from random import Random

import numpy as np

from verify.arithmetic.mpfr import BINARY64, Format

LARGEST = math.nextafter(math.inf, 0)
MODERATE = 64  # binades about 1
SHORT_BITS = 70  # of a quotient of some twenty digits
PLAIN = (0.5, 1.0, 1.5, 2.0, 3.0, 10.0, math.pi, math.e, 100.0, 1000.0)


@cache
def special(format: Format = BINARY64) -> tuple[float, ...]:
    """Plain numbers, and the format's own: its least, its least normal, its eps, its largest."""
    bits, emin = format.bits, 1 - format.emax
    own = (format.lowest, emin, 1 - bits, -bits, bits)
    sizes = (*PLAIN, *(math.ldexp(1.0, e) for e in own if e <= format.emax), format.largest)
    return (*(s * v for v in sizes for s in (1, -1)), 0.0)


def ordinal(x: float, format: Format = BINARY64) -> int:
    """The place of a float among all floats of a format: neighbours differ by one; both zeros are 0."""
    if format is not BINARY64:
        return format.ordinal(x)
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return int(bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF))


def from_ordinal(place: int, format: Format = BINARY64) -> float:
    """The float at a place."""
    if format is not BINARY64:
        return format.from_ordinal(place)
    magnitude = struct.unpack("<d", struct.pack("<q", abs(place)))[0]
    return float(magnitude if place >= 0 else -magnitude)


def neighbours(x: float, steps: Iterable[int], format: Format = BINARY64) -> list[float]:
    """The floats the given number of places away, infinities left out."""
    here, last = ordinal(x, format), ordinal(format.largest, format)
    return [from_ordinal(here + s, format) for s in steps if abs(here + s) <= last]


def sample(low: float, high: float, count: int, random: Random, format: Format = BINARY64) -> list[float]:
    """About `count` floats of [low, high]: edges, powers of two, special values; a third of the rest spread
    evenly over the floats, a third over the floats of moderate size, a third over the reals."""
    edges = [*neighbours(low, range(3), format), *neighbours(high, range(-2, 1), format), *special(format)]
    powers = [s * 2.0**e for s in (1, -1) for e in _exponents(low, high, max(count // 16, 4), format)]
    near = _approaching([low, high, 0.0, 1.0, -1.0], max(count // 64, 4), random, format)
    chosen = {x for x in (*edges, *powers, *near) if low <= x <= high}
    share = max(count - len(chosen), count // 2) // 3
    whole, *some = (_places(piece, format) for piece in [(low, high), *moderate(low, high)])
    for _ in range(share):
        t = random.random()
        chosen.add(min(max(low * (1 - t) + high * t, low), high))
        chosen.add(from_ordinal(random.randint(*whole), format))
        chosen.add(from_ordinal(random.randint(*(random.choice(some) if some else whole)), format))
    if format is not BINARY64:
        chosen = set(map(format.nearest, chosen))
    return sorted({x + 0.0 for x in chosen if low <= x <= high})  # a rounded -0.0 becomes 0.0


def split(low: float, high: float) -> list[tuple[float, float]]:
    """A range cut where numbers are no longer of moderate size, 2^-64 to 2^64: most floats lie beyond, and
    most of what makes a function hard lies within."""
    cuts = sorted(s * 2.0**e for s in (1, -1) for e in (-MODERATE, MODERATE))
    ends = [low, *(cut for cut in cuts if low < cut < high), high]
    return list(itertools.pairwise(ends))


def moderate(low: float, high: float) -> list[tuple[float, float]]:
    """The parts of a range where numbers are of moderate size."""
    return [piece for piece in split(low, high) if _is_moderate(piece)]


def _is_moderate(piece: tuple[float, float]) -> bool:
    small, large = sorted(map(abs, piece))
    return small >= 2.0**-MODERATE and large <= 2.0**MODERATE and piece[0] * piece[1] > 0


def _places(piece: tuple[float, float], format: Format) -> tuple[int, int]:
    return ordinal(piece[0], format), ordinal(piece[1], format)


def _approaching(anchors: Iterable[float], count: int, random: Random, format: Format) -> Iterable[float]:
    """Floats at distances from an anchor that are spread evenly over the binades, on both sides."""
    reach = ordinal(format.largest, format).bit_length() - 1
    for anchor in anchors:
        for _ in range(count):
            steps = int(2 ** (random.random() * reach))
            yield from neighbours(anchor, (steps, -steps), format)
            distance = math.ldexp(1 + random.random(), random.randint(-60, 4))
            yield from (anchor + distance, anchor - distance)


def _exponents(low: float, high: float, most: int, format: Format) -> list[int]:
    """Exponents of the powers of two within reach of the range: at most `most`, evenly chosen."""
    top = math.frexp(max(abs(low), abs(high)))[1]
    least, most_of_all = max(format.lowest, -1074), min(format.emax, 1023)
    bottom = least if low <= 0 <= high else math.frexp(min(abs(low), abs(high)))[1] - 1
    exponents = range(max(bottom, least), min(top, most_of_all) + 1)
    step = max(len(exponents) // most, 1)
    return list(exponents[::step])


def between(a: float, b: float) -> float:
    """The float half way between two, counted in floats."""
    return from_ordinal((ordinal(a) + ordinal(b)) // 2)


def bound_text(x: float, places: int = 2, up: bool = True) -> str:
    """A bound for reading, rounded to its own side: 1.234 <= 1.24; 1.234e+05 <= 1.24e+05."""
    to = decimal.ROUND_CEILING if up else decimal.ROUND_FLOOR
    if abs(x) < 1000:
        return str(decimal.Decimal(x).quantize(decimal.Decimal(1).scaleb(-places), to))
    return f"{decimal.Context(places + 1, to).create_decimal(x):.{places}e}"


def compact(numerator: int, denominator: int = 1) -> str:
    """A rational for reading: itself where that is short, else as a decimal if that is; of what is long
    either way 17 digits, and the word about.
    """
    if numerator.bit_length() + denominator.bit_length() <= SHORT_BITS:
        return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"
    context = decimal.Context(17, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)
    near = context.normalize(context.divide(decimal.Decimal(numerator), decimal.Decimal(denominator)))
    text = f"{near.scaleb(-near.adjusted(), context):f}e{near.adjusted()}"
    return f"about {text}" if context.flags[decimal.Inexact] else text


def as_array(values: Iterable[float]) -> np.ndarray:
    return np.array(list(values), dtype=np.float64)
