"""1/(1-x) by its series: inside the radius of convergence, at its edge and outside.

The finite sum is known for every x: 1 + x + ... + x^(n-1) = (1 - x^n)/(1 - x). So the truncation error is
known exactly, and it is what makes the series useless outside.
"""

from collections.abc import Iterator
from random import Random

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import DU
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import strata

RANGE = "section on Taylor's expansion, its range"


def truth(x: arb) -> arb:
    return 1 / (1 - x)


def opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # Newton's iteration y (2 - (1-x) y) for the reciprocal, which doubles the digits and never divides.
    d = 1 - x
    sign, magnitude = mp.sign(d), mp.mag(d)
    y = mp.ldexp(sign, -magnitude)  # within a factor of 2 of the reciprocal, and not above it
    for _ in range(12):
        y = y * (2 - d * y)
    return y


def points(count: int, random: Random) -> Iterator[Inputs]:
    # Both sides of the edge, close to it, and on to where the powers leave float64's range: at x = 10 it is
    # 308 of them.
    near = [s * (1 + t * fmpq(1, 10**k)) for s in (1, -1) for t in (1, -1) for k in (1, 2, 3, 5)]
    half = max((count - len(near)) // 2, 2)
    spread = strata(half, -2, 2, 3, random) + strata(half, -11, 11, 2, random)
    for x in sorted({fmpq(10), *near, *spread} - {fmpq(1)}):
        yield {"x": x}


problem = Problem(
    name="geometric_series",
    title="1/(1-x) by its series",
    formula="y = 1/(1-x), x other than 1",
    source=DU.at(RANGE),
    inputs=(Input("x", fmpq(-1000), fmpq(1000)),),
    truth=Route(
        truth, "one division of balls; the algorithms add and multiply powers of x, of 1/x or of (1+x)/2"
    ),
    opinion=Route(opinion, "Newton's iteration for a reciprocal in mpmath, without a division"),
    sensitivity=Sensitivity(gradient=lambda x: [1 / ((1 - x) * (1 - x))]),
    sweep=Sweep(axis=Axis("x", lambda x: x), points=points, count=150),
    systems=("B4",),
    references=tuple(
        {"x": x} for x in ("0", "1/2", "-1/2", "999/1000", "-1", "3/2", "10", "-10", "1000", "1/3")
    ),
)
