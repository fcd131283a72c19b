"""The ways to compute it."""

from functools import cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.arithmetic.precision import precision
from verify.catalogue.lattice_sum.problem import problem
from verify.catalogue.lattice_sum.truncation import images_bound, poisson_bound, sphere_bound
from verify.catalogue.sources import BEANE, HOMEWORK
from verify.core.model import Algorithm, Bound, Parameter
from verify.mathematics.lattice import BLOCK, r3, shell_sum, shells, three_squares

# --- the cut-off sphere -------------------------------------------------------------------------------
LARGEST = 3600


def counted(cutoff: int) -> int:
    """The size of the table of r3 that serves this cut-off, among others."""
    return next(s for s in (1 << 12, 1 << 16, 1 << 20, LARGEST**2) if s >= cutoff**2)


def cutoff_float64(q2: Matrix, cutoff: int) -> Any:
    counts, q2 = r3(counted(cutoff))[: cutoff**2], np.asarray(q2, np.float64)
    total = np.zeros(q2.size)
    for low in range(0, len(counts), BLOCK):
        r = counts[low : low + BLOCK].astype(np.float64)
        # q^2 may be the k of a shell that is empty
        k = np.where(r > 0, np.arange(low, low + len(r), dtype=np.float64), np.inf)
        total = total + [np.sum(r / (k - x)) for x in q2.flat]
    q, kappa = np.sqrt((q2 > 0) * q2), np.sqrt((q2 < 0) * -q2)
    inside = (
        cutoff - kappa * (np.pi / 2 - np.arctan(kappa / cutoff)) + q / 2 * np.log1p(-2 * q / (cutoff + q))
    )
    return total.reshape(q2.shape) - 4 * np.pi * inside


def cutoff_ball(q2: arb, cutoff: int) -> Any:
    return shell_sum(q2, cutoff**2, counted(cutoff)) - 4 * arb.pi() * radial_integral(q2, cutoff)


def radial_integral(q2: arb, cutoff: int) -> arb:
    """The principal value of the integral of r^2/(r^2 - q^2) over 0 < r < cutoff."""
    if q2 > 0:
        q = q2.sqrt()
        return cutoff + q / 2 * (-2 * q / (cutoff + q)).log1p()
    kappa = (-q2).sqrt()
    return cutoff - kappa * (arb.pi() / 2 - (kappa / cutoff).atan())


# --- Poisson summation --------------------------------------------------------------------------------
@cache
def gauss_legendre(nodes: int) -> list[tuple[fmpq, fmpq]]:
    """Abscissae and weights on [0, 1], to 2^-1000: rational, so that every arithmetic has the same rule."""
    with precision(1100):
        rule = [arb.legendre_p_root(nodes, k, weight=True) for k in range(nodes)]
        return [(((1 + x) / 2).mid().fmpq(), (w / 2).mid().fmpq()) for x, w in rule]


def theta_cubed(z: Number, n: int) -> Number:
    """(1 + 2z + 2z^4 + ... + 2z^(n^2))^3 - 1, by z (1 + z^3 (1 + z^5 (1 + ...)))."""
    steps = [z]
    for _ in range(1, n):
        steps = [*steps, steps[-1] * (z * z)]
    s = 0 * z
    for step in reversed(steps):
        s = step * (1 + s)
    return 2 * s * (3 + 2 * s * (3 + 2 * s))


def poisson(R: Arithmetic[Number], q2: Any, n: int, nodes: int) -> Any:
    pi = R.pi()
    total = dual = own = R(0)
    for k, r in shells(n):
        total = total + r * R.exp(q2 - k) / (k - q2)
    for x, w in gauss_legendre(nodes):
        # the integral over 0 < t < 1 of e^(t q^2) (pi/t)^(3/2) (theta^3 - 1), t = 1/5 + 4x/5
        t = (1 + 4 * R(x)) / 5
        gaussians = theta_cubed(R.exp(-pi * pi / t), n)
        dual = dual + R(w) * R.exp(t * q2) * (pi / t) * R.sqrt(pi / t) * gaussians
        # the integral over 0 < t < 1 of (e^(t q^2) - 1) t^(-3/2), t = x^2, halved
        square = R(x) * R(x)
        own = own + R(w) * R.expm1(q2 * square) / square
    kappa = R.sqrt((q2 < 0) * -q2)
    return total + dual * 4 / 5 + 2 * pi * R.sqrt(pi) * (own - 1) + 2 * pi * pi * kappa


def images(R: Arithmetic[Number], q2: Number, n: int) -> Number:
    total, c = R(0), 2 * R.pi() * R.sqrt(-q2)
    for k, r in shells(n)[1:]:
        root = R.sqrt(R(k))
        total = total + r * R.exp(-c * root) / root
    return R.pi() * total


def off_poles(q2: fmpq, **_: int) -> bool:
    return q2.q != 1 or not three_squares(int(q2.p))


ALGORITHMS = (
    Algorithm(
        name="cutoff_sphere",
        problem=problem,
        says="the sum over |n| < cutoff by counted shells, less the integral over that sphere",
        source=HOMEWORK.at("section 4.1"),
        float64=cutoff_float64,
        ball=cutoff_ball,
        parameters=(Parameter("cutoff", 1, LARGEST, (10, 30, 100, 300, 1000, LARGEST), shown=LARGEST),),
        truncation=Bound(
            sphere_bound,
            "lattice points in a sphere to O(R^(3/2)) (Poisson, after Landau 1912); Abel summation",
        ),
        applies=lambda q2, cutoff: off_poles(q2) and q2 < cutoff**2,
        basic=False,
    ),
    Algorithm(
        name="poisson",
        problem=problem,
        says="e^(-(n^2 - q^2)) in the sum, the rest by Poisson: components up to n, Gauss-Legendre integrals",
        source=HOMEWORK.at("section 4.3"),
        body=poisson,
        parameters=(
            Parameter("n", 1, 12, (1, 2, 3, 4, 5, 7), shown=7),
            Parameter("nodes", 4, 96, (12, 48), shown=48),
        ),
        truncation=Bound(poisson_bound, "Bernstein's bound of Chebyshev coefficients; Gaussian tails"),
        applies=off_poles,
        basic=False,
    ),
    Algorithm(
        name="images",
        problem=problem,
        says="for q^2 < 0, all by Poisson: pi e^(-2 pi sqrt(-q^2) |n|)/|n| over n != 0, components up to n",
        source=BEANE,
        body=images,
        parameters=(Parameter("n", 1, 16, (1, 2, 4, 8, 16), shown=4),),
        truncation=Bound(images_bound, "Abel summation with the volume of a sphere"),
        applies=lambda q2, n: q2 < 0,
        basic=False,
    ),
)
