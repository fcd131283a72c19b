"""A run over many problems as tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from verify.core.errors import BadInput
from verify.core.model import Algorithm
from verify.measure.limits import Limits, alive
from verify.measure.point import Point, applies, parameter_sets, point, sweep_points
from verify.records.plain import Row
from verify.runs import discover
from verify.runs.discover import Entry
from verify.runs.tasks import Blaming, Climbing, Judging, Measuring, Task, Trying

CHUNK = 40  # points a task: long enough to be worth a process, short enough to spread


def plan(
    entries: Sequence[Entry],
    limits: Limits,
    count: int | None = None,
    seed: int = 0,
    only: Sequence[str] = (),
    at: Mapping[str, str] | None = None,
) -> list[Task]:
    """The tasks of a run. BadInput where a name or a value fits none of the problems.

    With algorithms or values given, the run covers only those, and no claim is judged. Routines of an extra
    that is not installed are left out; the record names them.
    """
    at = at or {}
    for name in only:
        algorithm = discover.named(name, {a.name: a for e in entries for a in e.algorithms}, "algorithm")
        if not algorithm.installed:
            raise BadInput(f"{name} needs {algorithm.needs}, which is not installed; install it with pip")
    tasks: list[Task] = []
    for entry in entries:
        alive()
        algorithms = [a for a in entry.algorithms if a.installed and (not only or a.name in only)]
        if algorithms:
            tasks += _measuring(entry, algorithms, _points(entry, algorithms, count, seed, at), at, limits)
        if not only and not at:
            tasks += climbing(entry, limits)
            tasks += trying(entry, limits)
            tasks += judging(entry, limits)
    return tasks


def _points(
    entry: Entry, algorithms: Sequence[Algorithm], count: int | None, seed: int, at: Mapping[str, str]
) -> list[Point]:
    """The one point given by `at`, else the natural sweep."""
    problem = entry.problem
    own = {i.name for i in problem.inputs} | {p.name for p in problem.parameters}
    known = own | {p.name for a in algorithms for p in a.parameters}
    if unknown := sorted(set(at) - known):
        raise BadInput(f"{problem.name} has no {', '.join(unknown)}; it takes {', '.join(sorted(known))}")
    swept = [(a, p) for a in algorithms for p in parameter_sets(a, fixed(a, at))]  # BadInput here
    if not own & set(at):
        return sweep_points(problem, count, seed)
    where = point(problem, at, at)
    if not any(applies(a, where, p) for a, p in swept):
        names = " or ".join(a.name for a in algorithms)
        raise BadInput(f"{names} is not defined there; see verify show {problem.name}")
    return [where]


def fixed(algorithm: Algorithm, at: Mapping[str, str]) -> dict[str, str]:
    return {p.name: at[p.name] for p in algorithm.parameters if p.name in at}


def _measuring(
    entry: Entry,
    algorithms: Sequence[Algorithm],
    where: Sequence[Point],
    at: Mapping[str, str],
    limits: Limits,
) -> list[Measuring]:
    """The sweep of one problem in chunks; structured data, which are expensive, one point a task."""
    size = CHUNK if where and where[0].is_scalar else 1
    texts = [
        tuple((name, str(value)) for name, value in (*p.inputs.items(), *p.parameters.items())) for p in where
    ]
    names = tuple(a.name for a in algorithms)
    return [
        Measuring(
            entry.origin, entry.problem.name, limits, names, tuple(texts[k : k + size]), tuple(at.items())
        )
        for k in range(0, len(texts), size)
    ]


def climbing(entry: Entry, limits: Limits) -> list[Climbing]:
    """A task for each algorithm with a body, which can run in any format."""
    own = _own(limits)
    bodies = [a for a in entry.algorithms if a.body and a.installed]
    return [Climbing(entry.origin, entry.problem.name, own, a.name) for a in bodies]


def trying(entry: Entry, limits: Limits) -> list[Trying]:
    """The cheap laws, one task per algorithm."""
    own = _own(limits)
    return [Trying(entry.origin, entry.problem.name, own, a.name) for a in entry.algorithms if a.installed]


def judging(entry: Entry, limits: Limits) -> list[Judging]:
    """One task per claim."""
    return [Judging(entry.origin, entry.problem.name, limits, c.id) for c in entry.claims]


def _own(limits: Limits) -> Limits:
    """Ladders and laws choose their own precision: their answers do not depend on --max-bits."""
    return replace(limits, max_bits=Limits().max_bits)


def blaming(entries: Sequence[Entry], worst: Sequence[Row], limits: Limits) -> list[Blaming]:
    """A task for each algorithm, at its worst input; `worst`: the rows of a summary."""
    own = _own(limits)
    named = {(e.problem.name, a.name): e for e in entries for a in e.algorithms}
    tasks = []
    for row in worst:
        entry = named[row["problem"], row["algorithm"]]
        place = {**row["worst"]["inputs"], **row["worst"]["parameters"]}
        given = tuple((name, str(value)) for name, value in place.items())
        tasks.append(Blaming(entry.origin, row["problem"], own, row["algorithm"], given))
    return tasks


def parts(task: Task) -> list[Measuring]:
    """The single measurements of a task, in the order of its rows: one algorithm, one set of its parameters,
    one point. Empty for a task that is single already, or measures nothing."""
    if not isinstance(task, Measuring):
        return []
    entry = discover.entry(task.origin, task.problem)
    single = [
        replace(
            task,
            algorithms=(a.name,),
            points=(where,),
            fixed=tuple({**dict(task.fixed), **{k: str(v) for k, v in values.items()}}.items()),
        )
        for a in map(entry.algorithm, task.algorithms)
        for values in parameter_sets(a, fixed(a, dict(task.fixed)))
        for where in task.points
    ]
    return single if len(single) > 1 else []
