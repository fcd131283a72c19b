"""The regularised sum as lines of a lattice, and split into two sums of Gaussians."""

import math
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from flint import acb, arb, arb_poly, fmpq

from verify.arithmetic.precision import current_bits, precision
from verify.mathematics.lattice import shells, three_squares, two_squares


# --- the truth ----------------------------------------------------------------------------------------
# It sums the lattice line by line. Let S(q^2) be the limit of (sum over |n| < L) - 4 pi L; it exists because
# the lattice points in a sphere are its volume + O(L^(3/2)) in number (`points_in_sphere`). The line over
# n_3 at m = n_1^2 + n_2^2 has the sum C(m - q^2), C(a) = pi coth(pi sqrt a)/sqrt a, which for a < 0 is
# -pi cot(pi sqrt(-a))/sqrt(-a). With 4 zeta(s) beta(s) = sum over m > 0 of r2(m) m^-s, beta Dirichlet's,
#     S(q^2) = sum over m <= M of r2(m) C(m - q^2)
#            + sum over m > M of r2(m) [C(m - q^2) - pi/sqrt(m - q^2)]
#            + pi sum over j of (1/2)_j/j! q^(2j) [4 zeta(s) beta(s) - sum over 0 < m <= M of r2(m) m^-s]
# for s = j + 1/2, |q^2| < M. For S(x) - S(y) is an absolutely convergent sum over the lattice, and line by
# line it is the same difference of the right side, where j = 0 is a constant. So the two differ by a
# constant. Let x = -k^2 -> -infinity. S(x) + 2 pi^2 k is the sum over n != 0 of pi e^(-2 pi k |n|)/|n|
# (Poisson, with a factor e^(-t n^2), t -> 0), which tends to 0. On the right the brackets over all m tend
# to 0, and the rest is pi times the continuation to s = 1/2 of the sum over Z^2 of (m + k^2)^-s, which is
# pi k^(2-2s)/(s - 1) + o(1): -2 pi^2 k in all. The constant is 0.
def _meets_a_pole(q2: Any) -> bool:
    if not q2.is_finite():
        return True
    low, high = (int(x.floor().unique_fmpz()) for x in (q2.lower(), q2.upper()))
    near = range(max(low, 0), min(high, low + 8) + 1)
    return high >= 0 and (high - low > 8 or any(three_squares(k) and q2.contains(k) for k in near))


def _extent(q2: arb) -> tuple[int, int, int]:
    """M >= 8 |q^2|, the length J of the series and the bits for its table: good choices, in steps."""
    bits = current_bits() + 24
    steps = max(math.ceil(math.log2(float(abs(q2).upper()) + 1e-9)), 0)
    size = 1 << steps
    M = max(math.ceil(0.0139 * bits * bits) + 10, 8 * size)
    J = math.ceil(bits / math.log2(M / size)) + 2
    return M, J, bits + J * steps


@cache
def _series(M: int, J: int, bits: int) -> Any:
    """The series in q^2, as a polynomial of length J."""
    with precision(bits):
        inside = [(m, r / arb(m).sqrt()) for m, r in two_squares(M) if m]
        factor, terms = arb.pi(), []
        for j in range(J):
            s = arb(fmpq(2 * j + 1, 2))
            beta = (s.zeta(arb(fmpq(1, 4))) - s.zeta(arb(fmpq(3, 4)))) / arb(4) ** s
            terms.append(factor * (4 * s.zeta() * beta - sum((x for _, x in inside), arb(0))))
            inside = [(m, x / m) for m, x in inside]
            factor = factor * (2 * j + 1) / (2 * j + 2)
        return arb_poly(terms)


