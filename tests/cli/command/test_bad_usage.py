"""Bad input: one line, exit 2, nothing written."""

import json

import pytest

from verify.cli import run as running
from verify.records import plain, read, record, table


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if "__pycache__" not in path.parts}


AT = ("run", "exp_negative", "--at")


BAD = {
    "unknown command": (("runn",), "runn"),
    "unknown option": (("run", "--pointz", "3"), "--pointz"),
    "no argument": (("show",), "PROBLEM"),
    "unknown problem": (("run", "exp_negativ"), "did you mean exp_negative"),
    "unknown problem in show": (("show", "exp_nega"), "did you mean exp_negative"),
    "unknown problem in claims": (("claims", "hilbert"), "did you mean hilbert_solve"),
    "unknown problem in certify": (("certify", "zzz"), "no problem named"),
    "unknown algorithm": (("run", "exp_negative", "--algorithm", "recursive"), "did you mean recursion"),
    "nan": ((*AT, "x=nan"), "not a finite number"),
    "inf": ((*AT, "x=inf"), "not a finite number"),
    "outside": ((*AT, "x=-1"), "x is in [0, 750]"),
    "outside above": ((*AT, "x=750.001"), "x is in [0, 750]"),
    "too large": (("run", "gaussian_integral", "--at", "a=1e999", "--at", "eps=1"), ""),
    "no terms": ((*AT, "terms=0"), "terms is an integer in 1..200"),
    "half a term": ((*AT, "x=1", "--at", "terms=2.5"), "terms is an integer in 1..200"),
    "nonsense": ((*AT, "nonsense"), "write --at x=0.1"),
    "no value": ((*AT, "x="), "write --at x=0.1"),
    "no name": ((*AT, "=3"), "write --at x=0.1"),
    "twice": ((*AT, "x=1", "--at", "x=2"), "twice"),
    "another's input": ((*AT, "y=1"), "exp_negative has no y; it takes terms, x"),
    "missing input": (("run", "gaussian_integral", "--at", "a=1"), "needs the input eps"),
    "few bits": (("run", "exp_negative", "--max-bits", "10"), "give at least 64"),
    "few bits in claims": (("claims", "exp_negative", "--max-bits", "10"), "give at least 64"),
    "few bits in certify": (("certify", "exp_negative", "--max-bits", "10"), "give at least 64"),
    "bits that are none": (("run", "--max-bits", "many"), "many"),
    "no time": (("run", "exp_negative", "--timeout", "-1"), "at most 10^8 seconds, got -1"),
    "time nan": (("run", "exp_negative", "--timeout", "nan"), "10^8 seconds, got nan"),
    "time inf": (("run", "exp_negative", "--timeout", "inf"), "10^8 seconds, got inf"),
    "no memory": (
        ("run", "exp_negative", "--memory", "0"),
        "the memory limit must be a positive number of GiB, got 0",
    ),
    "no points": (("run", "exp_negative", "--points", "0"), "--points"),
    "no jobs": (("run", "exp_negative", "--jobs", "0"), "--jobs"),
    "executor": (("run", "exp_negative", "--executor", "nonsense"), "give dask://HOST:PORT"),
    "executor in claims": (("claims", "exp_negative", "--executor", "tcp://a:1"), "give dask://HOST:PORT"),
    "no file": (("run", "nowhere.py"), "there is no file nowhere.py"),
    "no function": (
        ("check", "math:pi", "--truth", "x", "--domain", "x=0:1"),
        "pi of math is not a function (its type is float)",
    ),
    "no core": (("check", "nowhere.fpcore"), "there is no file nowhere.fpcore"),
    "syntax": (("run", "syntax.py"), "syntax.py, line 2: invalid syntax"),
    "raising": (("claims", "raising.py"), "line 1: ZeroDivisionError"),
    "empty": (("run", "empty.py"), "declares no Problem"),
    "points that fail": (("run", "points.py"), "the points of roots cannot be drawn"),
    "no record": (("report", "none.json"), "cannot read none.json"),
    "a folder": (("report", "."), "cannot read ."),
    "no JSON": (("report", "syntax.py"), "is not JSON"),
    "no end of brackets": (("report", "brackets.json"), "is not JSON"),
    "no end of brackets in compare": (("compare", "record.json", "brackets.json"), "is not JSON"),
    "another JSON": (("report", "other.json"), "is not a record"),
    "changed record": (("report", "changed.json"), "was changed after it was written"),
    "changed record compared": (("compare", "record.json", "changed.json"), "was changed after"),
    "malformed record": (("report", "malformed.json"), "is malformed: record.claims[0]"),
    "malformed ladder": (("report", "ladder.json"), "is malformed: record.ladders[0]"),
    "old record": (("report", "old.json"), "run again"),
    "a key twice": (("report", "twice.json"), "the key 'schema' stands twice"),
    "no end of zeros": (("report", "/dev/zero"), "cannot read /dev/zero: it is not a regular file"),
    "no end of zeros compared": (("compare", "/dev/zero", "record.json"), "it is not a regular file"),
    "cache is a link": (("run", "roots.py", "--out", "linked"), "linked/cache is a symbolic link"),
    "cache is another's": (("run", "roots.py", "--out", "foreign"), "which verify did not write"),
    "malformed record shown": (("show", "exp_negative", "--record", "malformed.json"), "is malformed"),
    "out is a file": (("run", "roots.py", "--out", "other.json"), "give a path that can be written"),
    "out below a file": (("run", "roots.py", "--out", "other.json/x"), "give a path that can be written"),
    "report into a file": (
        ("report", "record.json", "--out", "other.json"),
        "give a path that can be written",
    ),
    "references in a file": (
        ("certify", "exp_negative", "--dir", "other.json"),
        "give a path that can be written",
    ),
    "no references": (("certify", "roots.py"), "none of these problems declares reference points"),
}


