"""Linear regression on NIST's data sets: the coefficients of the least-squares fit, from x and y as printed.

The data are x and y, not the powers of x: what a routine loses by forming these is its own error.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.arithmetic.kinds import Mpf, Mpmath
from verify.catalogue.nist.data_linear import DATA
from verify.catalogue.nist.datasets import Dataset, datasets, problem_on
from verify.catalogue.nist.fits import of_a_fit
from verify.core.model import Route
from verify.mathematics.linear import array, rational_matrix
from verify.measure.budget import as_ball

SETS = datasets(DATA)
DEGREES = {
    "Pontius": 2,
    "Filip": 10,
    **{f"Wampler{k}": 5 for k in range(1, 6)},
}  # else straight lines and planes
THROUGH_ZERO = ("NoInt1", "NoInt2")


def model(dataset: Dataset) -> tuple[int, int]:
    """The degree in each predictor, and 1 if there is a constant term."""
    return DEGREES.get(dataset.name, 1), int(dataset.name not in THROUGH_ZERO)


def is_polynomial(dataset: Dataset) -> bool:
    """In one variable, with a constant."""
    return len(dataset.columns) == 2 and model(dataset)[1] == 1


def is_straight_line(dataset: Dataset) -> bool:
    return is_polynomial(dataset) and model(dataset)[0] == 1


def data(dataset: int) -> tuple[Any, ...]:
    """x, a column for each predictor; y; the degree and whether there is a constant."""
    chosen = SETS[dataset - 1]
    y, *x = chosen.columns
    return (np.column_stack(x), y, *model(chosen))


def powers(x: Matrix, degree: int, constant: int) -> Iterator[Any]:
    """The columns of the design matrix: 1, x, x^2, ..., or 1, x1, x2, ...."""
    if constant:
        yield x[:, 0] ** 0
    for column in x.T:
        for k in range(1, degree + 1):
            yield column**k


def design(x: Matrix, degree: int, constant: int) -> Matrix:
    return np.column_stack([*powers(x, degree, constant)])


def gram(x: Matrix, degree: int, constant: int) -> tuple[fmpq_mat, fmpq_mat]:
    """A and A^T A, exactly."""
    A = rational_matrix(design(x, degree, constant))
    return A, A.transpose() * A


def exact_coefficients(x: Matrix, y: Matrix, degree: int, constant: int) -> fmpq_mat:
    """The solution of the normal equations, which loses nothing where nothing is rounded."""
    A, G = gram(x, degree, constant)
    return G.solve(A.transpose() * rational_matrix(y))


def coefficients(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    found = exact_coefficients(x, y, degree, constant).entries()
    return as_ball(array(found, (len(found),)))


# --- another route: orthogonal columns, in balls ---------------------------------------------------------


def orthogonal(
    x: Matrix, y: Matrix, degree: int, constant: int
) -> tuple[list[list[arb]], list[arb], list[arb]]:
    """A = Q R by Gram and Schmidt's modified method: the rows of R from the diagonal on, Q^T y, the residual;
    x and y in balls, columns as lists."""
    columns = [[arb(1)] * len(y)] if constant else []
    for predictor in zip(*x, strict=True):
        power = [*predictor]
        columns.append(power)
        for _ in range(degree - 1):
            power = [v * w for v, w in zip(power, predictor, strict=True)]
            columns.append(power)
    rows, z, rest = [], [], [*y]
    for k, column in enumerate(columns):
        size = inner(column, column).sqrt()
        q = [v / size for v in column]
        along = [inner(q, other) for other in columns[k + 1 :]]
        columns[k + 1 :] = [_less(c, r, q) for c, r in zip(columns[k + 1 :], along, strict=True)]
        z.append(inner(q, rest))
        rest = _less(rest, z[-1], q)
        rows.append([size, *along])
    return rows, z, rest


def by_orthogonal_columns(x: Matrix, y: Matrix, degree: int, constant: int) -> Matrix:
    """R b = Q^T y."""
    rows, z, _ = orthogonal(x, y, degree, constant)
    b: list[arb] = []
    for (size, *along), right in zip(reversed(rows), reversed(z), strict=True):
        b.insert(0, (right - inner(along, b)) / size)
    return np.asarray(b, dtype=object)


def inner(u: Sequence[arb], v: Sequence[arb]) -> arb:
    return sum((s * t for s, t in zip(u, v, strict=True)), arb(0))


def _less(u: Sequence[arb], factor: arb, v: Sequence[arb]) -> list[arb]:
    return [s - factor * t for s, t in zip(u, v, strict=True)]


def second(x: Matrix, y: Matrix, degree: int, constant: int) -> Any:
    return by_orthogonal_columns(as_ball(x), as_ball(y), degree, constant)


def opinion(mp: Mpmath, x: Matrix, y: Matrix, degree: int, constant: int) -> list[Mpf]:
    def number(v: fmpq) -> Mpf:
        return mp.mpf(int(v.p)) / int(v.q)

    with mp.workprec(4 * mp.prec):  # A^T A squares the condition number, which is below 2^60
        A = mp.matrix([[number(v) for v in row] for row in design(x, degree, constant)])
        b = mp.lu_solve(A.T * A, A.T * mp.matrix([number(v) for v in y]))
    return [+v for v in b]


# --- how the coefficients answer to the data -------------------------------------------------------------


def slopes(x: Matrix, y: Matrix, degree: int, constant: int) -> tuple[Matrix, Matrix]:
    """The derivatives of the coefficients b by the numbers of y (p by n) and of x (p by n by predictors).

    With G = A^T A and r = y - A b, G b = A^T y gives G db = dA^T r - A^T dA b + A^T dy. x_im is in row i of A
    alone; with a_i that row and d_i its derivative, G db = (d_i r_i - a_i (d_i b)) dx_im.
    """
    A, G = gram(x, degree, constant)
    b, inverse = exact_coefficients(x, y, degree, constant), G.inv()
    residual = (rational_matrix(y) - A * b).entries()
    by_y = np.array((inverse * A.transpose()).tolist(), dtype=object)
    rows = np.array(A.tolist(), dtype=object)
    by_x = []
    for m in range(x.shape[1]):
        D = derivative(x, degree, constant, m)
        moved = rational_matrix(D) * b
        right = D * array(residual, (len(y), 1)) - rows * array(moved.entries(), (len(y), 1))
        by_x.append(np.array((inverse * rational_matrix(right).transpose()).tolist(), dtype=object))
    return by_y, np.stack(by_x, axis=-1)


def derivative(x: Matrix, degree: int, constant: int, m: int) -> Matrix:
    """The design matrix differentiated by the predictor m, row by row."""
    columns = [x[:, 0] * 0] if constant else []
    for j, column in enumerate(x.T):
        for k in range(1, degree + 1):
            columns.append(k * column ** (k - 1) if j == m else column * 0)
    return np.column_stack(columns)


def weighted(x: Matrix, y: Matrix, degree: int, constant: int, of_y: Matrix, of_x: Matrix) -> list[arb]:
    """For each coefficient the sum of |slope| times the weight of the number."""
    return [
        sum((arb(v) for v in (*(abs(row) * of_y), *(abs(plane) * of_x).flat)), arb(0))
        for row, plane in zip(*slopes(x, y, degree, constant), strict=True)
    ]


problem = problem_on(SETS, "linear regression", data, shown=5)(
    name="nist_linear",
    title="Linear regression on NIST's reference data",
    formula="b with sum (y_i - b_0 - b_1 x_i - b_2 x_i^2 - ...)^2 least; or b_1 x_i1 + b_2 x_i2 + ...",
    truth=Route(
        coefficients,
        "the normal equations in exact rationals, solved modulo primes and lifted; the routines factor the "
        "design matrix in floats, or in balls",
    ),
    second=Route(second, "balls: orthogonal columns by Gram and Schmidt's modified method"),
    opinion=Route(opinion, "mpmath's LU on the normal equations at four times the precision"),
    sensitivity=of_a_fit(coefficients, weighted),
)
