"""What the source says about sums of rectangles, each statement with its proof."""

from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import every, less
from verify.catalogue.rectangle_sums.claims_integral import (
    all_intervals,
    antiderivative_identity,
    by_the_text,
    in_radians,
)
from verify.catalogue.rectangle_sums.measured import (
    crossover,
    finer_is_nearer,
    finer_is_no_nearer,
    orders,
    short_interval,
)
from verify.catalogue.rectangle_sums.methods import cubic_and_cosine_sum
from verify.catalogue.rectangle_sums.problem import cubic_and_cosine, distance, integral, quadrature
from verify.catalogue.sources import DU
from verify.claims.declare import Claims
from verify.claims.forms import at_each, both, disproved, each, identity, on_interval, told
from verify.core.claim import REFUTED, Reach

B6 = Claims(integral, DU.at("what the formula means"), "B-6")


def sums_of_2x() -> list[tuple[Any, Any]]:
    # n/l times the sum of 2(a + (k + o/2) l/n) over the cells k < n, the sum of k being n(n-1)/2 (induction:
    # it grows by n). For o = 1 it is n (b^2 - a^2)/l with b = a + l; for o = 0 and 2 it differs by l.
    a, l, n, o = fmpq_mpoly_ctx.get(("a", "l", "n", "o"), "lex").gens()  # noqa: E741
    total = 2 * n * a + (n - 1) * l + o * l
    return [
        ((n + 1) * n, n * (n - 1) + 2 * n),
        (total.subs({"o": 1}), n * (2 * a + l)),
        (total.subs({"o": 0}), n * (2 * a + l) - l),
        (total.subs({"o": 2}), n * (2 * a + l) + l),
    ]


def slope_of_cubic(x: arb) -> arb:
    return 3 * x * x + 6 * x - x.sin()


def routes_agree() -> bool | None:
    """F(6) - F(1) lies with the integral between the left and the right sum, which are close."""
    a, b = arb(1), arb(6)
    difference = by_the_text(in_radians, fmpq(1, 4))
    low, high = (cubic_and_cosine_sum(a, b, 10**6, o) for o in (0, 2))
    meets = difference.overlaps(quadrature(cubic_and_cosine)(a, b))
    return every([meets, less(low, difference), less(difference, high), less(high - low, fmpq(1, 500))])


CLAIMS_B6 = B6.whole(
    "law",
    says="Sums of rectangles never attain the integral; the difference of the "
    "antiderivative's values is the integral itself.",
    reading="For the text's own integrands and rectangles, with heights from the ends of the "
    "cells, any finite number of them (B-6b, B-6d).",
    parts=(
        B6.law(
            "a",
            says="A sum of rectangles is never more than an approximation of the integral.",
            reading="For every integrand, rule and number of cells the sum differs from the integral. "
            "(Neighbours: B-6b for the ends of the cells, B-6c for the limit.)",
            check=told(
                disproved(identity(sums_of_2x, "sums of 2x over n cells of [a, a + l]")),
                "with heights from the middle every sum of 2x, the text's own example, is the integral "
                "itself",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
            problem=distance,
        ),
        B6.law(
            "b",
            says="A sum of rectangles never attains the integral.",
            reading="With heights from the left or the right ends, for both of the text's integrands and "
            "any number of cells: where f rises strictly, each left rectangle is too small and "
            "each right one too large.",
            check=both(
                identity(sums_of_2x, "for 2x the sums are off by -l^2/n and l^2/n"),
                on_interval(
                    fmpq(1),
                    fmpq(6),
                    lambda x: less(0, slope_of_cubic(x)),
                    "for x^3 + 3x^2 + cos x on [1, 6], f' = 3x^2 + 6x - sin x > 0",
                ),
            ),
            reach=Reach.IDENTITY,
        ),
        B6.law(
            "c",
            says="Even with infinitely many rectangles the value of the integral is never reached.",
            reading="The limit of the sums over n cells differs from the integral, for the text's example.",
            check=told(
                disproved(
                    on_interval(
                        fmpq(1),
                        fmpq(6),
                        lambda x: less(slope_of_cubic(x), 145),
                        "f' = 3x^2 + 6x - sin x < 145",
                    )
                ),
                "so by the mean value theorem the sums are within 25 * 145/(2n) of it: their limit is the "
                "integral (which is how it is defined)",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        B6.law(
            "d",
            says="The difference of the antiderivative's values is the integral itself, not an "
            "approximation.",
            reading="In exact arithmetic, for the text's example: F' = f, f is continuous (fundamental "
            "theorem).",
            check=both(
                identity(antiderivative_identity, "(x^4/4 + x^3)' = x^3 + 3x^2, (sin x)' = cos x"),
                each(
                    [("F(6) - F(1)", routes_agree)],
                    "F(6) - F(1) meets quadrature in balls and lies between the sums of 10^6 left and right "
                    "rectangles, which are within 1/500",
                ),
            ),
            reach=Reach.THEOREM,
        ),
        B6.finding(
            "e",
            says="The difference of the antiderivative's values is the accurate one, rectangles are not.",
            reading="In float64, for 2x on any interval: the difference is nearer than a single "
            "rectangle with its height from the middle. (On a short interval away from 0 it "
            "cancels.)",
            check=short_interval,
            reach=Reach.MEASUREMENT,
            declared=REFUTED,
            neighbour=True,
            problem=distance,
        ),
        B6.finding(
            "f",
            says="How near the rectangles come depends on how finely the interval is divided.",
            reading="The error falls with the first power of the number of cells for left and right "
            "ends, with the second for middles: the order is within 10^-6 of that at 10^6 cells "
            "on [1, 6].",
            check=orders,
            reach=Reach.FIGURE,
            further=True,
        ),
        B6.finding(
            "g",
            says="How near the rectangles come depends on how finely the interval is divided.",
            reading="The finer the nearer, in float64, for the text's example on [1, 6]: with middles "
            "added one after the other, each tenfold number of cells to 10^6 is nearer. "
            "(Neighbours: B-6h, B-6i.)",
            check=at_each(
                [10**k for k in range(6)],
                finer_is_nearer,
                lambda n: f"from {n} to {10 * n} cells",
                "each tenfold number of cells is nearer, from 1 to 10^6",
            ),
            reach=Reach.MEASUREMENT,
            further=True,
        ),
        B6.finding(
            "h",
            says="How near the rectangles come depends on how finely the interval is divided.",
            reading="The finer the nearer, in float64, for 2x: 10^6 cells added one after the other are "
            "nearer than one.",
            check=finer_is_no_nearer,
            reach=Reach.MEASUREMENT,
            declared=REFUTED,
            neighbour=True,
            problem=distance,
        ),
        B6.finding(
            "i",
            says="How near the rectangles come depends on how finely the interval is divided.",
            reading="Only until rounding overtakes truncation: with middles on [0, 1/64] that is so at "
            "10^6 cells for plain addition, not yet at 10^5 for Neumaier's and for pairwise "
            "addition.",
            check=crossover,
            reach=Reach.MEASUREMENT,
            further=True,
        ),
        B6.law(
            "j",
            says="Without the formula the only way to an integral is by infinitely many rectangles.",
            reading="Every integral needs one or the other. (The text's own 25 metres by the area of a "
            "triangle do not, nor does any trapezium under 2x.)",
            check=told(
                disproved(identity(all_intervals, "(b - a)(2a + 2b)/2 = b^2 - a^2")),
                "geometry gives the area of the trapezium under 2x, and it is the integral",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            further=True,
            problem=distance,
        ),
    ),
)
