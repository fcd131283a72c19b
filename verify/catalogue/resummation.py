"""What resummation makes of the divergent series of the quartic integral: Pade and Borel-Pade.

The series of g(t), the integral of exp(-y^2 - t y^4), is a Stieltjes series: its Pade approximants converge
to g for every t > 0 and enclose it two by two. Four ways to compute them are one function in exact arithmetic
and differ in float64 by all their digits.
"""

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from flint import arb, fmpq, fmpq_mat, fmpq_poly

from verify.arithmetic import Ball
from verify.arithmetic.precision import every, less
from verify.claims import forms
from verify.claims.forms import Check, between
from verify.core.claim import CONFIRMED, Claim
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata
from verify.measure.harness import measure

SU = Source(
    "Su Jianlin", 2015, "Perturbation expansion of Gaussian-type integrals (1), Scientific Spaces 3217"
)
BAKER = Source("G. A. Baker and P. Graves-Morris", 1996, "Pade Approximants, 2nd ed.")
RUTISHAUSER = Source("H. Rutishauser", 1954, "Der Quotienten-Differenzen-Algorithmus")
WYNN = Source("P. Wynn", 1956, "On a device for computing the e_m(S_n) transformation")
GRAFFI = Source("S. Graffi, V. Grecchi and B. Simon", 1970, "Borel summability: the anharmonic oscillator")
US = Source("verify", 2026, "Certified accuracy of float64 computations")


def moment(k: int, t: Any) -> Any:
    """Integral of y^(2k) exp(-y^2 - t y^4): (4t)^(-nu/2) Gamma(nu) U(nu/2, 1/2, 1/(4t)), nu = k + 1/2."""
    if not (t.is_finite() and t > 0):
        return arb.nan()
    if not t.is_exact():  # it falls as t grows
        return moment(k, t.lower()).union(moment(k, t.upper()))
    nu = arb(fmpq(2 * k + 1, 2))
    return (4 * t) ** (-nu / 2) * nu.gamma() * (1 / (4 * t)).hypgeom_u(nu / 2, arb(fmpq(1, 2)))


def truth(t: Any) -> Any:
    return moment(0, t)


def by_bessel(t: Any) -> Any:
    z = 1 / (8 * t)
    return z.exp() * z.bessel_k(arb(fmpq(1, 4))) / (2 * t.sqrt())


def opinion(mp: Any, t: Any) -> Any:
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

TERMS = Parameter("terms", 1, 81, (1, 2, 3, 4, 5, 7, 10, 11, 15, 21, 31, 41, 61, 81), shown=21)
FEWER = Parameter("terms", 2, 41, (2, 3, 5, 11, 21, 41), shown=21)
ODD = Parameter("terms", 1, 81, (3, 5, 7, 11, 15, 21, 31, 41), shown=21)
STEP, LEFT, RIGHT = fmpq(3, 16), 213, 21  # Borel's integral by the trapezoidal rule, nodes -213h to 21h


# --- the series and its continued fraction -------------------------------------------------------------


def moments(R: Any, count: int) -> list[Any]:
    """(1/2)_(2n)/n!, so that g(t)/sqrt(pi) is the sum of these times (-t)^n."""
    found = [R(1)]
    for n in range(count - 1):
        found.append(found[-1] * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)))
    return found


def quotient_difference(c: list[Any]) -> list[Any]:
    """The coefficients of c_0/(1 + g_1 t/(1 + g_2 t/(1 + ...))), whose series is the sum of c_n (-t)^n."""
    # The rhombus rules, column by column: e = e' + q' - q, then q = q' e'/e, the dash one step down.
    q = [c[n + 1] / c[n] for n in range(len(c) - 1)]
    e: list[Any] = []
    found = q[:1]
    while len(found) < len(c) - 1:
        shifted = e[1:] if e else [0 * x for x in q[1:]]
        e = [s + below - x for s, below, x in zip(shifted, q[1:], q, strict=False)]
        found.append(e[0])
        if len(found) < len(c) - 1:
            q = [x * below / here for x, here, below in zip(q[1:], e, e[1:], strict=False)]
            found.append(q[0])
    return found


