"""The remainder of Taylor's polynomial of degree n about a, at x, for e^x, cos x and ln(1+x).

R_n(x) = f(x) - sum over k <= n of f^(k)(a) (x-a)^k/k! is the (n+1)-fold integral of f^(n+1) from a: over t_1
from a to x, t_2 from a to t_1, and so on. It is computed as that, as one integral (Cauchy's form), as the
next terms of the series, and by subtraction.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from random import Random
from typing import Any

import numpy as np
from flint import acb, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic import Ball, Float64
from verify.arithmetic.precision import every, less
from verify.claims.forms import Check, both, each, identity
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Bound,
    Finite,
    Input,
    Parameter,
    Problem,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.sampling import log_strata

DU = Source("Hivan Du", 2023, "Calculus: the Newton-Leibniz formula and Taylor expansion, Math 13")
DAVIS = Source("P. J. Davis and P. Rabinowitz", 1984, "Methods of Numerical Integration, 2nd ed.")
APOSTOL = Source("T. M. Apostol", 1967, "Calculus, vol. 1, 2nd ed.")

# --- the functions ------------------------------------------------------------------------------------
# `derivative` is f^(k)(t); `terms` yields f^(k)(a) h^k/k! for k = 0, 1, 2, ...; `largest` bounds |f^(k)|
# between a and x. The truths: sum over k >= q of z^k/k! = z^q/q! 1F1(1; q+1; z), and the logarithm's
# sum over k > n of -(-u)^k/k = (-1)^n u^(n+1)/(n+1) 2F1(1, n+1; n+2; -u), u = (x-a)/(1+a).


def exp_derivative(R: Any, t: Any, k: int) -> Any:
    return R.exp(t)


def exp_terms(R: Any, a: Any, h: Any) -> Iterator[Any]:
    term = R.exp(a)
    for k in range(1, 10_000):
        yield term
        term = term * h / k


def exp_largest(a: Any, x: Any, k: int) -> Any:
    return a.max(x).exp()


def exp_from(a: Any, h: Any, q: int) -> Any:
    """e^a times the sum over k >= q of h^k/k!; e^a is 1F1(1; 1; a)."""
    if h.is_exact():
        tail = h.hypgeom_1f1(1, q + 1)
    else:
        # It grows with h: for q >= 1 it is q times the integral over [0, 1] of (1-s)^(q-1) e^(hs), for q = 0
        # e^h. So the ends of a wide ball give the ends.
        tail = h.lower().hypgeom_1f1(1, q + 1).union(h.upper().hypgeom_1f1(1, q + 1))
    return a.hypgeom_1f1(1, 1) * h**q / arb(q).fac() * tail


def exp_truth(a: Any, x: Any, n: int) -> Any:
    return exp_from(a, x - a, n + 1)


def exp_slope(a: Any, x: Any, n: int) -> Any:
    return exp_from(a, x - a, n)


def cos_derivative(R: Any, t: Any, k: int) -> Any:
    value = R.sin(t) if k % 2 else R.cos(t)
    return -value if k % 4 in (1, 2) else value


def cos_terms(R: Any, a: Any, h: Any) -> Iterator[Any]:
    c, s = R.cos(a), R.sin(a)
    power = h**0
    for k in range(1, 10_000):
        yield (c, -s, -c, s)[(k - 1) % 4] * power
        power = power * h / k


def cos_largest(a: Any, x: Any, k: int) -> Any:
    return arb(1)


def cos_from(a: Any, h: Any, p: int, q: int) -> Any:
    """The real part of e^(ia) i^(p-q) times the sum over k >= q of (ih)^k/k!."""
    turn = (1, 1j, -1, -1j)[p % 4]
    tail = acb(0, a).hypgeom_1f1(1, 1) * acb(0, h).hypgeom_1f1(1, q + 1)
    return (turn * tail).real * h**q / arb(q).fac()


def cos_truth(a: Any, x: Any, n: int) -> Any:
    return cos_from(a, x - a, n + 1, n + 1)


def cos_slope(a: Any, x: Any, n: int) -> Any:
    return cos_from(a, x - a, n + 1, n)


def log_derivative(R: Any, t: Any, k: int) -> Any:
    if k == 0:
        return R.log1p(t)
    value = 1 / (1 + t)
    for j in range(1, k):
        value = value * -j / (1 + t)
    return value


def log_terms(R: Any, a: Any, h: Any) -> Iterator[Any]:
    yield R.log1p(a)
    u = h / (1 + a)
    power = u
    for k in range(1, 10_000):
        yield power / k
        power = power * -u


def log_largest(a: Any, x: Any, k: int) -> Any:
    return math.factorial(k - 1) / (1 + a.min(x)) ** k


def log_truth(a: Any, x: Any, n: int) -> Any:
    u = (x - a) / (1 + a)
    return (-1) ** n * u ** (n + 1) / (n + 1) * (-u).hypgeom_2f1(1, n + 1, n + 2)


def log_slope(a: Any, x: Any, n: int) -> Any:
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
    def gradient(a: Any, x: Any, n: int) -> list[Any]:
        # dR/da: the sum's derivative telescopes, and -f^(n+1)(a) (x-a)^n/n! is left.
        return [-f.derivative(arb, a, n + 1) * (x - a) ** n / math.factorial(n), f.slope(a, x, n)]

    def cauchy(a: Any, x: Any, n: int) -> Any:
        # With t = a + s(x-a) the form of Cauchy has one size for every x. For the logarithm the integrand
        # is rational, for the others entire: a pole gives a ball that is not finite, nothing to check.
        h = x - a
        area = acb.integral(lambda s, analytic: f.derivative(acb, a + s * h, n + 1) * (1 - s) ** n, 0, 1)
        return area.real * h ** (n + 1) / math.factorial(n)

    def opinion(mp: Any, a: Any, x: Any, n: int) -> Any:
        # f - T_n with bits enough for what cancels: R_n is above 2^-2000 at the reference points.
        with mp.workprec(mp.prec + 2200):
            total = sum(islice(f.terms(mp, a, x - a), n + 1))
            return f.derivative(mp, x, 0) - total

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
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


# --- the algorithms -----------------------------------------------------------------------------------

TERMS = Parameter("terms", 1, 60, (1, 2, 5, 10, 20, 60), shown=10)
NODES = Parameter("nodes", 1, 24, (1, 2, 4, 8, 16, 24), shown=8)
CELLS = Parameter("cells", 1, 1024, (1, 4, 16, 64, 256, 1024), shown=64)


def nodes_in_balls(m: int) -> Sequence[tuple[Any, Any]]:
    """Abscissas and weights of Gauss and Legendre on [0, 1]."""
    found = [arb.legendre_p_root(m, k, weight=True) for k in range(m)]
    return [((1 + x) / 2, w / 2) for x, w in found]


def cumulated(step: Any, values: list[Any], zero: Any) -> list[Any]:
    """The trapezoidal rule from the first point to each."""
    sums = [zero]
    for left, right in pairwise(values):
        sums.append(sums[-1] + step * (left + right) / 2)
    return sums


def difference_of(f: Function, problem: Problem) -> Algorithm:
    def difference(R: Any, a: Any, x: Any, n: int) -> Any:
        total = R(0)
        for term in islice(f.terms(R, a, x - a), n + 1):
            total = total + term
        return f.derivative(R, x, 0) - total

    return Algorithm(
        name="difference",
        problem=problem,
        says="the function less its polynomial",
        source=DU.at("section on Taylor's expansion"),
        body=difference,
        basic=False,
        truncation=Finite(),
    )


def tail_of(f: Function, problem: Problem) -> Algorithm:
    def tail(R: Any, a: Any, x: Any, n: int, terms: int) -> Any:
        total = R(0)
        for term in islice(f.terms(R, a, x - a), n + 1, n + 1 + terms):
            total = total + term
        return total

    def first_omitted(a: Any, x: Any, n: int, terms: int) -> Any:
        # Lagrange: the error of the polynomial of degree m - 1 is f^(m)(xi) (x-a)^m/m!.
        m = n + terms + 1
        return f.largest(a, x, m) * abs(x - a) ** m / math.factorial(m)

    return Algorithm(
        name="tail",
        problem=problem,
        says="the next terms of the series",
        source=APOSTOL.at("section 7.5"),
        body=tail,
        parameters=(TERMS,),
        truncation=Bound(first_omitted, "Taylor's theorem, Lagrange's remainder"),
        basic=False,
        grid=True,
    )


def iterated_of(f: Function, problem: Problem) -> Algorithm:
    def iterated(R: Any, a: Any, x: Any, n: int, cells: int) -> Any:
        step = (x - a) / cells
        values = [f.derivative(R, a + k * step, n + 1) for k in range(cells + 1)]
        for _ in range(n + 1):
            values = cumulated(step, values, R(0))
        return values[-1]

    def bound(a: Any, x: Any, n: int, cells: int) -> Any:
        # I integrates from a, T is the rule, d the step, g = f^(n+1). T^(n+1) g - I^(n+1) g is the sum over
        # k <= n of T^(n-k) (T - I) I^k g. Up to each point |(T - I) p| <= |x-a| d^2/12 max|p''|, and
        # p'' = g'', g', g, I g, ... for p = g, I g, I^2 g, ..., where |I^j g| <= max|g| |x-a|^j/j!. And
        # T^j 1 rises, so that T raises it no more than the sum of right ends does: T^j 1 <= d^j C(m+j-1, j)
        # at the m-th point.
        length = abs(x - a)
        d = length / cells
        total = arb(0)
        for k in range(n + 1):
            j = max(k - 2, 0)
            curve = f.largest(a, x, n + 3 - min(k, 2)) * length**j / math.factorial(j)
            spread = d ** (n - k) * math.comb(cells + n - k - 1, n - k)
            total = total + spread * length * d * d / 12 * curve
        return total

    return Algorithm(
        name="iterated",
        problem=problem,
        says="the (n+1)-fold integral, one after the other by the trapezoidal rule",
        source=DU.at("section on Taylor's expansion, R_n"),
        body=iterated,
        parameters=(CELLS,),
        truncation=Bound(bound, "error of the trapezoidal rule, applied to each integral in turn"),
        basic=f.name == "log",
        grid=True,
    )


def cauchy_of(f: Function, problem: Problem) -> Algorithm:
    def rule(R: Any, nodes: Iterable[tuple[Any, Any]], a: Any, x: Any, n: int) -> Any:
        h = x - a
        total = R(0)
        for s, w in nodes:
            total = total + w * f.derivative(R, a + s * h, n + 1) * (1 - s) ** n
        return total * h ** (n + 1) / math.factorial(n)

    def float64(a: Any, x: Any, n: int, nodes: int) -> Any:
        s, w = np.polynomial.legendre.leggauss(nodes)
        pairs = zip((1 + s) / 2, w / 2, strict=True)
        return rule(Float64(), pairs, np.float64(a), np.float64(x), n)

    def ball(a: Any, x: Any, n: int, nodes: int) -> Any:
        return rule(Ball(), nodes_in_balls(nodes), a, x, n)

    def bound(a: Any, x: Any, n: int, nodes: int) -> Any:
        # The rule of m nodes on [0, 1] is off by (m!)^4/((2m+1)((2m)!)^3) p^(2m)(xi). By Leibniz, for
        # p(s) = g(a + sh)(1-s)^n, |p^(2m)| <= sum C(2m, j) |h|^(2m-j) max|g^(2m-j)| n!/(n-j)!, j <= n.
        m, length = nodes, abs(x - a)
        total = arb(0)
        for j in range(min(n, 2 * m) + 1):
            slope = f.largest(a, x, n + 1 + 2 * m - j) * length ** (2 * m - j)
            total = total + math.comb(2 * m, j) * slope * math.perm(n, j)
        factor = fmpq(math.factorial(m) ** 4, (2 * m + 1) * math.factorial(2 * m) ** 3)
        return factor * total * length ** (n + 1) / math.factorial(n)

    return Algorithm(
        name="cauchy",
        problem=problem,
        says="one integral over f^(n+1)(t) (x-t)^n/n!, by Gauss and Legendre's rule",
        source=DAVIS.at("section 2.7"),
        float64=float64,
        ball=ball,
        parameters=(NODES,),
        truncation=Bound(bound, "error of Gauss's rule"),
        basic=False,
        grid=True,
    )


PROBLEMS = tuple(problem_of(f) for f in FUNCTIONS)
ALGORITHMS = tuple(
    make(f, problem)
    for f, problem in zip(FUNCTIONS, PROBLEMS, strict=True)
    for make in (difference_of, tail_of, iterated_of, cauchy_of)
)

# --- claims -------------------------------------------------------------------------------------------

y_ = fmpq_poly([0, 1])  # x - a
MOST = 40


def factorial_power(k: int) -> fmpq_poly:
    """(x-a)^k/k!"""
    return y_**k / math.factorial(k)


def folded(p: fmpq_poly, times: int) -> fmpq_poly:
    """The iterated integral from a."""
    for _ in range(times):
        p = p.integral()
    return p


def derived(p: fmpq_poly, times: int) -> fmpq_poly:
    for _ in range(times):
        p = p.derivative()
    return p


def constants() -> list[tuple[Any, Any]]:
    # The induction's step; it holds for every k, as k! (k+1) = (k+1)!.
    # And the text's antiderivative of t - a, t^2/2 - at, between a and x.
    a, x = fmpq_mpoly_ctx.get(("a", "x"), "lex").gens()
    printed = (x**2 / 2 - a * x) - (a**2 / 2 - a * a)
    steps: list[tuple[Any, Any]] = [
        (factorial_power(k).integral(), factorial_power(k + 1)) for k in range(MOST)
    ]
    return [*steps, (printed, (x - a) ** 2 / 2)]


def remainder_of_power(m: int, n: int) -> fmpq_poly:
    """R_n of (x-a)^m, a basis of the polynomials."""
    return y_**m if m > n else fmpq_poly([])


def remainders() -> list[tuple[Any, Any]]:
    pairs = [(m, n) for m in range(MOST) for n in range(MOST)]
    return [(remainder_of_power(m, n), folded(derived(y_**m, n + 1), n + 1)) for m, n in pairs]


def threefold() -> bool | None:
    """The triple integral of (e^x)''' from 0 to 1, one integral inside the other, against R_2."""

    def nested(folds: int, end: Any) -> Any:
        if folds == 0:
            return end.exp()
        return acb.integral(lambda t, analytic: nested(folds - 1, t), 0, end, rel_tol=arb(2) ** -20)

    value = nested(3, acb(1)).real
    return every([bool(value.overlaps(exp_truth(arb(0), arb(1), 2))), less(value.rad(), fmpq(1, 10**4))])


def one_fold_short() -> Outcome:
    # R_1 of f = (x-a)^2 is f itself.
    f = y_**2
    twice, once = (folded(derived(f, 2), k) for k in (2, 1))
    assert twice == f, "the law of B-7b"
    evidence = (
        "for f = (x-a)^2, n = 1: R_1 = (x-a)^2 is the double integral of f'' = 2, the single one 2(x-a)"
    )
    return Outcome(once == f, evidence)


def n_folds_of_the_change() -> list[tuple[Any, Any]]:
    """R_n as the n-fold integral of f^(n)(t) - f^(n)(a), for the powers of x-a."""
    rows = []
    for m in range(MOST):
        for n in range(1, MOST):
            rate = derived(y_**m, n)
            rows.append((remainder_of_power(m, n), folded(rate - rate(fmpq(0)), n)))
    return rows


def order_as_printed() -> Outcome:
    # Limits a..x, a..t1, a..t2 stand from the outside in, so the innermost is a..t2. Here a = 0, f = x^3,
    # f''' = 6; an antiderivative in one variable without a constant is 0 at 0.
    variables = fmpq_mpoly_ctx.get(("t1", "t2", "t3", "x"), "lex").gens()
    t1, t2, _, x = variables

    def integrated(order: Sequence[int]) -> Any:
        p = 6 * t1**0
        for k, end in zip(order, (t2, t1, x), strict=True):
            p = p.integral(k).compose(*(end if i == k else v for i, v in enumerate(variables)))
        return p

    assert integrated((2, 1, 0)) == x**3, "in the order dt3 dt2 dt1 it is R_2"
    found = integrated((0, 1, 2))
    return Outcome(
        found == x**3,
        f"for f = x^3, a = 0 and n = 2 the order printed gives {found}, with t1 left over; dt3 dt2 dt1, as "
        "in the text's double integral, gives x^3",
    )


