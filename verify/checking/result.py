"""A user's function against a formula: certified ulps at many inputs, the worst one with its budget."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verify.checking import annex
from verify.checking.every.special import Special
from verify.checking.judging.judge import Judge, Measured
from verify.checking.judging.listing import Listing
from verify.checking.judging.tally import Tally
from verify.checking.many.listed import Columns
from verify.checking.many.portions import Part
from verify.checking.many.stream import BASE, floor_of, is_streamed, parts, portions
from verify.checking.one_input.samples import Sample
from verify.checking.pace import Pace
from verify.checking.proving.subdivision import Absolute
from verify.checking.sampling.drawing import beside, told
from verify.checking.sampling.inputs import by_type_of_results, drawn, given
from verify.checking.subjects.subject import Subject, Where
from verify.core.model import Measurement
from verify.measure.limits import Limits
from verify.runs.parcel import Lost

TOLD = 64  # samples between two reports of progress
ROUNDS, LEAST = 8, 1024  # many inputs are judged in so many rounds, of so many at least


@dataclass(frozen=True)
class Result:
    """What was found of one subject.

    samples        all of them, or of very many an even choice and the worst
    at_worst       the worst of the finite results, with the lines to blame
    at_failure     the first of the inputs where no number came out and the truth is one
    unsteady       what shows that the function is not deterministic; None where nothing does
    complete       all that was asked was judged; a limit of time ended it otherwise
    specials       infinities, NaN and zeros that a standard has rules for
    """

    subject: Subject
    tally: Tally
    at_worst: Measured | None = None
    at_failure: Measured | None = None
    proved_bound: float | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    unsteady: str | None = None
    complete: bool = True
    proved_absolute: Absolute | None = None
    specials: Sequence[Special] = ()

    @property
    def worst(self) -> Measurement | None:
        """The full budget of the worst finite result."""
        return None if self.at_worst is None else self.at_worst.measurement

    @property
    def worst_failure(self) -> Measurement | None:
        return None if self.at_failure is None else self.at_failure.measurement

    @property
    def samples(self) -> list[Sample]:
        return self.tally.samples()


def check(
    what: Subject,
    count: int,
    seed: int,
    limits: Limits,
    at: Mapping[str, str] | None = None,
    pace: Pace | None = None,
    jobs: int = 1,
    add: Callable[[Columns], None] | None = None,
) -> Result:
    """Sample, assess, look beside what is remarkable, and measure the worst. Very many inputs by so many
    processes. add: takes what was found at each, a chunk at a time."""
    if what.unsupported is not None:
        return unjudged(what, what.unsupported)
    pace = pace or Pace()
    what, remarks = by_type_of_results(what, limits, seed, at)
    with Judge(what, limits) as judge:
        tally = Tally(listing=Listing(judge, add) if add is not None else None)
        streamed = count - BASE if not at and is_streamed(what, count) else 0
        where = [given(what, at)] if at else judge.ask(drawn, count - streamed, seed)
        if isinstance(where, Lost):
            return unjudged(what, f"no inputs can be drawn: {where.why}")
        complete = take(judge, _evenly(where), tally, pace)
        if complete and streamed:
            complete, told_of_parts = _streamed(judge, streamed, seed, tally, pace, jobs)
            remarks = [*remarks, *told_of_parts]
        if complete and not at:
            complete = take(judge, _beside(judge, tally, where, count - streamed), tally, pace)
        if tally.listing is not None:
            tally.listing.flush()
        found = finished(judge, tally, complete)
        return replace(found, notes=(*remarks, *found.notes))


def take(judge: Judge, where: Sequence[Where], tally: Tally, pace: Pace) -> bool:
    """Add the samples of these inputs; was there time for all of them?"""
    for done, sample in enumerate(judge.samples_of_many(where), 1):
        tally.add(sample)
        if done % TOLD == 0 or done == len(where):
            pace.tell(done, len(where))
        if pace.is_over() and done < len(where):
            return False
    return True


def _streamed(
    judge: Judge, count: int, seed: int, tally: Tally, pace: Pace, jobs: int
) -> tuple[bool, list[str]]:
    """Add what portions of very many more inputs show; was there time for all of them, and what is to be
    told?"""
    of, done = tally.total + count, tally.total
    asked = portions(count, seed, floor_of(tally.samples()), tally.listing is not None)
    notes: dict[str, None] = {}
    for portion, part in parts(judge.what, judge.limits, asked, jobs):
        if isinstance(part, Part):
            tally.add_part(part)
        else:
            notes |= dict.fromkeys([f"judged one by one: {part.why}"] if part.why else [])
            if not take(judge, part.where, tally, replace(pace, tell=lambda done, of: None)):
                return False, [*notes]
        done += portion.count
        pace.tell(done, of)
        if pace.is_over() and portion is not asked[-1]:
            return False, [*notes]
    return True, [*notes]


def _evenly(where: Sequence[Where]) -> Sequence[Where]:
    """Many inputs in rounds through the whole domain: a check that is ended has not looked at its low end
    alone."""
    rounds = min(ROUNDS, len(where) // LEAST) or 1
    return [w for k in range(rounds) for w in where[k::rounds]] if rounds > 1 else where


def _beside(judge: Judge, tally: Tally, where: Sequence[Where], count: int) -> list[Where]:
    """The neighbours of the remarkable inputs that were not drawn (the drawn are in order)."""
    seen = sorted(tally.samples(), key=lambda s: s.where)
    found = judge.ask(_near, seen, max(min(count, len(seen)) // 8, 16))
    if isinstance(found, Lost):
        return []
    return [w for w in found if where[bisect_left(where, w) % len(where)] != w]


def _near(what: Subject, limits: Limits, samples: Sequence[Sample], most: int) -> list[Where]:
    return beside(what, samples, most)


def _excluded(judge: Judge, tally: Tally) -> Sequence[str]:
    """What is to be said of preconditions that exclude much."""
    found = judge.ask(_told, tally.valid_share) if tally.total != 1 else ()
    return () if isinstance(found, Lost) else found


def _told(what: Subject, limits: Limits, share: float | None) -> list[str]:
    return told(what, share)


def unjudged(what: Subject, why: str) -> Result:
    """Nothing can be said, and why: no sample, and no gate that it passes."""
    return Result(replace(what, unsupported=why), Tally(), notes=(why,))


def finished(judge: Judge, tally: Tally, complete: bool = True) -> Result:
    """The result of all the samples that a check or a search took."""
    notes = [*_excluded(judge, tally), *judge.remarks(tally.samples())]
    worst, failure = judge.measured(tally.worst), judge.measured(tally.failure)
    asked = [s for s in (tally.worst, tally.failure) if s is not None]
    unsteady = next(filter(None, map(judge.unsteady, asked)), None)
    specials = () if tally.total == 1 else judge.ask(annex.specials)
    if isinstance(specials, Lost):
        notes.append(f"infinities and NaN were not looked at: {specials.why}")
        specials = ()
    if not complete:
        notes.insert(0, "ended by the limit of time before all was judged")
    return Result(judge.what, tally, worst, failure, None, notes, unsteady, complete, specials=specials)