@cache
def coefficients(borel: bool) -> tuple[fmpq, ...]:
    """The exact g_k of the series, or of its Borel transform (c_n over n!), as many as are ever used."""
    c = moments(fmpq, TERMS.high + 1)
    return tuple(quotient_difference([x / math.factorial(n) if borel else x for n, x in enumerate(c)]))


def fraction(g: list[Any], t: Any) -> Any:
    """1/(1 + g_1 t/(1 + g_2 t/(...))) from the end: where all is positive nothing cancels."""
    value = 1
    for c in reversed(g):
        value = 1 + c * t / value
    return 1 / value


def partial_sum(R: Any, t: Any, terms: int) -> Any:
    total = term = R(1)
    for n in range(terms - 1):
        term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)) * -t
        total = total + term
    return R.sqrt(R.pi()) * total


def pade(R: Any, t: Any, terms: int) -> Any:
    return R.sqrt(R.pi()) * fraction([R(c) for c in coefficients(False)[: terms - 1]], t)


def pade_by_qd(R: Any, t: Any, terms: int) -> Any:
    return R.sqrt(R.pi()) * fraction(quotient_difference(moments(R, terms)), t)


def pade_by_elimination(R: Any, t: Any, terms: int) -> Any:
    # The denominator 1 + x_1 t + ... + x_M t^M makes the coefficients of t^(L+1) to t^(L+M) of its product
    # with the series vanish. No pivoting: but for signs the matrix is one of a positive measure's moments.
    M = terms // 2
    L = terms - 1 - M
    c = [-m if n % 2 else m for n, m in enumerate(moments(R, terms))]
    c = [R(0)] * M + c  # c[M + n] is the coefficient of t^n
    rows = [[*(c[M + L + i - j] for j in range(1, M + 1)), -c[M + L + i]] for i in range(1, M + 1)]
    x = [R(1), *eliminate(rows)]
    above = [sum_of([x[j] * c[M + n - j] for j in range(min(n, M) + 1)]) for n in range(L + 1)]
    return R.sqrt(R.pi()) * horner(above, t) / horner(x, t)


def eliminate(rows: list[list[Any]]) -> list[Any]:
    """The solution of a square system by Gaussian elimination; each row ends in its right-hand side."""
    size = len(rows)
    for k in range(size):
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            right = zip(rows[i][k + 1 :], rows[k][k + 1 :], strict=True)
            rows[i] = rows[i][: k + 1] + [y - factor * z for y, z in right]
    x: list[Any] = [None] * size
    for k in reversed(range(size)):
        rest = rows[k][size]
        for j in range(k + 1, size):
            rest = rest - rows[k][j] * x[j]
        x[k] = rest / rows[k][k]
    return x


def sum_of(values: list[Any]) -> Any:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def horner(c: list[Any], t: Any) -> Any:
    value = c[-1]
    for x in reversed(c[:-1]):
        value = value * t + x
    return value


def pade_by_epsilon(R: Any, t: Any, terms: int) -> Any:
    # Wynn: e_(k+1)(n) = e_(k-1)(n+1) + 1/(e_k(n+1) - e_k(n)), from e_(-1) = 0 and the partial sums e_0; the
    # corner e_(2N)(0) of 2N + 1 of them is the approximant [N/N].
    total = term = R(1) + 0 * t
    sums = [total]
    for n in range(terms - 1):
        term = term * ((4 * n + 1) * (4 * n + 3)) / (4 * (n + 1)) * -t
        total = total + term
        sums.append(total)
    before, here = [0 * t] * (terms + 1), sums
    while len(here) > 1:
        steps = [1 / (b - a) for a, b in pairwise(here)]
        before, here = here, [x + step for x, step in zip(before[1:], steps, strict=False)]
    return R.sqrt(R.pi()) * here[0]


def borel_pade(R: Any, t: Any, terms: int) -> Any:
    # The integral of e^-s B(ts) over s > 0, B a Pade approximant of the Borel transform, by the trapezoidal
    # rule in v = ln s.
    g = [R(c) for c in coefficients(True)[: terms - 1]]
    total = R(0)
    for k in range(-LEFT, RIGHT + 1):
        s = R.exp(R(3 * k) / 16)
        total = total + s * R.exp(-s) * fraction(g, t * s)
    return R.sqrt(R.pi()) * total * 3 / 16


# --- what is left out ----------------------------------------------------------------------------------


