"""Hints are shown only where they are proved equal over the box and measured better at the inputs at hand."""

import math

import pytest
from flint import arb
from mpmath import mp, mpf

from verify.inside.hinting.formulas import computed
from verify.inside.hinting.hints import Hint, expression, propose, verified
from verify.inside.hinting.remedies import TABLE
from verify.inside.hinting.rewrites import REWRITES

VALUES = {"x": 0.3, "y": 0.7, "z": 0.45, "data": [0.5, 0.25, 0.75, 0.125]}


def at_point(values):
    return {
        name: [arb(v) for v in value] if isinstance(value, list) else arb(value)
        for name, value in values.items()
    }


BETTER = [
    ("(math.exp(x) - 1)/x", {"x": 1e-9}, "expm1"),
    ("np.exp(x + h) - np.exp(x)", {"x": 1.5, "h": 1e-10}, "difference of exponentials"),
    ("return math.log(1 - p)", {"p": 3e-12}, "log1p"),
    (
        "10*math.log10(2)*math.log(now/before)",
        {"now": 1.7000000043, "before": 1.7},
        "logarithm of a quotient",
    ),
    ("math.log(x + 1) - math.log(x)", {"x": 1e10}, "difference of logarithms"),
    ("math.log(x)/math.log(2)", {"x": 536870912.0}, "log2"),
    ("math.log(x)/math.log(10)", {"x": 1000.0}, "log10"),
    ("math.exp(n*math.log(b))", {"n": 300.0, "b": 10.3}, "power by logarithms"),
    ("1 - math.sin(x)", {"x": 1.5707}, "coversine"),
    ("math.cos(math.pi/2 - x)", {"x": 4.7e-9}, "cosine of a complement"),
    ("outer**3 - inner**3", {"outer": 1.30000000013, "inner": 1.3}, "difference of cubes"),
    ("1 - math.erfc(x)", {"x": 1e-9}, "erf"),
    ("sum(values)/len(values)", {"values": [1e100, 1e60, 1.0, -1e60, -1e100]}, "mean"),
    (
        "principal*(1 + rate/periods)**(periods*years)",
        {"principal": 2500.0, "rate": 0.0375, "periods": 3e7, "years": 30.0},
        "growth factor",
    ),
    ("payment*(1 - (1 + r)**-n)/r", {"payment": 250.0, "r": 3.1e-9, "n": 240.0}, "interest"),
    ("math.exp(x)/(1 + math.exp(x))", {"x": 800.0}, "logistic function"),
    ("1 - 1/(1 + math.exp(-x))", {"x": 30.0}, "tail of the logistic function"),
    ("math.log(1 + math.exp(x))", {"x": -40.0}, "softplus"),
    (
        "math.log(math.exp(x) + math.exp(y))",
        {"x": -744.0, "y": -743.5},
        "logarithm of a sum of two exponentials",
    ),
    ("math.log(sum(math.exp(v) for v in values))", {"values": [-743.5, -744.125]}, "log-sum-exp"),
    ("(1 - math.cos(x))/x**2", {"x": 1.2e-5}, "versine"),
    ("math.sin(x + h) - math.sin(x)", {"x": 0.8, "h": 1e-9}, "difference of sines"),
    ("math.cos(x + h) - math.cos(x)", {"x": 0.8, "h": 1e-9}, "difference of cosines"),
    ("math.tan(a + b) - math.tan(a)", {"a": 0.8, "b": 1e-9}, "difference of tangents"),
    ("math.atan(n + 1) - math.atan(n)", {"n": 1e6}, "difference of arc tangents"),
    ("math.tan(math.pi/2 - x)", {"x": 4.7e-9}, "tangent of a complement"),
    ("math.sin(math.pi - x)", {"x": 4.7e-9}, "sine of a supplement"),
    ("math.sin(math.radians(angle))", {"angle": 360000000025.5}, "turns in degrees"),
    ("math.acos(1 - d)", {"d": 3e-13}, "small angle by its cosine"),
    ("math.sqrt(a**2 + b**2 - 2*a*b*math.cos(t))", {"a": 2.5, "b": 2.5000000003, "t": 2.1e-9}, "cosine rule"),
    ("(math.exp(x) - math.exp(-x))/2", {"x": 2.3e-7}, "hyperbolic sine"),
    ("math.cosh(x) - 1", {"x": 2.3e-7}, "hyperbolic versine"),
    ("1 - math.tanh(x)", {"x": 17.0}, "tail of the hyperbolic tangent"),
    ("math.acosh(1 + t)", {"t": 3e-13}, "inverse hyperbolic cosine"),
    ("0.5*math.log((1 + x)/(1 - x))", {"x": 1e-9}, "inverse hyperbolic tangent"),
    ("math.pi*(outer*outer - inner*inner)", {"outer": 1.30000000013, "inner": 1.3}, "difference of squares"),
    ("math.sqrt(1 - e*e)", {"e": 0.99999999999}, "complement of a square"),
    ("p**2 - 2*p*q + q**2", {"p": 1.30000000013, "q": 1.3}, "square of a difference"),
    ("math.sqrt(b + 1) - math.sqrt(b)", {"b": 1.25e12}, "difference of roots"),
    ("math.sqrt(1 + x) - 1", {"x": 1e-10}, "root near one"),
    ("math.sqrt(x*x + y) - x", {"x": 1e6, "y": 1e-4}, "root near a number"),
    (
        "m*c**2*(1/math.sqrt(1 - (v/c)**2) - 1)",
        {"m": 1.5, "c": 299792458.0, "v": 340.25},
        "reciprocal root near one",
    ),
    ("(-b + math.sqrt(b*b - 4*a*c))/(2*a)", {"a": 1.0, "b": 1234567.0, "c": 3.0}, "the other root by Vieta"),
    (
        "(-b - math.sqrt(b**2 - 4*a*c))/(2*a)",
        {"a": 1.0, "b": -1234567.0, "c": 3.0},
        "the other root by Vieta",
    ),
    ("math.sqrt(x*x + y*y)", {"x": 3.1e-161, "y": 4.3e-161}, "hypot"),
    ("math.sqrt(sum(v*v for v in values))", {"values": [3.1e-161, 4.3e-161]}, "Euclidean norm"),
    ("math.sqrt(low*high)", {"low": 3.1e-170, "high": 7.3e-149}, "root of a product"),
    ("v**(1/3)", {"v": 1e300}, "third power"),
    ("1/x - 1/(x + 1)", {"x": 1e9}, "difference of reciprocals"),
    ("now/before - 1", {"now": 1.7000000043, "before": 1.7}, "quotient near one"),
    ("1 - math.erf(x)", {"x": 4.25}, "erfc"),
    ("math.log(math.gamma(x))", {"x": 200.5}, "lgamma"),
    ("sum(values)", {"values": [1e100, 1e60, 1.0, -1e60, -1e100]}, "fsum"),
    (
        "sum(v*v for v in d)/len(d) - (sum(d)/len(d))**2",
        {"d": [100000004.5, 100000007.25, 100000013.125]},
        "variance",
    ),
    ("(x + h) - x", {"x": 1.0, "h": 1e-9}, "terms that cancel"),
    ("2*x**3 - 7*x**2 + 4*x + 4", {"x": 2.090861491434438}, "Horner's rule"),
]


