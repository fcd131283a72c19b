"""Truths beside a power of two, whose ulp is one of two: counts against exact rationals, number by number."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from verify.checking.every import bulk, each, judge
from verify.checking.every.compared import Values, compared
from verify.checking.every.counts import Counts
from verify.checking.every.tasks import Asked
from verify.checking.every.tasks import judge as judge_of
from verify.core import line
from verify.measure.limits import Limits

SINGLE = line.named("float32")
ONE = np.float32(1)
BELOW, ABOVE = np.nextafter(ONE, np.float32(0)), np.nextafter(ONE, np.float32(2))
RESULTS = {
    "right": lambda x: np.exp(x),
    "one number above": lambda x: np.full_like(x, ABOVE),
    "one number below": lambda x: np.full_like(x, BELOW),
    "now and then": lambda x: np.where(x.view(np.uint32) % 7 == 0, BELOW, ONE),
}


def of_rationals(x, y):
    """Correctly rounded, faithful, largest error in ulps, of exp at tiny inputs, where exp(x) = 1 + x + r
    with |r| <= x^2."""
    correct = faithful = 0
    largest = Fraction(-1)
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        truth = 1 + Fraction(a)
        unit = Fraction(2) ** (-23 if truth >= 1 else -24)
        largest = max(largest, abs(Fraction(b) - truth) / unit)
        correct += b == 1
        faithful += b == 1 or (b > 1) == (a > 0)
    return correct, faithful, largest


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("sign", [1, -1])
def test_counts_are_those_of_rationals(name, sign):
    low, high = sorted((sign * 1e-30, sign * 1.0001e-30))
    one = judge_of(Asked("numpy:exp", "exp(x)", (f"x={low}:{high}",), "float32", Limits()))
    one = replace(one, many=RESULTS[name])
    first, last = SINGLE.format.ordinal(low), SINGLE.format.ordinal(high)
    found = one.settled(Counts() + one.stretch(first, last))
    x = line.numbers(SINGLE, first, last)
    correct, faithful, largest = of_rationals(x, RESULTS[name](x))
    assert (found.inputs, found.correct, found.faithful) == (len(x), correct, faithful)
    assert found.low <= largest <= Fraction(found.high) + Fraction(1, 2**60)
    assert found.high - found.low <= 1e-6
    assert sum(found.bins) == len(x)


def test_no_ball_is_asked_where_all_results_are_right(monkeypatch):
    def refused(*_):
        raise AssertionError("a ball was asked")

    one = judge_of(Asked("numpy:exp", "exp(x)", ("x=1e-30:1.01e-30",), "float32", Limits()))
    monkeypatch.setattr(judge, "judged", refused)
    first, last = (SINGLE.format.ordinal(x) for x in (1e-30, 1.01e-30))
    found = one.stretch(first, last)
    assert found.inputs == found.correct == last - first + 1


@pytest.mark.parametrize("error", [0.0, 2.0**-29, 2.0**-29 * 1.0001, 2.0**-26, 2.0**-25, 2.0**-24])
@pytest.mark.parametrize("size", [1.0, 1 - 2.0**-40, 1 + 2.0**-40])
@pytest.mark.parametrize("count", [bulk.counted, each.counted])
def test_either_path_says_only_what_holds_in_both_ulps(error, size, count):
    """Values within 2^-39 of 1, results `error` above or below: whatever the truth is there."""
    values = np.array([size, 1.0, 1 + 2.0**-45])
    for shift in (error, -error):
        y = 1.0 + np.full(3, shift)
        of = compared(Values(values, None, 2.0**-39, 2.0**-39), y)
        found, rest = count(of, y, 0, SINGLE.format)
        judged = 3 - len(rest)
        assert found.inputs == judged
        most = max(abs(y[0] - v) + 2.0**-39 for v in values)
        # Within a quarter of the larger ulp: the nearest number whichever ulp it is.
        assert found.correct == 0 or most < 2.0**-25
        # In the smaller ulp the error may be this large, or a ball decides.
        assert judged < 3 or max([found.high, *(h for h, _ in found.candidates)]) >= most * 2.0**24 - 1e-4
        assert found.low <= max(abs(y - values)) * 2.0**23 + math.ulp(1.0)
