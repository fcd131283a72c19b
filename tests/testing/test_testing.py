"""The assertion, the strategies and the plugin."""

import math
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.checking.subject import parse_domain
from verify.core.errors import BadInput
from verify.testing import (
    assert_certified,
    balls_around,
    dot_products,
    floats_in,
    matrices,
    polynomials,
    steer_towards_error,
    sums,
)

DOCS = Path(__file__).parents[2] / "docs"


# --- the assertion ------------------------------------------------------------------------------------


def test_holds_and_returns_what_it_certified():
    result = assert_certified(math.exp, "exp(x)", [0.5, 1.0, -3.0], max_ulps=1, digits=15)
    assert len(result.samples) == 3
    assert all(s.ulps is not None and s.ulps <= 1 for s in result.samples)


def test_names_the_worst_input_and_how_to_see_it_again():
    def area(x, y):
        return x * x - y * y

    with pytest.raises(AssertionError) as caught:
        assert_certified(area, "x^2 - y^2", [(3.0, 1.0), (1.1, 1.0999999)], max_ulps=2)
    message = str(caught.value)
    assert "at 1 of 2 inputs; the worst is input 1" in message
    assert "cause rounding" in message, "the function is followed there"
    assert ": makes " in message, "the line that makes the error is named"
    assert (1.1).hex() in message


def test_reproduction_line_is_a_command():
    with pytest.raises(AssertionError, match=r"again +verify check math:lgamma --truth") as caught:
        assert_certified(math.lgamma, "lgamma(x)", [2.0000000000000004], max_ulps=2)
    assert "--at x=0x1.0000000000001p+1" in str(caught.value)


@pytest.mark.parametrize(
    ("limit", "says"),
    [({"max_ulps": 0.25}, "max_ulps=0.25"), ({"digits": 16.9}, "digits"), ({"envelope": 0.1}, "envelope")],
)
def test_each_limit_can_fail(limit, says):
    with pytest.raises(AssertionError, match=says):
        assert_certified(math.exp, "exp(x)", np.linspace(0.1, 1, 40), **limit)


def test_digits_are_those_of_the_relative_error():
    # 1 + 2^-20 in place of 1: a relative error of 2^-20, 6.02 digits.
    assert_certified([1 + 2.0**-20], "1 + 0*x", [0.0], digits=6.02)
    with pytest.raises(AssertionError, match="digits"):
        assert_certified([1 + 2.0**-20], "1 + 0*x", [0.0], digits=6.03)


def test_no_number_where_the_truth_is_one():
    with pytest.raises(AssertionError, match="no number"):
        assert_certified(lambda x: math.nan, "x", [1.0], max_ulps=1e300)
    with pytest.raises(AssertionError, match="raised ZeroDivisionError"):
        assert_certified(lambda x: 1 / 0, "x", [1.0], max_ulps=1e300)


def test_inputs_outside_the_domain_do_not_count_but_one_must():
    assert_certified(lambda x: math.sqrt(abs(x)), "sqrt(x)", [-1.0, 4.0], max_ulps=1)
    with pytest.raises(AssertionError, match="not a real number at any"):
        assert_certified(lambda x: 1.0, "sqrt(x)", [-1.0], max_ulps=1)


def test_truth_over_balls_and_results_given():
    assert_certified([math.e], lambda x: arb(x).exp(), [1.0], max_ulps=1)
    with pytest.raises(AssertionError, match="worst is input 1"):
        assert_certified([1.0, 3.0], "exp(x)", [0.0, 1.0], max_ulps=1)


@pytest.mark.parametrize(
    ("arguments", "limits"),
    [
        ((math.exp, "exp(x)", [1.0]), {}),
        ((math.exp, "exp(x)", []), {"max_ulps": 1}),
        ((math.exp, "exp(x)", [math.nan]), {"max_ulps": 1}),
        (([1.0], "exp(x)", [1.0, 2.0]), {"max_ulps": 1}),
        ((math.hypot, "sqrt(u^2 + v^2)", [(3.0, 4.0)]), {"max_ulps": 1}),
        ((math.exp, "exp(x", [1.0]), {"max_ulps": 1}),
    ],
)
def test_a_call_that_makes_no_sense_is_told(arguments, limits):
    with pytest.raises(BadInput):
        assert_certified(*arguments, **limits)


def test_no_result_hides_behind_another_at_the_same_input():
    with pytest.raises(BadInput, match="two results"):
        assert_certified([99.0, math.e], "exp(x)", [1.0, 1.0], max_ulps=1)
    assert_certified([math.e, math.e], "exp(x)", [1.0, 1.0], max_ulps=1)


