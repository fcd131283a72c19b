"""The Bessel functions K and J, of integer and half-integer order."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits, precision
from verify.catalogue.asymptotic_series import laws
from verify.catalogue.asymptotic_series.problem import ARB, at_ends, on_grid, references
from verify.catalogue.sources import DLMF
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Sweep

TWICE_ORDER = Parameter("twice_order", 0, 100, (0, 1, 2, 5, 20), shown=0)


def with_orders(low: int, high: int, last: int) -> Callable[[int, Random], Iterator[Inputs]]:
    def points(count: int, random: Random) -> Iterator[Inputs]:
        for k, order in enumerate(TWICE_ORDER.sweep):
            mine = count // len(TWICE_ORDER.sweep) + (k < count % len(TWICE_ORDER.sweep))
            for point in on_grid(low, high, last)(mine, random) if mine else ():
                yield {**point, "twice_order": order}

    return points


def bessel_k(x: arb, q: int) -> Any:
    return at_ends(x, lambda v: k_pair(v, q)[1])


def k_pair(x: arb, q: int) -> tuple[arb, arb]:
    """K_(nu-1) and K_nu, nu = q/2 >= 0, by K_(nu+1) = K_(nu-1) + 2 nu/x K_nu from nu = 0 or 1/2 on."""
    # arb's bessel_k can take milliseconds for x between a few and half the bits, where its large-x
    # expansion does not reach. There the small-x forms lose about 2x nats and get as many bits more:
    # K_0 by arb, K_(1/2) = pi/2 (I_(-1/2) - I_(1/2)). The Wronskian I_0 K_1 + I_1 K_0 = 1/x gives K_1.
    if not x > 0:
        return arb.nan(), arb.nan()
    half, bits = q % 2, current_bits()
    order = arb(fmpq(half, 2))
    near = x < bits * 0.55 + 5
    with precision(bits + int(3 * float(x.mid())) + 20 if near else bits):
        by_i = half and near
        here = arb.pi() / 2 * (x.bessel_i(-order) - x.bessel_i(order)) if by_i else x.bessel_k(order)
    # K_(-1/2) = K_(1/2) and K_(-1) = K_1.
    below = here if half else (1 / x - x.bessel_i(arb(1)) * here) / x.bessel_i(arb(0))
    for twice in range(half, q, 2):
        below, here = here, below + twice * here / x
    return below, here


def k_slope(x: arb, q: int) -> Any:
    """K_nu' = -K_(nu-1) - nu/x K_nu, which rises with x."""

    def slope(v: arb) -> arb:
        below, here = k_pair(v, q)
        return -below - q * here / (2 * v)

    return at_ends(x, slope)


def k_integral(mp: Mpmath, x: Mpf, q: int) -> Mpf:
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
    lesson="breakdown",
    theory=laws.K,
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


def bessel_j(x: arb, q: int) -> arb:
    return x.bessel_j(arb(fmpq(q, 2)))


def j_integral(mp: Mpmath, x: Mpf, q: int) -> Mpf:
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
    lesson="breakdown",
    theory=laws.J,
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
