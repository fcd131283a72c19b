"""A portion of very many inputs, drawn and judged in one process: counts, sizes, and the few that are
remarkable."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.checking.many.calls import results
from verify.checking.many.columns import columns
from verify.checking.many.distances import multiples
from verify.checking.many.listed import Columns, of_outcomes
from verify.checking.many.outcomes import Outcomes, envelopes_at, outcomes
from verify.checking.one_input.sample import judged
from verify.checking.one_input.samples import BEYOND, Failed, Judged, Sample
from verify.checking.one_input.spread import Counted, counted
from verify.checking.subjects.subject import Subject, Where
from verify.measure.limits import Limits, time_limit

SIZE = 2**16  # inputs
WORST = 4  # of a portion, that balls judge again one by one
Called = tuple[Any, dict[int, str]]


@dataclass(frozen=True)
class Portion:
    """So many inputs, from a seed of their own. floor: multiples of the envelope up to there are of no
    interest; listed: with what was found at each input."""

    seed: tuple[int, int]
    count: int
    floor: float
    listed: bool = False

    def drawn(self, what: Subject) -> list[Any]:
        return columns(what, self.count, np.random.default_rng(self.seed))


@dataclass(frozen=True)
class Part:
    """What was found of a portion.

    spread     upper bounds of errors that arrays of balls have told
    at_least   a certified lower bound of the largest of these
    envelope   the largest multiple of the envelope that is known, where it may exceed the floor; `multiple`
    a bound
               of all multiples that do
    samples    those judged one by one: the worst, those that were open, the first failure
    rows       every input, if they are listed
    """

    count: int
    spread: Counted
    at_least: float | None
    envelope: float | None
    multiple: float
    outside: Counter[str]
    failed: Counter[str]
    samples: Sequence[Sample]
    rows: Columns | None = None


def judged_portion(what: Subject, limits: Limits, portion: Portion) -> Part | None:
    """None where each call needs a closer look."""
    given = portion.drawn(what)
    called = results(what, given, limits)
    if called is None:
        return None
    with time_limit(limits.seconds):
        found = outcomes(what, given, *called)
        return _part(what, given, found, called, portion, limits)


def _part(
    what: Subject, given: Sequence[Any], found: Outcomes, called: Called, portion: Portion, limits: Limits
) -> Part:
    again = _worst(found)
    open_ones = ~(found.judged | found.over | found.failed)
    open_ones[list(found.outside)] = False
    single = np.concatenate([np.flatnonzero(open_ones), again]).astype(np.int64)
    items = [
        (where, (float(called[0][k]), called[1].get(k)))
        for where, k in zip(_wheres(given, single), single.tolist(), strict=True)
    ]
    samples = judged(what, items, limits)
    _agree(found, again, samples[len(samples) - len(again) :])
    rest = found.judged.copy()
    rest[again] = False
    high = found.distances.high[rest]
    envelope, multiple = _multiples(what, given, found, np.flatnonzero(rest), portion.floor)
    outside = Counter(found.outside.values())
    if over := int(found.over.sum()):
        outside[BEYOND] += over
    failed = np.flatnonzero(found.failed).tolist()
    firsts = [Failed(_wheres(given, [k])[0], float(called[0][k]), called[1].get(k)) for k in failed[:1]]
    reasons = Counter(Failed((), float(called[0][k]), called[1].get(k)).why for k in failed[1:])
    low = found.distances.low[rest]
    at_least = float(low.max()) if len(low) else None
    alone = dict(zip(single.tolist(), samples, strict=True))
    rows = of_outcomes(what, given, found, called[1], alone, limits) if portion.listed else None
    return Part(
        int(rest.sum()) + len(found.outside) + over + max(len(failed) - 1, 0),
        counted(high),
        at_least,
        envelope,
        multiple,
        outside,
        reasons,
        [*firsts, *samples],
        rows,
    )


def _wheres(given: Sequence[Any], places: Any) -> list[Where]:
    return list(zip(*(c[places].tolist() for c in given), strict=True))


def _worst(found: Outcomes) -> Any:
    high = np.where(found.judged, found.distances.high, -1.0)
    worst = np.argpartition(high, -WORST)[-WORST:] if len(high) > WORST else np.arange(len(high))
    return worst[found.judged[worst]]


def _agree(found: Outcomes, places: Any, samples: Sequence[Sample]) -> None:
    """What two ways say of the same results has to overlap."""
    for k, s in zip(places.tolist(), samples, strict=True):
        low, high = found.distances.low[k], found.distances.high[k]
        if isinstance(s, Judged) and (s.at_least > high or s.ulps < low):
            raise AssertionError(f"balls in arrays say {low} to {high} ulps at {s.where}, one by one {s}")


def _multiples(
    what: Subject, given: Sequence[Any], found: Outcomes, places: Any, floor: float
) -> tuple[float | None, float]:
    """The largest multiple of the envelope that is known, and a bound of all; of those that may exceed the
    floor."""
    high = found.distances.high
    # The envelope is at least half an ulp.
    places = places[2 * high[places] > floor]
    if not len(places):
        return None, 0.0
    allowed = envelopes_at(what, [c[places] for c in given], found.distances.large[places])
    if allowed is None:
        return None, float(2 * high[places].max())
    sizes = multiples(high[places], allowed.low)
    known = np.isfinite(sizes)
    bounds = np.where(known, sizes, 2 * high[places])
    return (float(sizes[known].max()) if known.any() else None), float(bounds.max())
