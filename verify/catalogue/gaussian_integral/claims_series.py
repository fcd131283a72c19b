"""What the source says about the series, each statement with its proof."""

from collections.abc import Callable

from flint import arb, fmpq, fmpq_poly

from verify.arithmetic.ball import Ball
from verify.arithmetic.precision import every, less, negated
from verify.catalogue.gaussian_integral.methods import direct_expansion
from verify.catalogue.gaussian_integral.problem import coefficient, problem, size, truth
from verify.catalogue.sources import SU
from verify.claims import forms
from verify.claims.declare import Claims
from verify.claims.forms import Check, between
from verify.core.claim import REFUTED, Reach

A1 = Claims(problem, SU.at("on equation (3)"), "A-1")
CLAIMS_A1 = (
    A1.law(
        says="with t = eps/a^2 the series is sqrt(pi/a) (1 - 3/4 t + 105/32 t^2 - 3465/128 t^3 + ...)",
        reading="the first four coefficients, from the Gaussian moments, are these rationals",
        check=forms.identity(
            lambda: [
                (coefficient(n), c)
                for n, c in enumerate((fmpq(1), fmpq(-3, 4), fmpq(105, 32), fmpq(-3465, 128)))
            ],
            "the coefficients of 1, t, t^2, t^3",
        ),
        reach=Reach.IDENTITY,
    ),
)


A2 = Claims(problem, SU.at("on equation (3)"), "A-2")
n_ = s_ = fmpq_poly([0, 1])
ratio = (4 * n_ + 1) * (4 * n_ + 3)  # |T_(n+1)/T_n| = ratio/(4(n+1)) t
CLAIMS_A2 = (
    A2.law(
        says="strictly speaking the series converges at eps = 0 and nowhere else",
        reading="for every real t = eps/a^2 but 0 the terms do not tend to 0: each is (4n + "
        "3/(4(n+1))) |t| times the one before in size, which exceeds 1 from n = 1/(4|t|) on",
        check=forms.identity(
            lambda: [
                (ratio, 4 * (n_ + 1) * 4 * n_ + 3),
                # (1/2)_(2n+2)/(1/2)_(2n) = (2n + 1/2)(2n + 3/2), over n + 1 from the factorial
                (4 * (2 * n_ + fmpq(1, 2)) * (2 * n_ + fmpq(3, 2)), ratio),
                *(
                    (coefficient(n + 1) * 4 * (n + 1), -coefficient(n) * (4 * n + 1) * (4 * n + 3))
                    for n in range(30)
                ),
            ],
            "(4n+1)(4n+3) = 16n(n+1) + 3 and the ratio of the terms",
        ),
        reach=Reach.IDENTITY,
    ),
)


A3 = Claims(problem, SU.at("on equation (3)"), "A-3")


def off(terms: int, t: fmpq) -> arb:
    """|S_n - I|/I."""
    return abs(direct_expansion(Ball(), arb(1), arb(t), terms) / truth(arb(1), arb(t)) - 1)


def longer_sums_off(terms: int, t: fmpq, by: arb) -> bool | None:
    """Is every sum of more terms than that off by more than `by`? None where (i) does not tell."""
    # The ratios |T_(n+1)/T_n| grow with n. Once they reach 2, (i) only grows:
    # |T_(n+1)| - |T_n| >= |T_n| >= |T_n| - |T_(n-1)|.
    if size(terms + 1, t) < 2 * size(terms, t):
        return None
    gap = arb(size(terms, t) - size(terms - 1, t)) * arb.pi().sqrt() / truth(arb(1), arb(t))
    return True if by < gap else None


def never_within(by: str, t: fmpq, most: int) -> bool | None:
    """Every sum, of any number of terms, is off by more than `by`: one by one to `most`, then by (i)."""
    one_by_one = [less(arb(by), off(n, t)) for n in range(1, most + 1)]
    return every([*one_by_one, longer_sums_off(most, t, arb(by))])


TENTH, HUNDREDTH = fmpq(1, 10), fmpq(1, 100)


