"""The least constant of a Taylor remainder on [-1/2, 1/2], found by subdivision."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flint import arb, arb_series, fmpq, fmpq_poly, fmpq_series

from verify.arithmetic.precision import less
from verify.claims.forms import Check, both, each, identity, last_unit, on_interval
from verify.core.literals import rational

# f - P = O(x^n) means: some k has |f(x) - P(x)| <= k |x|^n near 0. With f - P = x^n g(x), the least such
# k on [-1/2, 1/2] is the largest |g| there. It is bounded from above by subdivision and from below at a
# witness; that the powers below n cancel is an identity of rational power series.
Series = Callable[[Any], Any]
MORE = 6  # terms of g before Lagrange's remainder


def exactly(f: Series, length: int) -> list[fmpq]:
    """Taylor's coefficients at 0 as rationals."""
    series = f(fmpq_series([0, 1], prec=length))
    assert series.prec == length, "a sum with a constant is cut at flint's default length"
    return [series[k] for k in range(length)]


def remainder_quotient(f: Series, n: int, x: arb) -> Any:
    """g over the ball x: as a quotient, and near 0 by Lagrange's remainder."""
    # f(x) = sum over m < N of c_m x^m + f^(N)(xi)/N! x^N with xi between 0 and x; N = n + MORE. The jet
    # of f over the hull of 0 and x contains f^(N)(xi)/N!.
    jet = f(arb_series([x.union(arb(0)), 1], n + MORE + 1))
    assert jet.prec == n + MORE + 1, "a sum with a constant is cut at flint's default length"
    total, coefficients = jet[n + MORE], exactly(f, n + MORE)
    for c in reversed(coefficients[n:]):
        total = total * x + c
    if x.contains(0):
        return total
    polynomial = sum((c * x**m for m, c in enumerate(coefficients[:n])), arb(0))
    return total.intersection((f(x) - polynomial) / x**n)


def of_order(f: Series, n: int, polynomial: tuple[Any, ...], k: str, witness: fmpq) -> Check:
    """f - P = O(x^n), and the least k on [-1/2, 1/2] is the k given to within a unit of its last digit."""
    least, unit = rational(k), last_unit(k)
    at_witness = partial(remainder_quotient, f, n)
    return both(
        identity(
            lambda: [(c, fmpq(p)) for c, p in zip(exactly(f, n), polynomial[:n], strict=True)],
            f"the coefficients below x^{n}",
        ),
        on_interval(
            -HALF,
            HALF,
            lambda x: less(abs(remainder_quotient(f, n, x)), least + unit),
            f"|f - P| <= {float_text(least + unit)} |x|^{n}",
            most_pieces=2000,
        ),
        each(
            [(f"at x = {witness}", lambda: less(least - unit, abs(at_witness(arb(witness)))))],
            f"{float_text(least - unit)} is too small at x = {witness}",
        ),
    )


def float_text(x: fmpq) -> str:
    return f"{int(x.p) / int(x.q):g}"


def binomial_equation(order: int) -> Check:
    # y = (1+x)^r is the solution of (1+x) y' = r y, y(0) = 1, so c_0 = 1 and (k+1) c_(k+1) = (r-k) c_k.
    # By Lagrange |f - P| <= |c_n| max (1+xi)^(r-n) |x|^n, n = order + 1, and for |x| <= 1/2 that maximum
    # is at most 2^|r-n|: some k serves, whatever r is.
    n, r = order + 1, fmpq_poly([0, 1])
    printed = [r**0, r, r * (r - 1) / 2]
    steps = [((k + 1) * printed[k + 1], (r - k) * printed[k]) for k in range(order)]
    return identity(
        lambda: [(printed[0], fmpq_poly([1])), *steps],
        f"(1+x) y' = r y for every r, so that k = |C(r, {n})| 2^|r-{n}| serves on [-1/2, 1/2] (Lagrange)",
    )


HALF = fmpq(1, 2)
