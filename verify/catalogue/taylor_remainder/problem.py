"""The remainder of Taylor's polynomial of degree n about a, at x, for e^x, cos x and ln(1+x).

R_n(x) = f(x) - sum over k <= n of f^(k)(a) (x-a)^k/k! is the (n+1)-fold integral of f^(n+1) from a: over t_1
from verify.arithmetic.kinds import Number
from a to x, t_2 from a to t_1, and so on. It is computed as that, as one integral (Cauchy's form), as the
next terms of the series, and by subtraction.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from flint import acb, arb, fmpq

from verify.arithmetic.kinds import Arithmetic, Mpf, Mpmath, Number
from verify.catalogue.sources import DU
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.sampling import log_strata


# --- the functions ------------------------------------------------------------------------------------
# `derivative` is f^(k)(t); `terms` yields f^(k)(a) h^k/k! for k = 0, 1, 2, ...; `largest` bounds |f^(k)|
# between a and x. The truths: sum over k >= q of z^k/k! = z^q/q! 1F1(1; q+1; z), and the logarithm's
# sum over k > n of -(-u)^k/k = (-1)^n u^(n+1)/(n+1) 2F1(1, n+1; n+2; -u), u = (x-a)/(1+a).
def exp_derivative(R: Arithmetic[Number], t: Number, k: int) -> Number:
    return R.exp(t)


def exp_terms(R: Arithmetic[Number], a: Number, h: Number) -> Iterator[Any]:
    term = R.exp(a)
    for k in range(1, 10_000):
        yield term
        term = term * h / k


def exp_largest(a: arb, x: arb, k: int) -> arb:
    return a.max(x).exp()


def exp_from(a: arb, h: arb, q: int) -> arb:
    """e^a times the sum over k >= q of h^k/k!; e^a is 1F1(1; 1; a)."""
    if h.is_exact():
        tail = h.hypgeom_1f1(1, q + 1)
    else:
        # It grows with h: for q >= 1 it is q times the integral over [0, 1] of (1-s)^(q-1) e^(hs), for q = 0
        # e^h. So the ends of a wide ball give the ends.
        tail = h.lower().hypgeom_1f1(1, q + 1).union(h.upper().hypgeom_1f1(1, q + 1))
    return a.hypgeom_1f1(1, 1) * h**q / arb(q).fac() * tail


def exp_truth(a: arb, x: arb, n: int) -> arb:
    return exp_from(a, x - a, n + 1)


def exp_slope(a: arb, x: arb, n: int) -> arb:
    return exp_from(a, x - a, n)


def cos_derivative(R: Arithmetic[Number], t: Number, k: int) -> Number:
    value = R.sin(t) if k % 2 else R.cos(t)
    return -value if k % 4 in (1, 2) else value


def cos_terms(R: Arithmetic[Number], a: Number, h: Number) -> Iterator[Any]:
    c, s = R.cos(a), R.sin(a)
    power = h**0
    for k in range(1, 10_000):
        yield (c, -s, -c, s)[(k - 1) % 4] * power
        power = power * h / k


def cos_largest(a: arb, x: arb, k: int) -> arb:
    return arb(1)


def cos_from(a: arb, h: arb, p: int, q: int) -> arb:
    """The real part of e^(ia) i^(p-q) times the sum over k >= q of (ih)^k/k!."""
    turn = (1, 1j, -1, -1j)[p % 4]
    tail = acb(0, a).hypgeom_1f1(1, 1) * acb(0, h).hypgeom_1f1(1, q + 1)
    return (turn * tail).real * h**q / arb(q).fac()


def cos_truth(a: arb, x: arb, n: int) -> arb:
    return cos_from(a, x - a, n + 1, n + 1)


def cos_slope(a: arb, x: arb, n: int) -> arb:
    return cos_from(a, x - a, n + 1, n)


def log_derivative(R: Arithmetic[Number], t: Number, k: int) -> Number:
    if k == 0:
        return R.log1p(t)
    value = 1 / (1 + t)
    for j in range(1, k):
        value = value * -j / (1 + t)
    return value


def log_terms(R: Arithmetic[Number], a: Number, h: Number) -> Iterator[Any]:
    yield R.log1p(a)
    u = h / (1 + a)
    power = u
    for k in range(1, 10_000):
        yield power / k
        power = power * -u


def log_largest(a: arb, x: arb, k: int) -> arb:
    return math.factorial(k - 1) / (1 + a.min(x)) ** k


def log_truth(a: arb, x: arb, n: int) -> Any:
    u = (x - a) / (1 + a)
    return (-1) ** n * u ** (n + 1) / (n + 1) * (-u).hypgeom_2f1(1, n + 1, n + 2)


def log_slope(a: arb, x: arb, n: int) -> arb:
    return (-(x - a) / (1 + a)) ** n / (1 + x)


@dataclass(frozen=True)
class Function:
    """A function with what the algorithms and the truth of its remainder need. `slope` is dR_n/dx."""

    name: str
    formula: str
    derivative: Callable[..., Any]
    terms: Callable[..., Iterator[Any]]
    largest: Callable[..., Any]
    truth: Callable[..., Any]
    slope: Callable[..., Any]
    low: fmpq
    furthest: int  # |x - a| in the sweep, as a power of ten


FUNCTIONS = (
    Function(
        "exp", "e^x", exp_derivative, exp_terms, exp_largest, exp_truth, exp_slope, fmpq(-100), furthest=2
    ),
    Function(
        "cos", "cos x", cos_derivative, cos_terms, cos_largest, cos_truth, cos_slope, fmpq(-100), furthest=2
    ),
    Function(
        "log", "ln(1+x)", log_derivative, log_terms, log_largest, log_truth, log_slope, fmpq(-1), furthest=2
    ),
)


# --- the problems -------------------------------------------------------------------------------------
DEGREES = (1, 2, 5, 10, 20)


def problem_of(f: Function) -> Problem:
    def gradient(a: arb, x: arb, n: int) -> list[arb]:
        # dR/da: the sum's derivative telescopes, and -f^(n+1)(a) (x-a)^n/n! is left.
        return [-f.derivative(arb, a, n + 1) * (x - a) ** n / math.factorial(n), f.slope(a, x, n)]

    def cauchy(a: arb, x: arb, n: int) -> arb:
        # With t = a + s(x-a) the form of Cauchy has one size for every x. For the logarithm the integrand
        # is rational, for the others entire: a pole gives a ball that is not finite, nothing to check.
        h = x - a
        area = acb.integral(lambda s, analytic: f.derivative(acb, a + s * h, n + 1) * (1 - s) ** n, 0, 1)
        return area.real * h ** (n + 1) / math.factorial(n)

    def opinion(mp: Mpmath, a: Mpf, x: Mpf, n: int) -> Mpf:
        # f - T_n with bits enough for what cancels: R_n is above 2^-2000 at the reference points.
        with mp.workprec(mp.prec + 2200):
            total = sum(islice(f.terms(mp, a, x - a), n + 1))
            return f.derivative(mp, x, 0) - total

    def points(count: int, random: Random) -> Iterator[Inputs]:
        # Mostly about 0, where the problem is well conditioned; each fourth about 1, and to the left as well.
        for n in DEGREES:
            for k, h in enumerate(log_strata(count // len(DEGREES), -5, f.furthest, random)):
                a = fmpq(1) if k % 4 == 3 else fmpq(0)
                left = k % 4 == 1 and a - h > f.low
                yield {"a": a, "x": a - h if left else a + h, "n": n}

    return Problem(
        name=f"taylor_remainder_{f.name}",
        title=f"The remainder of Taylor's polynomial for {f.formula}",
        formula=f"R_n(x; a) of {f.formula}, the polynomial being of degree n about a",
        source=DU.at("section on Taylor's expansion"),
        inputs=tuple(Input(name, f.low, fmpq(101), above=True) for name in ("a", "x")),
        parameters=(Parameter("n", 0, 30, DEGREES, shown=5),),
        data=lambda a, x, n: (a, x, n),
        truth=Route(f.truth, "the tail of the series as a hypergeometric function, 1F1 or 2F1"),
        second=Route(cauchy, "Cauchy's integral form, by adaptive Gauss-Legendre quadrature in balls"),
        opinion=Route(opinion, "subtraction in mpmath, with bits enough for what cancels"),
        sensitivity=Sensitivity(gradient=gradient),
        sweep=Sweep(axis=Axis("|x - a|", lambda a, x, n: abs(x - a), log=True), points=points, count=60),
        systems=("B2",),
        references=tuple(
            {"a": a, "x": x, "n": n}
            for a, x, n in (
                ("0", "1", 5),
                ("0", "1/1000", 2),
                ("0", "1/10", 20),
                ("1", "3/2", 10),
                ("2", "1/3", 3),
                ("0", "20", 5),
                ("0", "-1/2", 0),
                ("0", "50", 30),
            )
        ),
    )


PROBLEMS = tuple(problem_of(f) for f in FUNCTIONS)
