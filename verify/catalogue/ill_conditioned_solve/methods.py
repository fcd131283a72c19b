"""Direct solvers: in exact arithmetic each gives the solution itself."""

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.ill_conditioned_solve.problem import FAMILIES, PASCAL, WILKINSON_SYSTEM
from verify.catalogue.sources import HIGHAM, LAPACK
from verify.core.model import Algorithm, Finite
from verify.mathematics.linear import back_substitution, pivoted_in_balls
from verify.mathematics.systems import by_cholesky, by_elimination, by_numpy, by_pivoting

ELIMINATION = HIGHAM.at("section 9.1")


def solve_by_qr(A: Matrix, b: Matrix) -> Matrix:
    Q, R = np.linalg.qr(A)
    x: Matrix = back_substitution(R, Q.T @ b)
    return x


ALGORITHMS = (
    *(by_elimination(problem, ELIMINATION) for problem in FAMILIES),
    *(by_pivoting(problem, ELIMINATION) for problem in FAMILIES),
    *(by_numpy(problem, LAPACK.at("section 2.3.1")) for problem in FAMILIES),
    by_cholesky(PASCAL, HIGHAM.at("section 10.1")),
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
