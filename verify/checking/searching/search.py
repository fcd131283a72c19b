"""The worst case of a function: a certified lower side by search, an upper side by proof where there is a
body to follow."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from verify.checking.judging.judge import Judge
from verify.checking.judging.portions import portions
from verify.checking.judging.screening import is_screened
from verify.checking.judging.tally import Tally
from verify.checking.one_input.samples import Sample, sizes
from verify.checking.pace import Pace
from verify.checking.proving.proof import Proof, proved
from verify.checking.result import Result, finished, unjudged
from verify.checking.sampling.drawing import draw
from verify.checking.sampling.inputs import by_type_of_results
from verify.checking.searching.bulk import screened
from verify.checking.searching.seeds import hard_inputs, told
from verify.checking.searching.subranges import DEPTH, GOALS, Found, cut, ends_of
from verify.checking.searching.zeros import beside_zeros
from verify.checking.subjects.subject import Range, Subject, Where
from verify.core import numbers
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.runs.parcel import Lost

CYCLES = 2  # through all depths, then the search begins anew
BATCH = 512
LOOKING = 0.6  # of the seconds allowed; the rest is for certifying what was found
FIRST, SCREENING, AFTER = 0.05, 0.8, 0.9  # where inputs are screened: until when is what done
FROM = 20_000  # evaluations; what is beyond is screened
IDLE = 16  # batches without a new input: a domain of few points is used up
BEYOND = 1024  # 2^1024 and more is no float
STEPS = (1, 2, 3, 5, 8, 13, 21, 34)


@dataclass(frozen=True)
class Budget:
    """How much a search may take: evaluations and seconds, whichever is used up first (None: no end)."""

    evaluations: int | None = 20_000
    seconds: float | None = None

    @property
    def is_large(self) -> bool:
        """Is it enough to screen inputs in bulk?"""
        return self.evaluations is None or self.evaluations > FROM

    def within(self, evaluations: int) -> "Budget":
        return (
            self
            if self.evaluations is None
            else replace(self, evaluations=min(self.evaluations, evaluations))
        )

    @classmethod
    def parse(cls, text: str) -> "Budget":
        """20000 evaluations or 10s. BadInput for anything else."""
        try:
            if text.endswith("s"):
                seconds = float(text[:-1])
                if 0 < seconds < math.inf:
                    return cls(None, seconds)
            elif int(text) > 0:
                return cls(int(text))
        except ValueError:
            pass
        raise BadInput(f"{text!r} is not a budget; write a number of evaluations (20000) or of seconds (10s)")


def search(
    what: Subject,
    budget: Budget,
    seed: int,
    limits: Limits,
    pace: Pace | None = None,
    seeds: bool = True,
) -> Result:
    """Screen in bulk where a polynomial serves, bracket by subranges, climb where the error is large, look
    beside exact cases; certify the worst. `seeds`: begin with inputs that the literature knows to be hard.

    With a budget of evaluations the same seed gives the same result.
    """
    if what.unsupported is not None:
        return unjudged(what, what.unsupported)
    pace, clock = pace or Pace(), _Clock(budget.seconds)
    what, remarks = by_type_of_results(what, limits, seed)
    known = hard_inputs(what) if seeds else []
    found = Found(replace(what, domain=tuple(map(cut, what.domain))))
    tally = Tally()
    with Judge(found.what, limits) as judge:
        first = judge.ask(_first, budget, seed)
        if isinstance(first, Lost):
            return unjudged(what, f"no inputs can be drawn: {first.why}")
        bulk = is_screened(what) and budget.is_large
        samples = [*_certified(judge, [*known, *first], clock, FIRST if bulk else LOOKING / 2, pace)]
        for s in samples:
            tally.add(s)
            found.add(s.where, sizes(s))
        done, random = set(found.seen), Random(f"{what.drawn_as} search {seed}")
        if bulk:
            _add(
                found, judge, beside_zeros(judge, samples, lambda: clock.is_past(SCREENING) or pace.is_over())
            )
        many = _screen(found, judge, random, budget, clock, pace) if bulk else 0
        looking = budget.within(FROM) if bulk else budget
        _look(found, judge, random, looking, clock, AFTER if bulk else LOOKING, pace)
        remarkable = [w for w in found.remarkable() if w not in done]
        for s in _certified(judge, remarkable, clock, 1.0, pace):
            tally.add(s)
        result = finished(judge, tally, not pace.is_over())
        seen = [(s.where, s.computed) for s in result.samples]
        left = max(min(clock.left(), pace.until - time.monotonic()), 0)
        proof = _or_why(judge.ask(_proved, what.domain, seen, left))
    looked = f"{many + len(found.seen)} inputs looked at, {tally.total} of them certified"
    notes = (looked + told(known), proof.note)
    return replace(
        result,
        subject=what,
        proved_bound=proof.bound,
        proved_absolute=proof.absolute,
        notes=(*remarks, *result.notes, *notes),
    )


def _screen(found: Found, judge: Judge, random: Random, budget: Budget, clock: "_Clock", pace: Pace) -> int:
    """Add the worst of very many inputs; how many there were."""
    most = math.inf if budget.evaluations is None else budget.evaluations - FROM
    worst, looked = screened(judge, random, most, lambda: clock.is_past(SCREENING) or pace.is_over())
    _add(found, judge, worst)
    return looked


def _add(found: Found, judge: Judge, where: Sequence[Where]) -> None:
    """First looks at inputs that are in the domain, and new."""
    fresh = [w for w in dict.fromkeys(where) if w not in found.seen and w in found.what]
    for w, seen in zip(fresh, judge.previews(fresh), strict=True):
        found.add(w, seen)


def _first(what: Subject, limits: Limits, budget: Budget, seed: int) -> list[Where]:
    """A sample of the domain, from which the distribution is taken."""
    where = draw(what, BATCH * 4, seed)
    Random(seed).shuffle(where)  # a small budget should not look at the low end only
    return where[: budget.evaluations]


def _certified(
    judge: Judge, where: Sequence[Where], clock: "_Clock", share: float, pace: Pace
) -> Iterator[Sample]:
    """As many of these as there is time for, but a few at least."""
    for part in portions(where):
        yield from judge.samples(part)
        if clock.is_past(share) or pace.is_over():
            return


def _look(
    found: Found, judge: Judge, random: Random, budget: Budget, clock: "_Clock", share: float, pace: Pace
) -> None:
    """First looks until the budget is used up, or nothing new is left to look at."""
    what, idle = found.what, 0
    most = math.inf if budget.evaluations is None else budget.evaluations
    for batch in _batches(found, random):
        fitted = dict.fromkeys(map(what.fitted, batch))
        fresh = [w for w in fitted if w not in found.seen and w in what]
        idle = 0 if fresh else idle + 1
        if len(found.seen) + len(fresh) > most:
            del fresh[int(most) - len(found.seen) :]
        for part in portions(fresh):
            _add(found, judge, part)
            if clock.is_past(share) or pace.is_over():
                return
        pace.tell(len(found.seen), 0 if most == math.inf else int(most))
        if len(found.seen) >= most or idle == IDLE:
            return


class _Clock:
    """Of the seconds that a budget allows, which share is past."""

    def __init__(self, seconds: float | None) -> None:
        self.start, self.seconds = time.monotonic(), seconds or math.inf

    def left(self) -> float:
        return self.start + self.seconds - time.monotonic()

    def is_past(self, share: float) -> bool:
        return time.monotonic() - self.start > share * self.seconds


def _or_why(answer: Any) -> Proof:
    if isinstance(answer, Lost):
        return Proof(None, None, f"only the lower side: following the function was ended: {answer.why}")
    found: Proof = answer
    return found


def _proved(
    what: Subject,
    limits: Limits,
    domain: tuple[Range, ...],
    seen: Sequence[tuple[Where, float]],
    seconds: float,
) -> Proof:
    """Over the domain as it was given: the search's cuts are none that a proof would make."""
    start = time.monotonic()
    return proved(replace(what, domain=domain), seen, lambda: time.monotonic() - start > seconds)


