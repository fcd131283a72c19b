"""What was found of every input, as the result of a check."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from verify.checking.every.counts import BINS, PEAKS, Counts
from verify.checking.every.judge import Judge
from verify.checking.every.pairs import Pairs
from verify.checking.every.special import Special, special_row, specials
from verify.checking.every.tasks import Asked, Task, carried_out, judge, tasks
from verify.checking.gate import Gate
from verify.checking.judging.judge import Judge as Measuring
from verify.checking.judging.tally import Tally
from verify.checking.one_input.sample import judged
from verify.checking.one_input.samples import Sample
from verify.checking.result import Result
from verify.checking.result_row import row
from verify.checking.subjects.subject import Where
from verify.records.plain import Row
from verify.runs import workers
from verify.runs.cache import opened
from verify.runs.parcel import Lost

Tell = Callable[[int, int], None]
Found = tuple[Task, Counts | Lost]


def quiet(done: int, of: int) -> None:
    """Tells nobody."""


def exhaustive(
    asked: Asked,
    gate: Gate,
    jobs: int = 1,
    address: str | None = None,
    folder: Path | None = None,
    resume: bool = False,
    until: float = math.inf,
    tell: Tell = quiet,
    function: Callable[..., Any] | None = None,
) -> Row:
    """Every number of the format in the domain, minus zero included; the row of the result.

    folder: where parts are kept until all is done, so that a run that was ended can be resumed.
    until: when to end by the monotonic clock; what was not judged by then is undecided.
    function: what the target stands for, where it is at hand and not to be loaded.
    """
    start = time.monotonic()
    one = judge(asked, function)
    limits = asked.limits
    total, lost = _summed(asked, jobs, address, folder, resume, until, tell, function)
    rest = workers.once(lambda: _rest(one, total), limits)
    if isinstance(rest, Lost):
        lost.append(rest.why)
    else:
        total = rest
    looked = workers.once(lambda: _specials(one), limits)
    found = _row(one, total, gate, lost)
    found["exhaustive"]["special"] = [] if isinstance(looked, Lost) else [special_row(s) for s in looked]
    found["notes"] = [*found["notes"], *_told(looked)]
    found["exhaustive"]["seconds"] = round(time.monotonic() - start, 3)
    return found


def _summed(
    asked: Asked,
    jobs: int,
    address: str | None,
    folder: Path | None,
    resume: bool,
    until: float,
    tell: Tell,
    function: Callable[..., Any] | None,
) -> tuple[Counts, list[str]]:
    """What all tasks found, and why some were lost. Answers of a run that ended are kept no longer."""
    waiting = dict.fromkeys(tasks(asked, function))
    of = len(waiting)
    kept = opened(folder) if folder is not None and of > 1 else None
    total, lost = Counts(), []
    for task, answer in _in_time(carried_out([*waiting], jobs, address, kept, resume, function), until):
        del waiting[task]
        tell(of - len(waiting), of)
        if isinstance(answer, Lost):
            lost.append(answer.why)
            total += Counts(inputs=task.count, undecided=task.count)
        else:
            total += answer
    if waiting:
        lost.append("ended by the limit of time before all was judged")
    elif kept is not None and not lost:
        for task in tasks(asked, function):
            kept.drop(task.file())
    left = sum(task.count for task in waiting)
    return total + Counts(inputs=left, undecided=left), lost


def _in_time(found: Iterator[Found], until: float) -> Iterator[Found]:
    for item in found:
        yield item
        if time.monotonic() > until:
            return


def _rest(one: Judge | Pairs, total: Counts) -> Counts:
    """With minus zero, and the maximum settled."""
    return one.settled(total + one.minus_zero() if 0.0 in _whole(one).what.domain[0] else total)


def _whole(one: Judge | Pairs) -> Judge:
    return one.whole if isinstance(one, Pairs) else one


def _specials(one: Judge | Pairs) -> list[Special]:
    return [] if isinstance(one, Pairs) else specials(one.what, one.scalar, one.many)


def _told(looked: list[Special] | Lost) -> list[str]:
    """Infinities and NaN do not count; what is wrong there is reported."""
    if isinstance(looked, Lost):
        return [f"infinities and NaN were not looked at: {looked.why}"]
    return [f"wrong: {s.input} gives {s.result}" for s in looked if s.right is False]


def _row(one: Judge | Pairs, total: Counts, gate: Gate, lost: list[str]) -> Row:
    """Under the contract's names. The largest error is found and proved, unless something was lost."""
    what, at = _whole(one).what, one.where(total.at)
    result = _result(_whole(one), at if total.low >= 0 else None, lost)
    failure = None if total.failure is None else ", ".join(x.hex() for x in one.where(total.failure))
    high = max(total.high, total.low, *(bound for bound, _ in total.candidates))
    sound = not (total.undecided or lost)
    edges = [*(k / BINS for k in range(BINS)), 1.0]
    return row(result, gate, "") | {
        "points": total.inputs - total.outside,
        "ulps": {"max": high if total.low >= 0 else None, "p99": None, "median": None},
        "found": total.low if total.low >= 0 else None,
        "proved_bound": high if sound and not total.failed and total.low >= 0 else None,
        "undecided": total.undecided,
        "failed": total.failed,
        "outside_domain": total.outside,
        "passed": sound and not total.failed and total.low >= 0 and _within(gate, high),
        "exhaustive": {
            "inputs": total.inputs,
            "outside": total.outside,
            "undecided": total.undecided,
            "max_ulps": {"low": total.low, "high": high} if total.low >= 0 else None,
            "at": {n: x.hex() for n, x in zip(what.names, at, strict=True)} if total.low >= 0 else None,
            "worst": _worst(one, total),
            "correctly_rounded": total.correct,
            "faithful": total.faithful,
            "failed": total.failed,
            "first_failure": failure,
            "histogram": [[edge, count] for edge, count in zip(edges, total.bins, strict=True)],
            "pieces": total.pieces,
        },
    }


def _worst(one: Judge | Pairs, total: Counts) -> list[Row]:
    """The largest errors that are certified, one of each piece of the line: neighbours repeat each other."""
    names = _whole(one).what.names
    found = {place: size for size, place in total.peaks} | ({total.at: total.low} if total.low >= 0 else {})
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"inputs": {n: x.hex() for n, x in zip(names, one.where(place), strict=True)}, "ulps": size}
        for place, size in ordered[:PEAKS]
    ]


def _result(one: Judge, worst: Where | None, lost: list[str]) -> Result:
    """With the whole budget of the worst input."""
    what, limits = one.what, one.limits

    def again() -> Sequence[Sample]:
        return [] if worst is None else judged(what, [(worst, (what.function(*worst), None))], limits)

    samples = workers.once(again, limits)
    if isinstance(samples, Lost):
        lost = [*lost, samples.why]
    tally = Tally.of([] if isinstance(samples, Lost) else samples)
    with Measuring(what, limits) as measuring:
        at_worst = measuring.measured(tally.worst, following=False)
    notes = [f"{len(lost)} parts of the line were lost: {lost[0]}"] if lost else []
    return Result(what, tally, at_worst, notes=notes, complete=not lost)


def _within(gate: Gate, high: float) -> bool:
    """The envelope is known at the worst input alone, so no gate on it is passed."""
    return gate.max_envelope is None and (gate.max_ulps is None or high <= gate.max_ulps)
