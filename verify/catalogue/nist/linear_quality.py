"""How good a linear fit is, on NIST's data sets: the standard deviations of its coefficients, and R squared.

With p coefficients, n observations, G = A^T A and the residual r, the residual variance is
s^2 = r^T r/(n - p), and the variance of b_j is s^2 (G^-1)_jj. R^2 is 1 - r^T r/t, t the sum of squares about
the mean where there is a constant term, else about zero.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, fmpq

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.nist.datasets import Dataset, problem_on
from verify.catalogue.nist.linear import SETS as ALL
from verify.catalogue.nist.linear import derivative, design, gram, inner, model, orthogonal
from verify.catalogue.nist.linear_fit import fitted, total
from verify.core.model import Route, Sensitivity
from verify.mathematics.linear import array
from verify.mathematics.slopes import half_ulps
from verify.measure.budget import as_ball, largest

# The residuals of Wampler1 and Wampler2 are zero: no digit of a standard deviation of zero is asked for.
SETS = tuple(d for d in ALL if d.name not in ("Wampler1", "Wampler2"))


def of_dataset(dataset: Dataset) -> tuple[Any, ...]:
    """x, a column for each predictor; y; the degree and whether there is a constant."""
    y, *x = dataset.columns
    return (np.column_stack(x), y, *model(dataset))


def data(dataset: int) -> tuple[Any, ...]:
    return of_dataset(SETS[dataset - 1])


def deviations(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    fit = fitted(x, y, degree, constant)
    return array([arb(fit.variance * d).sqrt() for d in fit.diagonal], (len(fit.diagonal),))


def r_squared(x: Matrix, y: Matrix, degree: int, constant: int) -> arb:
    return arb(fitted(x, y, degree, constant).R2)


# --- another route: orthogonal columns, in balls ----------------------------------------------------------


def deviations_by_columns(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    """With A = Q R the diagonal of (A^T A)^-1 has the squares of the rows of R^-1."""
    rows, z, rest = orthogonal(x, y, degree, constant)
    p = len(z)
    inverse: list[list[arb]] = []
    for k in reversed(range(p)):
        size, *along = rows[k]
        # Row k of R^-1: e_k less the rows below it that are weighted by those of R.
        below = [inner(along, [row[j] for row in inverse]) for j in range(p)]
        inverse.insert(0, [(arb(int(j == k)) - below[j]) / size for j in range(p)])
    variance = inner(rest, rest) / (len(y) - p)
    return np.asarray([(variance * inner(row, row)).sqrt() for row in inverse], dtype=object)


def r_squared_by_columns(x: Matrix, y: Matrix, degree: int, constant: int) -> arb:
    _, _, rest = orthogonal(x, y, degree, constant)
    mean = constant * sum(y, arb(0)) / len(y)
    z = [v - mean for v in y]
    return 1 - inner(rest, rest) / inner(z, z)


def deviations_second(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return deviations_by_columns(as_ball(x), as_ball(y), degree, constant)


def r_squared_second(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return r_squared_by_columns(as_ball(x), as_ball(y), degree, constant)


def _opinion(mp: Mpmath, x: Matrix, y: Matrix, degree: int, constant: int) -> tuple[list[Mpf], Mpf]:
    def number(v: fmpq) -> Mpf:
        return mp.mpf(int(v.p)) / int(v.q)

    with mp.workprec(6 * mp.prec):  # A^T A squares the condition number, which is below 2^60
        A, Y = (
            mp.matrix([[number(v) for v in np.ravel(row)] for row in X])
            for X in (design(x, degree, constant), y)
        )
        inverse = (A.T * A) ** -1
        r = Y - A * (inverse * (A.T * Y))
        rest, mean = mp.fsum(v * v for v in r), constant * mp.fsum(Y) / len(y)
        found = [mp.sqrt(rest / (len(y) - A.cols) * inverse[k, k]) for k in range(A.cols)]
        return found, 1 - rest / mp.fsum((v - mean) ** 2 for v in Y)


def deviations_opinion(mp: Mpmath, *given: Any) -> list[Mpf]:
    return [+v for v in _opinion(mp, *given)[0]]


def r_squared_opinion(mp: Mpmath, *given: Any) -> Mpf:
    return +_opinion(mp, *given)[1]


# --- slopes ----------------------------------------------------------------------------------------------


def slopes(x: Matrix, y: Matrix, degree: int, constant: int) -> tuple[Any, Any]:
    """The derivatives of the deviations (p rows) and of R^2 by the numbers of y and then those of x.

    d(r^T r) = 2 r^T (dy - dA b), for r is orthogonal to the columns of A; with k_j column j of G^-1 and
    w_j = A k_j, d(G^-1)_jj = -2 w_j^T dA k_j. x_im moves row i of A alone, along the row d_i. For
    v_j = s^2 (G^-1)_jj the deviation is sqrt(v_j), and dR^2 = (r^T r dt/t - d(r^T r))/t.
    """
    variances, derivatives, of_R2 = _slopes(tuple(map(tuple, x)), tuple(y), degree, constant)
    found = [d / (2 * arb(v).sqrt()) for v, d in zip(variances, derivatives, strict=True)]
    return found, of_R2


@lru_cache(maxsize=4)
def _slopes(
    of_x: tuple[tuple[fmpq, ...], ...], of_y: tuple[fmpq, ...], degree: int, constant: int
) -> tuple[list[fmpq], list[Matrix], Matrix]:
    """The v_j, their derivatives and those of R^2, in rationals: the condition number, the envelope and every
    routine at a data set ask for the same."""
    x, y = np.array(of_x, dtype=object), np.array(of_y, dtype=object)
    A, G = gram(x, degree, constant)
    fit, n = fitted(x, y, degree, constant), len(y)
    inverse = np.array(G.inv().tolist(), dtype=object)
    rows, b = np.array(A.tolist(), dtype=object), np.array(fit.coefficients, dtype=object)
    r, W = y - rows @ b, rows @ inverse
    of_rest, of_inverse = [2 * r], [[y * 0] * len(b)]
    for m in range(x.shape[1]):
        D = derivative(x, degree, constant, m)
        of_rest.append(-2 * r * (D @ b))
        of_inverse.append([-2 * W[:, j] * (D @ inverse[:, j]) for j in range(len(b))])
    by_rest = np.concatenate(of_rest)
    found = []
    for j, d in enumerate(fit.diagonal):
        by_diagonal = np.concatenate([part[j] for part in of_inverse])
        variance = by_diagonal * fit.variance + by_rest * (d / fit.degrees[1])
        found.append(variance)
    whole = total(y, constant)
    by_total = np.concatenate([2 * (y - constant * (sum(y, fmpq(0)) / n)), 0 * x.T.ravel()])
    variances = [fit.variance * d for d in fit.diagonal]
    return variances, found, (by_total * (fit.residual / whole) - by_rest) / whole


def _sensitivity(truth: Callable[..., Any], place: int) -> Sensitivity:
    """place: of the slopes, those of the deviations or of R^2."""

    def weighted(x: Matrix, y: Matrix, model: tuple[int, ...], weight: Callable[[Any], Any]) -> Any:
        sizes = np.concatenate([weight(y), weight(x.T.ravel())])
        found = slopes(x, y, *model)[place]
        rows = found if place == 0 else [found]
        return [sum((arb(abs(v)) * arb(w) for v, w in zip(row, sizes, strict=True)), arb(0)) for row in rows]

    def condition(x: Matrix, y: Matrix, *model: int) -> dict[str, arb]:
        moved, value = weighted(x, y, model, abs), list(np.ravel(truth(x, y, *model)))
        shares = [m / abs(v) for m, v in zip(moved, value, strict=True)]
        return {"inf": largest(moved) / largest([abs(v) for v in value]), "componentwise": largest(shares)}

    def moved(x: Matrix, y: Matrix, *model: int) -> Matrix | arb:
        found = weighted(x, y, model, half_ulps)
        return array(found, (len(found),)) if place == 0 else found[0]

    return Sensitivity(condition=condition, moved=moved)


EXACT = "sums of squares in exact rationals, y^T y less b^T A^T y; the routines square residuals"
COLUMNS = "balls: orthogonal columns by Gram and Schmidt's modified method"
INVERSE = "mpmath's inverse of A^T A, and residuals, at six times the precision"
quality = problem_on(SETS, "linear regression", data, shown=5)
DEVIATIONS = quality(
    name="nist_linear_deviations",
    title="Standard deviations of the coefficients on NIST's reference data for linear regression",
    formula="sqrt(s^2 (A^T A)^-1_jj), s^2 the residual sum of squares over n - p",
    truth=Route(deviations, EXACT),
    second=Route(deviations_second, COLUMNS),
    opinion=Route(deviations_opinion, INVERSE),
    sensitivity=_sensitivity(deviations, 0),
)
R_SQUARED = quality(
    name="nist_linear_R2",
    title="R squared on NIST's reference data for linear regression",
    formula="1 - (residual sum of squares)/(total sum of squares)",
    truth=Route(r_squared, EXACT),
    second=Route(r_squared_second, COLUMNS),
    opinion=Route(r_squared_opinion, INVERSE),
    sensitivity=_sensitivity(r_squared, 1),
)
