"""What theory foretells of what is measured: a law as an expression, which a claim judges and plots draw."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quotient:
    """What was foretold, over the expression, lies in [low, high]; decimals."""

    low: str
    high: str


@dataclass(frozen=True)
class Difference:
    """What was foretold differs from the expression by at most this decimal."""

    most: str


@dataclass(frozen=True, kw_only=True)
class Theory:
    """A law as an expression of the truth language, a line of the plots over its range.

    claim       the id of the claim that judges it
    name        what its line is called
    of          what it foretells: rounding_error, inherent_error, least_term, optimal_terms or digits
    variable    the quantity it is a law of, along the problem's axis: `title`, where it is another one
    at          the integer parameters it holds for
    algorithms  those it speaks of; none: the problem itself
    near        how near the expression comes
    """

    claim: str
    name: str
    of: str
    variable: str
    expression: str
    low: str
    high: str
    says: str
    near: Quotient | Difference
    title: str = ""
    at: Mapping[str, int] = field(default_factory=dict)
    algorithms: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """How near the law comes, in words."""
        match self.near:
            case Quotient(low, high):
                return f"the quotient by {self.expression} lies in [{low}, {high}]"
            case Difference(most):
                return f"the difference from {self.expression} is at most {most}"


def stopping(
    claim: str,
    algorithm: str,
    variable: str,
    number: str,
    least: str,
    low: str,
    high: str,
    near: Quotient,
    at: Mapping[str, int] | None = None,
) -> tuple[Theory, Theory]:
    """Where a divergent series is best stopped, and what it leaves there: claims a and b of an entry."""
    shared = {"variable": variable, "low": low, "high": high, "at": at or {}, "algorithms": (algorithm,)}
    return (
        Theory(
            claim=f"{claim}a",
            name="where the least term stands",
            of="optimal_terms",
            expression=number,
            says=f"the least term of the series is the one numbered {number}, or a neighbour",
            near=Difference("1.5"),
            **shared,  # type: ignore[arg-type]
        ),
        Theory(
            claim=f"{claim}b",
            name="least term",
            of="least_term",
            expression=least,
            says=f"the least term over the leading one is about {least}: no number of terms leaves much less",
            near=near,
            **shared,  # type: ignore[arg-type]
        ),
    )
