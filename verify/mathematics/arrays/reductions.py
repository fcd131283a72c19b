"""Sums, products, means and what else makes one number, or a row of partial ones, of many."""

from itertools import accumulate
from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    anything,
    balls,
    inner,
    linear,
    of_linear,
    relative,
    size,
    total,
    vector,
)
from verify.mathematics.linear import array

# --- sums -----------------------------------------------------------------------------------------------


def added(x: Matrix) -> Moves:
    return lambda steps: total(steps[0])


def mean(x: Matrix) -> Any:
    return total(x) / np.size(x)


def mean_moved(x: Matrix) -> Moves:
    return lambda steps: total(steps[0]) / np.size(x)


def backward_sum(x: Matrix, computed: float) -> tuple[arb, arb]:
    return of_linear(added(x), [x], balls(computed).item() - total(x))


def backward_mean(x: Matrix, computed: float) -> tuple[arb, arb]:
    return of_linear(mean_moved(x), [x], balls(computed).item() - mean(x))


def running(x: Matrix) -> Matrix:
    return array([*accumulate(balls(x).flat)], (np.size(x),))


def running_moved(x: Matrix) -> Moves:
    return lambda steps: running(steps[0])


# --- products -------------------------------------------------------------------------------------------


def multiplied(x: Matrix) -> arb:
    found = arb(1)
    for v in balls(x).flat:
        found *= v
    return found


def multiplied_moved(x: Matrix) -> Moves:
    # dp/dx_i is the product of all others: of those before it and those after it.
    x = balls(x).ravel()
    before = [arb(1), *accumulate(x, lambda p, v: p * v)][:-1]
    after = [arb(1), *accumulate(x[::-1], lambda p, v: p * v)][-2::-1]
    others = array([abs(p * q) for p, q in zip(before, after, strict=True)], x.shape)
    return lambda steps: inner(others, steps[0])


def backward_product(x: Matrix, computed: float) -> tuple[arb, arb]:
    """The least eta with (1 +- eta)^n = y^/y: all factors move alike, for that moves the product furthest."""
    y = multiplied(x)
    share = relative(balls(computed).item(), y)
    if not (isinstance(share, arb) and share > 0):
        raise Unsettled("the backward error of a product whose sign is wrong, or open, is not known")
    eta = abs(share.root(np.size(x)) - 1)
    return eta, eta


# --- spread ---------------------------------------------------------------------------------------------


def enough(x: Matrix, ddof: int = 0) -> str | None:
    if found := anything(x):
        return found
    return None if np.size(x) > ddof else f"{np.size(x)} numbers are too few for ddof {ddof}"


def variance(x: Matrix, ddof: int = 0) -> arb:
    # sum (x_i - m)^2 = sum x_i^2 - (sum x_i)^2 / n; what cancels is made good by more bits.
    n, s = np.size(x), total(x)
    found: arb = (inner(x, x) - s * s / n) / (n - ddof)
    return found


def variance_moved(x: Matrix, ddof: int = 0) -> Moves:
    # d var/dx_i = 2 (x_i - m)/(n - ddof)
    m, n = mean(x), np.size(x)
    slopes = array([2 * abs(v - m) / (n - ddof) for v in balls(x).flat], (n,))
    return lambda steps: inner(slopes, steps[0])


def deviation(x: Matrix, ddof: int = 0) -> arb:
    return variance(x, ddof).nonnegative_part().sqrt() if ddof >= 0 else arb.nan()


def deviation_moved(x: Matrix, ddof: int = 0) -> Moves:
    moves, s = variance_moved(x, ddof), deviation(x, ddof)
    if s.is_zero():
        return lambda steps: _equal_moved(balls(steps[0]).ravel(), ddof)
    return lambda steps: relative(moves(steps), 2 * s)


def _equal_moved(steps: Matrix, ddof: int) -> arb:
    """What equal numbers come to: std(x + d) = std(d). sum (d_i - mean d)^2 is at most sum d_i^2, and with
    signs in turn sum d_i is small, so that it is not much less."""
    free = len(steps) - ddof
    turned = array([v if k % 2 else -v for k, v in enumerate(steps)], (len(steps),))
    least = deviation(turned, ddof)
    return least if len(steps) == 1 else least.union((inner(steps, steps) / free).sqrt())


# --- norms ----------------------------------------------------------------------------------------------


def norm(x: Matrix) -> arb:
    """The Euclidean norm of a vector, Frobenius's of a matrix."""
    found: arb = inner(x, x).sqrt()
    return found


