"""The largest and the smallest of many numbers."""

import numpy as np
import pytest
from flint import arb

from verify.inside.account import account
from verify.inside.dispatch.functions import MANY
from verify.inside.follow import follow

RANDOM = np.random.default_rng(3)


@pytest.mark.parametrize("name", ["max", "min"])
@pytest.mark.parametrize("width", [0.0, 1e-3, 1.0, 10.0])
def test_its_secant_slopes_add_up(name, width):
    """From a certain extreme to one that changes its place."""
    function = MANY[name]
    a, off = RANDOM.standard_normal(9), RANDOM.standard_normal(9) * width
    floats, balls = list(map(arb, a.tolist())), list(map(arb, (a - off).tolist()))
    rise = function.ball(*floats) - function.ball(*balls)
    slopes = function.secants(floats, balls)
    assert sum((s * (x - y) for s, x, y in zip(slopes, floats, balls, strict=True)), arb(0)).overlaps(rise)
    assert function.ball(*floats) == arb(getattr(np, name)(a).item())
    if width == 0:
        assert [float(s) for s in slopes].count(1.0) == 1


def test_an_array_s_extremes_are_one_step_each():
    def spread(x):
        return np.max(x * 0.1) - np.min(x * 0.1)

    trace = follow(spread, [RANDOM.standard_normal(500)])
    assert trace.operations < 1000 + 20
    found = account(trace)
    assert found.reason is None
    assert found.unattributed().contains(0)
