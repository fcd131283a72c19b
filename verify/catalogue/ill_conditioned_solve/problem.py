"""Systems beside Hilbert's: Vandermonde, Pascal, Lotkin and Kahan, ill-conditioned, and Wilkinson's, which is
not: there elimination with partial pivoting is at fault. Each matrix has its exact inverse by a formula.
"""

from collections.abc import Callable
from typing import Any

from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.ill_conditioned_solve import laws
from verify.catalogue.ill_conditioned_solve.matrices import (
    ONE,
    kahan,
    kahan_inverse,
    lotkin,
    lotkin_inverse,
    pascal,
    pascal_inverse,
    vandermonde,
    vandermonde_inverse,
    wilkinson,
    wilkinson_inverse,
)
from verify.catalogue.sources import GAUTSCHI, HIGHAM, KAHAN, LOTKIN, WILKINSON
from verify.core.model import Parameter, Problem, Quantity, Route, Sensitivity, Source
from verify.core.theory import Theory
from verify.mathematics.linear import array, condition_numbers, norm_inf, rational_matrix
from verify.mathematics.systems import EXACTLY, backward_errors, by_lu, mp_matrix, over_sizes, row_sums
from verify.measure.budget import as_ball

# Elimination loses the bits of the condition number, below 5.1 n of them in each family (Lotkin's has the
# most), and at most those of the growth factor, n - 1 with pivoting.
BITS = 7


def family(
    name: str,
    title: str,
    formula: str,
    source: Source,
    matrix: Callable[[int], Any],
    inverse: Callable[[int], Any],
    sizes: tuple[int, ...],
    shown: int,
    law: tuple[Theory, ...],
    size: fmpq = ONE,
) -> Problem:
    """The system A x = b, b formed in exact rationals from x = size (1, ..., 1)."""

    def data(n: int) -> tuple[Matrix, Matrix]:
        A = matrix(n)
        return A, row_sums(A, size)

    def by_inverse(A: Matrix, b: Matrix) -> Any:
        return as_ball(inverse(len(b)) @ b)

    def condition(A: Matrix, b: Matrix) -> dict[str, arb]:
        return condition_numbers(A, inverse(len(b)))

    def condition_inf(n: int) -> arb:
        return norm_inf(matrix(n)) * norm_inf(inverse(n))

    def condition_inf_second(n: int) -> arb:
        entries = rational_matrix(matrix(n)).inv().entries()
        return norm_inf(matrix(n)) * norm_inf(array(entries, (n, n)))

    def condition_inf_opinion(mp: Mpmath, n: int) -> Mpf:
        with mp.workprec(mp.prec + BITS * n + 64):
            A = mp_matrix(mp, matrix(n))
            return mp.mnorm(A, mp.inf) * mp.mnorm(mp.inverse(A), mp.inf)

    return Problem(
        name=name,
        systems=("E3",),
        lesson="ill-conditioning",
        theory=law,
        title=title,
        formula=formula,
        source=source,
        parameters=(Parameter("n", 1, max(sizes), sizes, shown=shown),),
        data=data,
        truth=EXACTLY,
        second=Route(by_inverse, "the exact inverse by its formula, times b"),
        opinion=by_lu(BITS),
        sensitivity=Sensitivity(condition=condition, backward=backward_errors),
        sweep=over_sizes(sizes),
        references=tuple({"n": n} for n in (1, 2, 3, 5, 10, 20, 40) if n <= max(sizes)),
        quantities=(
            Quantity(
                "condition_number_inf",
                "||A|| ||A^-1|| in the infinity norm",
                condition_inf,
                condition_inf_second,
                condition_inf_opinion,
            ),
        ),
    )


SMALL = (*range(1, 21), 25, 30, 40)
LARGE = (1, 2, 3, 5, 7, 10, 14, 20, 30, 40, 50, 54, 60, 100)
VANDERMONDE = family(
    "vandermonde_solve",
    "Solving a Vandermonde system: interpolation in powers",
    "V x = b, v_ij = (i/n)^(j-1), b = V (1, ..., 1)",
    GAUTSCHI,
    vandermonde,
    vandermonde_inverse,
    SMALL,
    shown=10,
    law=laws.VANDERMONDE,
)


PASCAL = family(
    "pascal_solve",
    "Solving a Pascal system",
    "P x = b, p_ij = C(i+j-2, i-1), b = P (1, ..., 1)",
    HIGHAM.at("section 28.4"),
    pascal,
    pascal_inverse,
    SMALL,
    shown=15,
    law=laws.PASCAL,
)


LOTKIN_SYSTEM = family(
    "lotkin_solve",
    "Solving Lotkin's system: Hilbert's, unsymmetric",
    "A x = b, a_1j = 1, a_ij = 1/(i+j-1) for i > 1, b = A (1, ..., 1)",
    LOTKIN,
    lotkin,
    lotkin_inverse,
    SMALL,
    shown=10,
    law=laws.LOTKIN,
)


KAHAN_SYSTEM = family(
    "kahan_solve",
    "Solving Kahan's triangular system",
    "K x = b, k_ij = s^(i-1) (1 for i = j, -c for i < j), s = 4/5, c = 3/5, b = K (1, ..., 1)",
    KAHAN,
    kahan,
    kahan_inverse,
    LARGE,
    shown=50,
    law=laws.KAHAN,
)


WILKINSON_SYSTEM = family(
    "wilkinson_solve",
    "Solving Wilkinson's system: the largest growth of partial pivoting",
    "W x = b, w_ij = 1 for j = i and j = n, -1 for i > j, b = W (1/3, ..., 1/3)",
    WILKINSON.at("chapter 4"),
    wilkinson,
    wilkinson_inverse,
    LARGE,
    shown=50,
    law=laws.WILKINSON,
    size=fmpq(1, 3),
)


FAMILIES = (VANDERMONDE, PASCAL, LOTKIN_SYSTEM, KAHAN_SYSTEM, WILKINSON_SYSTEM)
