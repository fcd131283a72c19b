"""The sum over the cubic lattice of 1/(n^2 - q^2) less the integral that it approximates.

Both diverge; f(q^2) is the limit, as a sphere |n| < L grows, of the sum inside less the principal value of
the integral inside. It has a pole at each sum of three squares and rises from -infinity to infinity
between two. The integral is 4 pi L for q^2 > 0 and 4 pi L - 2 pi^2 sqrt(-q^2) for q^2 < 0, up to O(1/L):
for q^2 > 0 f is sqrt(4 pi) times Luescher's zeta function Z_00(1; q^2), for q^2 < 0 it is not.
"""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.lattice_sum.image_sum import (
    _extent,
    _image_slope,
    _lines,
    _meets_a_pole,
    _omitted,
    _series,
    whole_split_sum,
)
from verify.catalogue.sources import HOMEWORK
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.lattice import shells, three_squares
from verify.mathematics.sampling import strata


def truth(q2: arb) -> Any:
    if _meets_a_pole(q2):
        return arb.nan()
    M, J, bits = _extent(q2)
    total = _series(M, J, bits)(q2) + arb(0, 1) * _omitted(q2, M, J)
    total = total + sum((r * C for r, _, C, _ in _lines(q2, M)), arb(0))
    return total + 2 * arb.pi() ** 2 * (-q2).sqrt() if q2 < 0 else total


def gradient(q2: arb) -> list[arb]:
    """The slope of f, which is positive: f rises between the poles."""
    if _meets_a_pole(q2):
        return [arb.nan()]
    if q2.rad() < arb(2) ** -30:
        return [_slope(q2)]
    # It is convex between two poles (its second derivative is the sum of 6/(n^2 - q^2)^4), and for q^2 < 0,
    # where it is the sum over n != 0 of pi^2 e^(-2 pi k |n|)/k with k = sqrt(-q^2), it rises.
    ends = [_slope(q2.lower()), _slope(q2.upper())]
    if q2 < 0:
        return [ends[0].union(ends[1])]
    least = sum((r / (k - q2).abs_upper() ** 2 for k, r in shells(6)), arb(0))
    return [least.union(ends[0].max(ends[1]))]


def _slope(q2: arb) -> Any:
    if q2 <= -1:
        return _image_slope(q2)
    M, J, bits = _extent(q2)
    total = _series(M, J, bits).derivative()(q2) + arb(0, 1) * _omitted(q2, M, J)
    for r, a, C, z in _lines(q2, M):
        # -C'(a) = (C(a) + pi^2 csch(z)^2)/(2a), z = pi sqrt a, where csch(iz)^2 = -csc(z)^2.
        total = total + r * (C + arb.pi() ** 2 * (z.csch() ** 2 if a > 0 else -(z.csc() ** 2))) / (2 * a)
    return total - arb.pi() ** 2 / (-q2).sqrt() if q2 < 0 else total


def ewald(q2: arb) -> arb:
    t, half = 3, arb(HALF)
    own = -2 * arb.pi() * (arb.pi() / t).sqrt() * (t * q2).hypgeom_1f1(-half, half)
    return whole_split_sum(q2, t) + own + (2 * arb.pi() ** 2 * (-q2).sqrt() if q2 < 0 else 0)


def opinion(mp: Mpmath, q2: Mpf) -> Mpf:
    # 1/(k - q^2) less the sum over j < J of (q^2 + c)^j/(k + c)^(j+1) is ((q^2 + c)/(k + c))^J/(k - q^2). The
    # sums of (n^2 + c)^-s over the lattice are, by Poisson, Bessel functions of half-integer order.
    # For q^2 < 0 c = -q^2 and J = 1 leave the images alone.
    with mp.workdps(mp.dps + (10 if q2 < 0 else 50)):
        if q2 < 0:
            return _bessel_images(mp, q2, -q2, 1, int((0.12 * mp.prec) ** 2 / -q2))
        c, near, J = 2 * q2 + 100, int(16 * q2 + 800), int(0.4 * mp.prec)
        half = mp.mpf(1) / 2
        total = _bessel_images(mp, q2, c, J, 80)
        for k, r in shells(math.isqrt(near) + 1):
            total += r * ((q2 + c) / (k + c)) ** J / (k - q2) if k <= near else 0
        for j in range(J):
            total += mp.sqrt(mp.pi**3 * c) * ((q2 + c) / c) ** j * mp.gamma(j - half) / mp.factorial(j)
        return total


def _bessel_images(mp: Mpmath, q2: Mpf, c: Mpf, J: int, most: int) -> Mpf:
    """The sum over j < J, 0 < k <= most of r3(k) (q^2+c)^j/j! 2 pi^(3/2) (pi^2 k/c)^(nu/2) K_nu(x)."""
    total = mp.mpf(0)
    for k, r in shells(math.isqrt(most) + 1)[1:]:
        if k > most:
            break
        x = 2 * mp.pi * mp.sqrt(k * c)
        K = after = mp.sqrt(mp.pi / (2 * x)) * mp.exp(-x)  # nu = j - 1/2, from K_(-1/2) = K_(1/2) on
        weight = 2 * r * mp.pi ** (mp.mpf(3) / 2) * mp.sqrt(2 * c / x)
        for j in range(J):
            total += weight * K
            weight *= (q2 + c) / (j + 1) * x / (2 * c)
            K, after = after, K + (2 * j + 1) / x * after
    return total


def points(count: int, random: Random) -> Iterator[Inputs]:
    # A third each below zero, where f falls as e^(-2 pi sqrt(-q^2)), and up to 60; the rest near poles, at
    # distances from 10^-2 down to 10^-10.
    third = count // 3
    for q2 in strata(third, -40, 0, 3, random) + strata(third, 0, 60, 3, random):
        if q2.q != 1 or not three_squares(int(q2.p)):
            yield {"q2": q2}
    poles = [k for k in range(40) if three_squares(k)]
    for k in range(count - 2 * third):
        distance = fmpq(random.choice((-1, 1)) * random.randint(1, 9), 10 ** (3 + k % 8))
        yield {"q2": random.choice(poles) + distance}


HALF = fmpq(1, 2)
problem = Problem(
    name="lattice_sum",
    title="A lattice sum less its integral",
    formula="f(q^2) = (sum over n in Z^3 - P.V. integral over R^3) of 1/(n^2 - q^2)",
    source=HOMEWORK.at("section 4"),
    inputs=(Input("q2", fmpq(-100), fmpq(100)),),
    truth=Route(
        truth,
        "line by line along an axis (coth, cot), then 4 zeta(s) beta(s); the algorithms count or take exp",
    ),
    second=Route(ewald, "Ewald's split at t = 3 with erfc in closed form"),
    opinion=Route(
        opinion, "differences to a negative argument, whose image sums are Bessel functions, in mpmath"
    ),
    sensitivity=Sensitivity(gradient=gradient),
    sweep=Sweep(axis=Axis("q^2", lambda q2: q2), points=points, count=33),
    systems=("E4", "E5"),
    references=tuple(
        {"q2": q2}
        for q2 in (
            "1/2",
            "1/4",
            "-1/2",
            "-20",
            "1000001/1000000",
            "-1",
            "1/1000",
            "11/2",
            "7",
            "59/2",
            "60",
        )
    ),
)
