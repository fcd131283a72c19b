"""What the methods leave out: bounds of |F - f|."""

from collections.abc import Callable
from typing import Any

from flint import arb


def lagrange(largest: Callable[..., Any]) -> Callable[..., Any]:
    def bound(a: arb, h: arb, *r: arb, order: int) -> Any:
        # |F - f| <= max |f^(n+1)| |h|^(n+1)/(n+1)!, the maximum taken between a and a + h (Lagrange);
        # `largest` bounds |f^(n+1)|/(n+1)! there.
        return largest(order + 1, a, a + h, *r) * abs(h) ** (order + 1)

    return bound


def largest_exp(n: int, p: arb, q: arb) -> arb:
    return p.exp().max(q.exp()) / arb(n).fac()  # e^x is monotone: the larger end


def largest_log(n: int, p: arb, q: arb) -> arb:
    # |f^(n)| = (n-1)!/(1+x)^n falls as x grows on x > -1: the larger end.
    return ((1 + p) ** -n).max((1 + q) ** -n) / n


def largest_trigonometric(n: int, p: arb, q: arb) -> arb:
    return 1 / arb(n).fac()  # every derivative of sin and cos lies in [-1, 1]


def largest_power(n: int, p: arb, q: arb, r: arb) -> arb:
    # f^(n)/n! = C(r, n) (1+x)^(r-n) is monotone on x > -1: the larger end.
    falling = (r - n + 1).rising(n) / arb(n).fac()
    return abs(falling) * ((1 + p) ** (r - n)).max((1 + q) ** (r - n))
