"""The Hilbert system H_n x = b with b = H_n (1, ..., 1): elimination, Cholesky, and numpy's solver."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat, fmpq_mpoly_ctx, fmpq_poly

from verify.arithmetic.precision import current_bits
from verify.claims.forms import Check, above, at_most, both, disproved, each, identity, printed, told
from verify.core.claim import CONFIRMED, REFUTED, Claim, Outcome
from verify.core.model import (
    Algorithm,
    Axis,
    Finite,
    Measurement,
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
    backward_errors,
    cholesky_in_balls,
    condition_numbers,
    elimination,
    elimination_pivoted,
    exact_inverse,
    growth,
    norm_2,
    norm_2_gram,
    norm_inf,
    pivoted_in_balls,
    rational_matrix,
    solve_by_cholesky,
    solve_in_balls,
)
from verify.measure.budget import UNIT_ROUNDOFF, as_ball, largest, norm
from verify.measure.distance import ulp
from verify.measure.harness import measure

HOMEWORK = Source("Computational physics course", 2022, "Homework 1, solutions")
HIGHAM = Source("N. J. Higham", 2002, "Accuracy and Stability of Numerical Algorithms, 2nd ed.")
LAPACK = Source("E. Anderson et al.", 1999, "LAPACK Users' Guide, 3rd ed.")

SIZES = (*range(1, 26), *range(30, 101, 10))


def hilbert(n: int) -> Any:
    """The matrix 1/(i + j - 1), i, j = 1..n, in exact rationals."""
    return array([fmpq(1, i + j + 1) for i in range(n) for j in range(n)], (n, n))


def data(n: int) -> tuple[Any, Any]:
    H = hilbert(n)
    return H, array([sum(row, fmpq(0)) for row in H], (n,))


def truth(A: Any, b: Any) -> Any:
    x = rational_matrix(A).solve(rational_matrix(b))
    return as_ball(array(x.entries(), b.shape))


def opinion(mp: Any, A: Any, b: Any) -> Any:
    # Elimination loses the bits of the condition number, under 5.1 n of them for H_n:
    # cond grows like (1 + sqrt 2)^(4n) (Todd 1954).
    n = len(b)
    with mp.workprec(mp.prec + 6 * n + 64):
        matrix, column = ([mp.mpf(int(x.p)) / int(x.q) for x in M.flat] for M in (A, b))
        rows = [matrix[k : k + n] for k in range(0, n * n, n)]
        x = mp.lu_solve(mp.matrix(rows), mp.matrix(column))
    return array([+v for v in x], (n,))


def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
    # The sizes are the domain itself: nothing is drawn. Fewer than all are spread evenly.
    last = len(SIZES) - 1
    count = min(max(count, 1), len(SIZES))
    for k in range(count):
        yield {"n": SIZES[last if count == 1 else round(k * last / (count - 1))]}


def condition(A: Any, b: Any) -> dict[str, arb]:
    return condition_numbers(A, exact_inverse(A))


def superfactorial(m: int) -> int:
    """1! 2! ... m!"""
    return math.prod(math.factorial(i) for i in range(1, m + 1))


def determinant(n: int) -> fmpq:
    """det H_n = c_n^4 / c_2n with c_n = 1! 2! ... (n-1)! (Cauchy's determinant)."""
    return fmpq(superfactorial(n - 1) ** 4, superfactorial(2 * n - 1))


def ln_det(n: int) -> arb:
    return arb(determinant(n)).log()


def ln_det_second(n: int) -> arb:
    return arb(rational_matrix(hilbert(n)).det()).log()


def ln_det_opinion(mp: Any, n: int) -> Any:
    # Barnes' G function: c_n = G(n + 1). ln det H_1 = 0 has no digits of its own: hence the bits more.
    with mp.workprec(2 * mp.prec + 64):
        return 4 * mp.log(mp.barnesg(n + 1)) - mp.log(mp.barnesg(2 * n + 1))


def inverse(n: int) -> Any:
    """H_n^-1 by its formula in binomial coefficients, all integers (Choi 1983)."""
    C = math.comb

    def entry(i: int, j: int) -> fmpq:
        sign = (-1) ** (i + j)
        return fmpq(sign * (i + j - 1) * C(n + i - 1, n - j) * C(n + j - 1, n - i) * C(i + j - 2, i - 1) ** 2)

    return array([entry(i, j) for i in range(1, n + 1) for j in range(1, n + 1)], (n, n))


def condition_inf(n: int) -> arb:
    return norm_inf(hilbert(n)) * norm_inf(exact_inverse(hilbert(n)))


def condition_inf_second(n: int) -> arb:
    return arb(sum((fmpq(1, i) for i in range(1, n + 1)), fmpq(0))) * norm_inf(inverse(n))


def condition_inf_opinion(mp: Any, n: int) -> Any:
    # The signs of H^-1 form a checkerboard: H y = (1, -1, 1, ...) has |y_i| = the row sums of |H^-1|.
    signs = array([fmpq((-1) ** i) for i in range(n)], (n,))
    return max(abs(y) for y in opinion(mp, hilbert(n), signs)) * mp.harmonic(n)


def condition_2(n: int) -> arb:
    bits = current_bits() - 16
    return norm_2(hilbert(n), bits) * norm_2(exact_inverse(hilbert(n)), bits)


def condition_2_second(n: int) -> arb:
    bits = current_bits() // 2
    return norm_2_gram(hilbert(n), bits) * norm_2_gram(inverse(n), bits)


def condition_2_opinion(mp: Any, n: int) -> Any:
    # H is symmetric and positive definite: power iteration with H and with H^-1 ends at the 2-norms.
    goal = mp.mpf(2) ** -mp.prec
    with mp.workprec(mp.prec + 6 * n + 64):
        H = mp.matrix([[mp.mpf(1) / (i + j + 1) for j in range(n)] for i in range(n)])
        LU, order = mp.LU_decomp(H)
        return _dominant(mp, n, goal, lambda v: H * v) * _dominant(
            mp, n, goal, lambda v: mp.U_solve(LU, mp.L_solve(LU, v, order))
        )


def _dominant(mp: Any, n: int, goal: Any, multiply: Callable[[Any], Any]) -> Any:
    v, before = mp.matrix([mp.mpf(-1) ** i / (i + 1) for i in range(n)]), mp.zero
    while True:
        v = v / mp.norm(v)
        image = multiply(v)
        quotient = mp.fdot(v, image)
        if abs(quotient - before) <= goal * quotient:
            return quotient
        v, before = image, quotient


problem = Problem(
    name="hilbert_solve",
    systems=("E3",),
    title="Solving a Hilbert system",
    formula="H x = b, h_ij = 1/(i + j - 1), b = H (1, ..., 1)",
    source=HOMEWORK.at("section 3"),
    parameters=(Parameter("n", 1, 100, SIZES, shown=10),),
    data=data,
    truth=Route(
        truth,
        "fmpq_mat's solver modulo primes, lifted to exact rationals; the algorithms eliminate in the "
        "arithmetic they are given",
    ),
    second=Route(solve_in_balls, "FLINT's preconditioned ball solver"),
    opinion=Route(opinion, "mpmath's LU solver at a precision above the condition number"),
    sensitivity=Sensitivity(condition=condition, backward=backward_errors),
    sweep=Sweep(axis=Axis("n", lambda n: n), points=points, count=len(SIZES)),
    references=tuple({"n": n} for n in (1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 50, 100)),
    quantities=(
        Quantity("ln_det", "ln det H_n", ln_det, ln_det_second, ln_det_opinion),
        Quantity(
            "condition_number_inf",
            "||H_n|| ||H_n^-1|| in the infinity norm",
            condition_inf,
            condition_inf_second,
            condition_inf_opinion,
        ),
        Quantity(
            "condition_number_2",
            "||H_n|| ||H_n^-1|| in the 2-norm: largest over smallest eigenvalue",
            condition_2,
            condition_2_second,
            condition_2_opinion,
        ),
    ),
)


ALGORITHMS = (
    Algorithm(
        name="elimination",
        problem=problem,
        says="Gaussian elimination in the natural order",
        source=HOMEWORK.at("section 3.4, GEM"),
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
        name="cholesky",
        problem=problem,
        says="A = L L^T, then two triangular systems",
        source=HOMEWORK.at("section 3.4, Cholesky"),
        body=solve_by_cholesky,
        ball=cholesky_in_balls,
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


def moment(m: int, k: int) -> fmpq:
    """The integral over [0, 1] of x^m P_k(2x - 1), P_k Legendre's polynomial: zero for k > m."""
    if k > m:
        return fmpq(0)
    return fmpq(math.factorial(m) ** 2, math.factorial(m - k) * math.factorial(m + k + 1))


def telescoping() -> Sequence[tuple[Any, Any]]:
    # With g_k = (m! l!)^2 / ((m-k)! (m+k)! (l-k)! (l+k)! (m+l+1)) and the moments a_mk above,
    # g_k - g_(k+1) = (2k+1) a_mk a_lk [(m+k+1)(l+k+1) - (m-k)(l-k)] / ((2k+1) (m+l+1)), and the bracket
    # equals that denominator. So the sum of (2k+1) a_mk a_lk over k = 0..min(m, l) is g_0 = 1/(m+l+1):
    # H_n = A D A^T for every n, A = (a_mk) lower triangular, D = diag(2k+1).
    k, m, l = fmpq_mpoly_ctx.get(("k", "m", "l"), "lex").gens()  # noqa: E741
    return [((m + k + 1) * (l + k + 1) - (m - k) * (l - k), (2 * k + 1) * (m + l + 1))]


def factorisation(n: int) -> Sequence[tuple[Any, Any]]:
    A = array([moment(m, k) for m in range(n) for k in range(n)], (n, n))
    scaled = A * np.arange(1, 2 * n, 2).astype(object)
    product = rational_matrix(scaled) * rational_matrix(A.T)
    return list(zip(product.entries(), hilbert(n).flat, strict=True))


factored = both(
    identity(telescoping, "the sum that gives H = A D A^T for every n telescopes"),
    identity(partial(factorisation, 100), "H = A D A^T, n = 100, with a_kk > 0 and D = diag(1, 3, 5, ...)"),
)


def normal_equations() -> Sequence[tuple[Any, Any]]:
    # Half the derivative of the squared distance by c_i is sum_j c_j (x^(i-1), x^(j-1)) - (x^(i-1), f);
    # the coefficients are integrals of x^(i+j-2), whose antiderivative is x^(i+j-1)/(i+j-1).
    integrals = [fmpq_poly([0] * k + [1]).integral()(fmpq(1)) for k in range(199)]
    H = hilbert(100)
    return [(integrals[i + j], H[i, j]) for i in range(100) for j in range(100)]


def positive_on_powers_is_definite() -> bool:
    """The inference at [[1, 2], [2, 1]]."""
    A = fmpq_mat([[1, 2], [2, 1]])
    form = (A[0, 0], A[0, 1] + A[1, 0], A[1, 1])  # (1, x) A (1, x)^T = 1 + 4x + x^2
    premise = all(coefficient > 0 for coefficient in form)  # sufficient for all x > 0
    return not premise or (A[0, 0] > 0 and A.det() > 0)


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


def solved(n: int) -> list[Measurement]:
    """Elimination and Cholesky, measured."""
    return [measure(a, n=n) for a in ALGORITHMS if a.name in ("elimination", "cholesky")]


def in_roundoffs(part: arb | None) -> arb:
    assert part is not None, "float64 solves these systems"
    return part / UNIT_ROUNDOFF


def forward(n: int) -> list[arb]:
    return [in_roundoffs(m.forward_error) for m in solved(n)]


def quotient_of_errors(n: int) -> arb:
    left, right = forward(n)
    return (left / right).max(right / left)


def difference(n: int) -> arb:
    left, right = (as_ball(m.computed) for m in solved(n))
    return norm(left - right) / UNIT_ROUNDOFF  # the solution has norm 1


def worst_backward() -> arb:
    return largest([in_roundoffs(m.backward_error) for n in range(1, 11) for m in solved(n)])


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


def claim(id: str, kind: str, place: str, declared: str, says: str, reading: str, check: Check) -> Claim:
    return Claim(id, problem, kind, says, reading, HOMEWORK.at(f"section {place}"), declared, check)


LAWS = (
    claim(
        "E-7",
        "law",
        "3.1",
        CONFIRMED,
        "Least squares with 1, x, ..., x^(n-1) on [0, 1] leads to the Hilbert matrix.",
        "For every n the normal equations of the least-squares polynomial have the coefficients 1/(i+j-1), "
        "exact integrals of x^(i+j-2).",
        identity(normal_equations, "integral of x^(i-1) x^(j-1) = 1/(i+j-1), i and j to 100"),
    ),
    claim(
        "E-8a",
        "law",
        "3.2",
        CONFIRMED,
        "The Hilbert matrix is positive definite.",
        "x^T H_n x > 0 for every n and every real vector x other than 0.",
        told(factored, "so x^T H x = sum (2k+1) (A^T x)_k^2 > 0, A being regular"),
    ),
    claim(
        "E-8b",
        "law",
        "3.2",
        REFUTED,
        "That the quadratic form is positive on the vectors (1, x, ..., x^(n-1)) shows it.",
        "Every symmetric matrix whose form is positive at (1, x, ..., x^(n-1)) for all x > 0 is positive "
        "definite.",
        each(
            [("for [[1, 2], [2, 1]]: 1 + 4x + x^2 > 0, determinant -3", positive_on_powers_is_definite)],
            "the inference holds in the case tried",
        ),
    ),
    claim(
        "E-9a",
        "law",
        "3.3",
        REFUTED,
        "ln det H_n is four times the sum of ln i! to n-1 less the sum of ln i! to 2n.",
        "With the limits as printed, for every n = 1..30.",
        identity(partial(determinants, 0), "det H_n = c_n^4 / (1! 2! ... (2n)!)"),
    ),
    claim(
        "E-9b",
        "law",
        "3.3",
        CONFIRMED,
        "ln det H_n = 4 ln c_n - ln c_2n.",
        "With the second sum to 2n-1, as c_2n asks: for every n.",
        both(
            factored,
            identity(diagonal, "(2k+1) a_kk^2 = (k!)^4 / ((2k)! (2k+1)!), k < 100"),
            identity(partial(determinants, 1), "det H_n = c_n^4 / (1! 2! ... (2n-1)!), n = 1..30"),
        ),
    ),
    claim(
        "E-10a",
        "law",
        "3.3",
        REFUTED,
        "For large n, ln det H_n is -n^2 ln 4 and a constant.",
        "ln det H_n + n^2 ln 4 converges as n grows.",
        told(
            disproved(identity(not_constant, "C(2n, n)^2 <= 16^n / (3n+1) by induction")),
            "so ln det H_n + n^2 ln 4 grows by at least ln(16/3) from each n to the next (it tends to "
            "ln(2 pi), Wallis): n ln(2 pi) - (ln n)/4 is missing",
        ),
    ),
    claim(
        "E-10b",
        "law",
        "3.3",
        CONFIRMED,
        "For large n, ln det H_n behaves like -n^2 ln 4.",
        "To leading order: 0 <= 1 - ln det H_n / (-n^2 ln 4) <= 3/(2n) for every n.",
        told(
            identity(leading_order, "16^n / (4n) <= C(2n, n)^2 <= 16^n / (3n+1) by induction"),
            "so 0 <= ln det H_n + n^2 ln 4 <= n ln 8",
        ),
    ),
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


TABLE = tuple(
    claim(
        f"E-11{letter}",
        "printed",
        "3.3, table",
        REFUTED if n in MISPRINTED else CONFIRMED,
        f"ln det H_{n} = {figure}",
        f"The figure for n = {n} is right to half a unit of its last digit."
        + " (Neighbour: it is the float64 nearest to the truth, whose last digits are finer than an ulp.)"
        * (n in CORRECTLY_ROUNDED),
        as_float64(figure, n),
    )
    for n, (letter, figure) in enumerate(zip("abcdefghij", FIGURES, strict=True), 1)
)

FINDINGS = (
    claim(
        "E-12a",
        "finding",
        "3.4",
        CONFIRMED,
        "The condition number makes the solutions up to n = 10 very unstable.",
        "With b = H_n (1, ..., 1), for the text gives none: at n = 10 the forward errors of elimination and "
        "of Cholesky in float64 exceed 5e12 unit roundoffs.",
        above(5 * 10**12, lambda: forward(10)[0].min(forward(10)[1]), "the smaller forward error over u"),
    ),
    claim(
        "E-12b",
        "finding",
        "3.4",
        REFUTED,
        "The solutions up to n = 10 are very unstable.",
        "In the sense of stability: elimination or Cholesky in float64 has a normwise backward error above "
        "2 unit roundoffs for some n = 1..10.",
        above(2, worst_backward, "the largest backward error over u"),
    ),
    claim(
        "E-12c",
        "finding",
        "3.4",
        CONFIRMED,
        "Elimination and Cholesky differ little.",
        "In accuracy: their forward errors are within a factor of 10 for every n = 2..10 (at n = 1 both are "
        "zero).",
        at_most(
            10,
            lambda: largest([quotient_of_errors(n) for n in range(2, 11)]),
            "the largest quotient of the forward errors",
        ),
    ),
    claim(
        "E-12d",
        "finding",
        "3.4",
        REFUTED,
        "Elimination and Cholesky give nearly the same result.",
        "As vectors: for every n = 1..10 the two solutions differ by at most 1e6 unit roundoffs of their "
        "size. (Neighbour: by less than 1e-4 of it, so four decimals agree; the bound of 1e6 is ours.)",
        at_most(
            10**6,
            lambda: largest([difference(n) for n in range(1, 11)]),
            "the largest difference over u",
        ),
    ),
)

CLAIMS = (*LAWS, *TABLE, *FINDINGS)
