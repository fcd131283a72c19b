"""Asymptotic series of six functions for large x: ln Gamma, erfc, E1, Ei, K and J.

Each diverges for every x. Its terms fall to a least one and then grow, so that there is an accuracy it can
attain at x and no more; how far out float64's accuracy is attained depends on the function alone.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic import Ball
from verify.arithmetic.precision import current_bits, less, precision
from verify.claims import forms
from verify.claims.forms import Check
from verify.core.claim import CONFIRMED, Claim
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata
from verify.measure.harness import measure

DLMF = Source("NIST", 2010, "Digital Library of Mathematical Functions")
US = Source("verify", 2026, "Certified accuracy of float64 computations")
TERMS = Parameter("terms", 1, 120, (*range(1, 13), 15, 20, 25, 30, 40, 60, 100), shown=5)
TWICE_ORDER = Parameter("twice_order", 0, 100, (0, 1, 2, 5, 20), shown=0)
COUNTED = 10**12  # the least term of Stirling's series is not looked for beyond
# Where x is large for the precision, arb's own routines may sum the same series, with remainder bounds of
# their own: what is shared there is the theorem, never the code. mpmath's integrals share neither.
ARB = "arb's {}: a convergent series, or for large x an expansion with bounds of its own; no code is shared"


def at_ends(x: Any, function: Callable[[Any], Any]) -> Any:
    """A monotone function over a ball by its two ends; for a wide ball few bits are enough."""
    if x.is_exact() or not x.is_finite():
        return function(x)
    with precision(min(current_bits(), 80) if x.rel_accuracy_bits() < 30 else current_bits()):
        return function(x.lower()).union(function(x.upper()))


def on_grid(low: int, high: int, last: int) -> Callable[[int, Random], Iterator[Mapping[str, Any]]]:
    """Evenly in log x: three quarters of the points over [10^low, 10^high], the rest from there to `last`."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        far = count // 4
        for x in log_strata(count - far, low, high, random):
            if x not in (1, 2):  # the zeros of ln Gamma
                yield {"x": x}
        for k in range(far):
            step = (k + random.random()) / (far - 1) if k < far - 1 else 1
            yield {"x": fmpq(round(100 * 10**high * (last / 10**high) ** step), 100)}

    return points


def with_orders(low: int, high: int, last: int) -> Callable[[int, Random], Iterator[Mapping[str, Any]]]:
    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        for k, order in enumerate(TWICE_ORDER.sweep):
            mine = count // len(TWICE_ORDER.sweep) + (k < count % len(TWICE_ORDER.sweep))
            for point in on_grid(low, high, last)(mine, random) if mine else ():
                yield {**point, "twice_order": order}

    return points


def references(*given: str) -> tuple[Mapping[str, Any], ...]:
    """Points from texts "x" or "x q"."""
    return tuple(dict(zip(("x", "twice_order"), text.split(), strict=False)) for text in given)


# --- ln Gamma: Stirling's series -----------------------------------------------------------------------


def log_gamma(x: Any) -> Any:
    return x.lgamma()


def binet(mp: Any, x: Any) -> Any:
    rest = mp.quad(lambda t: mp.atan(t / x) / mp.expm1(2 * mp.pi * t), [0, 1, 3, 8, 30])
    return (x - mp.mpf(1) / 2) * mp.log(x) - x + mp.log(2 * mp.pi) / 2 + 2 * rest


log_gamma_problem = Problem(
    name="log_gamma",
    title="The logarithm of the gamma function",
    formula="ln Gamma(x), x > 0",
    source=DLMF.at("section 5.11"),
    inputs=(Input("x", fmpq(0), fmpq(10) ** 300, above=True),),
    truth=Route(
        log_gamma,
        "arb's lgamma: x shifted as far as the precision asks, then Stirling's series; no code is shared",
    ),
    opinion=Route(binet, "Binet's integral by quadrature in mpmath"),
    sensitivity=Sensitivity(gradient=lambda x: [x.digamma()]),
    sweep=Sweep(axis=Axis("x", lambda x: x, log=True), points=on_grid(-1, 3, 10**7), count=40),
    references=references("1/10", "1/2", "3/2", "5/2", "10", "171", "1000000"),
)


def coefficient(k: int) -> fmpq:
    """B_(2k)/(2k(2k-1))."""
    return fmpq.bernoulli(2 * k) / (2 * k * (2 * k - 1))


def stirling(R: Any, x: Any, terms: int) -> Any:
    power = R(1) / x
    squared = power * power
    total = (x - R(1) / 2) * R.log(x) - x + R.log(2 * R.pi()) / 2
    for k in range(1, terms + 1):
        total = total + R(coefficient(k)) * power
        power = power * squared
    return total


def stirling_term(k: int, x: Any) -> Any:
    return abs(coefficient(k)) / x ** (2 * k - 1)


