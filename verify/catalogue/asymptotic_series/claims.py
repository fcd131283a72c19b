"""What the source says about it, each statement with its proof."""

import math
from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import less
from verify.catalogue.asymptotic_series.methods import erfc_plain
from verify.catalogue.asymptotic_series.methods_integrals import e1_series, ei_series
from verify.catalogue.asymptotic_series.methods_stirling import stirling, stirling_term
from verify.catalogue.asymptotic_series.problem import (
    e1,
    e1_problem,
    ei,
    ei_problem,
    erfc,
    erfc_problem,
    log_gamma,
    log_gamma_problem,
)
from verify.catalogue.asymptotic_series.truncation import stirling_omitted
from verify.catalogue.sources import US
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check
from verify.core.claim import Reach

S1 = Claims(e1_problem, US.at("asymptotic series"), "S-1", further=True)


# Claims: from where on, and down to where, a number of terms gives float64's accuracy, 2^-53 of the value.
# Where the remainders R_n alternate and |R_n| <= |T_n|, the first term left out, R_n = T_n + R_(n+1) gives
# |R_(n+1)| = |T_n| - |R_n| >= |T_n| - |T_(n-1)|. Where |T_(n+1)/T_n| grows with n, that bound only grows once
# the quotient has reached 2, so that the sums up to there are all there is to look at.
U = fmpq(1, 2**53)
Body = Callable[..., Any]


def off(body: Body, truth: Body, x: fmpq, terms: int, *order: int) -> Any:
    """|F - f|/|f|."""
    return abs(body(Ball(), arb(x), *order, terms) / truth(arb(x), *order) - 1)


def within(body: Body, truth: Body, x: fmpq, terms: int, *order: int) -> Check:
    evidence = f"{terms} terms are within 2^-53 at x = {x}"
    return forms.each([(f"at x = {x}", lambda: less(off(body, truth, x, terms, *order), U))], evidence)


def never(body: Body, truth: Body, term: Callable[[int], fmpq], x: fmpq, most: int, *order: int) -> Check:
    """No number of terms is within 2^-53 at x: one by one up to `most`, then by the growing bound.

    term(n) is the exact size of the first term that n leave out, over the leading factor scale.
    """

    def beyond() -> bool | None:
        scale = abs(body(Ball(), arb(x), *order, 2) - body(Ball(), arb(x), *order, 1)) / term(1)
        gap = arb(term(most) - term(most - 1)) * scale / abs(truth(arb(x), *order))
        return True if term(most + 1) >= 2 * term(most) and gap > U else None

    one_by_one = [
        (f"with {n} terms", lambda n=n: less(U, off(body, truth, x, n, *order))) for n in range(1, most + 1)
    ]
    return forms.each(
        [*one_by_one, (f"with more than {most} terms", beyond)],
        f"at x = {x} every sum is off by more than 2^-53, up to {most} terms one by one",
    )


MEAN = "the remainder over the value is a constant times the mean of {} over t >= x, which falls as x grows"
CLAIMS_S1 = (
    S1.law(
        "a",
        says="E1's series gives float64's accuracy from x = 39 on",
        reading="for every x >= 39 the sum of 39 terms is within 2^-53 of E1(x): by parts "
        + MEAN.format("t^-39, weighted by e^-t/t,"),
        check=within(e1_series, e1, fmpq(39), 39),
        reach=Reach.INEQUALITY,
    ),
    S1.law(
        "b",
        says="up to x = 38 no number of terms of E1's series does",
        reading="for every x in (0, 38], by the same monotony of each remainder over the value: "
        "enough at x = 38",
        check=never(e1_series, e1, lambda n: fmpq(math.factorial(n)) / fmpq(38) ** n, fmpq(38), 80),
        reach=Reach.FIGURE,
    ),
)


S2 = Claims(erfc_problem, US.at("asymptotic series"), "S-2", further=True)


def rising_half(n: int) -> fmpq:
    """(1/2)_n."""
    return fmpq(math.factorial(2 * n), 4**n * math.factorial(n))


CLAIMS_S2 = (
    S2.law(
        "a",
        says="erfc's series gives float64's accuracy from x = 6.1 on",
        reading="for every x >= 6.1 the sum of 38 terms is within 2^-53 of erfc(x): by parts "
        + MEAN.format("t^-76, weighted by e^(-t^2),"),
        check=within(erfc_plain, erfc, fmpq(61, 10), 38),
        reach=Reach.INEQUALITY,
    ),
    S2.law(
        "b",
        says="up to x = 6 no number of terms of erfc's series does",
        reading="for every x in (0, 6], by the same monotony of each remainder over the value: "
        "enough at x = 6",
        check=never(erfc_plain, erfc, lambda n: rising_half(n) / fmpq(36) ** n, fmpq(6), 76),
        reach=Reach.FIGURE,
    ),
)


S3 = Claims(log_gamma_problem, US.at("asymptotic series"), "S-3", further=True)


def at_most(bound: Callable[[], Any], level: fmpq, says: str) -> Check:
    return forms.each([(says, lambda: less(bound(), level))], says)


CLAIMS_S3 = (
    S3.law(
        "a",
        says="Stirling's series gives float64's accuracy from x = 5.4 on",
        reading="for every x >= 5.4 the 17 terms to B_34 are within 2^-53 of ln Gamma(x): the first "
        "one left out falls and ln Gamma rises there (its derivative increases and is "
        "positive at 2)",
        check=forms.both(
            at_most(
                lambda: stirling_omitted(arb(fmpq(27, 5)), 17) / log_gamma(arb(fmpq(27, 5))),
                U,
                "at x = 5.4 the term with B_36 is below 2^-53 of ln Gamma",
            ),
            forms.each([("at 2", lambda: less(0, arb(2).digamma()))], "psi(2) > 0"),
            within(stirling, log_gamma, fmpq(27, 5), 17),
        ),
        reach=Reach.INEQUALITY,
    ),
    S3.finding(
        "b",
        says="a little nearer no number of terms of Stirling's series does",
        reading="at x = 5.2, for every number of terms",
        check=never(stirling, log_gamma, lambda n: stirling_term(n + 1, fmpq(26, 5)), fmpq(26, 5), 30),
        reach=Reach.FIGURE,
    ),
)


S7 = Claims(ei_problem, US.at("asymptotic series"), "S-7", further=True)


def ei_never(x: fmpq, most: int) -> Check:
    """The sums of Ei's series rise: once above Ei by more than 2^-53 of it, no later one comes back."""

    def above() -> bool | None:
        return less(U, ei_series(Ball(), arb(x), most) / ei(arb(x)) - 1)

    one_by_one = [
        (f"with {n} terms", lambda n=n: less(U, off(ei_series, ei, x, n))) for n in range(1, most + 1)
    ]
    return forms.each(
        [*one_by_one, (f"with more than {most} terms", above)],
        f"at x = {x} every sum is off by more than 2^-53; with {most} terms they have passed Ei",
    )


CLAIMS_S7 = (
    S7.finding(
        "a",
        says="Ei's series, with terms of one sign, reaches as near as E1's",
        reading="at x = 39 the sum of 39 terms is within 2^-53 of Ei",
        check=within(ei_series, ei, fmpq(39), 39),
        reach=Reach.FIGURE,
    ),
    S7.finding(
        "b",
        says="Ei's series reaches no nearer than E1's",
        reading="at x = 38 no number of terms is within 2^-53 of Ei: the sums rise, and from 45 "
        "terms on lie above",
        check=ei_never(fmpq(38), 45),
        reach=Reach.FIGURE,
    ),
)
