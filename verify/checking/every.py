"""verify check --exhaustive: the tasks of a line carried out, and what they found as a result of a check."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from verify.checking import target
from verify.checking.exhaustive import BINS, Counts, Judge, tasks
from verify.checking.judge import Judge as Measuring
from verify.checking.lines import Line
from verify.checking.result import Gate, Result, row
from verify.checking.sample import judged
from verify.checking.subject import Subject, subject
from verify.checking.tally import Tally
from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.records.plain import Row
from verify.runs import executors
from verify.runs.parcel import Lost

Tell = Callable[[int, int], None]


def on_line(name: str, truth: str, domain: list[str], line: Line) -> tuple[Subject, Callable[[Any], Any]]:
    """A target and its formula over the numbers of a format (all of them where no domain is given), and the
    target as a function of arrays. BadInput where the truth is no formula of one variable.
    """
    end = line.format.largest
    what = subject(name, truth, domain or [f"x={(-end).hex()}:{end.hex()}"], format=line.name)
    if what.expression is None or len(what.domain) != 1 or what.domain[0].whole:
        raise BadInput("--exhaustive takes a formula of one real variable, as in --truth 'exp(x)'")
    function = target.load(name)
    many = _of_arrays(name, function, line)

    def one(x: Any) -> float:
        return float(many(np.array([x], line.dtype))[0])

    return replace(what, function=one), many


def _of_arrays(name: str, function: Callable[..., Any], line: Line) -> Callable[[Any], Any]:
    """BadInput, when it is called, for a result of another type than the format's."""

    def checked(found: Any, kind: Any) -> Any:
        if kind != line.dtype:
            raise BadInput(f"{name} returns {kind} for {line.name}; its results have to be {line.name}")
        return found

    if isinstance(function, np.ufunc):

        def at_once(x: Any) -> Any:
            with np.errstate(all="ignore"):
                found = function(x)
            return checked(found, found.dtype)

        return at_once

    def one(x: Any) -> Any:
        try:
            found = function(x)
        except (ArithmeticError, ValueError):
            return line.dtype(math.nan)
        return checked(found, type(found))

    return lambda x: np.array([one(v) for v in x], line.dtype)


def exhaustive(
    what: Subject, line: Line, many: Callable[[Any], Any], gate: Gate, limits: Limits, jobs: int, tell: Tell
) -> Row:
    """Every number of the format in the domain, minus zero included; the row of the result."""
    start = time.monotonic()
    judge = Judge(what, line, many, limits)
    asked = list(tasks(what, line, what.domain[0]))
    total, lost = Counts(), []
    for done, (_, answer) in enumerate(executors.each(judge, asked, limits, jobs), 1):
        tell(done, len(asked))
        if isinstance(answer, Lost):
            lost.append(answer.why)
        else:
            total += answer
    if 0.0 in what.domain[0]:
        total += judge.minus_zero()
    total = judge.settled(total)
    found = _row(what, line, total, gate, limits, lost)
    pieces = len({piece for task in asked for piece, _, _ in task.parts})
    found["exhaustive"] |= {"pieces": pieces, "seconds": round(time.monotonic() - start, 3)}
    return found


def _row(what: Subject, line: Line, total: Counts, gate: Gate, limits: Limits, lost: list[str]) -> Row:
    """Under the contract's names. The largest error is found and proved, unless something was lost."""
    x = line.format.from_ordinal(total.at)
    samples = judged(what, [((x,), (what.function(x), None))], limits) if total.low >= 0 else []
    tally = Tally.of(samples)
    with Measuring(what, limits) as measuring:
        at_worst = measuring.measured(tally.worst, following=False)
    notes = [f"{len(lost)} parts of the line were lost: {lost[0]}"] if lost else []
    result = Result(what, tally, at_worst, notes=notes, complete=not lost)
    high = max(total.high, total.low)
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
            "at": {what.domain[0].name: x.hex()} if total.low >= 0 else None,
            "correctly_rounded": total.correct,
            "faithful": total.faithful,
            "failed": total.failed,
            "first_failure": None if total.failure is None else line.format.from_ordinal(total.failure).hex(),
            "histogram": [[edge, count] for edge, count in zip(edges, total.bins, strict=True)],
        },
    }


def _within(gate: Gate, high: float) -> bool:
    """The envelope is known at the worst input alone, so that no gate of it is passed."""
    return gate.max_envelope is None and (gate.max_ulps is None or high <= gate.max_ulps)
