"""What the source says about it, each statement with its proof."""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.precision import every
from verify.catalogue.rectangle_sums.methods import distance_antiderivative, trapezium
from verify.catalogue.rectangle_sums.problem import distance, integral, integral_truth, speed
from verify.catalogue.sources import DU
from verify.claims.declare import Claims
from verify.claims.forms import identity, printed
from verify.core.claim import REFUTED, Outcome, Reach

B1 = Claims(distance, DU.at("the Newton-Leibniz formula"), "B-1")
t_ = fmpq_poly([0, 1])


def definite(f: fmpq_poly, a: int, b: int) -> fmpq:
    F = f.integral()
    return F(fmpq(b)) - F(fmpq(a))


def all_intervals() -> list[tuple[Any, Any]]:
    # d(t^2)/dt = 2t; b^2 - a^2 is the area (b - a)(2a + 2b)/2 of the trapezium under 2t.
    a, b = fmpq_mpoly_ctx.get(("a", "b"), "lex").gens()
    return [
        ((t_**2).derivative(), speed(None, t_)),
        (distance_antiderivative(None, a, b), trapezium(None, a, b)),
    ]


CLAIMS_B1 = B1.whole(
    "printed",
    says="6^2 - 1^2 = 35 is the integral of 2x; 25 metres after 5 s, as a difference and as an area",
    reading="all three, exactly",
    parts=(
        B1.printed(
            "a",
            says="6^2 - 1^2 = 35 is the integral of 2x from 1 to 6.",
            reading="Both, as exact rationals.",
            check=identity(
                lambda: [(fmpq(6**2 - 1**2), 35), (definite(2 * t_, 1, 6), 35)], "6^2 - 1^2 = 35 = integral"
            ),
            reach=Reach.IDENTITY,
            place="introduction",
        ),
        B1.printed(
            "b",
            says="At rest at first and 2 m/s faster each second, it is 25 metres away after 5 s: s(5) "
            "- s(0) = 25.",
            reading="s = t^2 has s'' = 2, s'(0) = 0, and its values differ by 25.",
            check=identity(
                lambda: [
                    ((t_**2).derivative().derivative(), fmpq_poly([2])),
                    ((t_**2).derivative()(fmpq(0)), 0),
                    ((t_**2)(fmpq(5)) - (t_**2)(fmpq(0)), 25),
                ],
                "s'' = 2, s'(0) = 0, s(5) - s(0) = 25",
            ),
            reach=Reach.IDENTITY,
        ),
        B1.printed(
            "c",
            says="The triangle under the line of the speed has sides 5 and 10 and the area 25.",
            reading="The height is 2t at t = 5; half of 5 times 10 is the integral of 2t from 0 to 5.",
            check=identity(
                lambda: [(speed(None, 5), 10), (fmpq(5 * 10, 2), 25), (definite(2 * t_, 0, 5), 25)],
                "5 * 10/2 = 25",
            ),
            reach=Reach.IDENTITY,
        ),
        B1.law(
            "d",
            says="The integral of 2x from a to b is b^2 - a^2, and it is the area under the line.",
            reading="For all real a and b.",
            check=identity(all_intervals, "(t^2)' = 2t and b^2 - a^2 = (b - a)(2a + 2b)/2"),
            reach=Reach.IDENTITY,
            further=True,
        ),
    ),
)


B2 = Claims(integral, DU.at("example of the formula"), "B-2")
PRINTED = "1510.84"


def by_the_text(sine: Callable[[int], Any], fourth: fmpq) -> Any:
    """F(6) - F(1) as the text writes it out, with c for the factor 1/4 of 6^4."""
    return (fourth * 6**4 + 6**3 + sine(6)) - (arb(fmpq(1, 4)) + 1 + sine(1))


def in_radians(x: int) -> arb:
    return arb(x).sin()


def in_degrees(x: int) -> arb:
    return (arb(x) / 180).sin_pi()


def rounds_to(figure: str, value: arb) -> bool | None:
    return printed(figure, lambda: value)().holds


