"""The ways to compute it, and how far each is from the value in exact arithmetic."""

import math
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.gaussian_potential.problem import problem, quotient
from verify.catalogue.gaussian_potential.quadrature import _depth
from verify.catalogue.sources import SU
from verify.core.model import Algorithm, Bound, Parameter

TERMS = Parameter("terms", 1, 200, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100), shown=2)
STEPS = Parameter("steps", 1, 60, (2, 4, 8, 16), shown=16)


def ratio(R: Arithmetic[Number], a: Number, eps: Number, m: int) -> Number:
    """eps/a^m."""
    power = a
    for _ in range(m - 1):
        power = power * a
    return eps / power


def direct_expansion(R: Arithmetic[Number], a: Number, eps: Number, m: int, terms: int) -> Number:
    # The integral of x^(2mn) e^(-a x^2) is sqrt(pi/a) (1/2)_(mn) / a^(mn), hence
    # term(n+1)/term(n) = -(mn + 1/2)(mn + 3/2)...(mn + m - 1/2)/(n + 1) eps/a^m.
    t = ratio(R, a, eps, m)
    total = term = R(1)
    for n in range(terms - 1):
        term = term / (n + 1) * -t
        for i in range(m):
            term = term * (2 * (m * n + i) + 1) / 2
        total = total + term
    return R.sqrt(R.pi() / a) * total


def odd_product(n: int) -> int:
    """1 3 5 ... (2n - 1)."""
    return math.prod(range(1, 2 * n, 2))


def near_root(R: Arithmetic[Number], x: Number, m: int) -> Number:
    """About x^(1/m): square roots after the first eight binary digits of 1/m. A start for Newton."""
    part, product = x, R(1)
    for k in range(1, 9):
        part = R.sqrt(part)
        if (2**k // m) % 2:
            product = product * part
    return product


def newton(R: Arithmetic[Number], a: Number, q: Number, m: int, steps: int) -> Number:
    """The positive root of A^m - a A^(m-1) - q by Newton's iteration."""
    # Right of max(a, 0), where the start lies, the polynomial rises and is convex: from the first step on
    # the iterates fall to the root.
    A = (a + abs(a)) / 2 + near_root(R, q, m)
    for _ in range(steps):
        over = q
        for _ in range(m - 2):
            over = over / A
        A = A - (A * (A - a) - over) / (A + (m - 1) * (A - a))
    return A


def first_order(m: int) -> fmpq:
    """(2m-1)!!/2^(m-1): with it A^m - a A^(m-1) = c eps makes the first-order term vanish."""
    return fmpq(odd_product(m), 2 ** (m - 1))


def closed_form(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Number:
    return R.sqrt(R.pi() / newton(R, a, R(first_order(m)) * eps, m, steps))


def one_parameter(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Number:
    """a^(-1/2) g(eps/a^m), with the closed form for g."""
    t = ratio(R, a, eps, m)
    return R.sqrt(R.pi() / (a * newton(R, R(1), R(first_order(m)) * t, m, steps)))


def first_omitted(a: arb, eps: arb, m: int, terms: int) -> arb:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with
    # u = eps x^(2m) under the Gaussian that is sqrt(pi/a) (1/2)_(mN)/N! (eps/a^m)^N. Hypothesis: a > 0.
    rising = arb(fmpq(1, 2)).rising(m * terms) / arb(terms).fac()
    return (arb.pi() / a).sqrt() * rising * (eps / a**m) ** terms


def first_order_term(A: Number, a: Number, eps: Number, m: int) -> Number:
    """The mean of (a - A) x^2 + eps x^(2m) under e^(-A x^2): <x^2> = 1/(2A), <x^(2m)> = (2m-1)!!/(2A)^m."""
    return (a - A) / (2 * A) + eps * odd_product(m) / (2 * A) ** m


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


def optimal_terms(R: Ball, a: arb, eps: arb, m: int, terms: int) -> arb:
    """The index of the least term, so the number of terms before it; over both where two tie."""
    t, low, high = eps / a**m, 0, 1
    while not quotient(high, t, m) >= 1:
        high *= 2
    while low < high:  # the first n with term(n+1) >= term(n) lies in [low, high]
        middle = (low + high) // 2
        grows = quotient(middle, t, m) - 1
        if grows >= 0:
            high = middle
        elif grows < 0:
            low = middle + 1
        else:
            return arb(middle).union(arb(middle + 1))
    return arb(low)


def least_term(R: Ball, a: arb, eps: arb, m: int, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = optimal_terms(R, a, eps, m, terms), arb(fmpq(1, 2))
    logarithm = (m * n + half).lgamma() - half.lgamma() - (n + 1).lgamma() + n * (eps / a**m).log()
    return logarithm.exp()


def newton_residual(R: Arithmetic[Number], a: Number, eps: Number, m: int, steps: int) -> Any:
    """The first-order term that is left at the A reached, over the closed form."""
    return abs(first_order_term(newton(R, a, arb(first_order(m)) * eps, m, steps), a, eps, m))


ALGORITHMS = (
    Algorithm(
        name="direct_expansion",
        problem=problem,
        says="e^(-eps x^(2m)) expanded in eps under the integral; defined for a > 0",
        source=SU.at("equation (2), V(x) = x^(2m)"),
        body=direct_expansion,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        applies=lambda a, eps, m, terms: a > 0,
        diagnostics={"optimal_terms": optimal_terms, "least_term": least_term},
        grid=True,
    ),
    Algorithm(
        name="closed_form",
        problem=problem,
        says="a Gaussian exp(-A x^2) whose A makes the first-order term vanish, A by Newton's iteration",
        source=SU.at("equation (4), for x^(2m) in place of x^4"),
        body=closed_form,
        parameters=(STEPS,),
        truncation=Bound(gaussian_left, "Taylor's theorem of first and second order about the Gaussian"),
        diagnostics={"newton_residual": newton_residual},
    ),
    Algorithm(
        name="one_parameter",
        problem=problem,
        says="the closed form after scaling, a^(-1/2) g(eps/a^m); defined for a > 0",
        source=SU.at("a reader's comment of 2018, for x^(2m) in place of x^4"),
        body=one_parameter,
        parameters=(STEPS,),
        truncation=Bound(scaled_left, "Taylor's theorem of first and second order about the Gaussian"),
        applies=lambda a, eps, m, steps: a > 0,
    ),
)
