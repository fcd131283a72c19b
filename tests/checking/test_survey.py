"""Surveys of a small library of our own, with functions that hang, crash and print."""

import json
import math
import sys
import time

import pytest
from click.testing import CliRunner

from verify.checking import survey
from verify.checking.one_input.sample import assess
from verify.checking.one_input.samples import Judged
from verify.checking.sampling.drawing import draw
from verify.checking.subjects.subject import subject
from verify.checking.survey_page import page
from verify.cli.main import cli
from verify.core import numbers
from verify.core.errors import BadInput
from verify.language import libraries
from verify.language.complex_libraries import COMPLEX_TABLES
from verify.language.functions import FUNCTIONS
from verify.measure.limits import Limits
from verify.runs import cache

LIBRARY = """
import math
import os
import time


def good(x):
    return math.sqrt(x)


def bad(x):
    return math.sqrt(x) * (1 + 1e-12)


def hangs(x):
    time.sleep(0.02)
    return 0.0


def sleeps(x):
    time.sleep(1000)


def crashes(x):
    os.kill(os.getpid(), 11)


def leaves(x):
    os._exit(3)


def raises(x):
    raise MemoryError


def loud(x):
    print("called", flush=True)
    os.write(1, b"called from below")
    return x


def unlisted(x):
    return x


def _private(x):
    return x
"""

