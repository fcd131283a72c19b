"""The rotation vector of a rotation matrix: the logarithm by its series, and by the angle, two ways."""

import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
from flint import Ordering, acb, acb_mat, arb, arb_mat, fmpq, fmpq_mpoly_ctx

from verify.arithmetic import Ball, nearest
from verify.arithmetic.precision import Hopeless
from verify.claims.forms import both, identity
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.linear import array, ball_matrix, norm_inf, rational_matrix, times
from verify.mathematics.sampling import log_strata, strata
from verify.measure.budget import Breakdown, largest

NOTES = Source("hope_wisdom", None, "Taylor expansions, weblog notes")
MURRAY = Source(
    "R. M. Murray, Z. Li and S. S. Sastry", 1994, "A Mathematical Introduction to Robotic Manipulation"
)
SHEPPERD = Source("S. W. Shepperd", 1978, "Quaternion from rotation matrix", "J. Guidance and Control 1, 223")
HIGHAM = Source("N. J. Higham", 2008, "Functions of Matrices")

# Rational unit vectors without a zero: each entry of the rotation vector has a size to be relative to.
AXES = tuple(
    tuple(fmpq(k, length) for k in whole)
    for whole, length in (((1, 2, 2), 3), ((2, -3, 6), 7), ((-1, 4, 8), 9), ((-2, -6, 9), 11))
)
PLACES = ((2, 1), (0, 2), (1, 0))  # where a skew matrix holds its vector


def data(tangent: fmpq, axis: int) -> tuple[Any]:
    # Cayley: R = I + 2(r^ + r^ r^)/(1 + |r|^2) turns by theta about u, with r = tan(theta/2) u: rational.
    a, b, c = (tangent * u for u in AXES[axis - 1])
    K = array([fmpq(0), -c, b, c, fmpq(0), -a, -b, a, fmpq(0)], (3, 3))
    ones = array([fmpq(int(i == j)) for i in range(3) for j in range(3)], (3, 3))
    return (ones + (K + K @ K) * (2 / (1 + tangent * tangent)),)


def _spectrum(X: Any) -> list[tuple[Any, Any]]:
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


def truth(X: Any) -> Any:
    logarithm = sum((P * value.log() for value, P in _spectrum(X)), acb_mat(3, 3))
    return array([((logarithm[i, j] - logarithm[j, i]) / 2).real for i, j in PLACES], (3,))


def by_half_angle(X: Any) -> Any:
    """For rotations: 2 atan(|w|/(1 + tr R)) w/|w| with w twice the vector of the skew part."""
    w = [arb(X[i, j] - X[j, i]) for i, j in PLACES]
    size = sum((x * x for x in w), arb(0)).sqrt()
    theta = 2 * (size / (1 + arb(X[0, 0] + X[1, 1] + X[2, 2]))).atan()
    return array([theta / size * x for x in w], (3,))


def opinion(mp: Any, X: Any) -> list[Any]:
    # By eigenvectors. (mpmath's logm leaves the principal branch from tan(theta/2) = 20 on or so.)
    with mp.workprec(3 * mp.prec):
        values, V = mp.eig(mp.matrix([[mp.mpf(int(x.p)) / int(x.q) for x in row] for row in X]))
        L = V * mp.diag([mp.log(v) for v in values]) * V**-1
        return [mp.re(L[i, j] - L[j, i]) / 2 for i, j in PLACES]


def condition(X: Any) -> dict[str, arb]:
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


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
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
    source=NOTES.at("on ln(R)"),
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


def vector(M: Any) -> Any:
    """The vector of the skew part."""
    return np.asarray([(M[i, j] - M[j, i]) / 2 for i, j in PLACES])


def series(R: Any, X: Any, terms: int) -> Any:
    Z = X - np.eye(3)
    total = power = Z
    for n in range(1, terms):
        power = -times(power, Z)
        total = total + power / (n + 1)
    return vector(total)


def arccosine(R: Any, X: Any) -> Any:
    w = vector(X)
    cosine = (X[0, 0] + X[1, 1] + X[2, 2] - 1) / 2
    theta = 2 * R.atan(R.sqrt((1 - cosine) / (1 + cosine)))  # arccos
    return theta / R.sin(theta) * w


