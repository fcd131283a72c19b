"""A system with each of the field's test matrices of order 8, b formed in exact rationals of ones for x."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from flint import fmpq_mat

from verify.arithmetic.arrays import Matrix
from verify.catalogue.sources import HIGHAM
from verify.core.model import Axis, Inputs, Parameter, Problem, Route, Sensitivity, Sweep
from verify.mathematics.families.family import Family
from verify.mathematics.families.table import FAMILIES
from verify.mathematics.linear import array, rational_matrix
from verify.mathematics.systems import EXACTLY, backward_errors, by_lu, condition, row_sums
from verify.measure.budget import as_ball

ORDER = 8
# Those of which a theorem gives the inverse, the determinant or the eigenvalues, in the order of their table.
# Rosser's, of one order, is singular: 0 is among its eigenvalues.
SETTLED: Mapping[str, Family] = {
    name: family
    for name, family in FAMILIES.items()
    if (family.inverse or family.determinant or family.eigenvalues) and name != "rosser"
}
NAMES = tuple(SETTLED)
BITS = 7  # more than elimination loses an unknown with any of them: kappa is below 2^44 (Lotkin's)


def arguments(name: str, n: int) -> tuple[int, ...]:
    """Of the matrix of order n; of Hadamard's it is a power of two, and so it is given."""
    return (n.bit_length() - 1,) if name == "hadamard" else (n,)


def matrix(name: str, n: int) -> Matrix:
    A: Matrix = SETTLED[name].make(*arguments(name, n))
    return A


def data(which: int) -> tuple[Matrix, Matrix]:
    A = matrix(NAMES[which - 1], ORDER)
    return A, row_sums(A)


def by_characteristic_polynomial(A: Matrix, b: Matrix) -> Any:
    """p(A) = 0 (Cayley and Hamilton): A^-1 = -(A^(n-1) + c_(n-1) A^(n-2) + ... + c_1)/c_0, by Horner's."""
    M, column = rational_matrix(A), fmpq_mat(len(b), 1, list(b))
    p = M.charpoly()
    x = column
    for k in range(len(b) - 1, 0, -1):
        x = M * x + p[k] * column
    return as_ball(array([-v / p[0] for v in x.entries()], b.shape))


def points(count: int, random: Random) -> Iterator[Inputs]:
    for k in range(1, min(count, len(NAMES)) + 1):
        yield {"matrix": k}


problem = Problem(
    name="matrix_families",
    systems=(),
    title="Solving a system with each of the field's test matrices",
    formula=f"A x = b for the matrix of order {ORDER} of each family, b = A (1, ..., 1)",
    source=HIGHAM.at("chapter 28"),
    parameters=(
        Parameter("matrix", 1, len(NAMES), tuple(range(1, len(NAMES) + 1)), 1 + NAMES.index("pascal"), NAMES),
    ),
    data=lambda matrix: data(matrix),
    truth=EXACTLY,
    second=Route(by_characteristic_polynomial, "the characteristic polynomial, by Cayley and Hamilton"),
    opinion=by_lu(BITS),
    sensitivity=Sensitivity(condition=condition, backward=backward_errors),
    sweep=Sweep(axis=Axis("matrix", lambda matrix: matrix), points=points, count=len(NAMES)),
    references=tuple({"matrix": k} for k in (1, 2, 3, 4, 5, 6)),
)
