"""Formulas in plain balls beside rationals, and beside the evaluation that decides equalities."""

import operator
from fractions import Fraction
from random import Random

import pytest
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.fpcore.core_parser import parse
from verify.fpcore.plain import NoAnswer, decision, gradient, value
from verify.fpcore.straight import as_formula, formula

COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def core_of(text):
    (core,) = parse(text)
    return core


def holds(ball: arb, exact: Fraction) -> bool:
    with precision(8192):  # `contains` makes a ball of the rational, of that many bits
        return bool(ball.contains(fmpq(exact.numerator, exact.denominator)))


@pytest.mark.parametrize("name", COMPARISONS)
@pytest.mark.parametrize("joined", ["and", "or", "not"])
def test_conditions_hold_where_rationals_say_so(name, joined):
    """Few different values, so that equalities are among them; these stay open, or are right."""
    second = "" if joined == "not" else "(> x 1/3)"
    core = core_of(f"(FPCore (x y) :pre ({joined} ({name} (* x y) (- x 1/4)) {second}) x)")
    decide, random, settled = decision(core, core.pre), Random(5), 0
    for _ in range(100):
        x, y = random.choice((-1.5, 0.25, 0.5, 2.0)), random.choice((-3.0, 0.5, 0.875, 1e300))
        first = COMPARISONS[name](Fraction(x) * Fraction(y), Fraction(x) - Fraction(1, 4))
        right = {"and": first and 3 * x > 1, "or": first or 3 * x > 1, "not": not first}[joined]
        with precision(53):
            found = decide(arb(x), arb(y))
        assert found in (right, None)
        settled += found is not None
    assert settled > 60


def test_a_box_is_told_for_all_of_its_numbers():
    core = core_of("(FPCore (x) :pre (< (* x x) 4) x)")
    decide = decision(core, core.pre)
    assert [decide(arb(x, 0.5)) for x in (1.0, 2.0, 3.0)] == [True, None, False]


def test_what_may_be_undefined_has_no_answer():
    core = core_of("(FPCore (x) :pre (or (> x 1) (< (sqrt x) 4)) x)")
    decide = decision(core, core.pre)
    assert decide(arb(2)) is True
    with pytest.raises(NoAnswer):
        decide(arb(-2))
    assert decision(core_of("(FPCore ((! :precision binary32 x)) :pre (< x 1) x)"), core.pre) is None


def test_values_and_slopes_enclose_the_rational_ones_at_all_sizes():
    core, random = core_of("(FPCore (x y) (/ (- (* x x) y) (+ 1 (* y y))))"), Random(7)
    node, names = as_formula(core), ("x", "y")
    assert node == formula(core, core.body)
    enclosed, sloped, told = value(node, names), gradient(node, names), 0
    for _ in range(60):
        x, y = (random.uniform(1, 2) * 2.0 ** random.randint(-300, 300) for _ in names)
        a, b = Fraction(x), Fraction(y)
        with precision(96):
            found, slopes = enclosed(arb(x), arb(y)), sloped(arb(x), arb(y))
        truth = (a * a - b) / (1 + b * b)
        assert holds(found, truth)
        assert found.rel_accuracy_bits() >= 64
        expected = (2 * a / (1 + b * b), -(1 + 2 * b * truth) / (1 + b * b))
        told += slopes is not None
        for slope, of in zip(slopes or expected, expected, strict=True):
            assert slope is of or holds(slope, of)
    assert told > 30


def test_what_is_zero_is_left_to_others():
    core = core_of("(FPCore (x) (- (sqrt (* x x)) x))")
    assert value(as_formula(core), ("x",))(arb(1) / 4) is not None, "the square root of a square is exact"
    assert value(as_formula(core), ("x",))(arb(3, 0)) is not None
    assert value(as_formula(core_of("(FPCore (x) (- (* (sqrt x) (sqrt x)) x))")), ("x",))(arb(3)) is None


def test_a_core_is_no_function_of_the_truth_language_that_has_its_name():
    """Nor an operation: which of the two is meant is not said."""
    text = "(FPCore {0} (x) (* x 2)) (FPCore f (x) :pre (< ({0} x) 5) :spec ({0} x) (+ ({0} x) 1))"
    _, caller = parse(text.format("gamma"))
    assert as_formula(caller) is formula(caller, caller.body) is decision(caller, caller.pre) is None
    assert not caller.unsupported
    _, caller = parse(text.format("sin"))
    assert "sin is an operation and a core of this file; give the core another name" in caller.unsupported[0]


def test_slopes_are_as_close_as_the_value_where_much_cancels():
    """The root that cancels: at 96 bits its value is settled by more bits, and so are they."""
    core = core_of("(FPCore (a b c) (/ (- (- b) (sqrt (- (* b b) (* 4 (* a c))))) (* 2 a)))")
    node = formula(core, core.body)
    texts = ("-0x1.de50ce5ede699p-400", "-0x1.54a32b86ee4a1p-592", "-0x1.30d1e38f80995p-995")
    x = [arb(float.fromhex(text)) for text in texts]
    with precision(96):
        assert value(node, ("a", "b", "c"))(*x) is not None
        slopes = gradient(node, ("a", "b", "c"))(*x)
    a, b, c = (Fraction(float.fromhex(text)) for text in texts)
    by_c = slopes[2] ** -2  # (d/dc)^-2 = b^2 - 4ac, a rational
    assert holds(by_c, b * b - 4 * a * c)
    assert all(v.rel_accuracy_bits() >= 8 for v in slopes)
