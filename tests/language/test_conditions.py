"""Conditions in three values, over points and over boxes."""

from fractions import Fraction as Q

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.language.conditions import holds, question
from verify.language.expressions import Undefined
from verify.language.grammar import parse

NAMES = ("x", "y")


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("x < 2", True),
        ("x < 1", False),
        ("x <= 1", True),
        ("x >= 1", True),
        ("x > 1", False),
        ("x == 1", True),
        ("x != 1", False),
        ("x == 2", False),
        ("0 < x < 2", True),
        ("0 < x < 1", False),
        ("x < 1 or x > 0", True),
        ("not x < 1", True),
        ("sin(x)^2 + cos(x)^2 == 1", None),
        ("sin(x)^2 + cos(x)^2 < 1", None),
        ("sin(x)^2 + cos(x)^2 == 1 and x < 1", False),
        ("sin(x)^2 + cos(x)^2 == 1 or x == 1", True),
        ("sin(x)^2 + cos(x)^2 == 1 and x == 1", None),
        ("not sin(x)^2 + cos(x)^2 == 1", None),
        ("x == 1 or log(-x) > 0", True),
    ],
)
def test_conditions_hold_in_three_values(formula, answer):
    with precision(200):
        assert holds(parse(formula, NAMES), {"x": arb(1), "y": arb(0)}) is answer


def test_a_condition_on_what_is_undefined_is_undefined():
    for formula in ("log(-x) > 0", "x > 2 or log(-x) > 0", "log(-x) > 0 or x == 1"):
        with pytest.raises(Undefined):
            holds(parse(formula, NAMES), {"x": arb(1)})


def test_what_is_no_condition_does_not_hold():
    with pytest.raises(BadInput, match="write a comparison"):
        holds(parse("x + 1", NAMES), {"x": arb(1)})


ENDS = st.integers(-8, 8).map(lambda n: Q(n, 4))


@given(ENDS, ENDS, ENDS, ENDS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_an_answer_over_a_box_holds_for_every_pair_in_it(a, b, c, d, sign):
    compare = {
        "<": lambda x, y: x < y,
        "<=": lambda x, y: x <= y,
        ">": lambda x, y: x > y,
        ">=": lambda x, y: x >= y,
        "==": lambda x, y: x == y,
        "!=": lambda x, y: x != y,
    }[sign]
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    balls = {"x": arb(float(a)).union(arb(float(b))), "y": arb(float(c)).union(arb(float(d)))}
    answer = question(parse(f"x {sign} y", NAMES))(balls)
    pairs = [compare(a + (b - a) * s / 4, c + (d - c) * t / 4) for s in range(5) for t in range(5)]
    if answer is not None:
        assert set(pairs) == {answer}
    elif a == b and c == d:
        pytest.fail("two numbers are compared")


def test_nan_answers_nothing():
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert question(parse(f"x {sign} y", NAMES))({"x": arb.nan(), "y": arb(0)}) is None
