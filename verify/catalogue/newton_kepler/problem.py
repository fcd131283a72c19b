"""Kepler's equation by Newton's method: what the method is used for, and what it costs near a parabola.

From pi the iterates fall to the root for every eccentricity; from M they are faster for small e and wander
for e near 1.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import COLWELL
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.roots import certified_root
from verify.mathematics.sampling import log_strata, strata


def anomaly(M: arb, e: arb) -> Any:
    # E lies in [M, M + e], as E - M = e sin E; f' = 1 - e cos E >= 1 - e.
    def f(x: arb) -> arb:
        return x - e * x.sin_cos()[0] - M

    def slope(x: arb) -> arb:
        return (1 - e * x.sin_cos()[1]).max(1 - e)

    return certified_root(f, slope, M.union(M + e) + arb(0, 1e-6) * (M + e))


def kepler_opinion(mp: Mpmath, M: Mpf, e: Mpf) -> Mpf:
    low, high = M, M + e
    for _ in range(int(mp.prec) + 40):
        middle = (low + high) / 2
        if middle - e * mp.sin(middle) < M:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def kepler_gradient(M: arb, e: arb) -> list[Any]:
    s, c = anomaly(M, e).sin_cos()
    speed = (1 - e * c).max(1 - e)
    return [1 / speed, s / speed]


def kepler_points(count: int, random: Random) -> Iterator[Inputs]:
    # The planets' eccentricities, comets', and the corner M -> 0, e -> 1 where the root is nearly triple.
    half = count // 2
    eccentricities = strata(half, 0, 1, 3, random)[:-1]
    means = strata(half, 0, 3, 3, random)[1:]
    random.shuffle(means)
    for M, e in zip(means, eccentricities, strict=False):
        yield {"M": M, "e": e}
    gaps = log_strata(count - half, -8, 0, random)[:-1]
    smalls = log_strata(count - half, -9, 0, random)
    random.shuffle(smalls)
    for M, gap in zip(smalls, gaps, strict=False):
        yield {"M": M, "e": 1 - gap}


problem = Problem(
    name="newton_kepler",
    title="Kepler's equation by Newton's method",
    formula="the root E of E - e sin E = M, 0 < M <= 3.14, 0 <= e < 1",
    source=COLWELL,
    systems=("C5",),
    inputs=(Input("M", fmpq(0), fmpq(314, 100), above=True), Input("e", fmpq(0), 1 - fmpq(10) ** -10)),
    truth=Route(
        anomaly, "interval Newton with sine and cosine of whole balls; the algorithms iterate points"
    ),
    opinion=Route(kepler_opinion, "bisection in mpmath"),
    sensitivity=Sensitivity(
        gradient=kepler_gradient,
        # dE/dM = 1/(1 - e cos E) > 0, dE/de = sin E/(1 - e cos E) > 0 on 0 < E < pi
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("M", lambda M, e: M, log=True), points=kepler_points, count=60),
    references=tuple(
        {"M": M, "e": e}
        for M, e in (
            ("1", "1/2"),
            ("1/10", "9/10"),
            ("1/1000000", "999/1000"),
            ("3", "1/60"),
            ("2", "0.967"),
            ("1", "0"),
        )
    ),
)
