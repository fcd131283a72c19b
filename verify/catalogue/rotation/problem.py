"""The rotation matrix of a rotation vector: the exponential of a skew matrix by its series, by Rodrigues'
formula, and by that formula in half the angle."""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpmath
from verify.catalogue.sources import WEBLOG
from verify.core.literals import rational
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.linear import array
from verify.mathematics.sampling import log_strata, strata
from verify.measure.budget import as_ball, largest, norm

# Rational unit vectors: the first three leave entries of R to one of the two trigonometric terms alone.
AXES = (
    (fmpq(0), fmpq(0), fmpq(1)),
    (fmpq(3, 5), fmpq(4, 5), fmpq(0)),
    (fmpq(0), fmpq(-5, 13), fmpq(12, 13)),
    (fmpq(1, 3), fmpq(2, 3), fmpq(2, 3)),
    (fmpq(2, 7), fmpq(-3, 7), fmpq(6, 7)),
)


PI = rational("3.14159265358979323846264338327950288419716939937510")  # a decimal near pi, for the points


def data(theta: fmpq, axis: int) -> tuple[Matrix]:
    return (array([theta * u for u in AXES[axis - 1]], (3,)),)


def truth(phi: Matrix) -> Matrix:
    a, b, c = (arb(x) for x in phi)
    return array(arb_mat([[0, -c, b], [c, 0, -a], [-b, a, 0]]).exp().entries(), (3, 3))


def half_turns(phi: Matrix) -> Any:
    a, b, c = (arb(x) for x in phi)
    angle = (a * a + b * b + c * c).sqrt()
    K = array([arb(0), -c, b, c, arb(0), -a, -b, a, arb(0)], (3, 3))
    return np.eye(3) + angle.sinc() * K + (angle / 2).sinc() ** 2 / 2 * (K @ K)


def opinion(mp: Mpmath, phi: Matrix) -> list[Any]:
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


def condition(phi: Matrix) -> dict[str, arb]:
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


def _skew(phi: Matrix) -> Matrix:
    a, b, c = as_ball(phi)
    return array([arb(0), -c, b, c, arb(0), -a, -b, a, arb(0)], (3, 3))


def points(count: int, random: Random) -> Iterator[Inputs]:
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
    source=WEBLOG.at("on exp(phi^)"),
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
