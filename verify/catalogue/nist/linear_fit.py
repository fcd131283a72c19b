"""A linear fit in exact rationals: its coefficients and what says how good it is."""

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from verify.arithmetic.arrays import Matrix
from verify.catalogue.nist.linear import gram
from verify.mathematics.linear import rational_matrix


@dataclass(frozen=True)
class Fit:
    """What is exact: coefficients, the diagonal of (A^T A)^-1, sums of squares and degrees of freedom."""

    coefficients: tuple[fmpq, ...]
    diagonal: tuple[fmpq, ...]
    regression: fmpq
    residual: fmpq
    degrees: tuple[int, int]

    @property
    def variance(self) -> fmpq:
        return self.residual / self.degrees[1]

    @property
    def F(self) -> fmpq:
        return self.regression / self.degrees[0] / self.variance

    @property
    def R2(self) -> fmpq:
        return self.regression / (self.regression + self.residual)


def total(y: Matrix, constant: int) -> Any:
    """The sum of squares that R^2 compares the residuals with."""
    return sum(y * y) - constant * sum(y) ** 2 / len(y)


def fitted(x: Matrix, y: Matrix, degree: int, constant: int) -> Fit:
    A, G = gram(x, degree, constant)
    Y = rational_matrix(y)
    inverse, moments = G.inv(), A.transpose() * Y
    b, p = inverse * moments, A.ncols()
    residual = (Y.transpose() * Y)[0, 0] - (b.transpose() * moments)[0, 0]
    return Fit(
        tuple(b.entries()),
        tuple(inverse[k, k] for k in range(p)),
        total(y, constant) - residual,
        residual,
        (p - constant, len(y) - p),
    )
