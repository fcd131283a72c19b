"""The cosine of an angle in degrees: first to radians, then a polynomial, with the error of each apart."""

from collections.abc import Iterator
from random import Random

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import DU
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata, strata

COSINE, RADIANS = "the cosine, on Taylor's expansion", "remark on radians"


def radians_truth(degrees: arb) -> arb:
    # pi by Machin: pi/4 = 4 atan(1/5) - atan(1/239).
    machin = 4 * arb(fmpq(1, 5)).atan() - arb(fmpq(1, 239)).atan()
    return degrees * machin / 45


def radians_points(count: int, random: Random) -> Iterator[Inputs]:
    for x in log_strata(count, -3, 9, random):
        yield {"degrees": x}


radians = Problem(
    name="degrees_to_radians",
    title="An angle in degrees, in radians",
    formula="x = pi d/180",
    source=DU.at(RADIANS),
    inputs=(Input("degrees", fmpq(0), fmpq(10) ** 9),),
    truth=Route(
        radians_truth, "pi by Machin's formula with two arctangents; the algorithms take it as a constant"
    ),
    opinion=Route(lambda mp, d: d * mp.acos(-1) / 180, "mpmath's arc cosine of -1"),
    sensitivity=Sensitivity(gradient=lambda d: [radians_truth(arb(1))], monotone=True),
    sweep=Sweep(axis=Axis("degrees", lambda degrees: degrees, log=True), points=radians_points, count=120),
    systems=("B3",),
    references=tuple({"degrees": d} for d in ("1", "37", "3889/100", "90", "180", "1000000")),
)


def cosine_truth(degrees: arb) -> arb:
    return (degrees / 180).cos_pi()


def cosine_second(degrees: arb) -> arb:
    x = radians_truth(degrees)
    return (-x * x / 4).hypgeom_0f1(arb(fmpq(1, 2)))


def cosine_opinion(mp: Mpmath, degrees: Mpf) -> Mpf:
    # The real part of i^(d/90), by the logarithm of i and an exponential, with bits for a cosine near 0.
    with mp.workprec(mp.prec + 80):
        return mp.re(mp.power(mp.j, degrees / 90))


def cosine_points(count: int, random: Random) -> Iterator[Inputs]:
    # Angles in use with the text's own; near a right angle, where the cosine is ill-conditioned; and on to
    # where the polynomial breaks down for want of a reduction.
    yield from ({"degrees": d} for d in ("30", "37", "38.89", "45", "60"))
    for k in range(1, 11):
        yield {"degrees": 90 + (-1) ** k * fmpq(1, 10**k)}
    rest = max(count - 15, 4)
    for d in strata(rest // 2, 0, 360, 2, random)[1:]:
        yield {"degrees": d}
    for d in log_strata(rest - rest // 2, 2, 6, random):
        yield {"degrees": min(d + fmpq(random.randint(0, 35999), 100), fmpq(10) ** 6)}


cosine = Problem(
    name="cosine_of_degrees",
    title="The cosine of an angle in degrees",
    formula="y = cos(pi d/180)",
    source=DU.at(COSINE),
    inputs=(Input("degrees", fmpq(0), fmpq(10) ** 6),),
    truth=Route(cosine_truth, "arb's cos_pi, which reduces the exact argument before pi comes in"),
    second=Route(cosine_second, "0F1 at radians that come from Machin's pi"),
    opinion=Route(cosine_opinion, "a power of i in mpmath"),
    sensitivity=Sensitivity(gradient=lambda d: [-(d / 180).sin_pi() * arb.pi() / 180]),
    sweep=Sweep(axis=Axis("degrees", lambda degrees: degrees, log=True), points=cosine_points, count=180),
    systems=("B3",),
    references=tuple(
        {"degrees": d}
        for d in ("0", "30", "37", "3889/100", "45", "60", "8999999/100000", "1001/2", "1000000")
    ),
)
