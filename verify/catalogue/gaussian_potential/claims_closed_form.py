"""The closed form for higher powers, each statement with its proof."""

from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less
from verify.catalogue.gaussian_potential.claims import ENOUGH_STEPS, each_power
from verify.catalogue.gaussian_potential.gaussian import first_order, odd_product
from verify.catalogue.gaussian_potential.methods import closed_form, direct_expansion
from verify.catalogue.gaussian_potential.problem import POWERS, problem, size, truth
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import between
from verify.core.claim import Reach

P_, Q_, T_, c_, a_, A_, s_ = fmpq_mpoly_ctx.get(("P", "Q", "T", "c", "a", "A", "s"), Ordering.lex).gens()


def first_order_vanishes() -> list[tuple[Any, Any]]:
    # With P = A^(m-1), T = 2^(m-1) and (2m-1)!! = c T, eps = (A - a) P/c turns (a - A)(2A)^(m-1) +
    # (2m-1)!! eps into (a - A) T P + c T (A - a) P/c, c times which is 0 for every m.
    every_m = (c_ * (a_ - A_) * T_ * P_ + c_ * T_ * (A_ - a_) * P_, 0 * a_)
    by_body = [
        (
            (a_ - A_) * (2 * A_) ** (m - 1) + odd_product(m) / first_order(m) * (A_**m - a_ * A_ ** (m - 1)),
            0 * a_,
        )
        for m in POWERS
    ]
    return [every_m, *by_body]


def closer() -> list[tuple[Any, Any]]:
    # Q = s^(2m-2) for any m >= 2; s > 1 makes Q > 1 and s Q (s + 1) > 2.
    return [(2 - s_ * (2 - s_ * s_ * Q_ + Q_), (s_ - 1) * (s_ * Q_ * (s_ + 1) - 2))]


V4 = Claims(problem, US.at("the integral with x^(2m)"), "V-4", further=True)
CLAIMS_V4 = (
    V4.law(
        says="the A that removes the first-order term is the positive root of A^m - a A^(m-1) = c "
        "eps, c = (2m-1)!!/2^(m-1)",
        reading="<(a - A) x^2 + eps x^(2m)> = 0 under e^(-A x^2), times (2A)^m, with eps from the "
        "equation; one positive root by Descartes' rule. For m = 2 it is the text's A = (a + "
        "sqrt(a^2 + 6 eps))/2",
        check=forms.identity(
            first_order_vanishes,
            "(a - A)(2A)^(m-1) + (2m-1)!! eps = 0, for every m, and with the algorithm's factors to m = 6",
        ),
        reach=Reach.IDENTITY,
    ),
)


V5 = Claims(problem, US.at("the integral with x^(2m)"), "V-5", further=True)


def constant(m: int) -> arb:
    """The closed form over the integral at a = 0, for every eps; the root of A^m = c eps is taken exactly."""
    s = arb(fmpq(1, 2 * m))
    return arb.pi().sqrt() / arb(first_order(m)) ** s / (s.gamma() / m)


CONSTANTS = {
    2: "0.8834 0.8835",
    3: "0.7664 0.7665",
    4: "0.6821 0.6822",
    5: "0.6195 0.6196",
    6: "0.5711 0.5712",
}


CLAIMS_V5 = (
    V5.law(
        says="at a = 0 the closed form has the right power of eps, and misses the more the larger m",
        reading="there A^m = c eps, so it is a constant of the integral Gamma(1/(2m))/m "
        "eps^(-1/(2m)); the constant falls from 0.883 (m = 2) over 0.766, 0.682, 0.619 to "
        "0.571 (m = 6)",
        check=each_power(
            lambda m: between(CONSTANTS[m].split()[0], constant(m), CONSTANTS[m].split()[1]),
            "0.8834, 0.7664, 0.6821, 0.6195, 0.5711 of the integral, to within 1e-4",
        ),
        reach=Reach.FINITE_SET,
    ),
)


