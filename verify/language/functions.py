"""The functions of the truth language: one line each.

`row("name(a, x)", ball, domain, *derivatives)`: the ball function of the arguments; where it is defined
over the reals, in three values; and the partial derivative by each argument, in the language itself (None
where there is none to give). The ball functions are FLINT's; a wrapper stands where FLINT's domain is not
the real one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, fmpq

from verify.arithmetic.precision import every, less, some

Answer = bool | None


@dataclass(frozen=True)
class Function:
    """A function of the language: its arguments' names, its ball, its domain, its partial derivatives."""

    name: str
    arguments: tuple[str, ...]
    ball: Callable[..., arb]
    domain: Callable[..., Answer] | None
    derivatives: tuple[str | None, ...]


# --- domains ------------------------------------------------------------------------------------------


def positive(x: arb) -> Answer:
    return less(0, x)


def nonnegative(x: arb) -> Answer:
    return True if x >= 0 else False if x < 0 else None


def nonzero(x: arb) -> Answer:
    if x.is_zero():
        return False
    return None if x.contains(0) else True


def whole(x: arb) -> Answer:
    """Is x an integer?"""
    if not x.contains_integer():
        return False
    return True if x.is_exact() else None


def inverted(answer: Answer) -> Answer:
    return None if answer is None else not answer


def no_pole(x: arb) -> Answer:
    """Not zero or a negative integer."""
    return some([positive(x), inverted(whole(x))])


def within(low: Any, high: Any, closed: bool = True) -> Callable[[arb], Answer]:
    def domain(x: arb) -> Answer:
        if closed:
            return every([nonnegative(x - low), nonnegative(high - x)])
        return every([less(low, x), less(x, high)])

    return domain


def below(high: int) -> Callable[[arb], Answer]:
    return lambda x: less(x, high)


def power_domain(x: arb, y: arb) -> Answer:
    """x^y: any x for y an integer (not 0 to a negative one), else x > 0, or x = 0 with y > 0."""
    integer = whole(y)
    if integer:
        return some([nonnegative(y), nonzero(x)])
    return some([positive(x), every([nonnegative(x), positive(y)]), None if integer is None else False])


def order_or_right(n: arb, x: arb) -> Answer:
    """Bessel's J and I: a whole order, or x > 0, or x = 0 with an order above 0."""
    return some([whole(n), positive(x), every([nonnegative(x), positive(n)])])


def degree_or_right(n: arb, *x: arb) -> Answer:
    """A polynomial, or x > -1: the functions of other degrees have a singularity at -1."""
    return some([every([whole(n), nonnegative(n)]), less(-1, x[-1])])


def rising_domain(x: arb, n: arb) -> Answer:
    """A product of n factors, or Gamma(x + n)/Gamma(x) where it has no pole."""
    return some([every([whole(n), nonnegative(n)]), no_pole(x + n)])


def polylog_domain(s: arb, x: arb) -> Answer:
    """Up to 1, and there with s > 1 only."""
    return some([less(x, 1), every([nonnegative(1 - x), less(1, s)])])


def last(domain: Callable[[arb], Answer]) -> Callable[..., Answer]:
    """The domain of the last argument alone."""
    return lambda *x: domain(x[-1])


def everywhere(*domains: Callable[[arb], Answer]) -> Callable[..., Answer]:
    """One domain an argument."""
    return lambda *x: every([domain(v) for domain, v in zip(domains, x, strict=True)])


def always(_: arb) -> Answer:
    return True


# --- wrappers -----------------------------------------------------------------------------------------


def power(x: arb, y: arb) -> arb:
    # arb's x^y takes an exact integer or half-integer y for every x; 0^y = 0 for y > 0 is the limit. Of a
    # ball about zero it makes NaN (FLINT 3.6); |t| <= r gives |t^y| <= r^y for a whole y > 0.
    if x.mid().is_zero() and y > 0:
        if x.is_zero():
            return arb(0)
        return arb(0, (x.abs_upper() ** y).upper()) if whole(y) else x**y
    return x**y


def cbrt(x: arb) -> arb:
    if x.is_zero():
        return x
    if x >= 0:
        return x.root(3)
    if x < 0:
        return -((-x).root(3))
    return arb(0, x.abs_upper().root(3).abs_upper())


