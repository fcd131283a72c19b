"""The positive root of a cubic by Newton's method, and the ways in which Newton's method fails.

From every start above the stationary point sqrt(p/3) the iterates fall to the root; from the others they
may come to another root, go round in a cycle, or be thrown far away.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic import Ball
from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, both, identity
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
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
from verify.measure.budget import Breakdown

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
METHOD = NOTES.at("Newton-Raphson method")
STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def cubic(R: Any, p: Any, q: Any, x0: Any, steps: int) -> Any:
    x = x0
    for _ in range(steps):
        x = x - (x * x * x - p * x - q) / (3 * x * x - p)
    return x


def cubic_in_balls(p: Any, q: Any, x0: Any, steps: int) -> Any:
    x = x0
    for n in range(steps):
        if (3 * x * x - p).is_zero():
            raise Breakdown(
                f"x_{n} = {x.str(5, radius=False)} is a stationary point: its tangent has no root"
            )
        x = cubic(Ball(), p, q, x, 1)
    return x


def positive_root(p: Any, q: Any, x0: Any) -> Any:
    # With x = 2 sqrt(p/3) y the equation is 4y^3 - 3y = t, t = (q/2)/(p/3)^(3/2) > 0, whose largest root is
    # T_(1/3)(t), T Chebyshev's function; T_a(t) = 2F1(-a, a; 1/2; (1-t)/2), also for t > 1.
    third = p / 3
    t = q / (2 * third * third.sqrt())
    return 2 * third.sqrt() * ((1 - t) / 2).hypgeom_2f1(-arb(1) / 3, arb(1) / 3, arb(0.5))


def cubic_second(p: Any, q: Any, x0: Any) -> Any:
    # f(sqrt p) = -q < 0; with s = sqrt(p), k = q^(1/3), f(s + k) = 2s^2 k + 3s k^2 > 0. f' >= 2p between, and
    # no less than p a little further out.
    s = p.sqrt()
    return certified_root(
        lambda x: x * x * x - p * x - q,
        lambda x: (3 * x * x - p).max(p),
        s.union(s + q.root(3)) + arb(0, 1e-6) * s,
    )


def cubic_opinion(mp: Any, p: Any, q: Any, x0: Any) -> Any:
    roots = mp.polyroots([-q, -p, 0, 1], maxsteps=500, extraprec=400, asc=True)
    return max(mp.re(r) for r in roots if abs(mp.im(r)) < mp.mpf(10) ** -40)


def cubic_gradient(p: Any, q: Any, x0: Any) -> list[Any]:
    # From r^3 - p r - q = 0. f' > 0 at r > sqrt(p), as f(sqrt p) = -q < 0.
    r = positive_root(p, q, x0)
    slope = (3 * r * r - p).max(2 * p)
    return [r / slope, 1 / slope, arb(0)]


def fourier(p: Any, q: Any, x0: Any, steps: int) -> Any:
    # Let x_j > sqrt(p/3), so that f' > 0, f'' = 6x > 0 from there on. Then x_(j+1) >= r, for the tangent lies
    # below f; and from x_n >= r Newton falls monotonically to r (Fourier), with
    #     0 <= x_(n+1) - r = f''(xi)/(2 f'(x_n)) (x_n - r)^2 <= K (x_n - r)^2, K = 3x_(j+1)/(3r^2 - p),
    # as xi and x_n lie between r and x_(j+1). Before that nothing is known: infinity.
    r, x = positive_root(p, q, x0), x0
    for n in range(1, steps + 1):
        convex = x > 0 and 3 * x * x > p
        x = cubic(Ball(), p, q, x, 1)
        if convex:
            off, K = abs(x - r), 3 * x / (3 * r * r - p)
            for _ in range(n, steps):
                off = off.min(K * off * off)
            return off.upper()
    return arb.pos_inf()


def cubic_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
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

ALGORITHMS = (
    Algorithm(
        name="newton_cubic",
        problem=problem,
        says="x - (x^3 - p x - q)/(3x^2 - p), so many times",
        source=METHOD,
        body=cubic,
        ball=cubic_in_balls,
        parameters=(STEPS,),
        truncation=Bound(fourier, "Fourier's theorem on Newton's method for a convex function"),
    ),
)

# --- claims -----------------------------------------------------------------------------------------
# The letters stand for themselves: an identity between polynomials holds for every value of them.

x_, r_, s_ = fmpq_mpoly_ctx.get(("x", "r", "s"), Ordering.lex).gens()


def measured_order() -> Outcome:
    """From the certified errors of the iterates for x^3 - 2x - 5 from 2."""
    two, five = arb(2), arb(5)
    root = positive_root(two, five, two)
    errors = [cubic(Ball(), two, five, two, n) - root for n in range(2, 7)]
    orders = [order_of(errors[k : k + 3]) for k in range(3)]
    told = ", ".join(order.str(8, radius=False) for order in orders)
    near = [less(abs(order - 2), fmpq(1, 1000)) for order in orders]
    return Outcome(every(near), f"for x^3 - 2x - 5 from 2 it is {told} at n = 3, 4, 5", orders[-1])


def iterates(coefficients: Sequence[int], x: fmpq, steps: int) -> list[fmpq]:
    """Newton's exact rational iterates for a polynomial, lowest coefficient first."""
    f = fmpq_poly(list(coefficients))
    found = [x]
    for _ in range(steps):
        found.append(found[-1] - f(found[-1]) / f.derivative()(found[-1]))
    return found


