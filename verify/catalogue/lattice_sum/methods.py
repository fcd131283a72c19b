"""The ways to compute it, and how far each is from the value in exact arithmetic."""

import math
from functools import cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.arithmetic.precision import precision
from verify.catalogue.lattice_sum.problem import HALF, problem
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


def sphere_bound(q2: arb, cutoff: int) -> arb:
    # f - F is the integral over |n| >= L of g d(N - V), g(R) = 1/(R^2 - q^2), L^2 > q^2. By parts it is
    # -g(L) P(L) - integral of g' P, P = N - V, |P| <= 16 R^(3/2). With t = min(1, 1 - q^2/L^2),
    # g <= 1/(t R^2) and -g' <= 2/(t^2 R^3): at most 16 L^(-1/2)/t + 16 * 4 L^(-1/2)/t^2.
    t = (1 - q2 / cutoff**2).min(arb(1))
    return 16 * (1 / t + 4 / (t * t)) / arb(cutoff).sqrt()


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


def poisson_bound(q2: arb, n: int, nodes: int) -> arb:
    # 2^-700 is for the rational nodes: |q^2| <= 100 keeps the slopes of the integrands below 2^200.
    parts = (_direct_tail(q2, n), _dual_tail(q2, n), _dual_quadrature(q2, nodes), _own_quadrature(q2, nodes))
    return sum(parts, arb(2) ** -700)


def _direct_tail(q2: arb, n: int) -> arb:
    """The sum of e^(q^2 - k)/|k - q^2| over the points with a component beyond n."""
    # One by one to K >= q^2 + 64. Beyond, r3(k) <= 2 (2 sqrt k + 1)^2 <= 18 k, and k e^-k more than halves.
    K = max((n + 1) ** 2, math.ceil(float(q2.abs_upper()))) + 64
    inside, total = dict(shells(n)), arb(0)
    for k, r in shells(math.isqrt(K) + 1):
        if (n + 1) ** 2 <= k <= K:
            total = total + (r - inside.get(k, 0)) * (q2 - k).exp() / abs(k - q2)
    return total + 36 * (K + 1) * (q2 - (K + 1)).exp() / 64


def _dual_tail(q2: arb, n: int) -> arb:
    """The dual sum beyond n, and what lies below t = 1/5."""
    # e^(t q^2) <= e^max(q^2, 0), and (pi/t)^(3/2) e^(-pi^2 k/t) rises for t < 2 pi^2 k/3, hence up to t = 1.
    # With r3(k) <= 18 k, the terms k e^(-pi^2 k) more than halving, over k >= (n+1)^2 and over k >= 1.
    pi, k = arb.pi(), (n + 1) ** 2
    beyond = pi ** arb(1.5) * 36 * k * (-pi * pi * k).exp()
    below = (5 * pi) ** arb(1.5) * 36 * (-5 * pi * pi).exp() / 5
    return q2.max(arb(0)).exp() * (beyond + below)


def _gauss(M: arb, rho: arb, nodes: int) -> arb:
    # On [-1, 1]. The rule of N nodes is exact to degree 2N - 1 and its weights are positive, so that its
    # error is at most 4 times that of the Chebyshev series cut off there, whose coefficients are at most
    # 2 M rho^-k for g analytic and |g| <= M in the ellipse with foci +-1 and semi-axes (rho +- 1/rho)/2.
    return 8 * M * rho ** (-2 * nodes) / (1 - 1 / rho)


def _dual_quadrature(q2: arb, nodes: int) -> arb:
    # The ellipse rho = 12/5 about [1/5, 1] runs from low > 0 to high on the real line. There |t| >= low, and
    # Re 1/t >= 1/high: (x^2 + y^2)/x rises with x on the ellipse, to high.
    pi, rho = arb.pi(), arb(fmpq(12, 5))
    reach = fmpq(2, 5) * (rho + 1 / rho) / 2
    low, high = fmpq(3, 5) - reach, fmpq(3, 5) + reach
    z = (-pi * pi / high).exp()
    s = 2 * z / (1 - z)
    M = (q2 * low).max(q2 * high).exp() * (pi / low) ** arb(1.5) * s * (3 + s * (3 + s))
    return _gauss(M, rho, nodes) * 2 / 5


def _own_quadrature(q2: arb, nodes: int) -> arb:
    # (e^(q^2 v^2) - 1)/v^2 is entire. On the ellipse about [0, 1] with semi-axes a = (rho + 1/rho)/4 and
    # b = (rho - 1/rho)/4, |v| >= a - 1/2 (0 is a focus) and Re q^2 v^2 = q^2 (x^2 - y^2) is at most
    # q^2 (a + 1/2)^2 or -q^2 b^2. Any rho will do.
    bounds = []
    for rho in map(arb, (2, 3, 4, 6, 8, 12, 16, 24, 32)):
        a, b = (rho + 1 / rho) / 4, (rho - 1 / rho) / 4
        M = (1 + (q2 * (a + arb(HALF)) ** 2).max(-q2 * b * b).exp()) / (a - arb(HALF)) ** 2
        bounds.append(_gauss(M, rho, nodes) / 2)
    return 2 * arb.pi() ** arb(1.5) * min(bounds, key=lambda x: x.abs_upper())


def images(R: Arithmetic[Number], q2: Number, n: int) -> Number:
    total, c = R(0), 2 * R.pi() * R.sqrt(-q2)
    for k, r in shells(n)[1:]:
        root = R.sqrt(R(k))
        total = total + r * R.exp(-c * root) / root
    return R.pi() * total


def images_bound(q2: arb, n: int) -> arb:
    # h(x) = pi e^(-c x)/x falls, c = 2 pi sqrt(-q^2), and at most 32 pi x^3/3 points lie within x >= 1: those
    # left out, |n| >= u = n + 1, add at most the integral from u of -h'(x) 32 pi x^3/3.
    c, u = 2 * arb.pi() * (-q2).sqrt(), n + 1
    return 32 * arb.pi() ** 2 / 3 * (-c * u).exp() * (u * u + 3 * u / c + 3 / c**2)


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
