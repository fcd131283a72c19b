"""Every input as tasks: plain data that any process can take, with answers that are kept by content."""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from verify.checking import target
from verify.checking.every import calls, line
from verify.checking.every.counts import Counts
from verify.checking.every.judge import Judge
from verify.checking.subject import parse_domain, subject
from verify.core import formats
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import cache, executors
from verify.runs.cache import Cache
from verify.runs.parcel import Lost

TASK = 2**22  # numbers


@dataclass(frozen=True)
class Asked:
    """A function and its formula over the numbers of a format; over all of them where no domain is given."""

    target: str
    truth: str
    domain: tuple[str, ...]
    format: str
    limits: Limits


@dataclass(frozen=True)
class Task:
    """The numbers from one place to another."""

    asked: Asked
    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def file(self) -> str:
        """Where the answer is kept: by all that it depends on."""
        return f"counts-{cache.key(asdict(self), cache.code(), cache.imported(), cache.surroundings())}.json"


@functools.lru_cache(maxsize=8)
def judge(asked: Asked, function: Callable[..., Any] | None = None) -> Judge:
    """BadInput where the truth is no formula of one real variable, or there are too many numbers.

    function: what the target stands for, where it is at hand and not to be loaded
    """
    whole = target.load(asked.target) if function is None else function
    end = formats.named(asked.format).format.largest
    domain = list(asked.domain) or [f"x={(-end).hex()}:{end.hex()}"]
    what = subject(asked.target, asked.truth, domain, format=asked.format, function=whole)
    if what.expression is None or len(what.domain) != 1 or what.domain[0].whole:
        raise BadInput("--exhaustive takes a formula of one real variable, as in --truth 'exp(x)'")
    scalar = line.named(asked.format, sum(last - first + 1 for first, last in _stretches(asked)))
    many = calls.of_arrays(asked.target, whole, scalar)

    def one(x: Any) -> float:
        return float(many(np.array([x], scalar.type))[0])

    return Judge(replace(what, function=one), scalar, many, asked.limits)


def perform(task: Task, function: Callable[..., Any] | None = None) -> list[Row]:
    return [judge(task.asked, function).stretch(task.first, task.last).row()]


def tasks(asked: Asked) -> list[Task]:
    """Cut at multiples of the same number, whatever the domain is."""
    return [
        Task(asked, max(first, cut), min(last, cut + TASK - 1))
        for first, last in _stretches(asked)
        for cut in range(first - first % TASK, last + 1, TASK)
    ]


def _stretches(asked: Asked) -> list[tuple[int, int]]:
    """The places of the domain's pieces, none of them twice."""
    format = formats.named(asked.format).format
    if not asked.domain:
        return [(-format.ordinal(format.largest), format.ordinal(format.largest))]
    (domain,) = parse_domain(asked.domain, format)
    found: list[tuple[int, int]] = []
    for low, high in sorted(domain.pieces):
        first = -format.ordinal(-low)  # the first number that is not below
        if found:
            first = max(first, found[-1][1] + 1)
        if first <= (last := format.ordinal(high)):
            found.append((first, last))
    return found


def carried_out(
    asked: Sequence[Task],
    jobs: int,
    address: str | None,
    kept: Cache | None,
    resume: bool,
    function: Callable[..., Any] | None = None,
) -> Iterator[tuple[Task, Counts | Lost]]:
    """Each task with what was found, as it comes. What is found is kept at once; `resume`: what was kept by
    an earlier run is not found again.
    """
    waiting = []
    for task in asked:
        rows = kept.answer(task.file()) if kept is not None and resume else None
        if rows is None:
            waiting.append(task)
        else:
            yield task, Counts.of_row(rows[0])
    if not waiting:
        return
    work = perform if function is None else functools.partial(perform, function=function)
    for k, answer in executors.each(work, waiting, waiting[0].asked.limits, jobs, address):
        if isinstance(answer, Lost):
            yield waiting[k], answer
            continue
        if kept is not None:
            kept.put(waiting[k].file(), answer)
        yield waiting[k], Counts.of_row(answer[0])
