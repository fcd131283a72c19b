"""What routines say of the quality of a linear fit: standard deviations of coefficients, and R squared.

Each is finite: in exact arithmetic it is the figure itself. Of those that drop small singular values that is
not declared.
"""

import statistics
import warnings
from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.linear import design, is_polynomial, is_straight_line
from verify.catalogue.nist.linear_fit import total
from verify.catalogue.nist.linear_quality import (
    DEVIATIONS,
    R_SQUARED,
    SETS,
    deviations_by_columns,
    r_squared_by_columns,
)
from verify.catalogue.nist.ordinary import statsmodels_ols
from verify.catalogue.sources import HIGHAM, NUMPY, PYTHON, SCIPY, SEABOLD
from verify.core.model import Algorithm, Finite, Unknown


def _of(A: Matrix, y: Matrix, b: Matrix, root: Matrix) -> Any:
    """From a matrix R^-1 with (A^T A)^-1 = R^-1 R^-T: the squares of its rows add up to the diagonal."""
    r = y - A @ b
    return np.sqrt(r @ r / (len(y) - len(b)) * (root * root).sum(axis=1))


def numpy_inverse(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    inverse = np.linalg.inv(A.T @ A)
    r = y - A @ (inverse @ (A.T @ y))
    return np.sqrt(r @ r / (len(y) - len(A.T)) * np.diag(inverse))


def numpy_qr(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    Q, R = np.linalg.qr(A)
    root = np.linalg.inv(R)
    return _of(A, y, root @ (Q.T @ y), root)


def numpy_pinv(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    root = np.linalg.pinv(A)
    return _of(A, y, root @ y, root)


def numpy_polyfit(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", np.exceptions.RankWarning)  # its result is what is judged
        _, covariances = np.polyfit(x[:, 0], y, degree, cov=True)
    return np.sqrt(np.diag(covariances))[::-1]


def scipy_linregress(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    from scipy import stats

    line = stats.linregress(x[:, 0], y)
    return np.array([line.intercept_stderr, line.stderr])


def numpy_residuals(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    r = y - A @ np.linalg.lstsq(A, y, rcond=None)[0]
    z = y - np.mean(y) if constant else y
    return 1 - r @ r / (z @ z)


def numpy_textbook(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    moments = A.T @ y
    b = np.linalg.solve(A.T @ A, moments)
    return 1 - (y @ y - b @ moments) / total(y, constant)


def numpy_corrcoef(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return np.corrcoef(x[:, 0], y)[0, 1] ** 2


def scipy_rvalue(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    from scipy import stats

    return stats.linregress(x[:, 0], y).rvalue ** 2


def statistics_correlation(x: Matrix, y: Matrix, degree: int, constant: int) -> float:
    return statistics.correlation(x[:, 0].tolist(), y.tolist()) ** 2


def polynomial(dataset: int) -> bool:
    return is_polynomial(SETS[dataset - 1])


def straight_line(dataset: int) -> bool:
    return is_straight_line(SETS[dataset - 1])


def invertible(dataset: int) -> bool:
    """Filip's A^T A is not positive definite any more once it is rounded: variances come out negative."""
    return SETS[dataset - 1].name != "Filip"


routine = partial(Algorithm, problem=DEVIATIONS, truncation=Unknown(), basic=False)
finite = partial(routine, ball=deviations_by_columns, truncation=Finite())
squared = partial(finite, problem=R_SQUARED, ball=r_squared_by_columns)
ALGORITHMS = (
    finite(
        name="numpy_inverse",
        says="numpy.linalg.inv of A^T A",
        float64=numpy_inverse,
        applies=invertible,
        source=HIGHAM.at("section 20.4"),
    ),
    finite(
        name="numpy_qr",
        says="numpy.linalg.qr by Householder's reflections, then the inverse of the triangle",
        float64=numpy_qr,
        source=NUMPY,
    ),
    routine(
        name="numpy_pinv",
        says="numpy.linalg.pinv: singular values, those below 1e-15 of the largest dropped",
        float64=numpy_pinv,
        source=NUMPY,
    ),
    routine(
        name="numpy_polyfit",
        says="numpy.polyfit with cov=True",
        float64=numpy_polyfit,
        source=NUMPY,
        applies=polynomial,
    ),
    finite(
        name="scipy_linregress",
        says="scipy.stats.linregress",
        float64=scipy_linregress,
        source=SCIPY,
        applies=straight_line,
        needs="scipy",
    ),
    routine(
        name="statsmodels_ols",
        says="statsmodels' OLS",
        float64=statsmodels_ols("bse"),
        source=SEABOLD,
        needs="statsmodels",
    ),
    routine(
        name="numpy_residuals",
        says="numpy.linalg.lstsq, residuals squared",
        float64=numpy_residuals,
        problem=R_SQUARED,
        source=NUMPY,
    ),
    squared(
        name="textbook",
        says="the normal equations, and sums of raw squares less each other",
        float64=numpy_textbook,
        source=HIGHAM.at("section 20.4"),
    ),
    squared(
        name="numpy_corrcoef",
        says="the square of numpy.corrcoef",
        float64=numpy_corrcoef,
        source=NUMPY,
        applies=straight_line,
    ),
    squared(
        name="scipy_linregress",
        says="the square of scipy.stats.linregress's correlation",
        float64=scipy_rvalue,
        source=SCIPY,
        applies=straight_line,
        needs="scipy",
    ),
    squared(
        name="statistics_correlation",
        says="the square of statistics.correlation",
        float64=statistics_correlation,
        source=PYTHON,
        applies=straight_line,
    ),
    routine(
        name="statsmodels_ols",
        says="statsmodels' OLS",
        float64=statsmodels_ols("rsquared"),
        problem=R_SQUARED,
        source=SEABOLD,
        needs="statsmodels",
    ),
)
