"""Records: what is written contains what was measured, and is read back as it was written."""

import dataclasses
import json
import math

import numpy as np
import pyarrow.parquet
import pytest
import toys
from exactly import as_fmpq, contains, covers
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from verify.arithmetic.precision import precision
from verify.core.claim import Outcome, Verdict
from verify.core.errors import BadInput
from verify.core.model import Measurement
from verify.records import read as load
from verify.records import summary, write

radii = st.one_of(st.just((0, 0)), st.tuples(st.integers(1, 2**30), st.integers(-5000, 300)))


@st.composite
def balls(draw):
    """Any size and any radius: exact, narrow, wide, about zero, far beyond float64."""
    m, e = draw(st.integers(-(2**120), 2**120)), draw(st.integers(-5000, 5000))
    r, f = draw(radii)
    with precision(200):
        return arb(m * arb(2) ** e, r * arb(2) ** (e + f))


@st.composite
def measurements(draw):
    """A measurement of a number, vector or matrix, of the shape drawn."""
    shape = draw(st.sampled_from([(), (1,), (3,), (2, 2), (1, 3)]))

    def array(entries):
        if not shape:
            return draw(entries)
        made = np.empty(math.prod(shape), dtype=object)
        made[:] = [draw(entries) for _ in range(made.size)]
        return made.reshape(shape)

    computed = array(st.floats())
    part = st.one_of(st.none(), balls())
    parts = {
        name: draw(part)
        for name in (
            *("forward_error", "rounding_error", "truncation_error", "data_error"),
            *("backward_error", "condition_number", "forward_error_componentwise"),
        )
    }
    return Measurement(
        problem="toy",
        algorithm="way",
        inputs={"x": as_fmpq(draw(st.fractions())), "y": as_fmpq(draw(st.floats(-1e300, 1e300)))},
        parameters={"n": draw(st.integers(0, 10**6))},
        axis=draw(st.floats()),
        computed=computed.astype(float) if shape else computed,
        bits=draw(st.integers(0, 16384)),
        truth=array(balls()) if draw(st.booleans()) else None,
        **parts,
        ulps=draw(st.one_of(st.none(), st.floats(0, allow_nan=False))),
        digits=draw(st.one_of(st.none(), st.floats(0, 17))),
        cause=draw(st.sampled_from(["none", "data", "undecided"])),
        inherent=draw(st.sampled_from([True, False, None])),
        reason=draw(st.text()),
        details={name: draw(balls()) for name in draw(st.sampled_from([(), ("growth", "kappa_2")]))},
    )


