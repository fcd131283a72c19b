"""The assertion, the strategies and the plugin."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from flint import arb

from verify.checking.subjects.subject import parse_domain
from verify.core.errors import BadInput
from verify.testing import (
    assert_certified,
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
