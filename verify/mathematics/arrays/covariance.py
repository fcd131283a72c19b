"""Covariances and correlations of variables, a row each."""

from typing import Any

import numpy as np
from flint import arb

from verify.arithmetic.arrays import Matrix
from verify.mathematics.arrays.operation import (
    Moves,
    Operation,
    Value,
    balls,
    inner,
    product,
    shape_text,
    size,
)
from verify.mathematics.arrays.reductions import mean
from verify.mathematics.linear import array


def observations(x: Any, *_: Any) -> str | None:
    if np.ndim(x) != 2:
        return f"it takes a matrix with a row for each variable, not {shape_text(x)}"
    return None if np.shape(x)[1] >= 2 else "it takes two observations at least"


def _centred(x: Matrix) -> Matrix:
    return array([v - m for row in balls(x) for m in [mean(row)] for v in row], np.shape(x))


def cov(x: Matrix) -> Matrix:
    c = _centred(x)
    found: Matrix = product(c, c.T) / (np.shape(x)[1] - 1)
    return found


def cov_moved(x: Matrix) -> Moves:
    # d cov_ij / dx_ik = (x_jk - m_j)/(n - 1), of i = j twice that: |C| S^T + S |C|^T says both.
    c, n = size(_centred(x)), np.shape(x)[1] - 1
    return lambda steps: (product(steps[0], c.T) + product(c, np.asarray(steps[0]).T)) / n


def corrcoef(x: Matrix) -> Matrix:
    z = _normed(x)
    found = product(z, z.T)
    np.fill_diagonal(found, arb(1))
    return found


def _normed(x: Matrix) -> Matrix:
    c = _centred(x)
    return array([v / length for row in c for length in [inner(row, row).sqrt()] for v in row], np.shape(x))


def corrcoef_moved(x: Matrix) -> Moves:
    # r_ij = z_i z_j with z the centred rows of length 1: dr_ij/dx_ik = (z_jk - r_ij z_ik)/|c_i|.
    c, z, r = _centred(x), _normed(x), corrcoef(x)
    lengths = [inner(row, row).sqrt() for row in c]
    count = len(z)

    def slopes(i: int, j: int) -> Matrix:
        return array([abs(b - r[i, j] * a) / lengths[i] for a, b in zip(z[i], z[j], strict=True)], z[i].shape)

    by = {(i, j): slopes(i, j) for i in range(count) for j in range(count) if i != j}

    def moved(steps: Any) -> Value:
        s = balls(steps[0])
        found = [
            inner(by[i, j], s[i]) + inner(by[j, i], s[j]) if i != j else arb(0)
            for i in range(count)
            for j in range(count)
        ]
        return array(found, r.shape)

    return moved


def cov_tangent(x: Matrix) -> Moves:
    c, n = _centred(x), np.shape(x)[1] - 1

    def tangent(directions: Any) -> Value:
        one = product(directions[0], c.T)  # of the centred direction the mean has no part: c sums to zero
        return (one + np.ascontiguousarray(one.T)) / n

    return tangent


def corrcoef_tangent(x: Matrix) -> Moves:
    """dz_i = (dc_i - z_i (z_i . dc_i))/|c_i|, dr = dz z^T + z dz^T; on the diagonal nothing."""
    c, z = _centred(x), _normed(x)
    lengths = array([inner(row, row).sqrt() for row in c], (len(c), 1))

    def tangent(directions: Any) -> Value:
        dc = balls(directions[0])
        along = array([inner(a, b) for a, b in zip(z, dc, strict=True)], (len(c), 1))
        one = product((dc - z * along) / lengths, z.T)
        found = one + np.ascontiguousarray(one.T)
        np.fill_diagonal(found, arb(0))
        return found

    return tangent


OPERATIONS = (
    Operation("cov(m)", cov, observations, cov_moved, entrywise=True, tangent=cov_tangent),
    Operation(
        "corrcoef(x)", corrcoef, observations, corrcoef_moved, entrywise=True, tangent=corrcoef_tangent
    ),
)
