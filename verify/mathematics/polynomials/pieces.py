"""Pieces of a line of floats, and what is known of the truth on each: a polynomial with a bound, or why not.

A piece is plain data: it can be computed once and evaluated anywhere.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """The floats of a format from one to another, both included, of one sign (or the zeros alone)."""

    low: float
    high: float


@dataclass(frozen=True)
class Polynomial(Interval):
    """|value - f(x)| <= bound, for every float x of the interval, of what `evaluate` makes in float64 or,
    where there are low parts, `evaluate_doubled` in double-double.

    The polynomial is in y = (x - centre) * scale, |y| <= 1, scale a power of two. low_parts: what is to be
    added to the first of the coefficients. The result is to be multiplied by 2^exponent.
    """

    centre: float
    scale: float
    coefficients: tuple[float, ...]
    bound: float
    low_parts: tuple[float, ...] = ()
    exponent: int = 0


@dataclass(frozen=True)
class Reduced(Interval):
    """|value - f(x)| <= relative |f(x)|, for every float x of the interval, of what `evaluate_reduced` makes.

    A circular function, of an angle in turns that is x times the sum of the parts, up to whole ones.
    """

    function: str
    parts: tuple[float, float, float]
    relative: float


@dataclass(frozen=True)
class Modulo(Interval):
    """The truth is fmod(x, divisor), which integers give exactly."""

    divisor: float


@dataclass(frozen=True)
class Outside(Interval):
    """The truth has no real value at any of these floats: proved."""


@dataclass(frozen=True)
class Over(Interval):
    """The truth certainly rounds to this infinity at all of them: proved."""

    infinity: float


@dataclass(frozen=True)
class Balls(Interval):
    """Near a pole, a zero, a kink or the edge of a domain: floats to be enclosed one by one."""


Piece = Polynomial | Reduced | Modulo | Outside | Over | Balls


def evaluate(piece: Polynomial, x: Floats, out: Floats, work: Floats) -> Floats:
    """The polynomial at floats of the piece, in float64 (numpy has no fused operation, and Horner's scheme is
    carried out one rounding an operation). `out` and `work` are buffers of the size of x.
    """
    assert not piece.low_parts
    *rest, last = piece.coefficients
    if not rest:
        out.fill(last)
        return out
    np.subtract(x, piece.centre, out=work)
    np.multiply(work, piece.scale, out=work)
    np.multiply(work, last, out=out)
    np.add(out, rest[-1], out=out)
    for c in reversed(rest[:-1]):
        np.multiply(out, work, out=out)
        np.add(out, c, out=out)
    return out
