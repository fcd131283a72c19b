"""Many inputs at once: how far off the results seem to be, by a polynomial where the truth has one.

A polynomial's bound is 2^-8 ulp, so that nothing is lost by the choice; what is chosen is certified by balls.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from verify.arithmetic.mpfr import Format
from verify.arithmetic.precision import Hopeless
from verify.checking.judging.translations import translated
from verify.checking.subjects.subject import Subject
from verify.core import formats, line
from verify.language.nodes import Node
from verify.mathematics.polynomials.doubled import evaluate_doubled
from verify.mathematics.polynomials.evaluation import approximated
from verify.mathematics.polynomials.halving import Knowledge, containing, expansion
from verify.mathematics.polynomials.pieces import Piece, Polynomial
from verify.mathematics.polynomials.taylor import Goal
from verify.measure.limits import Limits, calling, time_limit

SLACK = 2.0**-8  # ulps
KEPT = 2  # inputs of a window that are passed on
CALLS = 8  # to be timed
SHARE = 512  # a window's score is the mean of the worst of so many


@dataclass(frozen=True)
class Window:
    """Floats from one place to another, of which so many are looked at; what is known of the truth there.

    moved: not all are drawn, but most are inputs that were far off, moved (`translations`).
    """

    first: int
    last: int
    count: int
    seed: int
    piece: Polynomial | None = None
    moved: bool = False


@dataclass(frozen=True)
class Seen:
    """Of a window: the inputs that seem worst with their ulps, the mean of several, how many were looked at.

    score: -1 where nothing was. piece: on which all of this lies; `size` floats of the window are in it.
    """

    worst: tuple[tuple[float, float], ...] = ()
    score: float = -1.0
    looked: int = 0
    piece: Polynomial | None = None


def is_screened(what: Subject) -> bool:
    """One real variable, a formula with an expansion, no precondition, results of the arguments' format."""
    if what.expression is None or len(what.domain) != 1 or what.conditions:
        return False
    (r,) = what.domain
    if r.whole or r.format != what.format or r.format not in formats.NARROW.values():
        return False
    return expansion(what.expression, r.name, Goal(what.format, SLACK).doubled) is not None


def screen(what: Subject, limits: Limits, window: Window) -> Seen:
    """The inputs are drawn evenly from the part of the window on which one polynomial serves."""
    (r,) = what.domain
    assert what.expression is not None
    random = np.random.default_rng(window.seed)
    piece: Piece | None = window.piece
    with time_limit(limits.seconds):
        if piece is None:
            place = int(random.integers(window.first, window.last, endpoint=True))
            known = knowledge(what.expression, r.name, what.format)
            piece = containing(known, window.first, window.last, place)
        if not isinstance(piece, Polynomial):
            return Seen()
        first, last = (r.format.ordinal(end) for end in (piece.low, piece.high))
        first, last = max(first, window.first), min(last, window.last)
        scalar = formats.typed(r.format)

        def ulps(places: Any) -> Any:
            x = line.at(scalar, places)
            with calling():
                y = evaluated(what, x)
            found = apparent(piece, x.astype(np.float64), y, what.format)
            found[np.isnan(found)] = math.inf  # no number came out, and the truth is one
            return found

        if last - first < window.count:
            places = np.arange(first, last + 1)
        elif window.moved:
            places, sizes = translated(ulps, first, last, window.count, random)
            return _seen(piece, line.at(scalar, places), sizes, window.count)
        else:
            places = random.integers(first, last, window.count, endpoint=True)
        return _seen(piece, line.at(scalar, places), ulps(places), len(places))


def time_of_a_call(what: Subject, limits: Limits) -> float:
    """Seconds, by the middle of the domain's ranges."""
    (r,) = what.domain
    places = [(r.format.ordinal(low) + r.format.ordinal(high)) // 2 for low, high in r.pieces]
    x = line.at(formats.typed(r.format), np.array(places * CALLS, np.int64))
    with time_limit(limits.seconds), calling():
        evaluated(what, x)  # the first call may set things up
        start = time.perf_counter()
        evaluated(what, x)
    return (time.perf_counter() - start) / len(x)


@cache
def knowledge(node: Node, variable: str, format: Format) -> Knowledge:
    return Knowledge(node, variable, Goal(format, SLACK))


def _seen(piece: Polynomial, x: Any, ulps: Any, looked: int) -> Seen:
    scored = max(len(x) // SHARE, KEPT)
    order = np.argpartition(ulps, max(len(x) - scored, 0))[-scored:]
    order = order[np.argsort(-ulps[order])]
    finite = np.minimum(ulps[order], 2.0**53)
    worst = tuple((float(x[k]), float(ulps[k])) for k in order[:KEPT])
    return Seen(worst, float(finite.mean()), looked, piece)


def apparent(piece: Polynomial, x: Any, y: Any, format: Format) -> Any:
    """|y - f(x)| in ulps of f(x), but for what the polynomial is off and for a truth near a power of two."""
    high, low = evaluate_doubled(piece, x) if piece.low_parts else (approximated(piece, x)[0], 0.0)
    # A float without its sign and its mantissa is 2^e.
    binade = (high.view(np.int64) & 0x7FF0000000000000).view(np.float64)
    unit = np.maximum(binade, math.ldexp(1.0, 1 - format.emax)) * 2.0 ** (1 - format.bits)
    with np.errstate(all="ignore"):
        return np.abs((y - high) - low) / unit


def evaluated(what: Subject, x: Any) -> Any:
    """The results at an array of inputs as float64; NaN where none came out. Of what takes arrays at once."""
    function = what.function
    with np.errstate(all="ignore"):
        if isinstance(function, np.ufunc) and function.nout == 1:
            return np.asarray(function(x)).astype(np.float64)
        given = x.tolist() if what.scalar is None else list(x)
        try:
            return np.fromiter(map(function, given), np.float64, len(x))
        except (Hopeless, KeyboardInterrupt):
            raise
        except Exception:
            return np.fromiter((_number(function, v) for v in given), np.float64, len(x))


def _number(function: Callable[[Any], Any], x: Any) -> float:
    try:
        return float(function(x))
    except (Hopeless, KeyboardInterrupt):
        raise
    except Exception:  # what it raises is reported where it is judged
        return math.nan
