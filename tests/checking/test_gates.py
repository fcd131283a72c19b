"""Gates, and the rows that go into records."""

import json
import math
import shlex
from fractions import Fraction

import numpy as np
import pytest
from checking.asked import LIMITS, made
from click.testing import CliRunner
from exactly import as_fraction, contains

from verify.arithmetic.float64 import exact
from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.judging.tally import Tally
from verify.checking.one_input.samples import Failed, Judged, Outside, Undecided, severity
from verify.checking.result import Result
from verify.checking.subjects.subject import subject
from verify.cli.main import cli
from verify.records import plain, write


def of_samples(*samples):
    return Result(made(math.exp, "exp(x)", "x=0:1"), Tally.of(samples))


GOOD = Judged((0.5,), 1.0, ulps=1.5, at_least=1.4, envelope=3.0, relative=2e-16)


@pytest.mark.parametrize(
    ("gate", "extra", "passes"),
    [
        (Gate(), (), True),
        (Gate(max_ulps=1.5), (), True),
        (Gate(max_ulps=1.49), (), False),
        (Gate(max_envelope=3.0), (), True),
        (Gate(max_envelope=2.9), (), False),
        (Gate(1.5, 2.9), (), False),
        (Gate(max_ulps=2), (Undecided((0.1,), 1.0, "open"),), False),
        (Gate(max_ulps=2), (Failed((0.1,), math.nan, None),), False),
        (Gate(max_ulps=2), (Outside((0.1,), math.nan, "there"),), True),
        (Gate(max_ulps=math.nan), (), False),
    ],
)
def test_a_gate_is_passed_where_it_is_certainly_reached(gate, extra, passes):
    assert gate.passed(of_samples(GOOD, *extra)) == passes


def test_a_gate_is_not_passed_where_nothing_counts():
    assert not Gate(max_ulps=1).passed(of_samples(Outside((0.5,), 1.0, "there")))
    assert not Gate(max_ulps=1).passed(of_samples())


def test_a_row_has_the_names_of_the_contract():
    what = subject("math:log", "log(x)", ["x=-1:4"])
    result = check.check(what, 100, 0, LIMITS)
    row = result_row.row(result, Gate(max_ulps=1), result_row.reproduction(result))
    assert {
        "target",
        "truth",
        "format",
        "points",
        "worst",
        "worst_failure",
        "ulps",
        "found",
        "proved_bound",
        "exhaustive",
        "undecided",
        "outside_domain",
        "passed",
    } <= set(row)
    assert (row["target"], row["truth"], row["proved_bound"], row["undecided"]) == (
        "math:log",
        "log(x)",
        None,
        0,
    )
    assert (row["format"], row["exhaustive"]) == ("float64", None)
    assert set(row["ulps"]) == {"max", "p99", "median"}
    assert row["ulps"]["median"] <= row["ulps"]["p99"] <= row["ulps"]["max"] <= 1
    assert row["found"] <= row["ulps"]["max"]
    assert row["outside_domain"] == sum(x < 0 or x == 0 for (x,) in (s.where for s in result.samples))
    assert row["points"] + row["outside_domain"] == len(result.samples)
    assert row["passed"]
    assert {
        "problem", "algorithm", "inputs", "parameters", "computed", "truth", "forward_error",
        "rounding_error", "truncation_error", "data_error", "backward_error", "condition_number", "ulps",
        "digits", "cause", "inherent", "bits",
    } <= set(row["worst"])  # fmt: skip
    assert float.fromhex(row["worst"]["computed"]) == math.log(float.fromhex(row["worst"]["inputs"]["x"]))
    assert json.loads(plain.to_json(row)) == row


def test_figures_beyond_float64_have_no_number_in_json():
    result = check.check(made(lambda x: 1e300, "x - x", "x=0:1"), 20, 0, LIMITS)
    row = result_row.row(result, Gate(), "")
    assert row["ulps"]["max"] is None
    assert row["found"] > 1e300
    assert row["envelope"] is None
    json.loads(plain.to_json(row))


def test_the_reasons_of_failures_are_counted():
    row = result_row.row(
        check.check(made(lambda x: math.nan if x < 0 else math.sqrt(-x), "x", "x=-1:1"), 50, 0, LIMITS),
        Gate(),
        "",
    )
    assert row["failed"] == sum(row["failed_reasons"].values()) > 20
    assert set(row["failed_reasons"]) == {"returned nan", "raised ValueError: math domain error"}


def test_the_worst_is_measured_and_its_line_measures_it_again():
    what = subject("math:lgamma", "lgamma(x)", ["x=0.5:1,1.5:4"])
    result = check.check(what, 300, 0, LIMITS)
    severest = max(result.samples, key=severity)
    assert result.worst.inputs == {"x": exact(severest.where[0])}
    assert result.worst.ulps == pytest.approx(severest.ulps, rel=1e-3)
    words = shlex.split(result_row.reproduction(result))[1:]
    again = _json(words)["results"][0]
    assert again["points"] == 1
    assert again["worst"]["inputs"] == write.measurement_row(result.worst)["inputs"]
    assert again["worst"]["ulps"] == result.worst.ulps


def _json(words):

    outcome = CliRunner().invoke(cli, [*words, "--json"], catch_exceptions=False)
    return json.loads(outcome.stdout)


def test_what_a_function_prints_is_no_part_of_the_answer(tmp_path):
    (tmp_path / "loud.py").write_text("print('read')\n\n\ndef f(x):\n    print('called')\n    return x\n")
    words = ["check", f"{tmp_path}/loud.py:f", "--truth", "x", "--domain", "x=0:1", "--points", "4"]
    assert _json(words)["results"][0]["ulps"]["max"] == 0


def test_an_underflow_that_the_hardware_flags_is_a_matter_of_range():
    lost = check.check(made(lambda x: np.exp(-x) * np.exp(x - 20), "exp(-20)", "x=750:751"), 9, 0, LIMITS)
    assert lost.worst is None
    assert lost.worst_failure.cause == "range"
    cancelled = check.check(made(lambda x: (1 + x) - 1, "x", "x=1e-20:1e-19"), 9, 0, LIMITS)
    assert cancelled.worst.computed == 0
    assert cancelled.worst.cause == "rounding", "it was followed: nothing underflows"


def test_the_truth_of_a_measurement_contains_the_value():
    what = made(lambda x: x / 3, "x/3", "x=0:10")
    result = check.check(what, 50, 0, LIMITS)
    value = as_fraction(result.worst.inputs["x"]) / 3
    assert contains(result.worst.truth, value)
    assert not contains(result.worst.truth, value * (1 + Fraction(1, 2**60)))


def test_one_input_needs_no_domain():
    words = ["check", "cmath:log", "--truth", "log(z)", "--json", "--at"]
    for sign in "+-":  # on the cut the sign of zero says from which side
        (row,) = json.loads(CliRunner().invoke(cli, [*words, f"z=-1{sign}0j"]).stdout)["results"]
        assert (row["points"], row["undecided"]) == (1, 0)
        assert row["worst"]["ulps"] < 1
