"""Rows of elementary functions: roots, absolute values, integer parts, exponentials, circular functions.

A derivative that has a kink or a jump is undefined there: 0/x is 0 beside x = 0 and nothing at it.
"""

from flint import arb, fmpq

from verify.arithmetic.precision import every, less, negated, some
from verify.language.domains import above, at_least, last, nonnegative, nonzero, odd, positive, whole, within
from verify.language.rows import row


def power(x: arb, y: arb) -> arb:
    # arb's x^y takes an exact integer or half-integer y for every x; 0^y = 0 for y > 0 is the limit. Of a
    # ball about zero it makes NaN (FLINT 3.6); |t| <= r gives |t^y| <= r^y for a whole y > 0, and for an even
    # one no t^y is negative, so that 1 + x^2 has no zero.
    if x.contains(0) and not x.is_exact() and y > 0 and whole(y) and not odd(y):
        return arb(0).union((x.abs_upper() ** y).upper())
    if x.mid().is_zero() and y > 0:
        if x.is_zero():
            return arb(0)
        return arb(0, (x.abs_upper() ** y).upper()) if whole(y) else x**y
    return x**y


def cbrt(x: arb) -> arb:
    if x.is_zero():
        return x
    if x >= 0:
        return _root(x)
    if x < 0:
        return -_root(-x)
    return arb(0, x.abs_upper().root(3).abs_upper())


