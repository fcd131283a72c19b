"""The command line: one JSON document, one line for what is wrong, exit codes, nothing half written."""

import json
import subprocess
import sys

import pytest
from toys import FILE

from verify import __version__
from verify.cli import main as main_module
from verify.cli import run as running
from verify.cli.main import answer
from verify.records import plain, read, record, table
from verify.runs import cache, discover

COMMANDS = sorted(main_module.COMMANDS)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder with a user's file in it; declarations are read anew."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roots.py").write_text(
        FILE.replace("count=100", "count=3").replace("CHECK", "pass"), encoding="utf-8"
    )
    yield tmp_path
    discover.loaded.cache_clear()
    cache.code.cache_clear()


@pytest.fixture
def verify(monkeypatch, capsys):
    """Run a command: its exit code and what it wrote on either stream."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            answer()
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.fixture
def no_pages(monkeypatch):
    """A run without its report and without asking for the processor: both take their time."""
    monkeypatch.setattr("cpuinfo.get_cpu_info", dict)
    monkeypatch.setattr(running, "rendered", lambda record, out: [out / "report.html"])


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if "__pycache__" not in path.parts}


# --- help and listing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_help(verify, command):
    code, out, err = verify(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: verify {command}")
    assert main_module.COMMANDS[command].says.rstrip(".") in " ".join(out.split())


def test_the_contracts_commands_are_there(verify):
    assert {"list", "show", "run", "claims", "certify", "report"} <= set(COMMANDS)
    code, out, err = verify("--help")
    assert (code, err) == (0, "")
    assert all(command in out for command in COMMANDS)


def test_no_command_at_all_shows_the_help(verify):
    code, out, err = verify()
    assert code in (0, 2)
    assert "Usage: verify" in out
    assert err == ""


def test_the_version(verify):
    code, out, _ = verify("--version")
    assert (code, out.strip()) == (0, f"verify, version {__version__}")


def test_the_module_is_the_command():
    told = subprocess.run(
        [sys.executable, "-m", "verify", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == f"verify, version {__version__}\n"


def document(verify, *arguments, code=0):
    """What a command prints with --json: exactly one document, and nothing on the other stream."""
    found, out, err = verify(*arguments, "--json")
    assert (found, err) == (code, "")
    return json.loads(out)


def test_list(verify):
    listed = document(verify, "list")
    names = {p["name"] for p in listed["problems"]}
    assert {"exp_negative", "hilbert_solve", "gaussian_integral"} <= names
    first = next(p for p in listed["problems"] if p["name"] == "exp_negative")
    assert [a["name"] for a in first["algorithms"]] == ["direct", "recursion", "reciprocal"]
    assert {"id", "kind", "says", "reading", "source", "declared"} <= set(first["claims"][0])
    assert all(set(s["problems"]) <= names for s in listed["sources"])
    code, out, err = verify("list")
    assert (code, err) == (0, "")
    assert "exp_negative" in out
    assert "E-1a" in out


def test_show(verify):
    shown = document(verify, "show", "exp_negative")
    assert shown["name"] == "exp_negative"
    assert shown["last_record"] is None
    assert [a["parameters"][0]["name"] for a in shown["algorithms"]] == ["terms"] * 3
    code, out, _ = verify("show", "exp_negative")
    assert code == 0
    assert "no record of it at verify-out/record.json" in out


def test_claims(verify):
    rows = document(verify, "claims", "roots.py", "--jobs", 1)["claims"]
    assert [(r["id"], r["verdict"]) for r in rows] == [("R-1", "CONFIRMED"), ("R-2", "REFUTED")]
    fields = {"id", "problem", "kind", "says", "reading", "source", "verdict", "evidence", "bits"}
    assert all(fields <= set(row) for row in rows)
    code, out, err = verify("claims", "roots.py", "--jobs", 1)
    assert (code, err) == (0, "")
    assert "R-2 REFUTED" in out


def test_a_verdict_that_is_not_the_declared_one_exits_with_1(verify, here):
    text = (
        (here / "roots.py")
        .read_text(encoding="utf-8")
        .replace("check=check", "check=check, declared=REFUTED")
    )
    (here / "roots.py").write_text(text, encoding="utf-8")
    assert document(verify, "claims", "roots.py", "--jobs", 1, code=1)["claims"][0]["verdict"] == "CONFIRMED"
    code, out, _ = verify("claims", "roots.py", "--jobs", 1)
    assert code == 1
    assert "R-1 CONFIRMED, declared REFUTED" in out


# --- run, report, show -----------------------------------------------------------------------------------


def test_a_run_from_end_to_end(verify, here):
    made = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7, "--max-bits", 512)
    assert set(made) >= {"schema", "provenance", "measurements", "claims"}
    assert made["provenance"]["command"] == "verify run roots.py --jobs 1 --seed 7 --max-bits 512 --json"
    assert (made["provenance"]["seed"], made["provenance"]["max_bits"]) == (7, 512)
    told = made["measurements"]
    assert (told["file"], told["rows"]) == ("measurements.parquet", 9)
    rows = [*read.record(here / "verify-out" / "record.json").rows()]
    fields = (
        "problem algorithm inputs parameters computed truth forward_error rounding_error truncation_error "
        "data_error backward_error condition_number ulps digits cause inherent bits"
    )
    assert all(set(fields.split()) <= set(row) for row in rows)
    out = here / "verify-out"
    assert json.loads((out / "record.json").read_text(encoding="utf-8")) == made
    assert (out / "measurements.parquet").is_file()
    assert (out / "report.html").is_file()
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "sqrt(x)" in page
    (out / "report.html").unlink()
    code, text, err = verify("report", out / "record.json")
    assert (code, err) == (0, "")
    assert (out / "report.html").read_text(encoding="utf-8") == page
    assert text.replace(str(here) + "/", "") == "wrote verify-out/report.html\n"
    assert sorted(path.name for path in out.iterdir()) == [
        *("cache", "measurements.parquet", "record.json", "report.html"),
    ]
    code, text, err = verify("report", out / "record.json", "--out", "published")
    assert (code, err) == (0, "")
    assert (here / "published" / "report.md").is_file()
    assert [*(here / "published" / "figures").glob("roots-*.svg")]


def test_a_run_is_resumed_and_shown(verify, no_pages):
    made = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7)
    again = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 7, "--resume")
    assert again["measurements"] == made["measurements"]
    other = document(verify, "run", "roots.py", "--jobs", 1, "--seed", 8)
    assert other["measurements"] != made["measurements"]
    shown = document(verify, "show", "roots.py")["last_record"]
    assert shown["summary"] == other["summary"]
    code, text, err = verify("show", "roots.py")
    assert (code, err) == (0, "")
    assert "last record: verify-out/record.json, made by verify run roots.py" in text


def test_one_measurement_is_printed_whole(verify, no_pages):
    code, out, err = verify("run", "roots.py", "--at", "x=2", "--at", "steps=5", "--algorithm", "newton")
    assert (code, err) == (0, "")
    for word in ("forward_error", "rounding_error", "0x1.6a09e667f3bc", "report: verify-out/report.html"):
        assert word in out
    made = document(verify, "run", "roots.py", "--at", "x=2", "--at", "steps=5", "--algorithm", "newton")
    y = 2.0
    for _ in range(5):
        y = (y + 2.0 / y) / 2.0
    assert [row["computed"] for row in made["rows"]] == [y.hex()]


def test_certify_writes_and_checks(verify, here):
    text = (here / "roots.py").read_text(encoding="utf-8")
    text = text.replace(
        "inputs=", 'references=({"x": 2},), opinion=Route(lambda mp, x: mp.sqrt(x), "mpmath"), inputs='
    )
    (here / "roots.py").write_text(text, encoding="utf-8")
    code, out, err = verify("certify", "roots.py")
    assert (code, out, err) == (0, "wrote references/roots.json\n", "")
    assert verify("certify", "--check", "roots.py")[:2] == (0, "1 files checked, 0 faults\n")
    stored = here / "references" / "roots.json"
    stored.write_text(stored.read_text(encoding="utf-8").replace("1.4142", "1.4143"), encoding="utf-8")
    code, out, err = verify("certify", "--check", "roots.py")
    assert (code, err) == (1, "")
    assert "was changed after it was written" in out
    assert out.endswith("1 files checked, 1 faults\n")


# --- bad input: one line, exit 2, nothing written --------------------------------------------------------

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
