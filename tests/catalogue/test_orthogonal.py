"""Least squares and orthogonal factors of matrices like Lauchli's, by other means."""

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.catalogue.gram_schmidt import methods as factors
from verify.catalogue.gram_schmidt import problem as factor
from verify.catalogue.gram_schmidt.claims import loss
from verify.catalogue.lauchli_least_squares import methods as ways
from verify.catalogue.lauchli_least_squares import problem as squares
from verify.measure.harness import measure
from verify.measure.point import point


@pytest.mark.parametrize("k", [2, 20, 44])
@pytest.mark.parametrize("t", [0, 1])
def test_the_solution_is_ones_and_the_data_are_floats(k, t):
    where = point(squares.problem, {}, {"k": k, "t": t})
    assert where.is_exact
    A, b = where.data
    assert all(v == t * fmpq(0) for v in A.T @ (b - A @ np.array([fmpq(1)] * 3, dtype=object)))
    assert all((v - 1).contains(0) for v in squares.truth(A, b))


def test_the_condition_number_is_what_moved_entries_do():
    A, b = squares.data(5, 1)
    h, x = fmpq(1, 2**80), np.array([fmpq(1)] * 3, dtype=object)
    moved = [fmpq(0)] * 3
    for array, place in [(m, p) for m in (A, b) for p in np.ndindex(m.shape)]:
        changed = array.copy()
        changed[place] = changed[place] * (1 + h)
        M, y = (changed, b) if array is A else (A, changed)
        inverse = squares.exact_inverse(M.T @ M)
        moved = [u + abs(v) / h for u, v in zip(moved, inverse @ (M.T @ y) - x, strict=True)]
    found = squares.condition(A, b)["inf"]
    assert abs(found / arb(max(moved)) - 1) < 1e-15


def test_orthogonal_ways_keep_half_of_what_the_normal_equations_lose():
    assert measure(ways.NORMAL, k=29, t=0).digits < 1
    assert measure(ways.HOUSEHOLDER, k=29, t=0).digits > 5
    assert measure(ways.SINGULAR, k=29, t=0).digits > 5


@pytest.mark.parametrize("k", [3, 27])
def test_the_factor_is_orthogonal_and_gives_the_matrix(k):
    (A,) = factor.data(k)
    with precision(256):
        check_factor(A, factor.truth(A))


def check_factor(A, Q):
    gram = Q.T @ Q
    assert all((gram[i, j] - int(i == j)).contains(0) for i in range(3) for j in range(3))
    R = Q.T @ np.array([[arb(v) for v in row] for row in A])
    assert all(R[i, j].contains(0) for i in range(3) for j in range(i))
    assert all(R[i, i] > 0 for i in range(3))


def test_the_slopes_of_the_factor_are_differences():
    with precision(256):
        check_slopes(*factor.data(6))


def check_slopes(A):
    h, Q = arb(2) ** -60, factor.truth(A)
    moved = Q * 0
    for place in np.ndindex(A.shape):
        changed = A.copy()
        changed[place] = changed[place] * (1 + fmpq(1, 2**60))
        moved = moved + abs(factor.truth(changed) - Q) / h
    row = max(float(sum(v.mid() for v in r)) for r in moved)
    size = max(float(sum(abs(v.mid()) for v in r)) for r in Q)
    assert float(factor.condition(A)["inf"].mid()) == pytest.approx(row / size, rel=1e-6)


def test_classical_loses_what_modified_keeps():
    assert loss(factors.CLASSICAL, 39) > fmpq(1, 4)
    assert loss(factors.MODIFIED, 39) < fmpq(1, 100)
    assert loss(factors.HOUSEHOLDER, 39) < fmpq(1, 10**14)
