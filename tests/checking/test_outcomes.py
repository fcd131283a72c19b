"""What does not count, what fails, what stays open."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from checking.asked import LIMITS, at, made
from exactly import rounded

from verify.checking import result as check
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Failed, Outside, Undecided, severity
from verify.checking.subjects.subject import subject
from verify.checking.subjects.truths import over_balls
from verify.measure.limits import Limits


def told_open(sample):
    """Why a sample is undecided."""
    assert isinstance(sample, Undecided)
    return sample.why


@pytest.mark.parametrize(
    ("function", "truth", "where"),
    [
        (math.log, "log(x)", (-1.0,)),
        (math.log, "log(x)", (0.0,)),
        (lambda x: 0.0, "sqrt(x)", (-5e-324,)),
        (lambda x: 1.0, "gamma(x)", (-3.0,)),
        (math.pow, "x^y", (-2.0, 0.5)),
        (math.exp, "exp(x)", (1000.0,)),  # OverflowError, and the truth is beyond
        (lambda x: math.inf, "exp(x)", (709.79,)),
        (lambda x: -math.inf, "-exp(x)", (709.79,)),
    ],
)
def test_outside_the_domain_or_beyond_float64_nothing_counts(function, truth, where):
    assert isinstance(at(function, truth, *where), Outside)


@pytest.mark.parametrize(
    ("function", "truth", "where"),
    [
        (lambda x: math.nan, "x", (1.0,)),
        (lambda x: math.inf, "x", (1.0,)),
        (lambda x: math.inf, "exp(x)", (709.78,)),  # below the largest float64
        (lambda x: math.inf, "-exp(x)", (1000.0,)),  # the other infinity
        (lambda x: math.nan, "exp(x)", (1000.0,)),
        (math.log, "x", (-1.0,)),  # raises
        (lambda x: 1 / 0, "x", (1.0,)),
    ],
)
def test_no_number_where_the_truth_is_one_is_a_failure(function, truth, where):
    sample = at(function, truth, *where)
    assert isinstance(sample, Failed)
    assert severity(sample) == math.inf


def test_the_largest_number_is_told_from_an_overflow():
    # The nearest float64 is an infinity from 2^1024 - 2^970 on.
    edge = 2**1024 - 2**970
    for truth, fails in ((f"{edge - 1} + 0*x", True), (f"{edge} + 0*x", False)):
        assert isinstance(at(lambda x: math.inf, truth, 1.0), Failed) == fails
    assert math.isinf(rounded(Fraction(edge)))
    assert not math.isinf(rounded(Fraction(edge - 1)))


def test_a_truth_that_balls_do_not_settle_is_undecided():
    sample = at(lambda x: 1.0, "1/(sin(x)^2 + cos(x)^2 - 1)", 1.0)
    assert isinstance(sample, Undecided)
    assert "cannot decide" in sample.why


def test_a_truth_that_is_no_ball_is_no_truth(tmp_path):
    (tmp_path / "t.py").write_text(
        "import math\n\n\ndef good(x):\n    return x.exp()\n\n\ndef bad(x):\n    return math.exp(x)\n"
    )
    good = subject("math:exp", f"{tmp_path}/t.py:good", ["x=0:1"])
    assert max(s.ulps for s in assess(good, [(0.5,), (1.0,)], LIMITS)) < 1
    bad = subject("math:exp", f"{tmp_path}/t.py:bad", ["x=0:1"])
    result = check.check(bad, 20, 0, LIMITS)
    assert result.samples
    assert all("a ball became a float at " in told_open(s) for s in result.samples)
    number = replace(made(math.exp, "exp(x)", "x=0:1"), truth=over_balls(lambda x: 2.5))
    assert all("not a ball" in told_open(s) for s in check.check(number, 4, 0, LIMITS).samples)
    assert result.worst is None


def test_a_truth_or_a_function_without_end_is_undecided_when_its_time_is_up(tmp_path):
    (tmp_path / "t.py").write_text("def turn(x):\n    while True:\n        pass\n")
    name = f"{tmp_path}/t.py:turn"
    for what in (subject(name, "x", ["x=0:1"]), subject("math:exp", name, ["x=0:1"])):
        (sample,) = assess(what, [(0.5,)], Limits(seconds=0.05))
        assert "0.05 s" in told_open(sample)


def test_preconditions_are_asked_in_balls():
    given = ("x^2 + y^2 < 1", "x == 0 or 1/x > 2")
    assert at(math.hypot, "hypot(x, y)", 0.25, 0.25, given=given).ulps < 1
    assert at(math.hypot, "hypot(x, y)", 0.0, 0.5, given=given).ulps == 0
    assert isinstance(at(math.hypot, "hypot(x, y)", 0.75, 0.25, given=given), Outside)
    assert isinstance(at(math.hypot, "hypot(x, y)", 1.0, 1.0, given=given), Outside)
    # One that is certainly false is enough, whatever the other does.
    assert isinstance(at(math.exp, "exp(x)", 1.0, given=("sin(x)^2 + cos(x)^2 <= 1", "x < 1")), Outside)
    assert isinstance(at(math.exp, "exp(x)", 1.0, given=("sin(x)^2 + cos(x)^2 <= 1",)), Undecided)
