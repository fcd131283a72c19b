"""What a law is, what it finds, and the point at which it is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flint import arb

from verify.arithmetic.once import Once
from verify.arithmetic.precision import precision
from verify.core.model import Algorithm
from verify.measure.budget import Breakdown, as_ball, entries
from verify.measure.point import AT_ROUNDED, Point, for_truth
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
    """An algorithm at one point. What the laws evaluate there is evaluated once, and the truth once for all
    algorithms that are tried at this point.
    """

    algorithm: Algorithm
    where: Point
    parameters: Parameters
    once: Once = field(default_factory=Once, compare=False)

    def balls(self, bits: int) -> list[arb]:
        """F at the rounded data."""
        with precision(bits):
            return self.once(
                "F", lambda: entries(run_ball(self.algorithm, self.where.rounded, self.parameters))
            )

    def truth(self, bits: int) -> list[arb]:
        """f at the rounded data."""
        truth = self.where.problem.truth
        with precision(bits):
            return entries(
                self.where.once(AT_ROUNDED, lambda: as_ball(truth(*for_truth(self.where.rounded))))
            )


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
