"""A search's first looks at many inputs: what arrays find of them is what is certified one by one."""

import math

import pytest

from tests.checking.asked import LIMITS, made
from tests.checking.test_many import nasty
from verify.checking.judging import judge
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import sizes


@pytest.mark.parametrize("given", [(), ("x > y",)], ids=["everywhere", "where a condition holds"])
def test_arrays_tell_what_is_certified_one_by_one(given, monkeypatch):
    def root(x, y):
        return math.nan if x > 1e3 else math.sqrt(x) * y

    what, where = made(root, "sqrt(x)*y", "x=-1:1e6", "y=-2:2", given=given), nasty(300, 2, 7)
    asked = []
    monkeypatch.setattr(judge, "preview", lambda what, w, limits: asked.append(w) or (0.0, 0.0))
    together = judge._previews(what, where, LIMITS)
    assert len(asked) < (250 if given else 100), "arrays tell of most"
    for found, sample in zip(together, assess(what, where, LIMITS), strict=True):
        if sample.where in asked:
            assert found == (0.0, 0.0)
            continue
        sure = sizes(sample)
        assert found[0] == sure[0] or abs(found[0] - sure[0]) <= 1e-3 * abs(sure[0]) + 1e-6
        # Beside a power of two the envelope is known to a factor of 2.
        assert found[1] == sure[1] or sure[1] * 0.999 <= found[1] <= 2.001 * sure[1] + 1e-6
