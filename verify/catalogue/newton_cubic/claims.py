"""What the source says about it, each statement with its proof."""

from collections.abc import Sequence
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.newton_cubic.iteration import cubic
from verify.catalogue.newton_cubic.problem import positive_root, problem
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import both, identity
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.roots import certified_root, order_of

C6 = Claims(problem, MITX.at("convergence of Newton's method"), "C-6")


def measured_order() -> Outcome:
    """From the certified errors of the iterates for x^3 - 2x - 5 from 2."""
    two, five = arb(2), arb(5)
    root = positive_root(two, five, two)
    errors = [cubic(Ball(), two, five, two, n) - root for n in range(2, 7)]
    orders = [order_of(errors[k : k + 3]) for k in range(3)]
    told = ", ".join(order.str(8, radius=False) for order in orders)
    near = [less(abs(order - 2), fmpq(1, 1000)) for order in orders]
    return Outcome(every(near), f"for x^3 - 2x - 5 from 2 it is {told} at n = 3, 4, 5", orders[-1])


CLAIMS_C6 = (
    C6.finding(
        "e",
        says="Convergence is of second order",
        reading="Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 "
        "for Newton's own x^3 - 2x - 5 from 2, n = 3, 4, 5.",
        check=measured_order,
        reach=Reach.FIGURE,
        further=True,
    ),
)


C7 = Claims(problem, MITX.at("Newton-Raphson method, cases without convergence"), "C-7")


# The letters stand for themselves: an identity between polynomials holds for every value of them.
x_, r_, s_ = fmpq_mpoly_ctx.get(("x", "r", "s"), Ordering.lex).gens()


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


CLAIMS_C7 = (
    C7.law(
        says="An odd f can make Newton alternate, x_(n+1) = -x_n",
        reading="There is an odd f and a start whose iterates are an exact cycle of two: x^3 - 5x "
        "from 1. arctan is another.",
        check=both(identity(alternating, "x^3 - 5x is odd, and from 1 Newton goes 1, -1, 1, -1"), arctangent),
        reach=Reach.EXAMPLE,
    ),
    C7.law(
        "b",
        says="f(-x) = -f(x) means x_(n+1) = -x_n",
        reading="Every odd f alternates, from every start.",
        check=not_every_odd,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    C7.law(
        "c",
        says="Oscillation without convergence is the case f(-x) = -f(x), x_(n+1) = -x_n",
        reading="A cycle of Newton's method comes from an odd f only.",
        check=not_only_odd,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    C7.law(
        "d",
        says="The error of the iterates can grow and grow",
        reading="For f = x^(1/3) every step doubles it, from every start but 0.",
        check=identity(growing, "x - f/f' = -2x for the real cube root"),
        reach=Reach.IDENTITY,
        further=True,
    ),
    C7.law(
        "e",
        says="At a stationary point, or near one, the next iterate is lost or far away",
        reading="For x^2 - 1: no iterate from 0, and from 1/1000 one beyond 500.",
        check=stationary,
        reach=Reach.EXAMPLE,
        further=True,
    ),
    C7.law(
        "f",
        says="Not all roots need be found",
        reading="x^3 - 5x has three; from every start above sqrt(5/3) Newton converges to sqrt 5.",
        check=identity(
            only_one_root,
            "x_1 - s = (x - s)^2 (2x + s)/(3x^2 - s^2) >= 0 and x_1 <= x for x >= s, s = sqrt 5",
        ),
        reach=Reach.IDENTITY,
        further=True,
    ),
)
