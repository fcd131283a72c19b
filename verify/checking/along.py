"""The samples of a check along the one real variable of a function, for a plot."""

import math
from collections.abc import Sequence
from typing import Any

from verify.checking.one_input.samples import Failed, Judged, Outside, Sample, severity
from verify.checking.subjects.subject import Subject
from verify.records.plain import Row

NEIGHBOURHOODS = 200  # of each at most two samples are kept


def along(what: Subject, samples: Sequence[Sample]) -> Row | None:
    """Ulps input by input, in order; None unless there is exactly one real variable and something to draw.

    Of very many the worst of each neighbourhood and one more.
    """
    if what.in_plane or len(what.domain) != 1:
        return None
    counted = sorted((s for s in samples if not isinstance(s, Outside)), key=lambda s: s.where)
    size = math.ceil(len(counted) / NEIGHBOURHOODS)
    if size > 2:
        groups = [counted[k : k + size] for k in range(0, len(counted), size)]
        counted = [s for group in groups for s in dict.fromkeys((group[0], max(group, key=severity)))]
    places: list[list[Any]] = [[s.where[0], *_told(s)] for s in counted]
    if len(places) < 2 or not math.isfinite(places[-1][0] - places[0][0]):
        return None
    return {"variable": what.domain[0].name, "places": places}


def _told(sample: Sample) -> tuple[float | str, float | None]:
    """A bound of the ulps, or failed, or undecided; and of the multiples of the envelope, if known."""
    if isinstance(sample, Judged):
        return sample.ulps, sample.envelope
    return "failed" if isinstance(sample, Failed) else "undecided", None
