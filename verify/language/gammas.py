"""Rows of the gamma function and its kin, error functions, exponential integrals."""

from flint import acb, arb

from verify.arithmetic.precision import every, negated, some
from verify.language import incomplete
from verify.language.domains import (
    Answer,
    at_least,
    everywhere,
    natural,
    no_pole,
    nonnegative,
    nonzero,
    not_evaluated,
    odd,
    positive,
    whole,
    within,
)
from verify.language.rows import real, row

ORDER = 10**6  # of a polygamma function or an exponential integral
FACTORS = 1000  # of a binomial coefficient that is multiplied out
NO_POLE = "x not 0, -1, -2, ..."


def lgamma(x: arb) -> arb:
    """ln |Gamma(x)|, as the C library's."""
    return x.lgamma() if x > 0 else abs(x.gamma()).log()


# --- products of gamma functions --------------------------------------------------------------------------


def _meets(x: arb, y: arb) -> Answer:
    """x = -m, y = n, 0 < n <= m: there B(x, n) = (n - 1)!/(x (x + 1) ... (x + n - 1)) has no pole."""
    return every([negated(no_pole(x)), whole(y), positive(y), nonnegative(-x - y)])


def beta_domain(x: arb, y: arb) -> Answer:
    return some([every([no_pole(x), no_pole(y)]), _meets(x, y), _meets(y, x)])


def beta(x: arb, y: arb) -> arb:
    for a, n in ((x, y), (y, x)):
        if _meets(a, n):
            # (n - 1)!/(-m (-m + 1) ... (-m + n - 1)) = (-1)^n (n - 1)! (m - n)!/m!
            size = n.gamma() * (1 - a - n).gamma() * (1 - a).rgamma()
            return -size if odd(n) else size
    return x.gamma() * y.gamma() * (x + y).rgamma()


def rising_domain(x: arb, n: arb) -> Answer:
    """A product of n factors, one over a product of -n factors, or Gamma(x + n)/Gamma(x)."""
    # 1/((x - 1)(x - 2) ... (x + n)) at a whole x: no factor is zero where x < 1 or x > -n.
    below = every([whole(n), whole(x), positive(1 - x)])
    return some([natural(n), no_pole(x + n), below])


def rising(x: arb, n: arb) -> arb:
    if whole(n) and n < 0 and whole(x) and x < 1:
        # (x - 1)(x - 2) ... (x + n), each factor negative: (-1)^n (1 - x)(2 - x) ... (-n - x)
        size = (1 - x - n).rgamma() * (1 - x).gamma()
        return -size if odd(n) else size
    return x.rising(n)


def binomial_domain(n: arb, k: arb) -> Answer:
    return some([no_pole(n + 1), whole(k)])


def binomial(n: arb, k: arb) -> arb:
    if natural(k) and k <= FACTORS:
        return (n - k + 1).rising(k) * (k + 1).rgamma()
    if negated(no_pole(n + 1)):  # n = -1, -2, ...: n (n - 1) ... (n - k + 1)/k! = (-1)^k C(k - n - 1, k)
        if k < 0:
            raise not_evaluated("books differ on a binomial coefficient of two negative integers")
        size = (k - n).gamma() * (k + 1).rgamma() * (-n).rgamma()
        return -size if odd(k) else size
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


# --- exponential integrals --------------------------------------------------------------------------------


def expint_domain(n: arb, x: arb) -> Answer:
    """E_n(x) = int_1^oo e^(-xt) t^-n dt for x > 0; E_n(0) = 1/(n - 1); e^-x by a polynomial of 1/x."""
    at_zero = every([negated(nonzero(x)), positive(n - 1)])
    return some([positive(x), at_zero, every([natural(-n), nonzero(x)])])


def expint(n: arb, x: arb) -> arb:
    return 1 / (n - 1) if x.is_zero() else x.expint(n)


def erfcx(x: arb) -> arb:
    # erfc x = e^(-x^2) U(1/2, 1/2, x^2)/sqrt(pi) for x > 0 (DLMF 7.11.4): nothing overflows.
    if x > 1:
        half = arb(0.5)
        return (x * x).hypgeom_u(half, half) / arb.pi().sqrt()
    return (x * x).exp() * x.erfc()


def dawson(x: arb) -> arb:
    # e^(-x^2) int_0^x e^(t^2) dt = x M(1, 3/2, -x^2) (DLMF 7.5.1, 7.11.5 and Kummer's transformation)
    return x * (-x * x).hypgeom_1f1(1, arb(1.5))


