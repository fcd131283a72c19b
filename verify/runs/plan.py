"""A run over many problems as tasks.

A task is plain data and a worker finds the declarations again by their origin, for balls and functions do
not travel between processes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from verify.core.errors import BadInput
from verify.core.model import Algorithm
from verify.measure.limits import Limits, alive
from verify.measure.point import Point, applies, parameter_sets, point, sweep_points
from verify.runs import cache, discover
from verify.runs.discover import Entry

CHUNK = 40  # points a task: long enough to be worth a process, short enough to spread


@dataclass(frozen=True)
class Task:
    """Measure some algorithms at some points; judge one claim; of one algorithm climb the ladder, or try the
    laws that cost little.
    """

    origin: str
    problem: str
    algorithms: tuple[str, ...] = ()
    points: tuple[tuple[tuple[str, str], ...], ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    ladder: str = ""
    laws: str = ""
    max_bits: int = Limits().max_bits
    seconds: float = Limits().seconds
    memory: float = Limits().memory

    @property
    def limits(self) -> Limits:
        return Limits(self.max_bits, self.seconds, self.memory)

    @property
    def kind(self) -> str:
        """Which list of the record the answer belongs to."""
        named = {"claims": self.claim, "ladders": self.ladder, "laws": self.laws}
        return next((kind for kind, name in named.items() if name), "measurements")

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
        alive()
        algorithms = [a for a in entry.algorithms if not only or a.name in only]
        if algorithms:
            tasks += _measuring(entry, algorithms, _points(entry, algorithms, count, seed, at), at, limits)
        if not only and not at:
            tasks += [
                Task(
                    entry.origin,
                    entry.problem.name,
                    ladder=a.name,
                    seconds=limits.seconds,
                    memory=limits.memory,
                )
                for a in entry.algorithms
                if a.body
            ]
            tasks += trying(entry, limits)
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
            memory=limits.memory,
        )
        for k in range(0, len(texts), size)
    ]


def trying(entry: Entry, limits: Limits) -> list[Task]:
    """The laws that cost little, a task an algorithm."""
    task = Task(entry.origin, entry.problem.name, seconds=limits.seconds, memory=limits.memory)
    return [replace(task, laws=a.name) for a in entry.algorithms]


def judging(entry: Entry, limits: Limits) -> list[Task]:
    """A task a claim."""
    return [
        Task(
            entry.origin,
            entry.problem.name,
            claim=c.id,
            max_bits=limits.max_bits,
            seconds=limits.seconds,
            memory=limits.memory,
        )
        for c in entry.claims
    ]


def parts(task: Task) -> list[Task]:
    """The single measurements of a task, in the order of its rows: one algorithm, one set of its parameters,
    one point. None for what is one already, for a claim and for a ladder."""
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
