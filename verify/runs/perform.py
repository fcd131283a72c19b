"""The answers to the tasks of a run: found in guarded processes, cached by content, lost one at a time."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from verify.claims import obeyed
from verify.core.claim import UNDECIDED
from verify.core.literals import rational
from verify.core.model import Algorithm, Measurement
from verify.measure import harness, ladder
from verify.measure.limits import Limits, guarded
from verify.measure.point import parameter_sets, point
from verify.records import write
from verify.records.plain import Row
from verify.runs import blaming, discover, executors
from verify.runs.cache import Cache
from verify.runs.discover import Entry
from verify.runs.parcel import Lost
from verify.runs.plan import fixed, parts
from verify.runs.tasks import Blaming, Climbing, Judging, Measuring, Task, Trying


def perform(task: Task) -> list[Row]:
    """Do a task; rows of measurements, or the row of one verdict."""
    entry, limits = discover.entry(task.origin, task.problem), task.limits
    match task:
        case Judging(claim=name):
            return [write.verdict_row(harness.judge(entry.claim(name), limits))]
        case Climbing(algorithm=name):
            return _climbed(entry.algorithm(name), limits)
        case Trying(algorithm=name):
            found = obeyed.quick(entry.algorithm(name))
            return [_law_row(task, j.law, j.found, j.says) for j in found]
        case Blaming(algorithm=name):
            return [blaming.blamed(entry.algorithm(name), task, limits)]
        case Measuring():
            return _measured(task, entry, limits)


def _climbed(algorithm: Algorithm, limits: Limits) -> list[Row]:
    given = ladder.shown(algorithm)
    with guarded(limits.seconds):
        return [write.ladder_row(ladder.climb(algorithm, p, given)) for p in ladder.places(algorithm)]


def _measured(task: Measuring, entry: Entry, limits: Limits) -> list[Row]:
    where = [point(entry.problem, dict(p), dict(p)) for p in task.points]
    return [
        write.measurement_row(m)
        for algorithm in map(entry.algorithm, task.algorithms)
        for m in harness.sweep(algorithm, where, limits, fixed(algorithm, dict(task.fixed)))
    ]


def _law_row(task: Trying, law: str, found: str, says: str) -> Row:
    return {"problem": task.problem, "algorithm": task.algorithm, "law": law, "found": found, "says": says}


def carry_out(
    tasks: Sequence[Task],
    jobs: int = 1,
    address: str | None = None,
    cache: Cache | None = None,
    begun: Callable[[Task], None] = lambda task: None,
) -> Iterator[tuple[Task, list[Row]]]:
    """Perform the tasks: each with its rows as it ends, in any order.

    `cache` holds earlier answers by content: what is there is not computed again, and every answer is stored
    at once, so that a stopped run loses nothing. Lost answers and undecided claims are not cached.
    address: of a dask cluster that does the work. begun: is called with each task that is begun here.
    """
    waiting: dict[Task, str] = {}  # and the names of their answers
    for task in tasks:
        name = "" if cache is None else task.file()
        rows = None if cache is None else cache.answer(name)
        if rows is None or not _answers(task, rows):
            waiting[task] = name
        else:
            yield task, rows
    for task, rows, is_whole in _performed([*waiting], jobs, address, begun):
        if cache is not None and is_whole:
            cache.put(waiting[task], rows)
        yield task, rows


def _answers(task: Task, rows: Sequence[Row]) -> bool:
    """Whether the rows are about what the task asks."""
    match task:
        case Judging(claim=name):
            return [(row["problem"], row["id"]) for row in rows] == [(task.problem, name)]
        case Climbing(algorithm=name) | Trying(algorithm=name) | Blaming(algorithm=name):
            ways: tuple[str, ...] = (name,)
        case Measuring(algorithms=names):
            ways = names
    return all(row["problem"] == task.problem and row["algorithm"] in ways for row in rows)


def _performed(
    tasks: Sequence[Task], jobs: int, address: str | None, begun: Callable[[Task], None]
) -> Iterator[tuple[Task, list[Row], bool]]:
    """Each task with its rows, and whether they are complete and decided."""
    # Claims, and large sizes, which come last in a sweep, take longest: they start first.
    waiting = [*tasks][::-1]
    waiting.sort(key=lambda task: not isinstance(task, Judging))
    broken: list[tuple[Task, Lost]] = []
    for task, answer in _each(waiting, jobs, address, begun):
        if isinstance(answer, Lost):
            broken.append((task, answer))
        else:
            yield task, answer, not (isinstance(task, Judging) and answer[0]["verdict"] == UNDECIDED)
    # A task that hangs or dies is repeated point by point: only the guilty point is lost.
    single = [(task, lost, parts(task)) for task, lost in broken]
    answers = dict(_each([part for *_, pieces in single for part in pieces], jobs, address, begun))
    for task, lost, pieces in single:
        found: list[tuple[Task, Any]] = [(part, answers[part]) for part in pieces] or [(task, lost)]
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
    """UNDECIDED rows in place of lost ones. Nothing declared is run here: it may be what hangs."""
    if not isinstance(answer, Lost):
        return answer
    entry = discover.entry(task.origin, task.problem)
    match task:
        case Judging(claim=name):
            return [write.verdict_row(harness.undecided(entry.claim(name), answer.why))]
        case Climbing():
            return []
        case Trying():
            return [_law_row(task, "the laws", "unheld", f"were not tried: {answer.why}")]
        case Blaming():
            return [blaming.row(task, why=answer.why)]
        case Measuring():
            return [write.measurement_row(_unmeasured(task, entry, answer.why))]


def _unmeasured(task: Measuring, entry: Entry, why: str) -> Measurement:
    """What is known of a single lost measurement."""
    (where,), (name,), problem = map(dict, task.points), task.algorithms, entry.problem
    algorithm = entry.algorithm(name)
    (own,) = parameter_sets(algorithm, fixed(algorithm, dict(task.fixed)))
    return Measurement(
        problem=problem.name,
        algorithm=name,
        inputs={i.name: rational(where[i.name]) for i in problem.inputs},
        parameters={**{p.name: int(where[p.name]) for p in problem.parameters}, **own},
        axis=None,
        computed=math.nan,
        bits=0,
        reason=why,
    )
