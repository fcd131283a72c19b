"""Rows of Bessel and Airy functions."""

from flint import arb

from verify.arithmetic.precision import every, some
from verify.language.domains import Answer, last, nonnegative, odd, positive, whole
from verify.language.rows import row

ORDER = 10**6
FIRST_KIND = "x > 0; x = 0 with n >= 0; x <= 0 with n whole"


def first_kind(n: arb, x: arb) -> Answer:
    """J and I: a whole order, or x > 0, or x = 0 with an order above 0."""
    return some([whole(n), positive(x), every([nonnegative(x), positive(n)])])


def besselie(n: arb, x: arb) -> arb:
    # e^-|x| I_n(x), and I_n(-x) = (-1)^n I_n(x) for a whole n: nothing overflows.
    if x < 0:
        scaled = (-x).bessel_i(n, scaled=True)
        return -scaled if whole(n) and odd(n) else scaled
    return x.bessel_i(n, scaled=True) if x > 0 else (-abs(x)).exp() * x.bessel_i(n)


ROWS = (
    row("besselj(n, x)", lambda n, x: x.bessel_j(n), None, "(besselj(n - 1, x) - besselj(n + 1, x))/2",
        where=FIRST_KIND, domain=first_kind, most={"n": ORDER}),
    row("bessely(n, x)", lambda n, x: x.bessel_y(n), None, "(bessely(n - 1, x) - bessely(n + 1, x))/2",
        where="x > 0", domain=last(positive), most={"n": ORDER}),
    row("besseli(n, x)", lambda n, x: x.bessel_i(n), None, "(besseli(n - 1, x) + besseli(n + 1, x))/2",
        where=FIRST_KIND, domain=first_kind, most={"n": ORDER}),
    row("besselk(n, x)", lambda n, x: x.bessel_k(n), None, "-(besselk(n - 1, x) + besselk(n + 1, x))/2",
        where="x > 0", domain=last(positive), most={"n": ORDER}),
    row("besselie(n, x)", besselie, None,
        "(besselie(n - 1, x) + besselie(n + 1, x))/2 - sign(x)*besselie(n, x) + 0/x",
        where=FIRST_KIND, domain=first_kind, most={"n": ORDER}),
    row("besselke(n, x)", lambda n, x: x.bessel_k(n, scaled=True), None,
        "besselke(n, x) - (besselke(n - 1, x) + besselke(n + 1, x))/2",
        where="x > 0", domain=last(positive), most={"n": ORDER}),
    row("airyai(x)", arb.airy_ai, "airyaiprime(x)"),
    row("airybi(x)", arb.airy_bi, "airybiprime(x)"),
    row("airyaiprime(x)", lambda x: x.airy_ai(derivative=1), "x*airyai(x)"),
    row("airybiprime(x)", lambda x: x.airy_bi(derivative=1), "x*airybi(x)"),
)  # fmt: skip
