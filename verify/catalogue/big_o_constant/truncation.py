"""What the methods leave out: bounds of |F - f|."""

import math
from collections.abc import Callable
from typing import Any

from flint import arb

from verify.catalogue.big_o_constant.quotients import factorial, first


def nothing(n: int, d: arb) -> arb:
    # Every coefficient of g is positive: |g(-x)| <= g(x), and g rises on x > 0. So k = g(d).
    return arb(0)


def log_spread(n: int, d: arb) -> arb:
    # k = |g(-d)|, all terms of which have one sign. |g| lies between the least and the largest
    # |f^(n)|/n! = (1+x)^(-n)/n on [-d, d] (Lagrange).
    return ((1 - d) ** -n - (1 + d) ** -n) / n


def wave_spread(parity: int, n: int, d: arb) -> arb:
    # k and |g(d)| lie between the least and the largest |f^(n)|/n! (Lagrange), f^(n) = +-cos for m = n,
    # within [1 - d^2/2, 1], and +-sin else, within [0, min(d, 1)] in size.
    odd = first(parity, n) > n
    return (d if odd else d * d / 2).min(arb(1)) / factorial(n)


def exp_tail(n: int, terms: int, d: arb) -> arb:
    # f^(N)(xi)/N! d^N over d^n, N = n + terms, 0 < xi < d (Lagrange)
    return d.exp() * d**terms / arb(n + terms).fac()


def log_tail(n: int, terms: int, d: arb) -> arb:
    return d**terms / ((n + terms) * (1 - d))  # sum of d^j/(n+j) over j >= terms, below a geometric one


def power_tail(n: int, terms: int, d: arb) -> arb:
    return sum((math.comb(5, k) * d ** (k - n) for k in range(n + terms, 6)), arb(0))


def wave_tail(n: int, terms: int, d: arb) -> arb:
    return d**terms / arb(n + terms).fac()  # Lagrange, every derivative in [-1, 1]


def beside_the_end(spread: Callable[[int, Any], Any], d: arb, order: int) -> Any:
    # |k - |g(d)||: the maximum may lie elsewhere than at d.
    return spread(order + 1, d)


def cut_at_the_end(
    spread: Callable[[int, Any], Any],
    tail: Callable[[int, int, Any], Any],
    end: int,
    d: arb,
    order: int,
    terms: int,
) -> Any:
    # For the end -1, k is |g| at that end itself (log_spread).
    left = tail(order + 1, terms, d)
    return left if end < 0 else left + spread(order + 1, d)
