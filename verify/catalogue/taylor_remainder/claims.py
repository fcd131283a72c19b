"""What the source says about it, each statement with its proof."""

import math
from collections.abc import Sequence
from typing import Any

from flint import acb, arb, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.precision import every, less
from verify.catalogue.sources import DU
from verify.catalogue.taylor_remainder.problem import PROBLEMS, exp_truth
from verify.claims.declare import Claims
from verify.claims.forms import both, each, identity, told
from verify.core.claim import REFUTED, Outcome, Reach

B7 = Claims(PROBLEMS[0], DU.at("section on Taylor's expansion"), "B-7", further=True)
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

    def nested(folds: int, end: acb) -> acb:
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

    def integrated(order: Sequence[int]) -> fmpq_mpoly:
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


CLAIMS_B7 = (
    B7.law(
        "a",
        says="The constant f^(k)(a), integrated k times from a, is f^(k)(a) (x-a)^k/k!.",
        reading="For every k, by induction on it.",
        check=identity(constants, "the integral of (x-a)^k/k! from a is (x-a)^(k+1)/(k+1)!, k < 40"),
        reach=Reach.THEOREM,
    ),
    B7.law(
        "b",
        says="So f is the sum of f^(k)(a) (x-a)^k/k! to k = n and a remainder that is an iterated integral.",
        reading="R_n is the (n+1)-fold integral of f^(n+1), for f with a continuous derivative "
        "f^(n+1): by induction, as R_n of f is the integral of R_(n-1) of f' (fundamental "
        "theorem). Checked for the powers of x-a, and for e^x as a triple integral in balls.",
        check=both(
            identity(remainders, "R_n of (x-a)^m is the (n+1)-fold integral, m and n below 40"),
            told(
                each([("for e^x", threefold)], "the triple integral of e^x over [0, 1] meets e - 5/2"),
                "the step of the induction is the fundamental theorem of calculus (quoted)",
            ),
        ),
        reach=Reach.THEOREM,
    ),
    B7.law(
        "c",
        says="R_n, after the term (x-a)^n, has the form of an n-fold integral.",
        reading="Of f^(n+1), as in the text's own lines, which have three integrals for n = 2. "
        "(Neighbour: B-7d.)",
        check=one_fold_short,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
    ),
    B7.law(
        "d",
        says="R_n, after the term (x-a)^n, has the form of an n-fold integral.",
        reading="Of f^(n)(t) - f^(n)(a), n >= 1, which is the innermost integral of f^(n+1) carried out.",
        check=identity(n_folds_of_the_change, "R_n of (x-a)^m as that n-fold integral, m and n below 40"),
        reach=Reach.THEOREM,
    ),
    B7.law(
        "e",
        says="R_2 is the triple integral of f''' with limits a..x, a..t1, a..t2, taken dt1 dt2 dt3.",
        reading="In the order printed, from the inside out, as the text writes its double integral dt2 dt1.",
        check=order_as_printed,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
    ),
    B7.law(
        "f",
        says="The polynomial has the value of f at the point, and its rates of change of order 1 to n.",
        reading="T_n^(k)(a) = f^(k)(a) for k = 0..n, whatever f.",
        check=identity(
            derivatives_at_centre, "the k-th derivative of (x-a)^j/j! at a is 1 for j = k, else 0, below 40"
        ),
        reach=Reach.IDENTITY,
    ),
    B7.law(
        "g",
        says="Taylor's expansion fits any function whatever with polynomials.",
        reading="For every f with all derivatives at a, the T_n(x) tend to f(x) for some x other "
        "than a. (That some polynomials do is Weierstrass's theorem, for f continuous on a "
        "closed interval.)",
        check=flat_function,
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
    ),
)
