"""The ways to compute it, and how far each is from the value in exact arithmetic."""

import numpy as np

from verify.catalogue.hilbert_solve.problem import problem
from verify.catalogue.sources import HIGHAM, HOMEWORK, LAPACK
from verify.core.model import Algorithm, Finite
from verify.mathematics.linear import (
    cholesky_in_balls,
    elimination,
    elimination_pivoted,
    growth,
    pivoted_in_balls,
    solve_by_cholesky,
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
