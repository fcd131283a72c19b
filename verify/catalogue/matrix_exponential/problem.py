"""The exponential of a matrix by its series, and by scaling and squaring, on three non-normal families."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq, fmpq_mat

from verify.arithmetic.arrays import Matrix, mapped
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.sources import DUBIOUS, HIGHAM_FUNCTIONS
from verify.core.model import Axis, Input, Inputs, Parameter, Problem, Route, Sensitivity, Source, Sweep
from verify.mathematics.linear import array, ball_matrix, norm_inf, rational_matrix
from verify.mathematics.sampling import log_strata
from verify.measure.budget import largest, norm


# --- the families: a rational matrix of infinity norm 1, times the norm asked for -----------------------
def moler_van_loan(n: int) -> Matrix:
    """Eigenvalues -1 and -17, eigenvectors (1, 2) and (3, 4) (Moler and Van Loan, section 3), over 95."""
    return array([fmpq(k, 95) for k in (-49, 24, -64, 31)], (n, n))


def jordan(n: int) -> Matrix:
    """One Jordan block to the eigenvalue -1, over its norm."""
    return array([fmpq((j == i + 1) - (i == j), min(n, 2)) for i in range(n) for j in range(n)], (n, n))


def unit_upper(n: int) -> Matrix:
    """1 on the diagonal, -1 above it, over its norm n."""
    return array([fmpq((i == j) - (j > i), n) for i in range(n) for j in range(n)], (n, n))


# --- truths by closed forms -------------------------------------------------------------------------------
def two_by_two(A: Matrix) -> Matrix:
    # A = mI + B with tr B = 0, so B^2 = q^2 I, q^2 = -det B, and e^A = e^m (cosh q I + sinh q/q B).
    m = (A[0, 0] + A[1, 1]) / 2
    B = A - np.diag([m, m])
    q = arb(B[0, 0] * B[0, 0] + B[0, 1] * B[1, 0]).sqrt()
    even, odd = q.cosh(), q.sinh() / q
    return mapped(lambda x: arb(m).exp() * x, np.diag([even, even]) + mapped(lambda b: odd * b, B))


def triangular(A: Matrix) -> Matrix:
    # A = dI + M with M strictly upper triangular, so M^n = 0 and e^A = e^d (I + M + ... + M^(n-1)/(n-1)!),
    # the bracket in exact rationals.
    n, d = len(A), A[0, 0]
    if any(A[i, j] != (d if i == j else 0) for i in range(n) for j in range(i + 1)):
        raise ValueError("this truth is for upper triangular matrices with one number on the diagonal")
    M = rational_matrix(A - np.diag([d] * n))
    total = power = fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
    for k in range(1, n):
        power = power * M / k
        total = total + power
    return mapped(lambda x: arb(d).exp() * x, array(total.entries(), A.shape))


def by_flint(A: Matrix) -> Matrix:
    return array(ball_matrix(A).exp().entries(), A.shape)


def by_eigenvectors(mp: Mpmath, A: Matrix) -> Any:
    with mp.workprec(2 * mp.prec):
        values, V = mp.eig(_matrix(mp, A))
        E = V * mp.diag([mp.exp(v) for v in values]) * V**-1
    return [+mp.re(E[i, j]) for i in range(len(A)) for j in range(len(A))]


def by_binomials(mp: Mpmath, A: Matrix) -> Any:
    # e^(dI + bN) has e^d b^k/k! on its diagonal k.
    d, b = (_number(mp, x) for x in A[0, :2])
    return _bands(len(A), [mp.exp(d) * b**k / mp.factorial(k) for k in range(len(A))])


def by_laguerre(mp: Mpmath, A: Matrix) -> Any:
    # e^(bN/(1 - N)) is the sum of L_k^(-1)(-b) N^k (the generating function of Laguerre's polynomials), and
    # L_k^(-1) = L_k - L_(k-1).
    d, b = (_number(mp, x) for x in A[0, :2])
    with mp.workprec(2 * mp.prec):
        L = [mp.laguerre(k, 0, -b) for k in range(len(A))]
        bands = [mp.exp(d) * (L[k] - (L[k - 1] if k else 0)) for k in range(len(A))]
    return _bands(len(A), bands)


def _number(mp: Mpmath, x: fmpq) -> Mpf:
    return mp.mpf(int(x.p)) / int(x.q)


def _matrix(mp: Mpmath, A: Matrix) -> Any:
    return mp.matrix([[_number(mp, x) for x in row] for row in A])


def _bands(n: int, bands: Sequence[Any]) -> list[Any]:
    return [bands[j - i] if j >= i else 0 * bands[0] for i in range(n) for j in range(n)]


# --- conditioning -----------------------------------------------------------------------------------------
def derivatives(A: Matrix) -> Matrix:
    """The Frechet derivatives L(A, E) for E = e_i e_j^T, as balls l[i, j, r, c].

    exp([[A, E], [0, A]]) has L(A, E) as its block above the diagonal (Higham, theorem 3.6).
    """
    n = len(A)
    found = np.empty((n, n, n, n), dtype=object)
    block = np.full((2 * n, 2 * n), fmpq(0), dtype=object)
    block[:n, :n] = block[n:, n:] = A
    for i in range(n):
        for j in range(n):
            block[i, n + j] = fmpq(1)
            found[i, j] = by_flint(block)[:n, n:]
            block[i, n + j] = fmpq(0)
    return found


def operator_norm(l: Matrix) -> arb:  # noqa: E741
    """max ||L(E)||_inf over ||E||_inf <= 1, for L(E) = sum of e_ij l[i, j].

    Row r of L(E) has the 1-norm max over signs s of sum_c s_c L(E)_rc, linear in E; so it is largest where
    each row of E is one unit vector or its negative: sum_i max_j |sum_c s_c l[i, j, r, c]|. Where no entry
    is negative, one vector of signs is enough.
    """
    n = len(l)
    positive = all(x >= 0 for x in l.flat)
    signs = [[1 if positive or not bits >> c & 1 else -1 for c in range(n)] for bits in range(2 ** (n - 1))]
    S = arb_mat(signs[:1] if positive else signs).transpose()
    rows = []
    for r in range(n):
        sums = ball_matrix(l[:, :, r, :].reshape(n * n, n)) * S
        for found in np.array(sums.tolist(), dtype=object).T.reshape(-1, n, n):
            rows.append(sum((largest([abs(x) for x in row]) for row in found), arb(0)))
    return largest(rows)


def condition(A: Matrix) -> dict[str, arb]:
    # The relative condition number lim sup ||e^(A+E) - e^A|| / (eps ||e^A||) over ||E|| <= eps ||A||, which
    # is ||L(A)|| ||A|| / ||e^A|| (Higham, theorem 3.1), all norms the infinity norm or induced by it.
    return {"inf": operator_norm(derivatives(A)) * norm_inf(A) / norm(by_flint(A))}


def family(
    name: str,
    title: str,
    source: Source,
    matrix: Callable[[int], Any],
    sizes: tuple[int, ...],
    truth: Callable[..., Any],
    route: str,
    opinion: Callable[..., Any],
    opinion_route: str,
) -> Problem:
    def data(norm: fmpq, n: int) -> tuple[Matrix]:
        return (matrix(n) * norm,)

    def points(count: int, random: Random) -> Iterator[Inputs]:
        for k, size in enumerate(sorted({*log_strata(count - 1, -3, 2, random), fmpq(95)})):
            yield {"norm": size, "n": sizes[k % len(sizes)]}

    return Problem(
        name=f"matrix_exponential_{name}",
        title=title,
        formula="exp(A)",
        source=source,
        systems=("D2",),
        inputs=(Input("norm", fmpq(0), fmpq(200), above=True),),
        parameters=(Parameter("n", sizes[0], sizes[-1], sizes, shown=sizes[len(sizes) // 2]),),
        data=data,
        truth=Route(truth, f"{route}; the algorithms only add, multiply and divide matrices"),
        second=Route(by_flint, "FLINT's exponential of a matrix of balls"),
        opinion=Route(opinion, f"{opinion_route} in mpmath"),
        sensitivity=Sensitivity(condition=condition),
        sweep=Sweep(
            axis=Axis("||A||, infinity norm", lambda norm, n: norm, log=True), points=points, count=20
        ),
        references=tuple(
            {"norm": size, "n": sizes[k % len(sizes)]}
            for k, size in enumerate(("1/1000", "1", "10", "95", "100"))
        ),
    )


PROBLEMS = (
    family(
        "moler_van_loan",
        "The exponential of Moler and Van Loan's 2 by 2 matrix, scaled",
        DUBIOUS.at("section 3, the example of method 1"),
        moler_van_loan,
        (2,),
        two_by_two,
        "e^m (cosh q I + sinh q/q (A - mI)) with m = tr A/2",
        by_eigenvectors,
        "eigenvectors",
    ),
    family(
        "jordan",
        "The exponential of a Jordan block to a negative eigenvalue",
        HIGHAM_FUNCTIONS.at("section 1.2.1"),
        jordan,
        (2, 3, 5, 8),
        triangular,
        "a finite sum in exact rationals, times the exponential of the diagonal",
        by_binomials,
        "the entries e^d b^k/k!",
    ),
    family(
        "unit_upper",
        "The exponential of the upper triangular matrix with 1 on the diagonal and -1 above it, scaled",
        Source("Computational physics course", 2022, "Homework 1, solutions").at("section 2"),
        unit_upper,
        (2, 3, 5, 8),
        triangular,
        "a finite sum in exact rationals, times the exponential of the diagonal",
        by_laguerre,
        "Laguerre polynomials",
    ),
)
