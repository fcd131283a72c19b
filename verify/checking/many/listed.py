"""Inputs and what was found at each, in columns: of thousands at once, and of samples one by one."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.precision import MAX_BITS, Hopeless, enclose, lower, upper
from verify.checking.many.distances import multiples
from verify.checking.many.outcomes import Outcomes, envelopes_at
from verify.checking.one_input.samples import BEYOND, Failed, Judged, Outside, Sample, Undecided
from verify.checking.subjects.subject import Subject, Where
from verify.mathematics.doubled.ends import ends
from verify.measure.limits import Limits, time_limit

Columns = dict[str, Any]
VERDICTS = {Judged: "judged", Failed: "failed", Outside: "outside", Undecided: "undecided"}
ACCURATE, MOST_BITS = 64, 2048  # bits: of a truth that is listed, and the most that are taken for it
UNKNOWN = math.nan, math.nan


def of_outcomes(
    what: Subject,
    given: Sequence[Any],
    found: Outcomes,
    raised: Mapping[int, str],
    alone: Mapping[int, Sample],
    limits: Limits,
) -> Columns:
    """Of a portion. alone: what was judged one by one, by its place."""
    low, high = (np.where(found.judged, end, np.nan) for end in found.distances[:2])
    allowed = envelopes_at(what, given, np.where(found.judged, found.distances.large, 1.0))
    with np.errstate(all="ignore"):
        sizes = np.full(len(high), np.nan) if allowed is None else multiples(high, allowed.low)
    verdicts, why = _verdicts(found, raised)
    truth_low, truth_high = ends(found.truths)
    columns = {
        **dict(zip(what.names, given, strict=True)),
        "computed": found.y,
        "truth_low": truth_low,
        "truth_high": truth_high,
        "ulps_low": low,
        "ulps_high": high,
        "envelopes": sizes,
        "verdict": verdicts,
        "why": why,
    }
    if alone:
        for name, values in of_samples(what, limits, [*alone.values()]).items():
            columns[name][[*alone]] = values
    return columns


def _verdicts(found: Outcomes, raised: Mapping[int, str]) -> tuple[Any, Any]:
    """What became of each input, and why."""
    verdicts, why = (np.full(len(found.y), text, object) for text in (VERDICTS[Undecided], None))
    for kind, places in ((Judged, found.judged), (Failed, found.failed), (Outside, found.over)):
        verdicts[places] = VERDICTS[kind]
    why[found.over] = BEYOND
    for k in np.flatnonzero(found.failed).tolist():
        why[k] = Failed((), float(found.y[k]), raised.get(k)).why
    for k, reason in found.outside.items():
        verdicts[k], why[k] = VERDICTS[Outside], reason
    return verdicts, why


def of_samples(what: Subject, limits: Limits, samples: Sequence[Sample]) -> Columns:
    """A sample does not have its truth, which is enclosed here."""
    return untold(what, samples) | dict(
        zip(
            ("truth_low", "truth_high"),
            np.array([_truth(what, s.where, limits) for s in samples]).T,
            strict=True,
        )
    )


def _truth(what: Subject, where: Where, limits: Limits) -> tuple[float, float]:
    """The floats outside it, as near as few enough bits and little enough time allow."""
    bits = min(limits.max_bits, MOST_BITS)
    try:
        with time_limit(limits.seconds):
            found = enclose(lambda: what.truth(*map(arb, where)), ACCURATE, bits, arb(2) ** -MAX_BITS).value
    except (Hopeless, ArithmeticError):  # Undefined among them
        return UNKNOWN
    return UNKNOWN if found is None or not found.is_finite() else (lower(found), upper(found))


def untold(what: Subject, samples: Sequence[Sample]) -> Columns:
    """Without truths."""
    judged = [s if isinstance(s, Judged) else None for s in samples]

    def numbers(values: Iterable[float | None]) -> Any:
        return np.array([math.nan if v is None else v for v in values], np.float64)

    return {
        **{name: numbers(s.where[k] for s in samples) for k, name in enumerate(what.names)},
        "computed": numbers(float(s.computed) for s in samples),
        "truth_low": numbers(math.nan for _ in samples),
        "truth_high": numbers(math.nan for _ in samples),
        "ulps_low": numbers(None if s is None else s.at_least for s in judged),
        "ulps_high": numbers(None if s is None else s.ulps for s in judged),
        "envelopes": numbers(None if s is None else s.envelope for s in judged),
        "verdict": np.array([VERDICTS[type(s)] for s in samples], object),
        "why": np.array([None if isinstance(s, Judged) else s.why for s in samples], object),
    }
