"""What counts as a float64: results and inputs of every type that people bring."""

import decimal
import math
from fractions import Fraction

import numpy as np
import pytest

from verify.arithmetic.mpfr import Wide
from verify.checking.subjects import values
from verify.checking.subjects.values import NoNumber


class Own(float):
    """A float that answers otherwise than it is."""

    def __float__(self):
        return 0.0

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


FLOAT64 = [
    (1.5, 1.5),
    (Own(1.5), 1.5),
    (np.float64(1.5), 1.5),
    (np.array(2.5), 2.5),
    (np.array([2.5]), 2.5),
    (np.array([[7]]), 7.0),
    (3, 3.0),
    (np.int64(3), 3.0),
    (2**53 * 4, float(2**55)),
    (Fraction(1, 4), 0.25),
    (decimal.Decimal("0.5"), 0.5),
    (-math.inf, -math.inf),
]
NONE = [
    True,
    np.True_,
    None,
    "1.0",
    b"1.0",
    1j,
    np.complex128(1),
    np.array([1 + 1e9j]),
    np.array(1 + 0j),
    np.float32(0.5),
    np.float16(0.5),
    np.longdouble(0.5),
    np.array([0.5], dtype=np.float32),
    [1.0],
    (1.0,),
    np.array([1.0, 2.0]),
    np.array([]),
    np.array("1.0"),
    np.array(None),
    Fraction(1, 3),
    decimal.Decimal("0.1"),
    decimal.Decimal("NaN"),
    object(),
]


@pytest.mark.parametrize(("value", "right"), FLOAT64)
def test_a_float64_is_itself(value, right):
    assert values.result(value) == right
    assert type(values.result(value)) is float
    assert values.argument(value) == right


@pytest.mark.parametrize("value", NONE, ids=lambda v: type(v).__name__)
def test_every_other_result_is_refused(value):
    with pytest.raises((NoNumber, ValueError)) as caught:
        values.result(value)
    assert "\n" not in str(caught.value)


def test_zero_keeps_its_sign_and_nan_is_a_float64():
    assert math.copysign(1, values.result(np.float64(-0.0))) == -1
    assert math.isnan(values.result(np.float64(math.nan)))


def test_an_integer_of_any_size_is_the_rational_it_is():
    wide = values.result(10**30 + 1)
    assert isinstance(wide, Wide)
    assert wide.exact == 10**30 + 1
    assert wide == 1e30
    with pytest.raises(OverflowError):
        values.result(10**400)


def test_inputs_are_those_that_a_float64_holds():
    assert values.argument(np.float32(0.1)) == float(np.float32(0.1))
    assert values.argument(np.longdouble(0.5)) == 0.5
    for value in (2**53 + 1, np.longdouble(1) / 3, "1", 1j, True, Fraction(1, 3)):
        with pytest.raises(NoNumber):
            values.argument(value)