@pytest.fixture
def prepared(here):
    """Files that are wrong in the ways that BAD names."""
    (here / "syntax.py").write_text("x = 1\nx = = 2\n", encoding="utf-8")
    (here / "raising.py").write_text("1 / 0\n", encoding="utf-8")
    (here / "empty.py").write_text("", encoding="utf-8")
    points = (
        (here / "roots.py").read_text(encoding="utf-8").replace("for _ in range(count)", "for _ in nothing")
    )
    (here / "points.py").write_text(points, encoding="utf-8")
    (here / "brackets.json").write_text("[" * 100_000, encoding="utf-8")
    table.write(here / "measurements.parquet", [])
    good = record.document({"command": "verify run"}, [], [], [], here / "measurements.parquet")
    unsealed = {key: value for key, value in good.items() if key != "sha256"}
    bad = {"record": good, "other": {"schema": 1}, "changed": {**good, "claims": [3]}}
    bad |= {"malformed": plain.sealed({**unsealed, "claims": [3]})}
    bad |= {"ladder": plain.sealed({**unsealed, "ladders": [{"rungs": 7}]})}
    bad |= {"old": {**good, "schema": "verify-record/1"}}
    for name, content in bad.items():
        (here / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (here / "twice.json").write_text('{"schema": 1, "schema": 2}', encoding="utf-8")
    (here / "cache-elsewhere").mkdir()
    (here / "cache-elsewhere" / "precious.json").write_text("{}", encoding="utf-8")
    (here / "linked").mkdir()
    (here / "linked" / "cache").symlink_to(here / "cache-elsewhere")
    (here / "foreign" / "cache").mkdir(parents=True)
    (here / "foreign" / "cache" / "precious.json").write_text("{}", encoding="utf-8")
    return here


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_exit_2(verify, prepared, case):
    arguments, said = BAD[case]
    before = files(prepared)
    code, out, err = verify(*arguments)
    assert (code, out) == (2, ""), err
    assert err.startswith("verify: ")
    assert err.count("\n") == 1
    assert len(err) < 400
    assert said in err
    assert files(prepared) == before


@pytest.mark.parametrize("case", ["nan", "unknown algorithm", "executor", "out is a file", "few bits"])
def test_bad_input_with_json_prints_nothing_either(verify, prepared, case):
    code, out, err = verify(*BAD[case][0], "--json")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_bad_input_leaves_an_earlier_run_alone(verify, here, no_pages):
    assert verify("run", "roots.py", "--jobs", 1)[0] == 0
    before = files(here / "verify-out")
    for wrong in (("--executor", "nonsense"), ("--at", "x=-1"), ("--at", "steps=0"), ("--max-bits", "3")):
        assert verify("run", "roots.py", *wrong)[0] == 2
    assert files(here / "verify-out") == before


def test_an_interrupt_is_one_line(verify, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(running.perform, "carry_out", interrupted)
    code, out, err = verify("run", "roots.py", "--jobs", 1)
    assert (code, out) == (130, "")
    assert err.strip() == "verify: interrupted; what was done is kept, --resume goes on from it"


def test_markup_in_a_users_text_is_only_text(verify, here, no_pages):
    text = (here / "roots.py").read_text(encoding="utf-8")
    text = text.replace('"A note"', '"A [/note] [bold]"').replace(
        '"says": "says"', '"says": "[red] x[i] [/]"'
    )
    (here / "roots.py").write_text(text, encoding="utf-8")
    for arguments in (
        ("show", "roots.py"),
        ("claims", "roots.py", "--jobs", 1),
        ("run", "roots.py", "--jobs", 1),
    ):
        code, out, err = verify(*arguments)
        assert (code, err) == (0, "")
        assert "[bold]" in out or "[red] x[i] [/]" in out


def test_a_truth_that_calls_what_the_body_calls_fails_a_run(verify, here, no_pages):
    text = (here / "roots.py").read_text(encoding="utf-8")
    text = text.replace("return x.sqrt()", "return x.log1p().expm1().sqrt() + 0 * x")
    text = text.replace("R.sqrt(x)", "R.sqrt(R.expm1(R.log1p(x)))")
    (here / "roots.py").write_text(text, encoding="utf-8")
    code, out, _ = verify("run", "roots.py", "--jobs", 1)
    assert code == 1
    assert "truth and body both call expm1, log1p" in out
    made = json.loads((here / "verify-out" / "record.json").read_text(encoding="utf-8"))
    laws = made["laws"]
    assert [(r["algorithm"], r["found"]) for r in laws if r["law"] == "truth_is_independent"] == [
        ("newton", "held"),
        ("library", "broken"),
    ]


def test_an_undecided_truth_does_not_stop_a_run(verify, here, no_pages):
    text = (here / "roots.py").read_text(encoding="utf-8").replace("x.sqrt()", "x.sqrt() + arb(0, 1)")
    (here / "roots.py").write_text(text, encoding="utf-8")
    code, text, _ = verify("run", "roots.py", "--jobs", 1, "--max-bits", 256, "--json")
    assert code == 1, "nothing was certified"
    assert json.loads(text)["measurements"]["rows"] == 9
    rows = [*read.record(here / "verify-out" / "record.json").rows()]
    assert {row["cause"] for row in rows} == {"undecided"}
    assert all("too wide at 256 bits" in row["reason"] for row in rows)


def test_a_check_that_certifies_nothing_does_not_pass(verify):
    asked = ("check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1")
    code, out, _ = verify(*asked, "--given", "x > 5")
    assert code == 1
    assert "nothing was certified" in out


@pytest.mark.parametrize("limit", ["nan", "-1", "0"])
def test_a_limit_that_is_none_is_told(verify, limit):
    code, out, err = verify(
        "check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--max-ulps", limit
    )
    assert (code, out) == (2, "")
    assert f"--max-ulps must be positive, got {limit}" in err
