"""Bounds of functions, literals, unions and absolute errors, judged by values that mpmath computes."""

import math
from dataclasses import replace

import gmpy2
import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.float64 import exact
from verify.arithmetic.precision import precision
from verify.checking.proving import operations
from verify.checking.proving.operations import body_of
from verify.checking.proving.proof import proved
from verify.checking.proving.subdivision import Absolute, Task, prove, prove_absolute
from verify.checking.subjects.subject import Subject, parse_domain
from verify.checking.subjects.truths import in_balls
from verify.language import grammar

DOUBLE = gmpy2.context(precision=53, emin=-1073, emax=1024, subnormalize=True)
# Every operation rounded correctly, as FPCore's float side is; written out for floats and for mpmath.
EXAMPLES = {
    "exp(x) - 0.1*x": ((0.0, 3.0), lambda c, x: c.sub(c.exp(x), c.mul(c.plus(gmpy2.mpq(1, 10)), x))),
    "log(x + 2)*sin(x)": ((0.5, 2.5), lambda c, x: c.mul(c.log(c.add(x, 2)), c.sin(x))),
    "atan(1/x)": ((1e-3, 8.0), lambda c, x: c.atan(c.div(gmpy2.mpfr(1), x))),
    "sqrt(x*x + 1) - x": ((0.0, 4.0), lambda c, x: c.sub(c.sqrt(c.add(c.mul(x, x), 1)), x)),
    "exp(exp(x))": ((-2.0, 1.5), lambda c, x: c.exp(c.exp(x))),
    "fma(x, x, -0.3)": ((1.0, 4.0), lambda c, x: c.fma(x, x, c.minus(c.plus(gmpy2.mpq(3, 10))))),
    "max(x*0.7, 3 - x)": ((0.25, 2.75), lambda c, x: max(c.mul(x, c.plus(gmpy2.mpq(7, 10))), c.sub(3, x))),
}


def task(text: str, *boxes: tuple[float, float], **more) -> Task:
    node = grammar.number(text, ("x",))
    return Task(body_of(node, ("x",)), in_balls(node, ("x",))[0], [[box] for box in boxes], **more)


def truth(text: str, x: float) -> mpmath.mpf:
    names = {n: getattr(mpmath, n) for n in ("exp", "log", "sin", "atan", "sqrt")}
    names |= {"max": max, "fma": lambda a, b, c: a * b + c, "x": mpmath.mpf(x)}
    for decimal in ("0.1", "0.3", "0.7"):
        text = text.replace(decimal, f"(T({decimal[2:]})/10)")
    with mpmath.workdps(60):
        return eval(text, {**names, "T": mpmath.mpf})


def error(text: str, x: float) -> tuple[mpmath.mpf, mpmath.mpf]:
    computed = EXAMPLES[text][1](DOUBLE, gmpy2.mpfr(x))
    with mpmath.workdps(60):
        value = truth(text, x)
        return abs(mpmath.mpf(float(computed)) - value), value


def points(low: float, high: float, count: int = 400) -> list[float]:
    return [low + (high - low) * (k + 0.37 * math.sin(k)) / count for k in range(1, count)]


@pytest.mark.parametrize("text", EXAMPLES)
def test_no_sampled_error_is_above_the_bounds(text):
    box = EXAMPLES[text][0]
    ulps, absolute = prove(task(text, box, most_boxes=300)), prove_absolute(task(text, box, most_boxes=300))
    assert ulps is not None
    assert isinstance(absolute, Absolute)
    pairs = [error(text, x) for x in points(*box)]
    worst = max(e / math.ulp(float(abs(v))) for e, v in pairs)
    assert 0.4 < worst <= ulps
    largest = max(abs(v) for _, v in pairs)
    assert max(e for e, _ in pairs) <= absolute.error
    assert max(e for e, _ in pairs) / math.ulp(float(largest)) <= absolute.ulps


def test_a_bound_without_the_error_that_is_passed_on_would_be_refuted(monkeypatch):
    """The planted fault: exp is taken to forget the error of its operand."""
    honest = operations.called
    forgetful = lambda name, given: honest(name, [operations.Bounded(v.ball, arb(0)) for v in given])  # noqa: E731
    monkeypatch.setattr(operations, "called", forgetful)
    text, box = "exp(exp(x))", EXAMPLES["exp(exp(x))"][0]
    bound = prove(task(text, box, most_boxes=300))
    assert max(e / math.ulp(float(v)) for e, v in (error(text, x) for x in points(*box))) > bound


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["exp", "log", "sin", "atan", "tanh", "cbrt", "erf", "log1p"]), st.data())
def test_a_function_passes_on_no_more_than_its_slope_allows(name, data):
    """f(x^) stays within the bound of f(x) for x^ as far from x as its error allows."""
    x = data.draw(st.floats(0.1, 10))
    off = data.draw(st.floats(0, 0.05))
    with precision(128):
        bound = operations.called(name, [operations.Bounded(arb(exact(x)), arb(off))])
        value, _ = operations._programs(name, 1)
        for part in (-1, 1, arb(1) / 3):  # in balls: x - off as a float may be farther off than `off`
            y = arb(x) + part * arb(off)
            assert not abs(value({"x0": y}) - bound.ball) > bound.error


