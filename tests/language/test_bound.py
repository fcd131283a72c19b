"""Integrals and roots in formulas: against closed forms, with their slopes; and what is refused."""

import pytest
from flint import arb

from verify.arithmetic.precision import Unsettled, precision
from verify.core.errors import BadInput
from verify.language.bound import free
from verify.language.expressions import derivative, evaluate
from verify.language.grammar import parse
from verify.language.nodes import text

A, B = arb(3) / 2, arb(7) / 4
VALUES = {"a": A, "b": B}
EQUAL = [
    ("integrate(exp(-t^2), t, 0, a)", "sqrt(pi)/2*erf(a)"),
    ("integrate(cos(a*t), t, 0, b)", "sin(a*b)/a"),
    ("integrate(1/(1 + t^2), t, a, b)", "atan(b) - atan(a)"),
    ("integrate(t^a, t, 1, b)", "(b^(a + 1) - 1)/(a + 1)"),
    ("integrate(log(t), t, b, a)", "a*log(a) - a - b*log(b) + b"),
    ("root(t^2 - a, t, 1)", "sqrt(a)"),
    ("root(t^2 - a, t, -1)", "-sqrt(a)"),
    ("root(exp(t) - a*b, t, 1)", "log(a*b)"),
    ("root(integrate(2*s, s, 0, 3) - t, t, 8)", "9"),
]


def value(formula):
    with precision(160):
        return evaluate(parse(formula, ("a", "b")), VALUES)


@pytest.mark.parametrize(("formula", "closed"), EQUAL)
def test_values_and_slopes(formula, closed):
    nodes = [parse(f, ("a", "b")) for f in (formula, closed)]
    with precision(160):
        found, other = (evaluate(node, VALUES) for node in nodes)
        assert abs(found - other) < 1e-40
        for by in ("a", "b"):
            slopes = [derivative(node, by) for node in nodes]
            found, other = (evaluate(slope, VALUES) for slope in slopes)
            assert abs(found - other) < 1e-38


def test_a_formula_of_them_is_read_again_as_it_is_written():
    node = parse("2*integrate(a*t, t, 0, b) - root(s - a, s, 1)", ("a", "b"))
    assert parse(text(node), ("a", "b")) == node
    assert free(node) == {"a", "b"}


@pytest.mark.parametrize(
    "formula",
    [
        "integrate(1/t, t, -1, 1)",  # a pole
        "integrate(log(t), t, -1, 1)",  # a branch point
        "integrate(sqrt(t - 1), t, 0, 2)",
        "root(t^2 + 1, t, 1)",  # none
        "root((t - 1)^2, t, 2)",  # not simple
        "root(t^2, t, 0)",
    ],
)
def test_what_has_no_proof_has_no_value(formula):
    with pytest.raises(Unsettled):
        value(formula)


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("integrate(abs(t), t, -1, 1)", "not known to be analytic in t"),
        ("integrate(max(t, a), t, -1, 1)", "not known to be analytic in t"),
        ("integrate(t, 2, 0, 1)", "a variable as its second argument"),
        ("integrate(t, t, 0)", "integrate takes 4 arguments"),
        ("t + integrate(t, t, 0, 1)", "t is used outside the integral or root"),
        ("integrate(a, a, 0, 1)", "a is a variable of the function"),
        ("integrate(x, t, 0, 1)", "unknown name 'x'"),
    ],
)
def test_what_is_refused(formula, says):
    with pytest.raises(BadInput) as refused:
        value(formula)
    assert says in str(refused.value)


def test_a_wrong_root_is_never_proved():
    """Whatever Newton's iteration ends at, what is returned holds a zero of the function."""
    for near in ("-20", "-3", "0.1", "2.9", "50"):
        try:
            found = value(f"root(sin(t), t, {near})")
        except Unsettled:
            continue
        with precision(160):
            assert found.sin().contains(0)
            assert (found / arb.pi()).contains_integer()
            assert found.rad() < 1e-30