def stirling_omitted(x: Any, terms: int) -> Any:
    # DLMF 5.11(ii): for real x > 0 the remainder is below the first neglected term and has its sign.
    return stirling_term(terms + 1, x)


def stirling_terms(R: Any, x: Any, terms: int) -> Any:
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


def stirling_least(R: Any, x: Any, terms: int) -> Any:
    """The size of the least term over ln Gamma(x): where the series has to stop."""
    k = stirling_terms(R, x, terms) + 1
    logarithm = (2 * k - 1).lgamma() - 2 * k * (2 * arb.pi()).log() - (2 * k - 1) * x.log()
    return 2 * (2 * k).zeta() * logarithm.exp() / abs(x.lgamma())


# --- erfc, E1 and Ei -----------------------------------------------------------------------------------


def erfc(x: Any) -> Any:
    return at_ends(x, lambda v: v.erfc())


def erfc_integral(mp: Any, x: Any) -> Any:
    # erfc(x) = 2/sqrt(pi) e^(-x^2) times the integral of e^(-s^2 - 2xs) over s > 0.
    end = min(mp.sqrt(mp.prec), mp.prec / (2 * x))
    inside = mp.quad(lambda s: mp.exp(-s * (s + 2 * x)), mp.linspace(0, end, 7))
    return 2 / mp.sqrt(mp.pi) * mp.exp(-x * x) * inside


erfc_problem = Problem(
    name="erfc_tail",
    title="The complementary error function",
    formula="erfc(x) = 2/sqrt(pi) integral of exp(-t^2) from x to infinity, x > 0",
    source=DLMF.at("section 7.12"),
    inputs=(Input("x", fmpq(0), fmpq(40), above=True),),
    truth=Route(erfc, ARB.format("erfc")),
    opinion=Route(erfc_integral, "quadrature in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda x: [-2 / arb.pi().sqrt() * (-x * x).exp()],
        # its derivative is negative
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("x", lambda x: x, log=True), points=on_grid(-1, 1, 28), count=40),
    references=references("1/10", "1", "2", "5", "13/2", "27"),
)


def erfc_terms(R: Any, x: Any, terms: int) -> Any:
    """The sum of (-1)^k (1/2)_k x^(-2k)."""
    squared = 2 * x * x
    total = term = R(1)
    for k in range(terms - 1):
        term = term * -(2 * k + 1) / squared
        total = total + term
    return total


def erfc_plain(R: Any, x: Any, terms: int) -> Any:
    return R.exp(-x * x) / (x * R.sqrt(R.pi())) * erfc_terms(R, x, terms)


def erfc_split(R: Any, x: Any, terms: int) -> Any:
    # Veltkamp's splitting: high has 26 bits in float64, so that its square is exact, and x = high + low.
    big = x * 134217729
    high = big - (big - x)
    low = x - high
    factor = R.exp(-high * high) * R.exp(-low * (high + x))
    return factor / (x * R.sqrt(R.pi())) * erfc_terms(R, x, terms)


def erfc_omitted(x: Any, terms: int) -> Any:
    # With t^2 = x^2 (1 + v), erfc(x) = e^(-x^2) x/sqrt(pi) times the integral of e^(-x^2 v) (1 + v)^(-1/2)
    # over v > 0; the Taylor remainder of (1 + v)^(-1/2) is below its first neglected term, with its sign
    # (Lagrange), and that integrates to (1/2)_N x^(-2N) times the factor e^(-x^2)/(x sqrt(pi)). x > 0.
    return (-x * x).exp() / (x * arb.pi().sqrt()) * arb(fmpq(1, 2)).rising(terms) / x ** (2 * terms)


def erfc_stop(R: Any, x: Any, terms: int) -> Any:
    """The number of terms before the least one: the first n with (n + 1/2)/x^2 >= 1."""
    return (x * x - arb(0.5)).ceil().max(arb(0))


def erfc_least(R: Any, x: Any, terms: int) -> Any:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = erfc_stop(R, x, terms), arb(0.5)
    return ((n + half).lgamma() - half.lgamma() - 2 * n * x.log()).exp()


def e1(x: Any) -> Any:
    return at_ends(x, lambda v: v.expint(arb(1)))


def e1_integral(mp: Any, x: Any) -> Any:
    # The integral of e^(-x-v)/(x + v) over v > 0; v = x(e^u - 1) makes it that of e^(-x e^u) over u > 0.
    end = mp.log(1 + (mp.prec + 10) / x)
    return mp.quad(lambda u: mp.exp(-x * mp.expm1(u)), mp.linspace(0, end, 7)) * mp.exp(-x)


e1_problem = Problem(
    name="exponential_integral_e1",
    title="The exponential integral E1",
    formula="E1(x) = integral of exp(-t)/t from x to infinity, x > 0",
    source=DLMF.at("section 6.12"),
    inputs=(Input("x", fmpq(0), fmpq(800), above=True),),
    truth=Route(e1, ARB.format("expint")),
    opinion=Route(e1_integral, "quadrature in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda x: [-(-x).exp() / x],
        # its derivative is negative
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("x", lambda x: x, log=True), points=on_grid(-1, 2, 740), count=40),
    references=references("1/10", "1", "5", "20", "100", "700"),
)


