"""How an assertion reads its inputs, their names, and arguments that stay fixed."""

import math
import os
from fractions import Fraction

import numpy as np
import pytest

from verify.core.errors import BadInput
from verify.testing import assert_certified


def difference(x, y):
    return x - y


def scaled(x, *, k=1):
    return x * k


def test_names_are_given_where_the_function_has_none():
    inputs = [(1.0, 2.0), (3.0, 4.0)]
    assert assert_certified(math.hypot, "hypot(x, y)", inputs, variables=("x", "y"), max_ulps=1)
    assert assert_certified(math.atan2, "atan2(y, x)", [(1.0, -2.0)], max_ulps=1)
    with pytest.raises(BadInput, match=r"name the inputs, as in variables=\('x', 'y'\)"):
        assert_certified(math.hypot, "hypot(x, y)", inputs, max_ulps=1)


def test_names_that_contradict_the_function_are_refused():
    with pytest.raises(BadInput, match="not the order of"):
        assert_certified(difference, "x - y", [(1.0, 0.25)], variables=("y", "x"), max_ulps=1)
    with pytest.raises(BadInput, match="has 1 names for 2 inputs"):
        assert_certified(difference, "x", [(1.0, 0.25)], variables=("x",), max_ulps=1)
    with pytest.raises(BadInput, match="unknown name 'z'"):
        assert_certified(difference, "x - z", [(1.0, 0.25)], variables=("x", "y"), max_ulps=1)


def test_keyword_arguments_are_fixed():
    assert assert_certified(scaled, "3*x", [1.5, 2.5], fixed={"k": 3}, max_ulps=0)
    with pytest.raises(AssertionError):
        assert_certified(scaled, "3*x", [1.5], fixed={"k": 2}, max_ulps=1)
    with pytest.raises(BadInput, match="not 1 and q"):
        assert_certified(scaled, "x", [1.5], fixed={"q": 2}, max_ulps=1)


@pytest.mark.parametrize(
    "value",
    ["1.0", True, None, 2**53 + 1, Fraction(1, 3), np.longdouble(1) / 3],
    ids=lambda v: type(v).__name__,
)
def test_an_input_that_is_no_float64_is_refused(value):
    for inputs in ([value], [(value,)], np.array([value], dtype=object)):
        with pytest.raises(BadInput, match=r"an input is .*; give float64 numbers"):
            assert_certified(lambda x: x, "x", inputs, max_ulps=1)


def test_inputs_of_other_types_are_the_float64_they_are():
    inputs = [3, np.float32(0.1), np.longdouble(0.5), Fraction(1, 4), np.int8(2)]
    result = assert_certified(lambda x: x, "x", inputs, max_ulps=0)
    assert result is not None
    assert_certified(lambda x: x, "x", np.array([0.5, 1.5], dtype=np.float32), max_ulps=0)


@pytest.mark.parametrize(
    "function",
    [lambda x: np.array([1 + 1e9j]), lambda x: complex(x), np.longdouble, np.float32, str, lambda x: [x, x]],
)
def test_a_result_that_is_no_float64_is_a_failure(function):
    with pytest.raises(AssertionError, match="gives no number where the truth is one"):
        assert_certified(function, "x", [1.0], variables=("x",), max_ulps=1)


def test_results_that_are_given_are_float64():
    with pytest.raises(BadInput, match="a result is complex"):
        assert_certified(np.array([1 + 0j]), "x", [1.0], max_ulps=1)
    with pytest.raises(BadInput, match="a result is float32"):
        assert_certified(np.array([1.0], dtype=np.float32), "x", [1.0], max_ulps=1)
    assert_certified([1, 2.5], "x", [1.0, 2.5], max_ulps=0)


@pytest.mark.parametrize(
    ("results", "inputs"),
    [
        ([np.float32(0.1), 0.1], [0.1, 0.1]),  # numpy would make an array of float64 of these
        ([True, 1], [1.0, 1.0]),
        ([10**400, 1.0], [1.0, 1.0]),
    ],
)
def test_results_are_not_converted_to_one_type(results, inputs):
    with pytest.raises(BadInput, match="a result is"):
        assert_certified(results, "x", inputs, max_ulps=1e300)


def test_an_integer_that_is_no_float64_is_not_rounded_beside_a_float():
    with pytest.raises(AssertionError, match=r"max_ulps=0\.25"):
        assert_certified([2**53 + 1, 0.5], "x", [2.0**53, 0.5], max_ulps=0.25)
    assert_certified([2**53 + 1, 0.5], "x", [2.0**53, 0.5], max_ulps=0.5)


@pytest.mark.parametrize(
    "limit", [{"max_ulps": math.nan}, {"max_ulps": -1}, {"digits": -5}, {"envelope": math.nan}]
)
def test_a_limit_that_cannot_be_one_is_refused(limit):
    (name,) = limit
    with pytest.raises(BadInput, match=f"{name}= must be a number of at least 0"):
        assert_certified(math.exp, "exp(x)", [0.5], **{"max_ulps": 1, **limit})


def test_a_result_that_was_lost_with_its_process_is_not_told_as_nan():
    with pytest.raises(AssertionError, match="undecided") as caught:
        assert_certified(math.exp, lambda x: os._exit(0), [1.0], max_ulps=1)
    assert "computed  not known" in str(caught.value)
