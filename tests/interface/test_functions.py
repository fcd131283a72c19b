"""verify.check, blame and survey answer as the commands do, take functions as they are, refuse in a line."""

import inspect
import itertools
import json
import math
import re
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner

import verify
from verify.cli.main import cli

SOURCE = "import math\n\n\ndef f(x):\n    c = math.cos(x)\n    return (1 - c) / (x * x)\n"
TRUTH = "(1 - cos(x))/x^2"


def f(x):
    c = math.cos(x)
    return (1 - c) / (x * x)


def half_of(x, k=1.0):
    return x * k


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(SOURCE, encoding="utf-8")
    return "own.py:f"


def command(*words):
    done = CliRunner().invoke(cli, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def test_check_is_the_command(own):
    given = {"points": 40, "seed": 3, "max_ulps": 4}
    found = verify.check(own, TRUTH, x=(1e-3, 1), **given)
    words = ["--domain", "x=1e-3:1", "--points", "40", "--seed", "3", "--max-ulps", "4"]
    assert found.to_json() == command("check", own, "--truth", TRUTH, *words)
    assert not found.passed
    assert found.row["guilty"][0]["line"] in (5, 6)


def test_blame_is_the_command(own):
    assert verify.blame(own, x=1e-8).to_json() == command("blame", own, "--at", "x=1e-8")
    told = verify.blame(own, TRUTH, x=1e-8)
    assert told.to_json() == command("blame", own, "--at", "x=1e-8", "--truth", TRUTH)
    assert {line["line"] for line in told.guilty} == {5, 6}


def test_survey_is_the_command(tmp_path, monkeypatch):
    lines = {"math": "exp | exp(x) | x=-1:1\nsqrt | sqrt(x) | x=0:4\n"}
    monkeypatch.setattr("verify.checking.survey.TABLES", lines)
    found = verify.survey("math", budget=200, jobs=1)
    told = command("survey", "math", "--budget", "200", "--jobs", "1", "--out", str(tmp_path))
    assert found.to_json() == told
    assert [row["target"] for row in found] == ["math:exp", "math:sqrt"]
    assert len(found.to_frame()) == 2
    assert "survey of math: 2 functions" in repr(found)


def test_complex_numbers(own):
    found = verify.check("cmath:log", "log(z)", z=(-2 - 1j, 2 + 1j), at={"z": complex(-1, -0.0)})
    words = ["--domain", "z=-2-1j:2+1j", "--at", "z=-1-0.0j"]
    told = json.loads(command("check", "cmath:log", "--truth", "log(z)", *words))["results"][0]
    assert found.row == told
    assert told["worst"]["computed"] == "0x0.0p+0-0x1.921fb54442d18p+1j"


def test_every_input(own):
    found = verify.check(np.sqrt, "sqrt(x)", x=(1, 2), format="float16", exhaustive=True)
    words = ["--domain", "x=1:2", "--format", "float16", "--exhaustive"]
    told = json.loads(command("check", "numpy:sqrt", "--truth", "sqrt(x)", *words))["results"][0]
    ours = found.row
    for row in (ours, told):
        row["exhaustive"].pop("seconds")
    assert ours == told
    assert ours["exhaustive"]["inputs"] == 1025


@pytest.mark.parametrize(
    ("domain", "typed"),
    [((0, 1), "0:1"), ([(0, 1), (2, 3)], "0:1,2:3"), (range(6), "0..5"), ((Fraction(1, 3), 0.5), "1/3:0.5")],
)
def test_domains_are_those_of_the_command(domain, typed):
    ours = verify.check("math:sqrt", "sqrt(x)", x=domain, points=10).row
    text = verify.check("math:sqrt", "sqrt(x)", x=typed, points=10).row
    assert ours["domain"] == text["domain"]
    assert ours == text


def test_a_function_is_taken_as_it_is():
    k = 3.0

    def inner(x):
        return x * k

    for function in (lambda x: x * 3.0, inner, half_of):
        fixed = {"k": 3.0} if function is half_of else {}
        found = verify.check(function, "3*x", x=(0, 1), points=20, fixed=fixed, max_ulps=0.5)
        assert found.passed
        assert found.row["command"] == "" or function is half_of


def test_what_a_command_cannot_say_has_no_command():
    found = verify.check(lambda x: x, "x", x=(0, 1), points=4)
    assert found.row["command"] == ""
    assert found.row["notes"][-1].startswith("no command makes this again")
    assert (
        verify.check(math.exp, "exp(x)", x=(0, 1), points=4)
        .row["command"]
        .startswith("verify check math:exp ")
    )
    assert verify.check(math.exp, lambda x: x.exp(), x=(0, 1), points=4).row["command"] == ""


def test_a_truth_may_be_a_function_of_balls():
    found = verify.check(math.exp, lambda x: x.exp(), x=(0, 1), points=20, max_ulps=1)
    assert found.passed
    wrong = verify.check(math.exp, lambda x: x.exp() + 1, x=(0, 1), points=20, max_ulps=1)
    assert not wrong.passed


def test_results_in_arrays():
    x = np.linspace(0.5, 1, 9)
    found = verify.check(results=np.exp(x), truth="exp(x)", x=x, max_ulps=1)
    assert found.passed
    assert found.row["points"] == 9
    assert not verify.check(results=np.exp(x) * (1 + 1e-12), truth="exp(x)", x=x, max_ulps=1).passed


def test_a_name_that_is_a_keyword_here(own):
    found = verify.check(lambda at: at, "at", domain={"at": (0, 1)}, points=4)
    assert found.row["domain"].keys() == {"at"}


REFUSED = {
    "no truth": (lambda: verify.check(f, x=(0, 1)), "truth='exp(x) - 1'"),
    "no domain": (lambda: verify.check(f, "x"), "write x='0:1' for each"),
    "no pair": (lambda: verify.check(f, "x", x=3), "x=3 is not a domain; give (lo, hi)"),
    "nan": (lambda: verify.check(f, "x", x=(0.0, math.nan)), "not a finite number"),
    "no limit": (lambda: verify.check(f, "x", x=(0, 1), max_ulps=-1), "max_ulps= must be positive"),
    "no function": (lambda: verify.check(3, "x", x=(0, 1)), "3 is not a function"),
    "no points": (lambda: verify.check(f, "x", x=(0, 1), points=0), "points=0"),
    "twice": (lambda: verify.check(f, "x", x=(0, 1), domain={"x": (0, 1)}), "x is given by domain="),
    "no source": (lambda: verify.blame(eval("lambda x: x + 1"), x=1.0), "has no source that can be read"),
    "nothing": (lambda: verify.blame(None, x=1.0), "nothing is given to follow"),
    "an input short": (lambda: verify.blame(f), "missing a required argument"),
    "no library": (lambda: verify.survey("nothing"), "there is no survey of 'nothing'"),
    "no frame": (lambda: verify.check(f, TRUTH, x=(1, 2), points=2).to_frame("R"), "name pandas or polars"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_in_one_line(case):
    call, said = REFUSED[case]
    with pytest.raises(verify.BadInput) as told:
        call()
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert "--" not in str(told.value)


def test_views(own):
    import pandas
    import polars

    found = verify.check(own, TRUTH, x=(1e-3, 1), points=20)
    assert isinstance(found.to_frame(), pandas.DataFrame)
    assert isinstance(found.to_frame("polars"), polars.DataFrame)
    assert found.to_frame()["max_ulps"][0] == found.row["ulps"]["max"]
    assert str(found).startswith(f"{own} against {TRUTH}")
    blamed = verify.blame(own, x=1e-8)
    assert list(blamed.to_frame()["line"]) == [line["line"] for line in blamed.guilty]
    assert "line 5" in str(blamed)


def test_a_page_is_text_whatever_a_name_says():
    def bad(x):
        return x

    bad.__qualname__ = "<script>alert(1)</script>"
    page = verify.check(bad, "x", x=(0, 1), points=4)._repr_html_()
    assert "<script" not in page
    assert page.count("<style>") == 1
    assert "&lt;script&gt;" in page


def test_a_piece_of_a_page_styles_nothing_but_itself():
    page = verify.check(math.exp, "exp(x)", at={"x": 1})._repr_html_()
    sheet = page.partition("<style>")[2].partition("</style>")[0]
    depths = list(itertools.accumulate({"{": 1, "}": -1}.get(mark, 0) for mark in sheet))
    assert sheet.startswith(".verify-answer {")
    assert depths.index(0, depths.index(1)) == len(sheet.rstrip()) - 1, "one rule holds all others"
    assert not re.search(r"(^|[\s,}])(:root|body)\s*\{", sheet)


def test_a_frame_has_what_every_input_came_to():
    found = verify.check(np.exp, "exp(x)", format="float8_e5m2", exhaustive=True)
    (line,) = found.records()
    assert line["format"] == "float8_e5m2"
    assert line["correctly_rounded"] == found.row["exhaustive"]["correctly_rounded"]
    assert line["digits"] == found.row["worst"]["digits"]


def test_nothing_of_this_is_loaded_before_it_is_asked_for():
    code = (
        "import verify, sys; verify.__version__; print(*[n for n in sys.modules if n.startswith('verify.')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "\n"


def test_functions_of_arrays_are_those_of_the_command():
    found = verify.check("numpy.linalg:solve", "solve(A, b)", A="hilbert(6)", b="ones(6)")
    words = ["--array", "A=hilbert(6)", "--array", "b=ones(6)"]
    assert found.to_json() == command("check", "numpy.linalg:solve", "--truth", "solve(A, b)", *words)
    A = np.array([[4.0, 1], [1, 3]])
    given = verify.check(np.linalg.solve, "solve(A, b)", A=A, b=np.ones(2), max_ulps=4)
    assert given.passed
    assert given.row["command"] == ""
    assert len(given.to_frame()) == 1
    assert "2 by 2" in str(given)
    with pytest.raises(verify.BadInput, match="not finite"):
        verify.check(np.sum, "sum(x)", x=np.array([1.0, math.nan]))


# Options of the commands that Python has by another name, or has no use for.
OTHERWISE = {"name", "fix", "array", "arrays", "no_seeds", "at", "out", "as_json", "sarif", "html"}
OF_INPUTS = {"blame": {"format"}}  # numpy's scalars and arrays say themselves of which format they are


@pytest.mark.parametrize("name", ["check", "blame", "survey"])
def test_what_the_command_takes_the_function_takes(name):
    options = {parameter.name for parameter in cli.get_command(None, name).params}
    assert (
        options - OTHERWISE - OF_INPUTS.get(name, set())
        <= inspect.signature(getattr(verify, name)).parameters.keys()
    )


def test_the_text_of_an_answer_is_not_shown_at_once_in_a_notebook(monkeypatch, capsys):
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    shown = []
    monkeypatch.setattr("rich.jupyter.display", lambda *told: shown.append(told))
    found = verify.check(math.exp, "exp(x)", at={"x": 1})
    assert "exp against exp(x)" in str(found)
    assert "<table" in found._repr_html_()
    assert "No digit is right" in str(verify.blame(f, x=1e-8))
    assert (shown, capsys.readouterr().out) == ([], "")
