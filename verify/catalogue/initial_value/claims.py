"""The orders of the methods, as identities; and where float64 gives them no more."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flint import fmpq, fmpq_poly

from verify.catalogue.initial_value.problem import EULER, HEUN, RUNGE_KUTTA, problem
from verify.catalogue.sources import HAIRER, HIGHAM
from verify.claims.declare import Claims
from verify.claims.forms import Check, each, identity
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure


def one_step(order: int) -> fmpq_poly:
    """What one step of the method multiplies y by, as a polynomial in h: the body's own formulas, y = 1."""
    h, y = fmpq_poly([0, 1]), fmpq_poly([1])
    if order == 1:
        return y - h * y
    k1 = -y
    if order == 2:
        return y + h / 2 * (k1 - (y + h * k1))
    k2 = -(y + h / 2 * k1)
    k3 = -(y + h / 2 * k2)
    k4 = -(y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def is_the_series(order: int) -> Sequence[tuple[Any, Any]]:
    # e^-h = 1 - h + h^2/2 - ...: a method of order q has its terms up to h^q, and here no more.
    factorial, series = fmpq(1), [fmpq(1)]
    for k in range(1, order + 1):
        factorial = factorial * k
        series.append((-1) ** k / factorial)
    return [(one_step(order), fmpq_poly(series))]


def cause_at(algorithm: Algorithm, m: int, cause: str) -> Callable[[], bool]:
    return lambda: measure(algorithm, y0="1.3", m=m).cause == cause


def turns(algorithm: Algorithm, before: int, after: int) -> Check:
    return each(
        [
            (f"at m = {before}", cause_at(algorithm, before, "truncation")),
            (f"at m = {after}", cause_at(algorithm, after, "rounding")),
        ],
        f"truncation dominates at m = {before}, rounding at m = {after}",
    )


O = Claims(problem, HAIRER.at("sections II.1 and II.2"), "IVP-1", further=True)  # noqa: E741
CLAIMS = (
    *(
        O.law(
            letter,
            says=f"{name} is of order {order}.",
            reading=f"For y' = -y one step multiplies by the exponential series to order {order}, exactly.",
            check=identity(partial(is_the_series, order), f"the step is the series to h^{order}"),
            reach=Reach.IDENTITY,
        )
        for letter, name, order in (
            ("a", "Euler's method", 1),
            ("b", "Heun's method", 2),
            ("c", "The classical Runge-Kutta method", 4),
        )
    ),
    Claims(problem, HIGHAM.at("section 4.3"), "IVP-2", further=True).finding(
        "a",
        says="As the step falls the error falls, until rounding takes over: more steps then make it worse.",
        reading="Runge-Kutta 4 for y' = -y from 1.3 in float64: with 2^8 steps truncation dominates, with "
        "2^12 rounding.",
        check=turns(RUNGE_KUTTA, 8, 12),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, HIGHAM.at("section 4.3"), "IVP-2", further=True).finding(
        "b",
        says="A method of low order needs so many steps that truncation still rules.",
        reading="Euler's and Heun's methods with 2^12 steps in float64: truncation dominates. (This is ours "
        "to add: the source shows Euler's method in a shorter format, where rounding does take over.)",
        check=each(
            [(a.name, cause_at(a, 12, "truncation")) for a in (EULER, HEUN)], "truncation dominates in both"
        ),
        reach=Reach.MEASUREMENT,
    ),
)