def derivatives_at_centre() -> list[tuple[Any, Any]]:
    # d^k/dx^k (x-a)^j/j! = (x-a)^(j-k)/(j-k)! is 1 at a for j = k, else 0; so f^(k)(a) is left of the sum.
    pairs = [(j, k) for j in range(MOST) for k in range(MOST)]
    return [(derived(factorial_power(j), k)(fmpq(0)), int(j == k)) for j, k in pairs]


def flat_function() -> Outcome:
    # f(x) = e^(-1/x^2), f(0) = 0. With y = 1/x, f^(k) = P_k(y) e^(-y^2), P_(k+1) = 2y^3 P_k - y^2 P_k', since
    # d/dx = -y^2 d/dy. A polynomial times e^(-y^2) tends to 0 as |y| grows, y f^(k) too: every derivative
    # at 0 exists and is 0, so every polynomial T_n is 0. But f(1/2) = e^-4.
    value = (-arb(4)).exp()
    return Outcome(
        False if value > 0 else None,
        f"for e^(-1/x^2), with every derivative 0 at 0, each T_n is 0 and f(1/2) = {value.str(5)}",
        value,
    )


def claim(id: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    source = DU.at("section on Taylor's expansion")
    return Claim(id, PROBLEMS[0], "law", says, reading, source, declared, check)


CLAIMS = (
    claim(
        "B-7a",
        CONFIRMED,
        "The constant f^(k)(a), integrated k times from a, is f^(k)(a) (x-a)^k/k!.",
        "For every k, by induction on it.",
        identity(constants, "the integral of (x-a)^k/k! from a is (x-a)^(k+1)/(k+1)!, k < 40"),
    ),
    claim(
        "B-7b",
        CONFIRMED,
        "So f is the sum of f^(k)(a) (x-a)^k/k! to k = n and a remainder that is an iterated integral.",
        "R_n is the (n+1)-fold integral of f^(n+1), for f with a continuous derivative f^(n+1): by "
        "induction, as R_n of f is the integral of R_(n-1) of f' (fundamental theorem). Checked for the "
        "powers of x-a, and for e^x as a triple integral in balls.",
        both(
            identity(remainders, "R_n of (x-a)^m is the (n+1)-fold integral, m and n below 40"),
            each([("for e^x", threefold)], "the triple integral of e^x over [0, 1] meets e - 5/2"),
        ),
    ),
    claim(
        "B-7c",
        REFUTED,
        "R_n, after the term (x-a)^n, has the form of an n-fold integral.",
        "Of f^(n+1), as in the text's own lines, which have three integrals for n = 2. (Neighbour: B-7d.)",
        one_fold_short,
    ),
    claim(
        "B-7d",
        CONFIRMED,
        "R_n, after the term (x-a)^n, has the form of an n-fold integral.",
        "Of f^(n)(t) - f^(n)(a), n >= 1, which is the innermost integral of f^(n+1) carried out.",
        identity(n_folds_of_the_change, "R_n of (x-a)^m as that n-fold integral, m and n below 40"),
    ),
    claim(
        "B-7e",
        REFUTED,
        "R_2 is the triple integral of f''' with limits a..x, a..t1, a..t2, taken dt1 dt2 dt3.",
        "In the order printed, from the inside out, as the text writes its double integral dt2 dt1.",
        order_as_printed,
    ),
    claim(
        "B-7f",
        CONFIRMED,
        "The polynomial has the value of f at the point, and its rates of change of order 1 to n.",
        "T_n^(k)(a) = f^(k)(a) for k = 0..n, whatever f.",
        identity(
            derivatives_at_centre, "the k-th derivative of (x-a)^j/j! at a is 1 for j = k, else 0, below 40"
        ),
    ),
    claim(
        "B-7g",
        REFUTED,
        "Taylor's expansion fits any function whatever with polynomials.",
        "For every f with all derivatives at a, the T_n(x) tend to f(x) for some x other than a. (That "
        "some polynomials do is Weierstrass's theorem, for f continuous on a closed interval.)",
        flat_function,
    ),
)
