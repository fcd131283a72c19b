"""Records: read as written, and refused when forged, cut off, swapped or of another version."""

import json
import shutil
import subprocess
import sys

import pyarrow.parquet
import pytest
import toys
from measured import measured

from verify.core.claim import Outcome, Verdict
from verify.core.errors import BadInput
from verify.records import plain, read, record, shapes, summary, table, write


@pytest.fixture
def path(tmp_path):
    """A record of one problem, with a claim, a ladder and two measurements."""
    rows = [write.measurement_row(measured(ulps=float(k))) for k in (1, 2)]
    table.write(tmp_path / record.MEASUREMENTS, rows)
    claim = write.verdict_row(Verdict(toys.claim(lambda: Outcome(True, "")), "CONFIRMED", "seen", 64))
    problem = toys.problem()
    ladder = {"problem": "toy", "algorithm": "way", "inputs": {"x": "1/3"}, "parameters": {}}
    rung = {"format": "p8", "bits": 8, "error": "[0.1 +/- 0]", "digits": 1.0}
    ladder |= {"rungs": [rung], "floor": None, "slope": -1.0, "takes_over": None, "reaching": {"3": None}}
    content = record.document(
        {"command": "verify run", "seed": 0},
        [write.problem_row(problem, [toys.algorithm(problem)])],
        [claim],
        [ladder],
        tmp_path / record.MEASUREMENTS,
    )
    return record.write(tmp_path, content)


def stored(path):
    return json.loads(path.read_text(encoding="utf-8"))


def store(path, document, seal=True):
    """A forger who knows how the hash is made."""
    document.pop("sha256", None)
    path.write_text(json.dumps(plain.sealed(document) if seal else document), encoding="utf-8")


def told(path):
    with pytest.raises(BadInput) as refused:
        read.record(path).drawn()
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400 + len(str(path))
    return str(refused.value)


def test_a_record_is_read_as_written(path):
    found = read.record(path)
    assert found.document == stored(path)
    assert [row["ulps"] for row in found.rows()] == [1.0, 2.0]
    assert found.drawn() == [*found.rows()]
    assert found.document["summary"][0]["points"] == found.document["measurements"]["rows"] == 2


def test_the_summary_is_that_of_all_the_rows(path):
    """No field that a summary looks at is left in the file."""
    lost = measured(cause="undecided", ulps=None, reason="too wide at 512 bits", broken="beyond its bound")
    rows = [write.measurement_row(measured(ulps=1.0)), write.measurement_row(lost)]
    table.write(path.parent / "others.parquet", rows)
    found = record.document({"command": "x"}, [], [], [], path.parent / "others.parquet")["summary"]
    assert found == summary.summary(rows)
    assert (found[0]["broken"], found[0]["undecided"]) == (1, 1)
    assert found[0]["reasons"] == {"too wide at 512 bits": 1}


def test_the_same_content_is_the_same_file(path, tmp_path):
    (tmp_path / "other").mkdir()
    again = record.write(tmp_path / "other", stored(path))
    assert again.read_bytes() == path.read_bytes()


CHANGES = {
    "a verdict": ("claims", 0, "verdict", "REFUTED"),
    "ulps": ("summary", 0, "ulps", {"max": 0.5, "p99": 0.5, "median": 0.5}),
    "a ball": ("ladders", 0, "rungs", 0, "error", "[0.2 +/- 0]"),
    "a count": ("summary", 0, "points", 3),
    "the seed": ("provenance", "seed", 1),
    "another file's hash": ("measurements", "sha256", "0" * 64),
}


def changed(document, change):
    *way, last, value = change
    inner = document
    for key in way:
        inner = inner[key]
    inner[last] = value
    return document


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_by_hand_is_refused(path, change):
    hashed = stored(path)
    path.write_text(json.dumps(changed(hashed, change)), encoding="utf-8")
    assert "was changed after it was written" in told(path)


