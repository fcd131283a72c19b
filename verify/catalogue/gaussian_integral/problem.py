"""The integral of exp(-a x^2 - eps x^4) over the real line: a series in eps, and a closed form.

The series is asymptotic: it diverges for every eps > 0. The closed form moves part of the quartic term
into the Gaussian, and holds for a <= 0 too, where the potential is a double well.
"""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.kinds import Mpf, Mpmath
from verify.arithmetic.precision import current_bits
from verify.catalogue.sources import SU
from verify.core.model import Axis, Input, Inputs, Problem, Route, Sensitivity, Sweep
from verify.core.theory import Quotient, stopping
from verify.mathematics.sampling import log_strata, strata


def moment(k: int, a: arb, eps: arb) -> arb:
    """Integral of x^(2k) exp(-a x^2 - eps x^4); not finite where eps > 0 is not certain."""
    if not (a.is_finite() and eps.is_finite() and eps > 0):
        return arb.nan()
    if a.is_exact() and eps.is_exact():
        return _moment_at(k, a, eps)
    # The integrand falls as a or eps grows, so the corners of the box of inputs give the two ends.
    return _moment_at(k, a.upper(), eps.upper()).union(_moment_at(k, a.lower(), eps.lower()))


def _moment_at(k: int, a: arb, eps: arb) -> arb:
    nu, w = arb(fmpq(2 * k + 1, 2)), a * a / (4 * eps)
    if a > 0:
        # y = x^2 gives the integral of y^(nu-1) e^(-ay - eps y^2) over y > 0, a parabolic cylinder
        # function: (4 eps)^(-nu/2) Gamma(nu) U(nu/2, 1/2, w). For k = 0 this is
        # (1/2) sqrt(a/eps) e^z K_(1/4)(z), z = a^2/(8 eps); U loses fewer digits at medium z.
        return (4 * eps) ** (-nu / 2) * nu.gamma() * w.hypgeom_u(nu / 2, arb(fmpq(1, 2)))
    # e^(-ay) expanded, even and odd powers of a apart: for a <= 0 both sums are positive. It is the form
    # pi/2 sqrt(|a|/(2 eps)) e^z (I_(-1/4)(z) + I_(1/4)(z)) of k = 0, and holds at a = 0.
    even = (nu / 2).gamma() * w.hypgeom_1f1(nu / 2, arb(fmpq(1, 2)))
    odd = ((nu + 1) / 2).gamma() * w.hypgeom_1f1((nu + 1) / 2, arb(fmpq(3, 2)))
    return eps ** (-nu / 2) / 2 * (even - a / eps.sqrt() * odd)


def truth(a: arb, eps: arb) -> arb:
    return moment(0, a, eps)


def gradient(a: arb, eps: arb) -> list[arb]:
    # Under the integral sign: dI/da = -<x^2>, dI/deps = -<x^4>, each by its own Tricomi function, for
    # I = 2a <x^2> + 4 eps <x^4> (from the integral of (x e^...)' = 0) cancels at small eps.
    return [-moment(1, a, eps), -moment(2, a, eps)]


def trapezoid(a: arb, eps: arb) -> Any:
    """The trapezoidal rule over the line, with proven bounds for the step and for what is left out."""
    if not (a.is_finite() and eps.is_finite() and eps > 0):
        return arb.nan()
    c, h, inner, outer = _grid(a.mid(), eps.mid())

    def f(x: arb) -> arb:
        return (-(a + eps * x * x) * x * x).exp()

    total = arb(0) if inner else f(arb(0))
    for k in range(max(inner, 1), outer + 1):
        total = total + 2 * f(k * h)
    # |h sum f(kh) - I| <= 2M/(e^(2 pi c/h) - 1) for f analytic in |Im x| <= c (any c: f is entire) and
    # tending to 0 there, M a bound of the integrals of |f(x + ic)| and |f(x - ic)| over x.
    step = 2 * _on_line(a, eps, c) / (2 * arb.pi() * c / h).expm1()
    # Let p = a x^2 + eps x^4. Beyond X with a + 2 eps X^2 > 0, p is convex and p'(X) > 0, hence
    # h sum over kh > X <= integral of e^-p from X <= e^-p(X)/p'(X).
    X = outer * h
    slope = 2 * X * (a + 2 * eps * X * X)
    tail = 2 * f(X) / slope if slope > 0 else arb.pos_inf()
    # Left of X with a + 2 eps X^2 <= 0, f rises: the 2 inner - 1 terms with |kh| < X are below f(X).
    X = inner * h
    hill = 2 * inner * h * f(X) if inner == 0 or a + 2 * eps * X * X <= 0 else arb.pos_inf()
    return h * total + arb(0, (step + tail + hill).abs_upper())