def first_omitted(t: Any, terms: int) -> Any:
    # |e^-u - sum of (-u)^k/k! over k < N| <= u^N/N! for u >= 0 (Taylor, Lagrange's remainder); with u = t y^4
    # under e^(-y^2) that is sqrt(pi) (1/2)_(2N)/N! t^N.
    return arb.pi().sqrt() * arb(fmpq(1, 2)).rising(2 * terms) / arb(terms).fac() * t**terms


def next_approximant(t: Any, terms: int) -> Any:
    # g/sqrt(pi) = f is a Stieltjes function, the integral of d phi(s)/(1 + ts) with phi >= 0 (claim P-1).
    # Then f = 1/(1 + g_1 t r_1), f = 1/(1 + g_1 t/(1 + g_2 t r_2)), ... with Stieltjes functions r_k,
    # r_k(0) = 1, and g_k > 0 (Stieltjes 1894). f is monotone in r_k; the approximant of g_1 to g_k takes
    # r_k = 1, the next one r_k = 1/(1 + g_(k+1) t), and r_k = 1/(1 + g_(k+1) t r_(k+1)) lies between, as
    # r_(k+1) <= 1. So f lies between the two. Hypothesis: t > 0.
    g = [arb(c) for c in coefficients(False)[:terms]]
    return arb.pi().sqrt() * abs(fraction(g, t) - fraction(g[:-1], t))


def next_borel(t: Any, terms: int) -> Any:
    # g/sqrt(pi) is the integral of e^-s B(ts), B = 2F1(1/4, 3/4; 1; -4z) a Stieltjes function (claim P-1), so
    # between those of two consecutive approximants of B. Each is computed to within quadrature_left().
    apart = abs(borel_pade(Ball(), t, terms) - borel_pade(Ball(), t, terms + 1))
    return apart + 3 * arb.pi().sqrt() * quadrature_left()


def quadrature_left() -> Any:
    """A bound of the trapezoidal rule's error for the integral of e^-s P(ts) over s > 0."""
    # With s = e^v the integrand is p(v) = e^v e^(-e^v) P(t e^v), 0 <= P <= 1, P = sum of r_j/(1 + x_j z) with
    # r_j, x_j >= 0, sum of r_j 1 (Pade approximants of a Stieltjes function). On Im v = +-d, d < pi/2,
    # |1 + x z| >= (1 + x|z|) cos(d/2), so |P| <= 1/cos(d/2), and the rest integrates to 1/cos d. Hence
    # |h sum p(kh) - integral| <= 2M/(e^(2 pi d/h) - 1), M = 1/(cos d cos(d/2)), for any d; p -> 0 there.
    h, d = arb(STEP), arb(1.5)
    step = 2 / (d.cos() * (d / 2).cos()) / (2 * arb.pi() * d / h).expm1()
    # Left of -L: p <= e^v, a geometric series. Right of W > 0: e^(v - e^v) falls, and integrates to e^(-e^W).
    left = h * (-(LEFT + 1) * h).exp() / -(-h).expm1()
    return step + left + (-((RIGHT * h).exp())).exp()


def optimal_terms(R: Any, t: Any, terms: int) -> Any:
    """The index of the least term, so the number of terms before it; over both where two tie."""
    # |term(n+1)/term(n)| = (4n + 3/(4(n+1))) t grows with n, so the least term is the first n where it is
    # >= 1, that is 16t n^2 + (16t - 4) n + 3t - 4 >= 0: the larger root, which is > -1/4, rounded up.
    return ((1 - 4 * t + R.sqrt(4 * t * t + 8 * t + 1)) / (8 * t)).ceil()


def least_term(R: Any, t: Any, terms: int) -> Any:
    """The size of the least term over the leading one: where the series has to stop."""
    n, half = optimal_terms(R, t, terms), R(1) / 2
    return ((2 * n + half).lgamma() - half.lgamma() - (n + 1).lgamma() + n * t.log()).exp()


def bracket(R: Any, t: Any, terms: int) -> Any:
    """How far this approximant and the next one are apart: proof of accuracy without the truth."""
    return next_approximant(t, terms) / pade(R, t, terms)


