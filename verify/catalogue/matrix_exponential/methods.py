"""The ways to compute it."""

from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.matrix_exponential.problem import PROBLEMS
from verify.catalogue.matrix_exponential.truncation import remainder, squared_remainder
from verify.catalogue.sources import DUBIOUS, WEBLOG
from verify.core.model import Algorithm, Bound, Parameter, Problem
from verify.mathematics.linear import times
from verify.measure.budget import norm


# --- algorithms -------------------------------------------------------------------------------------------
def series(R: Arithmetic[Number], A: Matrix, terms: int) -> Matrix:
    total = term = 0 * A + np.eye(len(A))
    for k in range(1, terms):
        term = times(term, A) / k
        total = total + term
    return total


def scaling_squaring(R: Arithmetic[Number], A: Matrix, terms: int, squarings: int) -> Matrix:
    X = series(R, A / 2**squarings, terms)
    for _ in range(squarings):
        X = times(X, X)
    return X


def cancellation(R: Arithmetic[Number], A: Matrix, terms: int) -> Any:
    """||sum of |A|^k/k!|| over the norm of the sum itself: the condition number of the summation."""
    return norm(series(R, abs(A), terms)) / norm(series(R, A, terms))


TERMS = Parameter("terms", 1, 400, (10, 30, 100, 400), shown=30)
ORDER = Parameter("terms", 1, 60, (8, 16), shown=16)
SQUARINGS = Parameter("squarings", 0, 40, (0, 4, 8, 12), shown=8)


def algorithms(problem: Problem) -> tuple[Algorithm, Algorithm]:
    return (
        Algorithm(
            name="series",
            problem=problem,
            says="I + A + A^2/2! + ..., each term from the one before",
            source=WEBLOG.at("on exp(A)"),
            body=series,
            parameters=(TERMS,),
            truncation=Bound(remainder, "the series of norms, its tail bounded by a geometric series"),
            diagnostics={"cancellation": cancellation},
        ),
        Algorithm(
            name="scaling_squaring",
            problem=problem,
            says="the series of A/2^s, squared s times",
            source=DUBIOUS.at("section 3, method 3"),
            body=scaling_squaring,
            parameters=(ORDER, SQUARINGS),
            truncation=Bound(squared_remainder, "a telescoping sum over the factors of the power"),
        ),
    )


ALGORITHMS = tuple(a for problem in PROBLEMS for a in algorithms(problem))
