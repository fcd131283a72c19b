"""Asymptotic series of six functions for large x: ln Gamma, erfc, E1, Ei, K and J.

Each diverges for every x. Its terms fall to a least one and then grow, so that there is an accuracy it can
attain at x and no more; how far out float64's accuracy is attained depends on the function alone.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits, precision
from verify.catalogue.asymptotic_series import laws
from verify.catalogue.sources import DLMF
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata

# Where x is large for the precision, arb's own routines may sum the same series, with remainder bounds of
# their own: what is shared there is the theorem, never the code. mpmath's integrals share neither.
ARB = "arb's {}: a convergent series, or for large x an expansion with bounds of its own; no code is shared"


def at_ends(x: arb, function: Callable[[Any], Any]) -> Any:
    """A monotone function over a ball by its two ends; for a wide ball few bits are enough."""
    if x.is_exact() or not x.is_finite():
        return function(x)
    with precision(min(current_bits(), 80) if x.rel_accuracy_bits() < 30 else current_bits()):
        return function(x.lower()).union(function(x.upper()))


def on_grid(low: int, high: int, last: int) -> Callable[[int, Random], Iterator[Inputs]]:
    """Evenly in log x: three quarters of the points over [10^low, 10^high], the rest from there to `last`."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        far = count // 4
        for x in log_strata(count - far, low, high, random):
            if x not in (1, 2):  # the zeros of ln Gamma
                yield {"x": x}
        for k in range(far):
            step = (k + random.random()) / (far - 1) if k < far - 1 else 1
            yield {"x": fmpq(round(100 * 10**high * (last / 10**high) ** step), 100)}

    return points


def references(*given: str) -> tuple[Inputs, ...]:
    """Points from texts "x" or "x q"."""
    return tuple(dict(zip(("x", "twice_order"), text.split(), strict=False)) for text in given)


# --- ln Gamma: Stirling's series -----------------------------------------------------------------------
def log_gamma(x: arb) -> arb:
    return x.lgamma()


def binet(mp: Mpmath, x: Mpf) -> Mpf:
    rest = mp.quad(lambda t: mp.atan(t / x) / mp.expm1(2 * mp.pi * t), [0, 1, 3, 8, 30])
    return (x - mp.mpf(1) / 2) * mp.log(x) - x + mp.log(2 * mp.pi) / 2 + 2 * rest


log_gamma_problem = Problem(
    name="log_gamma",
    lesson="breakdown",
    theory=laws.STIRLING,
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


# --- erfc, E1 and Ei -----------------------------------------------------------------------------------
def erfc(x: arb) -> Any:
    return at_ends(x, lambda v: v.erfc())


def erfc_integral(mp: Mpmath, x: Mpf) -> Mpf:
    # erfc(x) = 2/sqrt(pi) e^(-x^2) times the integral of e^(-s^2 - 2xs) over s > 0.
    end = min(mp.sqrt(mp.prec), mp.prec / (2 * x))
    inside = mp.quad(lambda s: mp.exp(-s * (s + 2 * x)), mp.linspace(0, end, 7))
    return 2 / mp.sqrt(mp.pi) * mp.exp(-x * x) * inside


erfc_problem = Problem(
    name="erfc_tail",
    lesson="breakdown",
    theory=laws.ERFC,
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


def e1(x: arb) -> Any:
    return at_ends(x, lambda v: v.expint(arb(1)))


def e1_integral(mp: Mpmath, x: Mpf) -> Mpf:
    # The integral of e^(-x-v)/(x + v) over v > 0; v = x(e^u - 1) makes it that of e^(-x e^u) over u > 0.
    end = mp.log(1 + (mp.prec + 10) / x)
    return mp.quad(lambda u: mp.exp(-x * mp.expm1(u)), mp.linspace(0, end, 7)) * mp.exp(-x)


e1_problem = Problem(
    name="exponential_integral_e1",
    lesson="breakdown",
    theory=laws.E1,
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


def ei(x: arb) -> Any:
    return at_ends(x, lambda v: v.ei())


def ei_power_series(mp: Mpmath, x: Mpf) -> Mpf:
    total, term, k = mp.euler + mp.log(x), mp.mpf(1), 0
    while k < 2 * x or term > mp.eps * abs(total):
        k += 1
        term = term * x / k
        total += term / k
    return total


ei_problem = Problem(
    name="exponential_integral_ei",
    lesson="breakdown",
    theory=laws.EI,
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
