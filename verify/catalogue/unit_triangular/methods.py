"""The ways to compute it."""

from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.sources import HIGHAM, LAPACK
from verify.catalogue.unit_triangular.problem import problem
from verify.core.model import Algorithm, Finite
from verify.mathematics.linear import solve_by_elimination

LARGEST_ELIMINATION = 100


def matrix(R: Any, n: int) -> Any:
    """1 on the diagonal, -1 above it: exact in every arithmetic."""
    i, j = np.indices((n, n))
    return np.where(i == j, R(1), np.where(i < j, R(-1), R(0)))


def substitution(R: Arithmetic[Number], n: int, b: Matrix) -> Matrix:
    # The entries are 1 and -1, so only additions round. With b >= 0 they add what is not negative (A is an
    # M-matrix), n - i of them for x_i: the factors 1 + d, |d| <= u, on any term are 1 + 2 + ... + (n - i)
    # at most, and each entry is good to about n^2 u / 2 of itself whatever the condition number (Higham,
    # section 8.2).
    x = b.copy()
    for k in reversed(range(1, n)):
        x[:k] = x[:k] + x[k]
    return x


def elimination_pivoted(R: Arithmetic[Number], n: int, b: Matrix) -> Any:
    return solve_by_elimination(R, matrix(R, n), b, pivot=True)


def numpy_solve(n: int, b: Matrix) -> Matrix:
    return np.linalg.solve(matrix(np.float64, n), b)


def solve_in_balls(n: int, b: Matrix) -> Matrix:
    # Whatever gesv's blocks, in exact arithmetic it returns the solution: row i less row i+1 of the system.
    x = b.copy()
    for i in reversed(range(n - 1)):
        x[i] = 2 * x[i + 1] + (b[i] - b[i + 1])
    return x


ALGORITHMS = (
    Algorithm(
        name="back_substitution",
        problem=problem,
        says="the last unknown first, each added to the rows above it",
        source=HIGHAM.at("algorithm 8.1"),
        body=substitution,
        truncation=Finite(),
    ),
    Algorithm(
        name="elimination_pivoted",
        problem=problem,
        says="Gaussian elimination with partial pivoting: here every multiplier is zero (n to 100)",
        source=HIGHAM.at("section 9.1"),
        body=elimination_pivoted,
        applies=lambda n, right_hand_side: n <= LARGEST_ELIMINATION,
        truncation=Finite(),
    ),
    Algorithm(
        name="numpy_solve",
        problem=problem,
        says="numpy.linalg.solve, LAPACK's gesv: blocked elimination with partial pivoting",
        source=LAPACK.at("section 2.3.1"),
        float64=numpy_solve,
        ball=solve_in_balls,
        basic=False,
        truncation=Finite(),
    ),
)
