"""The integral of exp(-a x^2 - eps x^(2m)) over the real line: the quartic case for every even power.

The series in eps diverges for every m, the faster the larger m. The closed form's A is now the positive
root of an equation of degree m, and scaling leaves one parameter, eps/a^m.
"""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.gaussian_potential.quadrature import moment, power_series, trapezoid
from verify.catalogue.sources import SU
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Sweep
from verify.core.theory import Quotient, stopping
from verify.mathematics.sampling import log_strata, strata

POWERS = (2, 3, 4, 5, 6)


def truth(a: arb, eps: arb, m: int) -> Any:
    return moment(0, a, eps, m, trapezoid, power_series)


def other_way(a: arb, eps: arb, m: int) -> Any:
    return moment(0, a, eps, m, power_series, trapezoid)


def gradient(a: arb, eps: arb, m: int) -> list[arb]:
    # Under the integral sign: dI/da = -<x^2>, dI/deps = -<x^(2m)>.
    return [-moment(k, a, eps, m, trapezoid, power_series) for k in (1, m)]


def opinion(mp: Mpmath, a: Mpf, eps: Mpf, m: int) -> Mpf:
    # Gauss-Legendre on pieces of 1/m the natural width, the peak scaled to 1 (mpmath stops at an absolute
    # accuracy); outside |x| <= X the integrand is below e^-fall of its peak.
    b = -a if a < 0 else mp.mpf(0)
    peak = b * mp.root(b / (m * eps), m - 1) * (m - 1) / m
    fall = mp.prec * mp.ln2 + 20
    width = 1 / mp.sqrt(max(abs(a), mp.root(eps, m))) / m
    reach = mp.sqrt(min(fall / a, mp.root(fall / eps, m)) if a > 0 else _end(mp, b, eps, m, peak + fall))
    pieces = [k * width for k in range(int(reach / width) + 2)]
    value = mp.quad(lambda x: mp.exp(-a * x * x - eps * x ** (2 * m) - peak), pieces, method="gauss-legendre")
    return 2 * value * mp.exp(peak)


def _end(mp: Mpmath, b: Any, eps: Any, m: int, fall: Any) -> Any:
    """A y with eps y^m - b y >= fall: half of eps y^m for each of the two."""
    return max(mp.root(2 * fall / eps, m), mp.root(2 * b / eps, m - 1))


def points(count: int, random: Random) -> Iterator[Inputs]:
    # Two thirds at a = 1, the rest over both signs of a; in the wells eps/|a|^m >= 1/1000, which keeps the
    # integral a float64. The larger m, the smaller eps has to be for the series. a = 0 is not on the axis.
    for k, m in enumerate(POWERS):
        mine = count // len(POWERS) + (k < count % len(POWERS))
        rest = mine // 3
        for eps in log_strata(mine - rest, -2 * m, 4, random) if mine else ():
            yield {"a": fmpq(1), "eps": eps, "m": m}
        for sign, size, least in ((1, rest // 2, -m), (-1, rest - rest // 2 - 1, -3)):
            ratios = log_strata(size, least, 3, random) if size > 0 else []
            for n, t in zip(strata(size, 1, 1000, 0, random), ratios, strict=False):
                yield {"a": sign * n / 50, "eps": (n / 50) ** m * t, "m": m}
        if rest > 0:
            yield {"a": fmpq((-1) ** m, 1000), "eps": fmpq(1), "m": m}


problem = Problem(
    name="gaussian_potential",
    lesson="breakdown",
    # (1/2)_(mk) t^k/k!: the quotient, about m^m k^(m-1) t, passes 1 at k = (m^m t)^(-1/(m-1)), and Stirling's
    # formula leaves e^(-(m-1)k)/sqrt(pi k) of the term. Here of m = 3.
    theory=stopping(
        "T-9",
        "direct_expansion",
        "t",
        "(27*t)^(-1/2)",
        "exp(-2*(27*t)^(-1/2))/sqrt(pi*(27*t)^(-1/2))",
        "1/10000",
        "1/100",
        Quotient("0.88", "1.08"),
        {"m": 3},
    ),
    title="A Gaussian integral with a higher even power",
    formula="I(a, eps; m) = integral over R of exp(-a x^2 - eps x^(2m)), eps > 0, m = 2..6",
    source=SU.at("equation (2)"),
    systems=("A4",),
    inputs=(Input("a", fmpq(-50), fmpq(50)), Input("eps", fmpq(0), fmpq(10) ** 15, above=True)),
    parameters=(Parameter("m", POWERS[0], POWERS[-1], POWERS, shown=3),),
    data=lambda a, eps, m: (a, eps, m),
    truth=Route(
        truth,
        "the trapezoidal rule, its error bounded in a strip about the real line; near a = 0 and for a < 0 "
        "the convergent series in powers of a. The algorithms expand in eps or take roots",
    ),
    second=Route(
        other_way, "the two ways exchanged: the series in a where a > 0 is large, else the trapezoidal rule"
    ),
    opinion=Route(opinion, "Gauss-Legendre quadrature in mpmath"),
    sensitivity=Sensitivity(
        gradient=gradient,
        # the integrand falls strictly as a or eps grows
        monotone=True,
    ),
    sweep=Sweep(
        # The relative errors depend on m, sign(a) and eps/|a|^m alone (x -> x/sqrt|a|).
        axis=Axis("eps/|a|^m", lambda a, eps, m: eps / abs(a) ** m if a != 0 else math.inf, log=True),
        points=points,
        count=90,
    ),
    references=tuple(
        {"a": a, "eps": eps, "m": m}
        for a, eps, m in (
            ("1", "1/10", 2),
            ("1", "1/100", 3),
            ("0", "1", 3),
            ("-1", "1/10", 3),
            ("1", "1/10000", 4),
            ("10", "1000000", 4),
            ("-3", "2", 5),
            ("1", "1000", 5),
            ("1", "1/100000000", 6),
            ("0", "1/7", 6),
            ("1/1000", "1", 6),
        )
    ),
)


def quotient(n: int, t: arb | fmpq, m: int) -> Any:
    """|term(n+1)/term(n)|, which grows with n: each (mn + i + 1/2)/(n + 1), 0 <= i < m, does so weakly."""
    product = t / (n + 1)
    for i in range(m):
        product = product * (2 * (m * n + i) + 1) / 2
    return product


# Claims. As in the quartic case the remainders R_n of the sums of n terms alternate and |R_n| <= |T_n|, the
# first term left out, so that R_n = T_n + R_(n+1) gives |R_(n+1)| = |T_n| - |R_n| >= |T_n| - |T_(n-1)|.
# The quotients |T_(n+1)/T_n| grow with n; once they reach 2 that lower bound only grows.
def size(n: int, t: fmpq, m: int) -> fmpq:
    """|T_n| over sqrt(pi/a), by parts: <x^(j+1)> = j/2 <x^(j-1)> under e^(-x^2)."""
    product = t**n / math.factorial(n)
    for j in range(1, 2 * m * n, 2):
        product = product * fmpq(j, 2)
    return product
