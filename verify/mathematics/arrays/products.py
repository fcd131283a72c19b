"""Products of vectors and matrices, polynomials, quadrature and interpolation."""

from functools import partial
from typing import Any

import numpy as np
from flint import arb, arb_poly

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import Unsettled
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    balls,
    inner,
    is_exact,
    of_linear,
    product,
    rationals,
    relative,
    shape_text,
    size,
    vector,
    vectors,
)
from verify.mathematics.linear import array, norm_inf
from verify.measure.budget import largest

# --- products -------------------------------------------------------------------------------------------


def dot_moved(x: Matrix, y: Matrix) -> Moves:
    p, q = size(x), size(y)
    return lambda steps: inner(q, steps[0]) + inner(p, steps[1])


def backward_dot(x: Matrix, y: Matrix, computed: float) -> tuple[arb, arb]:
    # Of changes of x alone (Higham section 3.1): what is linear in them.
    y_size = size(y)
    return of_linear(lambda steps: inner(y_size, steps[0]), [x], arb(computed) - inner(x, y))


def conformable(A: Matrix, B: Matrix) -> str | None:
    if not (1 <= np.ndim(A) <= 2 and 1 <= np.ndim(B) <= 2 and np.size(A) and np.size(B)):
        return f"it takes matrices and vectors, not {shape_text(A)} and {shape_text(B)}"
    if np.shape(A)[-1] != len(B):
        return f"{shape_text(A)} and {shape_text(B)} do not fit together"
    return None


def multiplied(A: Matrix, B: Matrix) -> Value:
    return inner(A, B) if np.ndim(A) == np.ndim(B) == 1 else product(A, B)


def multiplied_moved(A: Matrix, B: Matrix) -> Moves:
    p, q = size(A), size(B)
    return lambda steps: multiplied(p, steps[1]) + multiplied(steps[0], q)


def backward_multiplied(A: Matrix, B: Matrix, computed: Any) -> tuple[arb, arb]:
    """Of changes of A alone, for a vector x = B: every row of A serves its own entry. They are
    ||e|| / (||A|| ||x||) in the infinity norm, and max |e_i| / (|A| |x|)_i; both are attained."""
    if np.ndim(B) != 1:
        raise Unsettled("of several columns no one change of the matrix is known")
    if np.ndim(A) == 1:
        return of_linear(lambda steps: inner(steps[0], size(B)), [A], balls(computed).item() - inner(A, B))
    off = size(balls(computed) - product(A, B))
    shares = [relative(e, s) for e, s in zip(off, balls(product(size(A), size(B))), strict=True)]
    return relative(largest(list(off)), norm_inf(A) * norm_inf(B)), largest(shares)


def _bilinear(function: Any) -> Any:
    """The tangent of a product: of each factor by itself."""
    return lambda a, b: lambda directions: function(directions[0], b) + function(a, directions[1])


# --- polynomials ----------------------------------------------------------------------------------------


def polyval(p: Matrix, x: Any) -> Value:
    """p_0 x^(n-1) + ... + p_(n-1): the highest power first, as numpy has it."""
    polynomial = _polynomial(p)
    found = array([polynomial(v) for v in balls(x).flat], np.shape(x))
    return found if np.shape(x) else found.item()


def _polynomial(p: Matrix) -> arb_poly:
    return arb_poly(list(balls(p).flat)[::-1])


def polyval_moved(p: Matrix, x: Any) -> Moves:
    # |dy/dp_k| = |x|^(n-1-k), |dy/dx| = |p'(x)|
    slope = _polynomial(p).derivative()
    slopes = array([abs(slope(v)) for v in balls(x).flat], np.shape(x))

    def moved(steps: Any) -> Value:
        found = polyval(steps[0], size(x)) + slopes * balls(steps[1])
        return found if np.shape(x) else np.asarray(found).item()

    return moved