# --- strategies ---------------------------------------------------------------------------------------


@given(st.data())
def test_floats_stay_in_their_domain(data):
    low, high = sorted(data.draw(st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))))
    assert low <= data.draw(floats_in(low, high)) <= high


def test_floats_shrink_to_something_readable():
    from hypothesis import find

    # Which of the short numbers depends on where the search began: 3.0 or 2.3125 for the wider range.
    for high in (9.0, 2.9):
        assert (64 * find(floats_in(-10.0, 10.0), lambda x, high=high: 2.3 < x < high)).is_integer()


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([1e2, 1e8, 1e16, 1e24]))
def test_condition_numbers_are_near_the_one_asked_for(data, condition):
    for strategy in (sums, dot_products, polynomials):
        drawn = data.draw(strategy(condition))
        assert condition / 16 <= drawn.condition <= 16 * condition, strategy.__name__


@settings(max_examples=60, deadline=None)
@given(sums(1e10), dot_products(1e10), polynomials(1e10))
def test_exact_values_are_exact(s, d, p):
    assert s.value == sum(map(Fraction, s.terms))
    assert d.value == sum(Fraction(a) * Fraction(b) for a, b in zip(d.x, d.y, strict=True))
    horner = Fraction(0)
    for a in reversed(p.coefficients):
        horner = horner * Fraction(p.x) + Fraction(a)
    assert p.value == horner


@pytest.mark.parametrize("strategy", [sums, dot_products, polynomials, matrices])
@pytest.mark.parametrize("condition", [0, 0.5, -1, math.nan, math.inf, 1e40, "1e3", 1j])
def test_a_condition_number_that_no_such_data_have_is_refused(strategy, condition):
    with pytest.raises(BadInput, match="condition= has to be a number from 1 to"):
        strategy(condition)


@pytest.mark.parametrize("strategy", [sums, dot_products, polynomials])
def test_the_largest_condition_number_is_reached(strategy):
    @settings(max_examples=30, deadline=None)
    @given(strategy(1e30))
    def reached(data):
        assert Fraction(1e30) / 8 <= data.condition <= 8 * Fraction(1e30)

    reached()


def test_what_is_asked_of_strategies_is_checked():
    for ask in (
        lambda: floats_in(1.0, 0.0),
        lambda: floats_in(math.nan, 1.0),
        lambda: floats_in(0.0, math.inf),
        lambda: balls_around(1.0, -1.0),
        lambda: balls_around(math.inf, 1.0),
        lambda: sums(1e3, most=3),
        lambda: polynomials(1e3, degree=0),
    ):
        with pytest.raises(BadInput):
            ask()


@settings(max_examples=20)
@given(st.sampled_from([math.inf, math.nan, 0.0, None, 5e-324, 1e308, 2.0]))
def test_any_error_can_be_steered_towards(ulps):
    steer_towards_error(ulps)


@settings(max_examples=20, deadline=None)
@given(matrices(1e6))
def test_condition_numbers_of_matrices_are_certified(m):
    reference = np.linalg.cond(m.entries, np.inf)
    assert 1e3 <= float(m.condition.mid()) <= 1e9
    assert abs(float(m.condition.mid()) / reference - 1) < 1e-6


@given(st.data(), st.floats(-1e10, 1e10), st.floats(0, 1e5))
@settings(max_examples=100)
def test_balls_contain_their_point(data, x, radius):
    assert data.draw(balls_around(x, radius)).contains(arb(x))


# --- the plugin ---------------------------------------------------------------------------------------

CATALOGUE = """
from verify.catalogue.exp_negative.methods import ALGORITHMS
from verify.catalogue.exp_negative.problem import problem
from verify.catalogue.sources import HOMEWORK
from verify.claims.declare import Claims
from verify.core.claim import Outcome, Reach

T = Claims(problem, HOMEWORK, "T-")
SAID = {"says": "says", "reading": "reading", "reach": Reach.EXAMPLE}
CLAIMS = (
    T.law("1", check=lambda: Outcome(True, "shown"), **SAID),
    T.law("2", check=lambda: Outcome(False, "not so"), **SAID),
)
"""