@cache
def system(terms: int) -> fmpq_mat:
    """The matrix for the denominator's coefficients."""
    M = terms // 2
    L = terms - 1 - M
    c = moments(fmpq, terms)
    return fmpq_mat(
        [
            [(-1) ** (L + i - j) * c[L + i - j] if L + i >= j else fmpq(0) for j in range(1, M + 1)]
            for i in range(1, M + 1)
        ]
    )


@cache
def system_condition(terms: int) -> fmpq:
    """Its condition number in the infinity norm, exactly."""
    A = system(terms)
    return largest_row(A) * largest_row(A.inv())


def largest_row(A: fmpq_mat) -> fmpq:
    return max(sum((abs(x) for x in row), fmpq(0)) for row in A.tolist())


def _algorithm(name: str, says: str, source: Source, body: Callable[..., Any], **more: Any) -> Algorithm:
    given: dict[str, Any] = {
        "parameters": (TERMS,),
        "truncation": Bound(
            next_approximant, "consecutive approximants enclose a Stieltjes function (Stieltjes 1894)"
        ),
        "grid": True,
    }
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        body=body,
        **(given | more),
    )


PADE = BAKER.at("chapter 5, Stieltjes series")
ALGORITHMS = (
    _algorithm(
        "partial_sum",
        "the series itself, so many terms",
        SU.at("equation (3)"),
        partial_sum,
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        diagnostics={"optimal_terms": optimal_terms, "least_term": least_term},
    ),
    _algorithm(
        "pade",
        "the Pade approximant of these terms as a continued fraction, its exact coefficients rounded once",
        PADE,
        pade,
        diagnostics={"bracket": bracket},
    ),
    _algorithm(
        "pade_by_qd",
        "the same approximant, the fraction's coefficients by quotient differences from rounded moments",
        RUTISHAUSER,
        pade_by_qd,
    ),
    _algorithm(
        "pade_by_elimination",
        "the same approximant as a quotient of polynomials, the denominator by Gaussian elimination",
        BAKER.at("chapter 1"),
        pade_by_elimination,
        parameters=(FEWER,),
        diagnostics={"system_condition": lambda R, t, terms: arb(system_condition(terms))},
    ),
    _algorithm(
        "pade_by_epsilon",
        "the same approximant by Wynn's epsilon algorithm from the partial sums; an odd number of terms",
        WYNN,
        pade_by_epsilon,
        parameters=(ODD,),
        applies=lambda t, terms: terms % 2 == 1,
    ),
    _algorithm(
        "borel_pade",
        "the integral of e^-s times the Borel transform's Pade approximant, by the trapezoidal rule in ln s",
        GRAFFI,
        borel_pade,
        parameters=(FEWER,),
        truncation=Bound(
            next_borel,
            "consecutive approximants enclose a Stieltjes function; the trapezoidal rule in a strip",
        ),
        basic=False,
    ),
)

# --- claims --------------------------------------------------------------------------------------------

BY_NAME = {a.name: a for a in ALGORITHMS}
TENTH, ONE = fmpq(1, 10), fmpq(1)
n_ = fmpq_poly([0, 1])


def off(body: Callable[..., Any], t: fmpq, terms: int) -> Any:
    """|F - g|/g."""
    return abs(body(Ball(), arb(t), terms) / truth(arb(t)) - 1)


def no_sum_within(by: str, t: fmpq, most: int) -> bool | None:
    """Every sum of the series, of any number of terms, is off by more than `by`."""
    # The remainders alternate and |R_n| <= |T_n|, the first term left out: |R_(n+1)| = |T_n| - |R_n| >=
    # |T_n| - |T_(n-1)|, which only grows once |T_(n+1)/T_n|, growing with n, has reached 2.
    size = [c * t**n for n, c in enumerate(moments(fmpq, most + 2))]
    gap = arb(size[most] - size[most - 1]) * arb.pi().sqrt() / truth(arb(t))
    beyond = True if size[most + 1] >= 2 * size[most] and gap > arb(by) else None
    return every([beyond, *(less(arb(by), off(partial_sum, t, n)) for n in range(1, most + 1))])


