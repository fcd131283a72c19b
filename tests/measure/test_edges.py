"""Truths of zero, at edges, out of range."""

import math

import pytest
import toys
from exactly import contains
from flint import arb
from measure.problems import LOW

from verify.measure.harness import measure
from verify.records import plain, write


def test_a_truth_of_zero_met_and_missed():
    met = measure(toys.simple(lambda x: x - 1, lambda R, x: x - 1), LOW, x=1)
    assert (met.ulps, met.digits, met.cause, met.inherent) == (0, 17, "none", True)
    assert met.condition_number == arb.pos_inf()
    assert met.envelope == arb(2) ** (-53 + 1074), "half an ulp of 1 in ulps of 0"
    missed = measure(toys.simple(lambda x: x - 1, lambda R, x: x - 1 + R(2) ** -60), LOW, x=1)
    assert missed.ulps == 2.0**1014
    assert (missed.digits, missed.forward_error, missed.cause) == (0, None, "truncation")
    plain.to_json(write.measurement_row(missed))


def test_a_false_zero_is_undecided_never_wrong():
    way = toys.simple(lambda x: x.sqrt() ** 2 - 2, lambda R, x: R.sqrt(x) * R.sqrt(x) - 2, gradient=None)
    m = measure(way, LOW, x=2)
    assert m.cause == "undecided"
    assert m.inherent is None
    assert "too wide" in m.reason
    assert m.bits == 1024
    tenth = measure(toys.simple(lambda x: x * 10 - 1, lambda R, x: x * 10 - 1), LOW, x="1/10")
    assert tenth.cause == "undecided"


@pytest.mark.parametrize(("off", "ulps"), [(1, 2.0**-8), (-1, 2.0**-7)])
def test_a_truth_just_off_a_binade_edge(off, ulps):
    way = toys.simple(lambda x: x + off * arb(2) ** -60, lambda R, x: x)
    assert measure(way, LOW, x=1).ulps == ulps


@pytest.mark.parametrize("x", [0, -1])
def test_a_pole_is_no_failure_of_float64(x):
    m = measure(toys.simple(lambda t: t.log(), lambda R, t: R.log(t)), LOW, x=x)
    assert (m.cause, m.truth, m.digits, m.inherent) == ("undecided", None, None, None)
    assert "the truth is not finite" in m.reason


@pytest.mark.parametrize(
    ("truth", "body", "x", "computed"),
    [
        (lambda x: x.exp(), lambda R, x: R.exp(x), "1000", math.inf),
        (lambda x: (x * x).sqrt(), lambda R, x: R.sqrt(x * x), "1e200", math.inf),
        (lambda x: (x * x).sqrt(), lambda R, x: R.sqrt(x * x), "1e-170", 0.0),
        (lambda x: x, lambda R, x: x * x * x / (x * x), "1e200", math.nan),
        (lambda x: x.exp().exp(), lambda R, x: R.exp(R.exp(x)), "40", math.inf),
    ],
)
def test_a_result_lost_to_the_range(truth, body, x, computed):
    m = measure(toys.simple(truth, body), LOW, x=x)
    assert m.computed == computed or (math.isnan(m.computed) and math.isnan(computed))
    assert (m.cause, m.digits, m.inherent) == ("range", 0, False)
    assert m.condition_number is not None


def test_a_harmless_underflow_is_no_cause():
    """x is lost when 1 is added; that x x underflows as well changes nothing."""
    way = toys.simple(lambda x: x + x * x, lambda R, x: ((1 + x) - 1) + x * x)
    m = measure(way, LOW, x="1e-170")
    assert (m.computed, m.cause, m.inherent) == (0, "rounding", False)
    library = toys.algorithm(way.problem, float64=lambda x: x * x * 1e-300, ball=lambda x: x)
    assert measure(library, LOW, x="1e-170").cause == "range", "no body to run again: the flags decide"


def test_an_input_that_rounds_to_zero():
    m = measure(toys.simple(lambda x: 1 / x, lambda R, x: 1 / x), LOW, x="1e-400")
    assert m.computed == math.inf
    assert m.data_error is None
    assert contains(m.condition_number, 1)