def _root(x: arb) -> arb:
    """Exact for m 2^e with a cube m and 3 | e: beside a power of two balls do not tell the ulp."""
    if x.is_exact():
        m, e = x.man_exp()
        if e % 3 == 0 and (r := m.root(3)) ** 3 == m:
            return arb(r) * arb(2) ** (e // 3)
    return x.root(3)


def tan_pi(x: arb) -> arb:
    """At odd quarters exactly 1 or -1: beside a power of two balls do not tell the ulp."""
    quarters = (4 * x).unique_fmpz() if x.is_exact() else None
    if quarters is not None and (4 * x).is_exact() and quarters % 2:
        return arb(1 if quarters % 4 == 1 else -1)
    return x.tan_pi()


def hypot(x: arb, y: arb) -> arb:
    square = x * x + y * y
    if square > 0:
        return square.sqrt()
    # A square is never below 0, so its root lies between 0 and the root of its upper bound.
    return arb(0).union(square.abs_upper().sqrt()) if square.is_finite() else arb.nan()


def truncated(x: arb) -> arb:
    return x.floor() if x >= 0 else x.ceil() if x < 0 else x.floor().union(x.ceil())


def rounded(x: arb) -> arb:
    """The integer nearest to x, ties to even."""
    above_half = x + fmpq(1, 2)
    if not whole(above_half):
        return above_half.floor()  # of a ball that holds a tie: a ball that holds both its sides
    return above_half - 1 if odd(above_half) else above_half


def fmod(x: arb, y: arb) -> arb:
    return x - y * truncated(x / y)


def remainder(x: arb, y: arb) -> arb:
    return x - y * rounded(x / y)


def expit(x: arb) -> arb:
    # With e^-|x| nothing overflows: 1/(1 + e^-x) = e^x/(1 + e^x).
    small = (-abs(x)).exp()
    if x >= 0:
        return 1 / (1 + small)
    return small / (1 + small) if x < 0 else 1 / (1 + (-x).exp())


def logaddexp(x: arb, y: arb) -> arb:
    # log(e^x + e^y) = max(x, y) + log(1 + e^-|x - y|)
    return x.max(y) + (-abs(x - y)).exp().log1p()


def branch_point(x: arb) -> arb:
    """x + 1/e: Lambert's functions are real where it is not negative."""
    return x + arb(-1).exp()


# 1, but undefined on the cut of atan2 (y = 0, x <= 0), where it jumps by 2 pi and has no slope: there, and
# only there, the larger of x and |y| is zero.
OFF_CUT = "max(x, abs(y))/max(x, abs(y))"

ROWS = (
    # roots and absolute values
    row("sqrt(x)", arb.sqrt, "1/(2*sqrt(x))", where="x >= 0", domain=nonnegative),
    row("cbrt(x)", cbrt, "cbrt(x)/(3*x)"),
    row("rsqrt(x)", arb.rsqrt, "-rsqrt(x)/(2*x)", where="x > 0", domain=positive),
    row("hypot(x, y)", hypot, "x/hypot(x, y)", "y/hypot(x, y)"),
    row("abs(x)", abs, "sign(x) + 0/x"),
    row("sign(x)", arb.sgn, "0/x"),
    row("min(x, y)", lambda x, y: x.min(y),
        "(1 - sign(x - y))/2 + 0/(x - y)", "(1 + sign(x - y))/2 + 0/(x - y)"),
    row("max(x, y)", lambda x, y: x.max(y),
        "(1 + sign(x - y))/2 + 0/(x - y)", "(1 - sign(x - y))/2 + 0/(x - y)"),
    # integer parts
    row("floor(x)", arb.floor, "0/sinpi(x)"),
    row("ceil(x)", arb.ceil, "0/sinpi(x)"),
    row("trunc(x)", truncated, "0/sinpi(x)"),
    row("fmod(x, y)", fmod, "1 + 0/sinpi(x/y)", "0/sinpi(x/y) - trunc(x/y)",
        where="y != 0", domain=last(nonzero)),
    row("remainder(x, y)", remainder, "1 + 0/cospi(x/y)", "(remainder(x, y) - x)/y + 0/cospi(x/y)",
        where="y != 0", domain=last(nonzero)),
    row("fma(x, y, z)", lambda x, y, z: x * y + z, "y", "x", "1"),
    # exponentials and logarithms
    row("exp(x)", arb.exp, "exp(x)"),
    row("exp2(x)", lambda x: arb(2) ** x, "log(2)*exp2(x)"),
    row("exp10(x)", lambda x: arb(10) ** x, "log(10)*exp10(x)"),
    row("expm1(x)", arb.expm1, "exp(x)"),
    row("log(x)", arb.log, "1/x", where="x > 0", domain=positive),
    row("log2(x)", lambda x: x.log_base(2), "1/(x*log(2))", where="x > 0", domain=positive),
    row("log10(x)", lambda x: x.log_base(10), "1/(x*log(10))", where="x > 0", domain=positive),
    row("log1p(x)", arb.log1p, "1/(1 + x)", where="x > -1", domain=above(-1)),
    row("logit(x)", lambda x: (x / (1 - x)).log(), "1/(x*(1 - x))",
        where="0 < x < 1", domain=within(0, 1, closed=False)),
    row("expit(x)", expit, "expit(x)*expit(-x)"),
    row("logaddexp(x, y)", logaddexp, "expit(x - y)", "expit(y - x)"),
    row("lambertw(x)", arb.lambertw, "1/(x + exp(lambertw(x)))",
        where="x >= -1/e", domain=lambda x: nonnegative(branch_point(x))),
    row("lambertwm1(x)", lambda x: x.lambertw(-1), "1/(x + exp(lambertwm1(x)))",
        where="-1/e <= x < 0", domain=lambda x: every([nonnegative(branch_point(x)), less(x, 0)])),
    # circular functions
    row("sin(x)", arb.sin, "cos(x)"),
    row("cos(x)", arb.cos, "-sin(x)"),
    row("tan(x)", arb.tan, "1 + tan(x)^2", where="cos(x) != 0"),
    row("cot(x)", arb.cot, "-1 - cot(x)^2", where="sin(x) != 0", domain=nonzero),
    row("sec(x)", arb.sec, "sec(x)*tan(x)", where="cos(x) != 0"),
    row("csc(x)", arb.csc, "-csc(x)*cot(x)", where="sin(x) != 0", domain=nonzero),
    row("sinc(x)", arb.sinc, "(cos(x) - sinc(x))/x"),
    row("sinpi(x)", arb.sin_pi, "pi*cospi(x)"),
    row("cospi(x)", arb.cos_pi, "-pi*sinpi(x)"),
    row("tanpi(x)", tan_pi, "pi*(1 + tanpi(x)^2)",
        where="x - 1/2 no integer", domain=lambda x: negated(whole(x - fmpq(1, 2)))),
    row("asin(x)", arb.asin, "1/sqrt((1 - x)*(1 + x))", where="-1 <= x <= 1", domain=within(-1, 1)),
    row("acos(x)", arb.acos, "-1/sqrt((1 - x)*(1 + x))", where="-1 <= x <= 1", domain=within(-1, 1)),
    row("atan(x)", arb.atan, "1/(1 + x^2)"),
    row("atan2(y, x)", arb.atan2, f"x/(x^2 + y^2)*{OFF_CUT}", f"-y/(x^2 + y^2)*{OFF_CUT}",
        where="not both zero", domain=lambda y, x: some([nonzero(x), nonzero(y)])),
    # hyperbolic functions
    row("sinh(x)", arb.sinh, "cosh(x)"),
    row("cosh(x)", arb.cosh, "sinh(x)"),
    row("tanh(x)", arb.tanh, "sech(x)^2"),
    row("coth(x)", arb.coth, "-csch(x)^2", where="x != 0", domain=nonzero),
    row("sech(x)", arb.sech, "-sech(x)*tanh(x)"),
    row("csch(x)", arb.csch, "-csch(x)*coth(x)", where="x != 0", domain=nonzero),
    row("asinh(x)", arb.asinh, "1/sqrt(1 + x^2)"),
    row("acosh(x)", arb.acosh, "1/sqrt((x - 1)*(x + 1))", where="x >= 1", domain=at_least(1)),
    row("atanh(x)", arb.atanh, "1/((1 - x)*(1 + x))",
        where="-1 < x < 1", domain=within(-1, 1, closed=False)),
)  # fmt: skip
