"""The nouns of judging: Claim, what it counts as and how far its evidence goes; Outcome and Verdict."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flint import arb

from verify.core.model import Problem, Source

CONFIRMED, REFUTED, UNDECIDED = "CONFIRMED", "REFUTED", "UNDECIDED"


class Reach(StrEnum):
    """How far the evidence for a claim goes, the strongest kind first."""

    IDENTITY = "identity"  # exact equality of rationals or polynomials; an induction's step among them
    INEQUALITY = "inequality"  # proved for all cases from inequalities that are checked
    SUBDIVISION = "subdivision"  # every real of a range, piece by piece in balls
    THEOREM = "theorem quoted, hypothesis checked"
    FIGURE = "figure"  # one number, enclosed
    EXAMPLE = "example"  # one case that shows that there are such
    COUNTEREXAMPLE = "counterexample"
    FINITE_SET = "finite set"  # every case of a set that the reading declares
    MEASUREMENT = "measurement"  # what float64 returned on the machine that ran


class Standing(StrEnum):
    """What a claim counts as. The headline counts principal readings alone: one an entry of the list."""

    PRINCIPAL = "principal"  # an entry in its fairest reading
    PART = "part"  # one of the statements that an entry consists of
    NEIGHBOUR = "neighbour"  # another reading: sharper, or to the letter
    FURTHER = "further"  # beyond the list: ours, or one that a text makes in passing


@dataclass(frozen=True)
class Outcome:
    """What a check found at one precision: certain or open (None), why, and the ball that shows it.

    `figure` is the printed figure that the ball is held against; `pieces` are those of a subdivision that
    were proved, counted by the halvings that made them.
    """

    holds: bool | None
    evidence: str
    ball: arb | None = None
    figure: str = ""
    pieces: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement from a source, the reading of it that is judged, and what it is declared to be.

    `check` is called at rising precision until its Outcome is certain.
    """

    id: str
    problem: Problem
    kind: str
    says: str
    reading: str
    source: Source
    check: Callable[[], Outcome]
    reach: Reach
    declared: str = CONFIRMED
    standing: Standing = Standing.PRINCIPAL

    @property
    def principal(self) -> bool:
        return self.standing is Standing.PRINCIPAL


@dataclass(frozen=True)
class Verdict:
    """What a claim was found to be, at how many bits, with the ball and the reason (as in Outcome)."""

    claim: Claim
    verdict: str
    evidence: str
    bits: int
    ball: arb | None = None
    figure: str = ""
    pieces: tuple[int, ...] = ()

    @property
    def as_declared(self) -> bool:
        return self.verdict == self.claim.declared
