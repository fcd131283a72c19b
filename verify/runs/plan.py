"""A run over many problems as tasks, and the answers to them.

A task is plain data and a worker finds the declarations again by their origin, for balls and functions do
not travel between processes.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass

from verify.core.claim import UNDECIDED
from verify.core.errors import BadInput
from verify.core.model import Algorithm
from verify.measure import harness, ladder
from verify.measure.limits import Limits, guarded
from verify.measure.point import Point, applies, parameter_sets, point, sweep_points
from verify.records import write
from verify.records.plain import Row
from verify.runs import cache, discover, workers
from verify.runs.cache import Kept
from verify.runs.discover import Entry

CHUNK = 40  # points a task: long enough to be worth a process, short enough to spread


@dataclass(frozen=True)
class Task:
    """Measure some algorithms at some points, judge one claim, or climb one algorithm's ladder."""

    origin: str
    problem: str
    algorithms: tuple[str, ...] = ()
    points: tuple[tuple[tuple[str, str], ...], ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    ladder: str = ""
    max_bits: int = Limits().max_bits
    seconds: float | None = None

    @property
    def kind(self) -> str:
        """Which list of the record the answer belongs to."""
        return "claims" if self.claim else "ladders" if self.ladder else "measurements"

    def file(self) -> str:
        """Where the answer is kept: by content, never by name or time."""
        return f"{self.kind}-{self.key()}.json"

    def key(self) -> str:
        """Hash of all that the answer depends on: the task, the code, the versions, the machine."""
        return cache.key(asdict(self), cache.code(self.origin), cache.surroundings())


def plan(
    entries: Sequence[Entry],
    limits: Limits,
    count: int | None = None,
    seed: int = 0,
    only: Sequence[str] = (),
    at: Mapping[str, str] | None = None,
) -> list[Task]:
    """The tasks of a run. BadInput where a name or a value fits none of the problems.

    With algorithms or values given the run is about those, and no claim is judged.
    """
    at = at or {}
    for name in only:
        discover.named(name, {a.name: a for e in entries for a in e.algorithms}, "algorithm")
    tasks = []
    for entry in entries:
        algorithms = [a for a in entry.algorithms if not only or a.name in only]
        if algorithms:
            tasks += _measuring(entry, algorithms, _points(entry, algorithms, count, seed, at), at, limits)
        if not only and not at:
            tasks += [
                Task(entry.origin, entry.problem.name, ladder=a.name, seconds=limits.seconds)
                for a in entry.algorithms
                if a.body
            ]
            tasks += judging(entry, limits)
    return tasks


def _points(
    entry: Entry, algorithms: Sequence[Algorithm], count: int | None, seed: int, at: Mapping[str, str]
) -> list[Point]:
    """The one point that `at` gives, else the natural sweep."""
    problem = entry.problem
    own = {i.name for i in problem.inputs} | {p.name for p in problem.parameters}
    known = own | {p.name for a in algorithms for p in a.parameters}
    if unknown := sorted(set(at) - known):
        raise BadInput(f"{problem.name} has no {', '.join(unknown)}; it takes {', '.join(sorted(known))}")
    swept = [(a, p) for a in algorithms for p in parameter_sets(a, _fixed(a, at))]  # BadInput here
    if not own & set(at):
        return sweep_points(problem, count, seed)
    where = point(problem, at, at)
    if not any(applies(a, where, p) for a, p in swept):
        names = " or ".join(a.name for a in algorithms)
        raise BadInput(f"{names} is not defined there; see verify show {problem.name}")
    return [where]


def _fixed(algorithm: Algorithm, at: Mapping[str, str]) -> dict[str, str]:
    return {p.name: at[p.name] for p in algorithm.parameters if p.name in at}


def _measuring(
    entry: Entry,
    algorithms: Sequence[Algorithm],
    where: Sequence[Point],
    at: Mapping[str, str],
    limits: Limits,
) -> list[Task]:
    """The sweep of one problem in chunks; structured data, which are costly, one point a task."""
    size = CHUNK if where and where[0].is_scalar else 1
    texts = [
        tuple((name, str(value)) for name, value in (*p.inputs.items(), *p.parameters.items())) for p in where
    ]
    return [
        Task(
            entry.origin,
            entry.problem.name,
            algorithms=tuple(a.name for a in algorithms),
            points=tuple(texts[k : k + size]),
            fixed=tuple(at.items()),
            max_bits=limits.max_bits,
            seconds=limits.seconds,
        )
        for k in range(0, len(texts), size)
    ]


def judging(entry: Entry, limits: Limits) -> list[Task]:
    """A task a claim."""
    return [
        Task(
            entry.origin,
            entry.problem.name,
            claim=c.id,
            max_bits=limits.max_bits,
            seconds=limits.seconds,
        )
        for c in entry.claims
    ]


def perform(task: Task) -> list[Row]:
    """Do a task; rows of measurements, or the row of one verdict."""
    entry = next(e for e in discover.entries_of(task.origin) if e.problem.name == task.problem)
    limits = Limits(task.max_bits, task.seconds)
    if task.claim:
        return [write.verdict_row(harness.judge(entry.claim(task.claim), limits))]
    if task.ladder:
        algorithm = entry.algorithm(task.ladder)
        given = ladder.shown(algorithm)
        with guarded(task.seconds):
            return [write.ladder_row(ladder.climb(algorithm, p, given)) for p in ladder.places(algorithm)]
    where = [point(entry.problem, dict(p), dict(p)) for p in task.points]
    algorithms = [entry.algorithm(name) for name in task.algorithms]
    return [
        write.measurement_row(m)
        for algorithm in algorithms
        for m in harness.sweep(algorithm, where, limits, _fixed(algorithm, dict(task.fixed)))
    ]


def carry_out(
    tasks: Sequence[Task], pool: Executor | None, kept: Kept | None
) -> Iterator[tuple[Task, list[Row]]]:
    """Perform the tasks: each with its rows as it ends, in any order.

    `kept` holds earlier answers by content: what lies there is not done again, and what is done is put
    there at once, so that a stopped run loses nothing. What was lost, and a claim left open, is not kept.
    """
    waiting = []
    for task in tasks:
        rows = None if kept is None else kept.answer(task.file())
        if rows is None or not _answers(task, rows):
            waiting.append(task)
        else:
            yield task, rows
    # Claims and the large sizes, which come last in a sweep, are the longest: they start first.
    waiting.reverse()
    waiting.sort(key=lambda task: not task.claim)
    for task, answer in workers.each(perform, waiting, pool):
        if isinstance(answer, Exception):
            yield task, _lost(task, answer)
            continue
        if kept is not None and not (task.claim and answer[0]["verdict"] == UNDECIDED):
            kept.keep(task.file(), answer)
        yield task, answer


def _answers(task: Task, rows: Sequence[Row]) -> bool:
    """Are the rows about what the task asks?"""
    if task.claim:
        return [(row["problem"], row["id"]) for row in rows] == [(task.problem, task.claim)]
    ways = (task.ladder,) if task.ladder else task.algorithms
    return all(row["problem"] == task.problem and row["algorithm"] in ways for row in rows)


def _lost(task: Task, error: Exception) -> list[Row]:
    """UNDECIDED rows in place of what could not be said."""
    why = str(error) if isinstance(error, workers.Died) else f"{type(error).__name__}: {error}"
    entry = next(e for e in discover.entries_of(task.origin) if e.problem.name == task.problem)
    if task.claim:
        return [write.verdict_row(harness.undecided(entry.claim(task.claim), why))]
    if task.ladder:
        return []
    where = [point(entry.problem, dict(p), dict(p)) for p in task.points]
    return [
        write.measurement_row(m)
        for a in map(entry.algorithm, task.algorithms)
        for m in harness.unmeasured(a, where, _fixed(a, dict(task.fixed)), why)
    ]
