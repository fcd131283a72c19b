"""The ways to compute it."""

from typing import Any

from flint import arb

from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.newton_square_root.problem import METHOD, problem
from verify.catalogue.newton_square_root.truncation import exactly_off, off_square_root
from verify.core.model import Algorithm, Bound, Parameter
from verify.mathematics.roots import order_of

STEPS = Parameter("steps", 0, 60, (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40), shown=5)


def square_root(R: Arithmetic[Number], c: Number, x0: Number, steps: int) -> Number:
    x = x0
    for _ in range(steps):
        x = x - (x * x - c) / (2 * x)
    return x


def square_root_order(R: Arithmetic[Number], c: Number, x0: Any, steps: int) -> Any:
    if steps < 2:
        return arb.nan()
    return order_of([exactly_off(c, x0, n) for n in (steps - 2, steps - 1, steps)])


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