FIVE = (0, -5, 0, 1)  # x^3 - 5x


def alternating() -> list[tuple[Any, Any]]:
    f = fmpq_poly(list(FIVE))
    return [
        (f(fmpq_poly([0, -1])), -f),
        *zip(iterates(FIVE, fmpq(1), 3), map(fmpq, (1, -1, 1, -1)), strict=True),
    ]


def arctangent() -> Outcome:
    """arctan is odd; x_1 = -x_0 where (1 + x^2) arctan x = 2x."""
    root = certified_root(
        lambda x: x.atan() - 2 * x / (1 + x * x),
        lambda x: (3 * x * x - 1) / (1 + x * x) ** 2,
        arb("1.4", "0.05"),
    )
    return Outcome(
        True if root.is_finite() else None,
        f"arctan alternates from x_0 = {root.str(20, radius=False)}, by interval Newton the one such start "
        "in [1.35, 1.45]",
        root,
    )


def not_every_odd() -> Outcome:
    steps = iterates((0, 1), fmpq(7), 2)
    return Outcome(
        steps[1] == -7, f"f(x) = x is odd, and Newton goes 7, {steps[1]}, {steps[2]}: to the root in one step"
    )


def not_only_odd() -> Outcome:
    cycle = iterates((2, -2, 0, 1), fmpq(0), 4)
    repeats = cycle == [0, 1, 0, 1, 0]
    return Outcome(
        False if repeats else None,
        "x^3 - 2x + 2 is not odd and has the exact cycle 0, 1, 0, 1, ...: 1 is not the negative of 0",
    )


def growing() -> list[tuple[Any, Any]]:
    # f = x^(1/3), x = r^3 for r != 0: f' = 1/(3r^2), and x - f/f' = r^3 - 3r^3 = -2r^3.
    return [(r_**3 - r_ * 3 * r_**2, -2 * r_**3)]


def stationary() -> Outcome:
    f = fmpq_poly([-1, 0, 1])
    near = iterates((-1, 0, 1), fmpq(1, 1000), 1)[1]
    holds = f.derivative()(0) == 0 and f(0) == -1 and near == fmpq(1_000_001, 2000)
    return Outcome(
        bool(holds),
        "f = x^2 - 1 has f'(0) = 0 and f(0) = -1: the tangent at 0 does not meet the axis; from 1/1000 the "
        f"next iterate is {near}",
    )


def only_one_root() -> list[tuple[Any, Any]]:
    # f = x^3 - s^2 x, s^2 = 5. For x > s/sqrt 3, f' = 3x^2 - s^2 > 0, and
    #     f' (x_1 - s) = 2x^3 - s (3x^2 - s^2) = (x - s)^2 (2x + s) >= 0: x_1 >= s;
    #     f' (x_1 - x) = -x (x - s)(x + s) <= 0 for x >= s.
    # From x_1 on the iterates fall and stay >= s. Their limit is a root, hence s: 0 and -s are never found.
    slope = 3 * x_**2 - s_**2
    return [
        (2 * x_**3 - s_ * slope, (x_ - s_) ** 2 * (2 * x_ + s_)),
        (2 * x_**3 - x_ * slope, -x_ * (x_ - s_) * (x_ + s_)),
    ]


def claim(id: str, place: str, says: str, reading: str, check: Check, declared: str = CONFIRMED) -> Claim:
    kind = "finding" if id == "C-6e" else "law"
    return Claim(id, problem, kind, says, reading, NOTES.at(place), declared, check)


WAYS = "Newton-Raphson method, cases without convergence"
CLAIMS = (
    claim(
        "C-6e",
        "convergence of Newton's method",
        "Convergence is of second order",
        "Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 for Newton's own "
        "x^3 - 2x - 5 from 2, n = 3, 4, 5.",
        measured_order,
    ),
    claim(
        "C-7a",
        WAYS,
        "An odd f can make Newton alternate, x_(n+1) = -x_n",
        "There is an odd f and a start whose iterates are an exact cycle of two: x^3 - 5x from 1. arctan is "
        "another.",
        both(identity(alternating, "x^3 - 5x is odd, and from 1 Newton goes 1, -1, 1, -1"), arctangent),
    ),
    claim(
        "C-7b",
        WAYS,
        "f(-x) = -f(x) means x_(n+1) = -x_n",
        "Every odd f alternates, from every start.",
        not_every_odd,
        REFUTED,
    ),
    claim(
        "C-7c",
        WAYS,
        "Oscillation without convergence is the case f(-x) = -f(x), x_(n+1) = -x_n",
        "A cycle of Newton's method comes from an odd f only.",
        not_only_odd,
        REFUTED,
    ),
    claim(
        "C-7d",
        WAYS,
        "The error of the iterates can grow and grow",
        "For f = x^(1/3) every step doubles it, from every start but 0.",
        identity(growing, "x - f/f' = -2x for the real cube root"),
    ),
    claim(
        "C-7e",
        WAYS,
        "At a stationary point, or near one, the next iterate is lost or far away",
        "For x^2 - 1: no iterate from 0, and from 1/1000 one beyond 500.",
        stationary,
    ),
    claim(
        "C-7f",
        WAYS,
        "Not all roots need be found",
        "x^3 - 5x has three; from every start above sqrt(5/3) Newton converges to sqrt 5.",
        identity(
            only_one_root,
            "x_1 - s = (x - s)^2 (2x + s)/(3x^2 - s^2) >= 0 and x_1 <= x for x >= s, s = sqrt 5",
        ),
    ),
)
