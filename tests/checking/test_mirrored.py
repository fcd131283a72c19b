"""An odd or even truth is evaluated once for both signs: the figures are those without it."""

from dataclasses import replace

import numpy as np
import pytest

from verify.checking.every import tasks
from verify.checking.every.counts import Counts
from verify.checking.every.tasks import Asked
from verify.core import line
from verify.measure.limits import Limits

HALF = line.named("float16")
LAST = HALF.format.ordinal(HALF.format.largest)


def figures(one, mirrored):
    parts = [(a, min(a + 4999, LAST)) for a in range(0 if mirrored else -LAST, LAST + 1, 5000)]
    found = one.settled(sum((one.stretch(a, b, mirrored) for a, b in parts), Counts()))
    return replace(found, pieces=0, peaks=())  # of one sign the pieces are fewer


def asymmetric(x):
    """Two numbers too large where x is negative, here and there; no number at one place."""
    y = np.sin(x)
    there = (x < 0) & (x.view(np.uint16) % 601 == 0)
    y = np.where(there, np.nextafter(np.nextafter(y, HALF.type(9)), HALF.type(9)), y)
    return np.where(x == HALF.type(-0.75), np.nan, y).astype(HALF.type)


@pytest.mark.parametrize(
    ("truth", "many", "sign"),
    [
        ("sin(x)", np.sin, -1),
        ("cosh(x)", np.cosh, 1),
        ("sin(x)", asymmetric, -1),
        ("atanh(x)", np.arctanh, -1),
    ],
)
def test_the_figures_are_those_of_both_signs(truth, many, sign):
    one = tasks.judge(Asked("numpy:sin", truth, (), "float16", Limits()))
    one = replace(one, many=many, what=replace(one.what, function=lambda x: float(many(np.float16([x]))[0])))
    assert one.parity == sign
    assert figures(one, True) == figures(one, False)


def test_only_a_domain_with_both_signs_is_cut_so():
    def cut(truth, *domain):
        return tasks.tasks(Asked("numpy:sin", truth, domain, "float16", Limits()))

    whole = cut("sin(x)")
    assert all(t.mirrored and t.first >= 0 for t in whole)
    assert sum(t.count for t in whole) == 2 * LAST + 1
    assert sum(t.count for t in cut("sin(x)", "x=-2:-1,1:2")) == 2 * 1025
    assert not any(t.mirrored for t in (*cut("sin(x)", "x=-2:3"), *cut("exp(x)"), *cut("sin(x)", "x=1:2")))
