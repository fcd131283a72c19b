"""The condition number at singular values that are equal: what moves it is known by hand."""

import numpy as np
import pytest
from flint import arb

from verify.arithmetic.precision import precision
from verify.mathematics.arrays.table import OPERATIONS

ONE, D = np.eye(2), np.diag([2.0, 2, 1])
TURN = np.array([[3.0, 4], [-4, 3]])


@pytest.mark.parametrize(
    ("A", "most"),
    [
        # of dA = [[a, b], [c, d]] the eigenvalues of its symmetric part are apart by at most sqrt(4 + 4)
        (ONE, arb(8).sqrt()),
        (np.vstack([ONE, [0, 0]]), arb(8).sqrt()),
        (np.hstack([ONE, [[0], [0]]]), arb(8).sqrt()),
        # the largest moves by 2 at most, where all of its four entries do, and the least by 1, with kappa 2
        (D, arb(4)),
        (np.array([[3.0], [4.0]]), arb(0)),
    ],
)
def test_what_moves_it(A, most):
    with precision(200):
        found = OPERATIONS["cond"].moved(A)([np.ones(A.shape)])
    assert found.overlaps(most)
    assert found.upper() <= 2 * most + 1e-50
    assert 3 * found.lower() >= most - 1e-50


def test_what_moves_a_rotation():
    """What the signs reach, by differences in float64, lies between the bounds."""
    with precision(200):
        found = OPERATIONS["cond"].moved(TURN)([np.ones((2, 2))])
    signs = np.array([[(k >> j) % 2 * 2.0 - 1 for j in range(4)] for k in range(16)]).reshape(-1, 2, 2)
    reached = [np.linalg.cond(TURN + 1e-7 * s) for s in signs]
    assert found.upper() >= (max(reached) - 1) / 1e-7 * (1 - 1e-6)
    assert found.lower() <= (max(reached) - 1) / 1e-7 * (1 + 1e-6)