def norm_moved(x: Matrix) -> Moves:
    y, slopes = norm(x), size(x)
    if y.is_zero():  # |x + s| <= |s|, which is attained
        return lambda steps: norm(steps[0])
    return lambda steps: inner(slopes, steps[0]) / y


def backward_norm(x: Matrix, computed: float) -> tuple[arb, arb]:
    # |dx| <= eta |x| moves the norm by eta ||x|| at most, and dx = +-eta x does.
    y = norm(x)
    eta = relative(abs(arb(computed) - y), y)
    return eta, eta


# --- exponentials ---------------------------------------------------------------------------------------


def _weights(x: Matrix) -> Matrix:
    powers = [v.exp() for v in balls(x).flat]
    whole = sum(powers, arb(0))
    return array([p / whole for p in powers], np.shape(x))


def logsumexp(x: Matrix) -> arb:
    return sum((v.exp() for v in balls(x).flat), arb(0)).log()


def logsumexp_moved(x: Matrix) -> Moves:
    weights = _weights(x)
    return lambda steps: inner(weights, steps[0])


def softmax_moved(x: Matrix) -> Moves:
    # dp_k/dx_k = p_k (1 - p_k), dp_k/dx_j = -p_k p_j; 1 - p_k is the sum of the others, and does not cancel.
    p = _weights(x)
    flat = p.ravel()
    before = [arb(0), *accumulate(flat)][:-1]
    after = [arb(0), *accumulate(flat[::-1])][-2::-1]
    rest = [a + b for a, b in zip(before, after, strict=True)]

    def moved(steps: Any) -> Value:
        s = balls(steps[0]).ravel()
        shares = flat * s
        low = [arb(0), *accumulate(shares)][:-1]
        high = [arb(0), *accumulate(shares[::-1])][-2::-1]
        found = [pk * (r * sk + a + b) for pk, r, sk, a, b in zip(flat, rest, s, low, high, strict=True)]
        return array(found, p.shape)

    return moved


# --- their tangents -------------------------------------------------------------------------------------
# The formulas of what moves them, above, with their signs.


def multiplied_tangent(x: Matrix) -> Moves:
    x = balls(x).ravel()
    before = [arb(1), *accumulate(x, lambda p, v: p * v)][:-1]
    after = [arb(1), *accumulate(x[::-1], lambda p, v: p * v)][-2::-1]
    others = array([p * q for p, q in zip(before, after, strict=True)], x.shape)
    return lambda directions: inner(others, directions[0])


def variance_tangent(x: Matrix, ddof: int = 0) -> Moves:
    m, n = mean(x), np.size(x)
    slopes = array([2 * (v - m) / (n - ddof) for v in balls(x).flat], (n,))
    return lambda directions: inner(slopes, directions[0])


def deviation_tangent(x: Matrix, ddof: int = 0) -> Moves:
    tangent, s = variance_tangent(x, ddof), deviation(x, ddof)
    return lambda directions: tangent(directions) / (2 * s)


def norm_tangent(x: Matrix) -> Moves:
    y, x = norm(x), balls(x)
    return lambda directions: inner(x, directions[0]) / y


def logsumexp_tangent(x: Matrix) -> Moves:
    weights = _weights(x)
    return lambda directions: inner(weights, directions[0])


def softmax_tangent(x: Matrix) -> Moves:
    p = _weights(x)
    return lambda directions: p * (balls(directions[0]) - inner(p, directions[0]))


def _number(
    says: str, truth: Any, moved: Any, tangent: Any, backward: Any = None, fits: Any = anything, **more: Any
) -> Operation:
    return Operation(says, truth, fits, moved, backward, tangent=tangent, is_number=True, **more)


OPERATIONS = (
    _number("sum(x)", total, added, linear(total), backward_sum, in_plane=True),
    _number("prod(x)", multiplied, multiplied_moved, multiplied_tangent, backward_product, in_plane=True),
    _number("mean(x)", mean, mean_moved, linear(mean), backward_mean, in_plane=True),
    _number("var(x, ddof)", variance, variance_moved, variance_tangent, fits=enough, optional=1),
    _number("std(x, ddof)", deviation, deviation_moved, deviation_tangent, fits=enough, optional=1),
    _number("norm(x)", norm, norm_moved, norm_tangent, backward_norm),
    _number("logsumexp(x)", logsumexp, logsumexp_moved, logsumexp_tangent),
    Operation(
        "cumsum(x)",
        running,
        vector,
        running_moved,
        entrywise=True,
        tangent=linear(running),
        by_slices=True,
        in_plane=True,
    ),
    Operation(
        "softmax(x)",
        _weights,
        anything,
        softmax_moved,
        entrywise=True,
        tangent=softmax_tangent,
        by_slices=True,
    ),
)
