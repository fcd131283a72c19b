"""The routines that find an F statistic, and the two ways to a sum of squares in numpy."""

from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.anova import F_in_balls, problem
from verify.catalogue.sources import NUMPY, SCIPY, SEABOLD, SIMON
from verify.core.model import Algorithm, Finite


def numpy_two_passes(y: Matrix) -> Any:
    k, n = y.shape
    means = np.mean(y, axis=1)
    between = n * np.sum((means - np.mean(y)) ** 2)
    within = np.sum((y - means[:, None]) ** 2)
    return (between / (k - 1)) / (within / (k * (n - 1)))


def textbook(y: Matrix) -> Any:
    """Raw sums of squares, less the correction for the mean."""
    k, n = y.shape
    by_treatment = np.sum(np.sum(y, axis=1) ** 2) / n
    between = by_treatment - np.sum(y) ** 2 / (k * n)
    within = np.sum(y * y) - by_treatment
    return (between / (k - 1)) / (within / (k * (n - 1)))


def scipy_f_oneway(y: Matrix) -> Any:
    from scipy import stats

    return stats.f_oneway(*y).statistic


def statsmodels_anova(y: Matrix) -> Any:
    from statsmodels.stats.oneway import anova_oneway

    return anova_oneway([*y], use_var="equal").statistic


routine = partial(Algorithm, problem=problem, ball=F_in_balls, truncation=Finite(), basic=False)
ALGORITHMS = (
    routine(
        name="numpy_two_passes",
        says="distances from the means (numpy.mean), squared",
        float64=numpy_two_passes,
        source=NUMPY,
    ),
    routine(
        name="textbook",
        says="raw sums of squares, less the correction for the mean",
        float64=textbook,
        source=SIMON,
    ),
    routine(
        name="scipy_f_oneway",
        says="scipy.stats.f_oneway",
        float64=scipy_f_oneway,
        source=SCIPY,
        needs="scipy",
    ),
    routine(
        name="statsmodels_anova",
        says="statsmodels' anova_oneway",
        float64=statsmodels_anova,
        source=SEABOLD,
        needs="statsmodels",
    ),
)