CLAIMS_A3 = A3.whole(
    "finding",
    says="at eps = a^2 the series is useless from the start, and for smaller eps it gains accuracy slowly",
    reading="at eps = a^2 every correction makes it worse (A-3a); for eps < a^2 the accuracy to "
    "be had is limited and costs many terms (A-3c)",
    parts=(
        A3.finding(
            "a",
            says="at eps = a^2 the series has failed altogether",
            reading="at eps = a^2 every correction makes it worse: the leading term is off by 29 "
            "percent, and each sum of two terms or more, however many, by more",
            check=forms.each(
                [
                    ("for one term", lambda: between("0.29", off(1, fmpq(1)), "0.30")),
                    ("for two terms", lambda: between("0.67", off(2, fmpq(1)), "0.68")),
                    ("for three terms or more", lambda: longer_sums_off(2, fmpq(1), arb(3))),
                ],
                "one term is off by 29 to 30 percent, two by 67 to 68, every longer sum by more than 300",
            ),
            reach=Reach.INEQUALITY,
        ),
        A3.finding(
            "b",
            says="for eps < a^2 the series converges, if slowly",
            reading="taken at its word: for every eps in (0, a^2) the sums tend to the integral. (The "
            "next sentence, A-2, says the opposite; A-3c takes 'slowly' for 'to little "
            "accuracy'.)",
            check=forms.each(
                [
                    (
                        "at eps = a^2/10, where every sum of whatever number of terms is off by more than "
                        "1.4 percent; three terms come nearest, within 1.42",
                        lambda: negated(
                            every([never_within("0.014", TENTH, 8), less(off(3, TENTH), arb("0.0142"))])
                        ),
                    )
                ],
                "the sums come within 1.4 percent at eps = a^2/10",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        A3.finding(
            "c",
            says="for eps < a^2 the series is slow to give accuracy",
            reading="accuracy attainable at all: at eps = a^2/10 no number of terms comes within 1 "
            "percent, and at eps = a^2/100 none comes within 7.7e-13 (26 terms do within "
            "7.8e-13: less than half a digit each)",
            check=forms.each(
                [
                    ("at eps = a^2/10", lambda: never_within("0.01", TENTH, 8)),
                    ("at eps = a^2/100", lambda: never_within("7.7e-13", HUNDREDTH, 50)),
                    ("for 26 terms at eps = a^2/100", lambda: less(off(26, HUNDREDTH), arb("7.8e-13"))),
                ],
                "no sum is within 1 percent at eps = a^2/10, nor within 7.7e-13 at eps = a^2/100, where "
                "26 terms are within 7.8e-13",
            ),
            reach=Reach.INEQUALITY,
        ),
    ),
)


A4 = Claims(problem, SU.at("on equation (3)"), "A-4")


def reach_falls(accuracy: fmpq, fewest: int, thousandths: tuple[int, ...]) -> Check:
    # At its witness t the sum of n terms is within the accuracy, and the sum of n + 1 terms is not.
    def case(n: int, t: fmpq) -> Callable[[], bool | None]:
        return lambda: every([less(off(n, t), accuracy), less(accuracy, off(n + 1, t))])

    witnesses = list(enumerate((fmpq(k, 1000) for k in thousandths), fewest))
    return forms.each(
        [(f"between {n} and {n + 1} terms at eps/a^2 = {t}", case(n, t)) for n, t in witnesses],
        f"within {accuracy}, each sum from {fewest} to {fewest + len(witnesses)} terms reaches less far "
        "than the one before",
    )


def one_term_reaches_furthest() -> bool | None:
    # Refuted by these: at 10 percent one term fails from 0.197 on, where two and three still hold.
    return negated(
        every(
            [
                less(TENTH, off(1, fmpq(197, 1000))),
                less(off(2, fmpq(266, 1000)), TENTH),
                less(off(3, fmpq(218, 1000)), TENTH),
            ]
        )
    )


CLAIMS_A4 = A4.whole(
    "finding",
    says="fewer terms can be used further out but are less accurate; more terms are more "
    "accurate and fail sooner",
    reading="usable is within 50 percent (A-4a); more accurate is near enough to 0, in a range "
    "that shrinks with every term (A-4c)",
    parts=(
        A4.finding(
            "a",
            says="the fewer terms, the further out the sum can be used",
            reading="usable: within 50 percent of the integral. The interval of such eps/a^2 shrinks "
            "with every further term from 1 to 11; at 10 percent it does from 2 to 11 (with 1 it "
            "does not: A-4b)",
            check=forms.both(
                reach_falls(fmpq(1, 2), 1, (1000, 600, 350, 240, 180, 150, 120, 105, 90, 80)),
                reach_falls(TENTH, 2, (240, 200, 160, 130, 110, 100, 85, 75, 70)),
            ),
            reach=Reach.FINITE_SET,
        ),
        A4.finding(
            "b",
            says="the fewer terms, the further out the sum can be used",
            reading="usable: within 10 percent of the integral, from one term on. (At 50 percent it "
            "holds: A-4a.)",
            check=forms.each(
                [
                    (
                        "with one term, good for eps/a^2 < 0.197 only; two are good to 0.266, three to 0.218",
                        one_term_reaches_furthest,
                    )
                ],
                "one term reaches furthest",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        A4.finding(
            "c",
            says="the more terms, the more accurate",
            reading="for every n, n + 1 terms are strictly better than n at every eps/a^2 in (0, 1/(8n + "
            "2)]: there the terms still fall by more than half. That range shrinks to nothing as "
            "n grows",
            check=forms.identity(
                lambda: [(2 * (n_ + 1) * (8 * n_ + 2) - ratio, 4 * n_ + 1)],
                "2(n+1)(8n+2) - (4n+1)(4n+3) = 4n + 1 > 0",
            ),
            reach=Reach.IDENTITY,
        ),
    ),
)
