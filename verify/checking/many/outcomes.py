"""What is certain of many results at once, and which of them are left to balls one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from verify.arithmetic.precision import Hopeless, OutOfTime, precision
from verify.checking.many.distances import Distances, distances
from verify.checking.many.enclosing import ACCURATE, closer, enclosed
from verify.checking.many.envelopes import BITS, Envelopes, Slope, envelopes, rough
from verify.checking.many.formulas import quick, slopes_program, value_program
from verify.checking.subjects.subject import Subject
from verify.language import expressions
from verify.language.expressions import Undefined
from verify.mathematics.doubled.balls import NOTHING, UNDERFLOW, Balls
from verify.mathematics.doubled.sizes import sizes
from verify.measure.number import beyond

CHUNK = 2**13  # inputs at once: what is made of them stays in a cache
ASKED = 96  # bits
FURTHER = (384, 768, 1536)  # bits: beside a power of two, or half an ulp
VANISHING = -1200.0  # a binary logarithm
SHIFT = 1000  # of truths far below the normal numbers


@dataclass(frozen=True)
class Outcomes:
    """Arrays over the inputs. truths: around them, an error of nothing where they are not known; judged: the
    distance is known; over: the truth is beyond the format and so is the result; failed: no number came out
    where the truth is one; outside: the truth has no value, and why; what is none of these is left."""

    y: Any
    truths: Balls
    distances: Distances
    judged: Any
    over: Any
    failed: Any
    outside: Mapping[int, str]


def is_for_many(what: Subject) -> bool:
    """A formula of real variables, and results that are float64 or shorter."""
    plain = what.expression is not None and bool(what.domain) and not what.in_plane
    return plain and what.format.bits <= 53 and what.format.emax <= 1023


def outcomes(what: Subject, columns: Sequence[Any], y: Any, raised: Mapping[int, str]) -> Outcomes:
    """Of results at inputs, a column a variable; raised: what came in place of results, by its place."""
    count = len(y)
    known = _Known.nothing(count)
    assert what.expression is not None
    of = value_program(what.expression, what.names)
    if of is not None:
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            truth = _whole(of(*(c[part] for c in columns))[0], y[part])
            _put(what, known, np.arange(count)[part], truth, y)
    _by_size(what, columns, known, y, raised)
    rest = known.left()
    if len(rest):
        formula = quick(what.expression, what.names)
        truths = enclosed(formula, [c[rest] for c in columns])
        _put(what, known, rest, truths.balls, y)
        _raw(what, known, rest, truths.raw, y, raised)
        rest = np.intersect1d(rest[np.isfinite(truths.balls.error)], known.left())
        for bits in FURTHER:
            if len(rest):
                _put(what, known, rest, closer(formula, [c[rest] for c in columns], bits).balls, y)
                rest = rest[~known.distances.settled[rest]]
    judged = known.distances.settled & ~known.over & ~known.failed
    rest = np.flatnonzero(~(judged | known.over | known.failed))
    outside = _outside(what, columns, rest)
    return Outcomes(y, known.truths, known.distances, judged, known.over, known.failed, outside)


class _Known(NamedTuple):
    """Of all inputs, to be filled in: as in `Outcomes`."""

    truths: Balls
    distances: Distances
    over: Any
    failed: Any

    @classmethod
    def nothing(cls, count: int) -> "_Known":
        low, high, large, relative, truth, rest, error = np.full((7, count), NOTHING)
        distances = Distances(low, high, large, relative, np.zeros(count, bool))
        return cls(Balls(truth, rest, error), distances, np.zeros(count, bool), np.zeros(count, bool))

    def left(self) -> Any:
        """The places of which nothing is certain."""
        return np.flatnonzero(~(self.distances.settled | self.failed | self.over))

    def fill(self, places: Any, truths: Balls, distances: Distances) -> None:
        for whole, part in zip((*self.truths, *self.distances), (*truths, *distances), strict=True):
            whole[places] = part


def _outside(what: Subject, columns: Sequence[Any], places: Any) -> dict[int, str]:
    """Where the truth certainly has no value, and why."""
    found = {}
    with precision(ASKED):
        for k in places.tolist():
            try:
                what.truth(*(arb(float(c[k])) for c in columns))
            except Undefined as why:
                found[k] = str(why)
            except (ArithmeticError, Hopeless) as why:  # more bits may tell, one by one
                if isinstance(why, OutOfTime):
                    raise
    return found


def _by_size(what: Subject, columns: Sequence[Any], known: _Known, y: Any, raised: Mapping[int, str]) -> None:
    """Where infinities and zeros came out: truths that are far beyond the floats, at either end."""
    assert what.expression is not None
    at = np.flatnonzero(~known.distances.settled & (np.isinf(y) | (y == 0)))
    if not len(at):
        return
    found = sizes(what.expression, {name: c[at] for name, c in zip(what.names, columns, strict=True)})
    if found is None:
        return
    infinite = np.isinf(y[at])
    told = np.array([k in raised and "OverflowError" in raised[k] for k in at.tolist()], bool)
    beyond_all = (found.low > what.format.emax + 1) & (
        (found.sign == np.sign(y[at])) | (told & ~np.isnan(found.sign))
    )
    known.over[at[infinite & beyond_all]] = True
    gone = at[~infinite & (found.high < VANISHING) & ~np.isnan(found.sign)]
    # Below 2^-1200, and the result is zero: far below 2^-100 ulp of any format.
    zero = np.zeros(len(gone))
    _fill_in(what, known, gone, Balls(zero, zero, zero + 2.0**-150), zero)


def _fill_in(what: Subject, known: _Known, places: Any, truths: Balls, y: Any) -> None:
    """Of truths and results times 2^SHIFT. Its two parts and the error lose half a subnormal unit each at
    most where they are divided by it."""
    with np.errstate(all="ignore"):
        found = distances(truths, y, what.format, SHIFT)
        high, low, error = (np.ldexp(part, -SHIFT) for part in truths)
    found = found._replace(large=np.ldexp(found.large, -SHIFT))
    known.fill(places, Balls(high, low, error + UNDERFLOW), found)


def _whole(truth: Balls, like: Any) -> Balls:
    return Balls(*(np.broadcast_to(np.asarray(v, np.float64), like.shape) for v in truth))


def _put(what: Subject, known: _Known, places: Any, truth: Balls, y: Any) -> None:
    """What balls say of the results at these places."""
    with np.errstate(all="ignore"):
        here = y[places]
        known.fill(places, truth, distances(truth, here, what.format))
        finite = np.isfinite(truth.high) & np.isfinite(truth.low) & np.isfinite(truth.error)
        within = np.abs(truth.high) * (1 + 2.0**-40) + truth.error < what.format.largest * (1 - 2.0**-40)
        known.failed[places] = finite & (np.isnan(here) | (np.isinf(here) & within))


def _raw(
    what: Subject,
    known: _Known,
    places: Any,
    raw: Mapping[int, arb],
    y: Any,
    raised: Mapping[int, str],
) -> None:
    """Truths that no float is near to: far below the normal numbers, or beyond all."""
    largest, small = beyond(what.format), []
    for k, truth in raw.items():
        place = int(places[k])
        if truth.is_zero():
            continue
        if abs(truth) < 1:
            small.append((place, truth))
        elif np.isinf(y[place]) and abs(truth) >= largest:
            told = "OverflowError" in raised.get(place, "")  # which has no sign
            known.over[place] = told or (y[place] > 0) == bool(truth > 0)
    if not small:
        return
    with precision(2 * ACCURATE):
        scaled = [t * arb(2) ** SHIFT for _, t in small]
        high = np.array([float(t) for t in scaled])
        low = np.array([float(t - h) for t, h in zip(scaled, high.tolist(), strict=True)])
    # See `enclosing`: of at least 72 bits; what underflows is below 2^-1073 of these.
    balls = Balls(high, low, np.abs(high) * 2.0 ** (3 - ACCURATE) + 2.0**-1070)
    at = np.array([place for place, _ in small])
    with np.errstate(all="ignore"):
        scaled_results = np.ldexp(y[at], SHIFT)
    _fill_in(what, known, at, balls, scaled_results)


def envelopes_at(what: Subject, columns: Sequence[Any], unit: Any) -> Envelopes | None:
    """Where the results are judged; None where the truth has no derivative in the table."""
    assert what.expression is not None
    if what.gradient is None:
        return None
    of = slopes_program(what.expression, what.names)
    count = len(unit)
    found = Envelopes(np.full(count, np.nan), np.full(count, np.nan))
    with np.errstate(all="ignore"):
        for start in range(0, count if of is not None else 0, CHUNK):
            part = slice(start, start + CHUNK)
            here = [c[part] for c in columns]
            assert of is not None
            _fill(
                found,
                part,
                envelopes([Slope(_whole(s, here[0])) for s in of(*here)], here, what.formats, unit[part]),
            )
        slopes = [expressions.derivative(what.expression, name) for name in what.names]
        for bits in BITS:
            if len(rest := np.flatnonzero(np.isnan(found.low))):
                here = [c[rest] for c in columns]
                balls = [rough(quick(s, what.names), here, bits) for s in slopes if s is not None]
                _fill(found, rest, envelopes(balls, here, what.formats, unit[rest]))
    return found


def _fill(whole: Envelopes, places: Any, part: Envelopes) -> None:
    for a, b in zip(whole, part, strict=True):
        a[places] = b
