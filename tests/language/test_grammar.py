"""The truth language: grammar, and places of mistakes."""

from fractions import Fraction
from random import Random

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from language.written import NAMES

from verify.arithmetic.precision import precision
from verify.core.errors import BadInput
from verify.language.expressions import Undefined, derivative, evaluate
from verify.language.grammar import condition, number, parse
from verify.language.nodes import Call, Number, Variable, text, variables_of


@pytest.mark.parametrize(
    ("formula", "same_as"),
    [
        ("1 + 2*3", "1 + (2*3)"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("8/4/2", "(8/4)/2"),
        ("8/4*2", "(8/4)*2"),
        ("2^3^2", "2^(3^2)"),
        ("2**3**2", "2^(3^2)"),
        ("-x^2", "-(x^2)"),
        ("(-x)^2", "((-x)^2)"),
        ("2^-x", "2^(-x)"),
        ("2^-x^2", "2^(-(x^2))"),
        ("-x*y", "(-x)*y"),
        ("x*-y", "x*(-y)"),
        ("x - -y", "x - (-y)"),
        ("x--y", "x - (-y)"),
        ("+x", "x"),
        ("sin(x)^2", "(sin(x))^2"),
        ("2*x^2", "2*(x^2)"),
        (" 1\t+\n2 ", "1+2"),
        ("sin ( x )", "sin(x)"),
        ("((x))", "x"),
        ("x<1 or x>2 and y<1", "(x<1) or ((x>2) and (y<1))"),
        ("not x<1 and y<1", "(not (x<1)) and (y<1)"),
        ("x < y <= 1", "x < y and y <= 1"),
        ("x + 1 < 2*y", "(x + 1) < (2*y)"),
        ("notx", "notx"),
    ],
)
def test_what_binds_stronger(formula, same_as):
    names = (*NAMES, "notx")
    assert parse(formula, names) == parse(same_as, names)


@pytest.mark.parametrize(
    ("literal", "rational"),
    [
        ("0.1", Fraction(1, 10)),
        ("1e3", 1000),
        ("1E-3", Fraction(1, 1000)),
        ("1.5e+2", 150),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("0x1.8p-3", Fraction(3, 16)),
        ("0X1P4", 16),
        ("0xff", 255),
        ("0x1.999999999999ap-4", Fraction(0.1)),
        ("00012", 12),
        ("1e-400", Fraction(1, 10**400)),
    ],
)
def test_numbers_are_exact(literal, rational):
    node = parse(literal, ())
    assert isinstance(node, Number)
    assert Fraction(int(node.value.p), int(node.value.q)) == rational


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("", "ends too early"),
        ("  ", "ends too early"),
        ("x +", "ends too early"),
        ("(x", "ends too early"),
        ("sin(x", "ends too early"),
        ("x)", r"column 2: '\)'"),
        ("x y", "column 3: 'y'"),
        ("2x", "column 2: 'x'"),
        ("x + * y", r"column 5: '\*'"),
        ("x ? y", r"column 3: '\?'"),
        ("x = 1", "column 3: '='"),
        ("sin()", r"column 5: '\)'"),
        ("x,y", "column 2: ','"),
        ("1 < 2 < ", "ends too early"),
        ("z", "unknown name 'z'; the variables are x, y"),
        ("sin", r"sin is a function; write sin\(x\)"),
        ("sin x", "column 5: 'x'"),
        ("sine(x)", "near it: sin"),
        ("atan2(x)", r"atan2 takes 2 arguments: atan2\(y, x\)"),
        ("qqqqq(x)", "verify functions"),
        ("pi(x)", "unknown function 'pi'"),
        ("x(2)", "unknown function 'x'"),
        ("sin(x < 1)", "is a condition"),
        ("(x < 1) + 1", "is a condition"),
        ("-(x < 1)", "is a condition"),
        ("(x < 1) < 2", "is a condition"),
        ("x and y < 1", "is not a condition"),
        ("not x", "is not a condition"),
        ("1e9999999", "places"),
        ("0x1p99999", "beyond float64"),
        ("x.y", r"column 2: '\.'"),
        ("x[0]", "give arrays with --array"),
        ("'x'", 'column 1: "\'"'),
        ("lambda: 0", "unknown name|column"),
    ],
)
def test_malformed_input_is_told_with_its_place(formula, says):
    with pytest.raises(BadInput, match=says) as caught:
        parse(formula, NAMES)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "exec('1')",
        "open('f')",
        "x.__class__",
        "[x for x in (1,)]",
        "x if y else x",
        "eval(x)",
        "().__class__",
        "x; y",
        "x @ y",
        "x // y",
        "x % y",
        "1_000",
        "1j",
        "f'{x}'",
    ],
)
def test_nothing_is_python(formula):
    with pytest.raises(BadInput):
        parse(formula, NAMES)