@pytest.mark.parametrize("text", ["floor(x)", "tan(x)", "log(x - 1.5)", "1/x^2", "atan2(x - 1.5, 0 - 1)"])
def test_where_a_function_jumps_or_ends_there_is_no_bound(text):
    node = text.replace("(x", "(1.1*x", 1) if text != "1/x^2" else "1/(x - 1.5)^2"
    assert prove(task(node, (1.0, 2.0), most_boxes=200)) is None
    assert isinstance(prove_absolute(task(node, (1.0, 2.0), most_boxes=200)), str)


def test_a_literal_beyond_float64_is_told():
    assert "beyond" in str(prove_absolute(task("x/10^0 + 1e400", (1.0, 2.0), most_boxes=4)))


# --- domains ------------------------------------------------------------------------------------------


def made(text: str, *domain: str, given=()) -> Subject:
    ranges = parse_domain(domain)
    names = tuple(r.name for r in ranges)
    node = grammar.number(text, names)
    conditions = tuple(grammar.condition(c, names) for c in given)
    value = in_balls(node, names)[0]
    return Subject("own", math.exp, value, text, ranges, None, conditions, operations=node, expression=node)


def test_what_no_precondition_admits_does_not_count():
    """1/(x - y) near x = y is excluded; without the condition there is no bound."""
    domain = ("x=1:4", "y=1:4")
    assert proved(made("1/(x - y)", *domain), []).bound is None
    found = proved(made("1/(x - y)", *domain, given=("x - y >= 1/2",)), [])
    assert 1 <= found.bound < 4
    assert "exclude every" in proved(made("x/(x - x)", "x=1:2", given=("x > 3",)), []).note


def test_a_union_has_the_bound_of_its_worst_piece():
    pieces = [proved(made("1/x - 1/3", domain), []).bound for domain in ("x=1:2", "x=-2:-1")]
    assert proved(made("1/x - 1/3", "x=1:2,-2:-1"), []).bound == pytest.approx(max(pieces), rel=0.02)


def test_many_pieces_are_one_box_whose_gaps_are_in_no_domain():
    """The truth is largest in a gap, which must not count as the largest truth."""
    pieces = "x=-2:-1," + ",".join(f"{k}:{k}" for k in range(100, 170))
    found = proved(replace(made("(x + 1.5)*(x - 169)*0.1", pieces)), [])
    assert found.absolute.error > 0
    assert found.absolute.ulps is None


def test_a_zero_of_the_truth_gives_an_absolute_bound():
    found = proved(made("x*0.1 - 0.05", "x=0.25:1"), [])
    assert "the truth may be zero" in found.note
    worst = max(
        abs(fmpq(*(x * 0.1 - 0.05).as_integer_ratio()) - (exact(x) / 10 - fmpq(1, 20)))
        for x in points(0.25, 1.0)
    )
    assert float(worst.p) / float(worst.q) <= found.absolute.error < 1e-16
    assert found.absolute.ulps == pytest.approx(found.absolute.error / math.ulp(0.05), rel=0.2)


def against(body: str, formula: str, *domain: str) -> Subject:
    names = tuple(r.name for r in parse_domain(domain))
    node = grammar.number(formula, names)
    return replace(made(body, *domain), expression=node, truth=in_balls(node, names)[0])


def test_a_constant_cut_short_is_part_of_the_error():
    """3.14159 for pi costs 2.65e-6 x/2 beside half an ulp: every figure here from mpmath."""
    what = against("x*3.14159/2", "x*pi/2", "x=1:2")
    found = proved(what, [], iter([False] * 30 + [True]).__next__).bound
    with mpmath.workdps(60):
        worst = max(
            abs(mpmath.mpf(x * 3.14159 / 2) - mpmath.pi * x / 2) / math.ulp(float(mpmath.pi * x / 2))
            for x in points(1.0, 2.0)
        )
    assert worst <= found < 2.1 * worst
    assert proved(against("x*3.2/2", "x*pi/2", "x=1:2"), []).bound is None, "no decimals of pi"


def test_the_angle_of_a_point_on_the_right_is_an_arc_tangent():
    right = proved(against("atan(y/x)", "atan2(y, x)", "y=1:2", "x=1:2"), [], lambda: True)
    assert right.bound is not None
    left = proved(against("atan(y/x)", "atan2(y, x)", "y=1:2", "x=-2:2"), [], lambda: True)
    assert left.bound is None
    assert "not shown" in left.note
