"""statsmodels' ordinary least squares, of which several problems take a figure."""

import warnings
from collections.abc import Callable
from typing import Any

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.linear import design


def statsmodels_ols(figure: str) -> Callable[..., Any]:
    """The routine that gives a figure of the fit: params, bse, rsquared."""

    def ols(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
        from statsmodels.api import OLS

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a singular design: its result is what is judged
            return getattr(OLS(y, design(x, degree, constant)).fit(), figure)

    return ols
