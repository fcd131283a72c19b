"""Many inputs at once where floats underflow, and where a truth has no value."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.checking.many.distances import distances
from verify.checking.many.enclosing import closer, evaluated
from verify.checking.many.envelopes import rough
from verify.checking.many.formulas import own, quick
from verify.core import formats
from verify.language.grammar import number
from verify.mathematics.doubled.balls import Balls


def test_what_underflows_still_counts() -> None:
    """At (2^1000, 5e-324) the sum of floats is not the sum, by less than any quotient of floats can say."""
    truth = Balls(np.array([2.0**1000]), np.array([5e-324]), np.zeros(1))
    found = distances(truth, np.array([2.0**1000]), formats.named("float64").format)
    assert found.low[0] == 0 < found.high[0]
    assert found.relative[0] > 0


def test_of_a_zero_that_is_right_nothing_is_lost() -> None:
    """0 for 0 is exact; 0 for 2^-1074, or for what may be that, is all of it; NaN is none of these."""
    truth = Balls(np.array([0.0, 5e-324, 0.0, 0.0]), np.zeros(4), np.array([0.0, 0.0, 5e-324, 0.0]))
    with np.errstate(all="ignore"):
        found = distances(truth, np.array([0.0, 0.0, 0.0, np.nan]), formats.named("float64").format)
    assert found.relative.tolist() == [0.0, 1.0, 1.0, np.inf]


def test_balls_of_small_numbers_are_not_exact() -> None:
    with precision(400):
        of = quick(number("y + z*z*2^60"), ("y", "z"))
    known = closer(of, [np.array([2.0**-899]), np.array([2.0**-570])], 384).balls
    exactly = fmpq(1, 2**899) + fmpq(2**60, 2**1140)
    told = sum((fmpq(*float(part[0]).as_integer_ratio()) for part in known[:2]), fmpq(0))
    assert abs(told - exactly) <= fmpq(*float(known.error[0]).as_integer_ratio())


def test_slopes_far_from_one_are_known_by_a_power_of_two() -> None:
    x = np.array([1e-320, 1e-200, 1.5, 1e300])
    slope = rough(quick(number("x^4"), ("x",)), [x], 128)
    for value, high, error, shift in zip(x, slope.ball.high, slope.ball.error, slope.shift, strict=True):
        exactly = Fraction(value) ** 4 * Fraction(2) ** int(shift)
        assert abs(Fraction(high) - exactly) <= Fraction(error) <= exactly / 2**18


@pytest.mark.parametrize(
    "text", ["sqrt(x)^y", "log(x)^0", "sinc(x/y)*y", "sign(log(x))", "hermite(0, log(x))"]
)
def test_no_number_stays_no_number(text: str) -> None:
    function = quick(number(text), ("x", "y"))
    with precision(80):
        assert not evaluated(function, ([-1.0], [0.0]))[0].is_finite()


def test_what_a_formula_repeats_is_evaluated_once() -> None:
    of = own(number("sin(x)*sin(x) + (1 + sin(x))/(x + 1/3) - 2*(x + 1/3)", ("x",)), ("x",))
    asked: list[arb] = []
    of.scope["f_sin"] = lambda x: asked.append(x) or x  # in place of the sine, so that rationals tell
    with precision(64):
        found = of.prepared()(arb(0.5))
    assert len(asked) == 1
    y = fmpq(1, 2) + fmpq(1, 3)
    truth = fmpq(1, 4) + fmpq(3, 2) / y - 2 * y
    with precision(300):
        assert found.contains(arb(truth))
    assert found.rel_accuracy_bits() > 50