def recovered(t: fmpq, best: str, pade_off: tuple[str, str], borel_off: tuple[str, str]) -> Check:
    return forms.each(
        [
            (f"for the series at t = {t}", lambda: no_sum_within(best, t, 8)),
            (f"for Pade at t = {t}", lambda: between(pade_off[0], off(pade, t, 21), pade_off[1])),
            (
                f"for Borel-Pade at t = {t}",
                lambda: between(borel_off[0], off(borel_pade, t, 21), borel_off[1]),
            ),
        ],
        f"at t = {t} every sum is off by more than {best}; [10/10] by {pade_off[0]} to {pade_off[1]} and "
        f"Borel-Pade by {borel_off[0]} to {borel_off[1]}",
    )


def stieltjes() -> list[tuple[Any, Any]]:
    quarter, three = n_ + fmpq(1, 4), n_ + fmpq(3, 4)
    return [
        ((2 * n_ + fmpq(1, 2)) * (2 * n_ + fmpq(3, 2)), 4 * quarter * three),
        *(
            (
                moments(fmpq, 40)[n] / math.factorial(n),
                4**n * rising(fmpq(1, 4), n) * rising(fmpq(3, 4), n) / math.factorial(n) ** 2,
            )
            for n in range(40)
        ),
    ]


def rising(x: fmpq, n: int) -> fmpq:
    product = fmpq(1)
    for k in range(n):
        product = product * (x + k)
    return product


def same_series() -> list[tuple[Any, Any]]:
    """The fraction of g_1 to g_30 as a quotient of polynomials, multiplied out beside the series."""
    pairs: list[tuple[Any, Any]] = []
    z = fmpq_poly([0, 1])
    for borel in (False, True):
        g = coefficients(borel)
        pairs += [(c > 0, True) for c in g]
        above, below = fmpq_poly([1]), fmpq_poly([1])
        for c in reversed(g[:30]):  # 1 + c z/(above/below)
            above, below = above + c * z * below, above
        mu = moments(fmpq, 31)
        series = fmpq_poly([(-1) ** n * x / (math.factorial(n) if borel else 1) for n, x in enumerate(mu)])
        product = series * above
        pairs += [(product[n], below[n]) for n in range(31)]
    return pairs


def rounding(name: str, t: fmpq, terms: int) -> Any:
    error = measure(BY_NAME[name], t=t, terms=terms).rounding_error
    return arb.pos_inf() if error is None else abs(error)


def rounding_at_one(terms: int, low: dict[str, str]) -> Check:
    stable = [("for pade", lambda: less(rounding("pade", ONE, terms), fmpq(1, 2**51)))]
    others = [
        (f"for {name}", lambda name=name: less(arb(low[name]), rounding(name, ONE, terms))) for name in low
    ]
    shown = ", ".join(f"{value} ({name})" for name, value in low.items())
    return forms.each([*stable, *others], f"below 2^-51 for pade, above {shown}")


DECADES = [fmpq(10) ** k * digit for k in range(-4, 4) for digit in (1, 2, 3, 5, 7)]


def _claim(kind: str, id: str, says: str, reading: str, check: Check, source: Source | None = None) -> Claim:
    return Claim(id, problem, kind, says, reading, source or US.at("resummation"), CONFIRMED, check)


