"""Ties, jumps and truths beside a number, which balls do not tell: results are counted as fractions say."""

from fractions import Fraction

import pytest
from flint import fmpq

from verify.checking.every.outcome import exhaustive
from verify.checking.every.tasks import Asked
from verify.checking.gate import Gate
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Judged, Outside
from verify.checking.subjects.subject import subject
from verify.core import formats
from verify.measure.limits import Limits

LIMITS = Limits(max_bits=2048)


def every(truth, function, low, high, name):
    asked = Asked("m:f", truth, (f"x={float(low).hex()}:{float(high).hex()}",), name, LIMITS)
    row = exhaustive(asked, Gate(), function=function)["exhaustive"]
    assert (row["undecided"], row["outside"]) == (0, 0)
    return row


def rounded_by(name, exactly):
    """The number of a format nearest to an exact fraction."""
    of = formats.named(name)

    def function(x):
        y = exactly(Fraction(float(x)))
        return of.type(of.format.rounded(fmpq(y.numerator, y.denominator)))

    return function


TINY = 21 * 2.0**-133  # of bfloat16's subnormal numbers, whose halves and tenths are ties
TIES = {
    "x*0.1": lambda x: x / 10,
    "x*0.5 + 1e-300": lambda x: x / 2 + Fraction(1, 10**300),
    "x/2 - 0.1*1e-40 + 1e-41": lambda x: x / 2,
}


@pytest.mark.parametrize("truth", TIES)
def test_every_tie_is_counted_as_it_is_rounded(truth):
    found = every(truth, rounded_by("bfloat16", TIES[truth]), -TINY, TINY, "bfloat16")
    assert found["correctly_rounded"] == found["faithful"] == found["inputs"]


def test_a_tie_that_is_rounded_the_other_way_is_none():
    # Half-way, and a little above: to even is wrong for every second odd number.
    half = rounded_by("bfloat16", lambda x: x / 2)
    found = every("x*0.5 + 1e-300", half, 0, TINY, "bfloat16")
    assert found["inputs"] - found["correctly_rounded"] == len(range(1, 22, 4))


@pytest.mark.parametrize("shift", ["1e-300", "exp(-700)"])
def test_a_neighbour_is_one_however_near_the_other_is(shift):
    of = formats.named("float8_e5m2")

    def above(x):
        return of.type(of.format.from_ordinal(of.format.ordinal(float(x)) + 1))

    found = every(f"x + {shift}", above, 0.125, 0.25, "float8_e5m2")
    assert (found["correctly_rounded"], found["faithful"]) == (0, found["inputs"])


def test_beside_the_largest_float64():
    format = formats.named("float64").format
    last = format.ordinal(format.largest)

    def above(x):
        return format.from_ordinal(min(format.ordinal(x) + 1, last))

    found = every("x", above, format.from_ordinal(last - 3), format.largest, "float64")
    assert (found["correctly_rounded"], found["faithful"], found["max_ulps"]["high"]) == (1, 1, 1.0)


def test_jumps_and_zeros_at_exact_numbers_are_told():
    def one(truth, x):
        what = subject("m:f", truth, ["x=-5:5"], function=lambda x: 0.0)
        return assess(what, [(x,)], LIMITS)[0]

    for truth, x in (("fmod(x, 0.1)", 1.0), ("0.1*x - 0.3", 3.0), ("floor(10*(x*0.1)) - x", 3.0)):
        found = one(truth, x)
        assert isinstance(found, Judged)
        assert found.ulps == 0
    assert isinstance(one("1/(0.1*x - 0.3)", 3.0), Outside)
    assert one("1/(0.1*x - 0.3)", 1.0).at_least > 2**50
