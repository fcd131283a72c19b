"""Odd and even: what is said of a name holds in balls, and nothing is said of what is neither."""

import pytest
from flint import arb

from verify.language.expressions import compiled
from verify.language.grammar import parse
from verify.language.parity import EVEN, ODD, OF_A_DEGREE, ORDERED, parity

POINTS = [arb(k) / 16 for k in (1, 3, 7, 13)]


def sides(text):
    f = compiled(parse(text))
    return [(f({"x": x}), f({"x": -x})) for x in POINTS]


@pytest.mark.parametrize("name", sorted(ODD - {"neg"}))
def test_odd_functions_are_odd(name):
    assert parity(parse(f"{name}(x)")) == -1
    inner = "20*x" if name == "trunc" else "x - x^3/9"
    assert all(a.overlaps(-b) and not a.overlaps(b) for a, b in sides(f"{name}({inner})"))


@pytest.mark.parametrize("name", sorted(EVEN))
def test_even_functions_are_even(name):
    assert parity(parse(f"{name}(x)")) == 1
    assert all(plus.overlaps(minus) for plus, minus in sides(f"{name}(x^3 - tan(x))"))


@pytest.mark.parametrize("name", sorted(ORDERED | OF_A_DEGREE))
def test_those_of_an_order_have_its_parity(name):
    for order, wanted in ((2, 1), (3, -1), *(((-2, 1), (-3, -1)) if name in ORDERED else ())):
        assert parity(parse(f"{name}({order}, x)")) == wanted
        assert all(
            a.overlaps(wanted * b) and not a.overlaps(-wanted * b) for a, b in sides(f"{name}({order}, x)")
        )
    assert parity(parse(f"{name}(1/2, x)")) == 0


@pytest.mark.parametrize("name", sorted(OF_A_DEGREE))
def test_a_degree_below_zero_has_another_parity_or_none(name):
    for degree in (-1, -2, -3):
        assert parity(parse(f"{name}({degree}, x)")) == 0
        of_degree = 1 if degree % 2 == 0 else -1
        assert not any(a.overlaps(of_degree * b) for a, b in sides(f"{name}({degree}, x)"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x*pi/180", -1),
        ("-x", -1),
        ("1/x", -1),
        ("x^2", 1),
        ("x^-3", -1),
        ("x^0.5", 0),
        ("exp(x)", 0),
        ("exp(x^2)", 1),
        ("x + x^2", 0),
        ("x - x^3", -1),
        ("sin(x)*tan(x)", 1),
        ("cos(x)*x", -1),
        ("floor(x)", 0),
        ("sin(x + 1)", 0),
        ("lgamma(abs(x))", 1),
        ("hypot(x, 1)", 0),
        ("2^x", 0),
    ],
)
def test_what_is_made_of_them(text, wanted):
    assert parity(parse(text)) == wanted