@pytest.mark.parametrize(("code", "values", "name"), BETTER, ids=[name for _, _, name in BETTER])
def test_a_hint_is_proved_and_better(code, values, name):
    (hint, *_) = [h for h in propose(code, values) if h.name == name]
    proof = verified(hint, at_point(values), values)
    assert proof is not None, hint
    after, before = math.floor(proof.digits_after), math.floor(proof.digits_before)
    assert proof.says == f"{hint.after} here: {after} digits instead of {before}"
    assert proof.ulps_after < proof.ulps_before


def test_most_rows_are_seen_to_help():
    assert len({name for _, _, name in BETTER}) >= 40


# --- what is not shown --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("math.exp(x) - 2", "expm1"),
        ("math.exp(x) + 1", "expm1"),
        ("rng.exp(x) - 1", "expm1"),
        ("f(x) - 1", "expm1"),
        ("1 + math.cos(x)", "versine"),
        ("math.cos(x) - 2", "versine"),
        ("1 - x.cos(y)", "versine"),
        ("math.log(2 + x)", "log1p"),
        ("x*x + y*y", "difference of squares"),
        ("x*x - y*z", "difference of squares"),
        ("math.sqrt(x) + math.sqrt(y)", "difference of roots"),
        ("math.sqrt(x*x + y)", "hypot"),
        ("math.sqrt(x*x + y*y + z*z)", "hypot"),
        ("(-x + math.sqrt(x*x - 4*y*z))/(3*y)", "the other root by Vieta"),
        ("(-y + math.sqrt(y*y - 3*x*z))/(2*x)", "the other root by Vieta"),
        ("(-y + math.sqrt(y*y + 4*x*z))/(2*x)", "the other root by Vieta"),
        ("math.log(x)/math.log(3)", "log2"),
        ("math.exp(x) - math.exp(y)*2", "difference of exponentials"),
        ("math.exp(x) - math.exp(-y)", "hyperbolic sine"),
        ("sum(data, 1)", "fsum"),
        ("sum(x for x in data if x > 0)", "Euclidean norm"),
        ("x*x - 2*x*y - y*y", "square of a difference"),
        ("x*x + 2*x*y + y*y", "square of a difference"),
        ("x*x + y*y - 2*x*z*math.cos(x)", "cosine rule"),
        ("2*x*x + x/y", "Horner's rule"),
        ("x + y - z", "terms that cancel"),
    ],
)
def test_what_is_no_pattern_does_not_fire(code, name):
    assert name in {row.name for row in TABLE} | {remedy.name for remedy, _, _ in REWRITES}
    assert name not in {hint.name for hint in propose(code, VALUES)}


def test_what_is_no_python_has_no_hint():
    assert propose("not python", VALUES) == []
    assert propose("for x in", VALUES) == []


