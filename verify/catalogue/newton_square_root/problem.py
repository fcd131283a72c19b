"""A square root by Newton's method, in float64 and exactly; the order of convergence.

Far above the root an iterate is halved with every step; close to it its error is squared.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.catalogue.sources import MITX
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.roots import certified_root
from verify.mathematics.sampling import log_strata

METHOD = MITX.at("Newton-Raphson method")


def square_root_second(c: arb, x0: arb) -> Any:
    # 2^(k-1) <= c < 2^k puts the root between 2^(h-1) and 2^(h+1), h = k // 2 rounded down.
    mantissa, exponent = c.mid().man_exp()
    h = (mantissa.bit_length() + int(exponent)) // 2
    bracket = (arb(2) ** (h - 1)).union(arb(2) ** (h + 1))
    return certified_root(lambda x: x * x - c, lambda x: 2 * x, bracket)


def square_root_points(count: int, random: Random) -> Iterator[Inputs]:
    # From x_0 = 1, as one would: c from 1e-12 to 1e12, and on to where 60 steps are too few.
    near = count * 2 // 3
    for c in log_strata(near, -12, 12, random):
        yield {"c": c, "x0": fmpq(1)}
    for c in log_strata(count - near, -290, 290, random):
        yield {"c": c, "x0": fmpq(10) ** random.randint(-3, 3)}


problem = Problem(
    name="newton_square_root",
    title="A square root by Newton's method",
    formula="the root x > 0 of x^2 - c, from x0 > 0",
    source=METHOD,
    systems=("C5",),
    inputs=(
        Input("c", fmpq(0), fmpq(10) ** 300, above=True),
        Input("x0", fmpq(0), fmpq(10) ** 150, above=True),
    ),
    truth=Route(
        lambda c, x0: c.sqrt(), "FLINT's square root; the algorithm only adds, multiplies and divides"
    ),
    second=Route(square_root_second, "interval Newton, which proves existence and uniqueness"),
    opinion=Route(lambda mp, c, x0: mp.exp(mp.log(c) / 2), "half the logarithm in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda c, x0: [1 / (2 * c.sqrt()), arb(0)],
        # rises with c and does not depend on x0
        monotone=True,
    ),
    sweep=Sweep(
        axis=Axis("c/x0^2", lambda c, x0: c / (x0 * x0), log=True), points=square_root_points, count=60
    ),
    references=tuple(
        {"c": c, "x0": "1"}
        for c in ("2", "3", "1/10", "1000000", "1/1000000000000", "10", "7/3", "12345.678")
    ),
)
