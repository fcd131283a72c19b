"""y' = -y, y(0) = y0: the value at 1 is y0/e. Steps of h = 2^-m, so that the times are exact."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.initial_value.truncation import remainder
from verify.catalogue.sources import HAIRER
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
from verify.mathematics.sampling import in_shares

MOST = 12
HALVINGS = Parameter("m", 0, MOST, tuple(range(0, MOST + 1, 2)), shown=6)


def truth(y0: arb) -> arb:
    return y0 * arb(-1).exp()


def opinion(mp: Mpmath, y0: Mpf) -> Mpf:
    return y0 / mp.e


problem = Problem(
    name="initial_value",
    title="An initial value problem by one-step methods",
    formula="y(1) for y' = -y, y(0) = y0",
    source=HAIRER.at("chapter II"),
    inputs=(Input("y0", fmpq(1), fmpq(2)),),
    truth=Route(truth, "y0 exp(-1), in balls; the methods only add and multiply"),
    opinion=Route(opinion, "y0 over mpmath's e"),
    sensitivity=Sensitivity(gradient=lambda y0: [arb(-1).exp()], monotone=True),
    sweep=Sweep(axis=Axis("y0", lambda y0: y0), points=in_shares("y0", (1, 2), digits=3), count=4),
    references=tuple({"y0": y} for y in (1, "1.25", "1.5", 2)),
)


def euler(R: Arithmetic[Number], y0: Number, m: int) -> Number:
    h, y = R(fmpq(1, 2**m)), y0
    for _ in range(2**m):
        y = y - h * y
    return y


def heun(R: Arithmetic[Number], y0: Number, m: int) -> Number:
    h, y = R(fmpq(1, 2**m)), y0
    half = h / 2
    for _ in range(2**m):
        first = -y
        second = -(y + h * first)
        y = y + half * (first + second)
    return y


def runge_kutta(R: Arithmetic[Number], y0: Number, m: int) -> Number:
    h, y = R(fmpq(1, 2**m)), y0
    half, sixth = h / 2, h / 6
    for _ in range(2**m):
        k1 = -y
        k2 = -(y + half * k1)
        k3 = -(y + half * k2)
        k4 = -(y + h * k3)
        y = y + sixth * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


def method(name: str, says: str, body: Callable[..., Any], order: int, source: Source) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        parameters=(HALVINGS,),
        truncation=Bound(partial(remainder, order), "the remainder of an alternating series, n times"),
    )


EULER = method("euler", "y + h f(y)", euler, 1, HAIRER.at("section I.7"))
HEUN = method("heun", "the mean of the slopes at both ends (order 2)", heun, 2, HAIRER.at("section II.1"))
RUNGE_KUTTA = method(
    "runge_kutta_4", "the classical method of order 4", runge_kutta, 4, HAIRER.at("section II.1")
)