def half_tangent(R: Any, X: Any) -> Any:
    w = vector(X)
    sine = R.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2])
    theta = 2 * R.atan(2 * sine / (1 + X[0, 0] + X[1, 1] + X[2, 2]))
    return theta / sine * w


def quaternion(R: Any, X: Any) -> Any:
    # The unit quaternion q has 4 q q^T linear in R; of its rows 4 q_i q the one with the largest q_i is used.
    trace = X[0, 0] + X[1, 1] + X[2, 2]
    squares = [1 + trace, *(1 + 2 * X[i, i] - trace for i in range(3))]
    x, y, z = (X[i, j] - X[j, i] for i, j in PLACES)
    xy, xz, yz = X[0, 1] + X[1, 0], X[0, 2] + X[2, 0], X[1, 2] + X[2, 1]
    rows = ((x, y, z), (squares[1], xy, xz), (xy, squares[2], yz), (xz, yz, squares[3]))
    row = R.pivot(np.asarray(squares))
    w, k = np.asarray(rows[row]), (squares[0], x, y, z)[row]
    sine = R.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2])
    return 2 * R.atan(sine / k) / sine * w


def arccosine_in_balls(X: Any) -> Any:
    trace = X[0, 0] + X[1, 1] + X[2, 2]
    if trace >= 3 or trace <= -1:
        raise Breakdown(
            f"the matrix as rounded has the trace {trace.str(20)}: 0/0, or no angle has its cosine"
        )
    return arccosine(Ball(), X)


def half_tangent_in_balls(X: Any) -> Any:
    if (1 + X[0, 0] + X[1, 1] + X[2, 2]).is_zero():
        raise Breakdown("the matrix as rounded has the trace -1: a division by zero")
    return half_tangent(Ball(), X)


def quaternion_in_balls(X: Any) -> Any:
    found = quaternion(Ball(), X)
    if not any(v.is_finite() for v in found) and any((X[i, j] - X[j, i]).is_zero() for i, j in PLACES):
        raise Breakdown("the matrix as rounded has a symmetric entry: a division by zero")
    return found


# --- bounds. X is within d of a rotation R by t0, in the 2-norm. ------------------------------------------
#
# With X = R S the polar decomposition, S >= 0: ||X - R|| = ||S - I|| <= ||S^2 - I|| = ||X^T X - I||, as
# |s - 1| <= |s^2 - 1| for s >= 0. So d = ||X^T X - I||, and R is a rotation if det X > 0. R + I is normal,
# its least |eigenvalue| 2 cos(t0/2), so 1/||(X + I)^-1|| <= 2 cos(t0/2) + d. All that is bounded below are
# vectors of skew parts; the 2-norm of that vector is the 2-norm of the skew part, at most the matrix's.


def _norm_2(M: arb_mat) -> Any:
    # ||M||^2 = ||G|| with G = M^T M >= 0, and ||G||^m = ||G^m|| is at most the Frobenius norm of G^m.
    G = M.transpose() * M
    for _ in range(8):
        G = G * G
    return sum((x * x for x in G.entries()), arb(0)).root(4 * 2**8)


def _nearness(X: Any) -> tuple[Any, Any]:
    """(d, c): ||X - R|| <= d, cos(t0/2) >= c; c = 0 where X is not certainly near a rotation by t0 < pi."""
    M, ones = ball_matrix(X), arb_mat(3, 3, [int(i == j) for i in range(3) for j in range(3)])
    d = _norm_2(M.transpose() * M - ones)
    try:
        c = (1 / _norm_2((M + ones).inv()) - d) / 2
    except ZeroDivisionError:
        return d, arb(0)
    return (d, c) if M.det() > 0 and c > d else (d, arb(0))


def _between(d: Any, c: Any) -> Any:
    # ln X - ln R is the integral over s in [0, 1] of L(R + s(X - R))[X - R], and L(Y)[E] that over r of
    # (I + r(Y - I))^-1 E (I + r(Y - I))^-1. The smallest singular value of I + r(Y - I) is at least that of
    # the normal I + r(R - I) less d, and |1 - r + r e^(i t0)|^2 = 1 - 4r(1-r) sin^2(t0/2) >= c^2.
    return d / (c - d) ** 2


