"""Bits of a number that leave as bytes, text, lengths or another type: no exact value is claimed of them."""

import numpy as np
import pytest

from verify.inside.account import account
from verify.inside.follow import follow


def narrow():
    return np.float32(1.1)


SCALARS = [
    lambda x: float((np.float32(x) * narrow()).view(np.int32) * 1.0),
    lambda x: (np.float32(x) * narrow()).tobytes()[0] * 1.0,
    lambda x: bytes((np.float32(x) * narrow()).data)[0] * 1.0,
]


@pytest.mark.parametrize("function", SCALARS)
def test_bits_are_no_exact_number(function):
    found = account(follow(function, [1.1]))
    assert found.trace.computed() == function(1.1)
    assert found.exact is None