def e1_series(R: Any, x: Any, terms: int) -> Any:
    total = term = R(1)
    for k in range(1, terms):
        term = term * -k / x
        total = total + term
    return R.exp(-x) / x * total


def e1_omitted(x: Any, terms: int) -> Any:
    # E1(x) = e^-x times the integral of e^-v/(x + v) over v > 0, and 1/(x + v) less the sum of (-v)^k/x^(k+1)
    # over k < N is (-v/x)^N/(x + v): below its first neglected term, with its sign. Hypothesis: x > 0.
    return (-x).exp() / x * arb(terms).fac() / x**terms


def factorial_stop(R: Any, x: Any, terms: int) -> Any:
    """The number of terms before the least one: the first n with (n + 1)/x >= 1."""
    return (x - 1).ceil().max(arb(0))


def factorial_least(R: Any, x: Any, terms: int) -> Any:
    """The size of the least term over the leading one: where the series has to stop."""
    n = factorial_stop(R, x, terms)
    return ((n + 1).lgamma() - n * x.log()).exp()


def ei(x: Any) -> Any:
    return at_ends(x, lambda v: v.ei())


def ei_power_series(mp: Any, x: Any) -> Any:
    total, term, k = mp.euler + mp.log(x), mp.mpf(1), 0
    while k < 2 * x or term > mp.eps * abs(total):
        k += 1
        term = term * x / k
        total += term / k
    return total


ei_problem = Problem(
    name="exponential_integral_ei",
    title="The exponential integral Ei",
    formula="Ei(x) = principal value of the integral of exp(t)/t from -infinity to x, x > 0",
    source=DLMF.at("section 6.12"),
    inputs=(Input("x", fmpq(0), fmpq(700), above=True),),
    truth=Route(ei, ARB.format("ei")),
    opinion=Route(ei_power_series, "the power series in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda x: [x.exp() / x],
        # its derivative is positive
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("x", lambda x: x, log=True), points=on_grid(-1, 2, 700), count=40),
    references=references("1/10", "1", "5", "20", "100", "700"),
)


def ei_series(R: Any, x: Any, terms: int) -> Any:
    total = term = R(1)
    for k in range(1, terms):
        term = term * k / x
        total = total + term
    return R.exp(x) / x * total


def ei_left(x: Any, terms: int) -> Any:
    # Ei(x) = e^x PV of the integral of e^-u/(x - u) over u > 0, and 1/(x - u) less the sum of u^k/x^(k+1)
    # over k < N is (u/x)^N/(x - u). So |R_N| = e^x x^-N |PV of the integral of p(u)/(x - u)|, p = u^N e^-u.
    # Take any 0 < d <= x. Where |u - x| > d the integral is at most N!/d; within, p(x - v) - p(x + v) is at
    # most 2v max|p'|, which makes it at most 2d max|p'|.
    N, total = terms, arb(terms).fac()

    def slope(u: Any) -> Any:
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


# --- K and J: Hankel's series --------------------------------------------------------------------------


def hankel_coefficient(q: int, k: int) -> fmpq:
    """a_k = (q^2 - 1)(q^2 - 9)...(q^2 - (2k-1)^2)/(k! 8^k), q twice the order."""
    product = fmpq(1)
    for j in range(1, k + 1):
        product = product * fmpq(q * q - (2 * j - 1) ** 2, 8 * j)
    return product


def hankel_rest(x: Any, q: int, first: int, step: int, least: int) -> Any:
    """A bound of what a sum of a_k/x^k over k = .., first - step leaves, which alternates from `least` on."""
    # Below `least` the terms up to it are counted one by one, then the first neglected one.
    bound, k = arb(0), first
    while k < least:
        bound = bound + abs(hankel_coefficient(q, k)) / x**k
        k += step
    return bound + abs(hankel_coefficient(q, k)) / x**k


