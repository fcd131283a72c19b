"""Nine Taylor series of one variable, summed term by term inside their discs, at the edges and beyond."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.core.model import Inputs
from verify.mathematics.sampling import log_strata, strata


# --- truths, gradients --------------------------------------------------------------------------------
def power_truth(a: arb, x: arb) -> arb:
    return (2 * x * ((a - 1) / (a + 1)).atanh()).exp()


def power_gradient(a: arb, x: arb) -> list[arb]:
    return [x * power_truth(a, x - 1), a.log() * power_truth(a, x)]


def binomial_truth(x: arb, alpha: arb) -> arb:
    return (1 + x) ** alpha


def binomial_gradient(x: arb, alpha: arb) -> list[arb]:
    return [alpha * (1 + x) ** (alpha - 1), (1 + x).log() * (1 + x) ** alpha]


# --- mpmath, by routes of its own ---------------------------------------------------------------------
def exp_opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # A continued fraction: e^x = 1 + 2x/(2 - x + x^2/(6 + x^2/(10 + ...))).
    # For x > 0 the last denominator cancels to about x e^-x: hence 3x bits more.
    if x < 0:
        return 1 / exp_opinion(mp, -x)
    with mp.workprec(mp.prec + int(3 * x) + 10):
        terms = int(mp.prec + 4 * x + 20)
        tail = mp.mpf(4 * terms + 2)
        for k in range(terms - 1, 0, -1):
            tail = 4 * k + 2 + x * x / tail
        value = 1 + 2 * x / (2 - x + x * x / tail)
    return +value


def power_opinion(mp: Mpmath, a: Mpf, x: Mpf) -> Mpf:
    # Repeated square roots along the binary digits of x.
    with mp.workprec(mp.prec + 64):
        whole = int(mp.floor(x))
        value, root, rest = a**whole, a, x - whole
        for _ in range(mp.prec):
            root, rest = mp.sqrt(root), 2 * rest
            if rest >= 1:
                value, rest = value * root, rest - 1
    return +value


def sin_opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # sin x = sqrt(pi x/2) J_(1/2)(x)
    return mp.sign(x) * mp.sqrt(mp.pi * abs(x) / 2) * mp.besselj(mp.mpf(1) / 2, abs(x))


def cos_opinion(mp: Mpmath, x: Mpf) -> Mpf:
    return mp.sqrt(mp.pi * abs(x) / 2) * mp.besselj(-mp.mpf(1) / 2, abs(x)) if x else mp.one


def reciprocal(mp: Mpmath, y: Mpf) -> Mpf:
    # Newton's iteration without a division, from float64's reciprocal.
    z = mp.mpf(1 / float(y))
    for _ in range(2 + int(mp.log(mp.prec, 2))):
        z = z * (2 - y * z)
    return z


def log_opinion(mp: Mpmath, x: Mpf) -> Mpf:
    # Gauss: ln s = pi/(2 M(1, 4/s)) (1 + O(s^-2)) with the arithmetic-geometric mean M, s = 2^m x.
    with mp.workprec(3 * mp.prec + 100):
        m = mp.prec
        return mp.pi / (2 * mp.agm(1, 4 / (x * mp.mpf(2) ** m))) - m * mp.ln2


# --- where the sweeps take their points ---------------------------------------------------------------
def spread(*ranges: tuple[int, int]) -> Callable[[int, Random], Iterator[Inputs]]:
    """Decimals, as many from each range; 0 left out, where every series is exact."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        share = max(count // len(ranges), 1)
        drawn = {x for low, high in ranges for x in strata(share, low, high, 3, random)}
        return ({"x": x} for x in sorted(drawn) if x != 0)

    return points


def edged(low: int, high: int, edges: tuple[int, ...], excluded: tuple[int, ...], centre: int) -> Any:
    """A third over the whole range, a third near the edges of the disc, a third near its centre."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        share = max(count // 3, 1)
        drawn = set(strata(share, low, high, 3, random))
        for places, deepest in ((edges, -15), ((centre,), -8)):
            for place in places:
                for side in (-1, 1):
                    for d in log_strata(share // (2 * len(places)) + 1, deepest, -1, random):
                        drawn.add(place + side * d)
        return ({"x": x} for x in sorted(drawn) if low <= x <= high and x not in (*excluded, centre))

    return points


def power_points(count: int, random: Random) -> Iterator[Inputs]:
    bases = log_strata(count, -3, 3, random)
    random.shuffle(bases)
    for a, x in zip(bases, strata(count, -100, 100, 3, random), strict=False):
        if a != 1 and x != 0:
            yield {"a": a, "x": x}


def binomial_points(count: int, random: Random) -> Iterator[Inputs]:
    for k, at in enumerate(edged(-1, 4, (-1, 1), (-1,), 0)(count, random)):
        named = (fmpq(1, 2), fmpq(-1, 2), fmpq(1, 3), fmpq(-1), fmpq(5))
        yield {**at, "alpha": named[k // 2 % 5] if k % 2 else fmpq(random.randint(-6000, 6000), 1000)}
