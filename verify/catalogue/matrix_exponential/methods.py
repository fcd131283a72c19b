"""The ways to compute it, and how far each is from the value in exact arithmetic."""

from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Arithmetic, Number
from verify.catalogue.matrix_exponential.problem import PROBLEMS
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


def remainder(A: Matrix, terms: int) -> arb:
    # ||sum of A^k/k! from k = N on|| <= a^N/N! (1 + a/(N+1) + a^2/((N+1)(N+2)) + ...), a = ||A||. The bracket
    # is at most 1/(1 - a/(N+1)) if a < N + 1 (a geometric series), and at most e^a always.
    return _tail(norm(A), terms)


def _tail(a: arb, terms: int) -> arb:
    bracket = a.exp()
    if a < terms + 1:
        bracket = bracket.min(1 / (1 - a / (terms + 1)))
    return a**terms / arb(terms).fac() * bracket


def squared_remainder(A: Matrix, terms: int, squarings: int) -> Any:
    # With B = A/m, m = 2^s, T its partial sum, E = e^B: E^m - T^m = sum of E^k (E - T) T^(m-1-k) over k < m,
    # and ||E||, ||T|| <= e^||B||. So the norm is at most m e^((m-1)||B||) ||E - T||.
    m = 2**squarings
    b = norm(A) / m
    return m * ((m - 1) * b).exp() * _tail(b, terms)


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
