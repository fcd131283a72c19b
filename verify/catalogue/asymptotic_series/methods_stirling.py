"""Stirling's series for ln Gamma."""

from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number

COUNTED = 10**12  # the least term of Stirling's series is not looked for beyond


def coefficient(k: int) -> fmpq:
    """B_(2k)/(2k(2k-1))."""
    return fmpq.bernoulli(2 * k) / (2 * k * (2 * k - 1))


def stirling(R: Arithmetic[Number], x: Number, terms: int) -> Any:
    power = R(1) / x
    squared = power * power
    total = (x - R(1) / 2) * R.log(x) - x + R.log(2 * R.pi()) / 2
    for k in range(1, terms + 1):
        total = total + R(coefficient(k)) * power
        power = power * squared
    return total


def stirling_term(k: int, x: arb | fmpq) -> Any:
    return abs(coefficient(k)) / x ** (2 * k - 1)


def stirling_terms(R: Ball, x: arb, terms: int) -> arb:
    """The number of terms before the least one; over both where two tie."""
    # |B_(2k)| = 2 (2k)! zeta(2k)/(2 pi)^(2k): term(k+1)/term(k) = 2k(2k-1)/(2 pi x)^2 zeta(2k+2)/zeta(2k),
    # which grows with k, both factors. The zetas lie above 1 and make it less: the search goes up only.
    if not x < COUNTED:
        return arb.nan()
    square = (2 * arb.pi() * x) ** 2
    k = max(int(float(((1 + (1 + 4 * square).sqrt()) / 4).floor().mid())), 1)
    while (excess := 2 * k * (2 * k - 1) * arb(2 * k + 2).zeta() / arb(2 * k).zeta() - square) < 0:
        k += 1
    return arb(k - 1) if excess > 0 else arb(k).union(arb(k - 1))


def stirling_least(R: Ball, x: arb, terms: int) -> arb:
    """The size of the least term over ln Gamma(x): where the series has to stop."""
    k = stirling_terms(R, x, terms) + 1
    logarithm = (2 * k - 1).lgamma() - 2 * k * (2 * arb.pi()).log() - (2 * k - 1) * x.log()
    return 2 * (2 * k).zeta() * logarithm.exp() / abs(x.lgamma())
