"""Nine Taylor series of one variable, summed term by term inside their discs, at the edges and beyond."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly, fmpq_series

from verify.arithmetic.precision import less
from verify.claims.forms import Check, both, identity, last_unit, on_interval
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.literals import rational
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
from verify.mathematics.sampling import log_strata, strata
from verify.measure.sensitivity import by_series

NOTES = Source("hope_wisdom", None, "Taylor expansions, weblog notes")
HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
TERMS = Parameter("terms", 1, 1000, (5, 10, 20, 50, 100, 200, 1000), shown=20)

# --- the terms, each from the one before, in any arithmetic -------------------------------------------


def exp_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    term = R(1)
    for n in range(terms):
        yield term
        term = term * x / (n + 1)


def power_terms(R: Any, a: Any, x: Any, terms: int) -> Iterator[Any]:
    yield from exp_terms(R, x * R.log(a), terms)


def sin_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    term, square = x, x * x
    for n in range(terms):
        yield term
        term = -term * square / ((2 * n + 2) * (2 * n + 3))


def cos_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    term, square = R(1), x * x
    for n in range(terms):
        yield term
        term = -term * square / ((2 * n + 1) * (2 * n + 2))


def geometric_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    term = R(1)
    for _ in range(terms):
        yield term
        term = term * x


def alternating_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    yield from geometric_terms(R, -x, terms)


def log1p_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    power = x
    for n in range(terms):
        yield power / (n + 1)
        power = power * -x


def log_terms(R: Any, x: Any, terms: int) -> Iterator[Any]:
    yield from log1p_terms(R, x - 1, terms)


def binomial_terms(R: Any, x: Any, alpha: Any, terms: int) -> Iterator[Any]:
    term = R(1)
    for n in range(terms):
        yield term
        term = term * (alpha - n) * x / (n + 1)


def added(terms: Iterable[Any]) -> Any:
    total: Any = None
    for term in terms:
        total = term if total is None else total + term
    return total


def cancellation(terms: Iterable[Any]) -> Any:
    """The condition number of the sum: the magnitudes of its terms together over that of the sum."""
    kept = list(terms)
    return added(map(abs, kept)) / abs(added(kept))


# --- truths, gradients, bounds ------------------------------------------------------------------------


def power_truth(a: Any, x: Any) -> Any:
    return (2 * x * ((a - 1) / (a + 1)).atanh()).exp()


def power_gradient(a: Any, x: Any) -> list[Any]:
    return [x * power_truth(a, x - 1), a.log() * power_truth(a, x)]


def binomial_truth(x: Any, alpha: Any) -> Any:
    return (1 + x) ** alpha


def binomial_gradient(x: Any, alpha: Any) -> list[Any]:
    return [alpha * (1 + x) ** (alpha - 1), (1 + x).log() * (1 + x) ** alpha]


def exp_remainder(x: Any, terms: int) -> Any:
    # Lagrange: e^xi x^N/N! with xi between 0 and x, and e^xi <= max(1, e^x).
    return x.exp().max(arb(1)) * abs(x) ** terms / arb(terms).fac()


def power_remainder(a: Any, x: Any, terms: int) -> Any:
    return exp_remainder(x * a.log(), terms)  # the same polynomial at x ln a


def sin_remainder(x: Any, terms: int) -> Any:
    # Lagrange: N terms are the Taylor polynomial of degree 2N, and no derivative exceeds 1.
    return abs(x) ** (2 * terms + 1) / arb(2 * terms + 1).fac()


def cos_remainder(x: Any, terms: int) -> Any:
    # Lagrange: N terms are the Taylor polynomial of degree 2N - 1, and no derivative exceeds 1.
    return abs(x) ** (2 * terms) / arb(2 * terms).fac()


def geometric_remainder(x: Any, terms: int) -> Any:
    # (1 - x)(1 + x + ... + x^(N-1)) = 1 - x^N: an equality, for every x but 1.
    return abs(x) ** terms / abs(1 - x)


def alternating_remainder(x: Any, terms: int) -> Any:
    return geometric_remainder(-x, terms)


def log1p_remainder(x: Any, terms: int) -> Any:
    # 1/(1+t) = sum of (-t)^n to N-1, plus (-t)^N/(1+t); integrated from 0 to x > -1 the remainder is that
    # of (-t)^N/(1+t). For x >= 0 the integrand is at most t^N. For x < 0, u = |x|: that of t^N/(1-t) over
    # [0, u] is at most u^(N+1)/((N+1)(1-u)), and also at most u^N (-ln(1-u)).
    u = abs(x)
    alternating = u ** (terms + 1) / (terms + 1)
    return alternating if x >= 0 else (alternating / (1 - u)).min(-(u**terms) * (1 - u).log())


def log_remainder(x: Any, terms: int) -> Any:
    return log1p_remainder(x - 1, terms)


def binomial_remainder(x: Any, alpha: Any, terms: int) -> Any:
    # Integral remainder with t = xs: R = N C(alpha, N) x^N times the integral over 0 <= s <= 1 of
    # (1-s)^(N-1) (1+xs)^(alpha-N). For x >= 0 the second factor is at most max(1, (1+x)^(alpha-N)).
    omitted = abs((alpha - terms + 1).rising(terms)) / arb(terms).fac() * abs(x) ** terms
    if x >= 0:
        return omitted * ((1 + x) ** (alpha - terms)).max(arb(1))
    # For -1 < x < 0, u = |x|, Cauchy's form: ((1-s)/(1-us))^(N-1) (1-us)^(alpha-1). The first quotient is
    # at most 1 - s(1-u), since (1-us)(1-s(1-u)) = 1-s + u s^2 (1-u); its integral is at most
    # min(1, 1/(N(1-u))). The second is at most max(1, (1-u)^(alpha-1)).
    gap = 1 + x
    return omitted * terms * (gap ** (alpha - 1)).max(arb(1)) * (1 / (terms * gap)).min(arb(1))


# --- mpmath, by routes of its own ---------------------------------------------------------------------


def exp_opinion(mp: Any, x: Any) -> Any:
    # A continued fraction: e^x = 1 + 2x/(2 - x + x^2/(6 + x^2/(10 + ...))).
    # For x > 0 the last denominator cancels to about x e^-x: hence 3x bits more.
    if x < 0:
        return 1 / exp_opinion(mp, -x)
    with mp.workprec(mp.prec + int(3 * x) + 10):
        terms = int(mp.prec + 4 * x + 20)
        tail = mp.mpf(4 * terms + 2)
        for k in range(terms - 1, 0, -1):
            tail = 4 * k + 2 + x * x / tail
        value = 1 + 2 * x / (2 - x + x * x / tail)
    return +value


def power_opinion(mp: Any, a: Any, x: Any) -> Any:
    # Repeated square roots along the binary digits of x.
    with mp.workprec(mp.prec + 64):
        whole = int(mp.floor(x))
        value, root, rest = a**whole, a, x - whole
        for _ in range(mp.prec):
            root, rest = mp.sqrt(root), 2 * rest
            if rest >= 1:
                value, rest = value * root, rest - 1
    return +value


def sin_opinion(mp: Any, x: Any) -> Any:
    # sin x = sqrt(pi x/2) J_(1/2)(x)
    return mp.sign(x) * mp.sqrt(mp.pi * abs(x) / 2) * mp.besselj(mp.mpf(1) / 2, abs(x))


def cos_opinion(mp: Any, x: Any) -> Any:
    return mp.sqrt(mp.pi * abs(x) / 2) * mp.besselj(-mp.mpf(1) / 2, abs(x)) if x else mp.one


def reciprocal(mp: Any, y: Any) -> Any:
    # Newton's iteration without a division, from float64's reciprocal.
    z = mp.mpf(1 / float(y))
    for _ in range(2 + int(mp.log(mp.prec, 2))):
        z = z * (2 - y * z)
    return z


def log_opinion(mp: Any, x: Any) -> Any:
    # Gauss: ln s = pi/(2 M(1, 4/s)) (1 + O(s^-2)) with the arithmetic-geometric mean M, s = 2^m x.
    with mp.workprec(3 * mp.prec + 100):
        m = mp.prec
        return mp.pi / (2 * mp.agm(1, 4 / (x * mp.mpf(2) ** m))) - m * mp.ln2


# --- where the sweeps take their points ---------------------------------------------------------------


def spread(*ranges: tuple[int, int]) -> Callable[[int, Random], Iterator[Mapping[str, Any]]]:
    """Decimals, as many from each range; 0 left out, where every series is exact."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        share = max(count // len(ranges), 1)
        drawn = {x for low, high in ranges for x in strata(share, low, high, 3, random)}
        return ({"x": x} for x in sorted(drawn) if x != 0)

    return points


