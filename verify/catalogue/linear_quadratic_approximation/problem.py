"""Linear and quadratic approximation of five functions at any point: the tangent and the osculating
parabola, f(a + h) by f(a) + f'(a) h and by that and f''(a) h^2/2.

They break where h is no longer small beside the distance over which f' changes: beside 1 for sin, cos and
exp, beside 1 + a for ln(1 + x), beside (1 + a)/|r| for (1 + x)^r.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.core.model import Axis, Input, Inputs, Parameter
from verify.mathematics.sampling import log_strata, strata


# The truths are hypergeometric series at a + h; the algorithms take the elementary functions at a.
def exp_by_bessel(x: arb) -> arb:
    # cosh x = 0F1(1/2; x^2/4), sinh x = x 0F1(3/2; x^2/4); for x < 0 the sum cancels, its reciprocal not.
    if x < 0:
        return 1 / exp_by_bessel(-x)
    z = x * x / 4
    return z.hypgeom_0f1(arb(0.5)) + x * z.hypgeom_0f1(arb(1.5))


def log1p_by_gauss(x: arb) -> arb:
    return x * (-x).hypgeom_2f1(1, 1, 2)


def sin_by_bessel(a: arb, h: arb) -> arb:
    x = a + h
    return x * (-x * x / 4).hypgeom_0f1(arb(1.5))


def cos_by_bessel(a: arb, h: arb) -> arb:
    x = a + h
    return (-x * x / 4).hypgeom_0f1(arb(0.5))


def power_by_gauss(a: arb, h: arb, r: arb) -> arb:
    return exp_by_bessel(r * log1p_by_gauss(a + h))


def slopes(derivative: Callable[[Any], Any]) -> Callable[..., list[Any]]:
    def gradient(a: arb, h: arb) -> list[arb]:
        slope = derivative(a + h)
        return [slope, slope]

    return gradient


def power_slopes(a: arb, h: arb, r: arb) -> list[arb]:
    y = 1 + a + h
    slope = r * y ** (r - 1)
    return [slope, slope, y.log() * y**r]


def drawn(low: int, high: int, farthest: int, least: int = -12) -> Callable[..., Iterator[Inputs]]:
    """Half at a = 0, half at decimals a from [low, high]; |h| from 10^least to 10^farthest, both signs."""

    def points(count: int, random: Random) -> Iterator[Inputs]:
        sizes = log_strata(count, least, farthest, random)
        places = strata(count, low, high, 3, random)
        random.shuffle(places)
        for k, (h, a) in enumerate(zip(sizes, places, strict=False)):
            yield {"a": a if k % 2 else fmpq(0), "h": h if k % 4 < 2 else -h}

    return points


def drawn_right_of_minus_one(count: int, random: Random) -> Iterator[Inputs]:
    # a > -1 with |h| a multiple of 1 + a: up to -0.999 of it to the left, 100 times it to the right.
    sizes = log_strata(count, -12, 2, random)
    places = log_strata(count, -3, 3, random)
    random.shuffle(places)
    for k, (t, y) in enumerate(zip(sizes, places, strict=False)):
        a = y - 1 if k % 2 else fmpq(0)
        h = (1 + a) * (t if k % 4 < 2 else -min(t, fmpq(999, 1000)))
        yield {"a": a, "h": h}


def drawn_with_exponent(count: int, random: Random) -> Iterator[Inputs]:
    named = [fmpq(1, 2), fmpq(-1), fmpq(5), fmpq(-1, 2), fmpq(1, 3)]
    exponents = strata(count, -40, 40, 1, random)
    random.shuffle(exponents)
    where = drawn_right_of_minus_one(count, random)
    for k, (point, r) in enumerate(zip(where, exponents, strict=False)):
        yield {**point, "r": r if k % 3 else named[k // 3 % 5]}


def defined(a: fmpq, h: fmpq, order: int, **r: fmpq) -> bool:
    return bool(a + h > -1)


@dataclass(frozen=True)
class Family:
    """What differs from one of the five functions to the next."""

    name: str
    title: str
    formula: str
    truth: Callable[..., Any]
    second: Callable[..., Any]
    opinion: Callable[..., Any]
    derivatives: Callable[..., tuple[Any, Any, Any]]
    largest: Callable[..., Any]
    gradient: Callable[..., list[Any]]
    points: Callable[..., Iterator[Inputs]]
    inputs: tuple[Input, ...]
    references: tuple[Mapping[str, str], ...]
    scale: Axis
    monotone: bool = False


ORDER = Parameter("order", 1, 2, (1, 2), shown=1)
STEP = Axis("|h|", lambda a, h: abs(h), log=True)
WIDE = (Input("a", fmpq(-1000), fmpq(1000)), Input("h", fmpq(-100), fmpq(100)))
RIGHT = (Input("a", fmpq(-1), fmpq(1000), above=True), Input("h", fmpq(-2000), fmpq(200_000)))
EXPONENT = Input("r", fmpq(-50), fmpq(50))


def at(names: str, *rows: str) -> tuple[Mapping[str, str], ...]:
    return tuple(dict(zip(names.split(), row.split(), strict=True)) for row in rows)


NEAR = ("0 1/10", "0 -1/1000000", "1 1/100", "-5/2 1/7", "3 -2", "10 1/1000000000000", "50 20")
BESIDE = ("0 1/10", "0 -1/1000000", "-9/10 1/100", "-1/2 -49/100", "1 1/1000", "99 -98", "7 1000")
