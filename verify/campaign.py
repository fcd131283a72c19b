"""A run over many problems: tasks, the processes that perform them, and what is kept between runs.

Processes, never threads: flint has one precision for all threads. A task is plain data and a worker
finds the declarations again by their origin, for balls and functions do not travel between processes.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import multiprocessing
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import verify
from verify import discover, harness, ladder, points, record
from verify.discover import Entry
from verify.files import write_text
from verify.limits import Limits
from verify.model import Algorithm, BadInput

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
        content = [asdict(self), _code(self.origin), surroundings()]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@functools.cache
def _code(origin: str) -> str:
    folder = Path(verify.__file__).parent
    files = sorted(f for f in folder.rglob("*.py") if f.parent.name != "catalogue")
    own = discover.module_at(origin).__file__
    assert own is not None, "a catalogue module is a file"
    digest = hashlib.sha256()
    for file in [*files, Path(own)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


@functools.cache
def surroundings() -> list[str]:
    """The versions and the machine that an answer depends on."""
    packages = ("numpy", "python-flint", "mpmath", "gmpy2")
    versions = [f"{name} {importlib.metadata.version(name)}" for name in packages]
    return [*versions, platform.python_version(), platform.machine(), *platform.libc_ver()]


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
                Task(entry.origin, entry.problem.name, ladder=a.name) for a in entry.algorithms if a.body
            ]
            tasks += judging(entry, limits)
    return tasks


def _points(
    entry: Entry, algorithms: Sequence[Algorithm], count: int | None, seed: int, at: Mapping[str, str]
) -> list[points.Point]:
    """The one point that `at` gives, else the natural sweep."""
    problem = entry.problem
    own = {i.name for i in problem.inputs} | {p.name for p in problem.parameters}
    known = own | {p.name for a in algorithms for p in a.parameters}
    if unknown := sorted(set(at) - known):
        raise BadInput(f"{problem.name} has no {', '.join(unknown)}; it takes {', '.join(sorted(known))}")
    if not own & set(at):
        return points.sweep_points(problem, count, seed)
    where = points.point(problem, at, at)
    if not any(
        points.applies(a, where, p) for a in algorithms for p in points.parameter_sets(a, _fixed(a, at))
    ):
        names = " or ".join(a.name for a in algorithms)
        raise BadInput(f"{names} is not defined there; see verify show {problem.name}")
    return [where]


def _fixed(algorithm: Algorithm, at: Mapping[str, str]) -> dict[str, str]:
    return {p.name: at[p.name] for p in algorithm.parameters if p.name in at}


def _measuring(
    entry: Entry,
    algorithms: Sequence[Algorithm],
    where: Sequence[points.Point],
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


def perform(task: Task) -> list[record.Row]:
    """Do a task; rows of measurements, or the row of one verdict."""
    entry = next(e for e in discover.entries_of(task.origin) if e.problem.name == task.problem)
    limits = Limits(task.max_bits, task.seconds)
    if task.claim:
        return [record.verdict_row(harness.judge(entry.claim(task.claim), limits))]
    if task.ladder:
        algorithm = entry.algorithm(task.ladder)
        given = ladder.shown(algorithm)
        return [record.ladder_row(ladder.climb(algorithm, p, given)) for p in ladder.places(algorithm)]
    where = [points.point(entry.problem, dict(p), dict(p)) for p in task.points]
    algorithms = [entry.algorithm(name) for name in task.algorithms]
    return [
        record.measurement_row(m)
        for algorithm in algorithms
        for m in harness.sweep(algorithm, where, limits, _fixed(algorithm, dict(task.fixed)))
    ]


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forget(kept: Path, spare: str = "") -> None:
    """Drop the answers of earlier runs, but for those of one kind."""
    for path in kept.glob("*.json"):
        if not (spare and path.name.startswith(spare)):
            path.unlink()


def executor(jobs: int, address: str | None) -> contextlib.AbstractContextManager[Executor | None]:
    """Where tasks run: None for this process, a pool of processes, or a dask cluster."""
    if address is not None:
        return _dask(address)
    if jobs == 1:
        return contextlib.nullcontext()
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


@contextlib.contextmanager
def _dask(address: str) -> Iterator[Executor]:
    if not address.startswith("dask://"):
        raise BadInput(f"{address!r} is no executor; give dask://HOST:PORT")
    try:
        from distributed import Client
    except ImportError as error:
        raise BadInput("dask is not installed; install verify-arb[dask]") from error
    try:
        client = Client(address.replace("dask://", "tcp://"), timeout=10)
    except (OSError, ValueError) as error:
        raise BadInput(f"no dask scheduler answers at {address}: {error}") from error
    with client:
        yield client.get_executor()


def carry_out(
    tasks: Sequence[Task],
    workers: Executor | None,
    kept: Path | None,
    done: Callable[[Task], None],
) -> list[list[record.Row]]:
    """Perform the tasks, in any order, and return their rows in the order of the tasks.

    `kept` is a folder of earlier answers by content: what lies there is not done again, and what is
    done is put there at once, so that a stopped run loses nothing.
    """
    answers: dict[int, list[record.Row]] = {}
    for index, task in enumerate(tasks):
        if kept is not None and (path := kept / task.file()).is_file():
            answers[index] = json.loads(path.read_text(encoding="utf-8"))
            done(task)
    waiting = [index for index in range(len(tasks)) if index not in answers]
    for index, rows in _performed(tasks, waiting, workers):
        answers[index] = rows
        if kept is not None:
            write_text(kept / tasks[index].file(), record.to_json(rows))
        done(tasks[index])
    return [answers[index] for index in range(len(tasks))]


def _performed(
    tasks: Sequence[Task], waiting: Sequence[int], workers: Executor | None
) -> Iterator[tuple[int, list[record.Row]]]:
    if workers is None:
        for index in waiting:
            yield index, perform(tasks[index])
        return
    # Claims and the large sizes, which come last in a sweep, are the longest: they start first.
    order = sorted(waiting, key=lambda index: (not tasks[index].claim, -index))
    futures: dict[Future[Any], int] = {workers.submit(perform, tasks[index]): index for index in order}
    crashed = []
    for future in as_completed(futures):
        try:
            yield futures[future], future.result()
        except BrokenProcessPool:
            crashed.append(futures[future])
    # One task that kills its process takes the pool with it; each then gets a process of its own.
    for index in sorted(crashed):
        yield index, _alone(tasks[index])


def _alone(task: Task) -> list[record.Row]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as own:
        try:
            return own.submit(perform, task).result()
        except BrokenProcessPool:
            return _lost(task, "the process that worked on it died")


def _lost(task: Task, why: str) -> list[record.Row]:
    """UNDECIDED rows in place of what a dead process would have said."""
    entry = next(e for e in discover.entries_of(task.origin) if e.problem.name == task.problem)
    if task.claim:
        return [record.verdict_row(harness.undecided(entry.claim(task.claim), why))]
    if task.ladder:
        return []
    where = [points.point(entry.problem, dict(p), dict(p)) for p in task.points]
    return [
        record.measurement_row(m)
        for a in map(entry.algorithm, task.algorithms)
        for m in harness.unmeasured(a, where, _fixed(a, dict(task.fixed)), why)
    ]