BOXES = [
    # The conjugate sqrt(x^2 + h) + x is positive wherever h is; with h = 0 it vanishes for x < 0.
    ("math.sqrt(x*x + h) - x", "root near a number", {"x": (-0.1, 100.0), "h": (0.01, 0.1)}, True),
    ("math.sqrt(x*x + h) - x", "root near a number", {"x": (-0.1, 100.0), "h": (0.0, 0.1)}, False),
    ("math.log(x + h) - math.log(x)", "difference of logarithms", {"x": (0.5, 100.0), "h": (0.0, 0.1)}, True),
    (
        "math.log(x + h) - math.log(x)",
        "difference of logarithms",
        {"x": (-1.0, 100.0), "h": (0.0, 0.1)},
        False,
    ),
    # tan has a pole at 63 pi/2 = 98.96.
    ("math.tan(x + h) - math.tan(x)", "difference of tangents", {"x": (99.5, 100.0), "h": (0.0, 0.1)}, True),
    ("math.tan(x + h) - math.tan(x)", "difference of tangents", {"x": (98.5, 100.0), "h": (0.0, 0.1)}, False),
    ("math.sqrt(x + h) - math.sqrt(x)", "difference of roots", {"x": (0.001, 100.0), "h": (0.0, 0.1)}, True),
    ("math.sqrt(x + h) - math.sqrt(x)", "difference of roots", {"x": (-0.1, 100.0), "h": (0.0, 0.1)}, False),
    # Not a box of the input at hand.
    (
        "math.exp(x + h) - math.exp(x)",
        "difference of exponentials",
        {"x": (1.0, 2.0), "h": (0.0, 0.1)},
        False,
    ),
    (
        "math.exp(x + h) - math.exp(x)",
        "difference of exponentials",
        {"x": (1.0, 100.0), "h": (0.0, 0.1)},
        True,
    ),
]


@pytest.mark.parametrize(("code", "name", "box", "shown"), BOXES)
def test_a_hypothesis_has_to_hold_all_over_the_box(code, name, box, shown):
    at = {"x": 99.75, "h": 0.0103}
    balls = {letter: arb((low + high) / 2, (high - low) / 2) for letter, (low, high) in box.items()}
    (hint,) = [h for h in propose(code, at) if h.name == name]
    assert verified(hint, at_point(at), at) is not None
    assert (verified(hint, balls, at) is not None) == shown


@pytest.mark.parametrize(
    ("before", "after", "x"),
    [
        ("1 - math.cos(x)", "x*x/2", 1e-9),  # 16 digits at this input, and no identity
        ("math.exp(x) - 1", "x", 1e-300),
        ("math.sqrt(1 + x) - 1", "x/2 - x*x/8", 1e-12),
        ("(math.exp(x) - 1)/x", "1.0 + x/2", 1e-9),
    ],
)
def test_what_is_near_enough_but_not_equal_is_refused(before, after, x):
    assert computed(expression(after), {"x": x}) == pytest.approx(float(truth_of(before, x)), rel=1e-15)
    assert verified(Hint("planted", before, after, "false"), {"x": arb(x, abs(x) / 2)}, {"x": x}) is None


def truth_of(code, x):
    with mp.workdps(700):
        return eval(code.replace("math.", ""), {"exp": mp.exp, "cos": mp.cos, "sqrt": mp.sqrt, "x": mpf(x)})


@pytest.mark.parametrize("code", ["math.exp(x) - 1", "1 - math.cos(x)", "math.log(1 + x)"])
def test_what_is_good_already_is_left_alone(code):
    (hint, *_) = propose(code, {"x": 1.5})
    assert verified(hint, {"x": arb(1.5)}, {"x": 1.5}) is None


def test_no_value_no_hint():
    assert propose("math.exp(y) - 1", {"x": 1.0}) == []
    (hint,) = propose("math.exp(x) - 1", {"x": 1e-9})
    assert verified(hint, {}, {}) is None


def test_a_module_is_no_operand():
    values = {"x": 1e-9, "math": 0.5}
    (hint,) = propose("math.exp(x) - 1", values)
    assert verified(hint, {"x": arb(1e-9)}, values) is not None


def test_names_have_to_mean_what_they_say():
    class Impostor:
        exp = staticmethod(lambda x: x)

    known = {"math": math, "exp": math.exp}
    assert propose("math.exp(x) - 1", {"x": 1e-9}, scope=known)
    assert propose("exp(x) - 1", {"x": 1e-9}, scope=known)
    assert propose("math.exp(x) - 1", {"x": 1e-9}, scope={"math": Impostor}) == []
    assert propose("exp(x) - 1", {"x": 1e-9}, scope={"exp": Impostor.exp}) == []


def test_a_decimal_is_what_was_typed():
    """3.14159265358979323846 is not the double nearest to it, and the hint keeps its text."""
    (hint, *_) = propose("1 - math.cos(3.14159265358979323846*x)", {"x": 2.0})
    assert "3.14159265358979323846" in hint.before
    assert "3.14159265358979323846" in hint.after
