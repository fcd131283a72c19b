"""Numbers of numpy's longdouble, made of the rationals that they are."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from verify.core import formats

ODD = 2**63 + 1  # 64 bits: as many as x87's format has


@pytest.mark.skipif(not formats.is_x87(), reason="longdouble is of another format here")
@pytest.mark.parametrize("x", [0, 1, -ODD, Fraction(ODD, 2**64), Fraction(1, 2**16445), ODD * 2**16320])
def test_a_rational_is_the_longdouble_that_it_is(x):
    x = Fraction(x)
    found = formats.extended(fmpq(x.numerator, x.denominator))
    assert isinstance(found, np.longdouble)
    assert Fraction(*found.as_integer_ratio()) == x
