"""The positive root of a cubic by Newton's method, and the ways in which Newton's method fails.

From every start above the stationary point sqrt(p/3) the iterates fall to the root; from the others they
may come to another root, go round in a cycle, or be thrown far away.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import MITX
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.roots import certified_root
from verify.mathematics.sampling import log_strata, strata

METHOD = MITX.at("Newton-Raphson method")


def positive_root(p: arb, q: arb, x0: arb) -> arb:
    # With x = 2 sqrt(p/3) y the equation is 4y^3 - 3y = t, t = (q/2)/(p/3)^(3/2) > 0, whose largest root is
    # T_(1/3)(t), T Chebyshev's function; T_a(t) = 2F1(-a, a; 1/2; (1-t)/2), also for t > 1.
    third = p / 3
    t = q / (2 * third * third.sqrt())
    return 2 * third.sqrt() * ((1 - t) / 2).hypgeom_2f1(-arb(1) / 3, arb(1) / 3, arb(0.5))


def cubic_second(p: arb, q: arb, x0: arb) -> Any:
    # f(sqrt p) = -q < 0; with s = sqrt(p), k = q^(1/3), f(s + k) = 2s^2 k + 3s k^2 > 0. f' >= 2p between, and
    # no less than p a little further out.
    s = p.sqrt()
    return certified_root(
        lambda x: x * x * x - p * x - q,
        lambda x: (3 * x * x - p).max(p),
        s.union(s + q.root(3)) + arb(0, 1e-6) * s,
    )


def cubic_opinion(mp: Mpmath, p: Mpf, q: Mpf, x0: Mpf) -> Mpf:
    roots = mp.polyroots([-q, -p, 0, 1], maxsteps=500, extraprec=400, asc=True)
    return max(mp.re(r) for r in roots if abs(mp.im(r)) < mp.mpf(10) ** -40)


def cubic_gradient(p: arb, q: arb, x0: arb) -> list[arb]:
    # From r^3 - p r - q = 0. f' > 0 at r > sqrt(p), as f(sqrt p) = -q < 0.
    r = positive_root(p, q, x0)
    slope = (3 * r * r - p).max(2 * p)
    return [r / slope, 1 / slope, arb(0)]


def cubic_points(count: int, random: Random) -> Iterator[Inputs]:
    # Newton's own x^3 - 2x - 5; x^3 - 2x - 2, whose 0 and -1 are a cycle; x^3 - 3x - 1, three roots and a
    # stationary point at 1; and p, q at random.
    part = count // 5
    for first, last, starts in (
        (2, 5, strata(part, -3, 6, 2, random)),
        (2, 2, [fmpq(0), fmpq(-1), fmpq(1, 1000), *strata(part - 3, -3, 3, 3, random)]),
        (3, 1, [fmpq(1), fmpq(1001, 1000), *strata(part - 2, -3, 3, 3, random)]),
    ):
        for x0 in starts:
            yield {"p": fmpq(first), "q": fmpq(last), "x0": x0}
    rest = count - 3 * part
    ps, qs = log_strata(rest, -3, 3, random), log_strata(rest, -3, 3, random)
    random.shuffle(qs)
    for p, q, x0 in zip(ps, qs, strata(rest, -50, 50, 2, random), strict=False):
        yield {"p": p, "q": q, "x0": x0}


problem = Problem(
    name="newton_cubic",
    title="The positive root of a cubic by Newton's method",
    formula="the root x > 0 of x^3 - p x - q, p, q > 0, from x0",
    source=METHOD,
    systems=("C5",),
    inputs=(
        Input("p", fmpq(0), fmpq(1000), above=True),
        Input("q", fmpq(0), fmpq(1000), above=True),
        Input("x0", fmpq(-1000), fmpq(1000)),
    ),
    truth=Route(
        positive_root,
        "Chebyshev's function of order 1/3 as a hypergeometric series; Descartes' rule: one positive root",
    ),
    second=Route(cubic_second, "interval Newton, which proves existence and uniqueness"),
    opinion=Route(cubic_opinion, "mpmath's polyroots"),
    sensitivity=Sensitivity(
        gradient=cubic_gradient,
        # rises with p and q and does not depend on x0
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("x0", lambda p, q, x0: x0), points=cubic_points, count=75),
    references=tuple(
        dict(zip(("p", "q", "x0"), row.split(), strict=True))
        for row in ("2 5 2", "2 2 0", "3 1 1", "3 2 5", "1/10 900 1", "700 1/50 30", "12 16 3")
    ),
)
