"""Inputs by the million, a column of floats for each variable: as `drawing` spreads them, without the edges
that it begins with."""

import math
from typing import Any

import numpy as np

from verify.checking.subjects.subject import Range, Subject
from verify.core import formats, line, numbers

Piece = tuple[float, float]
WAYS = 3  # a third evenly over the reals, a third over the floats, a third over those of moderate size
RARE = 64  # floats for each input at least: then two inputs that are the same are rare


def is_wide(what: Subject, count: int) -> bool:
    """Does every variable, or for several all of them together, have far more values than inputs are asked
    for?"""
    if any(r.format not in formats.NARROW.values() for r in what.domain):
        return False
    return math.prod(min(map(_values, [(r, p) for p in r.pieces])) for r in what.domain) >= RARE * count


def _values(given: tuple[Range, Piece]) -> int:
    r, (low, high) = given
    if r.whole:
        return math.floor(high) - math.ceil(low) + 1
    return r.format.ordinal(high) - r.format.ordinal(low) + 1


def columns(what: Subject, count: int, random: np.random.Generator) -> list[Any]:
    found = [_column(r, count, random) for r in what.domain]
    if len(found) > 1:  # paired at random
        for column in found:
            random.shuffle(column)
    return found


def _column(r: Range, count: int, random: np.random.Generator) -> Any:
    shares = _shares(count, len(r.pieces))
    parts = [_in_piece(r, piece, n, random) for piece, n in zip(r.pieces, shares, strict=True)]
    return np.concatenate(parts)


def _shares(count: int, parts: int) -> list[int]:
    return [count * (k + 1) // parts - count * k // parts for k in range(parts)]


def _in_piece(r: Range, piece: Piece, count: int, random: np.random.Generator) -> Any:
    low, high = piece
    if r.whole:
        return random.integers(math.ceil(low), math.floor(high), count, endpoint=True).astype(np.float64)
    over_reals, over_all, over_some = _shares(count, WAYS)
    t = random.random(over_reals)
    x = _rounded(r, np.clip(low * (1 - t) + high * t, low, high))
    moderate = numbers.moderate(low, high) or [piece]
    some = [
        _any(r, part, n, random) for part, n in zip(moderate, _shares(over_some, len(moderate)), strict=True)
    ]
    return np.concatenate([x, _any(r, piece, over_all, random), *some])


def _rounded(r: Range, x: Any) -> Any:
    """The nearest of the format, which has both ends of the range; minus zero is written as zero."""
    kind = formats.typed(r.format).type
    return (x if kind is np.float64 else x.astype(kind).astype(np.float64)) + 0.0


def _any(r: Range, piece: Piece, count: int, random: np.random.Generator) -> Any:
    first, last = map(r.format.ordinal, piece)
    places = random.integers(first, last, count, endpoint=True)
    return line.at(formats.typed(r.format), places).astype(np.float64) + 0.0
