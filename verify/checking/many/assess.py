"""The samples of many inputs: as `sample.assess` finds them, in arrays where that is certain."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import Hopeless, Unsettled, every, precision
from verify.checking.many.calls import Results, results
from verify.checking.many.distances import multiples
from verify.checking.many.outcomes import Outcomes, envelopes_at, is_for_many, outcomes
from verify.checking.one_input.sample import assess, judged, required_of
from verify.checking.one_input.samples import BEYOND, Failed, Judged, Outside, Sample
from verify.checking.subjects.subject import Subject, Where
from verify.language.expressions import Undefined
from verify.measure.limits import Limits, time_limit

LEAST = 48  # inputs: arrays of fewer gain nothing
BITS = 96


def assess_many(what: Subject, where: Sequence[Where], limits: Limits) -> list[Sample]:
    """Certified ulps of each input, and how they compare with the condition envelope."""
    found = known_of_many(what, where, limits)
    if found is None:
        return assess(what, where, limits)
    samples, called = found
    left = [k for k, s in enumerate(samples) if s is None]
    items = [(where[k], (float(called[0][k]), called[1].get(k))) for k in left]
    rest = dict(zip(left, judged(what, items, limits), strict=True))
    return [rest[k] if s is None else s for k, s in enumerate(samples)]


def known_of_many(
    what: Subject, where: Sequence[Where], limits: Limits
) -> tuple[list[Sample | None], Results] | None:
    """What arrays find, None of an input of which they do not, and the results; None where each input needs a
    closer look."""
    if len(where) < LEAST or not is_for_many(what):
        return None
    columns = [np.array(c, np.float64) for c in zip(*where, strict=True)]
    try:
        called = results(what, columns, limits)
        if called is None:
            return None
        with time_limit(limits.seconds):
            samples = _samples(what, where, columns, outcomes(what, columns, *called), called[1])
            if what.conditions:
                samples = [s if _is_required(what, s) else None for s in samples]
    except Hopeless:
        return None
    return samples, called


def _samples(
    what: Subject, where: Sequence[Where], columns: Sequence[Any], found: Outcomes, raised: Mapping[int, str]
) -> list[Sample | None]:
    """None where balls have to decide."""
    low, high, large, relative, _ = found.distances
    allowed = envelopes_at(what, columns, np.where(found.judged, large, 1.0))
    sizes: Any = [None] * len(where)
    if allowed is not None:
        with np.errstate(all="ignore"):
            sizes = multiples(high, allowed.low).tolist()
    rows = zip(where, found.y.tolist(), high.tolist(), low.tolist(), sizes, relative.tolist(), strict=True)
    samples: list[Sample | None] = [
        Judged(*row) if is_judged and row[4] == row[4] else None
        for row, is_judged in zip(rows, found.judged.tolist(), strict=True)
    ]
    for k in np.flatnonzero(found.failed).tolist():
        samples[k] = Failed(where[k], float(found.y[k]), raised.get(k))
    for k in np.flatnonzero(found.over).tolist():
        samples[k] = Outside(where[k], float(found.y[k]), BEYOND)
    for k, why in found.outside.items():
        samples[k] = Outside(where[k], float(found.y[k]), why)
    return samples


def _is_required(what: Subject, sample: Sample | None) -> bool:
    """Do the preconditions hold for sure?"""
    if sample is None:
        return False
    try:
        with precision(BITS):
            x = tuple(map(arb, sample.where))
            return every([required_of(c, what, x) for c in what.conditions]) is True
    except (Undefined, Unsettled):
        return False
