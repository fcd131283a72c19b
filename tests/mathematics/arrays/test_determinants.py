"""Determinants of singular matrices, and what is exactly a power of two or an integer."""

import numpy as np
import pytest
import rational_arrays as exactly
from flint import fmpq

from verify.arithmetic.precision import precision
from verify.mathematics.arrays.table import OPERATIONS

SINGULAR = {
    "rank 2 of 3": [[1.0, 2, 3], [4, 5, 6], [7, 8, 9]],
    "a zero row and column": [[2.0, 0, 3], [0, 0, 0], [5, 0, 7]],
    "rank 1 of 3": [[1.0, 2, 3], [2, 4, 6], [3, 6, 9]],
    "zero": [[0.0]],
}


@pytest.mark.parametrize("name", SINGULAR)
def test_the_determinant_of_a_singular_matrix_moves_by_its_cofactors(name):
    """Each by its definition, a determinant of what is left without a row and a column."""
    A = np.array(SINGULAR[name])
    n = len(A)

    def cofactor(i, j):
        rest = np.delete(np.delete(A, i, 0), j, 1)
        return (-1) ** (i + j) * exactly.determinant(rest)

    by_hand = [cofactor(i, j) for i in range(n) for j in range(n)]
    with precision(64):
        found = [OPERATIONS["det"].tangent(A)([unit.reshape(n, n)]) for unit in np.eye(n * n)]
        assert [f.fmpq() for f in found] == by_hand
        assert OPERATIONS["det"].moved(A)([np.ones((n, n))]) == sum(map(abs, by_hand))


def test_what_is_a_power_of_two_is_known_to_be_one():
    """Of a ball about it no precision would tell whether it lies below, where the ulps are half."""
    A = np.array([[1.015625, 1.015625], [1.03125, 0.96875]])
    with precision(64):
        assert OPERATIONS["inv"].truth(A)[0, 1] == 16
        assert OPERATIONS["solve"].truth(A, np.array([0.0, 1.0]))[0] == 16
        found = OPERATIONS["eigvalsh"].truth(np.array([[-6.0, 2, 1], [2, -6, -1], [1, -1, 0]]))
        assert found[1] == -4
        assert OPERATIONS["roots"].truth(np.array([1.0, 0, 4]))[0].imag in (2, -2)
        near = OPERATIONS["roots"].truth(np.array([1.0, -(2 + 2.0**-40), 1 + 2.0**-40]))
        assert sorted(float(v.real) for v in near) == [1, 1 + 2.0**-40]


def test_a_coefficient_that_is_zero_is_known_to_be_it():
    """Second differences have no mean and no slope: the fit is y = x, which no ball would tell."""
    x = np.arange(1.0, 8)
    y = x + np.array([1, -2, 1, 0, 0, 0, 0]) / 8
    with precision(64):
        assert OPERATIONS["polyfit"].truth(x, y, 1).tolist() == [1, 0]
        fit = OPERATIONS["lstsq[0]"].truth(np.stack([x, np.ones(7)], axis=1), y + 2.0**-40)
    assert [v.fmpq() for v in fit] == [1, fmpq(1, 2**40)]
