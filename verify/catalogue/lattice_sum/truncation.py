"""What the cut-offs and quadratures leave out: bounds of |F - f|."""

import math

from flint import arb, fmpq

from verify.catalogue.lattice_sum.problem import HALF
from verify.mathematics.lattice import shells


def sphere_bound(q2: arb, cutoff: int) -> arb:
    # f - F is the integral over |n| >= L of g d(N - V), g(R) = 1/(R^2 - q^2), L^2 > q^2. By parts it is
    # -g(L) P(L) - integral of g' P, P = N - V, |P| <= 16 R^(3/2). With t = min(1, 1 - q^2/L^2),
    # g <= 1/(t R^2) and -g' <= 2/(t^2 R^3): at most 16 L^(-1/2)/t + 16 * 4 L^(-1/2)/t^2.
    t = (1 - q2 / cutoff**2).min(arb(1))
    return 16 * (1 / t + 4 / (t * t)) / arb(cutoff).sqrt()


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


def images_bound(q2: arb, n: int) -> arb:
    # h(x) = pi e^(-c x)/x falls, c = 2 pi sqrt(-q^2), and at most 32 pi x^3/3 points lie within x >= 1: those
    # left out, |n| >= u = n + 1, add at most the integral from u of -h'(x) 32 pi x^3/3.
    c, u = 2 * arb.pi() * (-q2).sqrt(), n + 1
    return 32 * arb.pi() ** 2 / 3 * (-c * u).exp() * (u * u + 3 * u / c + 3 / c**2)
