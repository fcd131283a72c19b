"""Kepler's equation by Newton's method: what the method is used for, and what it costs near a parabola.

From pi the iterates fall to the root for every eccentricity; from M they are faster for small e and wander
for e near 1.
"""

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic import Ball
from verify.arithmetic.precision import every, less
from verify.core.claim import CONFIRMED, Claim, Outcome
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
from verify.mathematics.roots import certified_root, order_of
from verify.mathematics.sampling import log_strata, strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
METHOD = NOTES.at("Newton-Raphson method")
KEPLER_SOURCE = Source("P. Colwell", 1993, "Solving Kepler's Equation over Three Centuries", "chapter 4")
STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def kepler_steps(R: Any, M: Any, e: Any, x: Any, steps: int) -> Any:
    for _ in range(steps):
        x = x - (x - e * R.sin(x) - M) / (1 - e * R.cos(x))
    return x


def kepler_from_pi(R: Any, M: Any, e: Any, steps: int) -> Any:
    return kepler_steps(R, M, e, 0 * M + R.pi(), steps)


def kepler_from_M(R: Any, M: Any, e: Any, steps: int) -> Any:
    return kepler_steps(R, M, e, M, steps)


def anomaly(M: Any, e: Any) -> Any:
    # E lies in [M, M + e], as E - M = e sin E; f' = 1 - e cos E >= 1 - e.
    def f(x: Any) -> Any:
        return x - e * x.sin_cos()[0] - M

    def slope(x: Any) -> Any:
        return (1 - e * x.sin_cos()[1]).max(1 - e)

    return certified_root(f, slope, M.union(M + e) + arb(0, 1e-6) * (M + e))


def kepler_opinion(mp: Any, M: Any, e: Any) -> Any:
    low, high = M, M + e
    for _ in range(int(mp.prec) + 40):
        middle = (low + high) / 2
        if middle - e * mp.sin(middle) < M:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def kepler_gradient(M: Any, e: Any) -> list[Any]:
    s, c = anomaly(M, e).sin_cos()
    speed = (1 - e * c).max(1 - e)
    return [1 / speed, s / speed]


def residual_bound(body: Callable[..., Any]) -> Callable[..., Any]:
    def bound(M: Any, e: Any, steps: int) -> Any:
        # f(x) - f(E) = f'(xi) (x - E) and f' >= 1 - e > 0 (mean value theorem): |x - E| <= |f(x)|/(1 - e).
        x = body(Ball(), M, e, steps)
        return abs(x - e * x.sin() - M) / (1 - e)

    return bound


def kepler_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
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
    source=KEPLER_SOURCE,
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

ALGORITHMS = tuple(
    Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=KEPLER_SOURCE,
        body=body,
        parameters=(STEPS,),
        truncation=Bound(residual_bound(body), "mean value theorem"),
        basic=False,
    )
    for name, says, body in (
        ("from_pi", "from pi, where f and f'' have one sign: monotone for every M and e", kepler_from_pi),
        ("from_M", "from M itself, which may be far off for e near 1", kepler_from_M),
    )
)

# --- claims -----------------------------------------------------------------------------------------


def measured_order() -> Outcome:
    """From the certified errors of the iterates for e = 1/2, M = 1 from pi."""
    M, e = arb(1), arb(0.5)
    errors = [kepler_from_pi(Ball(), M, e, n) - anomaly(M, e) for n in range(3, 7)]
    orders = [order_of(errors[k : k + 3]) for k in range(2)]
    told = ", ".join(order.str(8, radius=False) for order in orders)
    near = [less(abs(order - 2), fmpq(1, 1000)) for order in orders]
    return Outcome(every(near), f"for e = 1/2, M = 1 from pi it is {told} at n = 4, 5", orders[-1])


CLAIMS = (
    Claim(
        "C-6f",
        problem,
        "finding",
        "Convergence is of second order",
        "Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 for Kepler's "
        "equation, e = 1/2, M = 1, from pi, n = 4, 5.",
        NOTES.at("convergence of Newton's method"),
        CONFIRMED,
        measured_order,
    ),
)
