"""The answers to the tasks of a run: found in guarded processes, cached by content, lost only singly."""

import math
from collections.abc import Callable, Iterator, Sequence

from verify.claims import laws
from verify.core.claim import UNDECIDED
from verify.core.literals import rational
from verify.core.model import Measurement
from verify.measure import harness, ladder
from verify.measure.limits import guarded
from verify.measure.point import parameter_sets, point
from verify.records import write
from verify.records.plain import Row
from verify.runs import discover, executors
from verify.runs.cache import Cache
from verify.runs.parcel import Lost
from verify.runs.plan import Task, fixed, parts


def perform(task: Task) -> list[Row]:
    """Do a task; rows of measurements, or the row of one verdict."""
    entry, limits = discover.entry(task.origin, task.problem), task.limits
    if task.claim:
        return [write.verdict_row(harness.judge(entry.claim(task.claim), limits))]
    if task.ladder:
        algorithm = entry.algorithm(task.ladder)
        given = ladder.shown(algorithm)
        with guarded(task.seconds):
            return [write.ladder_row(ladder.climb(algorithm, p, given)) for p in ladder.places(algorithm)]
    if task.laws:
        algorithm = entry.algorithm(task.laws)
        return [_law_row(task, j.law, j.found, j.says) for j in laws.quick(algorithm)]
    where = [point(entry.problem, dict(p), dict(p)) for p in task.points]
    return [
        write.measurement_row(m)
        for algorithm in map(entry.algorithm, task.algorithms)
        for m in harness.sweep(algorithm, where, limits, fixed(algorithm, dict(task.fixed)))
    ]


def _law_row(task: Task, law: str, found: str, says: str) -> Row:
    return {"problem": task.problem, "algorithm": task.laws, "law": law, "found": found, "says": says}


def carry_out(
    tasks: Sequence[Task],
    jobs: int = 1,
    address: str | None = None,
    cache: Cache | None = None,
    begun: Callable[[Task], None] = lambda task: None,
) -> Iterator[tuple[Task, list[Row]]]:
    """Perform the tasks: each with its rows as it ends, in any order.

    `cache` holds earlier answers by content: what lies there is not done again, and what is done is put
    there at once, so that a stopped run loses nothing. What was lost, and a claim left open, is not cached.
    address: of a dask cluster that does the work. begun: is told of each task that is begun here.
    """
    waiting = []
    for task in tasks:
        rows = None if cache is None else cache.answer(task.file())
        if rows is None or not _answers(task, rows):
            waiting.append(task)
        else:
            yield task, rows
    for task, rows, is_whole in _performed(waiting, jobs, address, begun):
        if cache is not None and is_whole:
            cache.put(task.file(), rows)
        yield task, rows


def _answers(task: Task, rows: Sequence[Row]) -> bool:
    """Are the rows about what the task asks?"""
    if task.claim:
        return [(row["problem"], row["id"]) for row in rows] == [(task.problem, task.claim)]
    ways = tuple(filter(None, (task.ladder, task.laws))) or task.algorithms
    return all(row["problem"] == task.problem and row["algorithm"] in ways for row in rows)


def _performed(
    tasks: Sequence[Task], jobs: int, address: str | None, begun: Callable[[Task], None]
) -> Iterator[tuple[Task, list[Row], bool]]:
    """Each task with its rows, and whether nothing of them is missing or open."""
    # Claims and the large sizes, which come last in a sweep, are the longest: they start first.
    waiting = [*tasks][::-1]
    waiting.sort(key=lambda task: not task.claim)
    broken: list[tuple[Task, Lost]] = []
    for task, answer in _each(waiting, jobs, address, begun):
        if isinstance(answer, Lost):
            broken.append((task, answer))
        else:
            yield task, answer, not (task.claim and answer[0]["verdict"] == UNDECIDED)
    # What hangs or dies is taken again point by point: only the one that does it is lost.
    single = [(task, lost, parts(task)) for task, lost in broken]
    answers = dict(_each([part for *_, pieces in single for part in pieces], jobs, address, begun))
    for task, lost, pieces in single:
        found = [(part, answers[part]) for part in pieces] or [(task, lost)]
        rows = [row for part, answer in found for row in _rows(part, answer)]
        yield task, rows, not any(isinstance(answer, Lost) for _, answer in found)


def _each(
    tasks: Sequence[Task], jobs: int, address: str | None, begun: Callable[[Task], None]
) -> Iterator[tuple[Task, list[Row] | Lost]]:
    if tasks:
        found = executors.each(perform, tasks, tasks[0].limits, jobs, address, lambda k: begun(tasks[k]))
        for index, answer in found:
            yield tasks[index], answer


def _rows(task: Task, answer: list[Row] | Lost) -> list[Row]:
    """UNDECIDED rows in place of what was lost. None of it runs what was declared: that may be what hangs."""
    if not isinstance(answer, Lost):
        return answer
    entry = discover.entry(task.origin, task.problem)
    if task.claim:
        return [write.verdict_row(harness.undecided(entry.claim(task.claim), answer.why))]
    if task.ladder:
        return []
    if task.laws:
        return [_law_row(task, "the laws", "unheld", f"were not tried: {answer.why}")]
    (where,), (name,) = map(dict, task.points), task.algorithms
    algorithm = entry.algorithm(name)
    (own,) = parameter_sets(algorithm, fixed(algorithm, dict(task.fixed)))
    problem = entry.problem
    lost = Measurement(
        problem=problem.name,
        algorithm=name,
        inputs={i.name: rational(where[i.name]) for i in problem.inputs},
        parameters={**{p.name: int(where[p.name]) for p in problem.parameters}, **own},
        axis=math.nan,
        computed=math.nan,
        bits=0,
        reason=answer.why,
    )
    return [write.measurement_row(lost)]
