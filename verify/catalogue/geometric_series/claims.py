"""What the source says about it, each statement with its proof."""

from typing import Any

from flint import fmpq, fmpq_mpoly_ctx, fmpq_poly

from verify.catalogue.geometric_series.problem import problem
from verify.catalogue.sources import DU
from verify.claims.declare import Claims
from verify.claims.forms import both, disproved, identity, told
from verify.core.claim import REFUTED, Reach

B4 = Claims(problem, DU.at("section on Taylor's expansion, its range"), "B-4")
x_ = fmpq_poly([0, 1])
CUBIC = fmpq_poly([1, 1, 1, 1])


def telescoping() -> list[tuple[Any, Any]]:
    # With S for the sum of n terms and p for x^n: if (1-x)S = 1 - p, then (1-x)(S + p) = 1 - xp.
    x, p = fmpq_mpoly_ctx.get(("x", "p"), "lex").gens()
    step = [((1 - p) + (1 - x) * p, 1 - x * p)]
    return step + [((1 - x_) * fmpq_poly([1] * n), 1 - x_**n) for n in range(1, 101)]


def at_ten() -> list[tuple[Any, Any]]:
    # S_n(10) = (10^n - 1)/9: all positive, and growing.
    step = [(10 * (x_ - 1) + 9, 10 * x_ - 1)]  # 9 S_(n+1) = 9 (10 S_n + 1) with x_ for 10^n
    return [(fmpq(1) / (1 - 10), fmpq(-1, 9)), (fmpq_poly([1])(fmpq(10)), (10 - 1) / fmpq(9)), *step]


def third_order() -> list[tuple[Any, Any]]:
    # 1/(1-x) - (1 + x + x^2 + x^3) = x^4/(1-x), and over x^3 that is x/(1-x), which tends to 0 with x.
    return [((1 - x_) * CUBIC + x_**4, fmpq_poly([1]))]


def at_minus_one() -> list[tuple[Any, Any]]:
    # 1 - 1 + 1 - ...: S_(n+2) = S_n there, S_1 = 1, S_2 = 0.
    sums = [fmpq_poly([1] * n)(fmpq(-1)) for n in range(1, 101)]
    return [((-x_) ** 2, x_**2), *((s, (n + 1) % 2) for n, s in enumerate(sums))]


TELESCOPES = identity(telescoping, "(1-x)(1 + x + ... + x^(n-1)) = 1 - x^n, by induction and for n <= 100")
CLAIMS_B4 = B4.whole(
    "law",
    says="1/(1-x) = 1 + x + x^2 + ... has the radius of convergence 1; at x = 10 the two "
    "sides differ in sign.",
    reading="The radius in the usual sense (B-4a); the sides at x = 10 as the function and as "
    "every sum (B-4b).",
    parts=(
        B4.law(
            "a",
            says="The series 1 + x + x^2 + ... for 1/(1-x) has the radius of convergence 1.",
            reading="For real and complex x: the sums tend to 1/(1-x) where |x| < 1, and to nothing "
            "where |x| > 1.",
            check=told(
                TELESCOPES,
                "so they are off by x^n/(1-x), which tends to 0 for |x| < 1 and grows without bound for "
                "|x| > 1",
            ),
            reach=Reach.IDENTITY,
        ),
        B4.law(
            "b",
            says="At x = 10 the left side is negative, the right side a large positive number.",
            reading="1/(1-10) < 0, and every sum of n terms is positive, (10^n - 1)/9.",
            check=identity(at_ten, "1/(1-10) = -1/9; S_1 = (10 - 1)/9; 10 (10^n - 1) + 9 = 10^(n+1) - 1"),
            reach=Reach.IDENTITY,
        ),
        B4.law(
            "c",
            says="1/(1-x) = 1 + x + x^2 + x^3 + o(x^3).",
            reading="As x tends to 0: the difference over x^3 is x/(1-x).",
            check=identity(third_order, "(1-x)(1 + x + x^2 + x^3) + x^4 = 1"),
            reach=Reach.IDENTITY,
            further=True,
        ),
        B4.law(
            "d",
            says="That formula, with its remainder, does not hold at x = 10.",
            reading="With the remainder x^4/(1-x) that o(x^3) stands for, it fails there. (It is the "
            "infinite series that fails, B-4b: o(x^3) says nothing about an x away from 0.)",
            check=told(
                disproved(
                    both(
                        identity(third_order, "the formula with x^4/(1-x) for every x but 1"),
                        identity(lambda: [(CUBIC(fmpq(10)) + fmpq(10**4, 1 - 10), fmpq(-1, 9))], "at x = 10"),
                    )
                ),
                "1111 - 10000/9 = -1/9",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
        B4.law(
            "e",
            says="Its range of use is 1.",
            reading="Up to and with the edge, the pole left out: the sums tend to 1/(1-x) at x = -1 as "
            "well. (For |x| < 1 they do, B-4a.)",
            check=told(
                disproved(identity(at_minus_one, "at x = -1 the sums are 1, 0, 1, 0, ...")),
                "they do not tend to 1/2",
            ),
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
            neighbour=True,
        ),
    ),
)
