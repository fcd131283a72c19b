"""Systems A x = b with exact data: what the problems that solve them share, and the direct solvers.

Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), chapters 7 and 9.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import mapped
from verify.arithmetic.ball import Ball
from verify.arithmetic.float64 import exact
from verify.core.model import Algorithm, Axis, Finite, Problem, Route, Source, Sweep
from verify.mathematics.linear import (
    array,
    cholesky_in_balls,
    condition_numbers,
    elimination,
    elimination_pivoted,
    exact_inverse,
    norm_inf,
    pivoted_in_balls,
    rational_matrix,
    reductions,
    solve_by_cholesky,
)
from verify.measure.budget import as_ball, largest


def row_sums(A: Any, size: fmpq = fmpq(1)) -> Any:  # noqa: B008
    """b = A (size, ..., size), exactly."""
    return array([size * sum(row, fmpq(0)) for row in A], (len(A),))


def exact_solution(A: Any, b: Any) -> Any:
    x = rational_matrix(A).solve(rational_matrix(b))
    return as_ball(array(x.entries(), b.shape))


EXACTLY = Route(
    exact_solution,
    "fmpq_mat's solver modulo primes, lifted to exact rationals; the algorithms eliminate in the "
    "arithmetic they are given",
)


def mp_matrix(mp: Any, A: Any) -> Any:
    return mp.matrix([[mp.mpf(int(v.p)) / int(v.q) for v in row] for row in A])


def by_lu(bits: int) -> Route:
    """mpmath's LU solver, which loses a limited number of bits an unknown (condition number, growth)."""

    def solution(mp: Any, A: Any, b: Any) -> Any:
        with mp.workprec(mp.prec + bits * len(b) + 64):
            x = mp.lu_solve(mp_matrix(mp, A), mp_matrix(mp, b[:, None]))
        return array([+v for v in x], b.shape)

    return Route(solution, "mpmath's LU solver at a precision above the condition number")


def condition(A: Any, b: Any) -> dict[str, arb]:
    return condition_numbers(A, exact_inverse(A))


def over_sizes(sizes: Sequence[int]) -> Sweep:
    """The sizes are the domain itself: nothing is drawn. Fewer than all are spread evenly."""

    def points(count: int, random: Random) -> Iterator[Mapping[str, Any]]:
        last = len(sizes) - 1
        count = min(max(count, 1), len(sizes))
        for k in range(count):
            yield {"n": sizes[last if count == 1 else round(k * last / (count - 1))]}

    return Sweep(axis=Axis("n", lambda n: n), points=points, count=len(sizes))


# --- direct solvers -------------------------------------------------------------------------------------


def by_elimination(problem: Problem, source: Source) -> Algorithm:
    return Algorithm(
        name="elimination",
        problem=problem,
        says="Gaussian elimination in the natural order",
        source=source,
        body=elimination,
        truncation=Finite(),
        diagnostics=growth(pivot=False),
    )


def by_pivoting(problem: Problem, source: Source) -> Algorithm:
    return Algorithm(
        name="elimination_pivoted",
        problem=problem,
        says="Gaussian elimination, each time with the largest entry of the column as pivot",
        source=source,
        body=elimination_pivoted,
        ball=pivoted_in_balls,
        truncation=Finite(),
        diagnostics=growth(pivot=True),
    )


def by_cholesky(problem: Problem, source: Source) -> Algorithm:
    return Algorithm(
        name="cholesky",
        problem=problem,
        says="A = L L^T, then two triangular systems",
        source=source,
        body=solve_by_cholesky,
        ball=cholesky_in_balls,
        truncation=Finite(),
    )


def by_numpy(problem: Problem, source: Source) -> Algorithm:
    return Algorithm(
        name="numpy_solve",
        problem=problem,
        says="numpy.linalg.solve, LAPACK's gesv: blocked elimination with partial pivoting",
        source=source,
        float64=np.linalg.solve,
        ball=pivoted_in_balls,
        truncation=Finite(),
        basic=False,
    )


# --- growth and backward errors -------------------------------------------------------------------------


def growth_factor(A: Any, pivot: bool) -> arb:
    """max |a_ij^(k)| / max |a_ij| over the stages of elimination (Higham section 9.3), A in balls.

    With pivoting the order is the one chosen in balls: partial pivoting wherever the candidates differ.
    """
    A = mapped(arb, A)  # guarded balls are for the bodies of others, and cost some ten times as much here
    stages = [largest([abs(a) for a in W[k + 1 :, k + 1 :].flat]) for k, W in reductions(Ball(), A, pivot)]
    size = largest([abs(a) for a in A.flat])
    return largest([size, *stages]) / size


def growth(pivot: bool) -> dict[str, Callable[..., arb]]:
    """The growth factor as a diagnostic of an algorithm."""
    return {"growth_factor": lambda R, A, b: growth_factor(A, pivot)}


def residual(A: Any, b: Any, x: Any) -> Any:
    """b - A x exactly, for rational A and b and a vector of finite floats."""
    column = rational_matrix(mapped(lambda v: exact(float(v)), x))
    return b - array((rational_matrix(A) * column).entries(), b.shape)


def backward_errors(A: Any, b: Any, x: Any) -> tuple[arb, arb]:
    """The least relative changes of A and b for which x solves the system: normwise, componentwise.

    Normwise in the infinity norm ||r|| / (||A|| ||x|| + ||b||) (Rigal and Gaches 1967; Higham theorem
    7.1), componentwise max |r_i| / (|A| |x| + |b|)_i (Oettli and Prager 1964; Higham theorem 7.3); 0/0
    counts as 0, and r_i / 0 as infinite.
    """
    r = residual(A, b, x)
    scale = abs(b) - residual(abs(A), 0 * b, abs(x))
    return least_changes(r, norm_inf(A) * norm_inf(x) + norm_inf(b), scale)


def least_changes(r: Any, size: arb, scale: Any) -> tuple[arb, arb]:
    """The same from the residual r, size = ||A|| ||x|| + ||b|| and scale = |A| |x| + |b|, however found."""
    shares = [_share(arb(p), arb(q)) for p, q in zip(abs(r), scale, strict=True)]
    return _share(norm_inf(r), size), largest(shares)


def _share(part: arb, whole: arb) -> arb:
    if part.is_zero():
        return arb(0)
    return arb(math.inf) if whole.is_zero() else part / whole