def edged(low: int, high: int, edges: tuple[int, ...], excluded: tuple[int, ...], centre: int) -> Any:
    """A third over the whole range, a third near the edges of the disc, a third near its centre."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        share = max(count // 3, 1)
        drawn = set(strata(share, low, high, 3, random))
        for places, deepest in ((edges, -15), ((centre,), -8)):
            for place in places:
                for side in (-1, 1):
                    for d in log_strata(share // (2 * len(places)) + 1, deepest, -1, random):
                        drawn.add(place + side * d)
        return ({"x": x} for x in sorted(drawn) if low <= x <= high and x not in (*excluded, centre))

    return points


def power_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    bases = log_strata(count, -3, 3, random)
    random.shuffle(bases)
    for a, x in zip(bases, strata(count, -100, 100, 3, random), strict=False):
        if a != 1 and x != 0:
            yield {"a": a, "x": x}


def binomial_points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    for k, at in enumerate(edged(-1, 4, (-1, 1), (-1,), 0)(count, random)):
        named = (fmpq(1, 2), fmpq(-1, 2), fmpq(1, 3), fmpq(-1), fmpq(5))
        yield {**at, "alpha": named[k // 2 % 5] if k % 2 else fmpq(random.randint(-6000, 6000), 1000)}


# --- problems and algorithms --------------------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """A function with its series: what the declarations below need of it."""

    name: str
    formula: str
    place: str
    inputs: tuple[Input, ...]
    truth: Callable[..., Any]
    terms: Callable[..., Iterator[Any]]
    remainder: Callable[..., Any]
    theorem: str
    opinion: Callable[..., Any]
    opinion_route: str
    points: Any
    references: tuple[str, ...]
    route: str = "arb's own function, by argument reduction and tables"
    gradient: Callable[..., list[Any]] | None = None
    monotone: bool = False
    basic: bool = True

    def problem(self) -> Problem:
        names = [i.name for i in self.inputs]
        return Problem(
            name=f"series_{self.name}",
            title=f"The series of {self.formula.split(',')[0]}",
            formula=f"y = {self.formula}",
            source=NOTES.at(self.place),
            systems=("D1",),
            inputs=self.inputs,
            truth=Route(self.truth, f"{self.route}; the algorithms add up the terms"),
            opinion=Route(self.opinion, f"{self.opinion_route} in mpmath"),
            sensitivity=Sensitivity(gradient=self.gradient or by_series(self.truth), monotone=self.monotone),
            sweep=Sweep(axis=Axis("x", lambda x, **_: x), points=self.points, count=60),
            references=tuple(dict(zip(names, r.split(), strict=True)) for r in self.references),
        )

    def algorithms(self, problem: Problem) -> tuple[Algorithm, ...]:
        terms_of, basic = self.terms, self.basic

        def forward(R: Any, *data: Any, terms: int) -> Any:
            return added(terms_of(R, *data, terms))

        def backward(R: Any, *data: Any, terms: int) -> Any:
            return added(reversed(list(terms_of(R, *data, terms))))

        def cancelled(R: Any, *data: Any, terms: int) -> Any:
            return cancellation(terms_of(R, *data, terms))

        def summed(name: str, says: str, body: Callable[..., Any], source: Source) -> Algorithm:
            return Algorithm(
                name=name,
                problem=problem,
                says=says,
                source=source,
                body=body,
                parameters=(TERMS,),
                truncation=Bound(self.remainder, self.theorem),
                diagnostics={"cancellation": cancelled},
                basic=basic,
                grid=name == "forward",
            )

        return (
            summed("forward", "the terms added from the first on", forward, NOTES.at(self.place)),
            summed("backward", "the same from the last", backward, HIGHAM.at("section 4.2")),
        )


LAGRANGE = "Taylor's theorem, Lagrange's remainder"
GEOMETRIC = "the sum of a finite geometric series"
INTEGRATED = "the finite geometric series, integrated"
FOUR = Input("x", fmpq(-4), fmpq(4))

SERIES = (
    Series(
        "exp",
        "exp(x)",
        "on e^x",
        (Input("x", fmpq(-700), fmpq(700)),),
        lambda x: x.exp(),
        exp_terms,
        exp_remainder,
        LAGRANGE,
        exp_opinion,
        "a continued fraction",
        spread((-40, 40), (-700, 700)),
        ("0", "1/10", "1", "-1", "-5/2", "-20", "40", "-100", "700"),
        monotone=True,
    ),
    Series(
        "power",
        "a^x, a > 0",
        "on a^x",
        (Input("a", fmpq(0), fmpq(1000), above=True), Input("x", fmpq(-100), fmpq(100))),
        power_truth,
        power_terms,
        power_remainder,
        LAGRANGE,
        power_opinion,
        "repeated square roots",
        power_points,
        ("2 1/2", "2 -10", "10 1/10", "1/10 3", "1/1000 50", "3 -20", "99/100 100", "1000 -7/3"),
        route="the exponential of 2x artanh((a-1)/(a+1)), so without the logarithm",
        gradient=power_gradient,
        basic=False,
    ),
    Series(
        "sin",
        "sin(x)",
        "on sin x",
        (Input("x", fmpq(-700), fmpq(700)),),
        lambda x: x.sin(),
        sin_terms,
        sin_remainder,
        LAGRANGE,
        sin_opinion,
        "Bessel's J of order 1/2",
        spread((-40, 40), (-700, 700)),
        ("1/10", "1", "3", "22/7", "-5", "10", "30", "100"),
    ),
    Series(
        "cos",
        "cos(x)",
        "on cos x",
        (Input("x", fmpq(-700), fmpq(700)),),
        lambda x: x.cos(),
        cos_terms,
        cos_remainder,
        LAGRANGE,
        cos_opinion,
        "Bessel's J of order -1/2",
        spread((-40, 40), (-700, 700)),
        ("0", "1/10", "1", "11/7", "3", "-5", "10", "30", "100"),
    ),
    Series(
        "geometric",
        "1/(1 - x), x not 1",
        "on 1/(1 - x)",
        (FOUR,),
        lambda x: 1 / (1 - x),
        geometric_terms,
        geometric_remainder,
        GEOMETRIC,
        lambda mp, x: reciprocal(mp, 1 - x),
        "Newton's iteration for the reciprocal",
        edged(-4, 4, (-1, 1), (1,), 0),
        ("0", "1/2", "-1/2", "9/10", "-9/10", "999/1000", "-1", "2", "-3"),
        route="one division",
        gradient=lambda x: [1 / (1 - x) ** 2],
    ),
    Series(
        "alternating",
        "1/(1 + x), x not -1",
        "on 1/(1 + x)",
        (FOUR,),
        lambda x: 1 / (1 + x),
        alternating_terms,
        alternating_remainder,
        GEOMETRIC,
        lambda mp, x: reciprocal(mp, 1 + x),
        "Newton's iteration for the reciprocal",
        edged(-4, 4, (-1, 1), (-1,), 0),
        ("0", "1/2", "-1/2", "9/10", "-9/10", "-999/1000", "1", "-2", "3"),
        route="one division",
        gradient=lambda x: [-1 / (1 + x) ** 2],
    ),
    Series(
        "log1p",
        "ln(1 + x), x > -1",
        "on ln(1 + x)",
        (Input("x", fmpq(-1), fmpq(4), above=True),),
        lambda x: (1 + x).log(),
        log1p_terms,
        log1p_remainder,
        INTEGRATED,
        lambda mp, x: log_opinion(mp, 1 + x),
        "the arithmetic-geometric mean",
        edged(-1, 4, (-1, 1), (-1,), 0),
        ("1/10", "-1/10", "1/1000000", "9/10", "-9/10", "1", "-999999/1000000", "2"),
        monotone=True,
    ),
    Series(
        "log",
        "ln(x), x > 0",
        "on ln x",
        (Input("x", fmpq(0), fmpq(5), above=True),),
        lambda x: x.log(),
        log_terms,
        log_remainder,
        INTEGRATED,
        log_opinion,
        "the arithmetic-geometric mean",
        edged(0, 5, (0, 2), (0,), 1),
        ("11/10", "9/10", "1000001/1000000", "1/2", "19/10", "2", "1/1000000", "3"),
        monotone=True,
    ),
    Series(
        "binomial",
        "(1 + x)^alpha, x > -1",
        "on (1 + x)^alpha",
        (Input("x", fmpq(-1), fmpq(4), above=True), Input("alpha", fmpq(-6), fmpq(6))),
        binomial_truth,
        binomial_terms,
        binomial_remainder,
        "Taylor's theorem, integral and Cauchy's remainder",
        lambda mp, x, alpha: power_opinion(mp, 1 + x, alpha),
        "repeated square roots",
        binomial_points,
        ("1/10 1/2", "-1/10 1/2", "9/10 -1/2", "-9/10 1/3", "-999999/1000000 -1/2", "1 1/2", "1 -6", "3 5"),
        route="arb's power, by logarithm and exponential",
        gradient=binomial_gradient,
    ),
)

PROBLEMS = {s.name: s.problem() for s in SERIES}
DECLARED = tuple(PROBLEMS.values())
ALGORITHMS = tuple(a for s in SERIES for a in s.algorithms(PROBLEMS[s.name]))

# --- claims -------------------------------------------------------------------------------------------
#
# A general term c_n x^(pn + q) is proved for all n at once. Its function solves a linear differential
# equation that is regular inside the disc; there the solution is analytic, and a power series solves the
# equation if and only if p(n) c_(n+1) = q(n) c_n, the printed equation of the first row below, with the
# right c_0. The quotient c_(n+1)/c_n of the printed term follows from (m+1)! = (m+1) m! alone. What is
# left is an identity of polynomials in n, alpha and L = ln a. That the sums tend to the function where
# the reading says so is what the truncation bounds above prove: each tends to 0 there.

n_, alpha_, L_, x_ = fmpq_mpoly_ctx.get(("n", "alpha", "L", "x"), Ordering.lex).gens()
ALPHAS = tuple(fmpq(*pq) for pq in ((1, 2), (-1, 2), (1, 3), (-7, 3), (-1, 1), (5, 1)))
LENGTH = 10  # FLINT's power series are cut there unless its context is changed


@dataclass(frozen=True)
class GeneralTerm:
    """sign^n coefficient x^(pn + q) over a factorial (an + b)! or a linear factor, as the text prints it.

    equation  (p(n), q(n)) of the recurrence p(n) c_(n+1) = q(n) c_n that the differential equation gives
    """

    power: tuple[int, int]
    equation: tuple[Any, Any]
    sign: int = 1
    factorial: tuple[int, int] | None = None
    linear: int | None = None
    base: bool = False
    falling: bool = False

    def coefficient(self, n: int, alpha: fmpq = ALPHAS[0], L: fmpq = ALPHAS[2]) -> fmpq:
        value = fmpq(self.sign**n)
        if self.factorial is not None:
            value = value / math.factorial(self.factorial[0] * n + self.factorial[1])
        if self.linear is not None:
            value = value / (n + self.linear)
        if self.base:
            value = value * L**n
        return value * math.prod((alpha - k for k in range(n)), start=fmpq(1)) if self.falling else value

    def quotient(self, n: Any, alpha: Any, L: Any = 1) -> tuple[Any, Any]:
        """Numerator and denominator of c_(n+1)/c_n."""
        above, below = self.sign + 0 * n, 1 + 0 * n
        if self.factorial is not None:
            a, b = self.factorial
            below = math.prod((a * n + b + j for j in range(1, a + 1)), start=below)
        if self.linear is not None:
            above, below = above * (n + self.linear), below * (n + self.linear + 1)
        if self.base:
            above = above * L
        return (above * (alpha - n) if self.falling else above), below

    def satisfied(self) -> list[tuple[Any, Any]]:
        (p, q), (above, below) = self.equation, self.quotient(n_, alpha_, L_)
        return [(p * above, q * below)]

    def series(self, alpha: fmpq = ALPHAS[0], L: fmpq = ALPHAS[2]) -> list[fmpq]:
        a, b = self.power
        coefficients = [fmpq(0)] * LENGTH
        for n in range((LENGTH - 1 - b) // a + 1):
            coefficients[a * n + b] = self.coefficient(n, alpha, L)
        return coefficients


X: Any = fmpq_series([0, 1])
PRINTED = {
    # e^x: f' = f; a^x: f' = L f; sin, cos: f'' = -f; 1/(1 -+ x): (1 -+ x) f = 1; ln(1 + x): (1 + x) f' = 1;
    # (1 + x)^alpha: (1 + x) f' = alpha f.
    "exp": GeneralTerm((1, 0), (n_ + 1, 1 + 0 * n_), factorial=(1, 0)),
    "power": GeneralTerm((1, 0), (n_ + 1, L_), factorial=(1, 0), base=True),
    "sin": GeneralTerm((2, 1), ((2 * n_ + 3) * (2 * n_ + 2), -1 + 0 * n_), sign=-1, factorial=(2, 1)),
    "cos": GeneralTerm((2, 0), ((2 * n_ + 2) * (2 * n_ + 1), -1 + 0 * n_), sign=-1, factorial=(2, 0)),
    "geometric": GeneralTerm((1, 0), (1 + 0 * n_, 1 + 0 * n_)),
    "alternating": GeneralTerm((1, 0), (1 + 0 * n_, -1 + 0 * n_), sign=-1),
    "log1p": GeneralTerm((1, 1), (n_ + 2, -(n_ + 1)), sign=-1, linear=1),
    "binomial": GeneralTerm((1, 0), (n_ + 1, alpha_ - n_), factorial=(1, 0), falling=True),
}
PRINTED["log"] = PRINTED["log1p"]
# The first terms as printed, and the same function by FLINT's power series.
FIRST: dict[str, tuple[str, Callable[..., fmpq_series]]] = {
    "exp": ("1 1 1/2 1/6", lambda alpha: X.exp()),
    "power": ("1 1/3 1/18 1/162", lambda alpha: (X * ALPHAS[2]).exp()),
    "sin": ("1 -1/6 1/120 -1/5040", lambda alpha: X.sin()),
    "cos": ("1 -1/2 1/24 -1/720", lambda alpha: X.cos()),
    "geometric": ("1 1 1 1", lambda alpha: 1 / (1 - X)),
    "alternating": ("1 -1 1 -1", lambda alpha: 1 / (1 + X)),
    "log1p": ("1 -1/2 1/3 -1/4", lambda alpha: (1 + X).log()),
    "log": ("1 -1/2 1/3 -1/4", lambda alpha: (1 + X).log()),
    "binomial": ("1 1/2 -1/8 1/16", lambda alpha: (alpha * (1 + X).log()).exp()),
}


def general_term(name: str) -> Sequence[tuple[Any, Any]]:
    """The recurrence for all n, the first terms as printed, and ten coefficients by FLINT."""
    printed, (first, function) = PRINTED[name], FIRST[name]
    leading = [printed.coefficient(n) for n in range(4)]
    found = [
        (c, fmpq(*map(int, f"{t}/1".split("/")[:2]))) for c, t in zip(leading, first.split(), strict=True)
    ]
    for alpha in ALPHAS if printed.falling else ALPHAS[:1]:
        coefficients = [function(alpha)[k] for k in range(LENGTH)]
        found += zip(printed.series(alpha), coefficients, strict=True)
    return [*printed.satisfied(), *found]


def terms_grow(name: str, x: int, start: int = 0, alpha: fmpq = ALPHAS[0]) -> Check:
    """REFUTED where no term from `start` on, at x, is smaller than the one before: they do not tend to 0."""

    def check() -> Outcome:
        above, below = PRINTED[name].quotient(fmpq_poly([start, 1]), alpha)
        # |x above| - below at n = start + k has no negative coefficient as a polynomial in k >= 0.
        growing = any(all(c >= 0 for c in (sign * x * above - below).coeffs()) for sign in (-1, 1))
        holds = growing and PRINTED[name].coefficient(start, alpha) != 0
        return Outcome(
            False if holds else None,
            f"at x = {x}{f', alpha = {alpha}' if name == 'binomial' else ''} no term from the one of index "
            f"{start} on is smaller than the one before, so the sum has no limit",
        )

    return check


def literal() -> Outcome:
    # (1 - x) x^k = x^k - x^(k+1), added up over k <= n.
    telescopes = identity(lambda: [((1 - x_) * L_, L_ - x_ * L_)], "(1 - x) q = q - x q with q = x^k")()
    return Outcome(
        False if telescopes.holds else None,
        f"{telescopes.evidence}; so (1 - x)(1 + x + ... + x^n) = 1 - x^(n+1), which is 1 at x = 0 alone",
    )


def binomial_theorem() -> Sequence[tuple[Any, Any]]:
    # C(m, n+1) (n+1) = C(m, n) (m - n) is the printed quotient at alpha = m; it is 0 at n = m: the sum ends.
    above, below = PRINTED["binomial"].quotient(n_, alpha_)
    powers = [fmpq_poly([1, 1]) ** m for m in range(40)]
    finite = [
        (fmpq_poly([PRINTED["binomial"].coefficient(n, fmpq(m)) for n in range(m + 2)]), powers[m])
        for m in range(40)
    ]
    return [((n_ + 1) * above, below * (alpha_ - n_)), (0 * n_, above.subs({"alpha": 3, "n": 3})), *finite]


def starts(figure: str, magnitudes: Callable[[Any], Any], size: Callable[[Any], Any]) -> Check:
    """The sum of the magnitudes is below ten times |f| up to the figure, and above just past it.

    The magnitudes of all terms add up to e^t, sinh t, cosh t, 1/(1 - t), -ln(1 - t) with t = |x|.
    `magnitudes` increases in t >= 0, `size` is |f|; both may carry 1/t.
    """
    half = last_unit(figure) / 2
    low, high = rational(figure) - half, arb(rational(figure) + half)

    def below(t: arb) -> bool | None:
        if magnitudes(t.upper()) < 10 * size(t):
            return True
        return less(magnitudes(t), 10 * size(t))

    def past() -> Outcome:
        return Outcome(less(10 * size(high), magnitudes(high)), f"no longer at {high.str(6, radius=False)}")

    return both(on_interval(fmpq(0), low, below, "the magnitudes sum to less than 10 |f|"), past)


def claim(letter: str, name: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    place = next(series.place for series in SERIES if series.name == name)
    return Claim(f"D-1{letter}", PROBLEMS[name], "law", says, reading, NOTES.at(place), declared, check)


def law(letter: str, name: str, term: str, where: str) -> Claim:
    formula = PROBLEMS[name].formula.removeprefix("y = ").split(",")[0]
    return claim(
        letter,
        name,
        CONFIRMED,
        f"{formula} is the sum of {term}.",
        f"For every n >= 0 that is the Taylor term of the function, and the sum over all n is the function "
        f"for {where}.",
        identity(partial(general_term, name), "the recurrence of the Taylor coefficients for all n"),
    )


def unbounded(letter: str, name: str, where: str, witness: Check) -> Claim:
    return claim(
        letter,
        name,
        REFUTED,
        "The function equals its series (no range is given).",
        f"For every {where} where the function is defined.",
        witness,
    )


CANCELLATION = Source("this catalogue", 2026, "where cancellation starts", "series summed as they stand")


def log1p_over(t: Any) -> Any:
    # ln(1 + t)/t falls in t: over a ball that holds 0 its value at the upper end, from below.
    return (1 + t).log() / t if t > 0 else (1 + t.upper()).log() / t.upper()


def start(letter: str, name: str, figure: str, of: str, check: Check) -> Claim:
    return Claim(
        f"D-1{letter}",
        PROBLEMS[name],
        "printed",
        f"(Ours.) The first decimal digit is lost to cancellation at {of}.",
        "There the magnitudes of all terms together first reach ten times |f|, going out from the centre; "
        "the figure is right to half a unit of its last digit.",
        CANCELLATION,
        CONFIRMED,
        check,
    )


CLAIMS = (
    law("a", "exp", "x^n/n!", "every real x"),
    law("b", "power", "(x ln a)^n/n!", "every a > 0 and real x"),
    law("c", "sin", "(-1)^n x^(2n+1)/(2n+1)!", "every real x"),
    law("d", "cos", "(-1)^n x^(2n)/(2n)!", "every real x"),
    law("e", "geometric", "x^n", "|x| < 1"),
    law("f", "alternating", "(-1)^n x^n", "|x| < 1"),
    law("g", "log1p", "(-1)^n x^(n+1)/(n+1)", "-1 < x <= 1"),
    law("h", "log", "(-1)^n (x-1)^(n+1)/(n+1)", "0 < x <= 2"),
    law("i", "binomial", "alpha (alpha-1) ... (alpha-n+1) x^n/n!", "|x| < 1 and every real alpha"),
    unbounded("j", "geometric", "x", terms_grow("geometric", 2)),
    unbounded("k", "alternating", "x", terms_grow("alternating", 2)),
    unbounded("l", "log1p", "x", terms_grow("log1p", 2)),
    unbounded("m", "log", "x", terms_grow("log", 2)),
    unbounded("n", "binomial", "x and alpha", terms_grow("binomial", 2, start=2)),
    claim(
        "o",
        "geometric",
        REFUTED,
        "1/(1-x) = 1 + x + x^2 + x^3 + ... + x^n: it ends with its general term, as all nine do in print.",
        "To the letter: equality with the sum of n + 1 terms, for some n and every |x| < 1.",
        literal,
    ),
    claim(
        "p",
        "binomial",
        CONFIRMED,
        "For a positive integer alpha it is the binomial theorem.",
        "For alpha = m = 1, 2, 3, ... the coefficients are C(m, n), and 0 from n = m + 1 on.",
        identity(binomial_theorem, "(n+1) C(m, n+1) = (m-n) C(m, n) is the printed recurrence"),
    ),
    start("q", "exp", "1.1513", "x = -1.1513", starts("1.1513", lambda t: t.exp(), lambda t: (-t).exp())),
    start(
        "r",
        "sin",
        "2.495",
        "|x| = 2.495",
        starts("2.495", lambda t: t.sinh() / t, lambda t: abs(t.sinc())),
    ),
    start("s", "cos", "1.361", "|x| = 1.361", starts("1.361", lambda t: t.cosh(), lambda t: abs(t.cos()))),
    start(
        "t",
        "alternating",
        "0.8182",
        "x = 0.8182",
        starts("0.8182", lambda t: 1 / (1 - t), lambda t: 1 / (1 + t)),
    ),
    start(
        "u",
        "log1p",
        "0.99902",
        "x = 0.99902",
        starts("0.99902", lambda t: -(1 - t).log() / t, log1p_over),
    ),
)
