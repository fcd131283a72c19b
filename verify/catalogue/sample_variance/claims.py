"""The bounds of Chan, Golub and LeVeque, and what Higham says of the textbook's formula."""

from collections.abc import Callable
from functools import partial

from flint import arb, fmpq

from verify.catalogue.sample_variance.methods import CORRECTED, TEXTBOOK, TWO_PASSES, UPDATED
from verify.catalogue.sample_variance.problem import SHIFTS, N, data, problem, squares
from verify.catalogue.sources import CHAN, HIGHAM
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each, exists
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure

U = fmpq(1, 2**53)


def kappa_squared(k: int) -> fmpq:
    (x,) = data(k)
    return sum((v * v for v in x), fmpq(0)) / squares(x)


def within(algorithm: Algorithm, bound: Callable[[arb], arb]) -> Check:
    """The relative error is at most twice a bound in kappa, the constants being left out in the source."""

    def holds(k: int) -> bool | None:
        error = measure(algorithm, k=k).forward_error
        return None if error is None else bool(error <= 2 * bound(arb(kappa_squared(k)).sqrt()))

    return at_each(SHIFTS, holds, lambda k: f"at k = {k}", "twice the bound holds at each shift")


def is_negative(k: int) -> bool:
    return bool(measure(TEXTBOOK, k=k).computed < 0)


EVERY = "For 60 numbers and each k of the sweep, in float64, a factor of 2 (ours) for constants left out: "
V = Claims(problem, CHAN, "VAR-1", further=True)
CLAIMS = (
    V.finding(
        "a",
        says="The textbook's one-pass formula has a relative error of about n kappa^2 u.",
        reading=EVERY + "at most n kappa^2 u.",
        check=within(TEXTBOOK, lambda kappa: N * kappa**2 * U),
        reach=Reach.MEASUREMENT,
    ),
    V.finding(
        "b",
        says="Two passes have about n u + n^2 kappa^2 u^2.",
        reading=EVERY + "at most n u + n^2 kappa^2 u^2.",
        check=within(TWO_PASSES, lambda kappa: N * U + (N * kappa * U) ** 2),
        reach=Reach.MEASUREMENT,
    ),
    V.finding(
        "c",
        says="Two passes with a correction have about n u + n^3 kappa^2 u^3.",
        reading=EVERY + "at most n u + n^3 kappa^2 u^3.",
        check=within(CORRECTED, lambda kappa: N * U + N**3 * kappa**2 * U**3),
        reach=Reach.MEASUREMENT,
    ),
    V.finding(
        "d",
        says="Updating formulas have about n kappa u.",
        reading=EVERY + "at most n kappa u.",
        check=within(UPDATED, lambda kappa: N * kappa * U),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, HIGHAM.at("section 1.9"), "VAR-2", further=True).finding(
        says="The one-pass formula can give a negative variance.",
        reading="In float64, for one k of the sweep at least.",
        check=exists(
            [(f"at k = {k}", partial(is_negative, k)) for k in SHIFTS],
            "no result is negative",
        ),
        reach=Reach.EXAMPLE,
    ),
)
