"""Assertions and strategies in other formats than float64."""

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.core.errors import BadInput
from verify.testing import assert_certified, floats_in

SINGLES = [np.float32(x) for x in (0.1, 0.7, 1.3, 2.9)]


def test_ulps_are_the_formats():
    assert_certified(np.exp, "exp(x)", SINGLES, max_ulps=4, variables=("x",), format="float32")
    with pytest.raises(AssertionError, match="exceeds max_ulps=4"):
        assert_certified(lambda x: x + x * np.float32(1e-6), "x", SINGLES, max_ulps=4, format="float32")


def test_results_are_judged_as_the_format_they_are():
    halves = np.array([0.1, 0.2, 0.3], ml_dtypes.bfloat16)
    assert_certified(halves * halves, "x^2", list(halves), max_ulps=0.5, variables=("x",), format="bfloat16")
    with pytest.raises(BadInput, match="is not a bfloat16"):
        assert_certified([0.1, 0.2, 0.3], "x", list(halves), max_ulps=1, variables=("x",), format="bfloat16")


def test_inputs_have_to_be_of_the_format():
    with pytest.raises(BadInput, match=r"0\.1 is no float32"):
        assert_certified(np.exp, "exp(x)", [0.1], max_ulps=1, variables=("x",), format="float32")


@pytest.mark.parametrize("name", ["float32", "float16", "bfloat16", "float8_e5m2"])
def test_floats_are_of_the_format(name):
    kind = getattr(ml_dtypes, name, None) or np.dtype(name).type

    @settings(max_examples=60, database=None)
    @given(floats_in(-3.3, 11.1, name))
    def holds(x):
        assert -3.3 <= x <= 11.1
        assert float(kind(x)) == x

    holds()


def test_a_range_without_a_number_is_told():
    with pytest.raises(BadInput, match=r"there is no float16 from 1\.0001 to 1\.0002"):
        floats_in(1.0001, 1.0002, "float16")
    assert isinstance(floats_in(1.0, 1.0, "float16"), st.SearchStrategy)
