"""The ways to compute it."""

from collections.abc import Callable
from typing import Any

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.geometric_series.problem import RANGE, problem
from verify.catalogue.geometric_series.truncation import (
    remainder,
    remainder_inverted,
    remainder_of_product,
    remainder_recentred,
)
from verify.catalogue.sources import AHLFORS, DU, EULER, KNUTH
from verify.core.model import Algorithm, Bound, Parameter, Source

TERMS = Parameter("terms", 1, 1000, (1, 2, 4, 10, 20, 50, 100, 200, 500, 1000), shown=20)
FACTORS = Parameter("factors", 0, 20, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20), shown=6)


def series(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    total = power = R(1)
    for _ in range(1, terms):
        power = power * x
        total = total + power
    return total


def horner(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    total = R(1)
    for _ in range(1, terms):
        total = 1 + x * total
    return total


def product(R: Arithmetic[Number], x: Number, factors: int) -> Number:
    total, power = R(1), x
    for _ in range(factors):
        total = total * (1 + power)
        power = power * power
    return total


def inverted(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    # 1/(1-x) = -(1/x)/(1 - 1/x), with the series in 1/x.
    power = total = -1 / x
    for _ in range(1, terms):
        power = power / x
        total = total + power
    return total


def recentred(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    # 1/(1-x) = (1/2)/(1 - (1+x)/2), Taylor's series about -1.
    q = (1 + x) / 2
    power = total = R(1) / 2
    for _ in range(1, terms):
        power = power * q
        total = total + power
    return total


def algorithm(
    name: str,
    says: str,
    source: Source,
    body: Callable[..., Any],
    parameter: Parameter,
    truncation: Callable[..., Any],
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        parameters=(parameter,),
        truncation=Bound(truncation, "finite geometric sum"),
        applies=lambda x, **_: x != 1 and (x != 0 or body is not inverted),
        grid=True,
    )


ALGORITHMS = (
    algorithm("series", "1 + x + x^2 + ..., power by power", DU.at(RANGE), series, TERMS, remainder),
    algorithm("horner", "1 + x (1 + x (...))", KNUTH.at("section 4.6.4"), horner, TERMS, remainder),
    algorithm(
        "product",
        "(1 + x)(1 + x^2)(1 + x^4)...",
        EULER.at("chapter 16"),
        product,
        FACTORS,
        remainder_of_product,
    ),
    algorithm(
        "inverted",
        "-(1/x + 1/x^2 + ...), the series that converges outside",
        AHLFORS.at("chapter 5, section 1.3"),
        inverted,
        TERMS,
        remainder_inverted,
    ),
    algorithm(
        "recentred",
        "1/2 + (1+x)/4 + (1+x)^2/8 + ..., the series about -1, with radius 2",
        AHLFORS.at("chapter 5, section 1.2"),
        recentred,
        TERMS,
        remainder_recentred,
    ),
)
