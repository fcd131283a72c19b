"""Very many inputs as portions that processes of their own draw and judge: memory does not grow with their
number."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from verify.checking.many.columns import is_wide
from verify.checking.many.outcomes import is_for_many
from verify.checking.many.portions import SIZE, Part, Portion, judged_portion
from verify.checking.one_input.samples import Judged, Sample
from verify.checking.subjects.subject import Subject, Where
from verify.measure.limits import Limits
from verify.runs.parcel import Lost
from verify.runs.workers import Guard

BASE = 4096  # inputs that are drawn with edges and special values, before the others
MANY = 4 * BASE


def is_streamed(what: Subject, count: int) -> bool:
    return count >= MANY and is_for_many(what) and not what.conditions and is_wide(what, count)


def portions(count: int, seed: int, floor: float, listed: bool = False) -> list[Portion]:
    return [Portion((seed, k), min(SIZE, count - k * SIZE), floor, listed) for k in range(-(-count // SIZE))]


def floor_of(samples: list[Sample]) -> float:
    """A certified lower bound of the largest multiple of the envelope, from above which others count."""
    sizes = [
        s.envelope * (s.at_least / s.ulps) for s in samples if isinstance(s, Judged) and s.envelope and s.ulps
    ]
    return max(sizes, default=0.0) * (1 - 2.0**-40)


@dataclass(frozen=True)
class Again:
    """A portion that has to be judged one by one: its inputs, and why, if that is to be reported."""

    where: list[Where]
    why: str | None = None


def parts(
    what: Subject, limits: Limits, asked: list[Portion], jobs: int
) -> Iterator[tuple[Portion, Part | Again]]:
    """What was found of each portion, in their order."""
    work = functools.partial(judged_portion, what, limits)
    with Guard[Portion, Part | None](work, limits, jobs) as guard:
        for portion, answer in zip(asked, guard.answers(asked), strict=True):
            if answer is None or isinstance(answer, Lost):
                where = [*zip(*(c.tolist() for c in portion.drawn(what)), strict=True)]
                why = answer.why if isinstance(answer, Lost) and not answer.by_function else None
                yield portion, Again(where, why)
            else:
                yield portion, answer
