"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.mathematics.linear import inner


def runge_remainder(a: arb, h: arb, order: int) -> arb:
    # f(x) = -Im 1/(x + i), so |f^(m)(x)|/m! <= |x + i|^-(m+1) = (1 + x^2)^(-(m+1)/2); Lagrange's remainder
    # with x between a and a + h, where |x| is at least the distance of 0 from that interval.
    near = a.min(a + h).max(-a.max(a + h)).max(arb(0))
    return abs(h) ** (order + 1) / (1 + near * near).sqrt() ** (order + 2)


def rosenbrock_remainder(a: arb, b: arb, h: arb, k: arb, order: int) -> arb:
    # With e = b - a^2, m = k - 2ah: f(a+h, b+k) = (1-a-h)^2 + 100 (e + m - h^2)^2. Beyond the second order
    # this leaves 100 (h^4 - 2 m h^2), and of the second order h^2 + 100 (m^2 - 2 e h^2): an equality.
    m = k - 2 * a * h
    left = 100 * (h**4 - 2 * m * h * h)
    return abs(left if order == 2 else left + h * h + 100 * (m * m - 2 * (b - a * a) * h * h))


def hyperboloid_remainder(a: Matrix, h: Matrix, order: int) -> Any:
    # On the line, f = sqrt(q) with q(t) = |h|^2 t^2 + 2 (a.h) t + 1 + |a|^2. With the constant
    # D = |h|^2 (1 + |a|^2) - (a.h)^2, f'' = D/q^(3/2) and f''' = -3 D q'/(2 q^(5/2)), where |q'|/2 = |h.x| <=
    # |h| sqrt(q). As q >= 1 and q >= D/|h|^2 everywhere, Lagrange's remainders are at most D/(2 q^(3/2)) and
    # |h| D/(2 q^2) with the larger of the two as q.
    length = inner(h, h)
    D = length * (1 + inner(a, a)) - inner(a, h) ** 2
    q = (D / length).max(arb(1))
    return D / (2 * q * q.sqrt()) if order == 1 else length.sqrt() * D / (2 * q * q)
