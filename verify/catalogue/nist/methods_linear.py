"""The routines of numpy, scipy and Python's statistics for a least-squares fit.

Those that drop small singular values (lstsq, polyfit, Polynomial.fit, statsmodels' pseudo-inverse) compute
something else in exact arithmetic where they drop one. Nothing is declared of it: their error is one figure.
"""

import statistics
import warnings
from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.linear import (
    SETS,
    THROUGH_ZERO,
    by_orthogonal_columns,
    design,
    is_polynomial,
    is_straight_line,
    problem,
)
from verify.catalogue.nist.ordinary import statsmodels_ols
from verify.catalogue.sources import HIGHAM, NUMPY, PYTHON, SCIPY, SEABOLD
from verify.core.model import Algorithm, Finite, Unknown
from verify.mathematics.linear import back_substitution


def numpy_lstsq(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return np.linalg.lstsq(design(x, degree, constant), y, rcond=None)[0]


def numpy_qr(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    Q, R = np.linalg.qr(design(x, degree, constant))
    return back_substitution(R, Q.T @ y)


def numpy_normal_equations(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    A = design(x, degree, constant)
    return np.linalg.solve(A.T @ A, A.T @ y)


def numpy_polyfit(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", np.exceptions.RankWarning)  # its result is what is judged
        return np.polyfit(x[:, 0], y, degree)[::-1]


def numpy_polynomial_fit(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    return np.polynomial.Polynomial.fit(x[:, 0], y, degree).convert().coef


def scipy_lstsq(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    from scipy import linalg

    return linalg.lstsq(design(x, degree, constant), y)[0]


def scipy_linregress(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    from scipy import stats

    line = stats.linregress(x[:, 0], y)
    return np.array([line.intercept, line.slope])


def statistics_regression(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    line = statistics.linear_regression(x[:, 0].tolist(), y.tolist(), proportional=not constant)
    return np.array([line.intercept, line.slope] if constant else [line.slope])


def polynomial(dataset: int) -> bool:
    return is_polynomial(SETS[dataset - 1])


def straight_line(dataset: int) -> bool:
    return is_straight_line(SETS[dataset - 1])


def line(dataset: int) -> bool:
    return straight_line(dataset) or SETS[dataset - 1].name in THROUGH_ZERO


routine = partial(Algorithm, problem=problem, truncation=Unknown(), basic=False)
finite = partial(routine, ball=by_orthogonal_columns, truncation=Finite())
ALGORITHMS = (
    routine(
        name="numpy_lstsq",
        says="numpy.linalg.lstsq: singular values, those below n u of the largest dropped",
        float64=numpy_lstsq,
        source=NUMPY,
    ),
    finite(
        name="numpy_qr",
        says="numpy.linalg.qr by Householder's reflections, then a triangular system",
        float64=numpy_qr,
        source=NUMPY,
    ),
    finite(
        name="numpy_normal_equations",
        says="numpy.linalg.solve on A^T A b = A^T y",
        float64=numpy_normal_equations,
        source=HIGHAM.at("section 20.4"),
    ),
    routine(
        name="numpy_polyfit",
        says="numpy.polyfit: columns scaled, then lstsq",
        float64=numpy_polyfit,
        source=NUMPY,
        applies=polynomial,
    ),
    routine(
        name="numpy_polynomial_fit",
        says="numpy.polynomial.Polynomial.fit on [-1, 1], converted back",
        float64=numpy_polynomial_fit,
        source=NUMPY,
        applies=polynomial,
    ),
    routine(name="scipy_lstsq", says="scipy.linalg.lstsq", float64=scipy_lstsq, source=SCIPY, needs="scipy"),
    finite(
        name="scipy_linregress",
        says="scipy.stats.linregress",
        float64=scipy_linregress,
        source=SCIPY,
        applies=straight_line,
        needs="scipy",
    ),
    finite(
        name="statistics_linear_regression",
        says="statistics.linear_regression",
        float64=statistics_regression,
        source=PYTHON,
        applies=line,
    ),
    routine(
        name="statsmodels_ols",
        says="statsmodels' OLS",
        float64=statsmodels_ols("params"),
        source=SEABOLD,
        needs="statsmodels",
    ),
)
