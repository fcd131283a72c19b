"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import every, less
from verify.catalogue.newton_square_root.problem import problem
from verify.catalogue.newton_square_root.truncation import exactly_off
from verify.catalogue.sources import MITX
from verify.claims.declare import Claims
from verify.claims.forms import identity
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.roots import order_of

C6 = Claims(problem, MITX.at("convergence of Newton's method"), "C-6")


# The letters stand for themselves: an identity between polynomials holds for every value of them.
x_, r_, s_, p_, R_, f_, e_ = fmpq_mpoly_ctx.get(("x", "r", "s", "p", "R", "f", "e"), Ordering.lex).gens()


def error_equation() -> list[tuple[Any, Any]]:
    # With e_n = x* - x_n, 0 = f(x*) = f(x_n) + f'(x_n) e_n + R, R = f''(xi)/2 e_n^2 (Taylor, Lagrange's
    # remainder). Write f for f'(x_n): f(x_n) = -f e_n - R, and f e_(n+1) = f (e_n + f(x_n)/f) = -R. So
    # |e_(n+1)| <= max |f''|/(2 min |f'|) e_n^2 near a root with f'(x*) != 0, and the iterates stay there
    # once that factor times |e_n| is below 1.
    value = -f_ * e_ - R_
    square, cubic_p = 2 * x_**2 - (x_**2 - s_**2), r_**3 - p_ * r_
    return [
        (f_ * e_ + value, -R_),
        # x^2 = s^2: 2x (x_(n+1) - s) = (x - s)^2
        (square - 2 * x_ * s_, (x_ - s_) ** 2),
        # x^3 - p x = r^3 - p r: (3x^2 - p)(x_(n+1) - r) = (x - r)^2 (2x + r)
        (2 * x_**3 + cubic_p - r_ * (3 * x_**2 - p_), (x_ - r_) ** 2 * (2 * x_ + r_)),
    ]


def double_root() -> Outcome:
    # f = x^2: x - x^2/(2x) = x/2, so e_(n+1)/e_n^2 = 1/(2 e_n) in size, without bound as e_n -> 0.
    halves = 2 * x_ * x_ - x_**2 == x_ * x_
    return Outcome(
        False if halves else None,
        "for f = x^2 every step halves the error: x - x^2/(2x) = x/2, and |e_(n+1)|/e_n^2 = 1/(2|e_n|) has "
        "no bound as e_n tends to 0",
    )


def fourth_power() -> list[tuple[Any, Any]]:
    # |e_(n+1)| <= k e_n^2 twice: |e_(n+2)| <= k^3 e_n^4. For x^2 = s^2, x_1 = (x^2 + s^2)/(2x) and
    # x_2 = (x_1^2 + s^2)/(2 x_1) = top/bottom: x_2 - s = (x - s)^4 / bottom.
    top = (x_**2 + s_**2) ** 2 + (2 * x_ * s_) ** 2
    bottom = 4 * x_ * (x_**2 + s_**2)
    return [(top - s_ * bottom, (x_ - s_) ** 4)]


def measured_order() -> Outcome:
    """From the certified errors of the iterates for sqrt 2 from 1."""
    errors = [exactly_off(arb(2), arb(1), n) for n in range(2, 7)]
    orders = [order_of(errors[k : k + 3]) for k in range(3)]
    told = ", ".join(order.str(8, radius=False) for order in orders)
    near = [less(abs(order - 2), fmpq(1, 1000)) for order in orders]
    return Outcome(every(near), f"for sqrt 2 from 1 it is {told} at n = 3, 4, 5", orders[-1])


CLAIMS_C6 = (
    C6.law(
        says="The error of Newton's iterates obeys e_(n+1) = O(e_n^2)",
        reading="For every f with a continuous second derivative, near a root where f' is not 0: "
        "there is a k with |e_(n+1)| <= k e_n^2.",
        check=identity(
            error_equation, "f'(x_n) e_(n+1) = -f''(xi)/2 e_n^2, and in full for x^2 - s^2 and x^3 - px - q"
        ),
        reach=Reach.THEOREM,
    ),
    C6.law(
        "b",
        says="The error of Newton's iterates obeys e_(n+1) = O(e_n^2)",
        reading="As printed, with no condition on f or on the root.",
        check=double_root,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
        neighbour=True,
    ),
    C6.law(
        "c",
        says="so that e_n = O(e_(n-2)^4)",
        reading="Under the conditions of C-6, by using it twice; for x^2 - s^2 exactly.",
        check=identity(fourth_power, "4x (x^2 + s^2) (x_2 - s) = (x - s)^4"),
        reach=Reach.THEOREM,
        further=True,
    ),
    C6.finding(
        "d",
        says="Convergence is of second order",
        reading="Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 "
        "for sqrt 2 from 1, n = 3, 4, 5.",
        check=measured_order,
        reach=Reach.FIGURE,
        further=True,
    ),
)
