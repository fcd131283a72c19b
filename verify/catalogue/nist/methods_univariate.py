"""The routines of numpy, scipy.stats and Python's statistics for summary statistics.

Each is finite: in exact arithmetic it is the statistic itself. The ball sides centre the data first.
"""

import statistics
from collections.abc import Callable
from functools import partial
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
from verify.core.model import Algorithm, Finite


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


routine = partial(Algorithm, truncation=Finite(), basic=False)
mean = partial(routine, problem=MEAN, ball=mean_in_balls)
deviation = partial(routine, problem=DEVIATION, ball=deviation_in_balls)
autocorrelation = partial(routine, problem=AUTOCORRELATION, ball=autocorrelation_in_balls)
ALGORITHMS = (
    mean(name="numpy_mean", says="numpy.mean: a pairwise sum over n", float64=np.mean, source=NUMPY),
    mean(
        name="statistics_mean",
        says="statistics.mean: exact fractions",
        float64=lambda y: statistics.mean(y.tolist()),
        source=PYTHON,
    ),
    mean(
        name="statistics_fmean",
        says="statistics.fmean: fsum over n",
        float64=lambda y: statistics.fmean(y.tolist()),
        source=PYTHON,
    ),
    mean(
        name="scipy_tmean",
        says="scipy.stats.tmean",
        float64=scipy_stats("tmean"),
        source=SCIPY,
        needs="scipy",
    ),
    deviation(
        name="numpy_std",
        says="numpy.std(ddof=1): two passes",
        float64=lambda y: np.std(y, ddof=1),
        source=NUMPY,
    ),
    deviation(
        name="statistics_stdev",
        says="statistics.stdev: exact fractions, rounded once",
        float64=lambda y: statistics.stdev(y.tolist()),
        source=PYTHON,
    ),
    deviation(
        name="scipy_tstd", says="scipy.stats.tstd", float64=scipy_stats("tstd"), source=SCIPY, needs="scipy"
    ),
    deviation(
        name="scipy_describe",
        says="the square root of scipy.stats.describe's variance",
        float64=described_deviation,
        source=SCIPY,
        needs="scipy",
    ),
    deviation(
        name="textbook",
        says="one pass by the textbook's formula: (sum y^2 - (sum y)^2 / n) / (n - 1)",
        float64=textbook_deviation,
        source=CHAN.at("section 1"),
    ),
    deviation(name="welford", says="Welford's updating formulas", float64=welford_deviation, source=WELFORD),
    autocorrelation(
        name="numpy_dot",
        says="two inner products (numpy.dot) of the centred data",
        float64=numpy_autocorrelation,
        source=NUMPY,
    ),
    autocorrelation(
        name="statsmodels_acf",
        says="statsmodels.tsa.stattools.acf",
        float64=statsmodels_autocorrelation,
        source=SEABOLD,
        needs="statsmodels",
    ),
)
