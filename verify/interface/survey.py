"""Every function of a library: the rows as they are found."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from verify.checking import survey
from verify.interface.pace import Progress, silent, until
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import executors
from verify.runs.cache import Cache, opened

BUDGET, SECONDS, BITS = 2_000_000, 300.0, 4096


@dataclass(frozen=True)
class Question:
    """What verify survey is asked.

    limits   seconds and memory are for each function
    only     the functions, by their names in the table; all where none is named
    folder   where answers are kept, so that a survey that was stopped can go on; None: nowhere
    """

    library: str
    budget: int = BUDGET
    seed: int = 0
    jobs: int | None = None
    limits: Limits = field(default_factory=lambda: Limits(BITS, SECONDS))
    total: float | None = None
    folder: Path | None = None
    resume: bool = False
    format: str = "float64"
    only: tuple[str, ...] = ()

    def lines(self) -> list[survey.Line]:
        """The functions, in the order of the table. BadInput if the library has no table."""
        table = survey.lines(self.library, self.budget, self.seed, self.limits.max_bits, self.format)
        return survey.only(table, self.only)


def rows(asked: Question, progress: Progress = silent) -> Iterator[tuple[survey.Line, Row]]:
    """Each function with its row when it is done."""
    table, end = asked.lines(), until(asked.total)
    with _cache(asked) as cache, progress(len(table)) as meter:
        jobs, limits = asked.jobs or executors.cores(), asked.limits
        for line, row in survey.survey(
            table, cache, jobs, limits.seconds, limits.memory, end, lambda line: meter.begun(line.target)
        ):
            meter.done(line.target)
            yield line, row


@contextmanager
def _cache(asked: Question) -> Iterator[Cache]:
    if asked.folder is None:
        with tempfile.TemporaryDirectory() as folder:
            yield opened(Path(folder))
        return
    cache = opened(asked.folder / f"cache-{asked.library}")
    if not asked.resume:
        cache.forget()
    yield cache
