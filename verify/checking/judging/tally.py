"""What is known of the samples of one subject so far: a page of figures, however many they are."""

import heapq
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from verify.checking.judging.listing import Listing
from verify.checking.many.portions import Part
from verify.checking.one_input.samples import Failed, Judged, Outside, Sample, Undecided, severity
from verify.checking.one_input.spread import Spread
from verify.checking.subjects.subject import EXCLUDED

MOST_KEPT = 8192  # samples that are kept whole, evenly chosen; all of them where there are no more
MOST_WORST = 512  # kept besides
MOST_REASONS = 64  # kept apart; the others are counted together
OTHERS = "other reasons"


@dataclass
class Tally:
    """Counts, every size, and the remarkable samples.

    ulps       upper bounds at the inputs that count and whose result is a number
    at_least   a certified lower bound of the largest
    envelope   the largest multiple of the envelope that is known
    multiple   a bound of the multiples at all of them, known or not
    worst      the worst of the finite results; `failure`: an input where no number came out
    listing    takes each input; None: they are not listed
    """

    total: int = 0
    ulps: Spread = field(default_factory=Spread)
    at_least: float | None = None
    envelope: float | None = None
    multiple: float = 0.0
    worst: Judged | None = None
    failure: Failed | None = None
    outside: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    listing: Listing | None = None
    stride: int = 1
    _kept: dict[int, Sample] = field(default_factory=dict)
    _worst: list[tuple[float, int, Sample]] = field(default_factory=list)

    def add(self, s: Sample) -> None:
        self._count(s)
        if self.listing is not None:
            self.listing.sample(s)

    def _count(self, s: Sample) -> None:
        self._keep(s)
        match s:
            case Outside():
                _count(self.outside, s.why)
            case Undecided():
                _count(self.undecided, s.why)
            case Failed():
                _count(self.failed, s.why)
                self.failure = self.failure or s
            case Judged():
                self._add_judged(s)

    def add_part(self, part: Part) -> None:
        """Of very many inputs, of which only the remarkable ones are samples."""
        if self.listing is not None and part.rows is not None:
            self.listing.rows(part.rows)
        for s in part.samples:
            self._count(s)
        self.total += part.count
        self.ulps.extend(part.spread)
        for counter, reasons in ((self.outside, part.outside), (self.failed, part.failed)):
            for why, count in reasons.items():
                _count(counter, why, count)
        self.multiple = max(self.multiple, part.multiple)
        self.at_least = _larger(self.at_least, part.at_least)
        self.envelope = _larger(self.envelope, part.envelope)

    def _add_judged(self, s: Judged) -> None:
        self.ulps.append(s.ulps)
        self.multiple = max(self.multiple, s.multiple)
        self.at_least = _larger(self.at_least, s.at_least)
        self.envelope = _larger(self.envelope, s.envelope)
        if self.worst is None or s.ulps > self.worst.ulps:
            self.worst = s

    def _keep(self, s: Sample) -> None:
        if self.total % self.stride == 0:
            self._kept[self.total] = s
            if len(self._kept) > MOST_KEPT:
                self.stride *= 2
                self._kept = {k: v for k, v in self._kept.items() if k % self.stride == 0}
        if self.stride > 1 or self.total >= MOST_KEPT - MOST_WORST:
            push = heapq.heappush if len(self._worst) < MOST_WORST else heapq.heappushpop
            push(self._worst, (severity(s), self.total, s))
        self.total += 1

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> "Tally":
        tally = cls()
        for s in samples:
            tally.add(s)
        return tally

    @property
    def counted(self) -> int:
        """Inputs that the truth is a number at, or may be."""
        return self.total - self.outside.total()

    @property
    def valid_share(self) -> float | None:
        """Which part of the inputs satisfies the preconditions, or may do so; None of no input."""
        return 1 - self.outside[EXCLUDED] / self.total if self.total else None

    @property
    def certified(self) -> int:
        return len(self.ulps)

    @property
    def most_ulps(self) -> float:
        return self.ulps.largest(default=math.inf)

    def samples(self) -> list[Sample]:
        """The samples that are kept, in the order in which they came."""
        found = {**self._kept, **{k: s for _, k, s in self._worst if self.stride > 1}}
        return [found[k] for k in sorted(found)]


def _larger(x: float | None, y: float | None) -> float | None:
    return x if y is None else y if x is None else max(x, y)


def _count(counter: Counter[str], reason: str, count: int = 1) -> None:
    """A reason may name the input: then there are as many as inputs."""
    counter[reason if reason in counter or len(counter) < MOST_REASONS else OTHERS] += count
