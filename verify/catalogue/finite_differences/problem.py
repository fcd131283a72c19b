"""The slope of sqrt at x: 1/(2 sqrt x). With steps h = 2^-k, h and the division by it are exact."""

from flint import arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.finite_differences.truncation import central_truncation, forward_truncation
from verify.catalogue.sources import NOCEDAL
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Sweep,
)
from verify.mathematics.sampling import in_shares

MOST = 50
STEP = Parameter("k", 2, MOST, tuple(range(2, MOST + 1, 4)), shown=26)


def truth(x: arb) -> arb:
    return 1 / (2 * x.sqrt())


def gradient(x: arb) -> list[arb]:
    return [-1 / (4 * x * x.sqrt())]


def opinion(mp: Mpmath, x: Mpf) -> Mpf:
    return mp.power(x, mp.mpf(-1) / 2) / 2


problem = Problem(
    name="finite_differences",
    title="The derivative of a square root by differences",
    formula="1/(2 sqrt x), from sqrt at x and x + h, or at x - h and x + h, h = 2^-k",
    source=NOCEDAL.at("section 8.1"),
    inputs=(Input("x", fmpq(1), fmpq(100)),),
    truth=Route(truth, "the derivative by its formula, in balls; the algorithms subtract two square roots"),
    opinion=Route(opinion, "mpmath's power"),
    sensitivity=Sensitivity(gradient=gradient, monotone=True),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=in_shares("x", (1, 100), digits=3), count=30),
    references=tuple({"x": x} for x in (1, "5/4", 2, 10, "99.5", 100)),
)


def forward(R: Arithmetic[Number], x: Number, k: int) -> Number:
    h = R(fmpq(1, 2**k))
    return (R.sqrt(x + h) - R.sqrt(x)) / h


def central(R: Arithmetic[Number], x: Number, k: int) -> Number:
    h = R(fmpq(1, 2**k))
    return (R.sqrt(x + h) - R.sqrt(x - h)) / (h + h)


FORWARD = Algorithm(
    name="forward",
    problem=problem,
    says="(f(x + h) - f(x))/h",
    source=NOCEDAL.at("section 8.1"),
    body=forward,
    parameters=(STEP,),
    truncation=Bound(forward_truncation, "Taylor's formula to the first order with Lagrange's remainder"),
    grid=True,
)
CENTRAL = Algorithm(
    name="central",
    problem=problem,
    says="(f(x + h) - f(x - h))/(2h)",
    source=NOCEDAL.at("section 8.1"),
    body=central,
    parameters=(STEP,),
    truncation=Bound(central_truncation, "Taylor's formula to the second order with Lagrange's remainder"),
    grid=True,
)
