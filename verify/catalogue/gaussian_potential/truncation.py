"""What the methods leave out: bounds of |F - f|."""

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.catalogue.gaussian_potential.gaussian import first_order, first_order_term, newton, odd_product
from verify.catalogue.gaussian_potential.quadrature import _depth


def first_omitted(a: arb, eps: arb, m: int, terms: int) -> arb:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with
    # u = eps x^(2m) under the Gaussian that is sqrt(pi/a) (1/2)_(mN)/N! (eps/a^m)^N. Hypothesis: a > 0.
    rising = arb(fmpq(1, 2)).rising(m * terms) / arb(terms).fac()
    return (arb.pi() / a).sqrt() * rising * (eps / a**m) ** terms


def gaussian_left(a: arb, eps: arb, m: int, steps: int) -> arb:
    A = newton(Ball(), a, arb(first_order(m)) * eps, m, steps)
    return left_out(A, a, eps, m)


def scaled_left(a: arb, eps: arb, m: int, steps: int) -> arb:
    z = newton(Ball(), arb(1), arb(first_order(m)) * eps / a**m, m, steps)
    return left_out(a * z, a, eps, m)


def left_out(A: arb, a: arb, eps: arb, m: int) -> arb:
    """A bound of |I - C|, C = sqrt(pi/A), for whatever A > 0."""
    # With means under e^(-A x^2), I/C - 1 = -<u> + <e^-u - 1 + u>, and the last is >= 0. Let s = A - a.
    # For s > 0, u >= -mu, mu the largest value of s y - eps y^m; else u >= 0. Two bounds of the last:
    #  (1) e^-u - 1 + u <= u^2/2 max(1, e^-u), hence at most <u^2>/2 e^mu;
    #  (2) it is <= u for u >= 0 and, (e^v - 1 - v)/v rising, <= v (e^mu - 1 - mu)/mu for 0 < v = -u <= mu.
    #      With <u+> = <u> + <u->, <u-> <= s <x^2> = s/(2A) and (e^mu - 1)/mu <= (e^mu + 1)/2 (convexity):
    #      at most |<u>| + s/(2A) (e^mu + 1)/2.
    s = A - a
    shift = s.max(arb(0)) if not s > 0 else s
    mu = _depth(shift, eps, m) if shift > 0 else arb(0)
    residual = abs(first_order_term(A, a, eps, m))
    square = 3 * s * s / (4 * A * A) - 2 * s * eps * odd_product(m + 1) / (2 * A) ** (m + 1)
    square += eps * eps * odd_product(2 * m) / (2 * A) ** (2 * m)
    second = (square * mu.exp() / 2).min(residual + shift / (2 * A) * (mu.exp() + 1) / 2)
    return (arb.pi() / A).sqrt() * (residual + second)
