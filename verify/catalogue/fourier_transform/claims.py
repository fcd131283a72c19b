"""Bounds of the error of the fast transform in the 2-norm, held against float64."""

from collections.abc import Callable

from flint import arb

from verify.catalogue.fourier_transform.methods import HALVED, NUMPY_FFT
from verify.catalogue.fourier_transform.problem import SIZES, data, problem, truth
from verify.catalogue.sources import HIGHAM, SCHATZMAN
from verify.claims.declare import Claims
from verify.claims.forms import Check, at_each
from verify.core.claim import Reach
from verify.core.model import Algorithm
from verify.measure.harness import measure

U = arb(2) ** -53


def off(algorithm: Algorithm, m: int) -> arb:
    """||computed - y|| / ||y|| in the 2-norm."""
    y, computed = truth(*data(m)), measure(algorithm, m=m).computed
    difference = sum(((arb(float(c)) - v) ** 2 for c, v in zip(computed, y, strict=True)), arb(0))
    return (difference / sum((v * v for v in y), arb(0))).sqrt()


def within(algorithm: Algorithm, bound: Callable[[int], arb]) -> Check:
    return at_each(
        [m for m in SIZES if m >= 2],
        lambda m: True if (e := off(algorithm, m)) <= bound(m) else False if e > bound(m) else None,
        lambda m: f"at n = 2^{m}",
        f"the bound holds for n = 4, ..., 2^{SIZES[-1]}",
    )


def halving(m: int) -> arb:
    # Higham, theorem 24.2: log2(n) eta / (1 - log2(n) eta), eta = mu + gamma_4 (sqrt 2 + mu), mu a bound of
    # the error of the weights. Every stage multiplies the norm by sqrt(2) and errs by eta of that, so that m
    # stages err by (1 + eta)^m - 1 <= m eta / (1 - m eta) of the norm. The angle 2 pi k / n < 2 pi is right
    # to 2 u of itself, so to 4 pi u; cos and sin of libm add an ulp or two: mu <= (4 pi + 2) sqrt(2) u, less
    # than 21 u.
    mu, gamma = 21 * U, 4 * U / (1 - 4 * U)
    eta = mu + gamma * (arb(2).sqrt() + mu)
    return m * eta / (1 - m * eta)


CLAIMS = (
    Claims(problem, HIGHAM.at("theorem 24.2"), "FFT-1", further=True).finding(
        says="The fast transform errs by at most log2(n) eta / (1 - log2(n) eta) of the norm.",
        reading="Radix 2 in float64, n = 4, ..., 256: with eta = mu + gamma_4 (sqrt 2 + mu) and the error "
        "mu = 21 u of weights by cos and sin.",
        check=within(HALVED, halving),
        reach=Reach.MEASUREMENT,
    ),
    Claims(problem, SCHATZMAN, "FFT-2", further=True).finding(
        says="With accurate weights the error in the mean grows as sqrt(log n) only.",
        reading="numpy's fft in float64, n = 4, ..., 256: at most u sqrt(log2 n) of the norm. (The constant "
        "is ours, and one input is no mean.)",
        check=within(NUMPY_FFT, lambda m: U * arb(m).sqrt()),
        reach=Reach.MEASUREMENT,
    ),
)
