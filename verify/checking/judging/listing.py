"""Every input that is judged as a row, in the order in which they come, a chunk at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from verify.checking.judging.judge import Judge
from verify.checking.many.listed import Columns, of_samples, untold
from verify.checking.one_input.samples import Sample
from verify.runs.parcel import Lost

MOST = 2**12  # samples that wait


@dataclass
class Listing:
    """add: takes the columns of a chunk. The truth beside samples is enclosed by the judge's process; where
    that is lost they are listed without it."""

    judge: Judge
    add: Callable[[Columns], None]
    _waiting: list[Sample] = field(default_factory=list)

    def sample(self, s: Sample) -> None:
        self._waiting.append(s)
        if len(self._waiting) >= MOST:
            self.flush()

    def rows(self, columns: Columns) -> None:
        self.flush()
        self.add(columns)

    def flush(self) -> None:
        if self._waiting:
            told = self.judge.ask(of_samples, self._waiting)
            self.add(untold(self.judge.what, self._waiting) if isinstance(told, Lost) else told)
            self._waiting.clear()
