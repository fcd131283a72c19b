"""The ways to compute it."""

from collections.abc import Callable
from itertools import product
from typing import Any

from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import WEBLOG
from verify.catalogue.taylor_several_variables.problem import MANY, ONE, TWO, rosenbrock, runge
from verify.catalogue.taylor_several_variables.truncation import (
    hyperboloid_remainder,
    rosenbrock_remainder,
    runge_remainder,
)
from verify.core.model import Algorithm, Bound, Parameter, Problem
from verify.mathematics.linear import inner

ORDER = Parameter("order", 1, 2, (1, 2), shown=2)


def runge_expansion(R: Arithmetic[Number], a: Number, h: Number, order: int) -> Number:
    q = 1 + a * a
    linear = 1 / q + h * (-2 * a / (q * q))
    return linear if order == 1 else linear + h * h * ((6 * a * a - 2) / (q * q * q)) / 2


def rosenbrock_expansion(
    R: Arithmetic[Number], a: Number, b: Number, h: Number, k: Number, order: int
) -> Number:
    c, e = 1 - a, b - a * a
    linear = c * c + 100 * (e * e) + h * (-2 * c - 400 * a * e) + k * (200 * e)
    if order == 1:
        return linear
    f_xx, f_xy, f_yy = 2 - 400 * e + 800 * a * a, -400 * a, R(200)
    return linear + h * h * f_xx / 2 + h * k * f_xy / 2 + k * h * f_xy / 2 + k * k * f_yy / 2


def hyperboloid_expansion(R: Arithmetic[Number], a: Matrix, h: Matrix, order: int) -> Any:
    # f_i = a_i/f and f_ij = (delta_ij - a_i a_j/f^2)/f, summed over all i and j as the text has it.
    square = 1 + inner(a, a)
    f = R.sqrt(square)
    linear = f + inner(h, a / f)
    if order == 1:
        return linear
    form = R(0)
    for i, j in product(range(len(a)), repeat=2):
        form = form + h[i] * h[j] * ((int(i == j) - a[i] * a[j] / square) / f)
    return linear + form / 2


# --- problems and algorithms --------------------------------------------------------------------------
def measured_order(
    expansion: Callable[..., Any], truth: Callable[..., Any], steps: int
) -> Callable[..., Any]:
    """log2 of the remainder at h over that at h/2, h being the last `steps` data: the order in the limit."""

    def order_of(R: Arithmetic[Number], *data: Number, order: int) -> Any:
        halved = (*data[:-steps], *(h / 2 for h in data[-steps:]))
        left, right = (abs(expansion(R, *x, order) - truth(*x)) for x in (data, halved))
        return (left / right).log() / arb(2).log()

    return order_of


def hyperboloid_of_balls(a: Matrix, h: Matrix) -> Any:
    return (1 + inner(a + h, a + h)).sqrt()


def expansion(
    problem: Problem,
    body: Callable[..., Any],
    bound: Callable[..., Any],
    theorem: str,
    place: str,
    truth: Callable[..., Any],
    steps: int,
) -> Algorithm:
    return Algorithm(
        name="expansion",
        problem=problem,
        says="f(a) + grad f(a).h, and h^T H(a) h/2 where the order is 2",
        source=WEBLOG.at(place),
        body=body,
        parameters=(ORDER,),
        truncation=Bound(bound, theorem),
        diagnostics={"measured_order": measured_order(body, truth, steps)},
    )


ALGORITHMS = (
    expansion(
        ONE,
        runge_expansion,
        runge_remainder,
        "Taylor's theorem, Lagrange's remainder",
        "on functions of one variable",
        runge,
        1,
    ),
    expansion(
        TWO,
        rosenbrock_expansion,
        rosenbrock_remainder,
        "a polynomial of degree 4: an equality",
        "on functions of two variables",
        rosenbrock,
        2,
    ),
    expansion(
        MANY,
        hyperboloid_expansion,
        hyperboloid_remainder,
        "Taylor's theorem, Lagrange's remainder on the line",
        "on functions of n variables",
        hyperboloid_of_balls,
        1,
    ),
)
