"""The routines that find an F statistic, and the two ways to a sum of squares in numpy."""

from collections.abc import Callable
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.anova import F_in_balls, problem
from verify.catalogue.sources import NUMPY, SCIPY, SEABOLD, SIMON
from verify.core.model import Algorithm, Finite, Source


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


def routine(
    name: str, says: str, float64: Callable[[Matrix], Any], source: Source, needs: str = ""
) -> Algorithm:
    return Algorithm(
        name=name,
        problem=problem,
        says=says,
        source=source,
        float64=float64,
        ball=F_in_balls,
        truncation=Finite(),
        basic=False,
        needs=needs,
    )


ALGORITHMS = (
    routine("numpy_two_passes", "distances from the means (numpy.mean), squared", numpy_two_passes, NUMPY),
    routine("textbook", "raw sums of squares, less the correction for the mean", textbook, SIMON),
    routine("scipy_f_oneway", "scipy.stats.f_oneway", scipy_f_oneway, SCIPY, needs="scipy"),
    routine(
        "statsmodels_anova", "statsmodels' anova_oneway", statsmodels_anova, SEABOLD, needs="statsmodels"
    ),
)
