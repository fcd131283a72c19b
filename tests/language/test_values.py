"""Values and derivatives of expressions."""

import math
from fractions import Fraction

import mpmath
import pytest
from exactly import contains
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from language.written import NAMES, NODES

from tests.checking.asked import at
from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Unsettled, precision
from verify.language import nodes
from verify.language.expressions import Undefined, derivative, evaluate
from verify.language.grammar import parse
from verify.language.nodes import Call, Number, Variable, text, variables_of


def value(formula, bits=200, **values):
    with precision(bits):
        balls = {k: arb(exact(v)) if isinstance(v, float) else arb(v) for k, v in values.items()}
        return evaluate(parse(formula, tuple(values) or None), balls)


# --- values ----------------------------------------------------------------------------------------------


RATIONALS = st.recursive(
    st.one_of(
        st.tuples(st.integers(0, 999), st.integers(-3, 3)).map(
            lambda t: Number(fmpq(t[0]) * fmpq(10) ** t[1])
        ),
        st.sampled_from([Variable("x"), Variable("y")]),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner).map(lambda t: Call(t[0], t[1:])),
        inner.map(lambda a: Call("neg", (a,))),
        st.tuples(inner, st.integers(-3, 5)).map(lambda t: Call("^", (t[0], Number(fmpq(t[1]))))),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(RATIONALS, st.integers(-50, 50).filter(bool), st.integers(1, 40))
def test_values_of_rational_expressions_are_enclosed(node, x, y):
    """Judged by exact fractions, which divide by zero where the balls do."""
    try:
        true = by_fractions(node, Fraction(x, 7), Fraction(y))
    except ZeroDivisionError:
        true = None
    with precision(200):
        try:
            ball = evaluate(node, {"x": arb(fmpq(x, 7)), "y": arb(y)})
        except Undefined:
            assert true is None
        except Unsettled:
            pass
        else:
            assert true is not None
            assert contains(ball, true)


def by_fractions(node, x, y):
    if isinstance(node, Number):
        return Fraction(int(node.value.p), int(node.value.q))
    if isinstance(node, Variable):
        return {"x": x, "y": y}[node.name]
    v = [by_fractions(a, x, y) for a in node.arguments]
    if node.name == "^":
        return v[0] ** int(v[1])
    rules = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "neg": lambda a: -a,
    }
    return rules[node.name](*v)


def test_values_are_those_of_mpmath():
    with mpmath.workdps(60):
        x, y = mpmath.mpf(1.25), mpmath.mpf(-0.75)
        given = mpmath.exp(-(x**2)) * mpmath.atan2(y, x) / mpmath.log(2) + mpmath.mpf(1) / 10
        with precision(300):
            found = value("exp(-x^2)*atan2(y, x)/log(2) + 0.1", 300, x=1.25, y=-0.75)
            assert abs(found - arb(str(given))) < arb(10) ** -55


def test_where_nothing_is_defined_and_where_it_is_open():
    with pytest.raises(Undefined, match=r"log\(\(x - 1\)\) is not defined"):
        value("log(x - 1)", x=1.0)
    with pytest.raises(Unsettled, match="cannot decide"):
        value("1/(sin(x)^2 + cos(x)^2 - 1)", x=1.0)
    with pytest.raises(Undefined):
        value("0*log(-1)")


# --- derivatives -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        "x^3 - 2*x*y + 5",
        "x/y - y/x",
        "-x^2*y",
        "exp(-x*y)*sin(x + y^2)",
        "x^y",
        "2^x",
        "log(1 + x^2)/sqrt(y)",
        "atan2(y, x)",
        "besselj(2, x*y)",
        "lgamma(x + 3)*erf(y)",
        "hyp2f1(1, 2, 3, -x*y)",
        "gammainc(2, x)",
        "pi*x + e",
    ],
)
@pytest.mark.parametrize("by", NAMES)
def test_derivatives_are_those_of_central_differences(formula, by):
    node = parse(formula, NAMES)
    slope = derivative(node, by)
    with precision(700):
        h = arb(2) ** -150
        at = {"x": arb(1.3125), "y": arb(0.6875)}
        above, below = (evaluate(node, {**at, by: at[by] + s * h}) for s in (1, -1))
        ours, difference = evaluate(slope, at), (above - below) / (2 * h)
        assert abs(ours - difference) < arb(10) ** -60
        assert not (abs(ours * (1 + arb(2) ** -60) - difference) < arb(10) ** -60) or ours.is_zero()


def test_a_derivative_that_the_table_does_not_give_is_none():
    assert derivative(parse("polylog(x, 0.5) + x", NAMES), "x") is None
    assert derivative(parse("polylog(x, 0.5) + y", NAMES), "y") == nodes.ONE
    assert derivative(parse("besselj(n, x)", ("n", "x")), "n") is None
    assert derivative(parse("3.5"), "x") == nodes.ZERO


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_any_expression_has_a_derivative_or_none(node):
    slope = derivative(node, "x")
    if slope is not None:
        assert set(variables_of(slope)) <= {"x", "y"}
        assert parse(text(slope), NAMES)


@pytest.mark.parametrize("bits", [53, 200])
def test_roots_and_tangents_that_are_rational_are_exact(bits):
    for r in (1, 2, 3, 5, 7**9, 2**40 + 1):
        for k in (-300, -2, 0, 1, 90):
            for sign in (1, -1):
                with precision(bits):
                    found = value("cbrt(x)", bits, x=sign * fmpq(r) ** 3 * fmpq(2) ** (3 * k))
                    assert found.contains(sign * fmpq(r) * fmpq(2) ** k)
                    assert found.is_exact() or (r**3).bit_length() > bits
    assert not value("cbrt(x)", bits, x=0.1).is_exact()
    assert not value("cbrt(x)", bits, x=2.0**-1072).is_exact()
    for quarters in range(-9, 10):
        if quarters % 4 == 2:
            continue
        found = value("tanpi(x)", bits, x=quarters / 4)
        assert found.is_exact()
        assert found == round(mpmath.tan(mpmath.pi * quarters / 4))


def test_ulps_beside_a_power_of_two_are_known():
    for function, truth, where in (
        (lambda x: math.nextafter(2, 3), "cbrt(x)", 8.0),
        (lambda x: math.nextafter(1, 2), "tanpi(x)", -1.75),
    ):
        found = at(function, truth, where)
        assert (found.at_least, found.ulps) == (1.0, 1.0)
