"""The expansions of E1 and Ei."""

from flint import arb

from verify.arithmetic.ball import Ball
from verify.arithmetic.kinds import Arithmetic, Number


def e1_series(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    total = term = R(1)
    for k in range(1, terms):
        term = term * -k / x
        total = total + term
    return R.exp(-x) / x * total


def factorial_stop(R: Ball, x: arb, terms: int) -> arb:
    """The number of terms before the least one: the first n with (n + 1)/x >= 1."""
    return (x - 1).ceil().max(arb(0))


def factorial_least(R: Ball, x: arb, terms: int) -> arb:
    """The size of the least term over the leading one: where the series has to stop."""
    n = factorial_stop(R, x, terms)
    return ((n + 1).lgamma() - n * x.log()).exp()


def ei_series(R: Arithmetic[Number], x: Number, terms: int) -> Number:
    total = term = R(1)
    for k in range(1, terms):
        term = term * k / x
        total = total + term
    return R.exp(x) / x * total
