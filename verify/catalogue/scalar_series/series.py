"""One series as a problem with its algorithms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.scalar_series.terms import added, cancellation
from verify.catalogue.sources import HIGHAM, WEBLOG
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.measure.envelope import by_series

TERMS = Parameter("terms", 1, 1000, (5, 10, 20, 50, 100, 200, 1000), shown=20)


# --- problems and algorithms --------------------------------------------------------------------------
@dataclass(frozen=True)
class Series:
    """A function with its series: what the declarations below need of it."""

    name: str
    formula: str
    place: str
    inputs: tuple[Input, ...]
    truth: Callable[..., Any]
    terms: Callable[..., Iterator[Any]]
    remainder: Callable[..., Any]
    theorem: str
    opinion: Callable[..., Any]
    opinion_route: str
    points: Any
    references: tuple[str, ...]
    route: str = "arb's own function, by argument reduction and tables"
    gradient: Callable[..., list[Any]] | None = None
    monotone: bool = False
    basic: bool = True

    def problem(self) -> Problem:
        names = [i.name for i in self.inputs]
        return Problem(
            name=f"series_{self.name}",
            title=f"The series of {self.formula.split(',')[0]}",
            formula=f"y = {self.formula}",
            source=WEBLOG.at(self.place),
            systems=("D1",),
            inputs=self.inputs,
            truth=Route(self.truth, f"{self.route}; the algorithms add up the terms"),
            opinion=Route(self.opinion, f"{self.opinion_route} in mpmath"),
            sensitivity=Sensitivity(gradient=self.gradient or by_series(self.truth), monotone=self.monotone),
            sweep=Sweep(axis=Axis("x", lambda x, **_: x), points=self.points, count=60),
            references=tuple(dict(zip(names, r.split(), strict=True)) for r in self.references),
        )

    def algorithms(self, problem: Problem) -> tuple[Algorithm, ...]:
        terms_of, basic = self.terms, self.basic

        def forward(R: Arithmetic[Number], *data: Number, terms: int) -> Any:
            return added(terms_of(R, *data, terms))

        def backward(R: Arithmetic[Number], *data: Number, terms: int) -> Any:
            return added(reversed(list(terms_of(R, *data, terms))))

        def cancelled(R: Arithmetic[Number], *data: Number, terms: int) -> Any:
            return cancellation(terms_of(R, *data, terms))

        def summed(name: str, says: str, body: Callable[..., Any], source: Source) -> Algorithm:
            return Algorithm(
                name=name,
                problem=problem,
                says=says,
                source=source,
                body=body,
                parameters=(TERMS,),
                truncation=Bound(self.remainder, self.theorem),
                diagnostics={"cancellation": cancelled},
                basic=basic,
                grid=name == "forward",
            )

        return (
            summed("forward", "the terms added from the first on", forward, WEBLOG.at(self.place)),
            summed("backward", "the same from the last", backward, HIGHAM.at("section 4.2")),
        )
