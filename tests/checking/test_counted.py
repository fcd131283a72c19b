"""What is said of results at once holds of the truths that lie within the bound, by exact rationals."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from verify.checking.every import binade, bulk, each
from verify.checking.every.compared import Values, compared
from verify.core import line

FORMAT = line.named("float32").format
BOUND = 2.0**-22  # ulps, as pieces have it


def ulp(x):
    exponent = math.frexp(abs(x))[1] - 1 if x else -126
    return Fraction(2) ** (max(exponent, -126) - 23)


def near(random, truth):
    """A number near the truth: mostly the nearest, or up to three away."""
    y = float(np.float32(truth))
    step = FORMAT.ordinal(y) + random.choice((0, 0, 0, 0, 1, -1, 2, -3))
    return FORMAT.from_ordinal(step)


def drawn(random, low, high, count):
    """Truths in order, some as near to half way between two numbers as the bound, and results."""
    values = sorted(random.uniform(low, high) for _ in range(count))
    for k in range(0, count, 9):
        y = float(np.float32(values[k]))
        values[k] = y + float(ulp(y)) / 2 * random.choice((1, 1 + 2.0**-23, 1 - 2.0**-18))
    values.sort()
    bound = BOUND * float(min(map(ulp, values)))
    # The truth is anywhere within the bound of its value.
    truths = [Fraction(v) + Fraction(bound) * Fraction(random.randint(-1000, 1000), 1000) for v in values]
    return np.array(values), bound, truths, np.array([near(random, v) for v in values])


def faithful(y, truth):
    place = FORMAT.ordinal(y)
    return Fraction(FORMAT.from_ordinal(place - 1)) < truth < Fraction(FORMAT.from_ordinal(place + 1))


@pytest.mark.parametrize("count", [bulk.counted, each.counted, binade.counted])
@pytest.mark.parametrize(
    ("low", "high"),
    [
        (1.0001, 1.9999),
        (-1.99, -1.01),
        (0.3, 70.0),
        (2.0**-149, 2.0**-125),
        (-(2.0**-126), 2.0**-126),
        (0.99, 1.01),
    ],
)
def test_what_is_said_holds(count, low, high):
    random = Random(f"{low} {high}")
    values, bound, truths, y = drawn(random, low, high, 360)
    answer = count(compared(Values(values, None, bound, bound), y), y, 100, FORMAT)
    if answer is None:  # there are several ulps
        assert count is binade.counted
        assert math.frexp(low)[1] != math.frexp(high)[1]
        return
    found, rest = answer
    left = set(rest.tolist())
    assert len(left) < 100
    known = [k for k in range(len(y)) if k not in left]
    off = [abs(Fraction(v) - t) / ulp(t) for v, t in zip(y.tolist(), truths, strict=True)]
    assert found.inputs == len(known) == sum(found.bins)
    assert found.correct == sum(off[k] < Fraction(1, 2) for k in known)
    assert found.faithful == sum(faithful(float(y[k]), truths[k]) for k in known)
    assert found.low <= off[found.at - 100]
    most = max((off[k] for k in known), default=Fraction(0))
    assert most <= max([found.high, *(high for high, _ in found.candidates)])
    assert all(off[place - 100] <= high for high, place in found.candidates)


def test_a_histogram_counts_in_sixteenths():
    ulps = np.array([0.0, 0.03, 0.0625, 0.49, 0.5, 0.99, 1.0, 3.9, 4.1, 1e9, 2.0])
    found = binade.binned(ulps * 16, 16e9)
    wanted = [0] * 17
    for x in ulps:
        wanted[min(int(x * 16), 16)] += 1
    assert list(found) == wanted