def test_claims_are_items_and_the_summary_counts(pytester):
    pytester.makepyfile(verify_mine=CATALOGUE)
    pytester.makepyfile(
        test_mine="""
        import math
        from verify.testing import assert_certified

        def test_exp():
            assert_certified(math.exp, "exp(x)", [1.0, 2.0], max_ulps=1)
        """
    )
    result = pytester.runpytest_inprocess("--verify", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(
        [
            "T-2 is declared CONFIRMED but found REFUTED: not so",
            "math:exp: 2 inputs, at most 0.* ulps",
            "claims: 1 CONFIRMED, 1 REFUTED",
        ]
    )


def test_a_claim_that_does_not_end_is_ended_and_told(pytester):
    endless = CATALOGUE.replace("lambda: Outcome(False", "lambda: endless() or Outcome(False")
    pytester.makepyfile(verify_mine="def endless():\n    while True:\n        pass\n" + endless)
    asked = ("--verify", "--verify-timeout", "1", "-k", "T-2", "-p", "no:cacheprovider")
    result = pytester.runpytest_inprocess(*asked)
    result.assert_outcomes(failed=1, deselected=4)
    result.stdout.fnmatch_lines(["*the time limit of 1 s*"])


@pytest.mark.parametrize(
    ("option", "says"), [("timeout", "the time limit must be above 0"), ("memory", "GiB")]
)
def test_a_limit_that_is_none_is_a_usage_error(pytester, option, says):
    pytester.makepyfile(verify_mine=CATALOGUE)
    result = pytester.runpytest_inprocess("--verify", f"--verify-{option}", "0", "-k", "T-1")
    assert says in result.stdout.str() + result.stderr.str()
    assert result.ret != 0


def test_the_summary_counts_what_was_certified_and_says_what_failed(pytester):
    pytester.makepyfile(
        test_mine="""
        import math
        import pytest
        from verify.testing import assert_certified

        def nothing(x):
            return math.nan

        def test_nan():
            with pytest.raises(AssertionError):
                assert_certified(nothing, "x", [1.0, 2.0, 3.0], max_ulps=1)

        def test_half():
            with pytest.raises(AssertionError):
                assert_certified(lambda x: x if x < 2 else math.inf, "x", [1.0, 2.0, 3.0], max_ulps=1)
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2)
    lines = ["*: 1 inputs, at most 0.00 ulps, no number at 2", "test_mine:nothing: no number at 3"]
    result.stdout.fnmatch_lines(lines)


@pytest.mark.parametrize("value", ["R(0) / R(0)", "R(1) / R(0)"])
def test_a_body_without_a_finite_ball_has_passed_no_law(pytester, value):
    text = (
        CATALOGUE
        + f"""
import dataclasses
from verify.core.model import Algorithm, Unknown

def body(R, x):
    return {value} if R.name == "ball" else R.exp(-x)

ALGORITHMS = (Algorithm(name="lost", problem=problem, says="nothing", source=HOMEWORK, body=body),)
"""
    )
    pytester.makepyfile(verify_mine=text)
    result = pytester.runpytest_inprocess("--verify", "-p", "no:cacheprovider", "-k", "laws")
    assert result.parseoutcomes().get("passed", 0) == 0
    result.stdout.fnmatch_lines(["*parts_add_up at *"])


def test_an_exact_result_is_within_its_envelope_whatever_the_condition_number():
    truth = lambda x: x.max(arb(0))  # noqa: E731  (no derivative is known)
    assert_certified(lambda x: x, truth, [1.0, 2.0], envelope=1.0)
    with pytest.raises(AssertionError, match="condition number unknown"):
        assert_certified(lambda x: x * (1 + 2.0**-40), truth, [1.0, 2.0], envelope=1.0)


def test_without_the_flag_nothing_is_collected(pytester):
    pytester.makepyfile(verify_mine=CATALOGUE)
    assert pytester.runpytest_inprocess("-p", "no:cacheprovider").ret == 5


def test_a_malformed_catalogue_file_is_told(pytester):
    pytester.makepyfile(verify_mine="x = (")
    result = pytester.runpytest_inprocess("--verify", "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*verify_mine.py, line 1: '(' was never closed*"])


def test_the_plugin_costs_other_test_runs_nothing(pytester):
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy():
            assert not {"flint", "mpmath", "verify.measure.harness"} & set(sys.modules)
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest").assert_outcomes(
        passed=1
    )


# --- the documentation --------------------------------------------------------------------------------


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", (DOCS / "testing.md").read_text(), re.S))
def test_documented_examples_run(block, pytester):
    pytester.makepyfile(block)
    outcome = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-q").parseoutcomes()
    assert outcome.get("passed", 0) >= 1
    assert "failed" not in outcome


def test_documented_domains_parse():
    commands = re.findall(r"--domain (\S+)", (DOCS / "ci.md").read_text() + (DOCS / "testing.md").read_text())
    assert commands
    assert all(parse_domain([c]) for c in commands)
