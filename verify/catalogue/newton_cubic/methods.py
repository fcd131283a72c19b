"""The ways to compute it."""

from flint import arb

from verify.arithmetic.ball import Ball
from verify.catalogue.newton_cubic.iteration import cubic
from verify.catalogue.newton_cubic.problem import METHOD, problem
from verify.catalogue.newton_cubic.truncation import fourier
from verify.core.model import Algorithm, Bound, Parameter
from verify.measure.budget import Breakdown

STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def cubic_in_balls(p: arb, q: arb, x0: arb, steps: int) -> arb:
    x = x0
    for n in range(steps):
        if (3 * x * x - p).is_zero():
            raise Breakdown(
                f"x_{n} = {x.str(5, radius=False)} is a stationary point: its tangent has no root"
            )
        x = cubic(Ball(), p, q, x, 1)
    return x


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
