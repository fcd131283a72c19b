"""A function of arrays with its arrays and its truth, as subjects; their rows come from a guarded process."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from verify.checking.arrays.check import ArraySubject, judge
from verify.checking.arrays.data import data_of
from verify.checking.arrays.results import ordered
from verify.checking.arrays.rows import lost, row
from verify.checking.arrays.truth import over_balls, truths
from verify.checking.gate import Gate
from verify.checking.subjects import target
from verify.checking.subjects.reading import reading
from verify.core import formats
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import workers
from verify.runs.parcel import Lost


def subjects(
    name: str,
    function: Callable[..., Any] | None,
    truth: str,
    true: Callable[..., Any] | None,
    arrays: Mapping[str, Any],
    fixed: Mapping[str, Any],
    format: str,
    limits: Limits,
) -> list[ArraySubject]:
    """One subject for each result. `function` and `true` stand for what their texts would name."""
    scalar = formats.named(format)
    given = data_of(arrays, scalar)
    with reading(limits):
        whole = target.load(name) if function is None else function
        data = ordered(name, whole, given)
        place = re.fullmatch(r".*\[(\d+)\]", name)
        names = [d.name for d in data]
        if true is not None:
            found = [("", over_balls(truth, tuple(names), true))]
        else:
            found = truths(truth, names, int(place[1]) if place else None)
    return [ArraySubject(name + at, whole, data, of, scalar, at, fixed) for at, of in found]


def rows(asked: Sequence[ArraySubject], gate: Gate, limits: Limits) -> list[Row]:
    """The row of each: of one call of the function."""
    found = workers.once(lambda: [row(judged, gate) for judged in judge(asked, limits)], limits)
    return lost(asked, found.why) if isinstance(found, Lost) else found
