"""The functions of the truth language that FLINT has in the complex plane, with their branch cuts.

Derivatives are those of the table of real functions: two analytic functions that agree on an interval are
one (DLMF 1.10.1). Where a formula has other cuts than its function, another one is given here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, arb

from verify.arithmetic.precision import Hopeless, every
from verify.language.cuts import (
    ABOVE_ONE,
    BELOW_BRANCH_POINT,
    BELOW_MINUS_ONE,
    BELOW_ONE,
    LEFT_OF_MINUS_I,
    NEGATIVE,
    RIGHT_OF_I,
    Cut,
    Side,
    one_sided,
)
from verify.language.domains import Answer, natural, no_pole, reach
from verify.language.rows import Function

MOST = 10**6  # of an order or a parameter
Ball = Callable[..., acb]


@dataclass(frozen=True)
class Planar:
    """A function of complex numbers; the first `real` of its arguments are real parameters.

    ball        (*parameters, *complex arguments) -> a ball off the cuts, and FLINT's side of them on them
    cuts        of the last argument
    domain      is it defined there, in three values
    derivative  by the last argument, where the table's has other cuts
    sided       (side, *arguments) -> the limit on the cut, where that is not the reflected value
    """

    ball: Ball
    cuts: tuple[Cut, ...] = ()
    real: int = 0
    domain: Callable[..., Answer] | None = None
    derivative: str | None = None
    sided: Callable[..., acb] | None = None

    def value(self, name: str, x: list[arb | acb], sides: dict[str, Side]) -> acb:
        """At arguments of which one is complex. Unsettled or Hopeless where the side of a cut is open."""
        parameters, rest = x[: self.real], x[self.real :]
        for p in parameters:
            if isinstance(p, acb):
                raise Hopeless(f"{name} is evaluated for real parameters only, and for a complex argument")
            reach(name, "a parameter", p, MOST)
        z = [acb(v) for v in rest]
        if self.sided is not None and (found := self._on_cut(z[-1], sides)):
            return self.sided(found, *parameters, *z)
        return one_sided(lambda w: self.ball(*parameters, *z[:-1], w), self.cuts, z[-1], sides)

    def _on_cut(self, w: acb, sides: dict[str, Side]) -> int:
        return sides["imag"]() if any(cut.meets(w) for cut in self.cuts) else 0


# --- where they are defined -------------------------------------------------------------------------------


def nonzero(z: acb) -> Answer:
    if not z.contains(0):
        return True
    return False if z.is_zero() else None


def off_poles(z: acb) -> Answer:
    """Not one of 0, -1, -2, ..."""
    on_axis = z.imag.contains(0)
    if not on_axis:
        return True
    off = no_pole(z.real)
    return off if off or z.imag.is_zero() else None


def apart(*points: acb | int) -> Callable[..., Answer]:
    def domain(*x: arb | acb) -> Answer:
        return every([nonzero(acb(x[-1]) - p) for p in points])

    return domain


# --- functions that take more than one call ---------------------------------------------------------------


def integral_side(side: int, z: acb) -> acb:
    # FLINT's Ei of a negative number is the real principal value; from above it is that plus i pi
    # (DLMF 6.2.1, 6.2.6: Ei(x) = -E1(-x), E1 with its cut along the negative numbers).
    return acb(z.ei().real, side * arb.pi())


def minus_first(side: int, z: acb) -> acb:
    # W_-1(conj z) = conj W_1(z); FLINT's branches are continuous from above.
    return z.lambertw(-1) if side > 0 else z.lambertw(1).conjugate()


def polynomial(evaluate: Ball) -> Ball:
    def ball(n: arb, *rest: arb | acb) -> acb:
        if not natural(n):
            raise Hopeless("a polynomial of a complex number is evaluated for a degree 0, 1, 2, ... only")
        return evaluate(n, *rest)

    return ball


def polygamma(n: arb, z: acb) -> acb:
    if not natural(n):
        raise Hopeless("a polygamma function is evaluated for n = 0, 1, 2, ... only")
    return z.polygamma(acb(n))


def carlson(function: Ball) -> Ball:
    """Carlson's integrals: cuts along the negative numbers in every argument, not told apart."""

    def ball(*x: acb) -> acb:
        for w in x:
            if NEGATIVE.meets(w):
                raise Hopeless("an argument lies on the branch cut of one of Carlson's integrals")
        return function(*x)

    return ball


