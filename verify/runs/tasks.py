"""The tasks of a run, as plain data: balls and functions do not travel between processes; a worker finds
declarations by their origin."""

from dataclasses import asdict, dataclass
from typing import ClassVar

from verify.measure.limits import Limits
from verify.runs import cache

Given = tuple[tuple[str, str], ...]  # names and values as text


@dataclass(frozen=True)
class About:
    """What every task has: the problem, where it is declared, and the limits.

    kind: the list of the record to which the answer belongs.
    """

    kind: ClassVar[str]
    origin: str
    problem: str
    limits: Limits

    def file(self) -> str:
        """The file name of the answer: by content, never by name or time."""
        return f"{self.kind}-{self.key()}.json"

    def key(self) -> str:
        """Hash of everything the answer depends on: the task, the code, the versions, the machine."""
        return cache.key(asdict(self), cache.code(self.origin), cache.surroundings())


@dataclass(frozen=True)
class Measuring(About):
    """Measure some algorithms at some points, with some of their parameters fixed."""

    kind = "measurements"
    algorithms: tuple[str, ...]
    points: tuple[Given, ...]
    fixed: Given


@dataclass(frozen=True)
class Judging(About):
    """Judge one claim."""

    kind = "claims"
    claim: str


@dataclass(frozen=True)
class Climbing(About):
    """Climb the precision ladder of one algorithm."""

    kind = "ladders"
    algorithm: str


@dataclass(frozen=True)
class Trying(About):
    """Try the cheap laws on one algorithm."""

    kind = "laws"
    algorithm: str


@dataclass(frozen=True)
class Blaming(About):
    """Follow one algorithm at one place (inputs and parameters) and blame its lines."""

    kind = "blamed"
    algorithm: str
    place: Given


Task = Measuring | Judging | Climbing | Trying | Blaming
