"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from collections.abc import Callable
from itertools import product
from typing import Any

from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import WEBLOG
from verify.catalogue.taylor_several_variables.problem import MANY, ONE, TWO, rosenbrock, runge
from verify.core.model import Algorithm, Bound, Parameter, Problem
from verify.mathematics.linear import inner

ORDER = Parameter("order", 1, 2, (1, 2), shown=2)


def runge_expansion(R: Arithmetic[Number], a: Number, h: Number, order: int) -> Number:
    q = 1 + a * a
    linear = 1 / q + h * (-2 * a / (q * q))
    return linear if order == 1 else linear + h * h * ((6 * a * a - 2) / (q * q * q)) / 2


def runge_remainder(a: arb, h: arb, order: int) -> arb:
    # f(x) = -Im 1/(x + i), so |f^(m)(x)|/m! <= |x + i|^-(m+1) = (1 + x^2)^(-(m+1)/2); Lagrange's remainder
    # with x between a and a + h, where |x| is at least the distance of 0 from that interval.
    near = a.min(a + h).max(-a.max(a + h)).max(arb(0))
    return abs(h) ** (order + 1) / (1 + near * near).sqrt() ** (order + 2)


def rosenbrock_expansion(
    R: Arithmetic[Number], a: Number, b: Number, h: Number, k: Number, order: int
) -> Number:
    c, e = 1 - a, b - a * a
    linear = c * c + 100 * (e * e) + h * (-2 * c - 400 * a * e) + k * (200 * e)
    if order == 1:
        return linear
    f_xx, f_xy, f_yy = 2 - 400 * e + 800 * a * a, -400 * a, R(200)
    return linear + h * h * f_xx / 2 + h * k * f_xy / 2 + k * h * f_xy / 2 + k * k * f_yy / 2


def rosenbrock_remainder(a: arb, b: arb, h: arb, k: arb, order: int) -> arb:
    # With e = b - a^2, m = k - 2ah: f(a+h, b+k) = (1-a-h)^2 + 100 (e + m - h^2)^2. Beyond the second order
    # this leaves 100 (h^4 - 2 m h^2), and of the second order h^2 + 100 (m^2 - 2 e h^2): an equality.
    m = k - 2 * a * h
    left = 100 * (h**4 - 2 * m * h * h)
    return abs(left if order == 2 else left + h * h + 100 * (m * m - 2 * (b - a * a) * h * h))


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


def hyperboloid_remainder(a: Matrix, h: Matrix, order: int) -> Any:
    # On the line, f = sqrt(q) with q(t) = |h|^2 t^2 + 2 (a.h) t + 1 + |a|^2. With the constant
    # D = |h|^2 (1 + |a|^2) - (a.h)^2, f'' = D/q^(3/2) and f''' = -3 D q'/(2 q^(5/2)), where |q'|/2 = |h.x| <=
    # |h| sqrt(q). As q >= 1 and q >= D/|h|^2 everywhere, Lagrange's remainders are at most D/(2 q^(3/2)) and
    # |h| D/(2 q^2) with the larger of the two as q.
    length = inner(h, h)
    D = length * (1 + inner(a, a)) - inner(a, h) ** 2
    q = (D / length).max(arb(1))
    return D / (2 * q * q.sqrt()) if order == 1 else length.sqrt() * D / (2 * q * q)


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
