"""What NIST certifies of the data sets for linear regression: each figure, judged on the decimal data.

All follow from exact rationals. With p coefficients and n observations the residual sum of squares is
y^T y - b^T A^T y, the residual variance that over n - p, and the variance of b_j the residual variance times
(A^T A)^-1_jj. The total is about the mean where there is a constant term, else about zero.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from flint import arb, fmpq

from verify.catalogue.nist.datasets import Dataset
from verify.catalogue.nist.linear import SETS, problem
from verify.catalogue.nist.linear_fit import Fit, fitted
from verify.catalogue.nist.linear_quality import of_dataset
from verify.catalogue.sources import NIST
from verify.claims.declare import Claims
from verify.claims.forms import Check, identity, printed
from verify.core.claim import CONFIRMED, REFUTED, Claim, Reach
from verify.core.literals import rational


@cache
def fit(dataset: Dataset) -> Fit:
    return fitted(*of_dataset(dataset))


Value = Callable[[Fit], Any]
NAMES = {"df": "degrees of freedom", "ss": "sum of squares", "ms": "mean square", "F": "F statistic"}
TABLE: dict[str, tuple[tuple[str, Value], ...]] = {
    "regression": (
        ("df", lambda f: fmpq(f.degrees[0])),
        ("ss", lambda f: f.regression),
        ("ms", lambda f: f.regression / f.degrees[0]),
        ("F", lambda f: f.F),
    ),
    "residual": (
        ("df", lambda f: fmpq(f.degrees[1])),
        ("ss", lambda f: f.residual),
        ("ms", lambda f: f.variance),
    ),
    "residual_sd": (("", lambda f: arb(f.variance).sqrt()),),
    "R2": (("", lambda f: f.R2),),
}


def estimate(k: int, f: Fit) -> fmpq:
    return f.coefficients[k]


def deviation(k: int, f: Fit) -> arb:
    return arb(f.variance * f.diagonal[k]).sqrt()


def figures(dataset: Dataset) -> Iterator[tuple[str, str, str, Value]]:
    """The end of the claim's name, its title, the figure and the true value of each certified figure."""
    for name, found in dataset.certified.items():
        if name in TABLE:
            of = {"R2": "R squared", "residual_sd": "residual standard deviation"}.get(name, name)
            for figure, (short, value) in zip(found, TABLE[name], strict=True):
                yield f"{name}_{short}".rstrip("_"), f"{of} {NAMES.get(short, '')}".rstrip(), figure, value
        else:
            k = list(dataset.certified).index(name)
            yield name, f"estimate of {name}", found[0], partial(estimate, k)
            yield (
                f"{name}_sd",
                f"standard deviation of the estimate of {name}",
                found[1],
                partial(deviation, k),
            )


def check(dataset: Dataset, figure: str, value: Value) -> Check:
    if figure == "Infinity":
        return identity(lambda: [(fit(dataset).residual, fmpq(0))], "the residual sum of squares is zero")
    if figure.isdecimal():
        return identity(lambda: [(value(fit(dataset)), rational(figure))], "the degrees of freedom")
    return printed(figure, lambda: value(fit(dataset)))


MISPRINTED = ("Wampler5 regression_F",)  # its last digits are those of a float64


def claim(dataset: Dataset, short: str, called: str, figure: str, value: Value) -> Claim:
    return Claims(problem, NIST.at(dataset.name), f"NIST-{dataset.name}-{short}", further=True).printed(
        says=f"The {called} in {dataset.name} is {figure}.",
        reading="Exactly, of the decimal data as printed."
        if figure.isdecimal() or figure == "Infinity"
        else "Right to half a unit of its last digit, of the decimal data as printed.",
        check=check(dataset, figure, value),
        declared=REFUTED if f"{dataset.name} {short}" in MISPRINTED else CONFIRMED,
        reach=Reach.IDENTITY if figure.isdecimal() else Reach.FIGURE,
    )


CLAIMS = tuple(claim(d, *figure) for d in SETS for figure in figures(d))
