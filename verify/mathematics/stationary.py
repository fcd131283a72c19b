"""Stationary points, proved: a box of balls that holds exactly one zero of a gradient.

Krawczyk's operator (R. Krawczyk, 1969; R. E. Moore, 1977; A. Neumaier, Interval Methods for Systems of
Equations, 1990, section 5.1): for g differentiable on a box X with the Jacobian H, m in X, a matrix C, let

    K = m - C g(m) + (I - C H(X)) (X - m).

If K lies in the interior of X, then g has exactly one zero in X, and it lies in K.
"""

import math
from collections.abc import Callable, Sequence

from flint import arb, arb_mat

from verify.arithmetic.precision import current_bits

MOST_STEPS = 30
# b -> the gradient as a column and the Hessian there; over a box of balls enclosures of both
Derivatives = Callable[[Sequence[arb]], tuple[arb_mat, arb_mat]]


def stationary_point(derivatives: Derivatives, start: Sequence[arb]) -> list[arb] | None:
    """A box that holds exactly one zero of the gradient, found by Newton's method from `start`.

    None where this is not proved at the precision in force.
    """
    found = _newton(derivatives, start)
    if found is None:
        return None
    m, C, step = found
    # Twice the last correction with its error: what Krawczyk's operator adds beside it is of second order.
    least = arb(2) ** (-2 * current_bits())
    radii = [
        2 * abs(s).upper() + abs(b) * arb(2) ** -current_bits() + least for s, b in zip(step, m, strict=True)
    ]
    return krawczyk(derivatives, m, [abs(r).upper() for r in radii], C)


def krawczyk(
    derivatives: Derivatives, m: Sequence[arb], radii: Sequence[arb], C: arb_mat
) -> list[arb] | None:
    """K, if it lies in the interior of the box X = m +- radii; else None. m and C are thin."""
    X = [b + arb(0, r) for b, r in zip(m, radii, strict=True)]
    correction = C * derivatives(m)[0]
    contraction = _identity(len(m)) - C * derivatives(X)[1]
    spread = contraction * arb_mat(len(m), 1, [arb(0, r) for r in radii])
    K = [b - c + s for b, c, s in zip(m, correction.entries(), spread.entries(), strict=True)]
    return K if all(x.contains_interior(k) for x, k in zip(X, K, strict=True)) else None


def _newton(derivatives: Derivatives, start: Sequence[arb]) -> tuple[list[arb], arb_mat, list[arb]] | None:
    """A point near the zero, an approximate inverse of the Hessian there, and the correction that is left.

    Nothing is concluded from it.
    """
    m, before = [b.mid() for b in start], math.inf
    for _ in range(MOST_STEPS):
        g, H = derivatives(m)
        try:
            C = H.mid().inv().mid()
        except ZeroDivisionError:
            return None
        step = (C * g).entries()
        if not all(s.is_finite() for s in step):
            return None
        size = max(
            float(abs(s).upper() / (abs(b) + abs(s).upper()).upper()) for s, b in zip(step, m, strict=True)
        )
        if size >= before / 2 and size < 2.0**-40:  # the rounding of g is reached
            return m, C, step
        before = size
        m = [(b - s).mid() for b, s in zip(m, step, strict=True)]
    return None


def _identity(n: int) -> arb_mat:
    return arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
