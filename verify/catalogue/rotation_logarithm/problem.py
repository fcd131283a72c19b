"""The rotation vector of a rotation matrix: the logarithm by its series, and by the angle, two ways."""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
from flint import acb, acb_mat, arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import nearest
from verify.arithmetic.kinds import Mpmath
from verify.arithmetic.precision import Hopeless
from verify.catalogue.sources import WEBLOG
from verify.core.model import (
    Axis,
    Input,
    Inputs,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Sweep,
)
from verify.mathematics.linear import array, ball_matrix, norm_inf, rational_matrix
from verify.mathematics.sampling import log_strata, strata
from verify.measure.budget import largest

# Rational unit vectors without a zero: each entry of the rotation vector has a size to be relative to.
AXES = tuple(
    tuple(fmpq(k, length) for k in whole)
    for whole, length in (((1, 2, 2), 3), ((2, -3, 6), 7), ((-1, 4, 8), 9), ((-2, -6, 9), 11))
)


PLACES = ((2, 1), (0, 2), (1, 0))  # where a skew matrix holds its vector


def data(tangent: fmpq, axis: int) -> tuple[Matrix]:
    # Cayley: R = I + 2(r^ + r^ r^)/(1 + |r|^2) turns by theta about u, with r = tan(theta/2) u: rational.
    a, b, c = (tangent * u for u in AXES[axis - 1])
    K = array([fmpq(0), -c, b, c, fmpq(0), -a, -b, a, fmpq(0)], (3, 3))
    ones = array([fmpq(int(i == j)) for i in range(3) for j in range(3)], (3, 3))
    return (ones + (K + K @ K) * (2 / (1 + tangent * tangent)),)


def _spectrum(X: Matrix) -> list[tuple[Any, Any]]:
    """Eigenvalues l of X and the matrices P that f(X) = sum of f(l) P (Sylvester): X has three of them."""
    roots: Any = rational_matrix(X).charpoly().complex_roots()
    if len(roots) < 3:
        raise Hopeless("the matrix has a multiple eigenvalue: a rotation by 0 or pi")
    values = [value for value, _ in roots]
    ones = acb_mat(3, 3, [int(i == j) for i in range(3) for j in range(3)])
    found = []
    for k, value in enumerate(values):
        p, q = (v for j, v in enumerate(values) if j != k)
        P = (acb_mat(ball_matrix(X)) - ones * p) * (acb_mat(ball_matrix(X)) - ones * q)
        found.append((acb(value), P * (1 / ((value - p) * (value - q)))))
    return found


def truth(X: Matrix) -> Matrix:
    logarithm = sum((P * value.log() for value, P in _spectrum(X)), acb_mat(3, 3))
    return array([((logarithm[i, j] - logarithm[j, i]) / 2).real for i, j in PLACES], (3,))


def by_half_angle(X: Matrix) -> Any:
    """For rotations: 2 atan(|w|/(1 + tr R)) w/|w| with w twice the vector of the skew part."""
    w = [arb(X[i, j] - X[j, i]) for i, j in PLACES]
    size = sum((x * x for x in w), arb(0)).sqrt()
    theta = 2 * (size / (1 + arb(X[0, 0] + X[1, 1] + X[2, 2]))).atan()
    return array([theta / size * x for x in w], (3,))


def opinion(mp: Mpmath, X: Matrix) -> list[Any]:
    # By eigenvectors. (mpmath's logm leaves the principal branch from tan(theta/2) = 20 on or so.)
    with mp.workprec(3 * mp.prec):
        values, V = mp.eig(mp.matrix([[mp.mpf(int(x.p)) / int(x.q) for x in row] for row in X]))
        L = V * mp.diag([mp.log(v) for v in values]) * V**-1
        return [mp.re(L[i, j] - L[j, i]) / 2 for i, j in PLACES]


def condition(X: Matrix) -> dict[str, arb]:
    # max ||dv|| / ||v|| over ||E|| <= ||X||, infinity norms. The derivative of the logarithm at X in the
    # direction E is the sum of l[a, b] P_a E P_b, l divided differences of ln (Daleckii and Krein; Higham,
    # theorem 3.11). An entry of dv is linear in E, sum of g_ij e_ij: at most sum_i max_j |g_ij|, attained.
    spectrum = _spectrum(X)
    gains = []
    for r, c in PLACES:
        g = np.full((3, 3), acb(0), dtype=object)
        for x, P in spectrum:
            for y, Q in spectrum:
                slope = 1 / x if x is y else (x.log() - y.log()) / (x - y)
                for i in range(3):
                    for j in range(3):
                        g[i, j] = g[i, j] + slope * (P[r, i] * Q[j, c] - P[c, i] * Q[j, r]) / 2
        gains.append(sum((largest([abs(x.real) for x in row]) for row in g), arb(0)))
    return {"inf": largest(gains) * norm_inf(X) / largest([abs(v) for v in truth(X)])}


def points(count: int, random: Random) -> Iterator[Inputs]:
    # tan(theta/2): half from 0 to pi evenly in its logarithm, half about pi/3, where the series ends.
    edge = fmpq(5773502691896258, 10**16)
    share = max(count // 2, 2)
    about = [edge + s * d for s in (-1, 1) for d in log_strata(share // 4, -12, -1, random)]
    drawn = {*log_strata(share, -9, 9, random), *about, *strata(share // 2, 0, 2, 3, random)}
    for k, tangent in enumerate(sorted(t for t in drawn if t > 0)):
        yield {"tangent": tangent, "axis": 1 + k % len(AXES)}


problem = Problem(
    name="rotation_logarithm",
    title="The rotation vector of a rotation matrix",
    formula="phi, phi^ = ln R, R the rotation by 2 atan(tangent) about one of four rational unit vectors",
    source=WEBLOG.at("on ln(R)"),
    systems=("D2",),
    inputs=(Input("tangent", fmpq(0), fmpq(10) ** 10, above=True),),
    parameters=(Parameter("axis", 1, len(AXES), tuple(range(1, len(AXES) + 1)), shown=1),),
    data=data,
    truth=Route(
        truth,
        "the principal logarithm by Sylvester's formula from certified roots of the exact characteristic "
        "polynomial, also of matrices that are rotations only to rounding; the algorithms sum the series or "
        "use the trace and the skew part",
    ),
    second=Route(
        by_half_angle, "2 atan(|w|/(1 + tr R)) w/|w|, w twice the vector of the skew part of a rotation"
    ),
    opinion=Route(opinion, "eigenvectors in mpmath"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(
        axis=Axis("theta", lambda tangent, axis: 2 * math.atan(nearest(tangent))), points=points, count=60
    ),
    references=tuple(
        {"tangent": t, "axis": 1 + k % len(AXES)}
        for k, t in enumerate(("1/1000000", "1/10", "1/2", "577/1000", "1", "2", "20", "1000000"))
    ),
)


def vector(M: Matrix) -> Matrix:
    """The vector of the skew part."""
    return np.asarray([(M[i, j] - M[j, i]) / 2 for i, j in PLACES])
