"""The residual standard deviation at the points where the searches of `methods_nonlinear` end."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist import methods_nonlinear as searches
from verify.catalogue.nist.nonlinear_quality import RESIDUAL_DEVIATION


def at_the_end(search: Callable[..., Any], x: Matrix, y: Matrix, dataset: int) -> float:
    """sqrt(sum r^2/(n - p)) in float64; NaN where the search gave up."""
    b = search(x, y, dataset)
    with np.errstate(all="ignore"):
        r = searches.response(y, dataset) - searches.model(x, dataset)(*b)
        return float(np.sqrt(r @ r / (len(y) - len(b))))


ALGORITHMS = tuple(
    replace(
        found,
        problem=RESIDUAL_DEVIATION,
        says=f"{found.says}; the residuals there, squared and added",
        float64=partial(at_the_end, found.float64),
    )
    for found in searches.ALGORITHMS
    if found.float64 is not None
)