def polyval_tangent(p: Matrix, x: Any) -> Moves:
    slope = _polynomial(p).derivative()
    slopes = array([slope(v) for v in balls(x).flat], np.shape(x))

    def tangent(directions: Any) -> Value:
        found = polyval(directions[0], x) + slopes * balls(directions[1])
        return found if np.shape(x) else np.asarray(found).item()

    return tangent


def backward_polyval(p: Matrix, x: Any, computed: Any) -> tuple[arb, arb]:
    # Of changes of the coefficients alone (Higham section 5.1); each value has its own.
    if np.ndim(x):
        raise Unsettled("of several values no one change of the coefficients is known")
    return of_linear(lambda steps: polyval(steps[0], size(x)), [p], arb(computed) - polyval(p, x))


def convolve(a: Matrix, v: Matrix) -> Matrix:
    found = _polynomial(a[::-1]) * _polynomial(v[::-1])
    return array([found[k] for k in range(len(a) + len(v) - 1)], (len(a) + len(v) - 1,))


def convolve_moved(a: Matrix, v: Matrix) -> Moves:
    p, q = size(a), size(v)
    return lambda steps: convolve(p, steps[1]) + convolve(steps[0], q)


def both_vectors(x: Any, y: Any, *_: Any) -> str | None:
    return vector(x) or vector(y)


def polynomial_at(p: Any, x: Any) -> str | None:
    return vector(p) or (None if np.ndim(x) <= 1 and np.size(x) else "it takes numbers to evaluate at")


# --- quadrature and interpolation -----------------------------------------------------------------------


def trapezoid(y: Matrix, x: Matrix) -> arb:
    y, x = balls(y), balls(x)
    return sum(((y[1:] + y[:-1]) * (x[1:] - x[:-1])).flat, arb(0)) / 2


def trapezoid_moved(y: Matrix, x: Matrix) -> Moves:
    # The slope by y_k is (x_(k+1) - x_(k-1))/2, by x_k it is (y_(k-1) - y_(k+1))/2, with the ends repeated:
    # of y the difference, of x at the ends +-(y_0 + y_1)/2.
    y, x = balls(y), balls(x)
    wide = np.concatenate([x[:1], x, x[-1:]])
    high = np.concatenate([-y[:1], y, -y[-1:]])
    by_y, by_x = size((wide[2:] - wide[:-2]) / 2), size((high[:-2] - high[2:]) / 2)
    return lambda steps: inner(by_y, steps[0]) + inner(by_x, steps[1])


def backward_trapezoid(y: Matrix, x: Matrix, computed: float) -> tuple[arb, arb]:
    # Of changes of the values alone: what is linear in them.
    still = np.zeros(np.shape(x))
    moves = trapezoid_moved(y, x)
    return of_linear(lambda steps: moves([steps[0], still]), [y], arb(computed) - trapezoid(y, x))


def interp(x: Any, xp: Matrix, fp: Matrix) -> Value:
    found = [_between(v, rationals(xp), balls(fp)) for v in rationals(x).flat]
    return array(found, np.shape(x)) if np.shape(x) else found[0]


def _place(v: Any, xp: Matrix) -> int | None:
    """The piece that a point lies in; None beyond the ends."""
    if v <= xp[0] or v >= xp[-1]:
        return None
    return max(k for k in range(len(xp) - 1) if xp[k] <= v)


def _between(v: Any, xp: Matrix, fp: Matrix) -> arb:
    k = _place(v, xp)
    if k is None:
        return arb(fp[0] if v <= xp[0] else fp[-1])
    t = arb((v - xp[k]) / (xp[k + 1] - xp[k]))
    return arb(fp[k] + t * (fp[k + 1] - fp[k]))


def _slopes(values: Matrix, exact: Matrix) -> Matrix:
    """Of every piece, and of nothing beyond the ends."""
    inside = [
        arb((b - a) / arb(t - s)) for a, b, s, t in zip(values, values[1:], exact, exact[1:], strict=False)
    ]
    return array([arb(0), *inside, arb(0)], (len(values) + 1,))