def _grid(a: arb, eps: arb) -> tuple[Any, Any, int, int]:
    """Strip half-width c, step h, first and last index: good choices; the bounds hold for any."""
    # Everything left out is to lie below e^-D of the peak. At height c the integrand grows by at most
    # e^(|a| c^2 + 9 eps c^4) (a > 0), e^(2|a| c^2 + 8 eps c^4) (a < 0); c makes that e^D.
    D = arb(current_bits()) * 0.7 + 40 + (1 + a * a / eps).log()
    p = a if a > 0 else -2 * a
    c = (2 * D / (p + (p * p + 36 * eps * D).sqrt())).sqrt().mid()
    h = (arb.pi() * c / D).mid()
    if a > 0:
        return c, h, 0, 1 + int(float(((2 * D / (a + (a * a + 4 * eps * D).sqrt())).sqrt() / h).mid()))
    # For a <= 0, p = eps (x^2 - x0^2)^2 - a^2/(4 eps) with x0^2 = |a|/(2 eps): only the wells count.
    middle, half = -a / (2 * eps), (D / eps).sqrt()
    inner = int(float(((middle - half).sqrt() / h).mid())) if middle > half else 0
    return c, h, inner, 1 + int(float(((middle + half).sqrt() / h).mid()))


def _on_line(a: arb, eps: arb, c: arb) -> arb:
    """A bound of the integral of |exp(-a z^2 - eps z^4)| over z = x + ic."""
    # |f(x + ic)| = exp(a c^2 - eps c^4 - b x^2 - eps x^4), b = a - 6 eps c^2. With n = max(-b, 0) and any
    # k > 0, n x^2 <= (1 + k) n^2/(4 eps) + eps x^4/(1 + k), as 2uv <= u^2 + v^2. What is left of the
    # quartic is k/(1 + k) eps, and the integral of e^(-q x^4) is Gamma(1/4)/2 q^(-1/4).
    n = (6 * eps * c * c - a).max(arb(0))
    k = (eps / (n * n + eps)).mid()
    quarter = arb(fmpq(1, 4))
    exponent = a * c * c - eps * c**4 + (1 + k) * n * n / (4 * eps)
    return exponent.exp() * quarter.gamma() / 2 * ((1 + k) / (k * eps)) ** quarter


def opinion(mp: Mpmath, a: Mpf, eps: Mpf) -> Mpf:
    # Gauss-Legendre on pieces one natural width long, the peak scaled to 1 (mpmath stops at an absolute
    # accuracy); outside |x| <= X the integrand is below e^-depth of its peak.
    depth = mp.prec * mp.ln2 + 20
    low = -a * a / (4 * eps) if a < 0 else mp.mpf(0)
    width = 1 / mp.sqrt(max(abs(a), mp.sqrt(eps)))
    root = mp.sqrt(max(a, 0) ** 2 + 4 * eps * depth)
    reach = mp.sqrt(2 * depth / (a + root) if a > 0 else (root - a) / (2 * eps))
    pieces = [k * width for k in range(int(reach / width) + 2)]
    value = mp.quad(lambda x: mp.exp(low - (a + eps * x * x) * x * x), pieces, method="gauss-legendre")
    return 2 * value * mp.exp(-low)


