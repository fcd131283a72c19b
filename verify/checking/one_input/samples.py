"""What is found at one input of a subject: its result judged, a failure, an input that does not count, or
nothing that is decided."""

import cmath
import math
from dataclasses import dataclass
from typing import Any

from verify.checking.subjects.subject import Where

BEYOND = "the truth is beyond the format, and so is the result"  # why an input does not count


@dataclass(frozen=True)
class _Sample:
    where: Where
    computed: Any

    def __reduce__(self) -> tuple[Any, ...]:  # thousands of them are passed between processes
        return type(self), tuple(self.__dict__.values())


@dataclass(frozen=True)
class Judged(_Sample):
    """A number, whose distance from the truth in ulps is at most `ulps` and at least `at_least`.

    `relative` is that distance over the size of the truth, from above; infinite over a truth of zero.
    `envelope` is that distance in multiples of the envelope, from above; None where that is not known.
    """

    ulps: float
    at_least: float
    envelope: float | None
    relative: float

    @property
    def multiple(self) -> float:
        """A bound of the multiples of the envelope, which is at least 1/2 ulp also where it is not known."""
        return 2 * self.ulps if self.envelope is None else self.envelope

    @property
    def digits(self) -> float:
        """Correct digits by the bound of the relative error; the logarithm is good to 2^-40."""
        return math.inf if self.relative == 0 else -math.log10(self.relative) - 2**-40


@dataclass(frozen=True)
class Failed(_Sample):
    """No number came out where the truth is one; `raised`: what was raised in its place, if anything was."""

    raised: str | None

    @property
    def why(self) -> str:
        return self.raised or f"returned {self.computed}"


@dataclass(frozen=True)
class Outside(_Sample):
    """The input does not count: the truth is not a number there, or a precondition does not hold."""

    why: str


@dataclass(frozen=True)
class Undecided(_Sample):
    why: str

    @property
    def is_known(self) -> bool:
        """Did the function return before all was lost?"""
        return not cmath.isnan(self.computed)


Sample = Judged | Failed | Outside | Undecided


def sizes(sample: Sample) -> tuple[float, float]:
    """Ulps and multiples of the envelope, by which a search compares: what is not known counts as the worst,
    and least what does not count."""
    match sample:
        case Judged():
            return sample.ulps, math.inf if sample.envelope is None else sample.envelope
        case Outside():
            return -1.0, -1.0
    return math.inf, math.inf


def severity(sample: Sample) -> float:
    """By which the worst is chosen: failures first, then the size; what is not judged comes last."""
    match sample:
        case Failed():
            return math.inf
        case Judged():
            return sample.ulps
    return -1.0
