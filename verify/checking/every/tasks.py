"""Every input as tasks: plain data that any process can take, with answers that are kept by content."""

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from verify.checking.every import calls
from verify.checking.every.counts import Counts
from verify.checking.every.judge import Judge
from verify.checking.every.pairs import SPAN, Pairs, fits
from verify.checking.subjects import target
from verify.checking.subjects.subject import Range, subject
from verify.core import formats, line
from verify.core.errors import BadInput
from verify.language.parity import parity
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
    """The numbers from one place to another, of the last variable, and their opposites where they are
    mirrored; `count`: of inputs."""

    asked: Asked
    first: int
    last: int
    count: int
    mirrored: bool = False

    def file(self) -> str:
        """Where the answer is kept: by all that it depends on."""
        return f"counts-{cache.key(asdict(self), cache.code(), cache.imported(), cache.surroundings())}.json"


@functools.lru_cache(maxsize=8)
def judge(asked: Asked, function: Callable[..., Any] | None = None) -> Judge | Pairs:
    """BadInput where the truth is not a formula of one or two real variables, or there are too many numbers.

    function: what the target stands for, where it is at hand and not to be loaded
    """
    own = target.load(asked.target) if function is None else function
    end = formats.named(asked.format).format.largest
    domain = list(asked.domain) or [f"x={(-end).hex()}:{end.hex()}"]
    what = subject(asked.target, asked.truth, domain, format=asked.format, function=own)
    if what.expression is None or len(what.domain) > 2 or any(r.whole for r in what.domain):
        raise BadInput("--exhaustive takes a formula of one real variable, as in --truth 'exp(x)', or of two")
    scalar = line.named(asked.format, math.prod(map(_length, map(stretches, what.domain))))
    if len(what.domain) == 2 and not fits(scalar):
        raise BadInput(f"--format {asked.format}: pairs are judged in formats of at most 16 bits; choose one")
    many = calls.of_arrays(asked.target, own, scalar)

    def one(*x: Any) -> float:
        return float(many(*(np.array([v], scalar.type) for v in x))[0])

    odd_or_even = parity(what.expression) if len(what.domain) == 1 else 0
    whole = Judge(replace(what, function=one), scalar, many, asked.limits, parity=odd_or_even)
    return Pairs(whole, stretches(what.domain[0])) if len(what.domain) == 2 else whole


def perform(task: Task, function: Callable[..., Any] | None = None) -> list[Row]:
    of = judge(task.asked, function)
    if isinstance(of, Pairs):
        return [of.stretch(task.first, task.last).row()]
    return [of.stretch(task.first, task.last, task.mirrored).row()]


def tasks(asked: Asked, function: Callable[..., Any] | None = None) -> list[Task]:
    """Cut at multiples of the same number, whatever the domain is."""
    of = judge(asked, function)
    width = _length(of.stretches) if isinstance(of, Pairs) else 1
    size = TASK if width == 1 else max(TASK // SPAN, 1)
    what = of.whole.what if isinstance(of, Pairs) else of.what
    lines = stretches(what.domain[-1])
    mirrored = isinstance(of, Judge) and of.parity != 0 and _is_symmetric(lines)
    if mirrored:
        lines = [(max(first, 0), last) for first, last in lines if last >= 0]
    ends = [
        (max(first, cut), min(last, cut + size - 1))
        for first, last in lines
        for cut in range(first - first % size, last + 1, size)
    ]
    return [
        # Zero is its own opposite.
        Task(asked, a, b, (2 * (b - a + 1) - (a == 0) if mirrored else b - a + 1) * width, mirrored)
        for a, b in ends
    ]


def _is_symmetric(lines: Sequence[tuple[int, int]]) -> bool:
    return [(-last, -first) for first, last in reversed(lines)] == list(lines)


def _length(of: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in of)


def stretches(domain: Range) -> list[tuple[int, int]]:
    """The places of the domain's pieces, none of them twice."""
    format = domain.format
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
