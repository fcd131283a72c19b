"""The routines of numpy, scipy and Python's statistics for a least-squares fit.

Those that drop small singular values (lstsq, polyfit, Polynomial.fit, statsmodels' pseudo-inverse) compute
something else in exact arithmetic where they drop one. Nothing is declared of it: their error is one figure.
"""

import statistics
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.linear import DEGREES, SETS, THROUGH_ZERO, by_orthogonal_columns, design, problem
from verify.catalogue.sources import HIGHAM, NUMPY, PYTHON, SCIPY, SEABOLD
from verify.core.model import Algorithm, Finite, Source, Unknown
from verify.mathematics.linear import back_substitution


def numpy_lstsq(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return np.linalg.lstsq(design(x, degree, constant), y, rcond=None)[0]


def numpy_qr(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    Q, R = np.linalg.qr(design(x, degree, constant))
    return back_substitution(R, Q.T @ y)


def numpy_normal_equations(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    A = design(x, degree, constant)
    return np.linalg.solve(A.T @ A, A.T @ y)


def numpy_polyfit(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", np.exceptions.RankWarning)  # its result is what is judged
        return np.polyfit(x[:, 0], y, degree)[::-1]


def numpy_polynomial_fit(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return np.polynomial.Polynomial.fit(x[:, 0], y, degree).convert().coef


def scipy_lstsq(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    from scipy import linalg

    return linalg.lstsq(design(x, degree, constant), y)[0]


def scipy_linregress(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    from scipy import stats

    line = stats.linregress(x[:, 0], y)
    return np.array([line.intercept, line.slope])


def statistics_regression(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    line = statistics.linear_regression(x[:, 0].tolist(), y.tolist(), proportional=not constant)
    return np.array([line.intercept, line.slope] if constant else [line.slope])


def statsmodels_ols(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    from statsmodels.api import OLS

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a singular design: its result is what is judged
        return OLS(y, design(x, degree, constant)).fit().params


def polynomial(dataset: int) -> bool:
    name = SETS[dataset - 1].name
    return name not in THROUGH_ZERO and name != "Longley"


def straight_line(dataset: int) -> bool:
    name = SETS[dataset - 1].name
    return name not in DEGREES and name not in THROUGH_ZERO and name != "Longley"


def line(dataset: int) -> bool:
    return straight_line(dataset) or SETS[dataset - 1].name in THROUGH_ZERO


def routine(
    name: str,
    says: str,
    float64: Callable[..., Any],
    source: Source,
    finite: bool = False,
    applies: Callable[..., bool] | None = None,
    needs: str = "",
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        float64=float64,
        ball=by_orthogonal_columns if finite else None,
        truncation=Finite() if finite else Unknown(),
        applies=applies,
        basic=False,
        needs=needs,
    )


finite = partial(routine, finite=True)
ALGORITHMS = (
    routine(
        "numpy_lstsq",
        "numpy.linalg.lstsq: singular values, those below n u of the largest dropped",
        numpy_lstsq,
        NUMPY,
    ),
    finite(
        "numpy_qr", "numpy.linalg.qr by Householder's reflections, then a triangular system", numpy_qr, NUMPY
    ),
    finite(
        "numpy_normal_equations",
        "numpy.linalg.solve on A^T A b = A^T y",
        numpy_normal_equations,
        HIGHAM.at("section 20.4"),
    ),
    routine(
        "numpy_polyfit", "numpy.polyfit: columns scaled, then lstsq", numpy_polyfit, NUMPY, applies=polynomial
    ),
    routine(
        "numpy_polynomial_fit",
        "numpy.polynomial.Polynomial.fit on [-1, 1], converted back",
        numpy_polynomial_fit,
        NUMPY,
        applies=polynomial,
    ),
    routine("scipy_lstsq", "scipy.linalg.lstsq", scipy_lstsq, SCIPY, needs="scipy"),
    finite(
        "scipy_linregress",
        "scipy.stats.linregress",
        scipy_linregress,
        SCIPY,
        applies=straight_line,
        needs="scipy",
    ),
    finite(
        "statistics_linear_regression",
        "statistics.linear_regression",
        statistics_regression,
        PYTHON,
        applies=line,
    ),
    routine("statsmodels_ols", "statsmodels' OLS", statsmodels_ols, SEABOLD, needs="statsmodels"),
)
