"""The Gaussian whose width makes the first-order term vanish."""

import math

from flint import fmpq

from verify.arithmetic.kinds import Arithmetic, Number


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


def first_order_term(A: Number, a: Number, eps: Number, m: int) -> Number:
    """The mean of (a - A) x^2 + eps x^(2m) under e^(-A x^2): <x^2> = 1/(2A), <x^(2m)> = (2m-1)!!/(2A)^m."""
    return (a - A) / (2 * A) + eps * odd_product(m) / (2 * A) ** m
