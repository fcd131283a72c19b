"""Expressions as text."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from language.written import NAMES, NODES

from verify.language.expressions import evaluate
from verify.language.grammar import parse
from verify.language.nodes import Call, Number, text

RELATIONS = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NODES, NODES).map(
    lambda t: Call(t[0], t[1:])
)


CONDITIONS = st.recursive(
    RELATIONS,
    lambda c: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), c, c).map(lambda t: Call(t[0], t[1:])),
        c.map(lambda a: Call("not", (a,))),
    ),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(NODES, CONDITIONS))
def test_a_text_says_the_expression_that_it_was_made_from(node):
    assert parse(text(node), NAMES) == node


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("x^2 - 0.5*y", "((x ^ 2) - (0.5 * y))"),
        ("1e300", "1e300"),
        ("1e-30", "1e-30"),
        ("0x1.999999999999ap-4", "0x1.999999999999ap-4"),
        ("0x1p-1", "0.5"),
        ("120.50", "120.5"),
        ("-x^2", "(-(x ^ 2))"),
        ("x < y < 1", "((x < y) and (y < 1))"),
    ],
)
def test_texts_read_well(formula, says):
    assert text(parse(formula, NAMES)) == says


def test_a_number_below_zero_or_that_is_no_decimal_keeps_its_value():
    for x in (fmpq(-3), fmpq(-1, 2), fmpq(2, 3), fmpq(-1, 7)):
        for node in (Number(x), Call("^", (Number(x), Number(fmpq(2)))), Call("-", (Number(x), Number(x)))):
            assert evaluate(parse(text(node)), {}).overlaps(evaluate(node, {})), text(node)