BALLS = [
    *("truth", "forward_error", "rounding_error", "truncation_error", "data_error"),
    *("backward_error", "condition_number", "forward_error_componentwise"),
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
    assert json.loads(write.to_json(row)) == row, "plain data, no NaN among it"
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
        assert getattr(back, name) == getattr(m, name), name
    assert write.measurement_row(back).keys() == row.keys()


def measured(**more):
    blank = Measurement("toy", "way", {"x": as_fmpq(0.5)}, {}, 0.5, 1.0, 128, cause="none", ulps=0.0)
    return dataclasses.replace(blank, **more)


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
    back = write.measurement(json.loads(write.to_json(row)))
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


# --- summaries and thinning ----------------------------------------------------------------------------


def rows_of(sizes, algorithm="way"):
    return [
        write.measurement_row(
            measured(
                algorithm=algorithm, inputs={"x": as_fmpq(k)}, ulps=size, cause="none" if size else "range"
            )
        )
        for k, size in enumerate(sizes)
    ]


def test_a_summary_counts_and_ranks():
    (row,) = summary.summary(rows_of([*range(1, 100), None]))
    assert row["points"] == 100
    assert row["ulps"] == {"max": 99, "p99": 99, "median": 50}
    assert row["causes"] == {"none": 99, "range": 1}
    assert row["worst"]["inputs"] == {"x": float(99).hex()}, "no number at all is worse than any"
    (lost,) = summary.summary(rows_of([None]))
    assert lost["ulps"] == {"max": None, "p99": None, "median": None}


@given(st.lists(st.floats(0, 1e300), min_size=1, max_size=300))
def test_percentiles_are_values_that_enough_points_stay_below(sizes):
    (row,) = summary.summary(rows_of(sizes))
    for name, share in (("median", 0.5), ("p99", 0.99), ("max", 1)):
        value = row["ulps"][name]
        assert value in sizes
        assert sum(size <= value for size in sizes) >= share * len(sizes)


def test_algorithms_are_summarised_apart():
    rows = rows_of([1, 2]) + rows_of([3], "other")
    assert [(r["algorithm"], r["points"]) for r in summary.summary(rows)] == [("way", 2), ("other", 1)]


def test_a_small_sweep_is_kept_whole():
    rows = rows_of(range(50))
    assert summary.thinned(rows, most=50) == rows


@pytest.mark.parametrize("count", [51, 500, 3000])
def test_a_large_sweep_keeps_its_worst_and_its_order(count):
    sizes = [(7 * k) % count + 1 for k in range(count)]
    rows = rows_of(sizes)
    kept = summary.thinned(rows, most=50)
    assert len(kept) <= 60
    assert [rows.index(row) for row in kept] == sorted(rows.index(row) for row in kept)
    assert max(row["ulps"] for row in kept) == max(sizes)
    document = write.document({"command": "x"}, [], rows, [], [])
    assert document["complete"] is (count <= summary.MOST_ROWS)
    assert document["summary"][0]["points"] == count


def test_parquet_holds_every_row(tmp_path):
    rows = [*rows_of([1.5, None]), write.measurement_row(measured(computed=np.array([1.0, 2.0])))]
    write.write_parquet(tmp_path / "deep" / "m.parquet", rows)
    table = pyarrow.parquet.read_table(tmp_path / "deep" / "m.parquet").to_pylist()
    assert [row["ulps"] for row in table] == [1.5, None, 0]
    assert json.loads(table[0]["inputs"]) == rows[0]["inputs"]
    assert json.loads(table[2]["computed"]) == rows[2]["computed"]
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["m.parquet"]
    write.write_parquet(tmp_path / "empty.parquet", [])
    assert pyarrow.parquet.read_table(tmp_path / "empty.parquet").num_rows == 0


# --- reading -------------------------------------------------------------------------------------------


@pytest.fixture
def document():
    claim = write.verdict_row(Verdict(toys.claim(lambda: Outcome(True, "")), "CONFIRMED", "", 1))
    problem = write.problem_row(toys.problem(), [])
    return write.document({"command": "verify run"}, [problem], rows_of([1, 2]), [claim], [])


def test_a_record_is_read_as_written(tmp_path, document):
    path = tmp_path / "record.json"
    path.write_text(write.to_json(document), encoding="utf-8")
    assert load.record(path) == document


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "null",
        '{"schema": "other/1"}',
        '{"schema": "verify-record/1"}',
        "[" * 99999,
        "\x00",
    ],
    ids=lambda text: repr(text[:9]),
)
def test_what_is_no_record(tmp_path, text):
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="record"):
        load.record(path)


def test_no_file_no_text(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, tmp_path / "none.json", tmp_path / "binary"):
        with pytest.raises(BadInput, match=r"cannot read|not JSON"):
            load.record(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("provenance", None),
        ("measurements", {}),
        ("measurements", [3]),
        ("measurements", [{}]),
        ("claims", [{"id": 3}]),
        ("claims", "none"),
        ("summary", [{"problem": "toy"}]),
        ("problems", [{}]),
    ],
)
def test_a_record_of_the_wrong_shape(tmp_path, document, key, value):
    path = tmp_path / "record.json"
    path.write_text(json.dumps({**document, key: value}), encoding="utf-8")
    with pytest.raises(BadInput, match=rf"is malformed: .*{key} of the record"):
        load.record(path)


def test_parquet_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    def fails(*_, **__):
        raise OSError("no space")

    monkeypatch.setattr("pyarrow.parquet.write_table", fails)
    with pytest.raises(OSError, match="no space"):
        write.write_parquet(tmp_path / "m.parquet", rows_of([1]))
    assert list(tmp_path.iterdir()) == []
