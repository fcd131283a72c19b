"""Linear and quadratic approximations near 0 of sums, products and compositions, from those of their parts.

A sum takes the sum, a product the product, with or without the powers above the order; f(g(x)) with
g(0) = 0 takes the approximation of f at u = g(x).
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.catalogue.sources import MITX
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata
from verify.measure.envelope import by_series


def drawn(farthest: int, left: fmpq | None = None) -> Callable[..., Iterator[Inputs]]:
    """|x| from 1e-12 to 10^farthest, both signs; to the left no further than `left`."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        for k, x in enumerate(log_strata(count, -12, farthest, random)):
            if k % 2 == 0:
                yield {"x": x}
            elif left is None or -x >= left:
                yield {"x": -x}

    return points


def declared(
    name: str,
    title: str,
    formula: str,
    truth: Callable[..., Any],
    route: str,
    opinion: Callable[..., Any],
    gradient: Callable[..., Any],
    inputs: Input,
    farthest: int,
    left: fmpq | None = None,
    references: tuple[str, ...] = ("1/10", "-1/10", "1/1000000", "-1/3", "1/2", "2", "5"),
) -> Problem:
    return Problem(
        name=name,
        title=title,
        formula=formula,
        source=MITX.at("linear approximation of combined functions"),
        systems=("C1", "C2"),
        inputs=(inputs,),
        truth=Route(truth, route),
        opinion=Route(opinion, "mpmath's elementary functions"),
        sensitivity=Sensitivity(gradient=gradient),
        sweep=Sweep(axis=Axis("|x|", lambda x: abs(x), log=True), points=drawn(farthest, left), count=120),
        references=tuple({"x": x} for x in references),
    )


# --- sum: e^x + sin x -------------------------------------------------------------------------------
def sum_truth(x: arb) -> arb:
    return x.exp() + x.sin()


SUM = declared(
    "approximation_of_sum",
    "A sum near 0, from the approximations of its two terms",
    "e^x + sin x",
    sum_truth,
    "FLINT's exp and sin; the algorithm only adds and multiplies",
    lambda mp, x: mp.exp(x) + mp.sin(x),
    by_series(sum_truth),
    Input("x", fmpq(-100), fmpq(100)),
    1,
)


# --- product: e^x sqrt(1 + x) -----------------------------------------------------------------------
def product_truth(x: arb) -> arb:
    return x.exp() * (1 + x).sqrt()


PRODUCT = declared(
    "approximation_of_product",
    "A product near 0, from the approximations of its two factors",
    "e^x sqrt(1 + x), x > -1",
    product_truth,
    "FLINT's exp and sqrt; the algorithms only add and multiply",
    lambda mp, x: mp.exp(x + mp.log1p(x) / 2),
    by_series(product_truth),
    Input("x", fmpq(-1), fmpq(100), above=True),
    1,
    left=fmpq(-99, 100),
)


# --- composition: e^(sin x) and 1/(1 + x^2) ---------------------------------------------------------
def composition_truth(x: arb) -> arb:
    # sin x = x 0F1(3/2; -x^2/4): the algorithm calls the sine itself
    return (x * (-x * x / 4).hypgeom_0f1(arb(1.5))).exp()


def composition_slope(x: arb) -> list[arb]:
    return [x.cos() * x.sin().exp()]


COMPOSITION = declared(
    "approximation_of_composition",
    "f(g(x)) near 0 with g(0) = 0, from the approximation of f",
    "e^(sin x)",
    composition_truth,
    "exp of the hypergeometric series of the sine",
    lambda mp, x: mp.exp(mp.im(mp.expj(x))),
    composition_slope,
    Input("x", fmpq(-50), fmpq(50)),
    1,
)


def reciprocal_truth(x: arb) -> arb:
    return 1 / (1 + x * x)


def reciprocal_slope(x: arb) -> list[arb]:
    return [-2 * x / (1 + x * x) ** 2]


RECIPROCAL = declared(
    "approximation_in_square",
    "1/(1 + u) with u = x^2, near 0",
    "1/(1 + x^2)",
    reciprocal_truth,
    "the formula itself, a quotient of balls; the algorithm only subtracts powers",
    lambda mp, x: mp.re(1 / (1 + mp.mpc(0, x))),
    reciprocal_slope,
    Input("x", fmpq(-1000), fmpq(1000)),
    2,
)
