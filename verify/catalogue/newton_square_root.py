"""A square root by Newton's method, in float64 and exactly; the order of convergence.

Far above the root an iterate is halved with every step; close to it its error is squared.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, identity
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
from verify.mathematics.sampling import log_strata

NOTES = Source("MITx 18.01.1x", None, "Calculus 1A, notes on approximations")
METHOD = NOTES.at("Newton-Raphson method")
STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def square_root(R: Any, c: Any, x0: Any, steps: int) -> Any:
    x = x0
    for _ in range(steps):
        x = x - (x * x - c) / (2 * x)
    return x


def exactly_off(c: Any, x0: Any, steps: int) -> Any:
    # x_(n+1) -+ s = (x_n -+ s)^2/(2 x_n), s = sqrt(c), so that (x_n - s)/(x_n + s) = q^N with N = 2^n and
    # q = (x_0 - s)/(x_0 + s): x_n - s = 2s q^N/(1 - q^N), exactly.
    s = c.sqrt()
    power = ((x0 - s) / (x0 + s)) ** (2**steps)
    return 2 * s * power / (1 - power)


def off_square_root(c: Any, x0: Any, steps: int) -> Any:
    return abs(exactly_off(c, x0, steps))


def square_root_order(R: Any, c: Any, x0: Any, steps: int) -> Any:
    if steps < 2:
        return arb.nan()
    return order_of([exactly_off(c, x0, n) for n in (steps - 2, steps - 1, steps)])


def square_root_second(c: Any, x0: Any) -> Any:
    # 2^(k-1) <= c < 2^k puts the root between 2^(h-1) and 2^(h+1), h = k // 2 rounded down.
    mantissa, exponent = c.mid().man_exp()
    h = (mantissa.bit_length() + int(exponent)) // 2
    bracket = (arb(2) ** (h - 1)).union(arb(2) ** (h + 1))
    return certified_root(lambda x: x * x - c, lambda x: 2 * x, bracket)


def square_root_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
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

ALGORITHMS = (
    Algorithm(
        name="newton_square_root",
        problem=problem,
        says="x - (x^2 - c)/(2x), so many times",
        source=METHOD,
        body=square_root,
        parameters=(STEPS,),
        truncation=Bound(off_square_root, "Newton's iterates for a square root in closed form"),
        diagnostics={"order": square_root_order},
        grid=True,
    ),
)

# --- claims -----------------------------------------------------------------------------------------
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


def claim(id: str, kind: str, says: str, reading: str, check: Check, declared: str = CONFIRMED) -> Claim:
    return Claim(
        id, problem, kind, says, reading, NOTES.at("convergence of Newton's method"), declared, check
    )


CLAIMS = (
    claim(
        "C-6a",
        "law",
        "The error of Newton's iterates obeys e_(n+1) = O(e_n^2)",
        "For every f with a continuous second derivative, near a root where f' is not 0: there is a k with "
        "|e_(n+1)| <= k e_n^2.",
        identity(
            error_equation, "f'(x_n) e_(n+1) = -f''(xi)/2 e_n^2, and in full for x^2 - s^2 and x^3 - px - q"
        ),
    ),
    claim(
        "C-6b",
        "law",
        "The error of Newton's iterates obeys e_(n+1) = O(e_n^2)",
        "As printed, with no condition on f or on the root.",
        double_root,
        REFUTED,
    ),
    claim(
        "C-6c",
        "law",
        "so that e_n = O(e_(n-2)^4)",
        "Under the conditions of C-6a, by using it twice; for x^2 - s^2 exactly.",
        identity(fourth_power, "4x (x^2 + s^2) (x_2 - s) = (x - s)^4"),
    ),
    claim(
        "C-6d",
        "finding",
        "Convergence is of second order",
        "Measured on certified errors: ln(e_(n+1)/e_n)/ln(e_n/e_(n-1)) is within 0.001 of 2 for sqrt 2 from "
        "1, n = 3, 4, 5.",
        measured_order,
    ),
)