FORGED = {
    "ulps below zero": ("summary", 0, "ulps", "max", -5),
    "ulps that are not numbers": ("summary", 0, "ulps", "max", "many"),
    "no such verdict": ("claims", 0, "verdict", "TRUE"),
    "a verdict that is a number": ("claims", 0, "verdict", 1),
    "no claim": ("claims", [3]),
    "claims that are none": ("claims", {}),
    "no ball": ("ladders", 0, "floor", "[1]"),
    "rungs that are none": ("ladders", 0, "rungs", 7),
    "a rung without bits": ("ladders", 0, "rungs", [{"format": "p8", "error": None, "digits": 0}]),
    "bits below zero": ("ladders", 0, "rungs", 0, "bits", -8),
    "a slope in words": ("ladders", 0, "slope", "steep"),
    "NUL in an algorithm's name": ("problems", 0, "algorithms", 0, "name", "way\x00"),
    "a control character in what it says": ("problems", 0, "title", "\x1b[2J"),
    "half a character": ("claims", 0, "evidence", "\ud800"),
    "a name that is a path": ("problems", 0, "name", "../up"),
    "the name of the first page": ("problems", 0, "name", "report"),
    "a cause of no kind": ("summary", 0, "causes", {"luck": 2}),
    "measurements elsewhere": ("measurements", "file", "../../etc/passwd"),
    "no measurements": ("measurements", None),
    "a provenance without a command": ("provenance", {}),
    "an axis that is none": ("problems", 0, "axis", "x"),
    "a place that is none": ("summary", 0, "worst", "inputs", {"x": "1/x"}),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_what_does_not_fit_its_shape_is_refused_whatever_its_hash(path, change):
    store(path, changed(stored(path), change))
    assert f"malformed: record.{change[0]}" in told(path)


@pytest.mark.parametrize("key", ["provenance", "problems", "summary", "claims", "ladders", "measurements"])
def test_a_missing_part_is_told(path, key):
    document = stored(path)
    del document[key]
    store(path, document)
    assert f"must contain ['{key}']" in told(path).replace('"', "'") or key in told(path)


def test_another_schema_is_told(path):
    for said, says in (
        ("verify-record/1", "of another version (verify-record/1, not verify-record/2); run again"),
        ("other/1", "is not a record"),
        (None, "is not a record"),
    ):
        store(path, {**stored(path), "schema": said})
        assert says in told(path)


def test_a_key_given_twice_is_told(path):
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"verdict":', '"verdict":"REFUTED","verdict":', 1), encoding="utf-8")
    assert "the key 'verdict' stands twice" in told(path)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_record_cut_off_is_told(path, share):
    text = path.read_bytes()
    path.write_bytes(text[: int(share * len(text))])
    assert "is not JSON" in told(path)


def test_measurements_missing_cut_off_or_swapped_are_told(path, tmp_path):
    file = tmp_path / record.MEASUREMENTS
    content = file.read_bytes()
    for other in (content[:-1], content[: len(content) // 2], b"", content + b"x"):
        file.write_bytes(other)
        assert "is not the file of measurements that" in told(path)
    table.write(file, [write.measurement_row(measured(ulps=7.0))])
    assert "is not the file of measurements that" in told(path)
    file.unlink()
    assert "is missing; keep both files together or run again" in told(path)
    file.mkdir()
    assert "is missing" in told(path)


MALFORMED = [
    {"ulps": -5.0},
    {"cause": "luck"},
    {"computed": "one"},
    {"truth": "[1]"},
    {"forward_error": "0.1"},
    {"algorithm": "way\x00"},
    {"inputs": '{"x": "1/x"}'},
    {"parameters": "[]"},
    {"bits": -1},
]


@pytest.mark.parametrize("change", MALFORMED, ids=str)
def test_a_forged_measurement_is_told_whatever_the_hashes(path, tmp_path, change):
    file = tmp_path / record.MEASUREMENTS
    rows = pyarrow.parquet.read_table(file).to_pylist()
    rows[1] |= change
    kinds = pyarrow.parquet.read_schema(file)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=kinds), file)
    document = stored(path)
    document["measurements"]["sha256"] = table.fingerprint(file)
    store(path, document)
    assert "is malformed: measurements[1]" in told(path)


def test_files_that_moved_together_are_a_record(path, tmp_path):
    shutil.copytree(tmp_path, tmp_path / "moved")
    assert read.record(tmp_path / "moved" / record.RECORD).document == stored(path)


def test_every_field_of_the_contract_is_checked():
    told = "schema provenance problems summary claims ladders measurements sha256"
    assert shapes.DOCUMENT["required"] == told.split()
    measurement = (
        "problem algorithm inputs parameters computed truth forward_error algorithm_error rounding_error "
        "truncation_error data_error backward_error condition_number envelope ulps digits cause inherent "
        "cancelled_bits bits"
    )
    assert set(measurement.split()) <= shapes.FIELDS.keys()
    assert shapes.MEASUREMENT["properties"].keys() == shapes.FIELDS.keys()


@pytest.mark.parametrize("module", ["read", "compare", "record", "table", "schema", "plain", "files"])
def test_reading_and_comparing_load_no_ball_arithmetic(module):
    code = f"import sys, verify.records.{module}; print({{'flint', 'gmpy2', 'mpmath'}} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