V6 = Claims(problem, US.at("the integral with x^(2m)"), "V-6", further=True)
CLAIMS_V6 = (
    V6.law(
        says="the closed form is closer than the first-order series for every power",
        reading="for all m >= 2 and a, eps > 0. Both lie below the integral (e^-u >= 1 - u), so the "
        "larger is the closer. Over sqrt(pi/a), with s = sqrt(A/a) > 1, they are 1/s and 1 - "
        "(s^(2m) - s^(2m-2))/2, and 2s times the difference is (s - 1)(s^(2m-1) (s + 1) - 2) "
        "> 0",
        check=forms.identity(
            closer, "2 - s (2 - s^(2m) + s^(2m-2)) = (s - 1)(s^(2m-1) (s + 1) - 2), s^(2m-2) any number"
        ),
        reach=Reach.IDENTITY,
    ),
)


V7 = Claims(problem, US.at("the integral with x^(2m)"), "V-7", further=True)


def off(terms: int, t: fmpq, m: int) -> Any:
    """|S_n - I|/I."""
    return abs(direct_expansion(Ball(), arb(1), arb(t), m, terms) / truth(arb(1), arb(t), m) - 1)


def closed_off(t: fmpq, m: int) -> Any:
    return abs(closed_form(Ball(), arb(1), arb(t), m, ENOUGH_STEPS) / truth(arb(1), arb(t), m) - 1)


def leading_and_closed(m: int) -> tuple[Any, Any]:
    """How far the leading term and the closed form are off at eps = a^m/100."""
    return off(1, fmpq(1, 100), m), closed_off(fmpq(1, 100), m)


CLAIMS_V7 = (
    V7.finding(
        says="for large powers the closed form can be worse than doing nothing",
        reading="at eps = a^m/100 the leading term sqrt(pi/a) alone is closer than the closed form "
        "for m = 5 and 6 (4.1 against 6.7 percent, 5.4 against 13), and farther off for m = "
        "2, 3 and 4",
        check=each_power(
            lambda m: less(*(leading_and_closed(m) if m > 4 else reversed(leading_and_closed(m)))),
            "the leading term is closer for m = 5, 6, the closed form for m = 2, 3, 4",
        ),
        reach=Reach.FINITE_SET,
    ),
)


V8 = Claims(problem, US.at("the integral with x^(2m)"), "V-8", further=True)


def best_sum(m: int, terms: int, low: str, high: str, most: int) -> bool | None:
    """At eps = a^m/100: is the sum of `terms` terms off by low to high, and every other sum by more?"""
    t = fmpq(1, 100)
    others = [n for n in range(1, most + 1) if n != terms]
    gap = arb(size(most, t, m) - size(most - 1, t, m)) * arb.pi().sqrt() / truth(arb(1), arb(t), m)
    return every(
        [
            between(low, off(terms, t, m), high),
            *(less(arb(high), off(n, t, m)) for n in others),
            size(most + 1, t, m) >= 2 * size(most, t, m) or None,
            less(arb(high), gap) or None,
        ]
    )


BEST = (
    (2, 26, "7.7e-13", "7.8e-13", 50),
    (3, 3, "0.0039", "0.0040", 8),
    (4, 1, "0.027", "0.028", 3),
    (5, 1, "0.041", "0.042", 3),
    (6, 1, "0.054", "0.055", 3),
)


CLAIMS_V8 = (
    V8.finding(
        says="the larger the power, the less the series can give",
        reading="at eps = a^m/100 its most accurate sum, of any number of terms, is off by 7.8e-13 "
        "(26 terms) for m = 2, 0.39 percent (3 terms) for m = 3, and 2.7, 4.1, 5.4 percent "
        "(one term) for m = 4, 5, 6",
        check=forms.at_each(
            BEST,
            lambda case: best_sum(*case),
            lambda case: f"for m = {case[0]}",
            "each of the five is off by so much and every other sum by more",
        ),
        reach=Reach.FINITE_SET,
    ),
)
