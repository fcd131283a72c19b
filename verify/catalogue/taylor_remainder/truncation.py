"""What the methods leave out: bounds of |F - f|, f one of the functions."""

import math
from typing import Any

from flint import arb, fmpq

from verify.catalogue.taylor_remainder.problem import Function


def first_omitted(f: Function, a: arb, x: arb, n: int, terms: int) -> Any:
    # Lagrange: the error of the polynomial of degree m - 1 is f^(m)(xi) (x-a)^m/m!.
    m = n + terms + 1
    return f.largest(a, x, m) * abs(x - a) ** m / math.factorial(m)


def trapezoidal(f: Function, a: arb, x: arb, n: int, cells: int) -> arb:
    # I integrates from a, T is the rule, d the step, g = f^(n+1). T^(n+1) g - I^(n+1) g is the sum over
    # k <= n of T^(n-k) (T - I) I^k g. Up to each point |(T - I) p| <= |x-a| d^2/12 max|p''|, and
    # p'' = g'', g', g, I g, ... for p = g, I g, I^2 g, ..., where |I^j g| <= max|g| |x-a|^j/j!. And
    # T^j 1 rises, so that T raises it no more than the sum of right ends does: T^j 1 <= d^j C(m+j-1, j)
    # at the m-th point.
    length = abs(x - a)
    d = length / cells
    total = arb(0)
    for k in range(n + 1):
        j = max(k - 2, 0)
        curve = f.largest(a, x, n + 3 - min(k, 2)) * length**j / math.factorial(j)
        spread = d ** (n - k) * math.comb(cells + n - k - 1, n - k)
        total = total + spread * length * d * d / 12 * curve
    return total


def gauss(f: Function, a: arb, x: arb, n: int, nodes: int) -> arb:
    # The rule of m nodes on [0, 1] is off by (m!)^4/((2m+1)((2m)!)^3) p^(2m)(xi). By Leibniz, for
    # p(s) = g(a + sh)(1-s)^n, |p^(2m)| <= sum C(2m, j) |h|^(2m-j) max|g^(2m-j)| n!/(n-j)!, j <= n.
    m, length = nodes, abs(x - a)
    total = arb(0)
    for j in range(min(n, 2 * m) + 1):
        slope = f.largest(a, x, n + 1 + 2 * m - j) * length ** (2 * m - j)
        total = total + math.comb(2 * m, j) * slope * math.perm(n, j)
    factor = fmpq(math.factorial(m) ** 4, (2 * m + 1) * math.factorial(2 * m) ** 3)
    return factor * total * length ** (n + 1) / math.factorial(n)