@settings(max_examples=200)
@given(st.text(alphabet="xy01.e+-*/^()<=>!,_ sinpadort\n", max_size=30))
def test_any_text_is_an_expression_or_bad_input(formula):
    try:
        node = parse(formula, NAMES)
    except BadInput:
        return
    assert parse(text(node), NAMES) == node


@pytest.mark.parametrize(
    "formula",
    [
        "sin(" * 3000 + "x" + ")" * 3000,
        "-" * 10_000 + "x",
        "^".join("x" * 3000),
        "(1 + " * 3000 + "x" + ")" * 3000,
        "not " * 3000 + "x < 1",
    ],
)
def test_what_is_nested_too_deeply_is_told(formula):
    with pytest.raises(BadInput, match="nested too deeply, beyond 200 levels"):
        parse(formula, NAMES)


def test_what_is_too_long_is_told():
    with pytest.raises(BadInput, match="has 2000001 characters; at most 500000 are read"):
        parse("x" + "+x" * 1_000_000, NAMES)


@pytest.mark.parametrize("formula", ["(" * 3000 + "x" + ")" * 3000, "+" * 10_000 + "x"])
def test_brackets_and_signs_that_say_nothing_cost_nothing(formula):
    assert parse(formula, NAMES) == Variable("x")


def depth(node):
    return 1 + max((depth(a) for a in node.arguments), default=0) if isinstance(node, Call) else 1


def test_long_sums_and_products_are_not_deep():
    random = Random(4)
    signs = [random.choice("+-") for _ in range(2000)]
    long = parse("x" + "".join(f"{s}{k}*x" for k, s in enumerate(signs)), NAMES)
    total = 1 + sum(k if s == "+" else -k for k, s in enumerate(signs))
    assert depth(long) < 80
    assert evaluate(long, {"x": arb(1)}) == total
    assert evaluate(derivative(long, "x"), {"x": arb(1)}) == total
    marks = [random.choice("*/") for _ in range(400)]
    product = parse("1" + "".join(f"{m}{2 if m == '*' else 4}*x/x" for m in marks), NAMES)
    with precision(200):
        right = arb(2) ** (marks.count("*") - 2 * marks.count("/"))
        assert abs(evaluate(product, {"x": arb(3)}) / right - 1) < 1e-40
    with pytest.raises(Undefined):
        evaluate(parse("*".join(["1"] * 40) + "/x", NAMES), {"x": arb(0)})
    # A factor of zero is a zero, wherever it stands.
    assert evaluate(parse("1/2" + "*1" * 40 + "*x", NAMES), {"x": arb(0)}) == 0


def test_what_is_as_deep_as_may_be_is_walked():
    node = parse("-" * 199 + "x", NAMES)
    assert depth(node) == 200
    for deepest in (node, parse("exp(-" * 99 + "x" + ")" * 99, NAMES)):
        assert parse(text(deepest), NAMES) == deepest
        slope = derivative(deepest, "x")
        assert variables_of(slope) in ((), ("x",))
        assert evaluate(slope, {"x": arb(0.5)}).is_finite()
        assert hash(deepest) == hash(parse(text(deepest), NAMES))


def test_numbers_and_conditions_are_told_apart():
    assert number("x + 1", NAMES)
    assert condition("x < 1 or not y >= 2", NAMES)
    with pytest.raises(BadInput, match="is a condition, not a number"):
        number("x < 1", NAMES)
    with pytest.raises(BadInput, match="write a comparison"):
        condition("x + 1", NAMES)


def test_variables_may_be_any_names_or_those_given():
    assert variables_of(parse("b*sin(a) + b + pi")) == ("b", "a")
    assert parse("e", ("e",)) == Variable("e")
    assert parse("e") == Call("e")
    assert parse("gamma(gamma)", ("gamma",)) == Call("gamma", (Variable("gamma"),))
