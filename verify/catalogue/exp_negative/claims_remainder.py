"""What the source says about the remainder of the series, each statement with its proof."""

import math
from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx, fmpq_poly, fmpz

from verify.arithmetic.precision import every, less
from verify.catalogue.exp_negative.methods import recursion
from verify.catalogue.exp_negative.problem import problem, truth
from verify.catalogue.exp_negative.truncation import first_omitted
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import disproved, identity, told
from verify.core.claim import REFUTED, Outcome, Reach

E2 = Claims(problem, HOMEWORK.at("section 1, remainder"), "E-2")


def remainder_identities() -> list[tuple[fmpq_poly, fmpq_poly]]:
    # (-1)^(n+1) r_n lies in (0, x^(n+1)/(n+1)!) for x > 0, r_n = e^-x - T_n: true for r_(-1) = e^-x, and
    # r_n' = -r_(n-1), r_n(0) = 0, so integrating the bounds of (-1)^n r_(n-1) over [0, x] gives the next.
    # What the induction uses is T_n' = -T_(n-1) with T_n(0) = 1.
    sums = [fmpq_poly([fmpq((-1) ** k) / fmpz.fac_ui(fmpz(k)) for k in range(n + 1)]) for n in range(201)]
    steps = [(sums[n].derivative(), -sums[n - 1]) for n in range(1, 201)]
    return steps + [(s(fmpq_poly([0])), fmpq_poly([1])) for s in sums]


def stirling_ratio() -> Outcome:
    # q_n(x) = (x^(n+1)/(n+1)!) / (e x/n)^n = x n^n / ((n+1) e^n n!), linear in x: its largest value for
    # 0 < x <= n/e is at the end. n! > sqrt(2 pi n) (n/e)^n makes q_n(x) < x / ((n+1) sqrt(2 pi n)) -> 0.
    sharp = every(
        [less(quotient(arb(1), n), 1 / ((n + 1) * (2 * arb.pi() * n).sqrt())) for n in range(1, 101)]
    )
    q = quotient(100 / arb(1).exp(), 100)
    return Outcome(
        False if sharp and q < fmpq(1, 2) else None,
        f"the quotient of the two tends to 0 for every x; at n = 100 it is at most {q.str(5)} "
        "for all x <= n/e",
        q,
    )


def quotient(x: arb, n: int) -> arb:
    """q_n(x) = (x^(n+1)/(n+1)!) / (e x/n)^n."""
    return x * (n * arb(n).log() - n - arb(n + 1).lgamma()).exp() / (n + 1)


def stirling_root() -> Outcome:
    # 1/(e sqrt n) <= (n/e)^n / n! <= 1/sqrt(2 pi n) for n >= 1 (Stirling with its bounds), so that
    # |ln q_n|/n <= (|ln x| + ln(n+1) + 1 + ln(n)/2)/n, which tends to 0: the n-th roots agree in the limit.
    def bound_at(x: arb, n: int) -> arb:
        return (abs(x.log()) + arb(n + 1).log() + 1 + arb(n).log() / 2) / n

    sizes = [arb(x) for x in (fmpq(1, 100), fmpq(1), fmpq(100))]
    places = [(x, 10**k) for x in sizes for k in range(1, 7)]
    kept = [less(abs(quotient(x, n).log()) / n, bound_at(x, n)) for x, n in places]
    bound = bound_at(arb(100), 10**6)
    return Outcome(
        every([*kept, less(bound, fmpq(1, 10000))]),
        "|ln q_n|/n <= (|ln x| + ln(n+1) + 1 + ln(n)/2)/n -> 0 for every x > 0; "
        f"for 1/100 <= x <= 100 and n = 10^6 it is below {bound.str(4, radius=False)}",
        bound,
    )


def terms_rise_and_fall() -> list[tuple[Any, Any]]:
    # s_(n+1) (n+1) = -x s_n: |s_(n+1)/s_n| = x/(n+1), above 1 up to n + 1 < x, below 1 from n + 1 > x on, and
    # below 1/2 from n + 1 > 2x on.
    n, x, s = fmpq_mpoly_ctx.get(("n", "x", "s"), "lex").gens()
    factorials = [math.factorial(k) for k in range(31)]
    terms = [(-x) ** k / fmpq(f) for k, f in enumerate(factorials)]
    return [(terms[k + 1] * (k + 1), -x * terms[k]) for k in range(30)] + [
        ((n + 1) * s - x * s, (n + 1 - x) * s)
    ]


