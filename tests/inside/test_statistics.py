"""Python's statistics of numbers that have errors already: against Fractions, which share no code with it."""

import decimal
import math
import statistics
from fractions import Fraction
from random import Random

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.inside.dispatch.statistics_calls import KNOWN
from verify.interface.functions import blame


def mean(x, y):
    return statistics.mean([x * 0.1, y - 0.3, 2, x + y])


def variance(x, y):
    return statistics.variance(v / 3 for v in (x, y, x * y))


def pvariance(x, y):
    return statistics.pvariance({x * 0.1, 1e6 + y / 3, 1e6 - x})


def stdev(x, y):
    return statistics.stdev((x / 7, y / 7, 0.1))


def pstdev(x, y):
    return statistics.pstdev([x / 7, y / 7, x * y, 5])


def variance_about(x, y):
    return statistics.variance([x, y], x / 3 + y / 3)


def of_decimals(x, y):
    return float(statistics.mean([decimal.Decimal(x / 3), decimal.Decimal(y)]))


def of_one(x, y):
    try:
        return statistics.variance([x / 3])
    except statistics.StatisticsError:
        return y / 3


def spread(values, less):
    middle = sum(values) / len(values)
    return sum((v - middle) ** 2 for v in values) / (len(values) - less)


X, Y = Fraction(0.7), Fraction(1.9)
SQUARES = {
    mean: (sum([X / 10, Y - Fraction("0.3"), 2, X + Y]) / 4) ** 2,
    variance: spread([X / 3, Y / 3, X * Y / 3], 1) ** 2,
    pvariance: spread([X / 10, 10**6 + Y / 3, 10**6 - X], 0) ** 2,
    stdev: spread([X / 7, Y / 7, Fraction("0.1")], 1),
    pstdev: spread([X / 7, Y / 7, X * Y, 5], 0),
}


def ends(exact):
    """Of a ball as it is printed."""
    middle, radius = map(Fraction, exact.strip("[]").split(" +/- "))
    return middle - radius, middle + radius


@pytest.mark.parametrize("function", SQUARES, ids=lambda f: f.__name__)
def test_they_are_functions_of_their_numbers(function):
    row = blame(function, x=0.7, y=1.9).row
    low, high = ends(row["exact"])
    assert 0 < low**2 <= SQUARES[function] <= high**2
    assert float.fromhex(row["computed"]) == function(0.7, 1.9)
    assert math.isclose(sum(s["share"] for s in row["sites"]) + row["unattributed"], 1, abs_tol=1e-9)


@pytest.mark.parametrize("function", [variance_about, of_decimals, of_one])
def test_what_is_not_known_is_not_said(function):
    assert blame(function, x=0.7, y=1.9).row["exact"] is None


@pytest.mark.parametrize("name", KNOWN)
def test_secant_slopes_give_the_whole_difference(name):
    makes, less = KNOWN[name]
    random, function = Random(name), makes(5, less)
    with precision(200):
        for size in (1e-9, 1.0, 1e6):
            a = [arb(fmpq(random.randint(-999, 999), 7)) for _ in range(5)]
            b = [v + arb(size) * random.uniform(-1, 1) for v in a]
            secants = function.secants
            slopes = secants(a, b) if secants else [slope(*a) for slope in function.derivatives]
            found = sum((s * (v - w) for s, v, w in zip(slopes, a, b, strict=True)), arb(0))
            difference = function.ball(*a) - function.ball(*b)
            assert found.overlaps(difference)
            assert abs(found - difference).upper() < abs(difference).lower() * 2.0**-100
