"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.newton_cubic.problem import METHOD, positive_root, problem
from verify.core.model import Algorithm, Bound, Parameter
from verify.measure.budget import Breakdown

STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def cubic(R: Arithmetic[Number], p: Number, q: Number, x0: Number, steps: int) -> Number:
    x = x0
    for _ in range(steps):
        x = x - (x * x * x - p * x - q) / (3 * x * x - p)
    return x


def cubic_in_balls(p: arb, q: arb, x0: arb, steps: int) -> arb:
    x = x0
    for n in range(steps):
        if (3 * x * x - p).is_zero():
            raise Breakdown(
                f"x_{n} = {x.str(5, radius=False)} is a stationary point: its tangent has no root"
            )
        x = cubic(Ball(), p, q, x, 1)
    return x


def fourier(p: arb, q: arb, x0: arb, steps: int) -> arb:
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
