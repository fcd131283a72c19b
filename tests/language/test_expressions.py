"""The truth language: grammar, places of mistakes, values, derivatives, conditions, text."""

from fractions import Fraction
from random import Random

import mpmath
import pytest
from exactly import contains
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import Unsettled, precision
from verify.core.errors import BadInput
from verify.language import nodes
from verify.language.expressions import Undefined, derivative, evaluate
from verify.language.functions import FUNCTIONS
from verify.language.grammar import condition, number, parse
from verify.language.nodes import Call, Number, Variable, text, variables_of

NAMES = ("x", "y")


def value(formula, bits=200, **values):
    with precision(bits):
        balls = {k: arb(exact(v)) if isinstance(v, float) else arb(v) for k, v in values.items()}
        return evaluate(parse(formula, tuple(values) or None), balls)


# --- grammar ------------------------------------------------------------------------------------------


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
        "-" * 100_000 + "x",
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


@pytest.mark.parametrize("formula", ["(" * 3000 + "x" + ")" * 3000, "+" * 100_000 + "x"])
def test_brackets_and_signs_that_say_nothing_cost_nothing(formula):
    assert parse(formula, NAMES) == Variable("x")


def depth(node):
    return 1 + max((depth(a) for a in node.arguments), default=0) if isinstance(node, Call) else 1


def test_long_sums_and_products_are_not_deep():
    random = Random(4)
    signs = [random.choice("+-") for _ in range(5000)]
    long = parse("x" + "".join(f"{s}{k}*x" for k, s in enumerate(signs)), NAMES)
    total = 1 + sum(k if s == "+" else -k for k, s in enumerate(signs))
    assert depth(long) < 80
    assert evaluate(long, {"x": arb(1)}) == total
    assert evaluate(derivative(long, "x"), {"x": arb(1)}) == total
    marks = [random.choice("*/") for _ in range(1000)]
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


# --- text ---------------------------------------------------------------------------------------------

NUMBERS = st.one_of(
    st.integers(0, 10**30).map(fmpq),
    st.floats(0, allow_nan=False, allow_infinity=False).map(exact),
    st.tuples(st.integers(0, 10**25), st.integers(-330, 330)).map(lambda t: fmpq(t[0]) * fmpq(10) ** t[1]),
).map(Number)
FEW = [
    f for f in FUNCTIONS.values() if f.name in ("sin", "exp", "atan2", "hypot", "fma", "lgamma", "besselj")
]


def joined(inner):
    two = st.tuples(inner, inner)
    calls = [st.tuples(*[inner] * len(f.arguments)).map(lambda a, n=f.name: Call(n, a)) for f in FEW]
    return st.one_of(
        st.sampled_from("+-*/^").flatmap(lambda s: two.map(lambda a: Call(s, a))),
        inner.map(lambda a: Call("neg", (a,))),
        *calls,
    )


NODES = st.recursive(
    st.one_of(NUMBERS, st.sampled_from([Variable("x"), Variable("y"), Call("pi"), Call("e")])),
    joined,
    max_leaves=12,
)
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


# --- values -------------------------------------------------------------------------------------------


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


# --- derivatives --------------------------------------------------------------------------------------


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
