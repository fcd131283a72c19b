"""e^x for x >= 0, e itself at x = 1, by Maclaurin's polynomials and by compound interest."""

import math
from collections.abc import Iterator
from random import Random

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import DU
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import strata
from verify.measure.envelope import by_series

EXAMPLE = "example of Maclaurin's expansion"


def truth(x: arb) -> arb:
    return x.exp()


def opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # Newton's iteration for ln y = x, each step doubling the digits.
    y = mp.mpf(math.exp(float(x)))
    for _ in range(7):
        y = y * (1 + x - mp.ln(y))
    return y


def points(count: int, random: Random) -> Iterator[Inputs]:
    yield {"x": fmpq(1)}
    half = count // 2
    for x in strata(half, 0, 4, 2, random)[1:] + strata(count - half, 4, 50, 2, random)[1:]:
        yield {"x": x}


problem = Problem(
    name="exponential_maclaurin",
    title="e^x by its polynomials about 0, and by compound interest",
    formula="y = e^x, x >= 0; e itself at x = 1",
    source=DU.at(EXAMPLE),
    inputs=(Input("x", fmpq(0), fmpq(50)),),
    truth=Route(
        truth, "arb's exp, by argument reduction and bit-burst; the algorithms add, multiply and divide"
    ),
    opinion=Route(opinion, "Newton's iteration on mpmath's logarithm"),
    sensitivity=Sensitivity(gradient=by_series(truth), monotone=True),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=120),
    systems=("B3",),
    references=tuple({"x": x} for x in ("0", "1", "1/2", "2", "10", "50")),
)
