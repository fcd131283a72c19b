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


def e1_omitted(x: arb, terms: int) -> arb:
    # E1(x) = e^-x times the integral of e^-v/(x + v) over v > 0, and 1/(x + v) less the sum of (-v)^k/x^(k+1)
    # over k < N is (-v/x)^N/(x + v): below its first neglected term, with its sign. Hypothesis: x > 0.
    return (-x).exp() / x * arb(terms).fac() / x**terms


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


def ei_left(x: arb, terms: int) -> arb:
    # Ei(x) = e^x PV of the integral of e^-u/(x - u) over u > 0, and 1/(x - u) less the sum of u^k/x^(k+1)
    # over k < N is (u/x)^N/(x - u). So |R_N| = e^x x^-N |PV of the integral of p(u)/(x - u)|, p = u^N e^-u.
    # Take any 0 < d <= x. Where |u - x| > d the integral is at most N!/d; within, p(x - v) - p(x + v) is at
    # most 2v max|p'|, which makes it at most 2d max|p'|.
    N, total = terms, arb(terms).fac()

    def slope(u: arb) -> arb:
        return u ** (N - 1) * (-u).exp() * abs(N - u)

    # p'' = 0 at N -+ sqrt N (and N = 1: |p'| is largest at 0, where it is 1); beyond N + sqrt N, |p'| falls.
    root = arb(N).sqrt()
    steepest = slope(N - root).max(slope(N + root)) if N > 1 else arb(1)
    bounds = []
    for d in (x, x / 2, x / 4, x.min((total / (2 * steepest)).sqrt())):
        left = x - d
        bounds.append(2 * d * (slope(left) if left >= N + root else steepest) + total / d)
    best = bounds[0]
    for bound in bounds[1:]:
        best = best.min(bound)
    return x.exp() / x**N * best