def figure_check() -> Outcome:
    """The printed figure, and what slips lead to it."""
    found = printed(PRINTED, lambda: integral_truth(arb(1), arb(6)))()
    slipped = by_the_text(in_degrees, fmpq(1))
    slips = rounds_to(PRINTED, slipped)
    told = (
        "; with 6^4 in place of 6^4/4 and the sines taken of 6 and 1 degrees it comes to "
        f"{slipped.str(9, radius=False)}, which rounds to {PRINTED}: two slips"
    )
    return Outcome(found.holds, found.evidence + (told if slips else ""), found.ball)


def radians_check() -> Outcome:
    values = {
        "radians": by_the_text(in_radians, fmpq(1)),
        "degrees": by_the_text(in_degrees, fmpq(1)),
        "radians, 6^4/4": by_the_text(in_radians, fmpq(1, 4)),
        "degrees, 6^4/4": by_the_text(in_degrees, fmpq(1, 4)),
    }
    fits = {name: rounds_to(PRINTED, value) for name, value in values.items()}
    answer = every([fits["radians"] or fits["radians, 6^4/4"], fits["degrees"] is False])
    listed = ", ".join(f"{name} {value.str(9, radius=False)}" for name, value in values.items())
    return Outcome(answer, f"with the 1/4 of 6^4 lost, or not: {listed}; {PRINTED} comes from degrees only")


def never_ends() -> Outcome:
    # I - 2155/4 = sin 6 - sin 1 = (e^6i - e^-6i - e^i + e^-i)/(2i). By Lindemann and Weierstrass the
    # exponentials of distinct algebraic exponents are linearly independent over the algebraic numbers: were
    # I algebraic, a relation between the exponents 6i, -6i, i, -i and 0 with coefficients not all 0 would
    # hold. So I is transcendental, and a decimal that ends or recurs is rational.
    exponents = (6, -6, 1, -1, 0)
    rational_part = definite(t_**3 + 3 * t_**2, 1, 6)
    holds = len(set(exponents)) == len(exponents) and rational_part == fmpq(2155, 4)
    return Outcome(holds, "I = 2155/4 + sin 6 - sin 1 is transcendental (Lindemann-Weierstrass)")


def antiderivative_identity() -> list[tuple[Any, Any]]:
    # The sine's derivative is the cosine; the rest is a polynomial.
    return [((t_**4 / 4 + t_**3).derivative(), t_**3 + 3 * t_**2)]


CLAIMS_B2 = (
    B2.printed(
        says="The integral of x^3 + 3x^2 + cos x from 1 to 6 is about 1510.84.",
        reading="The true value rounds to the printed figure.",
        check=figure_check,
        reach=Reach.FIGURE,
        declared=REFUTED,
    ),
    B2.finding(
        "b",
        says="In sin 6 and sin 1 the 6 and the 1 are radians, not degrees.",
        reading="The printed figure was computed so: with the slip in 6^4/4 or without it, radians "
        "give 1510.84. (About the formula it is right: the sine's derivative is the cosine "
        "in radians alone.)",
        check=radians_check,
        reach=Reach.FIGURE,
        declared=REFUTED,
        neighbour=True,
    ),
    B2.law(
        "c",
        says="x^4/4 + x^3 + sin x is an antiderivative of x^3 + 3x^2 + cos x.",
        reading="For every real x, the sine's derivative being the cosine.",
        check=identity(antiderivative_identity, "(x^4/4 + x^3)' = x^3 + 3x^2"),
        reach=Reach.IDENTITY,
        further=True,
    ),
    B2.law(
        "d",
        says="The value of that integral is a decimal without end.",
        reading="The integral (not the figure printed for it) has no finite decimal expansion.",
        check=never_ends,
        reach=Reach.THEOREM,
        further=True,
    ),
    B2.law(
        "e",
        says="There are infinitely many antiderivatives: x^2 and x^2 + 1 both have the derivative 2x.",
        reading="F + C for each constant C, and no others (a function with derivative 0 on an "
        "interval is constant).",
        check=identity(
            lambda: [((t_**2).derivative(), 2 * t_), ((t_**2 + 1).derivative(), 2 * t_)],
            "(x^2)' = (x^2 + 1)' = 2x",
        ),
        reach=Reach.THEOREM,
        further=True,
        place="the Newton-Leibniz formula",
    ),
)
