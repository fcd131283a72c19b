"""Rows of orthogonal polynomials, and of the functions that they are of other degrees (DLMF 18.5, 18.7).

Of a whole degree >= 0 they are polynomials in x and in their parameters; of any other degree they are the
hypergeometric functions of z = (1 - x)/2, singular at x = -1.
"""

from flint import arb

from verify.arithmetic.precision import every, less, negated, some
from verify.language.domains import Answer, natural, no_pole, nonzero, whole
from verify.language.hypergeometric import pole
from verify.language.rows import row

DEGREE = 10**5
SIZES = {"n": DEGREE, "a": DEGREE, "b": DEGREE, "m": DEGREE}


def right(x: arb) -> Answer:
    return less(-1, x)


def at_end(x: arb) -> Answer:
    """x = -1"""
    return negated(nonzero(x + 1))


def whole_or_right(n: arb, x: arb) -> Answer:
    return some([whole(n), right(x)])


def legendre(n: arb, x: arb) -> arb:
    return x.legendre_p(-1 - n if n < 0 else n)  # P_n = P_(-1-n)


def chebyt(n: arb, x: arb) -> arb:
    if at_end(x):  # T_n(-1) = cos(n pi)
        return n.cos_pi()
    return x.chebyshev_t(abs(n))


def chebyu(n: arb, x: arb) -> arb:
    return -x.chebyshev_u(-2 - n) if n <= -1 else x.chebyshev_u(n)  # U_(-1) = 0


def genlaguerre(n: arb, a: arb, x: arb) -> arb:
    if natural(n):
        return x.laguerre_l(n, a)
    return (n + a + 1).gamma() * (n + 1).rgamma() * x.hypgeom_1f1(-n, a + 1, regularized=True)


def gegenbauer_domain(n: arb, m: arb, x: arb) -> Answer:
    at_minus_one = every([at_end(x), less(2 * m, 1)])
    other = every([no_pole(n + 2 * m), some([right(x), at_minus_one, whole(n)])])
    return some([natural(n), other])


def gegenbauer(n: arb, m: arb, x: arb) -> arb:
    if natural(n):
        return x.gegenbauer_c(n, m)
    if whole(n):
        return arb(0)  # 1/Gamma(n + 1)
    # DLMF 18.5.9, with Gamma(2 m) by the duplication formula, so that m = 0, -1/2, ... are none apart
    ratio = (n + 2 * m).gamma() * (n + 1).rgamma() * m.rgamma() * arb(4) ** (-m)
    regular = ((1 - x) / 2).hypgeom_2f1(-n, n + 2 * m, m + arb(0.5), regularized=True)
    return 2 * arb.const_sqrt_pi() * ratio * regular


def jacobi_domain(n: arb, a: arb, b: arb, x: arb) -> Answer:
    at_minus_one = every([at_end(x), less(b, 0)])
    polynomial = some([whole(n), pole(n + a + b + 1)])
    other = every([no_pole(n + a + 1), some([right(x), at_minus_one, polynomial])])
    return some([natural(n), other])


def jacobi(n: arb, a: arb, b: arb, x: arb) -> arb:
    if natural(n):
        return x.jacobi_p(n, a, b)
    if whole(n):
        return arb(0)  # 1/Gamma(n + 1)
    ratio = (n + a + 1).gamma() * (n + 1).rgamma()  # DLMF 18.5.7
    return ratio * ((1 - x) / 2).hypgeom_2f1(-n, n + a + b + 1, a + 1, regularized=True)


ROWS = (
    row("legendre(n, x)", legendre, None, "gegenbauer(n - 1, 1.5, x)",
        where="n whole, or x > -1", domain=whole_or_right, most=SIZES),
    row("chebyt(n, x)", chebyt, None, "n*chebyu(n - 1, x)",
        where="n whole, or x >= -1", domain=lambda n, x: some([whole_or_right(n, x), at_end(x)]), most=SIZES),
    row("chebyu(n, x)", chebyu, None, "2*gegenbauer(n - 1, 2, x)",
        where="n whole, or x > -1", domain=whole_or_right, most=SIZES),
    row("hermite(n, x)", lambda n, x: x.hermite_h(n), None, "2*n*hermite(n - 1, x)", most=SIZES),
    row("laguerre(n, x)", lambda n, x: x.hypgeom_1f1(-n, 1), None, "-n*hyp1f1(1 - n, 2, x)", most=SIZES),
    row("genlaguerre(n, a, x)", genlaguerre, None, None, "-genlaguerre(n - 1, a + 1, x)",
        where="n = 0, 1, 2, ..., or n + a not -1, -2, ...",
        domain=lambda n, a, x: some([natural(n), no_pole(n + a + 1)]), most=SIZES),
    row("gegenbauer(n, m, x)", gegenbauer, None, None, "2*m*gegenbauer(n - 1, m + 1, x)",
        where="n = 0, 1, 2, ...; or n + 2 m not 0, -1, -2, ... and n whole, x > -1, or x = -1 with m < 1/2",
        domain=gegenbauer_domain, most=SIZES),
    row("jacobi(n, a, b, x)", jacobi, None, None, None, "(n + a + b + 1)/2*jacobi(n - 1, a + 1, b + 1, x)",
        where="n = 0, 1, 2, ...; or n + a not -1, -2, ... and n whole, x > -1, n + a + b = -1, -2, ...,"
        " or x = -1 with b < 0",
        domain=jacobi_domain, most=SIZES),
)  # fmt: skip
