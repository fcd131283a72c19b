"""The unit upper triangular matrix with -1 above its diagonal: when is its condition number n 2^(n-1) felt?

By the right-hand side: with b = A (1/3, ..., 1/3) no digit is left at n = 60; with b > 0 every entry of the
solution stays good until it leaves float64's range; with b = A (1, ..., 1) nothing is rounded at all.
Elimination itself adds nothing, for it has nothing to eliminate.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import exact
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import HOMEWORK
from verify.core.model import Axis, Inputs, Parameter, Problem, Quantity, Route, Sensitivity, Sweep
from verify.mathematics.linear import array
from verify.mathematics.systems import least_changes
from verify.measure.budget import as_ball

SIZES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 40, 45, 50, 53, 54, 60, 80, 100, 200, 500, 1000, 1100)
SIDES = {1: "A (1, ..., 1)", 2: "A (1/3, ..., 1/3)", 3: "(1, 1/3, 1/5, ...)"}


def data(n: int, right_hand_side: int) -> tuple[int, Any]:
    """n, which stands for the matrix, and b. Row i of A, i = 0..n-1, has the sum 2 - n + i."""
    if right_hand_side == 3:
        return n, array([fmpq(1, 2 * i + 1) for i in range(n)], (n,))
    size = fmpq(1) if right_hand_side == 1 else fmpq(1, 3)
    return n, array([size * (2 - n + i) for i in range(n)], (n,))


def times_inverse(b: Matrix) -> Matrix:
    """A^-1 b by the closed form of the inverse: x_i = b_i + sum over j > i of 2^(j-i-1) b_j."""
    x, tail = [], 0 * b[0]
    for v in b[::-1]:
        x.append(v + tail)
        tail = 2 * tail + v
    return array(x[::-1], b.shape)


def truth(n: int, b: Matrix) -> Any:
    return as_ball(times_inverse(b))


def divided(b: Matrix) -> Matrix:
    """x as the polynomial part of (b_1 + b_2 t + ... + b_n t^(n-1)) / (1 - 1/t - 1/t^2 - ... - 1/t^(n-1))."""
    # A = 1 - J - ... - J^(n-1), J the shift towards the first entry, as 1/t is but for the powers below t^0.
    n = len(b)
    quotient = fmpq_poly(list(b)).left_shift(n - 1) // fmpq_poly([-1] * (n - 1) + [1])
    return array([quotient[k] for k in range(n)], (n,))


def by_division(n: int, b: Matrix) -> Any:
    return as_ball(divided(b))


def opinion(mp: Mpmath, n: int, b: Any) -> Any:
    # Row i less row i+1 of the system: x_i = 2 x_(i+1) + b_i - b_(i+1). The bits it loses are at most n.
    with mp.workprec(mp.prec + n + 20):
        b = [mp.mpf(int(v.p)) / int(v.q) for v in b]
        x = [b[-1]]
        for i in reversed(range(n - 1)):
            x.append(2 * x[-1] + b[i] - b[i + 1])
    return array([+v for v in reversed(x)], (n,))


def magnitudes(x: Matrix) -> Matrix:
    """|A| |x|: the sums of |x_j| over j >= i."""
    return np.cumsum(abs(x)[::-1])[::-1]


def condition(n: int, b: Matrix) -> dict[str, arb]:
    """||A|| ||A^-1|| in the norms inf and 1, n 2^(n-1) both; beside them for this b, relative to x = A^-1 b,
    the change |A^-1| (|A| |x| + |b|) that componentwise changes of A and b can make: normwise (Skeel) and
    in the entry that it changes most (Higham section 7.2). A^-1 has no negative entry.
    """
    x = abs(times_inverse(b))
    change = times_inverse(magnitudes(x) + abs(b))
    normwise = arb(n * 2 ** (n - 1))
    return {
        "inf": normwise,
        "1": normwise,
        "skeel": arb(max(change)) / arb(max(x)),
        "componentwise": arb(max(c / v for c, v in zip(change, x, strict=True))),
    }


def backward(n: int, b: Matrix, computed: Matrix) -> tuple[arb, arb]:
    x = array([exact(float(v)) for v in computed], (n,))
    scale = magnitudes(x)
    # A x = 2 x - (sum of x_j over j >= i); ||A|| = n.
    residual = b - (2 * x - np.cumsum(x[::-1])[::-1])
    return least_changes(residual, n * arb(max(abs(x))) + arb(max(abs(b))), scale + abs(b))


def points(count: int, random: Random) -> Iterator[Inputs]:
    # The sizes are the domain itself: nothing is drawn. Fewer than all are spread evenly.
    last = len(SIZES) - 1
    each_side = min(max(count // len(SIDES), 1), len(SIZES))
    for k in range(each_side):
        n = SIZES[last if each_side == 1 else round(k * last / (each_side - 1))]
        for side in SIDES:
            yield {"n": n, "right_hand_side": side}


def condition_inf(n: int, right_hand_side: int) -> arb:
    return arb(n * 2 ** (n - 1))


def last_column(n: int) -> Matrix:
    """The last column of the inverse."""
    return divided(array([fmpq(0)] * (n - 1) + [fmpq(1)], (n,)))


def condition_inf_second(n: int, right_hand_side: int) -> arb:
    # The row sums are largest in the first row, and the inverse has its last column backwards there.
    return n * arb(sum(last_column(n), fmpq(0)))


def condition_inf_opinion(mp: Mpmath, n: int, right_hand_side: int) -> Mpf:
    total = mp.one
    for _ in range(1, n):
        total += total  # c_l = 1 + c_1 + ... + c_(l-1)
    return n * total


problem = Problem(
    name="triangular_solve",
    systems=("E2",),
    title="Solving with the unit triangular matrix of -1s",
    formula="A x = b, a_ii = 1, a_ij = -1 for i < j, and "
    + "; ".join(f"{k}: b = {b}" for k, b in SIDES.items()),
    source=HOMEWORK.at("section 2"),
    parameters=(
        Parameter("n", 1, 1100, SIZES, shown=50),
        Parameter("right_hand_side", 1, 3, tuple(SIDES), shown=2),
    ),
    data=data,
    truth=Route(
        truth,
        "the closed form of the inverse, entries 2^(j-i-1), times b in exact rationals; the algorithms "
        "substitute",
    ),
    second=Route(by_division, "the quotient of two polynomials in the shift, by FLINT's division"),
    opinion=Route(opinion, "the recurrence x_i = 2 x_(i+1) + b_i - b_(i+1) in mpmath"),
    sensitivity=Sensitivity(condition=condition, backward=backward),
    sweep=Sweep(axis=Axis("n", lambda n, right_hand_side: n), points=points, count=len(SIZES) * len(SIDES)),
    references=tuple(
        {"n": n, "right_hand_side": side}
        for n, side in ((1, 2), (2, 3), (10, 1), (10, 2), (50, 3), (100, 2), (1000, 3))
    ),
    quantities=(
        Quantity(
            "condition_number_inf",
            "||A|| ||A^-1|| in the infinity norm",
            condition_inf,
            condition_inf_second,
            condition_inf_opinion,
        ),
    ),
)