def hankel_stop(R: Any, x: Any, q: int, terms: int) -> Any:
    """The number of terms before the least one, behind a rise at first if there is one."""
    # |a_(k+1)/a_k|/x = |(2k+1)^2 - q^2|/(8(k+1)x) >= 1 with 2k+1 > q from the larger root of
    # k^2 + (1 - 2x)k + (1 - q^2)/4 - 2x on. For odd q the terms end: a_k = 0 from k = (q+1)/2 on.
    if q % 2:
        return arb((q + 1) // 2)
    return ((2 * x - 1 + (4 * x * (x + 1) + q * q).sqrt()) / 2).ceil()


def hankel_least(R: Any, x: Any, q: int, terms: int) -> Any:
    """The size of the least term over the leading one: where the series has to stop."""
    # |a_n| = |(1/2 - nu)_n (1/2 + nu)_n|/(2^n n!), nu = q/2, with (1/2 - nu)_n = (-1)^nu
    # Gamma(nu + 1/2) Gamma(n + 1/2 - nu)/pi for n >= nu whole.
    if q % 2:
        return arb(0)
    n, nu, half = hankel_stop(R, x, q, terms), q // 2, arb(0.5)
    logarithm = (n + half - nu).lgamma() + (n + half + nu).lgamma() - (n + 1).lgamma() - n * (2 * x).log()
    return logarithm.exp() / arb.pi()


def bessel_k(x: Any, q: int) -> Any:
    return at_ends(x, lambda v: k_pair(v, q)[1])


def k_pair(x: Any, q: int) -> tuple[Any, Any]:
    """K_(nu-1) and K_nu, nu = q/2 >= 0, by K_(nu+1) = K_(nu-1) + 2 nu/x K_nu from nu = 0 or 1/2 on."""
    # arb's bessel_k can take milliseconds for x between a few and half the bits, where its large-x
    # expansion does not reach. There the small-x forms lose about 2x nats and get as many bits more:
    # K_0 by arb, K_(1/2) = pi/2 (I_(-1/2) - I_(1/2)). The Wronskian I_0 K_1 + I_1 K_0 = 1/x gives K_1.
    if not x > 0:
        return arb.nan(), arb.nan()
    half, bits = q % 2, current_bits()
    order = arb(fmpq(half, 2))
    near = x < bits * 0.55 + 5
    with precision(bits + int(3 * float(x)) + 20 if near else bits):
        by_i = half and near
        here = arb.pi() / 2 * (x.bessel_i(-order) - x.bessel_i(order)) if by_i else x.bessel_k(order)
    # K_(-1/2) = K_(1/2) and K_(-1) = K_1.
    below = here if half else (1 / x - x.bessel_i(arb(1)) * here) / x.bessel_i(arb(0))
    for twice in range(half, q, 2):
        below, here = here, below + twice * here / x
    return below, here


def k_slope(x: Any, q: int) -> Any:
    """K_nu' = -K_(nu-1) - nu/x K_nu, which rises with x."""

    def slope(v: Any) -> Any:
        below, here = k_pair(v, q)
        return -below - q * here / (2 * v)

    return at_ends(x, slope)


def k_integral(mp: Any, x: Any, q: int) -> Any:
    # The trapezoidal rule for the integral of e^(-x cosh u) cosh(nu u) over the line, nu = q/2, near its
    # peak a Gaussian of width 1/sqrt x.
    h, total, u = 1 / (30 + 5 * mp.sqrt(x)), mp.mpf(0), mp.mpf(0)
    while True:
        term = mp.exp(-x * mp.cosh(u)) * mp.cosh(q * u / 2)
        total += term if u else term / 2
        u += h
        if x * mp.sinh(u) > q and term < mp.eps * total / 1000:
            return h * total


k_problem = Problem(
    name="bessel_k",
    title="The modified Bessel function K",
    formula="K_nu(x), x > 0, nu = twice_order/2",
    source=DLMF.at("section 10.40"),
    inputs=(Input("x", fmpq(0), fmpq(800), above=True),),
    parameters=(TWICE_ORDER,),
    data=lambda x, twice_order: (x, twice_order),
    truth=Route(
        bessel_k, ARB.format("bessel_k for order 0 or 1/2, or pi/2 (I_(-1/2) - I_(1/2)), and the recurrence")
    ),
    second=Route(lambda x, q: x.bessel_k(arb(fmpq(q, 2))), "arb's bessel_k of that order"),
    opinion=Route(k_integral, "the integral of exp(-x cosh u) cosh(nu u) in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda x, q: [k_slope(x, q)],
        # exp(-x cosh u) falls as x grows
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("x", lambda x, twice_order: x, log=True), points=with_orders(-1, 2, 740), count=60),
    references=references("1/10 0", "1 0", "1 1", "7 2", "7 5", "25 20", "300 0"),
)


def k_series(R: Any, x: Any, q: int, terms: int) -> Any:
    total = term = R(1)
    for k in range(terms - 1):
        term = term * (q * q - (2 * k + 1) ** 2) / (8 * (k + 1)) / x
        total = total + term
    return R.sqrt(R.pi() / (2 * x)) * R.exp(-x) * total


def k_left(x: Any, q: int, terms: int) -> Any:
    # DLMF 10.40(ii): for real x > 0 the remainder after N terms is below the first neglected term, with its
    # sign, if N >= max(nu - 1/2, 1); nu = q/2.
    return (arb.pi() / (2 * x)).sqrt() * (-x).exp() * hankel_rest(x, q, terms, 1, max(q // 2, 1))


def bessel_j(x: Any, q: int) -> Any:
    return x.bessel_j(arb(fmpq(q, 2)))


def j_integral(mp: Any, x: Any, q: int) -> Any:
    # Schlaefli: J_nu(x) = 1/pi of the integral of cos(nu u - x sin u) over [0, pi], less sin(nu pi)/pi times
    # that of e^(-x sinh u - nu u) over u > 0.
    nu, pieces = mp.mpf(q) / 2, int(x / 4) + 3
    value = mp.quad(lambda u: mp.cos(nu * u - x * mp.sin(u)), mp.linspace(0, mp.pi, pieces))
    if q % 2:
        end = mp.asinh(mp.prec / x)
        rest = mp.quad(lambda u: mp.exp(-x * mp.sinh(u) - nu * u), mp.linspace(0, end, 5))
        value -= mp.sin(nu * mp.pi) * rest
    return value / mp.pi


j_problem = Problem(
    name="bessel_j",
    title="The Bessel function J",
    formula="J_nu(x), x > 0, nu = twice_order/2",
    source=DLMF.at("section 10.17"),
    inputs=(Input("x", fmpq(0), fmpq(10) ** 9, above=True),),
    parameters=(TWICE_ORDER,),
    data=lambda x, twice_order: (x, twice_order),
    truth=Route(bessel_j, ARB.format("bessel_j")),
    opinion=Route(j_integral, "Schlaefli's integral by quadrature in mpmath"),
    sensitivity=Sensitivity(gradient=lambda x, q: [(bessel_j(x, q - 2) - bessel_j(x, q + 2)) / 2]),
    sweep=Sweep(
        axis=Axis("x", lambda x, twice_order: x, log=True), points=with_orders(-1, 2, 10**5), count=80
    ),
    references=references("1/10 0", "1 0", "1 1", "7 2", "7 5", "25 20", "100 0"),
)


def hankel_sums(R: Any, x: Any, q: int, terms: int) -> tuple[Any, Any]:
    """P = a_0 - a_2/x^2 + ... and Q = a_1/x - a_3/x^3 + ..., of a_0 to a_(terms-1) together."""
    term, sums = R(1), [R(1), R(0)]
    for k in range(1, terms):
        sign = -1 if k % 2 == 0 else 1
        term = term * (sign * (q * q - (2 * k - 1) ** 2)) / (8 * k) / x
        sums[k % 2] = sums[k % 2] + term
    return sums[0], sums[1]


def j_plain(R: Any, x: Any, q: int, terms: int) -> Any:
    P, Q = hankel_sums(R, x, q, terms)
    phase = x - (q + 1) * R.pi() / 4
    return R.sqrt(2 / (R.pi() * x)) * (R.cos(phase) * P - R.sin(phase) * Q)


def j_unshifted(R: Any, x: Any, q: int, terms: int) -> Any:
    # cos and sin of x - (q+1) pi/4 by their addition theorems: nothing is taken from x and rounded.
    P, Q = hankel_sums(R, x, q, terms)
    c, s, half = R.cos(x), R.sin(x), R.sqrt(R(1) / 2)
    eighth = (q + 1) % 4  # the shift by pi is a sign
    sign = -1 if (q + 1) % 8 >= 4 else 1
    cosine = (c, (c + s) * half, s, (s - c) * half)[eighth]
    sine = (s, (s - c) * half, -c, (-c - s) * half)[eighth]
    return sign * R.sqrt(2 / (R.pi() * x)) * (cosine * P - sine * Q)


def j_left(x: Any, q: int, terms: int) -> Any:
    # DLMF 10.17(iii): for nu >= 0 and x > 0 the remainder of P after l terms is below its first neglected
    # term, with its sign, if l >= max(nu/2 - 1/4, 1); that of Q if l >= max(nu/2 - 3/4, 1). With nu = q/2 the
    # index 2l of P is at least (q - 1)/2 and 2, the index 2l + 1 of Q at least (q - 1)/2 and 3.
    even, odd = (terms, terms + 1) if terms % 2 == 0 else (terms + 1, terms)
    P, Q = (hankel_rest(x, q, first, 2, max(q // 2, k)) for first, k in ((even, 2), (odd, 3)))
    phase = x - (q + 1) * arb.pi() / 4
    return (2 / (arb.pi() * x)).sqrt() * (abs(phase.cos()) * P + abs(phase.sin()) * Q)


def _algorithm(
    problem: Problem,
    name: str,
    says: str,
    source: Source,
    body: Any,
    bound: Any,
    theorem: str,
    stop: Any,
    least: Any,
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        parameters=(TERMS,),
        truncation=Bound(bound, theorem),
        diagnostics={"optimal_terms": stop, "least_term": least} if stop else {},
        basic=False,
        grid=True,
    )


OLVER_K = "the remainder theorem for real arguments, DLMF 10.40(ii)"
OLVER_J = "the remainder theorem for real arguments, DLMF 10.17(iii)"
ALGORITHMS = (
    _algorithm(
        log_gamma_problem,
        "stirling",
        "Stirling's series, the terms with B_2 to B_(2 terms) after the leading part",
        DLMF.at("5.11.1"),
        stirling,
        stirling_omitted,
        "the remainder theorem for real arguments, DLMF 5.11(ii)",
        stirling_terms,
        stirling_least,
    ),
    _algorithm(
        erfc_problem,
        "plain",
        "exp(-x^2)/(x sqrt(pi)) times the sum of (-1)^k (1/2)_k x^(-2k)",
        DLMF.at("7.12.1"),
        erfc_plain,
        erfc_omitted,
        "Taylor's theorem, Lagrange's remainder, under the integral",
        erfc_stop,
        erfc_least,
    ),
    _algorithm(
        erfc_problem,
        "split",
        "the same with x^2 in two parts, so that its rounding does not reach the exponential",
        Source("T. J. Dekker", 1971, "A floating-point technique for extending the available precision"),
        erfc_split,
        erfc_omitted,
        "Taylor's theorem, Lagrange's remainder, under the integral",
        None,
        None,
    ),
    _algorithm(
        e1_problem,
        "e1_series",
        "exp(-x)/x times the sum of (-1)^k k!/x^k",
        DLMF.at("6.12.1"),
        e1_series,
        e1_omitted,
        "the finite geometric series under the integral",
        factorial_stop,
        factorial_least,
    ),
    _algorithm(
        ei_problem,
        "ei_series",
        "exp(x)/x times the sum of k!/x^k, whose terms are all positive",
        DLMF.at("6.12.2"),
        ei_series,
        ei_left,
        "the finite geometric series under the integral, the mean value theorem at its pole",
        factorial_stop,
        factorial_least,
    ),
    _algorithm(
        k_problem,
        "k_series",
        "sqrt(pi/(2x)) exp(-x) times the sum of a_k(nu)/x^k",
        DLMF.at("10.40.2"),
        k_series,
        k_left,
        OLVER_K,
        hankel_stop,
        hankel_least,
    ),
    _algorithm(
        j_problem,
        "plain",
        "sqrt(2/(pi x)) (P cos - Q sin) of x - nu pi/2 - pi/4, a_0 to a_(terms-1) shared out to P and Q",
        DLMF.at("10.17.3"),
        j_plain,
        j_left,
        OLVER_J,
        hankel_stop,
        hankel_least,
    ),
    _algorithm(
        j_problem,
        "unshifted",
        "the same by cos x and sin x, the phase taken off by the addition theorems",
        DLMF.at("10.17.3"),
        j_unshifted,
        j_left,
        OLVER_J,
        None,
        None,
    ),
)

# Claims: from where on, and down to where, a number of terms gives float64's accuracy, 2^-53 of the value.
# Where the remainders R_n alternate and |R_n| <= |T_n|, the first term left out, R_n = T_n + R_(n+1) gives
# |R_(n+1)| = |T_n| - |R_n| >= |T_n| - |T_(n-1)|. Where |T_(n+1)/T_n| grows with n, that bound only grows once
# the quotient has reached 2, so that the sums up to there are all there is to look at.

U = fmpq(1, 2**53)
Body = Callable[..., Any]


def off(body: Body, truth: Body, x: fmpq, terms: int, *order: int) -> Any:
    """|F - f|/|f|."""
    return abs(body(Ball(), arb(x), *order, terms) / truth(arb(x), *order) - 1)


def within(body: Body, truth: Body, x: fmpq, terms: int, *order: int) -> Check:
    evidence = f"{terms} terms are within 2^-53 at x = {x}"
    return forms.each([(f"at x = {x}", lambda: less(off(body, truth, x, terms, *order), U))], evidence)


def never(body: Body, truth: Body, term: Callable[[int], fmpq], x: fmpq, most: int, *order: int) -> Check:
    """No number of terms is within 2^-53 at x: one by one up to `most`, then by the growing bound.

    term(n) is the exact size of the first term that n leave out, over the leading factor scale.
    """

    def beyond() -> bool | None:
        scale = abs(body(Ball(), arb(x), *order, 2) - body(Ball(), arb(x), *order, 1)) / term(1)
        gap = arb(term(most) - term(most - 1)) * scale / abs(truth(arb(x), *order))
        return True if term(most + 1) >= 2 * term(most) and gap > U else None

    one_by_one = [
        (f"with {n} terms", lambda n=n: less(U, off(body, truth, x, n, *order))) for n in range(1, most + 1)
    ]
    return forms.each(
        [*one_by_one, (f"with more than {most} terms", beyond)],
        f"at x = {x} every sum is off by more than 2^-53, up to {most} terms one by one",
    )


def rising_half(n: int) -> fmpq:
    """(1/2)_n."""
    return fmpq(math.factorial(2 * n), 4**n * math.factorial(n))


def ei_never(x: fmpq, most: int) -> Check:
    """The sums of Ei's series rise: once above Ei by more than 2^-53 of it, no later one comes back."""

    def above() -> bool | None:
        return less(U, ei_series(Ball(), arb(x), most) / ei(arb(x)) - 1)

    one_by_one = [
        (f"with {n} terms", lambda n=n: less(U, off(ei_series, ei, x, n))) for n in range(1, most + 1)
    ]
    return forms.each(
        [*one_by_one, (f"with more than {most} terms", above)],
        f"at x = {x} every sum is off by more than 2^-53; with {most} terms they have passed Ei",
    )


def at_most(bound: Callable[[], Any], level: fmpq, says: str) -> Check:
    return forms.each([(says, lambda: less(bound(), level))], says)


def half_order(q: int) -> fmpq_poly:
    """K_(q/2) over sqrt(pi/(2x)) e^-x, as a polynomial in 1/x, for odd q."""
    return fmpq_poly([hankel_coefficient(q, k) for k in range((q + 1) // 2)])


def half_orders() -> list[tuple[Any, Any]]:
    z = fmpq_poly([0, 1])
    ends = [(hankel_coefficient(q, (q + 1) // 2), fmpq(0)) for q in range(1, 43, 2)]
    # K_(-1/2) = K_(1/2), and K_(nu+1) = K_(nu-1) + 2 nu/x K_nu with nu = q/2.
    polys = {-1: half_order(1)} | {q: half_order(q) for q in range(1, 45, 2)}
    return ends + [(polys[q + 2], polys[q - 2] + q * z * polys[q]) for q in range(1, 43, 2)]


def rounding_is(
    name: str, problem: Problem, points: Sequence[Mapping[str, Any]], worse: bool, units: int
) -> Check:
    """Is the rounding error of one algorithm at some (or at all) of the points above (below) so many u?"""
    algorithm = next(a for a in ALGORITHMS if a.name == name and a.problem is problem)

    def answers(given: Mapping[str, Any]) -> bool | None:
        found = measure(algorithm, terms=40 if problem is erfc_problem else 8, **given)
        assert found.rounding_error is not None, "the result is finite"
        size = abs(found.rounding_error)
        if problem is j_problem:  # in units of the amplitude sqrt(2/(pi x)), for J has zeros
            size = size * abs(found.truth) * (arb.pi() * int(given["x"]) / 2).sqrt()
        return less(units * U, size) if worse else less(size, units * U)

    cases = [(f"at x = {given['x']}", lambda g=given: answers(g)) for given in points]
    if worse:
        return forms.exists(cases, f"{name} stays below {units} u")
    return forms.each(cases, f"{name} stays below {units} u at all {len(cases)} points")


NEAR_26 = [{"x": f"{26 * 137 + k}/137"} for k in range(1, 65)]
FAR = [{"x": str(100_000 + 37 * k), "twice_order": q} for k in range(20) for q in (0, 1, 2)]


def _claim(
    problem: Problem, kind: str, id: str, says: str, reading: str, check: Check, declared: str = CONFIRMED
) -> Claim:
    return Claim(id, problem, kind, says, reading, US.at("asymptotic series"), declared, check)


MEAN = "the remainder over the value is a constant times the mean of {} over t >= x, which falls as x grows"
CLAIMS = (
    _claim(
        e1_problem,
        "law",
        "S-1a",
        "E1's series gives float64's accuracy from x = 39 on",
        "for every x >= 39 the sum of 39 terms is within 2^-53 of E1(x): by parts "
        + MEAN.format("t^-39, weighted by e^-t/t,"),
        within(e1_series, e1, fmpq(39), 39),
    ),
    _claim(
        e1_problem,
        "law",
        "S-1b",
        "up to x = 38 no number of terms of E1's series does",
        "for every x in (0, 38], by the same monotony of each remainder over the value: enough at x = 38",
        never(e1_series, e1, lambda n: fmpq(math.factorial(n)) / fmpq(38) ** n, fmpq(38), 80),
    ),
    _claim(
        erfc_problem,
        "law",
        "S-2a",
        "erfc's series gives float64's accuracy from x = 6.1 on",
        "for every x >= 6.1 the sum of 38 terms is within 2^-53 of erfc(x): by parts "
        + MEAN.format("t^-76, weighted by e^(-t^2),"),
        within(erfc_plain, erfc, fmpq(61, 10), 38),
    ),
    _claim(
        erfc_problem,
        "law",
        "S-2b",
        "up to x = 6 no number of terms of erfc's series does",
        "for every x in (0, 6], by the same monotony of each remainder over the value: enough at x = 6",
        never(erfc_plain, erfc, lambda n: rising_half(n) / fmpq(36) ** n, fmpq(6), 76),
    ),
    _claim(
        log_gamma_problem,
        "law",
        "S-3a",
        "Stirling's series gives float64's accuracy from x = 5.4 on",
        "for every x >= 5.4 the 17 terms to B_34 are within 2^-53 of ln Gamma(x): the first one left out "
        "falls and ln Gamma rises there (its derivative increases and is positive at 2)",
        forms.both(
            at_most(
                lambda: stirling_omitted(arb(fmpq(27, 5)), 17) / log_gamma(arb(fmpq(27, 5))),
                U,
                "at x = 5.4 the term with B_36 is below 2^-53 of ln Gamma",
            ),
            forms.each([("at 2", lambda: less(0, arb(2).digamma()))], "psi(2) > 0"),
            within(stirling, log_gamma, fmpq(27, 5), 17),
        ),
    ),
    _claim(
        log_gamma_problem,
        "finding",
        "S-3b",
        "a little nearer no number of terms of Stirling's series does",
        "at x = 5.2, for every number of terms",
        never(stirling, log_gamma, lambda n: stirling_term(n + 1, fmpq(26, 5)), fmpq(26, 5), 30),
    ),
    _claim(
        k_problem,
        "law",
        "S-4a",
        "the series of K_0 gives float64's accuracy from x = 17.5 on",
        "for every x >= 17.5 the sum of 36 terms is within 2^-53 of K_0(x): the first term left out falls as "
        "x grows, and K_0 is at least 1 - 1/(8x) times the leading factor",
        forms.both(
            at_most(
                lambda: k_left(arb(17.5), 0, 36) / k_series(Ball(), arb(17.5), 0, 2),
                U,
                "at x = 17.5 the term left out is below 2^-53 of the first two",
            ),
            within(k_series, bessel_k, fmpq(35, 2), 36, 0),
        ),
    ),
    _claim(
        k_problem,
        "finding",
        "S-4b",
        "a little nearer no number of terms of the series of K_0 does",
        "at x = 17, for every number of terms",
        never(k_series, bessel_k, lambda n: abs(hankel_coefficient(0, n)) / fmpq(17) ** n, fmpq(17), 76, 0),
    ),
    _claim(
        k_problem,
        "law",
        "S-5",
        "for half an odd order the series of K ends and is K itself",
        "nu = 1/2, 3/2, ..., 43/2: a_k = 0 from k = nu + 1/2 on, and the polynomials obey the recurrence in "
        "the order from K_(1/2) = sqrt(pi/(2x)) e^-x on",
        forms.identity(
            half_orders, "a_(nu+1/2) = 0 and K_(nu+1) = K_(nu-1) + 2 nu/x K_nu, as polynomials in 1/x"
        ),
    ),
    _claim(
        j_problem,
        "law",
        "S-6",
        "the series of J_0 gives float64's accuracy from x = 18 on",
        "for every x >= 18 the sums of 36 terms together are off by less than 2^-53 sqrt(2/(pi x)), the "
        "amplitude of J_0: what is left is at most the two terms left out, which fall as x grows",
        at_most(
            lambda: hankel_rest(arb(18), 0, 36, 2, 2) + hankel_rest(arb(18), 0, 37, 2, 3),
            U,
            "at x = 18 the two terms left out, a_36 and a_37, are below 2^-53 together",
        ),
    ),
    _claim(
        ei_problem,
        "finding",
        "S-7a",
        "Ei's series, with terms of one sign, reaches as near as E1's",
        "at x = 39 the sum of 39 terms is within 2^-53 of Ei",
        within(ei_series, ei, fmpq(39), 39),
    ),
    _claim(
        ei_problem,
        "finding",
        "S-7b",
        "Ei's series reaches no nearer than E1's",
        "at x = 38 no number of terms is within 2^-53 of Ei: the sums rise, and from 45 terms on lie above",
        ei_never(fmpq(38), 45),
    ),
    _claim(
        erfc_problem,
        "finding",
        "S-8a",
        "in float64 the factor exp(-x^2) is what goes wrong: x^2 is rounded",
        "with 40 terms at x = 26 + k/137, k = 1 to 64: at one at least the rounding error exceeds 300 u",
        rounding_is("plain", erfc_problem, NEAR_26, True, 300),
    ),
    _claim(
        erfc_problem,
        "finding",
        "S-8b",
        "with x^2 in two parts it does not",
        "at each of these points the rounding error stays below 8 u",
        rounding_is("split", erfc_problem, NEAR_26, False, 8),
    ),
    _claim(
        j_problem,
        "finding",
        "S-9a",
        "in float64 the phase x - nu pi/2 - pi/4 is what goes wrong",
        "of x = 100000, 100037, ... (20 points) and nu = 0, 1/2, 1, at one at least the rounding error "
        "exceeds 10000 u of the amplitude",
        rounding_is("plain", j_problem, FAR, True, 10_000),
    ),
    _claim(
        j_problem,
        "finding",
        "S-9b",
        "with cos x and sin x and the addition theorems it does not",
        "at each of these points the rounding error stays below 8 u of the amplitude",
        rounding_is("unshifted", j_problem, FAR, False, 8),
    ),
)
