"""Derivatives of cores, and the ranges that preconditions leave."""

import math
from typing import Any

import pytest
from exactly import as_fmpq
from flint import arb, fmpq
from fpcore.over_reals import ball
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.fpcore import ranges, slopes
from verify.fpcore.contexts import REAL, Context
from verify.fpcore.core_parser import parse
from verify.fpcore.evaluate import Evaluator
from verify.fpcore.real import Real

SMOOTH = (
    *(
        "(+ (* x y) (/ x y))",
        "(fma x y (sqrt x))",
        "(pow x y)",
        "(hypot x y)",
        "(atan2 x y)",
        "(exp (- x y))",
    ),
    *("(* (log x) (sin y))", "(fmax x (* y y))", "(fdim y x)", "(fmod y x)", "(remainder y x)"),
    *("(fabs (- x y))", "(copysign x (- y))", "(floor (* 3.3 x))", "(erf (* x y))", "(tgamma (+ x y))"),
    *("(if (< x y) (* x x) y)", "(while (< i 4) ([i 0 (+ i 1)] [s x (* s y)]) s)", "(lgamma x)", "(cbrt x)"),
    *("(log1p (expm1 x))", "(exp2 (log2 (* x y)))", "(asinh (acosh (+ y 1)))", "(atanh (/ x (+ x y)))"),
    *("(acos (asin (tanh (/ x 9))))", "(sinh (cosh (atan (tan (log10 (+ x y))))))", "(erfc (cos x))"),
)


@pytest.mark.parametrize("text", SMOOTH)
def test_derivatives_agree_with_difference_quotients(text: str) -> None:
    (core,) = parse(f"(FPCore (x y) {text})")
    at = (fmpq(5, 4), fmpq(11, 4))
    program = Evaluator({}, slopes.Slopes(2)).program(core, core.body, Context(REAL))

    def run(*x: arb) -> Any:
        return program(*(slopes.Sloped(v, tuple(arb(int(i == k)) for i in (0, 1))) for k, v in enumerate(x)))

    h = fmpq(1, 10**30)
    with precision(400):
        found = slopes.gradient(run, 2)(*map(arb, at))
        for k in (0, 1):
            up = [v + (h if i == k else 0) for i, v in enumerate(at)]
            down = [v - (h if i == k else 0) for i, v in enumerate(at)]
            quotient = (ball(text, *map(fmpq, up)) - ball(text, *map(fmpq, down))) / (2 * arb(h))
            # The quotient is off by h^2 f'''/6, far below the 40 digits asked for.
            assert abs(found[k] - quotient) < arb(10) ** -40


def test_no_slope_at_a_kink_or_a_step() -> None:
    for text in ("(fabs x)", "(floor x)", "(fmax x 0)", "(round (+ x 1/2))", "(+ x INFINITY)", "(log x)"):
        (core,) = parse(f"(FPCore (x) {text})")
        program = Evaluator({}, slopes.Slopes(1)).program(core, core.body, Context(REAL))
        at = slopes.Sloped(fmpq(0), (arb(1),))
        (slope,) = slopes.gradient(lambda _, p=program, a=at: p(a), 1)(arb(0))
        assert not slope.is_finite()


# --- ranges of preconditions ----------------------------------------------------------------------------

COMPARED = st.builds(
    lambda symbol, c, swap, size: (
        f"({symbol} {c} {'(fabs x)' if size else 'x'})"
        if swap
        else f"({symbol} {'(fabs x)' if size else 'x'} {c})"
    ),
    st.sampled_from(["<", ">", "<=", ">=", "==", "!="]),
    st.sampled_from(["-2", "0", "1/3", "0.1", "0.5", "3", "(* 2 PI)", "1e400", "(- INFINITY)", "1e-400"]),
    st.booleans(),
    st.booleans(),
)


PREDICATES = st.recursive(
    COMPARED,
    lambda p: (
        st.builds("(and {} {})".format, p, p)
        | st.builds("(or {} {})".format, p, p)
        | p.map("(not {})".format)
    ),
    max_leaves=4,
)


PROBES = [s * v for v in (0.0, 0.1, 0.5, 1 / 3, 2.0, 3.0, 2 * math.pi, 1e308, 5e-324) for s in (1, -1)]


PROBES += [math.nextafter(v, d) for v in PROBES for d in (math.inf, -math.inf) if abs(v) < 1e308]


@settings(max_examples=80)
@given(PREDICATES)
def test_ranges_are_where_the_precondition_holds(text: str) -> None:
    (core,) = parse(f"(FPCore (x) :pre {text} x)")
    evaluator = Evaluator({}, Real())
    found, rest = ranges.split(core.pre, lambda node: evaluator.compiled(node, Context(REAL))({}))
    assert not rest
    pieces = found["x"]
    assert core.pre is not None
    holds = evaluator.program(core, core.pre, Context(REAL))
    for x in PROBES:
        with precision(200):
            assert any(low <= x <= high for low, high in pieces) == holds(as_fmpq(x)), x


def test_what_is_no_range_stays_a_condition() -> None:
    (core,) = parse("(FPCore (x y) :pre (and (< 0 x y 10) (< (* x y) 5)) x)")
    evaluator = Evaluator({}, Real())
    found, rest = ranges.split(core.pre, lambda node: evaluator.compiled(node, Context(REAL))({}))
    assert found["x"] == ((5e-324, math.nextafter(10, 0)),)
    assert found["y"] == ((5e-324, math.nextafter(10, 0)),)
    assert len(rest) == 2
