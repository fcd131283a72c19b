"""What NIST certifies of the data sets for analysis of variance: each figure, judged on the decimal data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.catalogue.nist.anova import SETS, problem, sums_of_squares
from verify.catalogue.nist.datasets import Dataset
from verify.catalogue.sources import NIST
from verify.claims.declare import Claims
from verify.claims.forms import identity, printed
from verify.core.claim import Claim, Reach
from verify.core.literals import rational


@dataclass(frozen=True)
class Table:
    """Sums of squares and degrees of freedom, between and within treatments."""

    between: fmpq
    within: fmpq
    between_df: int
    within_df: int

    @property
    def variance(self) -> fmpq:
        return self.within / self.within_df


@cache
def table(dataset: Dataset) -> Table:
    y = np.stack(dataset.columns)
    k, n = y.shape
    return Table(*sums_of_squares(y), k - 1, k * (n - 1))


Value = Callable[[Table], Any]
CERTIFIED: dict[str, tuple[tuple[str, str, Value], ...]] = {
    "between": (
        ("between_df", "degrees of freedom between treatments", lambda t: fmpq(t.between_df)),
        ("between_ss", "sum of squares between treatments", lambda t: t.between),
        ("between_ms", "mean square between treatments", lambda t: t.between / t.between_df),
        ("F", "F statistic", lambda t: t.between / t.between_df / t.variance),
    ),
    "within": (
        ("within_df", "degrees of freedom within treatments", lambda t: fmpq(t.within_df)),
        ("within_ss", "sum of squares within treatments", lambda t: t.within),
        ("within_ms", "mean square within treatments", lambda t: t.variance),
    ),
    "R2": (("R2", "R squared", lambda t: t.between / (t.between + t.within)),),
    "residual_sd": (("residual_sd", "residual standard deviation", lambda t: arb(t.variance).sqrt()),),
}


def figures(dataset: Dataset) -> Iterator[tuple[str, str, str, Value]]:
    """The end of the claim's name, the figure, its title and the true value of each certified figure."""
    for name, found in dataset.certified.items():
        for figure, (short, called, value) in zip(found, CERTIFIED[name], strict=True):
            yield short, figure, called, value


def claim(dataset: Dataset, short: str, figure: str, called: str, value: Value) -> Claim:
    whole = figure.isdecimal()
    check = (
        identity(lambda: [(value(table(dataset)), rational(figure))], called)
        if whole
        else printed(figure, lambda: value(table(dataset)))
    )
    return Claims(problem, NIST.at(dataset.name), f"NIST-{dataset.name}-{short}", further=True).printed(
        says=f"The {called} in {dataset.name} is {figure}.",
        reading="Exactly."
        if whole
        else "Right to half a unit of its last digit, of the decimal data as printed.",
        check=check,
        reach=Reach.IDENTITY if whole else Reach.FIGURE,
    )


CLAIMS = tuple(claim(d, *figure) for d in SETS for figure in figures(d))
