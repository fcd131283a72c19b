"""What the methods leave out: bounds of |F - f|."""

from typing import Any

from flint import arb, fmpq

from verify.catalogue.asymptotic_series.methods_bessel import hankel_coefficient
from verify.catalogue.asymptotic_series.methods_stirling import stirling_term


def stirling_omitted(x: arb, terms: int) -> Any:
    # DLMF 5.11(ii): for real x > 0 the remainder is below the first neglected term and has its sign.
    return stirling_term(terms + 1, x)


def erfc_omitted(x: arb, terms: int) -> arb:
    # With t^2 = x^2 (1 + v), erfc(x) = e^(-x^2) x/sqrt(pi) times the integral of e^(-x^2 v) (1 + v)^(-1/2)
    # over v > 0; the Taylor remainder of (1 + v)^(-1/2) is below its first neglected term, with its sign
    # (Lagrange), and that integrates to (1/2)_N x^(-2N) times the factor e^(-x^2)/(x sqrt(pi)). x > 0.
    return (-x * x).exp() / (x * arb.pi().sqrt()) * arb(fmpq(1, 2)).rising(terms) / x ** (2 * terms)


def hankel_rest(x: arb, q: int, first: int, step: int, least: int) -> arb:
    """A bound of what a sum of a_k/x^k over k = .., first - step leaves, which alternates from `least` on."""
    # Below `least` the terms up to it are counted one by one, then the first neglected one.
    bound, k = arb(0), first
    while k < least:
        bound = bound + abs(hankel_coefficient(q, k)) / x**k
        k += step
    return bound + abs(hankel_coefficient(q, k)) / x**k


def k_left(x: arb, q: int, terms: int) -> arb:
    # DLMF 10.40(ii): for real x > 0 the remainder after N terms is below the first neglected term, with its
    # sign, if N >= max(nu - 1/2, 1); nu = q/2.
    return (arb.pi() / (2 * x)).sqrt() * (-x).exp() * hankel_rest(x, q, terms, 1, max(q // 2, 1))


def j_left(x: arb, q: int, terms: int) -> arb:
    # DLMF 10.17(iii): for nu >= 0 and x > 0 the remainder of P after l terms is below its first neglected
    # term, with its sign, if l >= max(nu/2 - 1/4, 1); that of Q if l >= max(nu/2 - 3/4, 1). With nu = q/2 the
    # index 2l of P is at least (q - 1)/2 and 2, the index 2l + 1 of Q at least (q - 1)/2 and 3.
    even, odd = (terms, terms + 1) if terms % 2 == 0 else (terms + 1, terms)
    P, Q = (hankel_rest(x, q, first, 2, max(q // 2, k)) for first, k in ((even, 2), (odd, 3)))
    phase = x - (q + 1) * arb.pi() / 4
    return (2 / (arb.pi() * x)).sqrt() * (abs(phase.cos()) * P + abs(phase.sin()) * Q)


def e1_omitted(x: arb, terms: int) -> arb:
    # E1(x) = e^-x times the integral of e^-v/(x + v) over v > 0, and 1/(x + v) less the sum of (-v)^k/x^(k+1)
    # over k < N is (-v/x)^N/(x + v): below its first neglected term, with its sign. Hypothesis: x > 0.
    return (-x).exp() / x * arb(terms).fac() / x**terms


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
