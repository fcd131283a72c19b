"""What got better, what got worse."""

import json
import math

import pytest
from toys import claim, simple

from verify.checking import result as check
from verify.checking import result_row
from verify.checking.gate import Gate
from verify.checking.subjects.subject import subject
from verify.cli.main import cli
from verify.core.errors import BadInput
from verify.measure import harness
from verify.measure.limits import Limits
from verify.measure.point import point
from verify.records import compare, plain, record, table, write

LIMITS = Limits(1024)


def of_check(function, points=60, gate=None, truth="x^2", name="own", domain="x=0:1"):
    """What `check --json` prints of a function."""
    what = subject("math:exp", truth, [domain])
    what = type(what)(**{**vars(what), "name": name, "function": function})
    result = check.check(what, points, 0, LIMITS)
    return {"results": [result_row.row(result, gate or Gate(), "")]}


def side(tmp_path, document, name="a.json"):
    """What compare reads of the result of a check, or of a record with the measurements it holds."""
    path = tmp_path / name
    if "measurements" in document:
        rows = document["measurements"]
        table.write(tmp_path / f"{name}.parquet", rows)
        parts = [document[key] for key in ("provenance", "problems", "claims", "ladders")]
        document = record.document(*parts, tmp_path / f"{name}.parquet")
    path.write_text(plain.to_json(document))
    return compare.read(path)


def changes(tmp_path, old, new):
    return compare.compare(side(tmp_path, old, "old.json"), side(tmp_path, new, "new.json"))


def square(x):
    return x * x


GOOD = of_check(square)


def of_run(truth, body, points=5, verdict=True):
    """What a run of one algorithm found."""
    algorithm = simple(truth, body)
    where = [point(algorithm.problem, {"x": k}, {}) for k in range(1, points + 1)]
    rows = [write.measurement_row(m) for m in harness.sweep(algorithm, where, LIMITS)]
    from verify.core.claim import Outcome

    judged = harness.judge(claim(lambda: Outcome(verdict, "shown")), LIMITS)
    return {
        "provenance": {"command": "verify run"},
        "problems": [write.problem_row(algorithm.problem, [algorithm])],
        "measurements": rows,
        "claims": [write.verdict_row(judged)],
        "ladders": [],
    }


# --- checks -------------------------------------------------------------------------------------------


def test_the_same_is_no_change(tmp_path):
    assert changes(tmp_path, GOOD, GOOD) == []


def test_a_larger_error_is_worse_and_a_smaller_one_better(tmp_path):
    bad = of_check(lambda x: x * x * (1 + 2.0**-50))
    worse = changes(tmp_path, GOOD, bad)
    assert {c.says.split(" of ")[0] for c in worse} == {"max", "p99", "median"}
    assert all(c.worse for c in worse)
    largest = next(c for c in worse if c.says.startswith("max"))
    assert f"now at x={bad['results'][0]['worst']['inputs']['x']}" in largest.says
    assert float(largest.before) < 1 < float(largest.after)
    assert not any(c.worse for c in changes(tmp_path, bad, GOOD))


def test_a_change_below_what_samples_are_known_to_is_none(tmp_path):
    moved = json.loads(json.dumps(GOOD))
    moved["results"][0]["ulps"]["max"] += 2.0**-11
    assert changes(tmp_path, GOOD, moved) == []
    moved["results"][0]["ulps"]["max"] += 2.0**-8
    assert [c.worse for c in changes(tmp_path, GOOD, moved)] == [True]


def test_a_result_that_is_no_number_any_more_is_worse(tmp_path):
    bad = of_check(lambda x: math.nan if 0.5 < x < 0.6 else square(x))
    assert bad["results"][0]["failed"] > 0
    (change,) = [c for c in changes(tmp_path, GOOD, bad) if "not numbers" in c.says]
    assert (change.before, change.worse) == ("0", True)
    (change,) = [c for c in changes(tmp_path, bad, GOOD) if "not numbers" in c.says]
    assert (change.after, change.worse) == ("0", False)


def test_an_input_that_is_undecided_now_is_worse(tmp_path):
    open_now = of_check(square, truth="x^2 + 0*x/(sin(1)^2 + cos(1)^2 - 1)")
    both = changes(tmp_path, GOOD, open_now)
    assert any(c.says == "undecided inputs" and c.worse for c in both)


def test_a_gate_that_fails_now_is_worse(tmp_path):
    fails = of_check(square, gate=Gate(max_ulps=0.1))
    (change,) = changes(tmp_path, GOOD, fails)
    assert (change.says, change.before, change.after, change.worse) == ("verdict", "passed", "failed", True)
    (change,) = changes(tmp_path, fails, GOOD)
    assert not change.worse


def test_a_function_that_is_gone_is_worse_and_a_new_one_is_not(tmp_path):
    two = {"results": [*GOOD["results"], *of_check(square, name="other")["results"]]}
    assert any(c.name == "other" and c.worse for c in changes(tmp_path, two, GOOD))
    assert not any(c.worse for c in changes(tmp_path, GOOD, two))


