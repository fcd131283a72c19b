"""Numbers of numpy's longdouble, made of the rationals that they are."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from verify.core import formats

ODD = 2**63 + 1  # 64 bits: as many as x87's format has


@pytest.mark.skipif(not formats.is_x87(), reason="longdouble is of another format here")
@pytest.mark.parametrize(("n", "power"), [(0, 0), (1, 0), (-ODD, 0), (ODD, -64), (1, -16445), (ODD, 16320)])
def test_a_rational_is_the_longdouble_that_it_is(n, power):
    x = n * Fraction(2) ** power
    found = formats.extended(fmpq(x.numerator, x.denominator))
    assert isinstance(found, np.longdouble)
    assert found.as_integer_ratio() == x.as_integer_ratio()
