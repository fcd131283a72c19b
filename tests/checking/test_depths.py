"""The depths of a measurement agree; what nobody followed is not said."""

import functools
import linecache
import math
from fractions import Fraction

import numpy as np
import pytest
from checking.asked import LIMITS, made
from exactly import as_fmpq
from flint import arb, fmpq

from verify.arithmetic.precision import precision
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.judging import judge
from verify.checking.one_input.preview import preview
from verify.checking.one_input.sample import assess
from verify.checking.sampling.drawing import draw
from verify.measure.budget import as_ball

DEPTHS = (
    (math.exp, "exp(x)", "x=-700:700"),
    (lambda x: math.log(x) * (1 + 2.0**-34), "log(x)", "x=1e-300:1e300"),
    (lambda x: (1 - math.cos(x)) / x**2, "(1 - cos(x))/x^2", "x=1e-9:1"),
    (lambda x: x, "sin(x)", "x=-1e-150:1e-150"),
    (lambda x: round(x, 3), "x", "x=-1e-3:1e-3"),
)


@pytest.mark.parametrize(("function", "truth", "domain"), DEPTHS)
def test_the_depths_of_measuring_agree(function, truth, domain):
    """A first look lies within what is certified, and what is certified overlaps the whole budget."""
    what = made(function, truth, domain)
    compared = 0
    for sample in assess(what, draw(what, 30, 3), LIMITS):
        m = judge.measured(what, sample, LIMITS)
        with precision(96):
            ulps, multiple = preview(what, sample.where, LIMITS)
        assert m.ulps is not None
        assert sample.at_least <= m.ulps * (1 + 2.0**-19) + 2.0**-26
        assert m.ulps <= sample.ulps * (1 + 2.0**-19) + 2.0**-9
        if m.envelope is not None and sample.envelope is not None:
            low = sample.at_least / float(m.envelope.upper())
            assert low <= sample.envelope * (1 + 2.0**-19)
            assert sample.envelope <= (m.ulps + 2.0**-9) / float(m.envelope.lower()) * (1 + 2.0**-19)
        if math.isfinite(ulps):
            compared += 1
            assert (
                sample.at_least * (1 - 2.0**-19) - 2.0**-9 <= ulps <= sample.ulps * (1 + 2.0**-19) + 2.0**-9
            )
            assert multiple == -1 or multiple == pytest.approx(sample.envelope, rel=1e-3, abs=1e-2)
    assert compared > 20


def test_what_nobody_followed_has_one_figure_for_the_algorithm():
    """x beside sin x at 1/8: every step is exact, so that rounding would be a false word."""
    result = check.check(made(np.positive, "sin(x)", "x=0.1:0.2"), 1, 0, LIMITS, {"x": "0.125"})
    m = result.worst
    assert "compiled" in result.at_worst.not_followed
    assert (m.cause, m.rounding_error, m.truncation_error) == ("algorithm", None, None)
    error = Fraction(1, 8**3) / 6 - Fraction(1, 8**5) / 120  # x - sin x, to 2^-33
    size = Fraction(1, 8) - error
    assert abs(m.algorithm_error - as_ball(as_fmpq(error / size))) < 1e-9
    assert m.algorithm_error.overlaps(m.forward_error)


def test_a_library_that_loses_a_normal_number_has_left_the_range():
    """Gamma near -174 is -3.56e-307; a library gives -0.0 and clears the flags."""
    zero = functools.partial(math.copysign, 0.0)  # compiled, and nothing flags what it does
    lost = check.check(made(zero, "gamma(x)", "x=-175:-174"), 1, 0, LIMITS, {"x": "-0x1.5c00000003c15p+7"})
    assert lost.worst.computed == 0
    assert lost.worst.cause == "range"
    far = check.check(made(zero, "cos(x)", "x=0:1"), 1, 0, LIMITS, {"x": "0.5"})
    assert far.worst.cause == "algorithm", "cos 0.5 is nowhere near an underflow"


def _first_two(x):
    return 1 + x, (1 - math.cos(x)) / x**2


