"""Assertions and strategies in other formats than float64."""

import cmath
import math

import ml_dtypes
import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from verify.core.errors import BadInput
from verify.testing import (
    assert_certified,
    complex_in,
    dot_products,
    floats_in,
    matrices,
    polynomials,
    sums,
)

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
    with pytest.raises(BadInput, match=r"0\.1 is not a float32"):
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


def right(z):
    return cmath.sqrt(z)


def without_signs(z):
    return cmath.sqrt(complex(z.real, z.imag + 0.0))


INPUTS = [1 + 2j, complex(-1, 0.0), complex(-1, -0.0), complex(0.0, -3), np.complex64(2 - 0.5j)]


def test_complex_numbers_are_certified_with_the_sign_of_zero():
    found = assert_certified(right, "sqrt(z)", INPUTS, max_ulps=2)
    assert found.tally.certified == len(INPUTS)
    with pytest.raises(AssertionError, match=r"-0x0\.0p\+0") as told:
        assert_certified(without_signs, "sqrt(z)", INPUTS, max_ulps=2)
    assert "computed" in str(told.value)
    assert_certified(np.exp, "exp(z)", [np.complex64(1 + 2j)], max_ulps=2, format="complex64")
    assert_certified(lambda v, z: v * z, "v*z", [(2.5, 1 + 2j), (0.5, 3j)], variables=("v", "z"), max_ulps=0)
    assert_certified(abs, "abs(z)", [3 + 4j], variables=("z",), max_ulps=0)


def test_what_makes_no_sense_of_complex_numbers_is_refused():
    for inputs, more, told in [
        ([1 + 2j, 1.0], {}, "complex numbers in all"),
        ([1 + 2j], {"format": "bfloat16"}, "no complex numbers of bfloat16"),
        ([1.0], {"format": "complex64"}, "give one of real numbers"),
        ([complex(1, math.inf)], {}, "not a finite input"),
        ([0.1 + 1j], {"format": "complex64"}, "is not a complex64"),
    ]:
        with pytest.raises(BadInput, match=told):
            assert_certified(right, "sqrt(z)", inputs, max_ulps=2, **more)
    with pytest.raises(BadInput, match="there are 1 results for 2 inputs"):
        assert_certified([1j], "sqrt(z)", [1 + 1j, 2j], max_ulps=2)


def test_results_of_complex_inputs_are_judged_without_their_function():
    """Both sides of the cut are inputs of their own."""
    z = np.array([1 + 2j, complex(-1, 0.0), complex(-1, -0.0)])
    assert_certified(np.sqrt(z), "sqrt(z)", list(z), max_ulps=2)
    with pytest.raises(AssertionError, match="exceeds max_ulps=2 at 1 of 3"):
        assert_certified(np.sqrt(z) * np.array([1, 1, -1]), "sqrt(z)", list(z), max_ulps=2)
    singles = z.astype(np.complex64)
    assert_certified(np.sqrt(singles), "sqrt(z)", list(singles), max_ulps=2, format="complex64")


extended = pytest.mark.skipif(np.finfo(np.longdouble).nmant != 63, reason="longdouble is x87's elsewhere")


@extended
def test_longdouble_is_judged_in_its_own_ulps():
    inputs = [0.1, 0.7, 1.3]
    assert_certified(np.exp, "exp(x)", inputs, max_ulps=1, variables=("x",), format="longdouble")
    near = np.exp(np.array(inputs, dtype=np.longdouble))
    assert_certified(near, "exp(x)", inputs, max_ulps=1, variables=("x",), format="longdouble")
    with pytest.raises(AssertionError, match="exceeds max_ulps=1"):
        assert_certified(
            lambda x: np.longdouble(np.float64(np.exp(x))), "exp(x)", inputs, max_ulps=1, format="longdouble"
        )
    x = find(floats_in(0.0, 1.0, "longdouble"), lambda x: x not in (0.0, 1.0))
    assert type(x) is float


BITS = {"float64": 53, "float32": 24, "float16": 11, "bfloat16": 8}


@pytest.mark.parametrize("name", BITS)
def test_data_of_a_condition_number_are_of_the_format(name):
    kind = getattr(ml_dtypes, name, None) or np.dtype(name).type
    asked = 2.0 ** (BITS[name] - 4)

    @settings(max_examples=8, database=None)
    @given(sums(asked, format=name), dot_products(asked, format=name), polynomials(asked, 4, format=name))
    def holds(s, d, p):
        for data, factor in ((s, 4), (d, 8), (p, 8)):
            assert asked / factor <= data.condition <= asked * factor
        numbers = (*s.terms, *d.x, *d.y, *p.coefficients, p.x)
        assert all(float(kind(x)) == x for x in numbers)

    holds()
    matrix = find(matrices(asked / 16, 3, format=name), lambda m: True)
    assert (matrix.entries.astype(kind).astype(float) == matrix.entries).all()


def test_what_a_format_cannot_hold_is_refused():
    with pytest.raises(BadInput, match="a number from 1 to 1000 here"):
        sums(1e6, format="bfloat16")


@given(complex_in(-1 - 1j, 2 + 0j, "complex64"))
@settings(max_examples=60)
def test_complex_numbers_are_drawn_in_their_rectangle(z):
    assert -1 <= z.real <= 2
    assert -1 <= z.imag <= 0
    assert repr(complex(np.complex64(z))) == repr(z)


def test_zeros_of_both_signs_are_drawn():
    for sign in (1.0, -1.0):
        z = find(complex_in(-1 - 1j, 1 + 1j), lambda z, s=sign: z.imag == 0 and math.copysign(1, z.imag) == s)
        assert z.imag == 0