CLAIMS = (
    _claim(
        "law",
        "P-1",
        "the quartic integral and its Borel transform are Stieltjes functions",
        "both are integrals of d phi(s)/(1 + ts) with phi >= 0: the coefficients over n! are those of B(z) = "
        "2F1(1/4, 3/4; 1; -4z), by Euler's integral a positive mixture of (1 + 4zv)^(-1/4), 0 < v < 1; "
        "(1 + z)^(-1/4) is sin(pi/4)/pi times the integral of (x - 1)^(-1/4)/(x + z) over x > 1; and "
        "g/sqrt(pi) is the integral of e^-s B(ts)",
        forms.identity(stieltjes, "(1/2)_(2n) = 4^n (1/4)_n (3/4)_n, by the quotients for every n"),
    ),
    _claim(
        "law",
        "P-2",
        "[N-1/N] < g < [N/N]",
        "for every t > 0 and N: by P-1 the fraction's coefficients are positive (Stieltjes). For the first "
        "81 of g and B this is checked exactly, and that 30 of them give 31 terms of the series again",
        forms.identity(same_series, "g_k > 0, and the fraction's expansion is the series"),
    ),
    _claim(
        "law",
        "P-3",
        "the approximants converge to g for every t > 0, where the series converges for none",
        "Carleman's condition, the sum of mu_n^(-1/(2n)) diverges: mu_n = 4^n (1/4)_n (3/4)_n/n! <= 4^n n! "
        "<= (4n)^n, because (n + 1/4)(n + 3/4) < (n + 1)^2, so that each term is at least 1/(2 sqrt n)",
        forms.identity(
            lambda: [((n_ + 1) ** 2 - (n_ + fmpq(1, 4)) * (n_ + fmpq(3, 4)), n_ + fmpq(13, 16))],
            "(n + 1)^2 - (n + 1/4)(n + 3/4) = n + 13/16 > 0",
        ),
    ),
    _claim(
        "finding",
        "P-4a",
        "at eps = a^2/10, where the series gives two digits at best, 21 of its terms hold eight or twelve",
        "relative errors at t = 1/10: above 0.014 for every sum of the series, whatever the number of terms; "
        "1.5e-8 for [10/10] and 4.5e-13 for Borel-Pade, from the first 21 terms",
        recovered(TENTH, "0.014", ("1.53e-8", "1.54e-8"), ("4.49e-13", "4.50e-13")),
    ),
    _claim(
        "finding",
        "P-4b",
        "at eps = a^2, where the series is useless, 21 of its terms hold three or six digits",
        "relative errors at t = 1: above 0.29 for every sum of the series; 2.3e-3 for [10/10] and 2.3e-6 for "
        "Borel-Pade, from the first 21 terms",
        recovered(ONE, "0.29", ("2.26e-3", "2.27e-3"), ("2.31e-6", "2.32e-6")),
    ),
    _claim(
        "finding",
        "P-4c",
        "far out it is no more than the order of magnitude",
        "at t = 100 the same 21 terms leave [10/10] off by 78 percent and Borel-Pade by 10",
        forms.each(
            [
                ("for Pade", lambda: between("0.78", off(pade, fmpq(100), 21), "0.79")),
                ("for Borel-Pade", lambda: between("0.10", off(borel_pade, fmpq(100), 21), "0.11")),
            ],
            "78 to 79 and 10 to 11 percent",
        ),
    ),
    _claim(
        "finding",
        "P-5",
        "three terms are enough to beat the series",
        "at t = 1/10 the approximant [1/1] is within 0.36 percent; no sum of the series, of any number of "
        "terms, is within 1.4",
        forms.each(
            [
                ("for [1/1]", lambda: less(off(pade, TENTH, 3), arb("0.0036"))),
                ("for the series", lambda: no_sum_within("0.014", TENTH, 8)),
            ],
            "[1/1] is within 0.0036, every sum off by more than 0.014",
        ),
    ),
    _claim(
        "finding",
        "P-6",
        "how the approximant is computed decides what float64 keeps of it",
        "rounding error at t = 1 with 41 terms, where [20/20] itself is off by 1.8e-4: below 2^-51 for the "
        "fraction with exact coefficients, above 9e-5, 6e-4 and 2e-4 for quotient differences, elimination "
        "and the epsilon algorithm, which start from rounded terms",
        rounding_at_one(41, {"pade_by_qd": "9e-5", "pade_by_elimination": "6e-4", "pade_by_epsilon": "2e-4"}),
    ),
    _claim(
        "finding",
        "P-7",
        "the fraction with exact coefficients is stable",
        "rounding error below 16 u with 81 terms at t = 1, 2, 3, 5, 7 times 10^-4 to 10^3",
        forms.at_each(
            DECADES,
            lambda t: less(rounding("pade", t, 81), fmpq(16, 2**53)),
            lambda t: f"at t = {t}",
            f"below 16 u at all {len(DECADES)} points",
        ),
    ),
    _claim(
        "finding",
        "P-8",
        "the condition number of the denominator's system says nothing about that error",
        "for 21 terms it exceeds 1e28, yet at t = 1 elimination without pivoting keeps 9 digits of [10/10]",
        forms.each(
            [
                ("for the condition number", lambda: system_condition(21) > fmpq(10) ** 28),
                ("for elimination", lambda: less(rounding("pade_by_elimination", ONE, 21), arb("1e-9"))),
            ],
            "the condition number exceeds 1e28 and the rounding error stays below 1e-9",
        ),
    ),
)