def of_many(*sizes, specs=("hilbert(10)", "pei(4)", "pei(4)")):
    """Rows of one function, at several arrays or several times at the same."""
    row = GOOD["results"][0]
    kept = {"shape": [4, 4], "exact": True}
    rows = [
        row | {"arrays": {"A": {"spec": spec} | kept}, "ulps": row["ulps"] | {"max": size}}
        for size, spec in zip(sizes, specs, strict=True)
    ]
    return {"results": rows}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_several_rows_of_one_function_each_is_compared(tmp_path, place):
    worse = [1.0, 2.0, 3.0]
    worse[place] *= 100
    (change,) = changes(tmp_path, of_many(1.0, 2.0, 3.0), of_many(*worse))
    assert change.worse
    assert change.name == ["own, A=hilbert(10)", "own, A=pei(4)", "own, A=pei(4) #2"][place]


def test_figures_beyond_float64_are_the_worst(tmp_path):
    beyond = of_check(lambda x: 1e300, truth="x - x")
    assert beyond["results"][0]["ulps"]["max"] is None
    assert any(c.worse and c.after == "no number" for c in changes(tmp_path, GOOD, beyond))


# --- records ------------------------------------------------------------------------------------------


def test_records_are_compared_input_by_input(tmp_path):
    good = of_run(lambda x: x / 3, lambda R, x: x / 3)
    bad = of_run(lambda x: x / 3, lambda R, x: x / 3 + x / 2**50)
    (change,) = changes(tmp_path, good, bad)
    assert change.worse
    assert "5 of 5 shared inputs" in change.says
    assert changes(tmp_path, good, good) == []
    assert [c.worse for c in changes(tmp_path, bad, good)] == [False]


def test_of_shared_inputs_the_one_that_got_worst_is_named(tmp_path):
    good = of_run(lambda x: x / 3, lambda R, x: x / 3)
    mixed = json.loads(json.dumps(good))
    rows = mixed["measurements"]
    rows[1]["ulps"], rows[3]["ulps"] = 7.0, None
    worse = changes(tmp_path, good, mixed)[0]
    assert worse.worse
    assert rows[3]["inputs"]["x"] in worse.says
    assert "2 of 5" in worse.says
    assert worse.after == "no number"


def test_without_shared_inputs_distributions_are_compared(tmp_path):
    good = of_run(lambda x: x / 3, lambda R, x: x / 3)
    bad = of_run(lambda x: x / 3, lambda R, x: x / 3 + x / 2**50)
    for row in bad["measurements"]:
        row["inputs"] = {"x": float.hex(float.fromhex(row["inputs"]["x"]) + 100)}
    assert {c.says.split(" of ")[0] for c in changes(tmp_path, good, bad)} >= {"max", "p99", "median"}


def test_verdicts_that_changed_are_told(tmp_path):
    before, after = (of_run(lambda x: x, lambda R, x: x, verdict=v) for v in (True, False))
    (change,) = changes(tmp_path, before, after)
    assert (change.name, change.before, change.after, change.worse) == ("T-1", "CONFIRMED", "REFUTED", True)


# --- the command --------------------------------------------------------------------------------------


def run(*words):
    from click.testing import CliRunner

    return CliRunner().invoke(cli, ["compare", *map(str, words)])


def test_worse_is_exit_1_and_json_is_one_document(tmp_path):
    bad = of_check(lambda x: x * x * (1 + 2.0**-50))
    for name, document in (("good.json", GOOD), ("bad.json", bad)):
        (tmp_path / name).write_text(plain.to_json(document))
    worse = run(tmp_path / "good.json", tmp_path / "bad.json", "--json")
    assert worse.exit_code == 1
    assert all(c["worse"] for c in json.loads(worse.stdout)["changes"])
    assert run(tmp_path / "bad.json", tmp_path / "good.json").exit_code == 0
    same = run(tmp_path / "good.json", tmp_path / "good.json")
    assert (same.exit_code, same.stdout) == (0, "nothing changed\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a record"),
        ("7", "is not a record"),
        ("null", "is not a record"),
        ('"results"', "is not a record"),
        ("{}", "is not a record"),
        ('{"results": 7}', "is malformed: results"),
        ('{"results": [7]}', r"is malformed: results\[0\]"),
        ('{"results": [{"target": "f"}]}', r"is malformed: results\[0\]"),
        ('{"results": [], "results": []}', "stands twice"),
        (
            '{"results": [{"target": "f", "ulps": {"max": "x", "p99": 1, "median": 1}}]}',
            "is malformed: results",
        ),
        ('{"measurements": [], "summary": [], "claims": [1]}', "is not a record"),
    ],
)
def test_what_is_no_record_is_bad_input(tmp_path, text, says):
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(BadInput, match=says):
        compare.read(tmp_path / "bad.json")


def test_what_cannot_be_read_is_bad_input(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(BadInput, match="cannot read"):
            compare.read(path)
