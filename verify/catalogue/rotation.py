"""The rotation matrix of a rotation vector: the exponential of a skew matrix by its series, by Rodrigues'
formula, and by that formula in half the angle."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

import numpy as np
from flint import Ordering, arb, arb_mat, fmpq, fmpq_mpoly_ctx

from verify.arithmetic import mapped
from verify.claims.forms import both, identity
from verify.core.claim import CONFIRMED, Claim
from verify.core.literals import rational
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Finite,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.linear import array, times
from verify.mathematics.sampling import log_strata, strata
from verify.measure.budget import as_ball, largest, norm

NOTES = Source("hope_wisdom", None, "Taylor expansions, weblog notes")
MURRAY = Source(
    "R. M. Murray, Z. Li and S. S. Sastry", 1994, "A Mathematical Introduction to Robotic Manipulation"
)

# Rational unit vectors: the first three leave entries of R to one of the two trigonometric terms alone.
AXES = (
    (fmpq(0), fmpq(0), fmpq(1)),
    (fmpq(3, 5), fmpq(4, 5), fmpq(0)),
    (fmpq(0), fmpq(-5, 13), fmpq(12, 13)),
    (fmpq(1, 3), fmpq(2, 3), fmpq(2, 3)),
    (fmpq(2, 7), fmpq(-3, 7), fmpq(6, 7)),
)
PI = rational("3.14159265358979323846264338327950288419716939937510")  # a decimal near pi, for the points


def data(theta: fmpq, axis: int) -> tuple[Any]:
    return (array([theta * u for u in AXES[axis - 1]], (3,)),)


def truth(phi: Any) -> Any:
    a, b, c = (arb(x) for x in phi)
    return array(arb_mat([[0, -c, b], [c, 0, -a], [-b, a, 0]]).exp().entries(), (3, 3))


def half_turns(phi: Any) -> Any:
    a, b, c = (arb(x) for x in phi)
    angle = (a * a + b * b + c * c).sqrt()
    K = array([arb(0), -c, b, c, arb(0), -a, -b, a, arb(0)], (3, 3))
    return np.eye(3) + angle.sinc() * K + (angle / 2).sinc() ** 2 / 2 * (K @ K)


def opinion(mp: Any, phi: Any) -> list[Any]:
    # By the unit quaternion (w, x, y, z) = (cos(t/2), sin(t/2) u).
    with mp.workprec(2 * mp.prec):
        a, b, c = (mp.mpf(int(v.p)) / int(v.q) for v in phi)
        angle = mp.sqrt(a * a + b * b + c * c)
        w = mp.cos(angle / 2)
        x, y, z = (mp.sin(angle / 2) / angle * v for v in (a, b, c))
        R = [
            *(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
            *(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
            *(2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
        ]
    return [+v for v in R]


def condition(phi: Any) -> dict[str, arb]:
    # max ||dR|| / ||R|| over ||dphi|| <= ||phi||, infinity norms. dR is linear in dphi, so its norm is
    # largest at a corner of the cube, dphi = (+-1, +-1, +-1); exp([[A, E], [0, A]]) has the derivative of exp
    # at A in the direction E above its diagonal.
    A, units = _skew(phi), [_skew(u) for u in np.eye(3)]
    moved = []
    for unit in units:
        block = np.full((6, 6), arb(0), dtype=object)
        block[:3, :3] = block[3:, 3:] = A
        block[:3, 3:] = unit
        moved.append(array(arb_mat(block.tolist()).exp().entries(), (6, 6))[:3, 3:])
    corners = [moved[0] + s * moved[1] + t * moved[2] for s, t in product((-1, 1), repeat=2)]
    return {"inf": largest([norm(d) for d in corners]) * norm(as_ball(phi)) / norm(truth(phi))}


def _skew(phi: Any) -> Any:
    a, b, c = as_ball(phi)
    return array([arb(0), -c, b, c, arb(0), -a, -b, a, arb(0)], (3, 3))


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # A third towards 0, a third towards pi from both sides, a third out to many turns.
    share = max(count // 3, 2)
    near = [PI + s * d for s in (-1, 1) for d in log_strata(share // 2, -15, 0, random)]
    drawn = {*log_strata(share, -12, 0, random), *near, *strata(share, 0, 60, 3, random)}
    for k, theta in enumerate(sorted(t for t in drawn if t > 0)):
        yield {"theta": theta, "axis": 1 + k % len(AXES)}


problem = Problem(
    name="rotation_exponential",
    title="The rotation matrix of a rotation vector",
    formula="R = exp(phi^), phi = theta u, u one of five rational unit vectors",
    source=NOTES.at("on exp(phi^)"),
    systems=("D2",),
    inputs=(Input("theta", fmpq(0), fmpq(100), above=True),),
    parameters=(Parameter("axis", 1, len(AXES), tuple(range(1, len(AXES) + 1)), shown=4),),
    data=data,
    truth=Route(
        truth, "FLINT's exponential of a matrix of balls; the algorithms sum the plain series or take sines"
    ),
    second=Route(half_turns, "Rodrigues' formula in sinc(theta) and sinc(theta/2)"),
    opinion=Route(opinion, "the unit quaternion in mpmath"),
    sensitivity=Sensitivity(condition=condition),
    sweep=Sweep(axis=Axis("theta", lambda theta, axis: theta, log=True), points=points, count=75),
    references=tuple(
        {"theta": theta, "axis": 1 + k % len(AXES)}
        for k, theta in enumerate(("1/1000000000", "1/10", "1", "22/7", "3", "6", "10", "31/2", "50"))
    ),
)


def wedge(R: Any, a: Any, b: Any, c: Any) -> Any:
    zero = R(0)
    return np.asarray([[zero, -c, b], [c, zero, -a], [-b, a, zero]])


def series(R: Any, phi: Any, terms: int) -> Any:
    K = wedge(R, *phi)
    total = term = 0 * K + np.eye(3)
    for n in range(1, terms):
        term = times(term, K) / n
        total = total + term
    return total


def rodrigues(R: Any, phi: Any) -> Any:
    a, b, c = phi
    theta = R.sqrt(a * a + b * b + c * c)
    K = wedge(R, a / theta, b / theta, c / theta)
    return np.eye(3) + R.sin(theta) * K + (1 - R.cos(theta)) * times(K, K)


def half_angle(R: Any, phi: Any) -> Any:
    a, b, c = phi
    theta = R.sqrt(a * a + b * b + c * c)
    K = wedge(R, a, b, c)
    sine = R.sin(theta / 2) / theta
    return np.eye(3) + R.sin(theta) / theta * K + 2 * sine * sine * times(K, K)


def remainder(phi: Any, terms: int) -> Any:
    # phi^ is normal with eigenvalues 0, +-i theta, so the 2-norm of what is left out is at most that of
    # e^(i theta) - sum of (i theta)^n/n! over n < N, which is theta^N/N! (Taylor with integral remainder, for
    # |e^(it)| = 1). Infinity norm <= sqrt 3 times 2-norm.
    theta = sum((x * x for x in phi), arb(0)).sqrt()
    return arb(3).sqrt() * theta**terms / arb(terms).fac()


TERMS = Parameter("terms", 1, 300, (3, 5, 10, 20, 50, 100, 200), shown=20)

ALGORITHMS = (
    Algorithm(
        name="series",
        problem=problem,
        says="I + phi^ + (phi^)^2/2! + ..., each term from the one before",
        source=NOTES.at("on exp(phi^)"),
        body=series,
        parameters=(TERMS,),
        truncation=Bound(remainder, "Taylor's theorem for e^(it), by the spectral theorem"),
    ),
    Algorithm(
        name="rodrigues",
        problem=problem,
        says="I + sin(theta) K + (1 - cos(theta)) K^2, K = phi^/theta",
        source=MURRAY.at("section 2.2"),
        body=rodrigues,
        basic=False,
        truncation=Finite(),
    ),
    Algorithm(
        name="half_angle",
        problem=problem,
        says="the same with 1 - cos(theta) as 2 sin^2(theta/2)",
        source=MURRAY.at("section 2.2, rewritten"),
        body=half_angle,
        basic=False,
        truncation=Finite(),
    ),
)

# --- claims -------------------------------------------------------------------------------------------

a_, b_, c_, C_ = fmpq_mpoly_ctx.get(("a", "b", "c", "C"), Ordering.lex).gens()
K_ = array([0 * a_, -c_, b_, c_, 0 * a_, -a_, -b_, a_, 0 * a_], (3, 3))
SQUARE = a_ * a_ + b_ * b_ + c_ * c_


def collected() -> list[tuple[Any, Any]]:
    # K^3 = -theta^2 K for K = phi^: so K^(2m+1) = (-theta^2)^m K and K^(2m+2) = (-theta^2)^m K^2 for every m,
    # and the series is I + s K + t K^2 with s = sum of (-1)^m theta^(2m)/(2m+1)! = sin(theta)/theta and
    # t = sum of (-1)^m theta^(2m)/(2m+2)! = (1 - cos theta)/theta^2.
    return list(zip((K_ @ K_ @ K_).flat, mapped(lambda x: -SQUARE * x, K_).flat, strict=True))


def a_rotation() -> list[tuple[Any, Any]]:
    # K^T = -K, so R^T R = (I - sK + tK^2)(I + sK + tK^2) = I + (2t - s^2) K^2 + t^2 K^4, which is
    # I + (2t - s^2 - t^2 theta^2) K^2. With theta^2 = T, cos theta = C: t = (1-C)/T and s^2 = (1-C^2)/T, so T
    # times the bracket is 0. The determinant is +-1, is 1 at phi = 0 and is continuous. K phi = 0, so
    # R phi = phi; tr K = 0 and tr K^2 = -2T, so tr R = 3 - 2(1 - C) = 1 + 2C: the angle is theta.
    return [
        (2 * (1 - C_) - (1 - C_ * C_) - (1 - C_) * (1 - C_), 0 * C_),
        *zip((K_.T).flat, (-K_).flat, strict=True),
        *((sum(row * array([a_, b_, c_], (3,)), 0 * a_), 0 * a_) for row in K_),
        (sum(np.diag(K_ @ K_), 0 * a_), -2 * SQUARE),
        (3 - 2 * (1 - C_), 1 + 2 * C_),
    ]


CLAIMS = (
    Claim(
        "D-2c",
        problem,
        "law",
        "exp(phi^) is the sum of (phi^)^n/n! over all n >= 0, for every phi^ in so(3).",
        "For every real phi the series converges, and its sum is the rotation about phi by the angle |phi|.",
        NOTES.at("on exp(phi^)"),
        CONFIRMED,
        both(
            identity(collected, "(phi^)^3 = -|phi|^2 phi^, which sums the series in sin and cos"),
            identity(a_rotation, "R^T R = I, R phi = phi, tr R = 1 + 2 cos |phi|"),
        ),
    ),
)
