"""One way to declare the claims of an entry of a source: problem, place and number are said once.

    E3 = Claims(problem, HOMEWORK.at("section 1"), "E-3")
    CLAIMS_E3 = E3.whole("finding", says=..., reading=..., parts=(E3.printed("a", ...), E3.finding("b", ...)))

An entry has one principal reading, the fairest, whose verdict counts. It is a claim without a letter; or,
where an entry consists of several statements, the whole of its lettered parts: confirmed where every part is,
refuted where one is. Beside them stand neighbours (`neighbour`: a sharper reading, or one to the letter) and
further statements (`further`), which do not touch the entry's verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partialmethod

from verify.arithmetic.precision import every, no
from verify.claims.forms import Check
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome, Reach, Standing
from verify.core.model import Problem, Source

MOST_TOLD = 4  # parts whose evidence is repeated in that of the whole


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
        further: bool = False,
        problem: Problem | None = None,
        place: str = "",
    ) -> Claim:
        lettered = Standing.PART if part else Standing.PRINCIPAL
        beside = Standing.FURTHER if further or self.further else lettered
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
            standing=Standing.NEIGHBOUR if neighbour else beside,
        )

    law = partialmethod(_claim, "law")
    finding = partialmethod(_claim, "finding")
    printed = partialmethod(_claim, "printed")

    def whole(self, kind: str, *, says: str, reading: str, parts: Sequence[Claim]) -> tuple[Claim, ...]:
        """The entry as the whole of its parts, and then all that was given, neighbours included."""
        counted = [c for c in parts if c.standing is Standing.PART]
        if len(counted) < 2:
            raise ValueError(f"{self.prefix} is not made of several parts; declare it as one claim")
        refuted = [c for c in counted if c.declared == REFUTED]
        entry = self._claim(
            kind,
            says=says,
            reading=reading,
            check=lambda: _together(counted),
            reach=_least([c.reach for c in refuted or counted]),
            declared=REFUTED if refuted else CONFIRMED,
        )
        return (entry, *parts)


def _together(parts: Sequence[Claim]) -> Outcome:
    found = [(c.id, c.check()) for c in parts]
    failed = [(id, outcome) for id, outcome in found if no(outcome.holds)]
    unknown = [(id, outcome) for id, outcome in found if outcome.holds is None]
    holds = every([outcome.holds for _, outcome in found])
    told = failed or unknown or found
    shown = "; ".join(f"{id}: {outcome.evidence}" for id, outcome in told[:MOST_TOLD])
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    how = "fail" if failed else "open" if unknown else "hold"
    return Outcome(holds, f"{len(told)} of {len(found)} parts {how}: {shown}{more}")


def _least(reaches: Sequence[Reach]) -> Reach:
    """How far the weakest evidence goes: Reach lists them from the strongest on."""
    return max(reaches, key=list(Reach).index)