def _omitted(q2: arb, M: int, J: int) -> arb:
    """A bound of what is left out of f, and of f': the brackets beyond M, the series beyond J."""
    # Let z = sqrt(m - q^2), m > M >= 8 |q^2|: z >= sqrt(t m) >= 1 with t = min(1, 1 - q^2/M). As
    # coth(pi z) - 1 <= 2.1 e^(-2 pi z) and csch(pi z)^2 <= 4.4 e^(-2 pi z), a bracket of f, and its
    # derivative, is below 26 e^(-2 pi z)/z. r2(m) <= 2(2 sqrt m + 1) <= 6 sqrt m, and with b = 2 pi sqrt t
    # sum over m > M of e^(-b sqrt m) <= 2 (sqrt M/b + 1/b^2) e^(-b sqrt M), its integral; e^-x <= sech x.
    t = (1 - q2 / M).min(arb(1))
    b, root = 2 * arb.pi() * t.sqrt(), arb(M).sqrt()
    brackets = 312 / t.sqrt() * (root / b + 1 / (b * b)) * (b * root).sech()
    # (1/2)_j/j! <= 1. With y = |q^2|/m <= 1/8 the sum over j >= J of y^j is at most 2 y^J, that of j y^(j-1)
    # at most 2 J y^(J-1): in f and f' r2(m)/sqrt m times 2 J y^(J-1) is left out, over m > M at most
    # 2 J |q^2|^(J-1) times the sum of 6 m^(1-J) <= 6 M^(2-J)/(J-2).
    return brackets + 12 * arb.pi() * J * M / (J - 2) * (abs(q2) / M) ** (J - 1)


def _lines(q2: arb, M: int) -> Iterator[tuple[int, Any, Any, Any]]:
    """(r2(m), a = m - q^2, C(a), pi sqrt|a|) for m <= M."""
    for m, r in two_squares(M):
        a = m - q2
        z = arb.pi() * abs(a).sqrt()
        yield r, a, arb.pi() ** 2 * (z.coth() if a > 0 else -z.cot()) / z, z


def _image_slope(q2: arb) -> arb:
    """The slope for q^2 < 0 by the images, without cancellation."""
    k = (-q2).sqrt()
    c = 2 * arb.pi() * k
    n = math.ceil((current_bits() * 0.7 + 20) / float(c.abs_lower()))
    total = sum((r * (-c * arb(s).sqrt()).exp() for s, r in shells(n) if 0 < s <= n * n), arb(0))
    # At most 4 pi (x + sqrt(3)/2)^3/3 <= 32 pi x^3/3 lattice points lie within x >= 1, so for h falling the
    # sum over |n| > n of h(|n|) is at most the integral from n of -h'(x) 32 pi x^3/3. Here h(x) = e^(-c x).
    tail = 32 * arb.pi() / 3 * (-c * n).exp() * (n**3 + 3 * n**2 / c + 6 * n / c**2 + 6 / c**3)
    return arb.pi() ** 2 / k * (total + arb(0, 1) * tail)


def split_sum(q2: arb, t: int, points: Iterable[tuple[int, int]]) -> arb:
    """Over (k, count): e^(-t (k - q^2))/(k - q^2), and the dual integral from 0 to t, in closed form."""
    pi, root, y = arb.pi(), arb(t).sqrt(), acb(0, 1) * acb(q2).sqrt()
    total = arb(0)
    for k, r in points:
        total = total + r * (t * (q2 - k)).exp() / (k - q2)
        if k:
            # integral of e^(u q^2) (pi/u)^(3/2) e^(-x^2/u) over 0 < u < t
            x = pi * arb(k).sqrt()
            both = (2 * x * y).exp() * (x / root + root * y).erfc()
            both += (-2 * x * y).exp() * (x / root - root * y).erfc()
            total = total + r * pi * pi / (2 * x) * both.real
    return total


def whole_split_sum(q2: arb, t: int) -> arb:
    """The same over the whole lattice."""
    bits, top = 0.7 * current_bits() + 10, float(q2.max(arb(0)).upper())
    n = math.isqrt(int(max(bits / t + top, (bits + t * top) * t / 9.8))) + 2
    return split_sum(q2, t, [(k, r) for k, r in shells(n) if k <= n * n]) + arb(0, 1) * split_tail(
        q2, t, n * n + 1
    )


def split_tail(q2: arb, t: int, k: int) -> arb:
    """A bound of both sums over n^2 >= k > q^2 + 1."""
    # At most 2 (2 sqrt k + 1)^2 <= 18 k points have n^2 = k, and from k > q^2 + 1 on the terms k e^(-tk) and
    # k e^(-pi^2 k/t) more than halve. The dual integrand rises up to u = 2 pi^2 k/3 > t.
    pi = arb.pi()
    direct = (t * (q2 - k)).exp()
    dual = t * (pi / t) ** arb(1.5) * (t * q2.max(arb(0)) - pi * pi * k / t).exp()
    return 36 * k * (direct + dual)