TABLE = """
good    | sqrt(x) | x=0:4
bad     | sqrt(x) | x=0:4
sleeps  | x       | x=0:1
crashes | x       | x=0:1
leaves  | x       | x=0:1
raises  | x       | x=1:2
loud    | x       | x=0:1
missing | x       | x=0:1
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    (tmp_path / "survey_lib_5e1d.py").write_text(LIBRARY)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(libraries.TABLES, "survey_lib_5e1d", TABLE)
    # The code does not change while these tests run, and to hash it takes long.
    monkeypatch.setattr(cache, "code", lambda origin="": "")
    yield "survey_lib_5e1d"
    sys.modules.pop("survey_lib_5e1d", None)


def by_name(rows):
    return {row["target"].split(":")[1]: row for row in rows}


def test_a_function_that_hangs_or_crashes_costs_only_itself(library, tmp_path, capfd):
    table = survey.lines(library, 20, 0, 1024)  # each of which ends a process of some functions
    begun = []
    found = survey.survey(table, cache.opened(tmp_path / "cache"), 2, 8.0, begun=begun.append)
    rows = by_name(row for _, row in found)
    assert begun
    assert {line.target.split(":")[1] for line in begun} == set(rows)
    assert rows["good"]["ulps"]["max"] <= 0.5
    assert rows["bad"]["found"] > 1000
    assert rows["sleeps"]["undecided_reasons"] == ["the time limit of 0.4 s was reached"]
    assert rows["crashes"]["failed_reasons"].keys() == {"the process was killed by SIGSEGV"}
    assert rows["leaves"]["failed_reasons"].keys() == {"the process ended with exit status 3"}
    assert all(why.startswith("raised MemoryError (") for why in rows["raises"]["failed_reasons"])
    assert rows["raises"]["failed_reasons"]
    assert not rows["raises"]["passed"]
    assert "has no function missing" in rows["missing"]["notes"][1]
    assert rows["loud"]["ulps"]["max"] == 0
    out, err = capfd.readouterr()
    assert "called" not in out
    assert "called" in err

    # A page tells of all of them, the worst first.
    told = page(library, list(rows.values()), "verify survey x")
    assert told.startswith("<!-- made by: verify survey x -->\n")
    order = [line.split(" | ")[0].strip("| ") for line in told.splitlines() if line.startswith("| ")][1:]
    assert set(order) == set(rows)
    assert order.index("raises") < order.index("bad") < order.index("good")
    assert "not judged: survey_lib_5e1d:missing" in told or "has no function missing" in told
    assert "Not judged (2): hangs, unlisted." in told

    # What is done is not done again; what was lost is tried again.
    again = []
    kept = cache.opened(tmp_path / "cache")
    assert len(list(survey.survey(table, kept, 2, 8.0, begun=again.append))) == len(table)
    assert [line.target for line in again] == [f"{library}:missing"]


def test_a_function_that_does_not_return_in_all_its_time_is_lost(library, tmp_path, monkeypatch):
    monkeypatch.setitem(libraries.TABLES, library, "sleeps | x | x=0:1\ngood | sqrt(x) | x=0:4")
    monkeypatch.setattr(survey, "PATIENCE", 10)  # an evaluation alone would have more time than the function
    table = survey.lines(library, 60, 0, 1024)
    rows = by_name(row for _, row in survey.survey(table, cache.opened(tmp_path / "cache"), 1, 2.0))
    assert rows["sleeps"]["notes"] == ["not judged", "the time limit of 2 s was reached"]
    assert rows["good"]["ulps"]["max"] <= 0.5


def test_a_survey_ends_with_what_there_is(library, tmp_path):
    table = survey.lines(library, 60, 0, 1024)
    found = survey.survey(table, cache.opened(tmp_path / "cache"), 1, 20.0, end=time.monotonic())
    assert {row["notes"][1] for _, row in found} == {"the survey's time was over"}
    words = ["survey", library, "--budget", "50", "--total", "1e-9", "--out", str(tmp_path / "out"), "--json"]
    outcome = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert outcome.exit_code == 1
    assert len(json.loads(outcome.stdout)["results"]) == len(table)


def test_a_slow_function_is_judged_as_far_as_time_allows(library, tmp_path, monkeypatch):
    monkeypatch.setitem(libraries.TABLES, library, "hangs | 0*x | x=0:1")  # a bound is proved too
    table = survey.lines(library, 100_000, 0, 1024)
    ((_, row),) = survey.survey(table, cache.opened(tmp_path / "cache"), 1, 6.0)
    assert 1 <= row["points"] < 100_000
    assert row["ulps"]["max"] == 0


def test_the_command_writes_a_page_and_resumes(library, tmp_path, monkeypatch):
    monkeypatch.setitem(libraries.TABLES, library, "good | sqrt(x) | x=0:4\nbad | sqrt(x) | x=0:4")
    words = ["survey", library, "--budget", "50", "--jobs", "2", "--out", str(tmp_path / "out"), "--json"]
    outcome = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert outcome.exit_code == 0
    results = json.loads(outcome.stdout)["results"]
    assert [r["target"] for r in results] == [f"{library}:good", f"{library}:bad"]
    assert "bad" in (tmp_path / "out" / f"survey-{library}.md").read_text()
    cached = sorted((tmp_path / "out" / f"cache-{library}").glob("results-*.json"))
    assert len(cached) == 2
    before = [p.stat().st_mtime_ns for p in cached]
    resumed = CliRunner().invoke(cli, [*words, "--resume"], catch_exceptions=False)
    assert json.loads(resumed.stdout)["results"] == results
    assert [p.stat().st_mtime_ns for p in cached] == before
    # A broken answer is none.
    cached[0].write_text("{")
    kept = cache.opened(tmp_path / "out" / f"cache-{library}")
    assert len(list(survey.survey(survey.lines(library, 50, 0, 4096), kept, 1, 60))) == 2
    assert json.loads(cached[0].read_text())["rows"][0]["points"]


def test_a_short_format_is_judged_whole_where_there_is_one_variable(library, tmp_path, monkeypatch):
    monkeypatch.setitem(
        libraries.TABLES, "numpy", "sqrt | sqrt(x) | x=0:1e308\nadd | x + y | x=-1e300:1 y=0:1"
    )
    table = survey.lines("numpy", 60, 0, 1024, "float16")
    rows = by_name(row for _, row in survey.survey(table, cache.opened(tmp_path / "cache"), 1, 60.0))
    assert rows["sqrt"]["exhaustive"]["inputs"] == 63488  # both zeros too
    assert rows["sqrt"]["exhaustive"]["correctly_rounded"] == 0x7BFF + 2  # zeros, and what is positive
    assert rows["sqrt"]["proved_bound"] <= 0.5
    assert rows["add"]["exhaustive"] is None
    assert rows["add"]["format"] == "float16"
    told = page("numpy", list(rows.values()), "x")
    assert "in float16" in told
    assert "| 63,488 | 31,745 | 100.0000 % | 100.0000 % | inf: inf, -inf: nan, nan: nan |" in told
    assert "All results correctly rounded: sqrt." in told
    table = survey.lines("math", 60, 0, 1024, "float16")
    assert "returns float" in survey.judge(table[0], 60, 1, math.inf)["notes"][1]
    with pytest.raises(BadInput, match="the formats are"):
        survey.lines("math", 60, 0, 1024, "float17")


def test_what_the_literature_knows_stands_beside_what_is_found():
    table = survey.lines("math", 200, 0, 1024)
    assert survey.only(table, ()) == table
    (line,) = survey.only(table, ["tanh"])
    with pytest.raises(BadInput, match="no function tan2; it has acos"):
        survey.only(table, ["tanh", "tan2"])
    row = survey.judge(line, 60, 4, math.inf)
    assert row["known"]["inputs"] >= 5
    assert row["known"]["ulps"] > 0.4
    assert "known to be hard" not in row["notes"][0]
    told = page("math", [row], "x")
    assert f"| {_size(row['known']['ulps'])} |" in told
    assert "Not asked about here" in told
    assert ", tan, trunc." in told


def _size(x):
    return numbers.bound_text(x, 3, up=False)


def test_a_library_that_is_unknown_or_missing_is_told(monkeypatch):
    with pytest.raises(BadInput, match=r"there are math, numpy, scipy\.special, cmath"):
        survey.lines("nothing", 1, 0, 64)
    monkeypatch.setitem(libraries.TABLES, "no_such_library_5e1d", "f | x | x=0:1")
    with pytest.raises(BadInput, match="is not installed"):
        survey.lines("no_such_library_5e1d", 1, 0, 64)


@pytest.mark.parametrize("library", ["math", "numpy", "scipy.special"])
def test_every_row_of_the_tables_is_a_subject(library):
    pytest.importorskip(library)
    table = survey.lines(library, 1, 0, 64)
    names = [line.target for line in table]
    assert len(set(names)) == len(names)
    for line in table:
        what = subject(line.target, line.truth, line.domain)
        assert all(math.isfinite(x) for r in what.domain for piece in r.pieces for x in piece)
    assert not set(survey.unjudged(library)) & {name.split(":")[1] for name in names}


def test_the_language_serves_the_surveys():
    """Functions that no survey asks of are for others; most are asked."""
    text = " ".join(libraries.TABLES.values())
    assert sum(f"{name}(" in text for name in FUNCTIONS) > 0.6 * len(FUNCTIONS)


COMPLEX = """
good  | sqrt(z) | z=-4-4j:4+4j
other | z       | z=-1-1j:1+1j | imag(z) != 0 or real(z) > 0
"""


def test_complex_functions_and_short_formats(tmp_path, monkeypatch):
    source = "import numpy as np\ngood, other = np.sqrt, lambda z: z if z.imag or z.real > 0 else -z\n"
    (tmp_path / "survey_lib_c0de.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(cache, "code", lambda origin="": "")
    library = "survey_lib_c0de"
    monkeypatch.setitem(COMPLEX_TABLES, library, COMPLEX)
    for format, known in (("float64", "complex128"), ("complex64", "complex64")):
        table = survey.lines(library, 60, 0, 4096, format)
        answers = cache.opened(tmp_path / known)
        rows = by_name(row for _, row in survey.survey(table, answers, 1, 20.0))
        assert {row["format"] for row in rows.values()} == {known}
        assert rows["good"]["ulps"]["max"] < 2
        assert rows["other"]["ulps"]["max"] == 0
        assert rows["good"]["points"] > 20
        assert f"in {known}" in page(library, list(rows.values()), "verify survey x")
    with pytest.raises(BadInput, match="no complex numbers of bfloat16"):
        survey.lines(library, 60, 0, 64, "bfloat16")


@pytest.mark.parametrize("library", COMPLEX_TABLES)
def test_the_tables_of_complex_functions_can_be_read(library):
    """Each line names a function, a truth that is evaluated, and a domain that has inputs."""
    for line in survey.lines(library, 1, 0, 64, "complex128"):
        what = subject(line.target, line.truth, line.domain, line.given, format=line.format)
        assert what.in_plane
        found = assess(what, draw(what, 16, 0)[::4], Limits(4096, 5.0))
        assert any(isinstance(s, Judged) for s in found), (line, found[:2])