@pytest.mark.parametrize(
    ("function", "truth", "cause"),
    [
        (lambda x: x, "sin(x)", "truncation"),
        (lambda x: 1 + x + x * x / 2, "exp(x)", "truncation"),
        (lambda x: (1 - math.cos(x)) / x**2, "(1 - cos(x))/x^2", "rounding"),
    ],
)
def test_a_followed_function_has_its_error_split(function, truth, cause):
    """Against exact arithmetic: F is x, a polynomial, or the truth itself."""
    result = check.check(made(function, truth, "x=0.001:0.002"), 1, 0, LIMITS, {"x": "0.0015"})
    m = result.worst
    assert m.cause == cause
    assert (m.rounding_error + m.truncation_error).overlaps(m.algorithm_error)
    x = fmpq(*result.samples[0].where[0].as_integer_ratio())
    if truth == "exp(x)":
        with precision(200):
            exact_value, true = 1 + x + x * x / 2, arb(x).exp()
            assert m.truncation_error.overlaps((arb(exact_value) - true) / true)
    if truth == "(1 - cos(x))/x^2":
        assert m.truncation_error.contains(0)


def test_the_guilty_line_is_named():
    what = made(lambda x: _first_two(x)[1], "(1 - cos(x))/x^2", "x=1e-6:1e-5")
    (row,) = [result_row.row(check.check(what, 20, 0, LIMITS), Gate(), "")]
    (line,) = row["guilty"]
    assert linecache.getline(line["file"], line["line"]).strip() == "return 1 + x, (1 - math.cos(x)) / x**2"
    assert line["makes"]
    assert line["magnifies"]
    assert row["not_followed"] is None


def test_what_cannot_be_followed_is_told_and_measured_all_the_same():
    code = compile("def f(x):\n    return x + 1\n", "<nowhere>", "exec")
    space = {}
    exec(code, space)
    result = check.check(made(space["f"], "x", "x=1:2"), 4, 0, LIMITS)
    assert result.worst.cause == "algorithm"
    assert "source" in result.at_worst.not_followed


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        (lambda x: math.exp(1000 + x), "range"),
        (lambda x: 1 / (x - x), "range"),
        (lambda x: math.sqrt(-1 - x), "range"),
        (lambda x: 10**400, "range"),
        (lambda x: math.nan, "range"),
        (lambda x: "1", "undecided"),
        (lambda x: no_such_name, "undecided"),  # noqa: F821
        (lambda x: [x], "undecided"),
    ],
)
def test_a_program_that_fails_has_not_left_the_range(function, cause):
    result = check.check(made(function, "x", "x=0:1"), 1, 0, LIMITS, {"x": "0.5"})
    assert result.worst is None
    assert result.worst_failure.cause == cause


def test_nothing_certified_does_not_pass():
    result = check.check(made(lambda x: undefined_name, "x", "x=0:1"), 4, 0, LIMITS)  # noqa: F821
    assert not Gate().passed(result)
    assert result.worst is None
    assert "NameError" in result.worst_failure.reason
    assert "test_depths.py, line " in result.worst_failure.reason


def test_the_worst_of_the_finite_and_the_worst_failure():
    result = check.check(
        made(lambda x: math.inf if x > 1 else x * (1 + 2.0**-40), "x", "x=0.5:2"), 40, 0, LIMITS
    )
    assert math.isfinite(result.worst.computed)
    assert result.worst.ulps > 1000
    assert result.worst_failure.computed == math.inf
    assert float(result.worst_failure.inputs["x"]) > 1
    figures = result_row.row(result, Gate(), "")
    assert figures["worst"]["inputs"] != figures["worst_failure"]["inputs"]


def test_a_truth_beside_zero_is_pursued_until_its_ulp_is_known():
    """log(tan(pi/4 + x)) = 2 x + 4/3 x^3 + ...; a ball about zero of it has no ulp."""
    what = made(lambda x: -(2.0**-53), "log(tan(pi/4 + x))", "x=-1:0")
    (sample,) = assess(what, [(-1e-166,)], LIMITS)
    truth = 2 * Fraction(-1e-166)
    ulps = abs(Fraction(-(2.0**-53)) - truth) / Fraction(math.ulp(2e-166))
    assert sample.at_least <= ulps <= sample.ulps
    assert sample.ulps == pytest.approx(float(ulps), rel=1e-5)