def series_remainder(X: Any, terms: int) -> Any:
    # ln(I + Z) - S_N = (-1)^N Z^(N+1) times the integral of s^N (I + sZ)^-1 over [0, 1], Z = X - I, inside
    # the disc and beyond, while no eigenvalue of I + Z is on the negative axis; ||(I + sZ)^-1|| as above.
    d, c = _nearness(X)
    if not c > d:
        return arb.pos_inf()
    return _norm_2(ball_matrix(X - np.eye(3))) ** (terms + 1) / ((terms + 1) * (c - d))


def arccosine_distance(X: Any) -> Any:
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


def half_tangent_distance(X: Any) -> Any:
    # F(w, k) = 2 atan(s/k) w/s with s = |w|, k = 1 + cos; at R, s^2 + k^2 = 4 cos^2(t0/2). With s = q sin y,
    # k = q cos y its derivative by w is at most max(2 cos y/q, 2y/(q sin y)) <= pi/q, that by k 2 sin y/q.
    # From R to X, w moves by at most d and k by 3d/2, so that q >= 2c - 2d on the way.
    d, c = _nearness(X)
    above = X[0, 0] + X[1, 1] + X[2, 2] + 1
    if not (c > d and above > 0):
        return arb.pos_inf()
    return (arb.pi() + 3) * d / (2 * (c - d)) + _between(d, c)


def quaternion_distance(X: Any) -> Any:
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


TERMS = Parameter("terms", 1, 1000, (5, 10, 20, 50, 100, 300), shown=20)

