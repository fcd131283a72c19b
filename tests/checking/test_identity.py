"""Following a body, and showing that it is the formula."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.checking.subjects.identity import same
from verify.checking.subjects.traced import follows, traced
from verify.language import grammar, nodes
from verify.language.nodes import Call, Node, Number, Variable


def of(text: str) -> Node:
    return grammar.parse(text, ("x", "y"))


def value(node: Node, x: Fraction, y: Fraction) -> Fraction:
    """The value over the rationals; ZeroDivisionError where there is none."""
    if isinstance(node, Number):
        return Fraction(int(node.value.p), int(node.value.q))
    if isinstance(node, Variable):
        return {"x": x, "y": y}[node.name]
    v = [value(a, x, y) for a in node.arguments]
    match node.name:
        case "+":
            return v[0] + v[1]
        case "-":
            return v[0] - v[1]
        case "*":
            return v[0] * v[1]
        case "/":
            return v[0] / v[1]
        case "neg":
            return -v[0]
    assert node.name == "^"
    return v[0] ** int(v[1])


# --- the same function --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(x - 1)^2", "x*x - 2*x + 1"),
        ("(x^2 - y^2)/(x - y)", "x + y"),
        ("1/x + 1/y", "(x + y)/(x*y)"),
        ("-(x - y)", "y - x"),
        ("0.5*x", "x/2"),
        ("x/(y/x)", "x^2/y"),
        ("sqrt(x)*y", "sqrt(x)*y"),
        ("x^0.5", "x^0.5 + 0"),
        ("1/exp(x - y)", "exp(y - x)"),
        ("exp(x + y)/2", "0.5*exp(y + x)"),
        ("hypot(x, 2*y)", "sqrt(4*y^2 + x*x)"),
        ("log(fma(x, y, 1))", "log(1 + y*x)"),
        ("sin(exp(x)*y) - pi", "-(pi - sin(y*exp(x)))"),
        ("(exp(x)^2 - 1)/(exp(x) - 1)", "exp(x) + 1"),
    ],
)
def test_equal_functions_are_the_same(left, right):
    assert same(of(left), of(right), ("x", "y"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x + y", "x - y"),
        ("0.1*x", "0x1.999999999999ap-4*x"),
        ("x^2", "x^3"),
        ("(x + 1e-300)^2", "x^2"),
        ("x*y", "x"),
        ("exp(x)", "exp(y)"),
        ("exp(x)*exp(y)", "exp(x + y)"),  # not shown, though true
        ("sin(x)", "cos(x)"),
        ("log(-x)", "1/log(x)"),
        ("exp(x)", "1/exp(x)"),
        ("pi*x", "e*x"),
        ("log(x + y)", "log(x - y)"),
        ("atan2(x, y)", "atan2(y, x)"),
        ("sqrt(x)^2", "x"),
        ("0/(x - x)", "x + y"),  # defined nowhere
        ("x + y", "0/(y - y)"),
    ],
)
def test_what_differs_or_cannot_be_shown_is_not_the_same(left, right):
    assert not same(of(left), of(right), ("x", "y"))


NODES = st.recursive(
    st.one_of(
        st.sampled_from([Variable("x"), Variable("y")]),
        st.integers(-3, 3).map(lambda k: of(f"{k}") if k >= 0 else of(f"0 - {-k}")),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner).map(lambda t: Call(t[0], t[1:])),
        inner.map(lambda a: Call("neg", (a,))),
        st.tuples(inner, st.integers(0, 3)).map(lambda t: Call("^", (t[0], of(str(t[1]))))),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(NODES, NODES)
def test_the_same_means_equal_at_every_rational_point(left, right):
    """Judged by values: what is said to be the same never differs where both are defined."""
    if not same(left, right, ("x", "y")):
        return
    for x, y in ((Fraction(3, 7), Fraction(-5, 11)), (Fraction(2), Fraction(9, 4))):
        try:
            values = value(left, x, y), value(right, x, y)
        except ZeroDivisionError:
            continue
        assert values[0] == values[1]


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_a_rewritten_expression_is_still_the_same(node):
    try:
        value(node, Fraction(3, 7), Fraction(-5, 11))
    except ZeroDivisionError:
        return
    x = Variable("x")
    assert same(Call("-", (Call("+", (node, x)), x)), node, ("x", "y"))
    assert not same(Call("+", (node, Number(of("1").value))), node, ("x", "y"))


@pytest.mark.parametrize("text", ["((x + y + 1)^40)^40", "(((x + 1)^64)^64)^64"])
def test_large_polynomials_are_given_up_at_once(text):
    assert not same(of(text), of("x"), ("x", "y"))


# --- following a body ---------------------------------------------------------------------------------


def horner(x):
    total = 0.0
    for a in (3.0, -2.0, 1.0):
        total = total * x + a
    return total


def test_a_body_becomes_the_expression_that_it_computes():
    assert nodes.text(traced(lambda x, y: (1 - x) / (y * 2) + -x, "xy")) == "(((1 - x) / (y * 2)) + (-x))"
    assert same(traced(horner, ["x"]), of("3*x^2 - 2*x + 1"), ["x"])


def test_numpy_functions_of_basic_operations_are_followed():
    assert traced(np.hypot, "xy") is None
    assert same(traced(np.multiply, "xy"), of("x*y"), ["x", "y"])
    assert nodes.text(traced(lambda x: np.sqrt(x) + 1, "x")) == "(sqrt(x) + 1)"


@pytest.mark.parametrize(
    "body",
    [
        lambda x: 100.0 if x == 0.5 else x * x,
        lambda x: 100.0 if x != 0.5 else x * x,
        lambda x: x * x if x > 0 else -x,
        lambda x: x if x else 1.0,
        lambda x: {0.5: 7.0}.get(x, x),
        lambda x: 1.0 if x in (0.25, 0.5) else x,
        lambda x: math.sqrt(x),
        lambda x: x**2,
        lambda x: x + 10**17,
        lambda x: x + Fraction(1, 3),
        lambda x: x // 1,
        lambda x: math.floor(x) + x,
        lambda x: max(x, 0.0),
        lambda x: "no number",
    ],
)
def test_a_body_that_does_more_than_arithmetic_is_not_followed(body):
    assert traced(body, ["x"]) is None


def test_a_body_that_grows_without_end_is_given_up():
    def squares(x):
        for _ in range(60):
            x = x * x
        return x

    assert traced(squares, ["x"]) is None


def results(function, points):
    return [((x,), function(x)) for x in points]


POINTS = [k / 64 + 2.0**-40 for k in range(1, 200)]


def test_a_followed_body_gives_the_same_floats():
    assert follows(traced(horner, ["x"]), ["x"], results(horner, POINTS))
    assert follows(of("sqrt(x)/3 - (-x)"), ["x"], results(lambda x: math.sqrt(x) / 3 + x, POINTS))


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (lambda x: x * x * 1.000001 if isinstance(x, float) else x * x, "x*x"),
        (lambda x: float(np.sum(np.array([x] + [0.1] * 15))), None),  # adds in another order
    ],
)
def test_a_body_that_does_otherwise_with_floats_is_found_out(body, seen):
    done = of(seen) if seen else traced(lambda x: np.sum(np.array([x] + [0.1] * 15, dtype=object)), ["x"])
    assert done is not None
    assert not follows(done, ["x"], results(body, POINTS))


def test_a_division_by_zero_is_followed_to_where_the_body_has_no_number():
    done = of("1/(x - 1)")
    assert follows(done, ["x"], [((1.0,), math.nan), ((3.0,), 0.5)])
    assert not follows(done, ["x"], [((1.0,), 0.0)])


def test_deep_bodies_are_followed_without_recursion():
    def added(x):
        total = x
        for _ in range(900):
            total = total + x
        return total

    def turned(x):
        for _ in range(1900):
            x = -x
        return x

    for body, formula in ((added, "901*x"), (turned, "x")):
        done = traced(body, ("x",))
        assert done is not None
        assert follows(done, ("x",), [((0.5,), body(0.5)), ((3.0,), body(3.0))])
        assert not follows(done, ("x",), [((0.5,), body(0.5) + 1)])
        assert same(done, of(formula), ("x",))
        assert not same(done, of(f"{formula} + 1"), ("x",))