def points(count: int, random: Random) -> Iterator[Inputs]:
    # Two thirds at a = 1 for the map; the rest over both signs of a, with a^2/(4 eps) <= 250 in the
    # wells so that the integral is a float64. a = 0 has no place on the axis: two neighbours stand near.
    rest = max(count // 3 - 2, 0)
    for eps in log_strata(count - rest - 2, -4, 4, random):
        yield {"a": fmpq(1), "eps": eps}
    for a in (fmpq(1, 1000), fmpq(-1, 1000)):
        yield {"a": a, "eps": fmpq(1)}
    if not rest:
        return
    for sign, size, least in ((1, rest // 2, -4), (-1, rest - rest // 2, -3)):
        ratios = log_strata(size, least, 4, random)
        random.shuffle(ratios)
        for n, t in zip(strata(size, 1, 2000, 0, random), ratios, strict=False):
            a = sign * n / 100
            yield {"a": a, "eps": a * a * t}


problem = Problem(
    name="gaussian_integral",
    systems=("A1", "A2", "A3"),
    lesson="breakdown",
    # c_k t^k, c_k = Gamma(2k+1/2)/(sqrt(pi) k!): the quotient, about 4kt, passes 1 at k = 1/(4t), and
    # Stirling's formula leaves e^-k/sqrt(pi k) of the term.
    theory=stopping(
        "T-8",
        "direct_expansion",
        "t",
        "1/(4*t)",
        "2*sqrt(t/pi)*exp(-1/(4*t))",
        "1/150",
        "1/5",
        Quotient("0.85", "1.05"),
    ),
    title="A Gaussian integral with a quartic term",
    formula="I(a, eps) = integral over R of exp(-a x^2 - eps x^4), eps > 0",
    source=SU.at("equation (1)"),
    inputs=(Input("a", fmpq(-50), fmpq(50)), Input("eps", fmpq(0), fmpq(10) ** 8, above=True)),
    truth=Route(
        truth, "Tricomi's U for a > 0, two 1F1 with positive terms for a <= 0; the algorithms only take roots"
    ),
    second=Route(trapezoid, "the trapezoidal rule, its error bounded in a strip about the real line"),
    opinion=Route(opinion, "Gauss-Legendre quadrature in mpmath"),
    sensitivity=Sensitivity(
        gradient=gradient,
        # the integrand falls strictly as a or eps grows
        monotone=True,
    ),
    sweep=Sweep(
        # The relative errors depend on sign(a) and eps/a^2 alone (x -> x/sqrt|a|); a = 0 is its infinite end.
        axis=Axis("eps/a^2", lambda a, eps: eps / (a * a) if a != 0 else math.inf, log=True),
        points=points,
        count=150,
    ),
    references=tuple(
        {"a": a, "eps": eps}
        for a, eps in (
            ("10", "1"),
            ("1", "1/10"),
            ("1", "1"),
            ("0", "1"),
            ("0", "1/10"),
            ("1", "1/1000000"),
            ("1/10", "10000"),
            ("50", "1/10000"),
            ("-1", "1"),
            ("-10", "1"),
            ("-1/3", "1/100"),
            ("-20", "1000000"),
        )
    ),
)


# Claims. By scaling a = 1 stands for every a > 0, with t = eps/a^2. S_n is the sum of n terms, T_n the
# first one omitted, R_n = I - S_n. The remainders of e^-u alternate: R_n has the sign (-1)^n and
# |R_n| <= |T_n|. As R_n = T_n + R_(n+1), even |R_n| + |R_(n+1)| = |T_n|, and two bounds follow:
#     (i)   |R_(n+1)| = |T_n| - |R_n| >= |T_n| - |T_(n-1)|, because |R_n| <= |T_(n-1)| as well;
#     (ii)  |R_(n+1)| <= |T_(n+1)| < |T_n| - |T_(n+1)| <= |R_n| where 2|T_(n+1)| < |T_n|.
# |R_n| is the integral of e^(-x^2) times a remainder that grows with u, while I falls as t grows. So
# |R_n|/I grows with t, and the t at which S_n is good to a given accuracy form an interval.
def coefficient(n: int) -> fmpq:
    """The coefficient of t^n, by parts: <x^(j+1)> = j/2 <x^(j-1)> under e^(-x^2)."""
    product = fmpq((-1) ** n, math.factorial(n))
    for j in range(1, 4 * n, 2):
        product = product * fmpq(j, 2)
    return product


def size(n: int, t: fmpq) -> fmpq:
    return abs(coefficient(n)) * t**n
