"""The routines of numpy, scipy.stats and Python's statistics for summary statistics.

Each is finite: in exact arithmetic it is the statistic itself. The ball sides centre the data first.
"""

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.univariate import (
    AUTOCORRELATION,
    DEVIATION,
    MEAN,
    autocorrelation_in_balls,
    deviation_in_balls,
    mean_in_balls,
)
from verify.catalogue.sources import CHAN, NUMPY, PYTHON, SCIPY, SEABOLD, WELFORD
from verify.core.model import Algorithm, Finite, Problem, Source


def scipy_stats(name: str) -> Callable[[Matrix], Any]:
    def routine(y: Matrix) -> Any:
        from scipy import stats

        return getattr(stats, name)(y)

    return routine


def described_deviation(y: Matrix) -> Any:
    from scipy import stats

    return np.sqrt(stats.describe(y).variance)


def textbook_deviation(y: Matrix) -> Any:
    """One pass: the sum of squares less the squared sum over n."""
    n = len(y)
    return np.sqrt((np.sum(y * y) - np.sum(y) ** 2 / n) / (n - 1))


def welford_deviation(y: Matrix) -> Any:
    mean, squares = y[0], y[0] * 0
    for k, value in enumerate(y[1:], 2):
        step = value - mean
        mean = mean + step / k
        squares = squares + step * (value - mean)
    return np.sqrt(squares / (len(y) - 1))


def numpy_autocorrelation(y: Matrix) -> Any:
    z = y - np.mean(y)
    return np.dot(z[:-1], z[1:]) / np.dot(z, z)


def statsmodels_autocorrelation(y: Matrix) -> Any:
    from statsmodels.tsa.stattools import acf

    return acf(y, nlags=1, fft=False)[1]


def routine(
    problem: Problem, name: str, says: str, float64: Callable[[Matrix], Any], source: Source, needs: str = ""
) -> Algorithm:
    balls = {
        MEAN.name: mean_in_balls,
        DEVIATION.name: deviation_in_balls,
        AUTOCORRELATION.name: autocorrelation_in_balls,
    }
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        float64=float64,
        ball=balls[problem.name],
        truncation=Finite(),
        basic=False,
        needs=needs,
    )


ALGORITHMS = (
    routine(MEAN, "numpy_mean", "numpy.mean: a pairwise sum over n", np.mean, NUMPY),
    routine(
        MEAN,
        "statistics_mean",
        "statistics.mean: exact fractions",
        lambda y: statistics.mean(y.tolist()),
        PYTHON,
    ),
    routine(
        MEAN,
        "statistics_fmean",
        "statistics.fmean: fsum over n",
        lambda y: statistics.fmean(y.tolist()),
        PYTHON,
    ),
    routine(MEAN, "scipy_tmean", "scipy.stats.tmean", scipy_stats("tmean"), SCIPY, needs="scipy"),
    routine(DEVIATION, "numpy_std", "numpy.std(ddof=1): two passes", lambda y: np.std(y, ddof=1), NUMPY),
    routine(
        DEVIATION,
        "statistics_stdev",
        "statistics.stdev: exact fractions, rounded once",
        lambda y: statistics.stdev(y.tolist()),
        PYTHON,
    ),
    routine(DEVIATION, "scipy_tstd", "scipy.stats.tstd", scipy_stats("tstd"), SCIPY, needs="scipy"),
    routine(
        DEVIATION,
        "scipy_describe",
        "the square root of scipy.stats.describe's variance",
        described_deviation,
        SCIPY,
        needs="scipy",
    ),
    routine(
        DEVIATION,
        "textbook",
        "one pass by the textbook's formula: (sum y^2 - (sum y)^2 / n) / (n - 1)",
        textbook_deviation,
        CHAN.at("section 1"),
    ),
    routine(DEVIATION, "welford", "Welford's updating formulas", welford_deviation, WELFORD),
    routine(
        AUTOCORRELATION,
        "numpy_dot",
        "two inner products (numpy.dot) of the centred data",
        numpy_autocorrelation,
        NUMPY,
    ),
    routine(
        AUTOCORRELATION,
        "statsmodels_acf",
        "statsmodels.tsa.stattools.acf",
        statsmodels_autocorrelation,
        SEABOLD,
        needs="statsmodels",
    ),
)