ROWS = (
    row("gamma(x)", arb.gamma, "gamma(x)*digamma(x)", where=NO_POLE, domain=no_pole),
    row("lgamma(x)", lgamma, "digamma(x)", where=NO_POLE, domain=no_pole),
    row("rgamma(x)", arb.rgamma, "-rgamma(x)*digamma(x)"),
    row("digamma(x)", arb.digamma, "polygamma(1, x)", where=NO_POLE, domain=no_pole),
    row("polygamma(n, x)", lambda n, x: real(acb(x).polygamma(acb(n))), None, "polygamma(n + 1, x)",
        where=f"n = 0, 1, 2, ...; {NO_POLE}", domain=everywhere(natural, no_pole), most={"n": ORDER}),
    row("factorial(x)", lambda x: (x + 1).gamma(), "factorial(x)*digamma(x + 1)",
        where="x not -1, -2, ...", domain=lambda x: no_pole(x + 1)),
    row("beta(x, y)", beta,
        "beta(x, y)*(digamma(x) - digamma(x + y))", "beta(x, y)*(digamma(y) - digamma(x + y))",
        where="x and y not 0, -1, -2, ...; or one of them -m and the other n, 0 < n <= m",
        domain=beta_domain),
    row("gammainc(a, x)", incomplete.gammainc, None, "x^(a - 1)*exp(-x)*rgamma(a)",
        where="P(a, x), regularised: x > 0, or x = 0 with a > 0; x < 0 with a whole",
        domain=incomplete.gammainc_domain),
    row("gammaincc(a, x)", incomplete.gammaincc, None, "-x^(a - 1)*exp(-x)*rgamma(a)",
        where="Q(a, x) = 1 - P(a, x), where P is", domain=incomplete.gammainc_domain),
    row("betainc(a, b, x)", incomplete.betainc, None, None, "x^(a - 1)*(1 - x)^(b - 1)/beta(a, b)",
        where="I_x(a, b), regularised: a > 0, b > 0, 0 <= x <= 1",
        domain=everywhere(positive, positive, within(0, 1))),
    row("rising(x, n)", rising, "rising(x, n)*(digamma(x + n) - digamma(x))",
        "rising(x, n)*digamma(x + n)",
        where="n = 0, 1, 2, ...; or x + n not 0, -1, -2, ...; or n = -m with x <= 0", domain=rising_domain),
    row("binomial(n, k)", binomial, "binomial(n, k)*(digamma(n + 1) - digamma(n - k + 1))",
        "binomial(n, k)*(digamma(n - k + 1) - digamma(k + 1))",
        where="n not -1, -2, ..., or k whole", domain=binomial_domain),
    # error functions
    row("erf(x)", arb.erf, "2/sqrt(pi)*exp(-x^2)"),
    row("erfc(x)", arb.erfc, "-2/sqrt(pi)*exp(-x^2)"),
    row("erfcx(x)", erfcx, "2*x*erfcx(x) - 2/sqrt(pi)"),
    row("erfi(x)", arb.erfi, "2/sqrt(pi)*exp(x^2)"),
    row("erfinv(x)", arb.erfinv, "sqrt(pi)/2*exp(erfinv(x)^2)",
        where="-1 < x < 1", domain=within(-1, 1, closed=False)),
    row("erfcinv(x)", arb.erfcinv, "-sqrt(pi)/2*exp(erfcinv(x)^2)",
        where="0 < x < 2", domain=within(0, 2, closed=False)),
    row("dawson(x)", dawson, "1 - 2*x*dawson(x)"),
    row("ndtr(x)", lambda x: (-x / arb(2).sqrt()).erfc() / 2, "exp(-x^2/2)/sqrt(2*pi)"),
    # exponential, logarithmic and trigonometric integrals
    row("ei(x)", arb.ei, "exp(x)/x", where="x != 0 (a principal value for x > 0)", domain=nonzero),
    row("e1(x)", lambda x: x.expint(1), "-exp(-x)/x", where="x > 0", domain=positive),
    row("expint(n, x)", expint, None, "-expint(n - 1, x)",
        where="x > 0; x = 0 with n > 1; x < 0 with n = 0, -1, -2, ...", domain=expint_domain,
        most={"n": ORDER}),
    row("li(x)", lambda x: x if x.is_zero() else x.li(), "1/log(x)",
        where="x >= 0, x != 1 (a principal value for x > 1)",
        domain=lambda x: every([at_least(0)(x), nonzero(x - 1)])),
    row("si(x)", arb.si, "sinc(x)"),
    row("ci(x)", arb.ci, "cos(x)/x", where="x > 0", domain=positive),
    row("shi(x)", arb.shi, "sinh(x)/x"),
    row("chi(x)", arb.chi, "cosh(x)/x", where="x > 0", domain=positive),
    row("fresnels(x)", arb.fresnel_s, "sin(pi*x^2/2)"),
    row("fresnelc(x)", arb.fresnel_c, "cos(pi*x^2/2)"),
)  # fmt: skip
