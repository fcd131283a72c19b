"""Nonlinear regression on NIST's data sets: parameters of least squares, as a proved stationary point.

S(b) = sum r_i^2 / 2 with r_i = y_i - f(b, x_i) has the gradient sum r_i r_i' and the Hessian
sum r_i' r_i'^T + r_i r_i''. Which minimum is meant is said by the certified values: the search starts there.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.precision import current_bits
from verify.catalogue.nist import data_nonlinear_a, data_nonlinear_b, data_nonlinear_c
from verify.catalogue.nist.datasets import datasets
from verify.catalogue.nist.models import MODELS
from verify.core.literals import rational
from verify.mathematics.jets import Jet, Jets, variables
from verify.mathematics.linear import array
from verify.mathematics.stationary import stationary_point

TABLES = (data_nonlinear_a, data_nonlinear_b, data_nonlinear_c)
# The smallest first: a sample of the first few is a cheap one.
SETS = tuple(
    sorted((s for t in TABLES for s in datasets(t.DATA)), key=lambda s: int(s.certified["observations"][0]))
)
NAMES = tuple(s.name for s in SETS)
RESTS = ("sum_of_squares", "residual_sd", "degrees_of_freedom", "observations")


def parameters(dataset: int) -> list[list[str]]:
    """Of each parameter what NIST prints: the estimate, its standard deviation, two values to start from."""
    return [printed for name, printed in SETS[dataset - 1].certified.items() if name not in RESTS]


def certified(dataset: int) -> list[fmpq]:
    return [rational(estimate) for estimate, *_ in parameters(dataset)]


def data(dataset: int) -> tuple[Any, ...]:
    """x, a column for each predictor; y; the number of the data set, which names the model."""
    y, *x = SETS[dataset - 1].columns
    return np.column_stack(x), y, dataset


class Residuals:
    """r = y - f(b, x) with its derivatives by b; `with_x` also by the predictors, numbered after b."""

    def __init__(self, x: Matrix, y: Matrix, dataset: int, with_x: bool = False) -> None:
        self.model = MODELS[NAMES[dataset - 1]]
        self.y = _balls(y)
        if NAMES[dataset - 1] == "Nelson":
            self.y = array([v.log() for v in self.y], y.shape)
        p = len(certified(dataset))
        columns = [_balls(c) for c in x.T]
        self.x = [Jet(c, {p + m: arb(1)}) if with_x else c for m, c in enumerate(columns)]

    def at(self, b: Sequence[arb]) -> Jet:
        r: Jet = self.y - self.model(Jets(), variables(b), self.x)
        return r

    def derivatives(self, b: Sequence[arb]) -> tuple[arb_mat, arb_mat]:
        """The gradient and the Hessian of S."""
        r, p, n = self.at(b), len(b), len(self.y)
        J = jacobian(r, p, n)
        gradient = J * arb_mat(n, 1, list(r.value))
        H = J * J.transpose()
        for (j, k), curved in r.curvatures.items():
            if k >= p:
                continue
            bent = (r.value * curved).sum()
            H[j, k] = H[j, k] + bent
            if j != k:
                H[k, j] = H[k, j] + bent
        return gradient, H


def _balls(values: Matrix) -> Matrix:
    return array([arb(v) for v in values], values.shape)


def jacobian(r: Jet, p: int, n: int) -> arb_mat:
    """The derivatives of the residuals by the p parameters: p by n."""
    return arb_mat([row(r.slopes.get(j, arb(0)), n) for j in range(p)])


def row(part: Any, n: int) -> list[arb]:
    return list(part) if isinstance(part, np.ndarray) else [part] * n


@lru_cache(maxsize=16)  # the routines are all measured at the same data
def _fitted(x: tuple[fmpq, ...], y: tuple[fmpq, ...], dataset: int, bits: int) -> tuple[arb, ...] | None:
    columns = array(list(x), (len(y), len(x) // len(y)))
    residuals = Residuals(columns, array(list(y), (len(y),)), dataset)
    found = stationary_point(residuals.derivatives, [arb(v) for v in certified(dataset)])
    return None if found is None else tuple(found)


def fitted(x: Matrix, y: Matrix, dataset: int) -> Any:
    """The stationary point; NaN where the precision does not prove one."""
    found = _fitted(tuple(x.flat), tuple(y), dataset, current_bits())
    p = len(certified(dataset))
    return array([arb.nan()] * p if found is None else list(found), (p,))
