"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from typing import Any

import numpy as np

from verify.catalogue.ill_conditioned_solve.problem import FAMILIES, PASCAL, WILKINSON_SYSTEM
from verify.catalogue.sources import HIGHAM, LAPACK
from verify.core.model import Algorithm, Finite, Problem
from verify.mathematics.linear import (
    back_substitution,
    cholesky_in_balls,
    elimination,
    elimination_pivoted,
    growth,
    pivoted_in_balls,
    solve_by_cholesky,
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
