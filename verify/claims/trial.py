"""What a law is, what it finds, and the point at which it is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import arb

from verify.arithmetic.precision import precision
from verify.core.model import Algorithm
from verify.measure.budget import Breakdown, entries
from verify.measure.point import Point, for_truth
from verify.measure.run import run_ball

Parameters = Mapping[str, int]


@dataclass(frozen=True)
class Finding:
    """True: it holds here; False: it is broken; None: nothing was held against it. And why."""

    holds: bool | None
    says: str = ""


HELD = Finding(True)


@dataclass(frozen=True)
class Trial:
    """An algorithm at one point. What the laws evaluate there is evaluated once."""

    algorithm: Algorithm
    where: Point
    parameters: Parameters
    kept: dict[tuple[str, int], list[arb]] = field(default_factory=dict, compare=False)

    def balls(self, bits: int) -> list[arb]:
        """F at the rounded data."""
        return self._once("F", bits, lambda: run_ball(self.algorithm, self.where.rounded, self.parameters))

    def truth(self, bits: int) -> list[arb]:
        """f at the rounded data."""
        return self._once("f", bits, lambda: self.where.problem.truth(*for_truth(self.where.rounded)))

    def _once(self, what: str, bits: int, evaluate: Callable[[], Any]) -> list[arb]:
        if (what, bits) not in self.kept:
            with precision(bits):
                self.kept[what, bits] = entries(evaluate())
        return self.kept[what, bits]


@dataclass(frozen=True)
class Law:
    """`silent` says why the law has nothing to say of an algorithm; empty where it applies."""

    name: str
    check: Callable[[Trial], Finding]
    silent: Callable[[Algorithm], str] = lambda algorithm: ""

    def __call__(self, algorithm: Algorithm, where: Point, parameters: Parameters) -> Finding:
        return self.at(Trial(algorithm, where, parameters))

    def at(self, trial: Trial) -> Finding:
        if reason := self.silent(trial.algorithm):
            return Finding(None, reason)
        try:
            return self.check(trial)
        except Breakdown as why:  # no F exists here
            return Finding(None, str(why))
