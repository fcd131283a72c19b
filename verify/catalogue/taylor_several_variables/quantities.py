"""What else is certified: the norm of the Hessian and the terms of second order."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flint import arb, arb_series, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.core.model import Quantity
from verify.mathematics.linear import array
from verify.measure.budget import norm


def hyperboloid_data(step: fmpq, n: int) -> tuple[Any, Any]:
    """A base point with entries -5/4..5/4 and a direction with entries -1..1, the first 1, times the step."""
    a = [fmpq((7 * i + 3) % 11 - 5, 4) for i in range(n)]
    d = [fmpq(3 - (5 * i) % 7, 3) for i in range(n)]
    return array(a, (n,)), array([step * x for x in d], (n,))


def on_line(function: Callable[[Sequence[Any]], Any], a: Sequence[Any], h: Sequence[Any]) -> tuple[arb, arb]:
    """The directional derivatives grad f.h and h^T H h, from f(a + th) to t^2."""
    coefficients = function([arb_series([arb(x), arb(d)], 3) for x, d in zip(a, h, strict=True)])
    return coefficients[1], 2 * coefficients[2]


SIZES = (2, 3, 10, 30, 100)


def gradient_and_hessian(function: Callable[[Sequence[Any]], Any], a: Sequence[Any]) -> tuple[Any, Any]:
    """f_i and f_ij as balls; f_ij by polarisation, (q(e_i + e_j) - q(e_i) - q(e_j))/2."""
    n = len(a)
    axes = [[int(i == j) for j in range(n)] for i in range(n)]
    along = [on_line(function, a, axis) for axis in axes]
    hessian = [
        along[i][1]
        if i == j
        else (
            on_line(function, a, [x + y for x, y in zip(axes[i], axes[j], strict=True)])[1]
            - along[i][1]
            - along[j][1]
        )
        / 2
        for i in range(n)
        for j in range(n)
    ]
    return array([slope for slope, _ in along], (n,)), array(hessian, (n, n))


def root_of_squares(x: Sequence[Any]) -> Any:
    return sum((v * v for v in x), arb_series([1], 3)).sqrt()


def term(order: int, step: fmpq, n: int) -> arb:
    return on_line(root_of_squares, *hyperboloid_data(step, n))[order - 1]


def term_by_formula(order: int, step: fmpq, n: int) -> arb:
    a, h = hyperboloid_data(step, n)
    square, slope = arb(1 + sum(a * a, fmpq(0))), arb(sum(a * h, fmpq(0)))
    return (
        slope / square.sqrt()
        if order == 1
        else (sum(h * h, fmpq(0)) - slope * slope / square) / square.sqrt()
    )


def term_opinion(order: int, mp: Mpmath, step: fmpq, n: int) -> Mpf:
    with mp.workprec(8 * mp.prec):
        a, h = ([mp.mpf(int(x.p)) / int(x.q) for x in v] for v in hyperboloid_data(step, n))
        found = mp.diff(lambda t: mp.norm([1, *(x + t * d for x, d in zip(a, h, strict=True))]), 0, order)
    return +found


def hessian_norm(step: fmpq, n: int) -> arb:
    return norm(gradient_and_hessian(root_of_squares, hyperboloid_data(step, n)[0])[1])


def hessian_norm_by_formula(step: fmpq, n: int) -> arb:
    a = hyperboloid_data(step, n)[0]
    square = 1 + sum(a * a, fmpq(0))
    rows = [sum((abs(int(i == j) - a[i] * a[j] / square) for j in range(n)), fmpq(0)) for i in range(n)]
    return arb(max(rows)) / arb(square).sqrt()


def hessian_norm_opinion(mp: Mpmath, step: fmpq, n: int) -> Mpf:
    a = mp.matrix([mp.mpf(int(x.p)) / int(x.q) for x in hyperboloid_data(step, n)[0]])
    f = mp.norm([1, *a])
    return mp.mnorm(mp.eye(n) / f - a * a.T / f**3, mp.inf)


QUANTITIES = (
    *(
        Quantity(
            name, says, partial(term, order), partial(term_by_formula, order), partial(term_opinion, order)
        )
        for order, name, says in (
            (1, "gradient_term", "grad f(a) . h by a power series along h; by the formula; by mpmath's diff"),
            (2, "hessian_term", "h^T H(a) h, likewise"),
        )
    ),
    Quantity(
        "hessian_norm",
        "||H(a)|| in the infinity norm, H by power series along e_i and e_i + e_j; by the formula, twice",
        hessian_norm,
        hessian_norm_by_formula,
        hessian_norm_opinion,
    ),
)