def terms_for_a_hundredth(x: int, most: int) -> int | None:
    """The least degree from which T_n(x) stays within 1 per cent of e^-x, x of either sign."""
    # For x > 0 the first term left out bounds the rest (E-2a), and falls from most > x on; for x < 0 the rest
    # falls by itself.
    value = truth(arb(x))
    good = [less(abs(recursion(arb, arb(x), n + 1) / value - 1), fmpq(1, 100)) for n in range(most)]
    good.append(less(first_omitted(arb(abs(x)), most), value / 100))
    if None in good:
        return None
    return next((n for n in range(most) if all(good[n:])), None)


def slower() -> Outcome:
    alternating, one_sign = (terms_for_a_hundredth(x, 101) for x in (17, -17))
    known = alternating is not None and one_sign is not None
    return Outcome(
        alternating > one_sign if known else None,  # type: ignore[operator]
        f"at x = 17 the sum for e^-x is within 1 per cent from degree {alternating} on, that for e^x from "
        f"{one_sign} on",
    )


CLAIMS_E2 = E2.whole(
    "law",
    says="The remainder is below x^(n+1)/(n+1)!, and for large n that behaves like (e x/n)^n.",
    reading="The bound for every x > 0 and n (E-2a); the likeness as equal n-th roots in the limit (E-2c).",
    parts=(
        E2.law(
            "a",
            says="The remainder after the term of degree n is below x^(n+1)/(n+1)!.",
            reading="For every x > 0: 0 < (-1)^(n+1) (e^-x - T_n(x)) < x^(n+1)/(n+1)!, by induction on n.",
            check=identity(
                remainder_identities, "T_n' = -T_(n-1), T_n(0) = 1, n <= 200, the step of the induction"
            ),
            reach=Reach.IDENTITY,
        ),
        E2.law(
            "b",
            says="For large n that bound behaves like (e x/n)^n.",
            reading="Asymptotic equality: the quotient of the two tends to 1. (Neighbour: E-2c, equal "
            "n-th roots.)",
            check=stirling_ratio,
            reach=Reach.INEQUALITY,
            declared=REFUTED,
            neighbour=True,
        ),
        E2.law(
            "c",
            says="For large n that bound behaves like (e x/n)^n.",
            reading="Equal exponential rates: the n-th roots of the two have quotient 1 in the limit.",
            check=stirling_root,
            reach=Reach.INEQUALITY,
        ),
        E2.law(
            "d",
            says="The terms alternate; their magnitudes rise for n < x, fall for n > x and tend to 0.",
            reading="For every x > 0: |s_n/s_(n-1)| = x/n, above 1 for n < x, below 1 for n > x, below "
            "1/2 for n > 2x.",
            check=identity(
                terms_rise_and_fall, "(n+1) s_(n+1) = -x s_n, n < 30; (n+1) s - x s = (n + 1 - x) s"
            ),
            reach=Reach.IDENTITY,
            further=True,
            place="section 1, recursion",
        ),
        E2.finding(
            "e",
            says="The alternation of the terms makes the series converge slowly.",
            reading="In truncation error: for some x > 0 and n the sum to n is further from e^-x than "
            "that of the same terms without signs is from e^x. (Neighbour: E-2f, relative to the "
            "value.)",
            check=told(
                disproved(identity(remainder_identities, "T_n' = -T_(n-1), T_n(0) = 1, n <= 200")),
                "so |e^-x - T_n(x)| < x^(n+1)/(n+1)! (E-2a), which is the first of the terms, all positive, "
                "that "
                "make e^x - T_n(-x)",
            ),
            reach=Reach.IDENTITY,
            declared=REFUTED,
            neighbour=True,
        ),
        E2.finding(
            "f",
            says="The alternation of the terms makes the series converge slowly.",
            reading="Relative to the value: for 1 per cent at x = 17 more terms are needed than for e^x. "
            "(e^-x is small beside its terms, whatever their signs do.)",
            check=slower,
            reach=Reach.FIGURE,
            further=True,
        ),
    ),
)
