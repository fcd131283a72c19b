"""The plugin: claims and laws as items, their limits, and the summary."""

import pytest
from flint import arb

from verify.testing import (
    assert_certified,
)

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
