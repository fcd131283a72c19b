"""Nonlinear regression on NIST's data sets: the problem, and how the parameters answer to the data."""

from collections.abc import Sequence

from flint import arb, arb_mat

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.datasets import problem_on
from verify.catalogue.nist.fits import of_a_fit
from verify.catalogue.nist.nonlinear_fit import NAMES, SETS, Residuals, data, fitted, jacobian, row
from verify.catalogue.nist.nonlinear_routes import by_newton, opinion
from verify.core.model import Route


def weighted(x: Matrix, y: Matrix, dataset: int, of_y: Matrix, of_x: Matrix) -> list[arb]:
    """For each parameter the sum of |slope| times the weight of the number, over all data.

    The gradient g is zero along b(d), so H db/dd = -dg/dd. With g_j = sum r r_j that is -r_j of the
    observation for its y, and -(r_t r_j + r r_jt) for a predictor t. Where log y is fitted, dy / y is for dy.
    """
    b = list(fitted(x, y, dataset))
    p, n = len(b), len(y)
    residuals = Residuals(x, y, dataset, with_x=True)
    r = residuals.at(b)
    inverse = residuals.derivatives(b)[1].inv()
    J = jacobian(r, p, n)
    logarithmic = NAMES[dataset - 1] == "Nelson"
    scale = [arb(w) / abs(arb(v)) if logarithmic else arb(w) for w, v in zip(of_y, y, strict=True)]
    found = [_weighted(line, scale) for line in (inverse * J).tolist()]
    for m in range(x.shape[1]):
        crossed = arb_mat([row(r.curvatures.get((j, p + m), arb(0)), n) for j in range(p)])
        by_t = row(r.slopes[p + m], n)
        right = [
            [v * c + s * d for v, c, s, d in zip(r.value, cs, ss, by_t, strict=True)]
            for cs, ss in zip(crossed.tolist(), J.tolist(), strict=True)
        ]
        column = [arb(w) for w in of_x[:, m]]
        lines = (inverse * arb_mat(right)).tolist()
        found = [u + _weighted(line, column) for u, line in zip(found, lines, strict=True)]
    return found


def _weighted(row: Sequence[arb], weights: Sequence[arb]) -> arb:
    return sum((abs(v) * w for v, w in zip(row, weights, strict=True)), arb(0))


problem = problem_on(SETS, "nonlinear regression", data, shown=1 + NAMES.index("Misra1a"))(
    name="nist_nonlinear",
    title="Nonlinear regression on NIST's reference data",
    formula="b with sum (y_i - f(b, x_i))^2 least, near the certified values; f is the model of the data set",
    truth=Route(
        fitted,
        "Krawczyk's operator in balls, the second derivatives by automatic differentiation; the routines "
        "search in floats",
    ),
    second=Route(by_newton, "balls: Newton's operator, the derivatives by power series"),
    opinion=Route(opinion, "mpmath: Newton's method on central differences of the sum of squares"),
    sensitivity=of_a_fit(fitted, weighted),
    references=tuple({"dataset": k} for k in range(1, 13)),
)