def pole_free(a: arb, *rest: arb | acb) -> Answer:
    return no_pole(a)


def lower_pole_free(*x: arb | acb) -> Answer:
    return no_pole(x[-2])  # type: ignore[arg-type]  # the parameter before the argument


_OFF_ZERO, _OFF_ONE = apart(0), apart(1)

PLANE: dict[str, Planar] = {
    "sqrt": Planar(acb.sqrt, (NEGATIVE,)),
    "rsqrt": Planar(acb.rsqrt, (NEGATIVE,), domain=_OFF_ZERO),
    "exp": Planar(acb.exp),
    "exp2": Planar(lambda z: (z * arb(2).log()).exp()),
    "exp10": Planar(lambda z: (z * arb(10).log()).exp()),
    "expm1": Planar(acb.expm1),
    "log": Planar(acb.log, (NEGATIVE,), domain=_OFF_ZERO),
    "log2": Planar(lambda z: z.log() / arb(2).log(), (NEGATIVE,), domain=_OFF_ZERO),
    "log10": Planar(lambda z: z.log() / arb(10).log(), (NEGATIVE,), domain=_OFF_ZERO),
    "log1p": Planar(acb.log1p, (BELOW_MINUS_ONE,), domain=apart(-1)),
    "expit": Planar(lambda z: 1 / (1 + (-z).exp())),
    "lambertw": Planar(acb.lambertw, (BELOW_BRANCH_POINT,)),
    "lambertwm1": Planar(lambda z: z.lambertw(-1), (NEGATIVE,), domain=_OFF_ZERO, sided=minus_first),
    # circular and hyperbolic functions
    "sin": Planar(acb.sin),
    "cos": Planar(acb.cos),
    "tan": Planar(acb.tan),
    "cot": Planar(acb.cot, domain=_OFF_ZERO),
    "sec": Planar(acb.sec),
    "csc": Planar(acb.csc, domain=_OFF_ZERO),
    "sinc": Planar(acb.sinc),
    "sinpi": Planar(acb.sin_pi),
    "cospi": Planar(acb.cos_pi),
    "tanpi": Planar(acb.tan_pi),
    "sinh": Planar(acb.sinh),
    "cosh": Planar(acb.cosh),
    "tanh": Planar(acb.tanh),
    "coth": Planar(acb.coth, domain=_OFF_ZERO),
    "sech": Planar(acb.sech),
    "csch": Planar(acb.csch, domain=_OFF_ZERO),
    "asin": Planar(acb.asin, (BELOW_MINUS_ONE, ABOVE_ONE)),
    "acos": Planar(acb.acos, (BELOW_MINUS_ONE, ABOVE_ONE)),
    "atan": Planar(acb.atan, (RIGHT_OF_I, LEFT_OF_MINUS_I), domain=apart(acb(0, 1), acb(0, -1))),
    "asinh": Planar(acb.asinh, (RIGHT_OF_I, LEFT_OF_MINUS_I)),
    "acosh": Planar(acb.acosh, (BELOW_ONE,), derivative="1/(sqrt(x - 1)*sqrt(x + 1))"),
    "atanh": Planar(acb.atanh, (BELOW_MINUS_ONE, ABOVE_ONE), domain=apart(1, -1)),
    # gamma functions, error functions, exponential integrals
    "gamma": Planar(acb.gamma, domain=off_poles),
    "lgamma": Planar(acb.lgamma, (NEGATIVE,), domain=off_poles),  # the principal branch of log Gamma
    "rgamma": Planar(acb.rgamma),
    "digamma": Planar(acb.digamma, domain=off_poles),
    "polygamma": Planar(polygamma, real=1, domain=lambda n, z: off_poles(z)),
    "factorial": Planar(lambda z: (z + 1).gamma(), domain=lambda z: off_poles(z + 1)),
    "erf": Planar(acb.erf),
    "erfc": Planar(acb.erfc),
    "erfcx": Planar(lambda z: (z * z).exp() * z.erfc()),
    "erfi": Planar(acb.erfi),
    "dawson": Planar(lambda z: z * (-z * z).hypgeom_1f1(1, arb(1.5))),
    "ndtr": Planar(lambda z: (-z / arb(2).sqrt()).erfc() / 2),
    "ei": Planar(acb.ei, (NEGATIVE,), domain=_OFF_ZERO, sided=integral_side),
    "e1": Planar(lambda z: z.expint(1), (NEGATIVE,), domain=_OFF_ZERO),
    "expint": Planar(lambda n, z: z.expint(n), (NEGATIVE,), real=1),
    "si": Planar(acb.si),
    "ci": Planar(acb.ci, (NEGATIVE,), domain=_OFF_ZERO),
    "shi": Planar(acb.shi),
    "chi": Planar(acb.chi, (NEGATIVE,), domain=_OFF_ZERO),
    "fresnels": Planar(acb.fresnel_s),
    "fresnelc": Planar(acb.fresnel_c),
    # Bessel and Airy functions
    "besselj": Planar(lambda n, z: z.bessel_j(n), (NEGATIVE,), real=1),
    "bessely": Planar(lambda n, z: z.bessel_y(n), (NEGATIVE,), real=1, domain=_OFF_ZERO),
    "besseli": Planar(lambda n, z: z.bessel_i(n), (NEGATIVE,), real=1),
    "besselk": Planar(lambda n, z: z.bessel_k(n), (NEGATIVE,), real=1, domain=_OFF_ZERO),
    "besselke": Planar(lambda n, z: z.exp() * z.bessel_k(n), (NEGATIVE,), real=1, domain=_OFF_ZERO),
    "airyai": Planar(acb.airy_ai),
    "airybi": Planar(acb.airy_bi),
    "airyaiprime": Planar(lambda z: z.airy_ai(derivative=1)),
    "airybiprime": Planar(lambda z: z.airy_bi(derivative=1)),
    # zeta functions, elliptic integrals
    "zeta": Planar(acb.zeta, domain=_OFF_ONE),
    "polylog": Planar(lambda s, z: z.polylog(s), (ABOVE_ONE,), real=1),
    "dilog": Planar(lambda z: z.polylog(2), (ABOVE_ONE,)),
    "ellipk": Planar(acb.elliptic_k, (ABOVE_ONE,), domain=_OFF_ONE),
    "ellipe": Planar(acb.elliptic_e, (ABOVE_ONE,)),
    "elliprc": Planar(carlson(acb.elliptic_rc)),
    "elliprd": Planar(carlson(acb.elliptic_rd)),
    "elliprf": Planar(carlson(acb.elliptic_rf)),
    "elliprg": Planar(carlson(acb.elliptic_rg)),
    # hypergeometric functions, polynomials
    "hyp0f1": Planar(lambda a, z: z.hypgeom_0f1(a), real=1, domain=pole_free),
    "hyp1f1": Planar(lambda a, b, z: z.hypgeom_1f1(a, b), real=2, domain=lower_pole_free),
    "hyp2f1": Planar(lambda a, b, c, z: z.hypgeom_2f1(a, b, c), (ABOVE_ONE,), real=3, domain=lower_pole_free),
    "hyperu": Planar(lambda a, b, z: z.hypgeom_u(a, b), (NEGATIVE,), real=2),
    "legendre": Planar(polynomial(lambda n, z: z.legendre_p(n)), real=1),
    "chebyt": Planar(polynomial(lambda n, z: z.chebyshev_t(n)), real=1),
    "chebyu": Planar(polynomial(lambda n, z: z.chebyshev_u(n)), real=1),
    "hermite": Planar(polynomial(lambda n, z: z.hermite_h(n)), real=1),
    "laguerre": Planar(polynomial(lambda n, z: z.laguerre_l(n)), real=1),
    "genlaguerre": Planar(polynomial(lambda n, a, z: z.laguerre_l(n, a)), real=2),
    "gegenbauer": Planar(polynomial(lambda n, m, z: z.gegenbauer_c(n, m)), real=2),
    "jacobi": Planar(polynomial(lambda n, a, b, z: z.jacobi_p(n, a, b)), real=3),
}


def planar(function: Function) -> Planar:
    """The complex function of that name. Hopeless where FLINT has none, or books differ on its branches."""
    found = PLANE.get(function.name)
    if found is None:
        raise Hopeless(
            f"{function.name} is not evaluated for complex arguments; its arguments have to be real"
        )
    return found
