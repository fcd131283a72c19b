"""Adaptive precision and three-valued questions: what settles is true, what does not is said to be open."""

import math
from fractions import Fraction

import flint
import numpy as np
import pytest
from exactly import dyadic
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import (
    Hopeless,
    OutOfTime,
    Unsettled,
    accurate,
    current_bits,
    decide,
    enclose,
    every,
    ladder,
    less,
    lower,
    precision,
    refine,
    some,
    upper,
)

answers = st.lists(st.sampled_from([True, False, None]), max_size=6)
# numpy has a True and a False of its own, which are neither `True` nor `False` to `is`
kinds = st.sampled_from([lambda a: a, lambda a: a if a is None else np.bool_(a)])


def test_the_ladder_doubles_and_ends_at_the_limit():
    assert list(ladder(1000)) == [128, 256, 512, 1000]
    assert list(ladder(1024)) == [128, 256, 512, 1024]
    assert list(ladder(64)) == [64]
    assert list(ladder(128)) == [128]


def test_precision_is_restored_whatever_happens():
    before = flint.ctx.prec
    with precision(777):
        assert current_bits() == 777
        with precision(99):
            assert current_bits() == 99
        assert current_bits() == 777
    assert flint.ctx.prec == before


def test_precision_is_restored_after_an_exception():
    before = flint.ctx.prec
    with pytest.raises(ZeroDivisionError), precision(777):
        int(current_bits() / 0)
    assert flint.ctx.prec == before


def test_each_item_stops_where_it_settles_and_keeps_its_place():
    needed = [300, 64, 2000, 100]

    def evaluate(bits):
        if current_bits() < bits:
            raise Unsettled(f"{bits} bits are needed")
        return bits

    found = refine(needed, evaluate, lambda value: True, max_bits=1024)
    assert [f.done for f in found] == [True, True, False, True]
    assert [f.bits for f in found] == [512, 128, 1024, 128]
    assert [f.value for f in found] == [300, 64, None, 100]
    assert found[2].reason == "2000 bits are needed"


def test_what_is_hopeless_is_not_tried_again():
    tried = []

    def evaluate(item):
        tried.append(item)
        raise OutOfTime("no time")

    (found,) = refine(["x"], evaluate, lambda value: True)
    assert (found.value, found.done, found.reason) == (None, False, "no time")
    assert tried == ["x"]
    assert issubclass(OutOfTime, Hopeless)


def test_what_stays_too_wide_keeps_its_last_value():
    (found,) = refine([0], lambda _: arb(0, 1), accurate(10), max_bits=512)
    assert not found.done
    assert found.bits == 512
    assert "512 bits" in found.reason
    assert found.value.contains(arb(0.5))


def test_nothing_to_refine():
    assert refine([], lambda x: x, lambda x: True) == []


def test_enclosures_reach_the_accuracy_asked_for():
    found = enclose(lambda: (arb(10) ** -40 + 1).log(), bits=100)  # 132 bits cancel
    assert found.done
    assert found.value.rel_accuracy_bits() >= 100
    with precision(2000):
        series = sum((-1) ** (k + 1) * Fraction(1, 10**40) ** k / k for k in range(1, 8))
        assert abs(found.value - fmpq(series.numerator, series.denominator)) < arb(10) ** -69


def test_a_floor_ends_the_search_for_a_true_zero():
    def zero():
        return arb(2).sqrt() ** 2 - 2

    assert not enclose(zero, max_bits=1024).done
    found = enclose(zero, max_bits=1024, floor=arb(2) ** -300)
    assert found.done
    assert found.bits == 512
    assert abs(found.value) < arb(2) ** -300


@pytest.mark.parametrize("value", [arb.pos_inf(), arb.neg_inf(), arb.nan(), arb(0, math.inf)])
def test_what_is_not_finite_is_never_accurate(value):
    assert not accurate(20)(value)
    assert not accurate(20, arb(2) ** -60)(value)
    assert not enclose(lambda: value, max_bits=256).done


@given(x=st.fractions(0, 4))
def test_a_false_zero_is_open_never_wrong(x):
    """sqrt(x^2) - x is zero; balls cannot show it unless they are exact."""
    value = fmpq(x.numerator, x.denominator) / 3

    def question():
        y = arb(value)
        return less(y, (y * y).sqrt())

    found = decide(question, max_bits=512)
    assert found.value is not True
    assert found.value is False or not found.done


def test_questions_settle_at_the_precision_they_need():
    # e^(pi sqrt 163) misses an integer by 7.5e-13, at 18 digits before the point
    found = decide(lambda: less((arb.pi() * arb(163).sqrt()).exp(), 262537412640768744))
    assert found.value is True
    assert found.done
    assert found.bits == 128
    assert decide(lambda: less(arb(1), arb(1) + arb(2) ** -900)).bits == 1024
    assert decide(lambda: None, max_bits=256).done is False


def test_less_in_three_values():
    assert less(1, 2) is True
    assert less(2, 2) is False
    assert less(fmpq(1, 3), fmpq(1, 3)) is None, "a third is no dyadic number: its ball is wide"
    assert less(arb(1, 0.5), arb(1)) is None
    assert less(arb.nan(), 1) is None
    assert less(1, arb.nan()) is None
    assert less(arb.neg_inf(), 0) is True


@given(a=answers, kind=kinds)
def test_every_and_some_are_three_valued(a, kind):
    """An open answer may turn out either way: decided only if every way agrees."""
    ways = [[False, True] if x is None else [x] for x in a]
    outcomes = {all: set(), any: set()}

    def choose(chosen, rest):
        if not rest:
            for rule in outcomes:
                outcomes[rule].add(rule(chosen))
            return
        for x in rest[0]:
            choose([*chosen, x], rest[1:])

    choose([], ways)
    for rule, ours in ((all, every), (any, some)):
        assert ours([kind(x) for x in a]) is (outcomes[rule].pop() if len(outcomes[rule]) == 1 else None)


@given(
    mantissa=st.integers(-(2**80), 2**80),
    exponent=st.one_of(st.integers(-1300, 1100), st.integers(-1160, -1070)),
    radius=st.sampled_from([0, 1, 1000]),
)
def test_bounds_are_outward_and_the_nearest_such_floats(mantissa, exponent, radius):
    with precision(300):
        scale = arb(2) ** exponent
        ball = arb(mantissa * scale, radius * scale)
        low, high = lower(ball), upper(ball)
        bottom, top = dyadic(ball.lower()), dyadic(ball.upper())
    assert low == -math.inf or Fraction(low) <= bottom
    assert high == math.inf or Fraction(high) >= top
    above, below = math.nextafter(low, math.inf), math.nextafter(high, -math.inf)
    assert above == math.inf or Fraction(above) > bottom
    assert below == -math.inf or Fraction(below) < top


def test_bounds_beyond_the_range_of_floats():
    huge, tiny, most = arb(2) ** 5000, arb(2) ** -5000, math.nextafter(math.inf, 0)
    assert (lower(huge), upper(huge)) == (most, math.inf)
    assert (lower(-huge), upper(-huge)) == (-math.inf, -most)
    assert (lower(tiny), upper(tiny)) == (0, 5e-324)
    assert (lower(-tiny), upper(-tiny)) == (-5e-324, 0)
    for ball in (arb.nan(), arb(0, math.inf)):
        assert (lower(ball), upper(ball)) == (-math.inf, math.inf)
