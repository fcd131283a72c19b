"""A dask cluster does what this machine does, and what becomes of a run where it fails."""

import pytest

from verify.core.errors import BadInput
from verify.measure.limits import Limits
from verify.runs import workers

LIMITS = Limits(max_bits=512)


@pytest.mark.parametrize("address", ["nonsense", "tcp://localhost:1", "", "dask//x", "dask://"])
def test_an_executor_that_is_none(address):
    with pytest.raises(BadInput, match="dask://HOST:PORT"):
        workers.refused(address)
