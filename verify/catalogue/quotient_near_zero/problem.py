"""ln(1+x)/(x e^x) near 0: linear approximations made the right way and the naive way, and the quotient as it
stands in float64.

Two things go wrong near 0. Numerator and denominator both vanish, so that one more term of the logarithm is
needed than the order suggests; and in float64 the sum 1 + x drops what ln needs of a small x.
"""

from collections.abc import Iterator
from random import Random

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import MITX
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata

EXAMPLE = MITX.at("typical problems, functions that are quotients")


def log_quotient(x: arb) -> arb:
    """ln(1+x)/x = 2F1(1, 1; 2; -x)."""
    return (-x).hypgeom_2f1(1, 1, 2)


def exp_of_minus(x: arb) -> arb:
    # cosh x + sinh x by 0F1; where the sum would cancel, the reciprocal of the one for -x
    if x > 0:
        return 1 / exp_of_minus(-x)
    z = x * x / 4
    return z.hypgeom_0f1(arb(0.5)) - x * z.hypgeom_0f1(arb(1.5))


def truth(x: arb) -> arb:
    return log_quotient(x) * exp_of_minus(x)


def elementary(x: arb) -> arb:
    return x.log1p() / (x * x.exp())


def gradient(x: arb) -> list[arb]:
    # (A e^-x)' = (A' - A) e^-x with A = 2F1(1, 1; 2; -x), A' = -1/2 2F1(2, 2; 3; -x)
    return [-((-x).hypgeom_2f1(2, 2, 3) / 2 + log_quotient(x)) * (-x).exp()]


def opinion(mp: Mpmath, x: Mpf) -> Mpf:
    return mp.log1p(x) / x / mp.exp(x)


def points(count: int, random: Random) -> Iterator[Inputs]:
    # Both signs down to 1e-18, far below the unit roundoff; to the left up to -1, to the right to where
    # e^-x leaves float64's range.
    sizes = log_strata(count - 2, -18, 3, random)
    for k, x in enumerate(sizes):
        if k % 2 and x < 1:
            yield {"x": -x}
        elif x <= 720:
            yield {"x": x}
    yield from ({"x": fmpq(-999, 1000)}, {"x": fmpq(720)})


problem = Problem(
    name="quotient_near_zero",
    title="A quotient whose numerator and denominator vanish together",
    formula="ln(1 + x)/(x e^x), x > -1; 1 at x = 0",
    source=EXAMPLE,
    systems=("C6",),
    inputs=(Input("x", fmpq(-1), fmpq(720), above=True),),
    truth=Route(truth, "hypergeometric series, 2F1 for ln(1+x)/x and 0F1 for the exponential"),
    second=Route(elementary, "FLINT's log1p and exp"),
    opinion=Route(opinion, "mpmath's log1p and exp"),
    sensitivity=Sensitivity(
        gradient=gradient,
        # ln(1+x)/x and e^-x are positive and fall strictly, so their product does
        monotone=True,
    ),
    sweep=Sweep(axis=Axis("|x|", lambda x: abs(x), log=True), points=points, count=160),
    references=tuple(
        {"x": x}
        for x in ("1/10", "-1/10", "1/1000000", "-1/100000000000000000000", "-9/10", "1", "10", "100", "700")
    ),
)