ALGORITHMS = (
    Algorithm(
        name="series",
        problem=problem,
        says="Z - Z^2/2 + Z^3/3 - ..., Z = R - I",
        source=NOTES.at("on ln(R)"),
        body=series,
        parameters=(TERMS,),
        truncation=Bound(
            series_remainder, "integral remainder of the logarithm, resolvent of a normal matrix"
        ),
    ),
    Algorithm(
        name="arccosine",
        problem=problem,
        says="theta = arccos((tr R - 1)/2), theta/(2 sin theta) (R - R^T)",
        source=MURRAY.at("section 2.2"),
        body=arccosine,
        ball=arccosine_in_balls,
        truncation=Bound(
            arccosine_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
    Algorithm(
        name="half_tangent",
        problem=problem,
        says="theta = 2 atan(|w|/(1 + tr R)), theta w/|w|, w^ = R - R^T",
        source=MURRAY.at("section 2.2, with the tangent of half the angle"),
        body=half_tangent,
        ball=half_tangent_in_balls,
        truncation=Bound(
            half_tangent_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
    Algorithm(
        name="quaternion",
        problem=problem,
        says="the unit quaternion of R from its largest component, then 2 atan(|w|/k) w/|w|",
        source=SHEPPERD,
        body=quaternion,
        ball=quaternion_in_balls,
        truncation=Bound(
            quaternion_distance, "mean value theorem from the nearest rotation (polar decomposition)"
        ),
        basic=False,
    ),
)

# --- claims -------------------------------------------------------------------------------------------
#
# R is normal with eigenvalues 1, e^(+-i t), so each term (-1)^n (R - I)^(n+1)/(n+1) has the 2-norm
# |z|^(n+1)/(n+1), z = e^(it) - 1, and the series converges if and only if it does at 0, z and its conjugate.
# The remainder there is (-1)^N z^(N+1) times the integral of s^N/(1 + sz) over [0, 1].

C_, S_, s_ = fmpq_mpoly_ctx.get(("C", "S", "s"), Ordering.lex).gens()
ONE = 1 + 0 * C_


def modulus(s: Any) -> Any:
    """|1 + sz|^2 - 1 for z = C - 1 + iS with C^2 + S^2 = 1."""
    return (1 + s * (C_ - 1)) ** 2 + s * s * S_ * S_ - 1 + s * s * (1 - C_ * C_ - S_ * S_)


def up_to_sixty_degrees() -> Sequence[tuple[Any, Any]]:
    # |z|^2 = 2 - 2C <= 1 if and only if C >= 1/2; and |1 + sz|^2 = 1 - 2s(1-s)(1-C) >= (1+C)/2, because
    # 2s(1-s) = 1/2 - 2(s - 1/2)^2. So the remainder is at most sqrt(4/3)/(N+1) where C >= 1/2.
    return [
        ((C_ - 1) ** 2 + S_ * S_ + (1 - C_ * C_ - S_ * S_), 2 - 2 * C_),
        (modulus(s_), -2 * s_ * (1 - s_) * (1 - C_)),
        (1 - 2 * s_ * (1 - s_) * (1 - C_) - (1 + C_) / 2, 2 * (s_ - fmpq(1, 2)) ** 2 * (1 - C_)),
        ((1 + fmpq(1, 2)) / 2 * ONE, fmpq(3, 4) * ONE),
    ]


def right_angle() -> Sequence[tuple[Any, Any]]:
    # R by 90 degrees about the third axis: (R - I)^4 is -4 on the plane, so term 4m - 1 has entries 4^m/(4m).
    Z = array([fmpq(k) for k in (-1, -1, 0, 1, -1, 0, 0, 0, 0)], (3, 3))
    plane = array([fmpq(-4 * int(i == j < 2)) for i in range(3) for j in range(3)], (3, 3))
    return list(zip((Z @ Z @ Z @ Z).flat, plane.flat, strict=True))


def beyond() -> Sequence[tuple[Any, Any]]:
    # |z|^2 = 1 + e, e = 1 - 2C > 0. The squares of the norms, (1+e)^(n+1)/(n+1)^2, are at least
    # n(n+1)/2 e^2/(n+1)^2 (binomial theorem), and so at least e^2/4 for n >= 1: 2n(n+1) - (n+1)^2 =
    # (n+1)(n-1).
    n, e = s_, S_
    return [
        (2 - 2 * C_ - 1, 1 - 2 * C_),
        ((2 * n * (n + 1) - (n + 1) ** 2) * e * e, (n + 1) * (n - 1) * e * e),
    ]


def at_the_identity() -> Outcome:
    # R = I: every (R - I)^(n+1) is 0, and so is the sum; I is not 0.
    ones = rational_matrix(array([fmpq(int(i == j)) for i in range(3) for j in range(3)], (3, 3)))
    differ = ones != ones - ones
    return Outcome(
        not differ, "at R = I the sum is 0; what is missing on the left is ln, which stands in the heading"
    )


def not_everywhere() -> Outcome:
    found = identity(right_angle, "(R - I)^4 = -4 on the plane of a turn by 90 degrees")()
    return Outcome(False if found.holds else None, f"{found.evidence}; term 4m - 1 is 4^m/(4m) in size")


def law(letter: str, declared: str, says: str, reading: str, check: Any) -> Claim:
    return Claim(f"D-2{letter}", problem, "law", says, reading, NOTES.at("on ln(R)"), declared, check)


AS_PRINTED = "The sum of (-1)^n/(n+1) (R - I)^(n+1) over n >= 0 is ln R (no range is given)."

CLAIMS = (
    law(
        "d",
        REFUTED,
        "R is the sum of (-1)^n/(n+1) (R - I)^(n+1) over all n >= 0.",
        "To the letter, R on the left, for every rotation for which the sum exists.",
        at_the_identity,
    ),
    law(
        "e",
        CONFIRMED,
        AS_PRINTED,
        "With ln on the left, for every rotation by at most pi/3 (60 degrees), that angle included.",
        identity(up_to_sixty_degrees, "|e^(it) - 1|^2 = 2 - 2 cos t, |1 + sz|^2 >= cos^2(t/2)"),
    ),
    law(
        "f",
        REFUTED,
        AS_PRINTED,
        "With ln on the left, for every rotation by less than pi.",
        not_everywhere,
    ),
    law(
        "g",
        CONFIRMED,
        AS_PRINTED,
        "The range is exact: for no rotation by more than pi/3 does the series converge.",
        both(
            identity(beyond, "the norms of the terms stay above (1 - 2 cos t)/2 where cos t < 1/2"),
            identity(right_angle, "(R - I)^4 = -4 on the plane of a turn by 90 degrees"),
        ),
    ),
)
