"""Systems beside Hilbert's: Vandermonde, Pascal, Lotkin and Kahan, ill-conditioned, and Wilkinson's, which is
not: there elimination with partial pivoting is at fault. Each matrix has its exact inverse by a formula.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_poly

from verify.core.model import (
    Algorithm,
    Axis,
    Finite,
    Parameter,
    Problem,
    Quantity,
    Route,
    Sensitivity,
    Source,
    Sweep,
)
from verify.mathematics.linear import (
    array,
    back_substitution,
    backward_errors,
    cholesky_in_balls,
    condition_numbers,
    elimination,
    elimination_pivoted,
    growth,
    norm_inf,
    pivoted_in_balls,
    rational_matrix,
    solve_by_cholesky,
)
from verify.measure.budget import as_ball

HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
LAPACK = Source("E. Anderson et al.", 1999, "LAPACK Users' Guide, 3rd ed.")
WILKINSON = Source("J. H. Wilkinson", 1965, "The Algebraic Eigenvalue Problem")
LOTKIN = Source("M. Lotkin", 1955, "A set of test matrices", "MTAC 9")
KAHAN = Source("W. Kahan", 1966, "Numerical linear algebra", "Canadian Mathematical Bulletin 9")
GAUTSCHI = Source("W. Gautschi", 1990, "How (un)stable are Vandermonde systems?")

Entry = Callable[[int, int, int], fmpq]  # n, row and column from 1
ONE, SINE, COSINE = fmpq(1), fmpq(4, 5), fmpq(3, 5)


def square(n: int, entry: Entry) -> Any:
    return array([entry(n, i, j) for i in range(1, n + 1) for j in range(1, n + 1)], (n, n))


def vandermonde(n: int) -> Any:
    """Powers t^0, ..., t^(n-1) of the nodes 1/n, 2/n, ..., 1."""
    return square(n, lambda n, i, j: fmpq(i, n) ** (j - 1))


def vandermonde_inverse(n: int) -> Any:
    # Column i holds the coefficients of Lagrange's polynomial, the product of (t - t_m)/(t_i - t_m), m != i.
    nodes = [fmpq(i, n) for i in range(1, n + 1)]
    whole = math.prod((fmpq_poly([-t, 1]) for t in nodes), start=fmpq_poly([1]))
    columns = []
    for t in nodes:
        lagrange = whole // fmpq_poly([-t, 1])
        columns.append([c / lagrange(t) for c in (lagrange[k] for k in range(n))])
    return array([c for column in columns for c in column], (n, n)).T


def pascal(n: int) -> Any:
    return square(n, lambda n, i, j: fmpq(math.comb(i + j - 2, i - 1)))


def pascal_inverse(n: int) -> Any:
    # P = L L^T, L_ij = C(i-1, j-1) (Vandermonde's convolution), and L^-1 is L with the signs of a
    # checkerboard (inversion of the binomial sum).
    L = rational_matrix(square(n, lambda n, i, j: fmpq((-1) ** (i + j) * math.comb(i - 1, j - 1))))
    return array((L.transpose() * L).entries(), (n, n))


def lotkin(n: int) -> Any:
    """The Hilbert matrix with ones for its first row."""
    return square(n, lambda n, i, j: fmpq(1) if i == 1 else fmpq(1, i + j - 1))


def lotkin_inverse(n: int) -> Any:
    # With s the row sums of H^-1, (H^-1)_ij = s_i s_j / (i+j-1), both Cauchy's. The first row moves by
    # 1 - h, h H^-1 = e_1, so (Sherman and Morrison) A^-1 = H^-1 - (column 1 of H^-1) (s - e_1) / s_1.
    def entry(n: int, i: int, j: int) -> fmpq:
        if j == 1:
            return row_sum(n, i) / i
        return -(j - 1) * row_sum(n, i) * row_sum(n, j) / (i * (i + j - 1))

    def row_sum(n: int, i: int) -> fmpq:
        return fmpq((-1) ** (n + i) * i * math.comb(n + i - 1, i) * math.comb(n - 1, i - 1))

    return square(n, entry)


def kahan(n: int) -> Any:
    """Upper triangular: row i is s^(i-1) (0, ..., 0, 1, -c, ..., -c), with s = 4/5 and c = 3/5."""
    return square(n, lambda n, i, j: SINE ** (i - 1) * (-COSINE if j > i else fmpq(i == j)))


def kahan_inverse(n: int) -> Any:
    # K = diag(1, s, s^2, ...) (1 - c J - c J^2 - ...), J the shift; the second factor is
    # (1 - (1+c) J)/(1 - J), and its inverse 1 + c J/(1 - (1+c) J).
    def entry(n: int, i: int, j: int) -> fmpq:
        above = COSINE * (1 + COSINE) ** (j - i - 1) if j > i else fmpq(i == j)
        return above / SINE ** (j - 1)

    return square(n, entry)


def wilkinson(n: int) -> Any:
    """1 on the diagonal and in the last column, -1 below the diagonal."""
    return square(n, lambda n, i, j: fmpq(1) if j in (i, n) else fmpq(-1 if j < i else 0))


def wilkinson_inverse(n: int) -> Any:
    # W = L U, L with -1 below its unit diagonal, U the unit matrix but for its last column 1, 2, ...,
    # 2^(n-1); (L^-1)_ij = 2^(i-j-1) below the diagonal, and U^-1 takes 2^(i-n) times the last row from row i.
    def entry(n: int, i: int, j: int) -> fmpq:
        if i == n:
            return fmpq(1, 2 ** min(j, n - 1))
        if j < n:
            return fmpq(1, 2) if i == j else -fmpq(1, 2 ** (j - i + 1)) if j > i else fmpq(0)
        return -fmpq(1, 2 ** (n - i))

    return square(n, entry)


def truth(A: Any, b: Any) -> Any:
    x = rational_matrix(A).solve(rational_matrix(b))
    return as_ball(array(x.entries(), b.shape))


def opinion(mp: Any, A: Any, b: Any) -> Any:
    # Elimination loses the bits of the condition number, below 5.1 n of them in each family (Lotkin's has the
    # most), and at most those of the growth factor, n - 1 with pivoting.
    with mp.workprec(mp.prec + 7 * len(b) + 64):
        x = mp.lu_solve(mp_matrix(mp, A), mp.matrix([mp.mpf(int(v.p)) / int(v.q) for v in b]))
    return array([+v for v in x], b.shape)


def mp_matrix(mp: Any, A: Any) -> Any:
    return mp.matrix([[mp.mpf(int(v.p)) / int(v.q) for v in row] for row in A])


def family(
    name: str,
    title: str,
    formula: str,
    source: Source,
    matrix: Callable[[int], Any],
    inverse: Callable[[int], Any],
    sizes: tuple[int, ...],
    shown: int,
    size: fmpq = ONE,
) -> Problem:
    """The system A x = b, b formed in exact rationals from x = size (1, ..., 1)."""

    def data(n: int) -> tuple[Any, Any]:
        A = matrix(n)
        return A, array([size * sum(row, fmpq(0)) for row in A], (n,))

    def by_inverse(A: Any, b: Any) -> Any:
        return as_ball(inverse(len(b)) @ b)

    def condition(A: Any, b: Any) -> dict[str, arb]:
        return condition_numbers(A, inverse(len(b)))

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        # The sizes are the domain itself: nothing is drawn. Fewer than all are spread evenly.
        last = len(sizes) - 1
        count = min(max(count, 1), len(sizes))
        for k in range(count):
            yield {"n": sizes[last if count == 1 else round(k * last / (count - 1))]}

    def condition_inf(n: int) -> arb:
        return norm_inf(matrix(n)) * norm_inf(inverse(n))

    def condition_inf_second(n: int) -> arb:
        entries = rational_matrix(matrix(n)).inv().entries()
        return norm_inf(matrix(n)) * norm_inf(array(entries, (n, n)))

    def condition_inf_opinion(mp: Any, n: int) -> Any:
        with mp.workprec(mp.prec + 7 * n + 64):
            A = mp_matrix(mp, matrix(n))
            return mp.mnorm(A, mp.inf) * mp.mnorm(mp.inverse(A), mp.inf)

    return Problem(
        name=name,
        systems=("E3",),
        title=title,
        formula=formula,
        source=source,
        parameters=(Parameter("n", 1, max(sizes), sizes, shown=shown),),
        data=data,
        truth=Route(
            truth,
            "fmpq_mat's solver modulo primes, lifted to exact rationals; the algorithms eliminate in the "
            "arithmetic they are given",
        ),
        second=Route(by_inverse, "the exact inverse by its formula, times b"),
        opinion=Route(opinion, "mpmath's LU solver at a precision above the condition number"),
        sensitivity=Sensitivity(condition=condition, backward=backward_errors),
        sweep=Sweep(axis=Axis("n", lambda n: n), points=points, count=len(sizes)),
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
    size=fmpq(1, 3),
)


def solve_by_qr(A: Any, b: Any) -> Any:
    Q, R = np.linalg.qr(A)
    return back_substitution(R, Q.T @ b)


def direct(problem: Problem) -> tuple[Algorithm, ...]:
    return (
        Algorithm(
            name="elimination",
            problem=problem,
            says="Gaussian elimination in the natural order",
            source=HIGHAM.at("section 9.1"),
            body=elimination,
            diagnostics=growth(pivot=False),
            truncation=Finite(),
        ),
        Algorithm(
            name="elimination_pivoted",
            problem=problem,
            says="Gaussian elimination, each time with the largest entry of the column as pivot",
            source=HIGHAM.at("section 9.1"),
            body=elimination_pivoted,
            diagnostics=growth(pivot=True),
            truncation=Finite(),
        ),
        Algorithm(
            name="numpy_solve",
            problem=problem,
            says="numpy.linalg.solve, LAPACK's gesv: blocked elimination with partial pivoting",
            source=LAPACK.at("section 2.3.1"),
            float64=np.linalg.solve,
            ball=pivoted_in_balls,
            basic=False,
            truncation=Finite(),
        ),
    )


FAMILIES = (VANDERMONDE, PASCAL, LOTKIN_SYSTEM, KAHAN_SYSTEM, WILKINSON_SYSTEM)

ALGORITHMS = (
    *(algorithm for problem in FAMILIES for algorithm in direct(problem)),
    Algorithm(
        name="cholesky",
        problem=PASCAL,
        says="A = L L^T, then two triangular systems",
        source=HIGHAM.at("section 10.1"),
        body=solve_by_cholesky,
        ball=cholesky_in_balls,
        truncation=Finite(),
    ),
    Algorithm(
        name="numpy_qr",
        problem=WILKINSON_SYSTEM,
        says="A = Q R by Householder's reflections (numpy.linalg.qr), whatever the growth of elimination",
        source=HIGHAM.at("section 19.3"),
        float64=solve_by_qr,
        ball=pivoted_in_balls,
        basic=False,
        truncation=Finite(),
    ),
)
