"""Records: what is written contains what was measured, and is read back as it was written."""

import math
import re

import numpy as np
import pytest
import toys
from exactly import as_fmpq, contains, covers
from flint import acb, arb
from hypothesis import given
from hypothesis import strategies as st
from measured import balls, measured, measurements

from verify.core.claim import Outcome, Verdict
from verify.core.errors import BadInput
from verify.records import plain, schema, value_shapes, write

BALLS = [
    *("truth", "forward_error", "rounding_error", "truncation_error", "data_error"),
    *("backward_error", "condition_number", "forward_error_componentwise", "data_error_componentwise"),
]


def same(one, other):
    return np.array_equal(np.array(one, float), np.array(other, float), equal_nan=True)


@given(ball=balls(), digits=st.integers(2, 60))
def test_the_text_of_a_ball_contains_it(ball, digits):
    read = write.parse_ball(write.ball_text(ball, digits))
    assert covers(read, ball)


@given(ball=balls())
def test_a_text_read_and_written_keeps_its_digits(ball):
    read = write.parse_ball(write.ball_text(ball, 40))
    if ball.rel_accuracy_bits() > 140:
        assert read.rel_accuracy_bits() > 120


@pytest.mark.parametrize("ball", [arb.nan(), arb.pos_inf(), arb(0, math.inf)])
def test_a_ball_that_is_not_finite_has_no_text(ball):
    with pytest.raises(ValueError, match="not finite"):
        write.ball_text(ball)


NO_BALLS = (
    "|1|[1]|[1 +/- ]|[1 +/- -1]|[1.2.3 +/- 0]|[. +/- 0]|[1 +/- .]|[nan +/- 1]|[1 +/- inf]|[1 +/- 1e]|[1 +- 1]"
    "|[1 +/- 1| [1 +/- 1]|[١ +/- 0]|[0x1p3 +/- 0]"
)


@pytest.mark.parametrize("text", NO_BALLS.split("|"))
def test_a_malformed_ball(text):
    with pytest.raises(BadInput, match=r"is not a ball; write \[m"):
        write.parse_ball(text)


@given(m=measurements())
def test_measurements_go_round(m):
    row = write.measurement_row(m)
    assert plain.parse(plain.to_json(row)) == row, "plain data, no NaN among it"
    assert schema.misfit("measurements", [row]) == ""
    back = write.measurement(row)
    for name in BALLS:
        written, read = getattr(m, name), getattr(back, name)
        assert (written is None) == (read is None), name
        if written is not None:
            pairs = zip(np.ravel(read), np.ravel(written), strict=True)
            assert all(covers(r, w) for r, w in pairs), name
            assert np.shape(read) == np.shape(written)
    assert all(covers(back.details[name], ball) for name, ball in m.details.items())
    assert same(m.computed, back.computed)
    assert np.shape(m.computed) == np.shape(back.computed)
    assert back.inputs == m.inputs
    assert (back.ulps == m.ulps) or (back.ulps is None and m.ulps == math.inf)
    for name in ("problem", "algorithm", "parameters", "bits", "digits", "cause", "inherent", "reason"):
        assert getattr(back, name) == plain.readable(getattr(m, name)), name
    assert write.measurement_row(back).keys() == row.keys()


def test_what_is_not_finite_is_null():
    row = write.measurement_row(
        measured(
            computed=-math.inf,
            axis=math.nan,
            ulps=math.inf,
            condition_number=arb(0, math.inf),
            envelope=arb.nan(),
            inherent_error=arb.neg_inf(),
            backward_error=arb(0, math.inf),
            forward_error_componentwise=arb.nan(),
            details={"growth": arb.nan()},
        )
    )
    assert row["computed"] == "-inf"
    assert row["details"] == {}
    unknown = (
        "condition_number",
        "envelope",
        "inherent_error",
        "backward_error",
        "forward_error_componentwise",
    )
    for name in ("axis", "ulps", *unknown):
        assert row[name] is None, name


def test_what_is_infinite_is_a_value_and_read_again():
    sizes = dict.fromkeys(("condition_number", "envelope", "inherent_error"), arb.pos_inf())
    row = write.measurement_row(measured(**sizes, details={"condition_number_1": arb.pos_inf()}))
    back = write.measurement(plain.parse(plain.to_json(row)))
    for name in sizes:
        assert row[name] == "inf"
        assert getattr(back, name) == arb.pos_inf()
    assert back.details == {"condition_number_1": arb.pos_inf()}
    with pytest.raises(BadInput):
        write.measurement({**row, "forward_error": "inf"})


@given(x=st.fractions())
def test_inputs_are_hex_floats_or_quotients(x):
    text = write.number_text(as_fmpq(x))
    is_float = not math.isinf(float(x) if abs(x) < 2**1023 else math.inf) and as_fmpq(float(x)) == as_fmpq(x)
    assert text == (float(x).hex() if is_float else f"{x.numerator}/{x.denominator}")


@pytest.mark.parametrize(
    "change",
    [
        {"computed": "zz"},
        {"computed": None},
        {"computed": [["0x1p0"], ["0x1p0", "0x1p0"]]},
        {"truth": "[1]"},
        {"truth": ["[1 +/- 0]", 3]},
        {"inputs": {"x": "abc"}},
        {"inputs": ["x"]},
        {"parameters": 3},
        {"forward_error": 0.5},
        {"details": {"growth": "big"}},
        {"details": ["growth"]},
        {"cause": ...},
    ],
    ids=str,
)
def test_a_malformed_measurement(change):
    row = {**write.measurement_row(measured()), **change}
    row = {key: value for key, value in row.items() if value is not ...}
    with pytest.raises(BadInput):
        write.measurement(row)


def test_a_verdict_has_the_contracts_names():
    claim = toys.claim(lambda: Outcome(True, "seen"), id="T-7")
    row = write.verdict_row(Verdict(claim, "REFUTED", "why", 256, arb(1)))
    assert {"id", "problem", "kind", "says", "reading", "source", "verdict", "evidence", "bits"} <= set(row)
    assert (row["id"], row["problem"], row["verdict"], row["declared"]) == (
        *("T-7", "toy", "REFUTED"),
        "CONFIRMED",
    )
    assert contains(write.parse_ball(row["ball"]), 1)
    assert "ball" not in write.verdict_row(Verdict(claim, "UNDECIDED", "why", 256, arb.nan()))


@pytest.mark.parametrize("z", [complex(-0.0, -1.5), complex(math.inf, -0.0), complex(1e-320, math.nan), 3.5])
def test_complex_results_are_read_as_they_were_written(z):
    text = write.result_text(z)
    assert repr(write.result_of(text)) == repr(z)
    assert re.search(value_shapes.ONE_RESULT["pattern"], text)
    assert not re.search(value_shapes.ONE_HEX["pattern"], text) or not isinstance(z, complex)


def test_complex_balls_are_read_as_they_were_written():
    z = acb(arb(1) / 3, arb(-2, 1e-9))
    text = write.ball_text(z)
    assert re.search(value_shapes.ONE_TRUTH["pattern"], text)
    assert write.parse_ball(text).contains(z)
    assert not re.search(value_shapes.ONE_TRUTH["pattern"], text.removesuffix("j"))
