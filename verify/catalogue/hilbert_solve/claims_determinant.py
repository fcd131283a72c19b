"""What the source says about the determinant, each statement with its proof."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

from flint import arb, fmpq, fmpq_poly

from verify.catalogue.hilbert_solve.claims import factored, moment
from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.hilbert_solve.quantities import determinant, hilbert, ln_det, superfactorial
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.claims.forms import Check, both, disproved, identity, printed, told
from verify.core.claim import CONFIRMED, REFUTED, Outcome, Reach
from verify.mathematics.linear import rational_matrix
from verify.measure.distance import ulp

E9 = Claims(problem, HOMEWORK.at("section 3.3"), "E-9")


def determinants(omitted: int) -> Sequence[tuple[Any, Any]]:
    """det H_n against c_n^4 / (1! 2! ... (2n - omitted)!), n = 1..30."""
    return [
        (
            rational_matrix(hilbert(n)).det(),
            fmpq(superfactorial(n - 1) ** 4, superfactorial(2 * n - omitted)),
        )
        for n in range(1, 31)
    ]


def diagonal() -> Sequence[tuple[Any, Any]]:
    # H = A D A^T gives det H_n as the product of (2k+1) a_kk^2 = (k!)^4 / ((2k)! (2k+1)!) over k < n, for
    # every n; the numerators make c_n^4 and the denominators 1! 2! ... (2n-1)! = c_2n.
    f = math.factorial
    return [((2 * k + 1) * moment(k, k) ** 2, fmpq(f(k) ** 4, f(2 * k) * f(2 * k + 1))) for k in range(100)]


CLAIMS_E9 = (
    E9.law(
        says="ln det H_n is four times the sum of ln i! to n-1 less the sum of ln i! to 2n.",
        reading="With the limits as printed, for every n = 1..30.",
        check=identity(partial(determinants, 0), "det H_n = c_n^4 / (1! 2! ... (2n)!)"),
        reach=Reach.COUNTEREXAMPLE,
        declared=REFUTED,
    ),
    E9.law(
        "b",
        says="ln det H_n = 4 ln c_n - ln c_2n.",
        reading="With the second sum to 2n-1, as c_2n asks: for every n.",
        check=both(
            factored,
            identity(diagonal, "(2k+1) a_kk^2 = (k!)^4 / ((2k)! (2k+1)!), k < 100"),
            identity(partial(determinants, 1), "det H_n = c_n^4 / (1! 2! ... (2n-1)!), n = 1..30"),
        ),
        reach=Reach.IDENTITY,
        neighbour=True,
    ),
)


E10 = Claims(problem, HOMEWORK.at("section 3.3"), "E-10")


def not_constant() -> Sequence[tuple[Any, Any]]:
    # d_n = ln det H_n + n^2 ln 4 grows by d_(n+1) - d_n = ln(4 16^n / (C^2 (2n+1))), C = C(2n, n), for
    # det H_(n+1) / det H_n = (n!)^4 / ((2n)! (2n+1)!). By induction C^2 <= 16^n / (3n+1): equality at
    # n = 1, and C grows by 2(2n+1)/(n+1), so the step asks for (2n+1)^2 (3n+4) <= 4 (n+1)^2 (3n+1). So d
    # grows by at least ln(4 (3n+1)/(2n+1)) >= ln(16/3), as 12 (3n+1) - 16 (2n+1) = 4n - 4 >= 0.
    n = fmpq_poly([0, 1])
    return [
        (math.comb(2, 1) ** 2 * 4, 16),
        (4 * (n + 1) ** 2 * (3 * n + 1) - (2 * n + 1) ** 2 * (3 * n + 4), n),
        (12 * (3 * n + 1) - 16 * (2 * n + 1), 4 * n - 4),
    ]


def leading_order() -> Sequence[tuple[Any, Any]]:
    # By induction C(2n, n)^2 >= 16^n / (4n): equality at n = 1, the step asks for (2n+1)^2 >= 4n (n+1).
    # So d grows by at most ln(16n/(2n+1)) <= ln 8, and by ln(16/3) > 0 at least; d_1 = ln 4 lies in
    # [0, ln 8]. Hence 0 <= d_n <= n ln 8, and over n^2 ln 4 that is at most 3/(2n).
    n = fmpq_poly([0, 1])
    return [
        (math.comb(2, 1) ** 2 * 4, 16),
        ((2 * n + 1) ** 2 - 4 * n * (n + 1), fmpq_poly([1])),
        (8 * (2 * n + 1) - 16 * n, fmpq_poly([8])),
        (determinant(1) * 4, fmpq(4)),
        *not_constant(),
    ]


CLAIMS_E10 = (
    E10.law(
        says="For large n, ln det H_n is -n^2 ln 4 and a constant.",
        reading="ln det H_n + n^2 ln 4 converges as n grows.",
        check=told(
            disproved(identity(not_constant, "C(2n, n)^2 <= 16^n / (3n+1) by induction")),
            "so ln det H_n + n^2 ln 4 grows by at least ln(16/3) from each n to the next (it tends to "
            "ln(2 pi), Wallis): n ln(2 pi) - (ln n)/4 is missing",
        ),
        reach=Reach.INEQUALITY,
        declared=REFUTED,
    ),
    E10.law(
        "b",
        says="For large n, ln det H_n behaves like -n^2 ln 4.",
        reading="To leading order: 0 <= 1 - ln det H_n / (-n^2 ln 4) <= 3/(2n) for every n.",
        check=told(
            identity(leading_order, "16^n / (4n) <= C(2n, n)^2 <= 16^n / (3n+1) by induction"),
            "so 0 <= ln det H_n + n^2 ln 4 <= n ln 8",
        ),
        reach=Reach.INEQUALITY,
        neighbour=True,
    ),
)


FIGURES = (
    "0.0",
    "-2.4849066497880004",
    "-7.67786350067821",
    "-15.615238196841508",
    "-26.309453258276445",
    "-39.76620670609766",
    "-55.988580206842556",
    "-74.97842732916047",
    "-96.736949274397",
    "-121.26496874930368",
)


MISPRINTED = {2, 4, 5, 7, 8, 10}
CORRECTLY_ROUNDED = {2, 5}  # of these: the nearest float64, printed so that it reads as itself


def as_float64(figure: str, n: int) -> Check:
    """The figure as printed, and beside it how near the float64 is that the text seems to print in full."""

    def check() -> Outcome:
        true, nearest = ln_det(n), arb(float(figure))
        ulps = abs(nearest - true) / ulp(true)
        return told(
            printed(figure, lambda: true), f"as a float64 it is {ulps.str(3, radius=False)} ulp off"
        )()

    return check


E11 = Claims(problem, HOMEWORK.at("section 3.3, table"), "E-11")


CLAIMS_E11 = E11.whole(
    "printed",
    says="The table of ln det H_n for n = 1 to 10.",
    reading="Every figure is right to half a unit of its last digit.",
    parts=[
        E11.printed(
            letter,
            says=f"ln det H_{n} = {figure}",
            reading=f"The figure for n = {n} is right to half a unit of its last digit."
            + " (Neighbour: it is the float64 nearest to the truth, whose last digits are finer than an ulp.)"
            * (n in CORRECTLY_ROUNDED),
            check=as_float64(figure, n),
            reach=Reach.FIGURE,
            declared=REFUTED if n in MISPRINTED else CONFIRMED,
        )
        for n, (letter, figure) in enumerate(zip("abcdefghij", FIGURES, strict=True), 1)
    ],
)