def lgamma(x: arb) -> arb:
    """ln |Gamma(x)|, as the C library's."""
    return x.lgamma() if x > 0 else abs(x.gamma()).log()


def truncated(x: arb) -> arb:
    return x.floor() if x >= 0 else x.ceil() if x < 0 else x.floor().union(x.ceil())


def polylog(s: arb, x: arb) -> arb:
    return s.zeta() if (x - 1).is_zero() else x.polylog(s)


def real(value: acb) -> arb:
    """The real part of a complex function of real numbers where that function is real."""
    return value.real


def carlson(function: Callable[..., acb]) -> Callable[..., arb]:
    return lambda *x: real(function(*x))


def _bessel_y(n: arb, x: arb) -> arb:
    return x.bessel_y(n)


# --- the table ----------------------------------------------------------------------------------------


def row(
    signature: str,
    ball: Callable[..., arb],
    domain: Callable[..., Answer] | None = None,
    *derivatives: str | None,
) -> Function:
    match = re.fullmatch(r"(\w+)\(([\w, ]+)\)", signature)
    assert match is not None, signature
    arguments = tuple(match[2].split(", "))
    missing = (None,) * (len(arguments) - len(derivatives))
    return Function(match[1], arguments, ball, domain, derivatives + missing)


TABLE = (
    # roots, powers, absolute values
    row("sqrt(x)", arb.sqrt, nonnegative, "1/(2*sqrt(x))"),
    row("cbrt(x)", cbrt, None, "cbrt(x)/(3*x)"),
    row("rsqrt(x)", arb.rsqrt, positive, "-rsqrt(x)/(2*x)"),
    row("hypot(x, y)", lambda x, y: (x * x + y * y).sqrt(), None, "x/hypot(x, y)", "y/hypot(x, y)"),
    row("abs(x)", abs, None, "sign(x)"),
    row("sign(x)", arb.sgn, None, "0"),
    row("min(x, y)", lambda x, y: x.min(y)),
    row("max(x, y)", lambda x, y: x.max(y)),
    row("floor(x)", arb.floor, None, "0"),
    row("ceil(x)", arb.ceil, None, "0"),
    row("trunc(x)", truncated, None, "0"),
    row("fmod(x, y)", lambda x, y: x - y * truncated(x / y), last(nonzero), "1", "-trunc(x/y)"),
    row("fma(x, y, z)", lambda x, y, z: x * y + z, None, "y", "x", "1"),
    # exponentials and logarithms
    row("exp(x)", arb.exp, None, "exp(x)"),
    row("exp2(x)", lambda x: arb(2) ** x, None, "log(2)*exp2(x)"),
    row("exp10(x)", lambda x: arb(10) ** x, None, "log(10)*exp10(x)"),
    row("expm1(x)", arb.expm1, None, "exp(x)"),
    row("log(x)", arb.log, positive, "1/x"),
    row("log2(x)", lambda x: x.log_base(2), positive, "1/(x*log(2))"),
    row("log10(x)", lambda x: x.log_base(10), positive, "1/(x*log(10))"),
    row("log1p(x)", arb.log1p, lambda x: less(-1, x), "1/(1 + x)"),
    row("logit(x)", lambda x: (x / (1 - x)).log(), within(0, 1, closed=False), "1/(x*(1 - x))"),
    row("expit(x)", lambda x: 1 / (1 + (-x).exp()), None, "expit(x)*expit(-x)"),
    row("logaddexp(x, y)", lambda x, y: (x.exp() + y.exp()).log(), None, "expit(x - y)", "expit(y - x)"),
    row(
        "lambertw(x)", arb.lambertw, lambda x: less(-(arb(-1).exp()), x), "lambertw(x)/(x*(1 + lambertw(x)))"
    ),
    row(
        "lambertwm1(x)",
        lambda x: x.lambertw(-1),
        lambda x: every([less(-(arb(-1).exp()), x), less(x, 0)]),
        "lambertwm1(x)/(x*(1 + lambertwm1(x)))",
    ),
    # circular and hyperbolic functions
    row("sin(x)", arb.sin, None, "cos(x)"),
    row("cos(x)", arb.cos, None, "-sin(x)"),
    row("tan(x)", arb.tan, None, "1 + tan(x)^2"),
    row("cot(x)", arb.cot, nonzero, "-1 - cot(x)^2"),
    row("sec(x)", arb.sec, None, "sec(x)*tan(x)"),
    row("csc(x)", arb.csc, nonzero, "-csc(x)*cot(x)"),
    row("sinc(x)", arb.sinc, None, "(cos(x) - sinc(x))/x"),
    row("sinpi(x)", arb.sin_pi, None, "pi*cospi(x)"),
    row("cospi(x)", arb.cos_pi, None, "-pi*sinpi(x)"),
    row("tanpi(x)", arb.tan_pi, lambda x: inverted(whole(x - fmpq(1, 2))), "pi*(1 + tanpi(x)^2)"),
    row("asin(x)", arb.asin, within(-1, 1), "1/sqrt((1 - x)*(1 + x))"),
    row("acos(x)", arb.acos, within(-1, 1), "-1/sqrt((1 - x)*(1 + x))"),
    row("atan(x)", arb.atan, None, "1/(1 + x^2)"),
    row(
        "atan2(y, x)",
        arb.atan2,
        lambda y, x: some([nonzero(x), nonzero(y)]),
        "x/(x^2 + y^2)",
        "-y/(x^2 + y^2)",
    ),
    row("sinh(x)", arb.sinh, None, "cosh(x)"),
    row("cosh(x)", arb.cosh, None, "sinh(x)"),
    row("tanh(x)", arb.tanh, None, "sech(x)^2"),
    row("coth(x)", arb.coth, nonzero, "-csch(x)^2"),
    row("sech(x)", arb.sech, None, "-sech(x)*tanh(x)"),
    row("csch(x)", arb.csch, nonzero, "-csch(x)*coth(x)"),
    row("asinh(x)", arb.asinh, None, "1/sqrt(1 + x^2)"),
    row("acosh(x)", arb.acosh, lambda x: nonnegative(x - 1), "1/sqrt((x - 1)*(x + 1))"),
    row("atanh(x)", arb.atanh, within(-1, 1, closed=False), "1/((1 - x)*(1 + x))"),
    # gamma and its kin
    row("gamma(x)", arb.gamma, no_pole, "gamma(x)*digamma(x)"),
    row("lgamma(x)", lgamma, no_pole, "digamma(x)"),
    row("rgamma(x)", arb.rgamma, None, "-rgamma(x)*digamma(x)"),
    row("digamma(x)", arb.digamma, no_pole, "polygamma(1, x)"),
    row(
        "polygamma(n, x)",
        lambda n, x: real(acb(x).polygamma(acb(n))),
        lambda n, x: every([whole(n), nonnegative(n), no_pole(x)]),
        None,
        "polygamma(n + 1, x)",
    ),
    row("factorial(x)", lambda x: (x + 1).gamma(), lambda x: no_pole(x + 1), "factorial(x)*digamma(x + 1)"),
    row(
        "beta(x, y)",
        lambda x, y: x.gamma() * y.gamma() * (x + y).rgamma(),
        everywhere(no_pole, no_pole),
        "beta(x, y)*(digamma(x) - digamma(x + y))",
        "beta(x, y)*(digamma(y) - digamma(x + y))",
    ),
    row(
        "gammainc(a, x)",
        lambda a, x: x.gamma_lower(a, 1),
        everywhere(positive, nonnegative),
        None,
        "x^(a - 1)*exp(-x)*rgamma(a)",
    ),
    row(
        "gammaincc(a, x)",
        lambda a, x: x.gamma_upper(a, 1),
        everywhere(positive, nonnegative),
        None,
        "-x^(a - 1)*exp(-x)*rgamma(a)",
    ),
    row(
        "betainc(a, b, x)",
        lambda a, b, x: x.beta_lower(a, b, 1),
        everywhere(positive, positive, within(0, 1)),
        None,
        None,
        "x^(a - 1)*(1 - x)^(b - 1)/beta(a, b)",
    ),
    row("rising(x, n)", lambda x, n: x.rising(n), rising_domain),
    row(
        "binomial(n, k)",
        lambda n, k: (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma(),
        lambda n, k: no_pole(n + 1),
    ),
    # error functions and exponential integrals
    row("erf(x)", arb.erf, None, "2/sqrt(pi)*exp(-x^2)"),
    row("erfc(x)", arb.erfc, None, "-2/sqrt(pi)*exp(-x^2)"),
    row("erfcx(x)", lambda x: (x * x).exp() * x.erfc(), None, "2*x*erfcx(x) - 2/sqrt(pi)"),
    row("erfi(x)", arb.erfi, None, "2/sqrt(pi)*exp(x^2)"),
    row("erfinv(x)", arb.erfinv, within(-1, 1, closed=False), "sqrt(pi)/2*exp(erfinv(x)^2)"),
    row("erfcinv(x)", arb.erfcinv, within(0, 2, closed=False), "-sqrt(pi)/2*exp(erfcinv(x)^2)"),
    row("dawson(x)", lambda x: (-x * x).exp() * x.erfi() * arb.pi().sqrt() / 2, None, "1 - 2*x*dawson(x)"),
    row("ndtr(x)", lambda x: (-x / arb(2).sqrt()).erfc() / 2, None, "exp(-x^2/2)/sqrt(2*pi)"),
    row("ei(x)", arb.ei, nonzero, "exp(x)/x"),
    row("e1(x)", lambda x: x.expint(1), positive, "-exp(-x)/x"),
    row("expint(n, x)", lambda n, x: x.expint(n), last(positive), None, "-expint(n - 1, x)"),
    row("li(x)", arb.li, lambda x: every([positive(x), nonzero(x - 1)]), "1/log(x)"),
    row("si(x)", arb.si, None, "sinc(x)"),
    row("ci(x)", arb.ci, positive, "cos(x)/x"),
    row("shi(x)", arb.shi, None, "sinh(x)/x"),
    row("chi(x)", arb.chi, positive, "cosh(x)/x"),
    row("fresnels(x)", arb.fresnel_s, None, "sin(pi*x^2/2)"),
    row("fresnelc(x)", arb.fresnel_c, None, "cos(pi*x^2/2)"),
    # Bessel and Airy functions
    row(
        "besselj(n, x)",
        lambda n, x: x.bessel_j(n),
        order_or_right,
        None,
        "(besselj(n - 1, x) - besselj(n + 1, x))/2",
    ),
    row("bessely(n, x)", _bessel_y, last(positive), None, "(bessely(n - 1, x) - bessely(n + 1, x))/2"),
    row(
        "besseli(n, x)",
        lambda n, x: x.bessel_i(n),
        order_or_right,
        None,
        "(besseli(n - 1, x) + besseli(n + 1, x))/2",
    ),
    row(
        "besselk(n, x)",
        lambda n, x: x.bessel_k(n),
        last(positive),
        None,
        "-(besselk(n - 1, x) + besselk(n + 1, x))/2",
    ),
    row(
        "besselie(n, x)",
        lambda n, x: (-abs(x)).exp() * x.bessel_i(n),
        order_or_right,
        None,
        "(besselie(n - 1, x) + besselie(n + 1, x))/2 - sign(x)*besselie(n, x)",
    ),
    row(
        "besselke(n, x)",
        lambda n, x: x.bessel_k(n, scaled=True),
        last(positive),
        None,
        "besselke(n, x) - (besselke(n - 1, x) + besselke(n + 1, x))/2",
    ),
    row("airyai(x)", arb.airy_ai, None, "airyaiprime(x)"),
    row("airybi(x)", arb.airy_bi, None, "airybiprime(x)"),
    row("airyaiprime(x)", lambda x: x.airy_ai(derivative=1), None, "x*airyai(x)"),
    row("airybiprime(x)", lambda x: x.airy_bi(derivative=1), None, "x*airybi(x)"),
    # zeta functions and polylogarithms
    row("zeta(s)", arb.zeta, lambda s: nonzero(s - 1)),
    row("hurwitz(s, a)", lambda s, a: s.zeta(a), lambda s, a: every([nonzero(s - 1), positive(a)])),
    row("polylog(s, x)", polylog, polylog_domain, None, "polylog(s - 1, x)/x"),
    row("dilog(x)", lambda x: polylog(arb(2), x), lambda x: nonnegative(1 - x), "-log(1 - x)/x"),
    # elliptic integrals, parameter m
    row("ellipk(m)", lambda m: real(acb(m).elliptic_k()), below(1), "(ellipe(m)/(1 - m) - ellipk(m))/(2*m)"),
    row(
        "ellipe(m)",
        lambda m: real(acb(m).elliptic_e()),
        lambda m: nonnegative(1 - m),
        "(ellipe(m) - ellipk(m))/(2*m)",
    ),
    row(
        "ellipf(phi, m)",
        lambda phi, m: real(acb.elliptic_f(phi, m)),
        last(below(1)),
        "1/sqrt(1 - m*sin(phi)^2)",
    ),
    row(
        "ellipeinc(phi, m)",
        lambda phi, m: real(acb.elliptic_e_inc(phi, m)),
        last(below(1)),
        "sqrt(1 - m*sin(phi)^2)",
    ),
    row("ellippi(n, m)", lambda n, m: real(acb.elliptic_pi(n, m)), everywhere(below(1), below(1))),
    row("elliprc(x, y)", lambda x, y: real(acb.elliptic_rc(x, y)), everywhere(nonnegative, positive)),
    row("elliprd(x, y, z)", carlson(acb.elliptic_rd), everywhere(positive, positive, positive)),
    row("elliprf(x, y, z)", carlson(acb.elliptic_rf), everywhere(positive, positive, positive)),
    row("elliprg(x, y, z)", carlson(acb.elliptic_rg), everywhere(positive, positive, positive)),
    row("elliprj(x, y, z, p)", carlson(acb.elliptic_rj), everywhere(*[positive] * 4)),
    row("agm(x, y)", lambda x, y: x.agm(y), everywhere(nonnegative, nonnegative)),
    # hypergeometric functions and orthogonal polynomials
    row("hyp0f1(a, x)", lambda a, x: x.hypgeom_0f1(a), lambda a, x: no_pole(a), None, "hyp0f1(a + 1, x)/a"),
    row(
        "hyp1f1(a, b, x)",
        lambda a, b, x: x.hypgeom_1f1(a, b),
        lambda a, b, x: no_pole(b),
        None,
        None,
        "a/b*hyp1f1(a + 1, b + 1, x)",
    ),
    row(
        "hyp2f1(a, b, c, x)",
        lambda a, b, c, x: x.hypgeom_2f1(a, b, c),
        lambda a, b, c, x: every([no_pole(c), less(x, 1)]),
        None,
        None,
        None,
        "a*b/c*hyp2f1(a + 1, b + 1, c + 1, x)",
    ),
    row(
        "hyperu(a, b, x)",
        lambda a, b, x: x.hypgeom_u(a, b),
        last(positive),
        None,
        None,
        "-a*hyperu(a + 1, b + 1, x)",
    ),
    row("legendre(n, x)", lambda n, x: x.legendre_p(n), degree_or_right),
    row("chebyt(n, x)", lambda n, x: x.chebyshev_t(n), degree_or_right, None, "n*chebyu(n - 1, x)"),
    row("chebyu(n, x)", lambda n, x: x.chebyshev_u(n), degree_or_right),
    row("hermite(n, x)", lambda n, x: x.hermite_h(n), None, None, "2*n*hermite(n - 1, x)"),
    row("laguerre(n, x)", lambda n, x: x.laguerre_l(n)),
    row("genlaguerre(n, a, x)", lambda n, a, x: x.laguerre_l(n, a)),
    row("gegenbauer(n, m, x)", lambda n, m, x: x.gegenbauer_c(n, m), degree_or_right),
    row("jacobi(n, a, b, x)", lambda n, a, b, x: x.jacobi_p(n, a, b), degree_or_right),
)

FUNCTIONS = {function.name: function for function in TABLE}

CONSTANTS: dict[str, Callable[[], arb]] = {
    "pi": arb.pi,
    "e": arb.const_e,
    "euler": arb.const_euler,
    "catalan": arb.const_catalan,
}
