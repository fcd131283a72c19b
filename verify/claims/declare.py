"""One way to declare the claims of an entry: problem, source and number are said once.

    E3 = Claims(problem, HOMEWORK.at("section 1"), "E-3")
    CLAIMS = (E3.printed("a", says=..., reading=..., check=...), E3.finding("b", ..., neighbour=True))

A claim without a letter is the entry itself in its fairest reading, whose verdict counts. Lettered ones are
the statements it consists of, or further ones made beside it; `neighbour` marks another reading.
"""

from dataclasses import dataclass
from functools import partialmethod

from verify.claims.forms import Check
from verify.core.claim import CONFIRMED, Claim, Reach, Standing
from verify.core.model import Problem, Source


@dataclass(frozen=True)
class Claims:
    """What the claims of one entry share. `further`: the source list does not have the entry."""

    problem: Problem
    source: Source
    prefix: str
    further: bool = False

    def _claim(
        self,
        kind: str,
        part: str = "",
        *,
        says: str,
        reading: str,
        check: Check,
        reach: Reach,
        declared: str = CONFIRMED,
        neighbour: bool = False,
        problem: Problem | None = None,
        place: str = "",
    ) -> Claim:
        lettered = Standing.PART if part else Standing.PRINCIPAL
        return Claim(
            id=self.prefix + part,
            problem=problem or self.problem,
            kind=kind,
            says=says,
            reading=reading,
            source=self.source.at(place) if place else self.source,
            check=check,
            reach=reach,
            declared=declared,
            standing=Standing.NEIGHBOUR if neighbour else Standing.FURTHER if self.further else lettered,
        )

    law = partialmethod(_claim, "law")
    finding = partialmethod(_claim, "finding")
    printed = partialmethod(_claim, "printed")