def interp_moved(x: Any, xp: Matrix, fp: Matrix) -> Moves:
    exact, points, values = rationals(xp), rationals(x).ravel(), balls(fp)
    slopes = size(_slopes(values, exact))

    def one(v: Any, own: arb, sxp: Matrix, sfp: Matrix) -> arb:
        node = next((k for k, t in enumerate(exact) if t == v), None)
        if node is not None:  # it may move into the piece on either side
            steeper = slopes[node].max(slopes[node + 1])
            return arb(sfp[node] + steeper * (own + sxp[node]))
        k = _place(v, exact)
        if k is None:
            return arb(sfp[0] if v < exact[0] else sfp[-1])
        # dy/dx_k = -slope (1 - t), dy/dx_(k+1) = -slope t
        t, slope = arb((v - exact[k]) / (exact[k + 1] - exact[k])), slopes[k + 1]
        ends = [sfp[i] + slope * sxp[i] for i in (k, k + 1)]
        return arb((1 - t) * ends[0] + t * ends[1] + slope * own)

    def moved(steps: Any) -> Value:
        sx, sxp, sfp = (balls(s).ravel() for s in steps)
        found = [one(v, s, sxp, sfp) for v, s in zip(points, sx, strict=True)]
        return array(found, np.shape(x)) if np.shape(x) else found[0]

    return moved


def interp_tangent(x: Any, xp: Matrix, fp: Matrix) -> Moves:
    exact, points, values = rationals(xp), rationals(x).ravel(), balls(fp)
    if set(points) & set(exact):
        raise Unsettled("an interpolation at one of its points has a slope on either side, and no derivative")
    slopes = _slopes(values, exact)

    def one(v: Any, own: arb, dxp: Matrix, dfp: Matrix) -> arb:
        k = _place(v, exact)
        if k is None:
            return arb(dfp[0] if v < exact[0] else dfp[-1])
        t = arb((v - exact[k]) / (exact[k + 1] - exact[k]))
        ends = [dfp[i] - slopes[k + 1] * dxp[i] for i in (k, k + 1)]
        return arb((1 - t) * ends[0] + t * ends[1] + slopes[k + 1] * own)

    def tangent(directions: Any) -> Value:
        dx, dxp, dfp = (balls(d).ravel() for d in directions)
        found = [one(v, d, dxp, dfp) for v, d in zip(points, dx, strict=True)]
        return array(found, np.shape(x)) if np.shape(x) else found[0]

    return tangent


def increasing(x: Any, xp: Any, fp: Any) -> str | None:
    if found := vectors(xp, fp) or (None if np.size(x) else "it takes points to interpolate at"):
        return found
    if not (is_exact(x) and is_exact(xp)):
        return "its points are given as arrays, not computed"
    ordered = all(a < b for a, b in zip(rationals(xp)[:-1], rationals(xp)[1:], strict=True))
    return None if ordered else "its points xp have to increase"


_PRODUCT = partial(
    Operation,
    truth=multiplied,
    fits=conformable,
    moved=multiplied_moved,
    entrywise=True,
    tangent=_bilinear(multiplied),
    backward=backward_multiplied,
    in_plane=True,
)
OPERATIONS = (
    _PRODUCT("dot(a, b)"),
    _PRODUCT("matmul(A, B)"),
    Operation("vdot(a, b)", inner, vectors, dot_moved, backward_dot, tangent=_bilinear(inner)),
    Operation(
        "polyval(p, x)",
        polyval,
        polynomial_at,
        polyval_moved,
        backward_polyval,
        entrywise=True,
        tangent=polyval_tangent,
    ),
    Operation(
        "convolve(a, v)", convolve, both_vectors, convolve_moved, entrywise=True, tangent=_bilinear(convolve)
    ),
    Operation(
        "trapezoid(y, x)",
        trapezoid,
        vectors,
        trapezoid_moved,
        backward_trapezoid,
        tangent=_bilinear(trapezoid),
    ),
    Operation("interp(x, xp, fp)", interp, increasing, interp_moved, entrywise=True, tangent=interp_tangent),
)
