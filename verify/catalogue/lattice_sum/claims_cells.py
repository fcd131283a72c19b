"""What the source says about the mean over a unit cell, each statement with its proof."""

import math
from typing import Any

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verify.arithmetic.precision import less
from verify.catalogue.lattice_sum.problem import HALF, gradient, problem, truth
from verify.catalogue.sources import HOMEWORK
from verify.claims import forms
from verify.claims.declare import Claims
from verify.core.claim import REFUTED, Outcome, Reach
from verify.mathematics.lattice import shells

E13 = Claims(problem, HOMEWORK.at("section 4, analysis"), "E-13")


r_, q_, n_ = fmpq_mpoly_ctx.get(("r", "q", "n"), Ordering.lex).gens()


def cell_mean(*powers: int) -> fmpq:
    """The mean of x^a y^b z^c over the unit cube about 0."""
    return math.prod((fmpq(1 - p % 2, (p + 1) * 2**p) for p in powers), start=fmpq(1))


def one_twelfth() -> Outcome:
    # x^2 is the second-order term of a function with Laplacian 2; xy has mean and Laplacian 0.
    ratio = cell_mean(2, 0, 0) / 2
    return Outcome(
        ratio == fmpq(1, 12),
        f"the mean of x^2 over the cell is {cell_mean(2, 0, 0)}, so the factor is {ratio}: the integral of "
        "the second derivatives is right, but the 1/2! of Taylor's formula before it is lost",
    )


def laplacian() -> list[tuple[Any, Any]]:
    # f = 1/u, u = r^2 - q^2: r^2 f' = N/u^2 with N = -2r^3, and (N/u^2)' = (N' u - 4rN)/u^3.
    u, N = r_**2 - q_**2, -2 * r_**3
    return [(u.derivative(0), 2 * r_), (N.derivative(0) * u - 4 * r_ * N, r_**2 * (2 * r_**2 + 6 * q_**2))]


def cube_moments() -> list[tuple[fmpq, fmpq]]:
    powers = [(a, b, d - a - b) for d in (2, 3, 5) for a in range(d + 1) for b in range(d + 1 - a)]
    return [(cell_mean(*p), fmpq(1, 12) if max(p) == sum(p) == 2 else fmpq(0)) for p in powers]


def leading_term() -> Outcome:
    # (2n^2 + 6q^2)/(n^2 - q^2)^3 = 2/(n^2 - q^2)^2 + 8q^2/(n^2 - q^2)^3, and the sum of the first is 2f'. Of
    # the second, with q^2 = 1/2 and r3(k) <= 18 k, k > 3000 leaves at most the sum of 73/k^2 <= 73/3000.
    x = arb(HALF)
    cubes = sum((r / (k - x) ** 3 for k, r in shells(55) if k <= 3000), arb(0, fmpq(73, 3000)))
    term, f = -(2 * gradient(x)[0] + 8 * x * cubes) / 12, truth(x)
    return Outcome(
        less(abs(term - f), abs(f)),
        f"at q^2 = 1/2 it is {term.str(3, radius=False)}, with 1/24 {(term / 2).str(3, radius=False)}; f is "
        f"{f.str(4, radius=False)}. Near the origin 1/(n^2 - q^2) is nothing like a quadratic over a cell",
        term,
    )


CLAIMS_E13 = E13.whole(
    "law",
    says="the mean of f over a unit cell less its value at the centre is 1/12 of the "
    "Laplacian there to leading order; the Laplacian as printed",
    reading="both, as printed",
    parts=(
        E13.law(
            "a",
            says="the mean of f over a unit cell less its value at the centre is 1/12 of the Laplacian there",
            reading="exact for quadratic polynomials, which decides the leading order for every smooth f",
            check=one_twelfth,
            reach=Reach.COUNTEREXAMPLE,
            declared=REFUTED,
        ),
        E13.law(
            "b",
            says="the Laplacian of 1/(r^2 - q^2) is (2r^2 + 6q^2)/(r^2 - q^2)^3",
            reading="as rational functions of r and q",
            check=forms.identity(
                laplacian, "(N'u - 4rN)/(r^2 u^3) = (2r^2 + 6q^2)/u^3, u = r^2 - q^2, N = -2r^3"
            ),
            reach=Reach.IDENTITY,
        ),
        E13.law(
            "c",
            says="over a cell of side D the second derivatives times two offsets, without a factor, "
            "integrate to D^5/12 of the Laplacian, and odd orders to 0",
            reading="the integrals of all monomials of degree 2, 3 and 5 over the cube; D = 1, by scaling",
            check=forms.identity(cube_moments, "the moments of the cube"),
            reach=Reach.IDENTITY,
            further=True,
        ),
        E13.law(
            "d",
            says="f(q^2) is -1/12 of the sum of the Laplacians at the lattice points, and terms of "
            "higher order",
            reading="the leading term is an estimate of f at all: at q^2 = 1/2 it is off by less than f "
            "itself",
            check=leading_term,
            reach=Reach.FIGURE,
            declared=REFUTED,
            neighbour=True,
        ),
    ),
)
