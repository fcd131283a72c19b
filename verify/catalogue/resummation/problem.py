"""What resummation makes of the divergent series of the quartic integral: Pade and Borel-Pade.

The series of g(t), the integral of exp(-y^2 - t y^4), is a Stieltjes series: its Pade approximants converge
to g for every t > 0 and enclose it two by two. Four ways to compute them are one function in exact arithmetic
and differ in float64 by all their digits.
"""

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import SU
from verify.core.model import Axis, Input, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata


def moment(k: int, t: arb) -> arb:
    """Integral of y^(2k) exp(-y^2 - t y^4): (4t)^(-nu/2) Gamma(nu) U(nu/2, 1/2, 1/(4t)), nu = k + 1/2."""
    if not (t.is_finite() and t > 0):
        return arb.nan()
    if not t.is_exact():  # it falls as t grows
        return moment(k, t.lower()).union(moment(k, t.upper()))
    nu = arb(fmpq(2 * k + 1, 2))
    return (4 * t) ** (-nu / 2) * nu.gamma() * (1 / (4 * t)).hypgeom_u(nu / 2, arb(fmpq(1, 2)))


def truth(t: arb) -> arb:
    return moment(0, t)


def by_bessel(t: arb) -> arb:
    z = 1 / (8 * t)
    return z.exp() * z.bessel_k(arb(fmpq(1, 4))) / (2 * t.sqrt())


def opinion(mp: Mpmath, t: Mpf) -> Mpf:
    width = min(mp.mpf(1), t ** (-mp.mpf(1) / 4))
    end = min(mp.sqrt(mp.prec), mp.root(mp.prec / t, 4))
    return 2 * mp.quad(lambda y: mp.exp(-y * y - t * y**4), mp.arange(0, end + width, width))


problem = Problem(
    name="gaussian_integral_resummed",
    title="The quartic integral from its divergent series",
    formula="g(t) = integral over R of exp(-y^2 - t y^4), t > 0",
    source=SU.at("equation (1), in one parameter"),
    systems=("A2",),
    inputs=(Input("t", fmpq(0), fmpq(10) ** 8, above=True),),
    truth=Route(
        truth, "Tricomi's U; the algorithms use the coefficients of the series, + - * / and the exponential"
    ),
    second=Route(by_bessel, "the Bessel function K_(1/4)"),
    opinion=Route(opinion, "quadrature in mpmath"),
    sensitivity=Sensitivity(
        gradient=lambda t: [-moment(2, t)],
        # the integrand falls strictly as t grows
        monotone=True,
    ),
    sweep=Sweep(
        axis=Axis("t = eps/a^2", lambda t: t, log=True),
        points=lambda count, random: ({"t": t} for t in log_strata(count, -4, 4, random)),
        count=40,
    ),
    references=tuple({"t": t} for t in ("1/10000", "1/100", "1/10", "1", "10", "10000")),
)
