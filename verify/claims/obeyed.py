"""Does an algorithm obey the laws? Each is tried at points of the natural sweep of its problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from verify.claims.laws import CHEAP, LAWS, truth_is_independent
from verify.claims.trial import Law, Trial
from verify.core.model import Algorithm, Problem
from verify.measure.point import Point, applies, sweep_points

MOST_NUMBERS = 600  # of structured data at a point where the laws are tried


@dataclass(frozen=True)
class Judged:
    """A law and an algorithm: held at some point and broken at none; broken; skipped, for it does not apply;
    or unheld, nothing having been held against it, which is not a pass. `says` has the place and the reason.
    """

    law: str
    found: Literal["held", "broken", "skipped", "unheld"]
    says: str = ""

    @property
    def passed(self) -> bool:
        return self.found in ("held", "skipped")


def places(problem: Problem, count: int = 12, largest: int = 20) -> list[Point]:
    """Points of the natural sweep. What is evaluated there is evaluated once for all algorithms.

    Structured data grow costly with their size: they are taken up to `largest` (n of a matrix, say) and up to
    `MOST_NUMBERS` in all only.
    """
    swept = sweep_points(problem, count, seed=1)
    if swept and not swept[0].is_scalar:
        small = [p for p in swept if max(p.parameters.values(), default=0) <= largest]
        swept = [p for p in small if sum(map(np.size, p.data)) <= MOST_NUMBERS]
    return swept


def sample(algorithm: Algorithm, swept: Sequence[Point] | None = None) -> Iterator[Trial]:
    """At points of its problem with the parameters shown first; each third with the least and greatest."""
    for k, where in enumerate(places(algorithm.problem) if swept is None else swept):
        ends = ("low", "shown", "high") if algorithm.parameters and k % 3 == 0 else ("shown",)
        for end in ends:
            parameters = {p.name: getattr(p, end) for p in algorithm.parameters}
            if applies(algorithm, where, parameters):
                yield Trial(algorithm, where, parameters)


def judge(algorithm: Algorithm, tried: Sequence[Law], trials: Sequence[Trial]) -> list[Judged]:
    """Each law over the trials, and law 7."""
    independent = truth_is_independent(algorithm)
    judged = [Judged("truth_is_independent", "held" if independent.holds else "broken", independent.says)]
    return [*judged, *(judge_by(law, algorithm, trials) for law in tried)]


def judge_by(law: Law, algorithm: Algorithm, trials: Sequence[Trial]) -> Judged:
    if reason := law.silent(algorithm):
        return Judged(law.name, "skipped", reason)
    found = [(trial, law.at(trial)) for trial in trials]
    for trial, finding in found:
        if finding.holds is False:
            at = {**trial.where.inputs, **trial.where.parameters, **trial.parameters}
            return Judged(law.name, "broken", f"at {at}: {finding.says}")
    if any(finding.holds for _, finding in found):
        return Judged(law.name, "held")
    reasons = {finding.says for _, finding in found} or {"it is defined at no point of its sweep"}
    return Judged(law.name, "unheld", f"has not passed, for nothing was held against it: {min(reasons)}")


def faults(algorithm: Algorithm, tried: Sequence[Law] = LAWS) -> list[str]:
    """What is wrong with an algorithm at its sample, by law and place; empty where nothing is."""
    judged = judge(algorithm, tried, [*sample(algorithm)])
    return [f"{j.law} {j.says}" for j in judged if not j.passed]


def quick(algorithm: Algorithm) -> list[Judged]:
    """The laws that cost little, at one point: half way along the sweep, with the parameters shown first."""
    shown = {p.name: p.shown for p in algorithm.parameters}
    trials = [t for t in sample(algorithm) if t.parameters == shown]
    return judge(algorithm, CHEAP, trials[len(trials) // 2 :][:1])