def _batches(found: Found, random: Random) -> Iterator[Sequence[Where]]:
    """Batches of inputs to try; each looks at what the ones before it found. Now and then all begins anew:
    a search that goes where it was worst so far may have begun in the wrong place."""
    while True:
        yield _short(found.what, random)
        for _ in range(CYCLES):
            for goal in GOALS:
                for level in range(DEPTH):
                    yield list(_bracket(found, goal, level, random))
                yield list(_climb(found, goal, random))
                yield draw(found.what, BATCH * 2, random.getrandbits(32))
        found.begin()
        yield draw(found.what, BATCH * 4, random.getrandbits(32))


def _short(what: Subject, random: Random) -> list[Where]:
    """Inputs of few bits, and their neighbours: about them results are exact, or half way."""
    columns = []
    for r in what.domain:
        column = []
        for low, high in r.pieces:
            for _ in range(BATCH // 4):
                first, last = numbers.ordinal(low, r.format), numbers.ordinal(high, r.format)
                x = numbers.from_ordinal(random.randint(first, last), r.format)
                mantissa, exponent = math.frexp(x)
                kept = random.randint(1, 12)
                units = round(mantissa * 2**kept)
                if exponent < BEYOND or abs(units) < 2**kept:
                    short = math.ldexp(units, exponent - kept)
                    column += numbers.neighbours(short, (-1, 0, 1), r.format)
        columns.append(column)
    if len(columns) == 1:
        return [(x,) for x in columns[0]]
    return [tuple(random.choice(c) for c in columns) for _ in range(BATCH)]


def _bracket(found: Found, goal: int, level: int, random: Random) -> Iterator[Where]:
    """New inputs from the subranges that are worst so far."""
    for cell, _ in found.cells(goal, level, 8):
        for _ in range(BATCH // 8):
            yield tuple(
                numbers.from_ordinal(random.randint(*ends_of(r, k, level)), r.format)
                for r, k in zip(found.what.domain, cell, strict=True)
            )


def _climb(found: Found, goal: int, random: Random) -> Iterator[Where]:
    """From the worst inputs, one variable at a time, in steps from one float to a sixteenth of a binade."""
    for _, where in found.cells(goal, DEPTH - 1, 8):
        for k, x in enumerate(where):
            scale = 2 ** random.randint(0, 46)
            steps = [s * sign for s in STEPS for sign in (1, -1)]
            steps += [s * scale for s in steps]
            for y in numbers.neighbours(x, steps, found.what.domain[k].format):
                yield (*where[:k], y, *where[k + 1 :])
