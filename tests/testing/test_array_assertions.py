"""The assertion for arrays holds, fails with what is wrong, and refuses what makes no sense; families."""

import numpy as np
import pytest
from hypothesis import given, settings

from verify.core.errors import BadInput
from verify.testing import assert_certified_arrays, family_members
from verify.testing.array_assertions import OF_ONE_SIZE


def recursive(x):
    total = 0.0
    for v in x:
        total += v
    return total


def true_double(x):
    return 2 * x


def test_it_holds():
    (row,) = assert_certified_arrays(
        np.linalg.solve, "solve(A, b)", {"A": "hilbert(9)", "b": "ones(9)"}, envelope=2
    )
    assert row["worst"]["cause"] in ("data", "algorithm", "undecided")
    rows = assert_certified_arrays(np.linalg.slogdet, "slogdet(A)", {"A": np.diag([2.0, 3.0])}, max_ulps=1)
    assert len(rows) == 2
    assert_certified_arrays(lambda x: x + x, true_double, {"x": np.linspace(0, 1, 5)}, max_ulps=0.5)


@pytest.mark.parametrize(
    ("function", "truth", "arrays", "limits", "says"),
    [
        (recursive, "sum(x)", {"x": [1e16, 1.0, -1e16]}, {"max_ulps": 1}, r"within max_ulps=1: .* cause"),
        (
            recursive,
            "sum(x) + 1e-3",
            {"x": [1.0, 2.0]},
            {"envelope": 9},
            r"is not certainly within envelope=9",
        ),
        (
            np.linalg.inv,
            "inv(A)",
            {"A": np.ones((2, 2))},
            {"envelope": 9},
            "its rank is 1 of 2",
        ),
        (np.linalg.cholesky, "cholesky(A)", {"A": -np.eye(2)}, {"envelope": 9}, "not positive definite"),
        (lambda x: None, "sum(x)", {"x": [1.0]}, {"max_ulps": 1}, "no floating-point numbers"),
    ],
)
def test_it_fails(function, truth, arrays, limits, says):
    arrays = {name: np.asarray(x) for name, x in arrays.items()}
    with pytest.raises(AssertionError, match=says):
        assert_certified_arrays(function, truth, arrays, **limits)


def test_it_refuses():
    with pytest.raises(BadInput, match="nothing is asserted"):
        assert_certified_arrays(np.sum, "sum(x)", {"x": np.ones(3)})
    with pytest.raises(BadInput, match="near it: hilbert"):
        assert_certified_arrays(np.sum, "sum(x)", {"x": "hilbrt(3)"}, max_ulps=1)
    with pytest.raises(BadInput, match="that takes a size alone"):
        family_members("random")
    with pytest.raises(BadInput, match="at least 2"):
        family_members(most=1)


@settings(max_examples=60, deadline=None)
@given(family_members(most=6))
def test_members(member):
    assert member.call.partition("(")[0] in OF_ONE_SIZE
    assert member.exact.shape == member.floats.shape
    assert member.floats.dtype == np.float64
    assert np.isfinite(member.floats).all()
    assert member.floats.ndim == 2
