"""What the source says about it, each statement with its proof."""

import math
from collections.abc import Callable
from itertools import pairwise

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every
from verify.catalogue.gaussian_potential.methods import ALGORITHMS, closed_form, ratio
from verify.catalogue.gaussian_potential.problem import POWERS, problem, quotient, size, truth
from verify.catalogue.sources import SU
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check, between
from verify.core.claim import REFUTED, Reach
from verify.measure.harness import measure

V1 = Claims(problem, SU.at("a reader's comment and the reply to it, 2018"), "V-1", further=True)


a_, A_, s2_, t_, x_ = fmpq_mpoly_ctx.get(("a", "A", "s", "t", "x"), Ordering.lex).gens()


CLAIMS_V1 = (
    V1.law(
        says="putting y = sqrt(a) x lets eps absorb a, so that one parameter is enough",
        reading="for a > 0: I(a, eps) = a^(-1/2) g(t), t = eps/a^m, g(t) = I(1, t), because with a = "
        "s^2, y = s x both terms of the exponent pass into those of g and dx = dy/s; m = 2 "
        "is the text's case",
        check=forms.identity(
            lambda: [
                pair
                for m in POWERS
                for pair in (
                    (s2_**2 * x_**2, (s2_ * x_) ** 2),
                    (t_ * s2_ ** (2 * m) * x_ ** (2 * m), t_ * (s2_ * x_) ** (2 * m)),
                )
            ],
            "a x^2 = y^2 and eps x^(2m) = t y^(2m), m = 2 to 6",
        ),
        reach=Reach.IDENTITY,
    ),
)


V2 = Claims(problem, SU.at("a reader's comment and the reply to it, 2018"), "V-2", further=True)


def finite_at_zero(m: int) -> bool | None:
    here = arb(0), arb(1), m
    near = closed_form(Ball(), *here, ENOUGH_STEPS) / truth(*here)
    return every(
        [bool(truth(*here).is_finite()), between("0.5", near, "1"), not ratio(Ball(), *here).is_finite()]
    )


def leaves_the_range() -> bool | None:
    """float64 close to a = 0: the scaled form has no value, the other one has."""
    given = {"a": "1e-60", "eps": "1", "m": 6, "steps": 16}
    scaled, plain = (measure(a, **given) for a in (ALGORITHMS[2], ALGORITHMS[1]))
    return scaled.cause == "range" and plain.cause == "truncation"


def each_power(holds: Callable[[int], bool | None], summary: str) -> Check:
    return forms.at_each(POWERS, holds, lambda m: f"for m = {m}", summary)


ENOUGH_STEPS = 40
CLAIMS_V2 = (
    V2.law(
        "a",
        says="a is kept as a parameter of its own because it may be 0",
        reading="at a = 0 the integral and the closed form are finite and positive, eps/a^m is no "
        "number; m = 2 to 6",
        check=each_power(
            finite_at_zero, "both have a value at a = 0, where eps/a^m has none, for m = 2 to 6"
        ),
        reach=Reach.FINITE_SET,
    ),
    V2.finding(
        "b",
        says="a is kept as a parameter of its own because it may be 0",
        reading="in float64 close to 0 is enough: at a = 1e-60, eps = 1, m = 6 the scaled closed "
        "form leaves the range, the other one does not",
        check=forms.each(
            [("at a = 1e-60", leaves_the_range)],
            "eps/a^6 overflows at a = 1e-60; the closed form itself holds",
        ),
        reach=Reach.MEASUREMENT,
    ),
)


V3 = Claims(problem, SU.at("equation (2) and what follows"), "V-3", further=True)


def taylor_steps() -> list[tuple[fmpq_poly, fmpq_poly]]:
    # r_n = e^-u - sum of (-u)^k/k! over k < n obeys 0 <= (-1)^n r_n <= u^n/n! for u >= 0: true for n = 0,
    # and as r_(n+1)' = -r_n, r_(n+1)(0) = 0, integration over [0, u] gives the next. Used: the sums' steps.
    sums = [fmpq_poly([fmpq((-1) ** k, math.factorial(k)) for k in range(n)]) for n in range(1, 42)]
    steps = [(after.derivative(), -before) for before, after in pairwise(sums)]
    return steps + [(s(fmpq_poly([0])), fmpq_poly([1])) for s in sums]


ONE = fmpq(1)
FIRST_TERMS = [(n, m) for m in POWERS for n in range(20)]
n_ = s_ = fmpq_poly([0, 1])
CLAIMS_V3 = (
    V3.law(
        "a",
        says="for a general V the integral is the sum of (-eps)^n/n! times that of e^(-a x^2) V^n",
        reading="taken at its word, with V = x^(2m), m >= 2: for some a, eps > 0 the series "
        "converges. Its terms do not tend to 0 for any eps > 0: each is (mn + 1/2)...(mn + m "
        "- 1/2)/(n + 1) eps/a^m times the one before; from n = 1 on the factors exceed 1, "
        "the first two are at least 2n + 1/2 and 2n + 3/2",
        check=forms.disproved(
            forms.identity(
                lambda: [
                    ((2 * n_ + fmpq(1, 2)) * (2 * n_ + fmpq(3, 2)), 4 * n_ * (n_ + 1) + fmpq(3, 4)),
                    *((size(n + 1, ONE, m), size(n, ONE, m) * quotient(n, ONE, m)) for n, m in FIRST_TERMS),
                ],
                "(2n + 1/2)(2n + 3/2) = 4n(n + 1) + 3/4, so the quotient of the terms exceeds 4n eps/a^m",
            )
        ),
        reach=Reach.IDENTITY,
        declared=REFUTED,
    ),
    V3.law(
        "b",
        says="for a general V the integral is the sum of (-eps)^n/n! times that of e^(-a x^2) V^n",
        reading="as an asymptotic series, V >= 0: what the first n terms leave has the sign of the "
        "next one and at most its size, which is a constant times eps^n",
        check=forms.identity(taylor_steps, "the steps of the induction for the remainders of e^-u, n <= 40"),
        reach=Reach.IDENTITY,
    ),
)
