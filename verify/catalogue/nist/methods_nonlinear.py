"""Searches for a least-squares fit in floats, from the two starts that NIST gives.

Where a search ends depends on its steps and on when it stops: in exact arithmetic nothing is known of it, and
its error is one figure. A search that gives up has no result.
"""

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.float64 import Float64
from verify.catalogue.nist.models import MODELS
from verify.catalogue.nist.nonlinear import problem
from verify.catalogue.nist.nonlinear_fit import NAMES, parameters
from verify.catalogue.sources import BJORCK, SCIPY
from verify.core.model import Algorithm

MOST_STEPS = 200


def start(dataset: int, number: int) -> Matrix:
    """The first (0) or the second (1) start."""
    return np.array([float(printed[2 + number]) for printed in parameters(dataset)])


def response(y: Matrix, dataset: int) -> Matrix:
    return np.log(y) if NAMES[dataset - 1] == "Nelson" else y


def model(x: Matrix, dataset: int) -> Callable[..., Matrix]:
    """(b1, b2, ...) -> the values fitted."""
    f, columns = MODELS[NAMES[dataset - 1]], [*x.T]

    def fitted(*b: Any) -> Matrix:
        values: Matrix = f(Float64(), b, columns)
        return values

    return fitted


def quietly(search: Callable[..., Matrix], x: Matrix, y: Matrix, dataset: int) -> Matrix:
    """What a search returns; NaN for each parameter where it gives up. Overflows on the way do not count."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return search(x, y, dataset)
        except (RuntimeError, ValueError):  # not converged; or a residual that is not finite
            return np.full(len(parameters(dataset)), np.nan)


def curve_fit(number: int, tight: bool, x: Matrix, y: Matrix, dataset: int) -> Any:
    from scipy import optimize

    f, limits = model(x, dataset), {}
    if tight:
        limits = {"ftol": 1e-15, "xtol": 1e-15, "gtol": 1e-15, "maxfev": 20000}
    return optimize.curve_fit(
        lambda _, *b: f(*b), x, response(y, dataset), p0=start(dataset, number), **limits
    )[0]


def least_squares(x: Matrix, y: Matrix, dataset: int) -> Any:
    from scipy import optimize

    f, z = model(x, dataset), response(y, dataset)
    return optimize.least_squares(lambda b: f(*b) - z, start(dataset, 1), x_scale="jac", jac="3-point").x


def gauss_newton(x: Matrix, y: Matrix, dataset: int) -> Matrix:
    """Each step solves the linearised problem (central differences, lstsq); halved until S falls."""
    f, z, b = model(x, dataset), response(y, dataset), start(dataset, 1)

    def residual(b: Matrix) -> Matrix:
        difference: Matrix = z - f(*b)
        return difference

    r = residual(b)
    for _ in range(MOST_STEPS):
        h = np.cbrt(np.finfo(float).eps) * np.abs(b)
        J = np.column_stack(
            [(residual(b - e) - residual(b + e)) / (2 * step) for e, step in zip(np.diag(h), h, strict=True)]
        )
        scale = np.linalg.norm(J, axis=0)
        step = np.linalg.lstsq(J / scale, r, rcond=None)[0] / scale
        while not (moved := residual(b + step)) @ moved < r @ r:
            step = step / 2
            if np.all(b + step == b):
                return b
        b, r = b + step, moved
    raise RuntimeError("the steps are used up")


search = partial(Algorithm, problem=problem, basic=False, needs="scipy")
ALGORITHMS = (
    search(
        name="gauss_newton",
        says="Gauss and Newton's method in numpy from the second start, central differences, steps halved",
        float64=partial(quietly, gauss_newton),
        source=BJORCK.at("section 9.2"),
        needs=None,
    ),
    search(
        name="scipy_curve_fit_1",
        says="scipy.optimize.curve_fit (MINPACK's lmdif) from the first start",
        float64=partial(quietly, partial(curve_fit, 0, False)),
        source=SCIPY,
    ),
    search(
        name="scipy_curve_fit_2",
        says="scipy.optimize.curve_fit (MINPACK's lmdif) from the second start",
        float64=partial(quietly, partial(curve_fit, 1, False)),
        source=SCIPY,
    ),
    search(
        name="scipy_curve_fit_tight",
        says="scipy.optimize.curve_fit from the second start, every tolerance 1e-15",
        float64=partial(quietly, partial(curve_fit, 1, True)),
        source=SCIPY,
    ),
    search(
        name="scipy_least_squares",
        says="scipy.optimize.least_squares (trf), scaled by the Jacobian of three-point differences",
        float64=partial(quietly, least_squares),
        source=SCIPY,
    ),
)
