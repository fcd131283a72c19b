"""What the methods leave out: bounds of |F - f|."""

from typing import Any

import numpy as np
from flint import arb, arb_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.ball import Ball
from verify.catalogue.rotation_logarithm.problem import PLACES, vector
from verify.mathematics.linear import ball_matrix


# X is within d of a rotation R by t0, in the 2-norm.
# With X = R S the polar decomposition, S >= 0: ||X - R|| = ||S - I|| <= ||S^2 - I|| = ||X^T X - I||, as
# |s - 1| <= |s^2 - 1| for s >= 0. So d = ||X^T X - I||, and R is a rotation if det X > 0. R + I is normal,
# its least |eigenvalue| 2 cos(t0/2), so 1/||(X + I)^-1|| <= 2 cos(t0/2) + d. All that is bounded below are
# vectors of skew parts; the 2-norm of that vector is the 2-norm of the skew part, at most the matrix's.
def _norm_2(M: arb_mat) -> arb:
    # ||M||^2 = ||G|| with G = M^T M >= 0, and ||G||^m = ||G^m|| is at most the Frobenius norm of G^m.
    G = M.transpose() * M
    for _ in range(8):
        G = G * G
    return sum((x * x for x in G.entries()), arb(0)).root(4 * 2**8)


def _nearness(X: Matrix) -> tuple[arb, arb]:
    """(d, c): ||X - R|| <= d, cos(t0/2) >= c; c = 0 where X is not certainly near a rotation by t0 < pi."""
    M, ones = ball_matrix(X), arb_mat(3, 3, [int(i == j) for i in range(3) for j in range(3)])
    d = _norm_2(M.transpose() * M - ones)
    try:
        c = (1 / _norm_2((M + ones).inv()) - d) / 2
    except ZeroDivisionError:
        return d, arb(0)
    return (d, c) if M.det() > 0 and c > d else (d, arb(0))


def _between(d: arb, c: arb) -> arb:
    # ln X - ln R is the integral over s in [0, 1] of L(R + s(X - R))[X - R], and L(Y)[E] that over r of
    # (I + r(Y - I))^-1 E (I + r(Y - I))^-1. The smallest singular value of I + r(Y - I) is at least that of
    # the normal I + r(R - I) less d, and |1 - r + r e^(i t0)|^2 = 1 - 4r(1-r) sin^2(t0/2) >= c^2.
    return d / (c - d) ** 2


def series_remainder(X: Matrix, terms: int) -> arb:
    # ln(I + Z) - S_N = (-1)^N Z^(N+1) times the integral of s^N (I + sZ)^-1 over [0, 1], Z = X - I, inside
    # the disc and beyond, while no eigenvalue of I + Z is on the negative axis; ||(I + sZ)^-1|| as above.
    d, c = _nearness(X)
    if not c > d:
        return arb.pos_inf()
    return _norm_2(ball_matrix(X - np.eye(3))) ** (terms + 1) / ((terms + 1) * (c - d))


def arccosine_distance(X: Matrix) -> Any:
    # F = h(cos) w is ln R at R, and F(X) - F(R) = h(X)(w(X) - w(R)) + (h(X) - h(R)) w(R), where
    # |cos X - cos R| <= 3d/2 and |w(R)| <= |w(X)| + d. h = t/sin t = 2F1(1, 1; 3/2; (1 - cos)/2) has positive
    # coefficients: h and |h'|, h' = -(sin t - t cos t)/sin^3 t, are largest at the smaller cosine, and
    # 1 + cos R = 2 cos^2(t0/2) >= 2c^2.
    d, c = _nearness(X)
    above = (X[0, 0] + X[1, 1] + X[2, 2] + 1) / 2
    if not (c > d and 0 < above < 2):
        return arb.pos_inf()
    k = above.min(2 * c * c)
    t = 2 * ((2 - k) / k).sqrt().atan()
    size = sum((x * x for x in vector(X)), arb(0)).sqrt() + d
    slope = (t.sin() - t * t.cos()) / t.sin() ** 3
    return t / t.sin() * d + slope * d * 3 / 2 * size + _between(d, c)


def half_tangent_distance(X: Matrix) -> arb:
    # F(w, k) = 2 atan(s/k) w/s with s = |w|, k = 1 + cos; at R, s^2 + k^2 = 4 cos^2(t0/2). With s = q sin y,
    # k = q cos y its derivative by w is at most max(2 cos y/q, 2y/(q sin y)) <= pi/q, that by k 2 sin y/q.
    # From R to X, w moves by at most d and k by 3d/2, so that q >= 2c - 2d on the way.
    d, c = _nearness(X)
    above = X[0, 0] + X[1, 1] + X[2, 2] + 1
    if not (c > d and above > 0):
        return arb.pos_inf()
    return (arb.pi() + 3) * d / (2 * (c - d)) + _between(d, c)


def quaternion_distance(X: Matrix) -> Any:
    # F(w, k) as above, for a row Q = (k, w) of a symmetric matrix of norm 4 at R: F does not change with the
    # sign or the size of Q. Its squares move by at most 3d, its other entries by 2d, so Q by less than 5d.
    d, c = _nearness(X)
    trace = X[0, 0] + X[1, 1] + X[2, 2]
    twice = [X[i, j] - X[j, i] for i, j in PLACES]
    squares = [1 + trace, *(1 + 2 * X[i, i] - trace for i in range(3))]
    row = Ball().pivot(np.asarray(squares))
    k = abs([squares[0], *twice][row])
    # |Q| = 4 |q_i| at R, and its square of the largest component, 4 q_i^2, is |Q|^2/4.
    size = 2 * (squares[row] - 3 * d).sqrt()
    if not (c > d and k > 3 * d and size > 5 * d):
        return arb.pos_inf()
    return (arb.pi() + 2) * 5 * d / (size - 5 * d) + _between(d, c)
