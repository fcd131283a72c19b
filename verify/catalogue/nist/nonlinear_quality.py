"""How good a nonlinear fit is, on NIST's data sets: the residual standard deviation.

With S = sum r_i^2 at the minimum, n observations and p parameters it is s = sqrt(S/(n - p)). The gradient of
S by the parameters is zero there, so that data move s by what they move S alone: dS = 2 sum r_i dr_i.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.nist.datasets import problem_on
from verify.catalogue.nist.models import MODELS
from verify.catalogue.nist.nonlinear_fit import NAMES, SETS, Residuals, data, fitted, row
from verify.catalogue.nist.nonlinear_routes import Multiple, Series, by_newton, opinion
from verify.core.model import Route, Sensitivity
from verify.mathematics.slopes import half_ulps


def is_logarithmic(dataset: int) -> bool:
    """Is log y fitted?"""
    return NAMES[dataset - 1] == "Nelson"


def deviation(x: Matrix, y: Matrix, dataset: int) -> arb:
    b = list(fitted(x, y, dataset))
    r = Residuals(x, y, dataset).at(b).value
    found: arb = ((r * r).sum() / (len(y) - len(b))).sqrt()
    return found


def by_values(x: Matrix, y: Matrix, dataset: int) -> arb:
    """The same from Newton's operator and the model itself, an observation at a time."""
    b, model = list(by_newton(x, y, dataset)), MODELS[NAMES[dataset - 1]]
    squares = arb(0)
    for line, value in zip(x, y, strict=True):
        response = arb(value).log() if is_logarithmic(dataset) else arb(value)
        r = response - model(Series(), b, [arb(v) for v in line])
        squares += r * r
    return (squares / (len(y) - len(b))).sqrt()


def by_mpmath(mp: Mpmath, x: Matrix, y: Matrix, dataset: int) -> Mpf:
    b = opinion(mp, x, y, dataset)
    with mp.workprec(2 * mp.prec):
        R, model = Multiple(mp), MODELS[NAMES[dataset - 1]]

        def number(v: fmpq) -> Mpf:
            return mp.mpf(int(v.p)) / int(v.q)

        response = [mp.log(number(v)) if is_logarithmic(dataset) else number(v) for v in y]
        lines = [[number(v) for v in line] for line in x]
        off = [v - model(R, b, line) for v, line in zip(response, lines, strict=True)]
        found = mp.sqrt(mp.fsum(v * v for v in off) / (len(y) - len(b)))
    return +found


def slopes(x: Matrix, y: Matrix, dataset: int) -> tuple[Matrix, Matrix]:
    """ds/dy_i and ds/dx_im: r_i dr_i over s (n - p)."""
    b, n = list(fitted(x, y, dataset)), len(y)
    r = Residuals(x, y, dataset, with_x=True).at(b)
    over = 1 / (deviation(x, y, dataset) * (n - len(b)))
    of_y = [
        v * over / arb(w) if is_logarithmic(dataset) else v * over for v, w in zip(r.value, y, strict=True)
    ]
    of_x = [
        [v * over * d for v, d in zip(r.value, row(r.slopes[len(b) + m], n), strict=True)]
        for m in range(x.shape[1])
    ]
    return np.array(of_y, dtype=object), np.array(of_x, dtype=object).T


def _weighted(x: Matrix, y: Matrix, dataset: int, weight: Callable[[Any], Any]) -> arb:
    of_y, of_x = slopes(x, y, dataset)
    slope = [*of_y, *of_x.ravel()]
    return sum(
        (abs(d) * arb(w) for d, w in zip(slope, [*weight(y), *weight(x).ravel()], strict=True)), arb(0)
    )


def condition(x: Matrix, y: Matrix, dataset: int) -> dict[str, arb]:
    return {"inf": _weighted(x, y, dataset, abs) / deviation(x, y, dataset)}


def moved(x: Matrix, y: Matrix, dataset: int) -> arb:
    return _weighted(x, y, dataset, half_ulps)


RESIDUAL_DEVIATION = problem_on(SETS, "nonlinear regression", data, shown=1 + NAMES.index("Misra1a"))(
    name="nist_nonlinear_deviation",
    title="Residual standard deviation on NIST's reference data for nonlinear regression",
    formula="sqrt(S/(n - p)), S the least total of squared residuals near the certified values",
    truth=Route(
        deviation,
        "Krawczyk's operator in balls, and the residuals at the point that it proves; the routines search in "
        "floats",
    ),
    second=Route(by_values, "balls: Newton's operator, the model at one observation after the other"),
    opinion=Route(by_mpmath, "mpmath: Newton's method on central differences of the sum of squares"),
    sensitivity=Sensitivity(condition=condition, moved=moved),
    references=tuple({"dataset": k} for k in range(1, 13)),
)
